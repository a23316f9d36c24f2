package smtp

import "bytes"

// A dot says how much of CRLF.CRLF has been seen at the end of the text so far.
// Only that sequence ends message text (RFC 5321 sections 2.3.8 and 4.1.1.4); the
// first CRLF may be the one that ended the line before the text.
type dot uint8

const (
	atLineStart dot = iota // behind CRLF, or at the start of the text
	afterDot               // a dot at the start of a line
	afterDotCR
	inLine
	inLineCR
)

// scan moves d over b and returns how many octets belong to the text, whether a
// line among them begins with a dot, and whether the end was among them.
func (d dot) scan(b []byte) (next dot, used int, dots, ended bool) {
	for i := 0; i < len(b); i++ {
		if d == inLine {
			// Where no dot is behind an LF, no CRLF matters but one at the end,
			// and two more octets than are passed over are known.
			i += quiet(b[i:])
			j := bytes.IndexByte(b[i:], '\r')
			if j < 0 {
				return inLine, len(b), dots, false
			}
			i, d = i+j, inLineCR
			continue
		}
		if d == afterDotCR && b[i] == '\n' {
			return atLineStart, i + 1, dots, true
		}
		d = d.step(b[i])
		dots = dots || d == afterDot
	}
	return d, len(b), dots, false
}

func (d dot) step(c byte) dot {
	switch {
	case d == inLineCR && c == '\n':
		return atLineStart
	case d == atLineStart && c == '.':
		return afterDot
	case d == afterDot && c == '\r':
		return afterDotCR
	case c == '\r':
		return inLineCR
	}
	return inLine
}

// looseEnd reports whether the last octets of a text, packed into tail, are a dot
// alone on a line for a server that takes a bare LF or CR for a line end.
func looseEnd(tail uint32) bool {
	return tail&0xffffff == '\n'<<16|'.'<<8|'\n' ||
		tail == '\n'<<24|'.'<<16|'\r'<<8|'\n' ||
		tail&0xffffff == '\r'<<16|'.'<<8|'\r'
}

// tailOf packs the last four octets of a text into one number.
func tailOf(tail uint32, b []byte) uint32 {
	for _, c := range b[max(0, len(b)-4):] {
		tail = tail<<8 | uint32(c)
	}
	return tail
}
