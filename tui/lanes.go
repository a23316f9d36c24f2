package tui

import (
	"bytes"
	"fmt"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// said returns the rows of what the client said: a command, an answer, or message
// text, which is shown once unless what was typed, what crossed the wire and what
// the server keeps differ.
func (r rowsOf) said(i int, e transcript.Event, before smtp.State) []string {
	if before.Reading() != smtp.AsText && before.Reading() != smtp.AsChunk {
		return r.command(e)
	}
	lanes, ok := r.m.desk.Lanes(i)
	if !ok {
		return r.text(e.Octets)
	}
	rows := r.text(lanes.Typed)
	if lanes.Ends {
		return append(rows[:len(rows)-1], rows[len(rows)-1]+paint(faint, "  the end of the message"))
	}
	if !differ(lanes) {
		return rows
	}
	return append(rows, r.lanes(lanes)...)
}

// command returns the rows of a command line, its verb in bold.
func (r rowsOf) command(e transcript.Event) []string {
	body := bytes.TrimRight(head(e.Octets), "\r\n")
	end := ending(e.Octets, "␍␊")
	if e.Flags&transcript.Secret != 0 && e.Mark >= 0 && e.Mark <= len(body) {
		lead, tail := smtp.Printable(body[:e.Mark]), smtp.Printable(body[e.Mark:])
		return []string{" C " + verbed(lead.String()) + paint(broken, "‹secret, cut›") + tail.String() + end}
	}
	var rows []string
	for n, part := range smtp.Printable(body).Wrap(max(r.width-3, 1)) {
		if n == 0 {
			rows = append(rows, " C "+verbed(part.String()))
			continue
		}
		rows = append(rows, "   "+part.String())
	}
	if len(rows) == 0 {
		rows = []string{" C " + paint(faint, "(an empty line)")}
	}
	rows[len(rows)-1] += end
	if more := len(e.Octets) - shownOctets; more > 0 {
		rows = append(rows, paint(faint, fmt.Sprintf("   … %d octets more; :bytes shows them", more)))
	}
	return rows
}

func verbed(line string) string {
	verb, rest, found := strings.Cut(line, " ")
	if found {
		rest = " " + rest
	}
	return paint(strong, verb) + rest
}

// ending marks a line end that is not the usual one.
func ending(octets []byte, usual string) string {
	switch {
	case bytes.HasSuffix(octets, []byte("\r\n")):
		return ""
	case bytes.HasSuffix(octets, []byte("\n")):
		return paint(broken, "␊")
	case bytes.HasSuffix(octets, []byte("\r")):
		return paint(broken, "␍")
	}
	return paint(faint, " (no line end yet)")
}

// text returns the rows of message text.
func (r rowsOf) text(octets []byte) []string {
	var rows []string
	shown := head(octets)
	for len(shown) > 0 {
		line, rest, _ := bytes.Cut(shown, []byte("\n"))
		whole := shown[:len(shown)-len(rest)]
		shown = rest
		line = bytes.TrimSuffix(line, []byte("\r"))
		for n, part := range smtp.Printable(line).Wrap(max(r.width-5, 1)) {
			lead := " C " + paint(faint, "│ ")
			if n > 0 {
				lead = "   " + paint(faint, "│ ")
			}
			rows = append(rows, lead+part.String())
		}
		if len(line) == 0 {
			rows = append(rows, " C "+paint(faint, "│"))
		}
		rows[len(rows)-1] += ending(whole, "")
	}
	if more := len(octets) - shownOctets; more > 0 {
		rows = append(rows, paint(faint, fmt.Sprintf("   │ … %d octets more; :bytes shows them", more)))
	}
	if len(rows) == 0 {
		rows = []string{" C " + paint(faint, "│")}
	}
	return rows
}

func differ(l desk.LanesOf) bool {
	return !bytes.Equal(l.Typed, l.Wire) || !bytes.Equal(l.Wire, l.Kept)
}

// lanes returns the forms that differ, under each other, or side by side where the
// person wants it and the width allows it.
func (r rowsOf) lanes(l desk.LanesOf) []string {
	kept := "would store"
	if l.Stored {
		kept = "stored"
	}
	wire, store := visible(l.Wire), visible(l.Kept)
	if r.m.lanes && r.m.width >= 120 {
		half := max((r.width-8)/2, 8)
		return []string{paint(faint, "   │ wire ") + wire.Cut(half-6).String() + paint(faint, "  "+kept+" ") + store.Cut(half-len(kept)).String()}
	}
	room := max(r.width-7-len(kept), 1)
	return []string{
		paint(faint, fmt.Sprintf("   │ %-*s  ", len(kept), "wire")) + wire.Cut(room).String(),
		paint(faint, "   │ "+kept+"  ") + store.Cut(room).String(),
	}
}

// visible shows octets with their line ends named.
func visible(octets []byte) smtp.Text {
	octets = head(octets)
	octets = bytes.ReplaceAll(octets, []byte("\r"), []byte("␍"))
	return smtp.Printable(bytes.ReplaceAll(octets, []byte("\n"), []byte("␊")))
}
