package tui

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// said returns the rows of what the client said: a command, an answer, or message
// text, which is shown once unless what was typed, what crossed the wire and what
// the server keeps differ.
func (r rowsOf) said(i int, e transcript.Event) []string {
	before := r.m.state(i)
	if before.Reading() != smtp.AsText && before.Reading() != smtp.AsChunk {
		return r.command(e)
	}
	lanes, ok := r.m.desk.LanesIn(i, before)
	if !ok {
		return r.text(e.Octets)
	}
	if lanes.Ends && len(lanes.Typed) <= len(".\r\n") {
		return r.remarked(r.text(lanes.Typed), "the end of the message")
	}
	rows := r.lanes(lanes)
	if lessons.NotTheEnd(e, before) != "" {
		rows = append(rows, r.under("not the end of the message (RFC 5321 §4.1.1.4)")...)
	}
	for _, k := range textFaults(lanes.Wire, before) {
		what, _, section := lessons.SayFault(k)
		rows = append(rows, r.under(strings.TrimSuffix(what, ".")+" ("+section+")")...)
	}
	return rows
}

// textFaults are the kinds of fault of a line of message text, but for 8-bit
// octets that were agreed on.
func textFaults(wire []byte, before smtp.State) []smtp.Kind {
	if before.Reading() != smtp.AsText || bytes.Count(wire, []byte("\n")) > 1 {
		return nil
	}
	mail, _ := before.MailCommand()
	body, ok := mail.Param("BODY")
	_, utf8 := mail.Param("SMTPUTF8")
	allowed := utf8 || ok && !strings.EqualFold(body.Value, "7BIT")
	return slices.DeleteFunc(distinct(smtp.CheckText(wire)), func(k smtp.Kind) bool { return allowed && k == smtp.EightBit })
}

// under returns a remark below a text line.
func (r rowsOf) under(words string) []string {
	var rows []string
	for _, row := range proseRows("! "+words, r.width-5) {
		rows = append(rows, "   "+paint(faint, "│ ")+paint(broken, row))
	}
	return rows
}

// command returns the rows of a command line, its verb in bold.
func (r rowsOf) command(e transcript.Event) []string {
	body := bytes.TrimRight(head(e.Octets), "\r\n")
	if e.Flags&transcript.Secret != 0 && e.Mark >= 0 && e.Mark <= len(body) {
		lead, rest := smtp.Printable(body[:e.Mark]).Cut(r.width-20), smtp.Printable(body[e.Mark:])
		return []string{" C " + verbed(lead.String()) + paint(broken, "‹secret, cut›") + rest.String() + ending(e.Octets)}
	}
	var rows []string
	for n, part := range smtp.Printable(body).Wrap(r.width - 3) {
		if n == 0 {
			rows = append(rows, " C "+verbed(part.String()))
			continue
		}
		rows = append(rows, "   "+part.String())
	}
	switch more := len(e.Octets) - shownOctets; {
	case more > 0:
		rows = append(rows, paint(faint, fmt.Sprintf("   … %d octets more; :bytes shows them", more)))
	case len(body) == 0:
		rows = []string{" C " + paint(faint, "(an empty line)") + ending(e.Octets)}
	default:
		rows[len(rows)-1] += ending(e.Octets)
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
func ending(octets []byte) string {
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
	for first := true; first || len(shown) > 0; first = false {
		line, rest, _ := bytes.Cut(shown, []byte("\n"))
		whole := shown[:len(shown)-len(rest)]
		shown = rest
		lead := " C "
		for _, part := range tabbed(bytes.TrimSuffix(line, []byte("\r")), r.width-5) {
			rows = append(rows, lead+paint(faint, "│ ")+part)
			lead = "   "
		}
		if len(whole) > 0 && (len(rest) > 0 || len(octets) <= shownOctets) {
			rows[len(rows)-1] += ending(whole)
		}
	}
	if more := len(octets) - shownOctets; more > 0 {
		rows = append(rows, paint(faint, fmt.Sprintf("   │ … %d octets more; :bytes shows them", more)))
	}
	return rows
}

// tabbed breaks a line of text at the width. TABs are drawn as their picture: they
// are common in text, and \x09 is not.
func tabbed(line []byte, w int) []string {
	var rows []string
	for _, part := range smtp.Printable(bytes.ReplaceAll(line, []byte("\t"), []byte("␉"))).Wrap(w) {
		rows = append(rows, strings.ReplaceAll(part.String(), "␉", paint(faint, "␉")))
	}
	return rows
}

// lanes returns the rows of a piece of text: what was typed, and where they differ
// what crossed the wire and what the server keeps; side by side if the person
// wants it and the screen is wide enough.
func (r rowsOf) lanes(l desk.LanesOf) []string {
	rows := r.text(l.Typed)
	if !l.Differ() && !eightBit(l.Wire) {
		return rows
	}
	if bytes.Count(l.Wire, []byte("\n")) > 1 { // a piece of a file
		return append(rows, paint(faint, fmt.Sprintf("   │ wire: %d octets more, dots that the server takes away again", len(l.Wire)-len(l.Typed))))
	}
	wire, store := onWire(l.Wire), onWire(l.Kept)
	if !r.m.lanes || r.m.layout.size.X < besideWidth {
		room := r.width - 7 - len(keptWord(l))
		rows = append(rows,
			paint(faint, fmt.Sprintf("   │ %-*s  ", len(keptWord(l)), "wire"))+wire.Cut(room).String(),
			paint(faint, "   │ "+keptWord(l)+"  ")+store.Cut(room-len(changed(l))).String()+paint(broken, changed(l)))
		return rows
	}
	third := (r.width - 5 - len("wire ") - len(keptWord(l)) - 3) / 3
	rows[0] = fit(clip(rows[0], 5+third), 5+third)
	rows[0] += paint(faint, " wire ") + fit(wire.Cut(third).String(), third) +
		paint(faint, " "+keptWord(l)+" ") + store.Cut(third-len(changed(l))).String() + paint(broken, changed(l))
	return rows
}

// besideWidth is how many columns a screen needs for lanes side by side.
const besideWidth = 120

func keptWord(l desk.LanesOf) string {
	if l.Stored {
		return "stored"
	}
	return "would store"
}

// changed marks what the server keeps if that is not what was typed.
func changed(l desk.LanesOf) string {
	if bytes.Equal(l.Kept, l.Typed) {
		return ""
	}
	return " ! not as typed"
}

func eightBit(octets []byte) bool {
	return bytes.ContainsFunc(octets, func(c rune) bool { return c >= 0x80 })
}

// visible shows octets with their line ends named.
func visible(octets []byte) smtp.Text {
	octets = bytes.ReplaceAll(head(octets), []byte("\r"), []byte("␍"))
	return smtp.Printable(bytes.ReplaceAll(octets, []byte("\n"), []byte("␊")))
}

// onWire shows octets with their line ends named, and each 8-bit octet as one: the
// wire knows no characters.
func onWire(octets []byte) smtp.Text {
	var parts []smtp.Text
	for rest := head(octets); len(rest) > 0; {
		n := 0
		for n < len(rest) && rest[n] < 0x80 {
			n++
		}
		if n > 0 {
			parts = append(parts, visible(rest[:n]))
		} else {
			n = 1
			parts = append(parts, smtp.Printable(rest[:1]))
		}
		rest = rest[n:]
	}
	return smtp.Join(parts...)
}

// previewed is what becomes of the half-typed text line, "" where that is what is
// typed.
func (m *Model) previewed(w int) string {
	l, ok := m.desk.Preview(m.prompt.value())
	if !ok || l.Ends || !l.Differ() && !eightBit(l.Wire) {
		return ""
	}
	half := max((w-len("wire ")-len("would store ")-3)/2, 8)
	row := paint(faint, "wire ") + onWire(l.Wire).Cut(half).String() +
		paint(faint, " · would store ") + onWire(l.Kept).Cut(half).String()
	return clip(row, w)
}

// distinct returns the kinds of faults, each once.
func distinct(faults []smtp.Fault) []smtp.Kind {
	var kinds []smtp.Kind
	seen := map[smtp.Kind]bool{}
	for _, f := range faults {
		if !seen[f.Kind] {
			seen[f.Kind] = true
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}
