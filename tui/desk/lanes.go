package desk

import (
	"sort"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// LanesOf are the three forms of one piece of message text: as typed, as it
// crosses the wire, and as the server keeps it (RFC 5321 section 4.5.2).
type LanesOf struct {
	Typed  []byte // less the dots that ehlo added
	Wire   []byte
	Kept   []byte // less the dots that transparency added; of the end nothing
	Stored bool   // Kept is what the included server stored, not what a server would
	Ends   bool   // it ends the message
}

// Differ reports whether the lanes are worth to be seen one beside the other.
func (l LanesOf) Differ() bool {
	return string(l.Typed) != string(l.Wire) || string(l.Wire) != string(l.Kept)
}

// texts finds where a piece of message text lies in the message that the server
// stored.
type texts struct {
	pieces []piece
	ids    []messageID
}

// A piece is one event of message text: the octets of the message before it.
type piece struct {
	event  int
	before int
	kept   int
}

// A messageID names the message of the events up to one.
type messageID struct {
	upTo int
	id   string
}

// said notes a client event if it is message text.
func (t *texts) said(i int, e transcript.Event, s smtp.State) {
	kept, _, ok := keptOf(e.Octets, s)
	if !ok {
		return
	}
	before := 0
	if last := len(t.pieces) - 1; last >= 0 && s.TextOctets() > 0 {
		before = t.pieces[last].before + t.pieces[last].kept
	}
	t.pieces = append(t.pieces, piece{event: i, before: before, kept: len(kept)})
}

// find returns where event i lies and in which message; ok is false while that is
// not stored.
func (t *texts) find(i int) (p piece, id string, ok bool) {
	at := sort.Search(len(t.pieces), func(k int) bool { return t.pieces[k].event >= i })
	if at == len(t.pieces) || t.pieces[at].event != i {
		return piece{}, "", false
	}
	k := sort.Search(len(t.ids), func(k int) bool { return t.ids[k].upTo >= i })
	if k == len(t.ids) {
		return piece{}, "", false
	}
	return t.pieces[at], t.ids[k].id, t.ids[k].id != ""
}

// stored takes in that the server accepted a message with the reply e. If it is
// the included server, the reply names what it stored.
func (d *Desk) stored(e transcript.Event) {
	id := ""
	if stored := d.House().Stored; stored != nil {
		for _, word := range strings.Fields(e.Reply().Text()) {
			word = strings.Trim(word, ".,;:()<>")
			if _, ok := stored(word); ok {
				id = word
			}
		}
	}
	d.texts.ids = append(d.texts.ids, messageID{upTo: d.seen - 1, id: id})
	if id != "" {
		d.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Committed, Text: id, At: transcript.Now})
	}
}

// Lanes returns the forms of an event of message text; false if it is none.
func (d *Desk) Lanes(event int) (LanesOf, bool) {
	if event < 0 || event >= d.seen {
		return LanesOf{}, false
	}
	return d.LanesIn(event, d.tape.State(event))
}

// LanesIn is [Desk.Lanes] for who knows the state before the event already: to
// find it in a long text costs more than all else.
func (d *Desk) LanesIn(event int, before smtp.State) (LanesOf, bool) {
	if event < 0 || event >= d.seen {
		return LanesOf{}, false
	}
	e := d.tape.At(event)
	if e.Who != transcript.Client {
		return LanesOf{}, false
	}
	l, ok := lanes(e.Octets, e.Flags&transcript.Stuffed != 0, before)
	if !ok {
		return LanesOf{}, false
	}
	// Only what was taken in is found, so nothing of it is behind a veil.
	if p, id, ok := d.texts.find(event); ok && d.included() && d.cfg.House.Stored != nil {
		if m, ok := d.cfg.House.Stored(id); ok {
			l.Kept, l.Stored = m.part(p), true
		}
	}
	return l, true
}

// Preview returns the forms that a half-typed line of message text would have;
// false if the next line is no message text.
func (d *Desk) Preview(line string) (LanesOf, bool) {
	s := d.outlook()
	if s.Reading() != smtp.AsText && s.Reading() != smtp.AsChunk {
		return LanesOf{}, false
	}
	p := d.parcel(entry{line: []byte(unescape(line)), from: typed}, s)
	return lanes(p.octets, p.flags&transcript.Stuffed != 0, s)
}

func lanes(wire []byte, stuffed bool, s smtp.State) (LanesOf, bool) {
	kept, ends, ok := keptOf(wire, s)
	l := LanesOf{Typed: wire, Wire: wire, Kept: kept, Ends: ends}
	if stuffed {
		l.Typed = kept
	}
	return l, ok
}

// keptOf returns what a server keeps of octets said in state s, and whether they
// end the message; ok is false if they are no message text.
func keptOf(octets []byte, s smtp.State) (kept []byte, ends, ok bool) {
	switch s.Reading() {
	case smtp.AsChunk:
		n := min(int64(len(octets)), s.ChunkLeft())
		return octets[:n], false, true
	case smtp.AsText:
		var u smtp.Unstuffer
		if !s.LineStart() {
			u.Write(nil, []byte("x")) // a dot inside a line is nothing special
		}
		kept, _, ends = u.Write(nil, octets)
		return kept, ends, true
	}
	return nil, false, false
}

// part returns the octets of the stored message that a piece became.
func (m Message) part(p piece) []byte {
	from := min(m.Trace+p.before, len(m.Octets))
	return m.Octets[from:min(from+p.kept, len(m.Octets))]
}
