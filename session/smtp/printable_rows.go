package smtp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// NarrowestRow is the least width that Wrap takes: that of the longest escape,
// \u{10ffff}, which is never split over two rows.
const NarrowestRow = 10

// A place is a position in a text, counted in three ways from its beginning.
type place struct{ at, octets, cells int }

// next returns the place behind the unit at p: an escape, or a character with
// the marks upon it. Neither is ever parted.
func (t Text) next(p place) place {
	s := t.s[p.at:]
	if s[0] == '\\' {
		n, octets := escapeLen(s)
		return place{p.at + n, p.octets + octets, p.cells + n}
	}
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return place{p.at + 1, p.octets + 1, p.cells + 1}
	}
	r, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		mark, k := utf8.DecodeRuneInString(s[n:])
		if mark < utf8.RuneSelf || displaywidth.Rune(mark) > 0 {
			break
		}
		n += k
	}
	return place{p.at + n, p.octets + n, p.cells + displaywidth.Rune(r)}
}

// escapeLen returns the length of the escape that s begins with and of what it
// stands for.
func escapeLen(s string) (n, octets int) {
	switch s[1] {
	case 'x':
		return len(`\x00`), 1
	case 'u':
		n = strings.IndexByte(s, '}') + 1
		r, _ := strconv.ParseInt(s[len(`\u{`):n-1], 16, 32)
		return n, utf8.RuneLen(rune(r))
	}
	return len(`\\`), 1
}

// part returns the text between two places.
func (t Text) part(from, to place) Text {
	return Text{t.s[from.at:to.at], to.cells - from.cells, to.octets - from.octets}
}

// Cut returns t if it fits into width cells, else as much of its beginning as
// fits with "…" behind it.
func (t Text) Cut(width int) Text {
	if t.width <= width {
		return t
	}
	if width < 1 {
		return Text{}
	}
	var p place
	for {
		q := t.next(p)
		if q.cells > width-1 {
			cut := t.part(place{}, p)
			cut.s += "…"
			cut.width++
			return cut
		}
		p = q
	}
}

// Wrap breaks t into rows of at most width cells, behind a space where there is
// one. The rows one behind the other are t again. A width below [NarrowestRow]
// counts as that. The empty text is one empty row.
func (t Text) Wrap(width int) []Text {
	width = max(width, NarrowestRow)
	if t.width <= width {
		return []Text{t}
	}
	rows := make([]Text, 0, t.width/width+2)
	var start, blank, p place // blank: behind the last space of the row
	for p.at < len(t.s) {
		q := t.next(p)
		if q.cells-start.cells > width {
			end := p
			if blank.at > start.at {
				end = blank
			}
			rows = append(rows, t.part(start, end))
			start, p = end, end
			continue
		}
		if t.s[p.at] == ' ' {
			blank = q
		}
		p = q
	}
	return append(rows, t.part(start, p))
}

// Cell returns the column, from 0, where the octet at this offset of the source
// is shown: that of the escape or character it belongs to. Octets behind the end
// have the column behind the text, so that a [Span] underlines the cells from
// Cell(From) to Cell(To).
func (t Text) Cell(octet int) int {
	var p place
	for max(octet, 0) < t.src {
		q := t.next(p)
		if q.octets > octet {
			return p.cells
		}
		p = q
	}
	return t.width
}

// Join returns the texts one behind the other.
func Join(texts ...Text) Text {
	var b strings.Builder
	var t Text
	for _, u := range texts {
		b.WriteString(u.s)
		t.width += u.width
		t.src += u.src
	}
	t.s = b.String()
	return t
}
