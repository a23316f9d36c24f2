package smtp

import (
	"strconv"
	"unicode/utf8"
)

// marksPerBase is how many combining marks one letter may carry on the screen;
// no living script needs more, and piles of them cover the lines above.
const marksPerBase = 4

// A Text is what may be shown of octets from elsewhere: no control, no escape
// sequence, nothing invisible, nothing that changes the direction of writing or
// joins its neighbours, and a width that every terminal agrees on. Only
// [Printable] makes one out of octets. The zero value is the empty text.
type Text struct {
	s     string
	width int // in cells
	src   int // octets that it stands for
}

// Printable returns b as it may be shown. Different octets give different texts:
//
//	\      as \\
//	ASCII controls and octets that are no UTF-8, as \x1b
//	other characters that cannot be shown safely, as \u{202e}
//
// Such characters are controls, blanks other than SP, format and bidirectional
// characters, unassigned and private ones, those without a shape of their own,
// those that terminals join with a neighbour or disagree about in width, a
// combining mark without a base, and the fifth mark and on upon one base.
func Printable(b []byte) Text {
	n := plainRun(b)
	if n == len(b) {
		return Text{string(b), n, n}
	}
	octets := len(b)
	p := printer{out: make([]byte, 0, len(b)+len(b)/2+16)}
	for len(b) > 0 {
		if n := plainRun(b); n > 0 {
			p.out = append(p.out, b[:n]...)
			p.width += n
			p.room = 0
			if b[n-1] != ' ' {
				p.room = marksPerBase
			}
			b = b[n:]
			continue
		}
		b = b[p.character(b):]
	}
	return Text{string(p.out), p.width, octets}
}

// plainRun returns how many octets b begins with that are shown as they are.
func plainRun(b []byte) int {
	for i, c := range b {
		if c < ' ' || c > '~' || c == '\\' {
			return i
		}
	}
	return len(b)
}

// A printer gathers the text of Printable.
type printer struct {
	out   []byte
	width int
	room  int // how many marks the character before may still take
}

// character takes the first character of b, which is not plain, and returns its
// length in octets.
func (p *printer) character(b []byte) int {
	c := b[0]
	if c == '\\' {
		p.escape(`\\`)
		return 1
	}
	r, n := utf8.DecodeRune(b)
	if c < utf8.RuneSelf || r == utf8.RuneError && n == 1 {
		const digits = "0123456789abcdef"
		p.escape(string([]byte{'\\', 'x', digits[c>>4], digits[c&15]}))
		return 1
	}
	switch width, mark := show(r); {
	case mark && p.room > 0:
		p.out = append(p.out, b[:n]...)
		p.room--
	case width > 0:
		p.out = append(p.out, b[:n]...)
		p.width += width
		p.room = marksPerBase
	default:
		p.escape(`\u{` + strconv.FormatInt(int64(r), 16) + `}`)
	}
	return n
}

// escape appends ASCII characters; no mark may follow on them.
func (p *printer) escape(s string) {
	p.out = append(p.out, s...)
	p.width += len(s)
	p.room = 0
}

// String returns the text.
func (t Text) String() string { return t.s }

// Width returns the number of cells that the text takes in one row.
func (t Text) Width() int { return t.width }
