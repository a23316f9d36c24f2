package smtp

import (
	"bytes"
	"slices"
)

// A lineEnding says how far the octets just before have come towards CRLF.
type lineEnding uint8

const (
	lineStart lineEnding = iota // CRLF is before, or nothing at all
	midLine
	afterCR // the octet before is CR
)

// after returns the state behind octet c.
func (e lineEnding) after(c byte) lineEnding {
	switch {
	case c == '\r':
		return afterCR
	case c == '\n' && e == afterCR:
		return lineStart
	}
	return midLine
}

// endingOf returns the state behind b when e was the state before it.
func endingOf(b []byte, e lineEnding) lineEnding {
	if len(b) > 1 {
		e = midLine.after(b[len(b)-2])
	}
	if len(b) > 0 {
		e = e.after(b[len(b)-1])
	}
	return e
}

// Stuff appends text to dst with transparency applied: a dot that begins a line
// is sent twice (RFC 5321 section 4.5.2). Only CRLF begins a new line; a bare LF
// or CR stays what it is. The result tells whether the next octet would begin a
// line. Text that may be split between CR and LF goes through a [Stuffer].
func Stuff(dst, text []byte, atLineStart bool) (out []byte, lineStarts bool) {
	e := midLine
	if atLineStart {
		e = lineStart
	}
	return stuff(dst, text, e), endingOf(text, e) == lineStart
}

// EndText appends what ends a text: CRLF if the text does not end in one, then a
// line that is one dot (RFC 5321 section 4.1.1.4).
func EndText(dst []byte, atLineStart bool) []byte {
	if !atLineStart {
		dst = append(dst, '\r', '\n')
	}
	return append(dst, '.', '\r', '\n')
}

// Canonical appends text to dst with CR added to every bare LF, the line end of
// files. A bare CR stays. A text given in pieces must not be split between CR
// and LF.
func Canonical(dst, text []byte) []byte {
	dst = slices.Grow(dst, len(text)+bytes.Count(text, []byte{'\n'}))
	for {
		i := bytes.IndexByte(text, '\n')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		if i == 0 || text[i-1] != '\r' {
			dst = append(dst, '\r')
		}
		dst = append(dst, '\n')
		text = text[i+1:]
	}
}

// A Stuffer applies transparency to a text that comes in pieces, wherever they
// were split. The zero value is at the beginning of a text.
type Stuffer struct{ end lineEnding }

// Write appends the next piece of the text to dst as it crosses the wire. dst
// and text must not overlap.
func (s *Stuffer) Write(dst, text []byte) []byte {
	dst = stuff(dst, text, s.end)
	s.end = endingOf(text, s.end)
	return dst
}

// End appends what ends the text, as [EndText] does, and makes s ready for
// another text.
func (s *Stuffer) End(dst []byte) []byte {
	dst = EndText(dst, s.end == lineStart)
	*s = Stuffer{}
	return dst
}

// An Unstuffer takes transparency away again from what crossed the wire, in
// pieces split anywhere. Only CRLF.CRLF ends a text, or a first line that is one
// dot; LF.LF and its like are text (RFC 5321 section 4.1.1.4). The zero value is
// at the beginning of a text.
type Unstuffer struct {
	end  lineEnding // how the text so far ends
	held uint8      // octets of ".CR" at a line start that may turn out to end the text
}

// Write appends to dst the text that wire holds. It returns the octets of wire
// that belong to the text and its end: all of them, unless done reports that the
// end was met; then u is ready for another text. dst and wire must not overlap.
func (u *Unstuffer) Write(dst, wire []byte) (out []byte, used int, done bool) {
	for used < len(wire) && !done {
		if u.held == 0 && used >= 2 && len(wire)-used >= block+8 {
			var n int
			dst, n, done = unstuffBlocks(dst, wire[used-2:])
			used += n
			u.end = endingOf(wire[:used], u.end)
			continue
		}
		dst, done = u.octet(dst, wire[used])
		used++
	}
	if done {
		*u = Unstuffer{}
	}
	return dst, used, done
}

// octet takes one octet: the rule itself, for the first octets of a piece and
// its last ones.
func (u *Unstuffer) octet(dst []byte, c byte) (out []byte, done bool) {
	switch {
	case u.held == 2 && c == '\n':
		return dst, true
	case u.held == 2:
		// The dot was a stuffed one after all; its CR is text.
		dst, u.end, u.held = append(dst, '\r'), afterCR, 0
	case u.held == 1 && c == '\r':
		u.held = 2
		return dst, false
	case u.held == 1:
		u.end, u.held = midLine, 0
	case u.end == lineStart && c == '.':
		u.held = 1
		return dst, false
	}
	u.end = u.end.after(c)
	return append(dst, c), false
}
