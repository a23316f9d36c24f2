package smtp

// Stuff appends text to dst with transparency applied.
func Stuff(dst, text []byte, atLineStart bool) (out []byte, lineStart bool) {
	return append(dst, text...), false
}

// EndText appends the end of the text.
func EndText(dst []byte, lineStart bool) []byte { return dst }

// Canonical appends text to dst with every bare LF made CRLF.
func Canonical(dst, text []byte) []byte { return append(dst, text...) }

// A Stuffer applies transparency to a text that comes in pieces.
type Stuffer struct{ state uint8 }

// Write appends the next piece of text to dst.
func (s *Stuffer) Write(dst, text []byte) []byte { return append(dst, text...) }

// End appends the end of the text and makes s ready for the next one.
func (s *Stuffer) End(dst []byte) []byte { return dst }

// An Unstuffer removes transparency from what crossed the wire.
type Unstuffer struct{ state uint8 }

// Write appends the text in wire to dst and stops behind CRLF.CRLF.
func (u *Unstuffer) Write(dst, wire []byte) (out []byte, used int, done bool) {
	return append(dst, wire...), len(wire), false
}
