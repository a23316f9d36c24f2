package smtp

import "bytes"

// HeaderField returns the name of the header field that a line of text begins
// (RFC 5322 section 2.2); false if it begins none.
func HeaderField(line []byte) (name string, ok bool) {
	before, _, found := bytes.Cut(line, []byte(":"))
	if !found || len(before) == 0 {
		return "", false
	}
	for _, c := range before {
		if c <= ' ' || c >= 127 {
			return "", false
		}
	}
	return string(before), true
}

// InHeader reports whether the text that is being sent is still in its header: no
// empty line has come, and no line that is neither a field nor the rest of one.
func (s State) InHeader() bool { return s.Reading() == AsText && s.flags&inBody == 0 }

// BodyEndsEmpty reports whether the body so far ends in an empty line, which is
// part of the message. The one that ends the header doesn't count.
func (s State) BodyEndsEmpty() bool {
	return s.Reading() == AsText && s.flags&bodyBegun != 0 && s.tail == crlfCRLF
}

// HasDots reports whether a line of the text so far begins with a dot on the wire.
func (s State) HasDots() bool { return s.flags&dotted != 0 }

const crlfCRLF = '\r'<<24 | '\n'<<16 | '\r'<<8 | '\n'

// read notes what octets of text, which come behind d, say about the place in
// header and body. A line that comes in pieces is not judged.
func (f stateFlags) read(d dot, octets []byte) stateFlags {
	if f&inBody != 0 {
		return f | bodyBegun
	}
	n, broken := headerLength(d, octets)
	switch {
	case n < 0:
	case broken, n < len(octets):
		f |= inBody | bodyBegun
	default:
		f |= inBody
	}
	return f
}

// headerLength returns where in b the header ends, -1 if it goes on, and whether a
// line ended it that isn't empty.
func headerLength(d dot, b []byte) (n int, broken bool) {
	if d != atLineStart {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return -1, false
		}
		n = end + 1
	}
	for {
		end := bytes.Index(b[n:], []byte("\r\n"))
		if end < 0 {
			return -1, false
		}
		line := b[n : n+end]
		n += end + 2
		if len(line) == 0 {
			return n, false
		}
		if _, field := HeaderField(line); !field && !isBlank(line[0]) {
			return n, true
		}
	}
}
