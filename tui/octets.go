package tui

import (
	"fmt"
	"strings"

	"ehlo/transcript"
)

// octetLimit bounds how many octets of one event are dumped.
const octetLimit = 64 << 10

// octetLines shows an event, and what it answers or is answered by, octet by octet.
func (m *Model) octetLines(asked, w int) []string {
	tape := m.desk.Tape()
	i := m.event(asked)
	if i < 0 {
		return []string{"nothing has happened yet"}
	}
	first, second := i, tape.Answer(i)
	if q := tape.Question(i); q >= 0 {
		first, second = q, i
	}
	lines := dumpEvent(tape.At(first), w)
	if second >= 0 {
		lines = append(append(lines, ""), dumpEvent(tape.At(second), w)...)
	}
	return lines
}

func dumpEvent(e transcript.Event, w int) []string {
	who := map[transcript.Who]string{client: "C, the client", server: "S, the server", transcript.Local: "not on the wire"}[e.Who]
	head := fmt.Sprintf("%s · %d octets", who, len(e.Octets))
	if e.Flags&transcript.TLS != 0 {
		head += " · inside TLS"
	}
	if e.Flags&transcript.Secret != 0 {
		head += " · a secret was cut out"
	}
	lines := []string{paint(strong, head)}
	return append(lines, dump(e.Octets[:min(len(e.Octets), octetLimit)], w)...)
}

// dump shows octets in hexadecimal and as text, CR, LF and other control octets by
// name. A row ends behind each LF, so that a line of the dialogue is a row.
func dump(octets []byte, w int) []string {
	per := 16
	for per > 4 && 7+per*4 > w {
		per -= 4
	}
	var lines []string
	for at := 0; at < len(octets); {
		row := octets[at:min(at+per, len(octets))]
		if i := strings.IndexByte(string(row), '\n'); i >= 0 {
			row = row[:i+1]
		}
		lines = append(lines, fmt.Sprintf("%s  %-*s  %s", paint(faint, fmt.Sprintf("%04x", at)), per*3-1, fmt.Sprintf("% x", row), named(row)))
		at += len(row)
	}
	return lines
}

// named shows octets as text, the control octets as their Unicode pictures.
func named(row []byte) string {
	var b strings.Builder
	for _, c := range row {
		switch {
		case c < 0x20:
			b.WriteString(paint(later, string(rune(0x2400+int(c)))))
		case c == 0x7f:
			b.WriteString(paint(later, "␡"))
		case c >= 0x80:
			b.WriteString(paint(faint, "·"))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
