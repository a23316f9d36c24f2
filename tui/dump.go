package tui

import (
	"bytes"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// rows draws the octets above and their parts below, in h rows, what the cursor
// stands on in sight. Of a long text only what is in sight is drawn.
func (d *dissection) rows(w, h int) []string {
	octets, octetAt := d.octetRows(w)
	parts, partAt := d.partRows(w)
	rows := []string{paint(accent, clip(d.where(), w))}
	room := h - 2
	if room < 2 {
		return append(rows, window(parts, partAt, max(h-1, 0))...)
	}
	above := min(len(octets), max(room/2, room-len(parts)))
	rows = append(rows, window(octets, octetAt, above)...)
	rows = append(rows, paint(faint, strings.Repeat("─", max(w, 0))))
	return append(rows, window(parts, partAt, room-above)...)
}

// window draws h of the rows, row at among them.
func window(rows []func() string, at, h int) []string {
	from := max(0, min(at-h/2, len(rows)-h))
	var drawn []string
	for _, draw := range rows[from:min(len(rows), from+h)] {
		drawn = append(drawn, draw())
	}
	return drawn
}

// octetRows returns the rows of the octets of all events, and which is the cursor's.
func (d *dissection) octetRows(w int) (rows []func() string, cursor int) {
	for i, e := range d.events {
		if i > 0 {
			rows = append(rows, func() string { return "" })
		}
		rows = append(rows, func() string { return paint(strong, clip(eventHead(e.event), w)) })
		marked, at := smtp.Span{From: -1, To: -1}, -1
		if i == d.event {
			marked, at = d.span(), d.at
		}
		for _, row := range dumped(e.event.Octets, w) {
			if row.From <= at && at < row.To {
				cursor = len(rows)
			}
			rows = append(rows, func() string { return dumpRow(e.event.Octets, row, marked, at, perRow(w)) })
		}
	}
	return rows, cursor
}

func eventHead(e transcript.Event) string {
	who := map[transcript.Who]string{client: "C, the client", server: "S, the server"}[e.Who]
	head := fmt.Sprintf("%s · %d octets", who, len(e.Octets))
	if e.Flags&transcript.TLS != 0 {
		head += " · inside TLS"
	}
	if e.Flags&transcript.Secret != 0 {
		head += " · a secret was cut out"
	}
	return head
}

// perRow is how many octets stand in a row of w cells.
func perRow(w int) int {
	per := 16
	for per > 4 && 7+per*4 > w {
		per -= 4
	}
	return per
}

// dumped splits octets into rows. A row ends behind each LF, so that a line of the
// dialogue begins one.
func dumped(octets []byte, w int) []smtp.Span {
	per := perRow(w)
	var rows []smtp.Span
	for at := 0; at < len(octets); {
		to := min(at+per, len(octets))
		if i := bytes.IndexByte(octets[at:to], '\n'); i >= 0 {
			to = at + i + 1
		}
		rows = append(rows, smtp.Span{From: at, To: to})
		at = to
	}
	return rows
}

// dumpRow draws one row in hexadecimal and as text, CR, LF and other control octets
// as their pictures. What is marked stands between brackets.
func dumpRow(octets []byte, row, marked smtp.Span, at, per int) string {
	var hex, text strings.Builder
	for i := row.From; i < row.To; i++ {
		as := plain
		switch {
		case i == at:
			as = under
		case i >= marked.From && i < marked.To:
			as = accent
		}
		hex.WriteString(bracket(i, marked) + paint(as, fmt.Sprintf("%02x", octets[i])))
		text.WriteString(pictured(octets[i], as))
	}
	hex.WriteString(bracket(row.To, smtp.Span{From: -1, To: marked.To}))
	fill := strings.Repeat(" ", 3*(per-row.Len()))
	return paint(faint, fmt.Sprintf("%04x", row.From)) + " " + hex.String() + fill + " " + text.String()
}

// bracket is what stands before octet i.
func bracket(i int, marked smtp.Span) string {
	switch {
	case i == marked.From:
		return paint(accent, "[")
	case i == marked.To && i > 0:
		return paint(accent, "]")
	}
	return " "
}

// pictured draws an octet in one cell, a control octet as its Unicode picture.
func pictured(c byte, as role) string {
	switch {
	case c < 0x20:
		return paint(max(as, later), string(rune(0x2400+int(c))))
	case c == 0x7f:
		return paint(max(as, later), "␡")
	case c >= 0x80:
		return paint(max(as, faint), "·")
	}
	return paint(as, string(rune(c)))
}

// whatWidth is how wide the names of the parts are, and a gap.
func (d *dissection) whatWidth() int {
	wide := len("secret")
	for _, e := range d.events {
		for _, p := range e.parts {
			wide = max(wide, len(p.What))
		}
	}
	return wide + 2
}

// partRows returns the rows of the parts of all events, and which is the cursor's.
func (d *dissection) partRows(w int) (rows []func() string, cursor int) {
	wide, here := d.whatWidth(), d.part()
	for i, e := range d.events {
		cut := e.event.Flags&transcript.Secret != 0
		lead := map[transcript.Who]string{client: "C ", server: "S "}[e.event.Who]
		for k, p := range e.parts {
			if cut && p.Span.From >= e.event.Mark {
				cut = false
				rows = append(rows, func() string {
					return clip("  "+lead+fit("secret", wide)+paint(broken, "‹cut›")+"  "+paint(faint, ":reveal shows it once"), w)
				})
			}
			chosen := i == d.event && k == here
			if chosen {
				cursor = len(rows)
			}
			rows = append(rows, func() string { return partRow(lead, p, e.event.Octets, chosen, wide, w) })
		}
	}
	return rows, cursor
}

// partRow draws one part: what it is, its octets, what is to be said of it.
func partRow(lead string, p lessons.Part, octets []byte, chosen bool, wide, w int) string {
	mark, as, note := "  ", plain, ""
	if chosen {
		mark, as = paint(accent, "▸ "), accent
	}
	if p.Note != "" {
		note = "  " + paint(faint, p.Note)
	}
	room := max(w-4-wide-min(lipgloss.Width(note), w/3), 4)
	text := seen(p.Span.Of(octets)).Cut(room).String()
	return clip(mark+lead+paint(as, fit(p.What, wide))+text+note, w)
}

// seen shows the octets of a part: blanks and line ends as their pictures, if there
// is nothing else.
func seen(octets []byte) smtp.Text {
	if len(bytes.Trim(octets, " ")) == 0 {
		return smtp.Printable(bytes.ReplaceAll(octets, []byte(" "), []byte("␠")))
	}
	return visible(octets)
}
