package smtp

import "iter"

// The bits of Marks, in the order of markKinds.
const (
	markNoCode Marks = 1 << iota
	markCodeOutOfRange
	markDifferentCodes
	markBadSeparator
	markNoText
	markClassDisagrees
	markBadEnhanced
	markEnhancedNotExpected
	markLineTooLong
	markReplyTooLong
	markReplyCut
	markBareLF
	markBareCR
	markControlOctet
	markEightBit
)

var markKinds = [...]Kind{
	NoCode, CodeOutOfRange, DifferentCodes, BadSeparator, NoText,
	ClassDisagrees, BadEnhanced, EnhancedNotExpected,
	LineTooLong, ReplyTooLong, ReplyCut,
	BareLF, BareCR, ControlOctet, EightBit,
}

// Has reports whether the set holds k. A kind that replies cannot have is in no
// set.
func (m Marks) Has(k Kind) bool {
	for i, kind := range markKinds {
		if kind == k {
			return m&(1<<i) != 0
		}
	}
	return false
}

// Kinds yields what the set holds: first what is wrong with the code, then
// bounds, then single octets.
func (m Marks) Kinds() iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		for i, kind := range markKinds {
			if m&(1<<i) != 0 && !yield(kind) {
				return
			}
		}
	}
}
