package smtp

import "iter"

// Class returns the first digit of the code: 2 yes, 3 go on, 4 not now, 5 no
// (RFC 5321 section 4.2.1); 0 when there is no code.
func (r Reply) Class() int { return r.Code / 100 }

// Malformed reports whether the reply has no usable code.
func (r Reply) Malformed() bool { return r.Code == 0 }

// Lines yields the lines of the reply.
func (r Reply) Lines() iter.Seq[ReplyLine] { return func(func(ReplyLine) bool) {} }

// Line returns line i, counted from 0.
func (r Reply) Line(i int) ReplyLine { return ReplyLine{} }

// Text returns the text of all lines joined by LF, without codes.
func (r Reply) Text() string { return "" }

// Faults lists what is wrong with the reply and where.
func (r Reply) Faults() []Fault { return nil }
