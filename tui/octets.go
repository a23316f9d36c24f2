package tui

import (
	"fmt"
	"sort"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// octetLimit bounds how many octets of one event are shown.
const octetLimit = 64 << 10

// A dissection is an exchange taken apart: its octets and, below them, what each
// piece is. One cursor moves in both. The zero value is closed.
type dissection struct {
	events []dissected
	event  int // of events: where the cursor stands
	at     int // the octet of it
}

// A dissected is one event and its parts.
type dissected struct {
	event transcript.Event
	parts []lessons.Part
}

func (d *dissection) open() bool { return len(d.events) > 0 }

// dissect takes the exchange of an event apart, -1 for the last one.
func (m *Model) dissect(asked int) dissection {
	tape := m.desk.Tape()
	i := m.event(asked)
	if i < 0 {
		return dissection{}
	}
	first, second := i, m.desk.Answer(i)
	if q := tape.Question(i); q >= 0 {
		first, second = q, i
	}
	var d dissection
	for _, k := range []int{first, second} {
		if k < 0 || tape.At(k).Who == transcript.Local {
			continue
		}
		e := tape.At(k)
		e.Octets = e.Octets[:min(len(e.Octets), octetLimit)]
		d.events = append(d.events, dissected{e, lessons.Parts(e, m.meantState(k))})
	}
	return d
}

// part returns the part that the cursor stands in, -1 where there is none.
func (d *dissection) part() int { return d.events[d.event].partAt(d.at) }

func (e dissected) partAt(octet int) int {
	i := sort.Search(len(e.parts), func(k int) bool { return octet < e.parts[k].Span.To })
	return min(i, len(e.parts)-1)
}

// span returns the octets of the part that the cursor stands in.
func (d *dissection) span() smtp.Span {
	if i := d.part(); i >= 0 {
		return d.events[d.event].parts[i].Span
	}
	return smtp.Span{}
}

// octet moves the cursor by n octets, from one event into the next.
func (d *dissection) octet(n int) {
	for ; n > 0; n-- {
		if d.at+1 < len(d.events[d.event].event.Octets) {
			d.at++
		} else if d.event+1 < len(d.events) {
			d.event, d.at = d.event+1, 0
		}
	}
	for ; n < 0; n++ {
		if d.at > 0 {
			d.at--
		} else if d.event > 0 {
			d.event--
			d.at = max(0, len(d.events[d.event].event.Octets)-1)
		}
	}
}

// step moves the cursor by n parts, to the first octet of one.
func (d *dissection) step(n int) {
	for ; n > 0; n-- {
		if to := d.span().To; to < len(d.events[d.event].event.Octets) {
			d.at = to
		} else if d.event+1 < len(d.events) {
			d.event, d.at = d.event+1, 0
		}
	}
	for ; n < 0; n++ {
		if from := d.span().From; from > 0 {
			d.at = from - 1
		} else if d.event > 0 {
			d.event--
			d.at = max(0, len(d.events[d.event].event.Octets)-1)
		}
		d.at = d.span().From
	}
}

func (d *dissection) first() { d.event, d.at = 0, 0 }

func (d *dissection) last() {
	d.event = len(d.events) - 1
	d.at = max(0, len(d.events[d.event].event.Octets)-1)
	d.at = d.span().From
}

// where tells what the cursor stands on: the octet, its name, and its part.
func (d *dissection) where() string {
	e := d.events[d.event]
	if d.at >= len(e.event.Octets) {
		return "no octets"
	}
	text := fmt.Sprintf("octet %d of %d: %02x %s", d.at+1, len(e.event.Octets), e.event.Octets[d.at], octetName(e.event.Octets[d.at]))
	if i := d.part(); i >= 0 {
		text += " · " + e.parts[i].What
	}
	return text
}

var controlNames = map[byte]string{
	0: "NUL", 7: "BEL", 8: "BS", '\t': "TAB", '\n': "LF", '\r': "CR", 0x1b: "ESC", ' ': "space", 0x7f: "DEL",
}

// octetName names an octet; what can be seen is its own name.
func octetName(c byte) string {
	switch name := controlNames[c]; {
	case name != "":
		return name
	case c < ' ':
		return "a control octet"
	case c > 0x7f:
		return "above 127"
	}
	return string(rune(c))
}

// The keys of the octet sheet.

func octetKeys() []binding {
	by := func(move func(*dissection)) func(*Model) bool {
		return func(m *Model) bool { move(&m.sheet.octets); return false }
	}
	return []binding{
		bind("→", "next octet", by(func(d *dissection) { d.octet(1) }), "right"),
		bind("←", "octet before", by(func(d *dissection) { d.octet(-1) }), "left"),
		bind("↓ Tab", "next part", by(func(d *dissection) { d.step(1) }), "down", "tab"),
		bind("↑", "part before", by(func(d *dissection) { d.step(-1) }), "up"),
		bind("PgDn", "ten parts on", by(func(d *dissection) { d.step(10) }), "pgdown"),
		bind("PgUp", "ten parts back", by(func(d *dissection) { d.step(-10) }), "pgup"),
		bind("Home", "first part", by((*dissection).first), "home"),
		bind("End", "last part", by((*dissection).last), "end"),
		bind("Esc", "close", (*Model).sheetClose, "esc", "shift+tab"),
	}
}
