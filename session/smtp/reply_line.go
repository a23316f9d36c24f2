package smtp

import (
	"encoding/binary"
	"math/bits"
)

const (
	lows  = 0x0101010101010101 // the lowest bit of each octet of a word
	highs = 0x8080808080808080 // the highest
)

// replyLineEnd returns where the first line of b ends, behind its LF, or 0 when b
// holds no LF, and marks the octets that a reply line should not have
// (RFC 5321 section 4.2, textstring). It reads eight octets at a time.
func replyLineEnd(b []byte) (end int, marks Marks) {
	for i := 0; i < len(b); i++ {
		odd := notPlain(eight(b, i))
		for odd == 0 {
			i += 8
			odd = notPlain(eight(b, i))
		}
		i += bits.TrailingZeros64(odd) >> 3
		if i >= len(b) {
			break
		}
		switch c := b[i]; {
		case c == '\r' && i+1 < len(b) && b[i+1] == '\n':
			return i + 2, marks
		case c == '\n':
			return i + 1, marks | markBareLF
		default:
			marks |= oddOctet(c)
		}
	}
	return 0, marks
}

// notPlain returns a word whose lowest bit belongs to the first octet of x that
// is below SP or above "~". Bits above it may be wrong: carries run upwards, and
// only out of such an octet.
func notPlain(x uint64) uint64 { return ((x - lows*' ') | x | (x + lows)) & highs }

// eight returns the eight octets of b from i on; where b ends, NUL follows.
func eight(b []byte, i int) uint64 {
	if i+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[i:])
	}
	if i < len(b) && len(b) >= 8 {
		return binary.LittleEndian.Uint64(b[len(b)-8:]) >> (8 * (8 - uint(len(b)-i)))
	}
	var x uint64
	for j := len(b) - 1; j >= i; j-- {
		x = x<<8 | uint64(b[j])
	}
	return x
}

// oddOctet returns the mark for an octet that does not end its line.
func oddOctet(c byte) Marks {
	switch {
	case c == '\t' || c >= ' ' && c <= '~':
		return 0
	case c == '\r':
		return markBareCR
	case c > 0x7f:
		return markEightBit
	}
	return markControlOctet
}

// codeOf reads the code at the beginning of a reply line, which may be cut short:
// -1 when it does not begin with three digits. The octet behind it is SP or "-",
// and SP too when the line ends there or goes on against the rules.
func codeOf(line []byte) (code int, behind byte, marks Marks) {
	if len(line) < 3 {
		return -1, ' ', markNoCode
	}
	a, b, c := line[0]-'0', line[1]-'0', line[2]-'0'
	if a > 9 || b > 9 || c > 9 {
		return -1, ' ', markNoCode
	}
	code = int(a)*100 + int(b)*10 + int(c)
	if a < 2 || a > 5 || b > 5 {
		marks = markCodeOutOfRange
	}
	if len(line) == 3 {
		return code, ' ', marks
	}
	switch behind = line[3]; behind {
	case ' ', '-':
		return code, behind, marks
	case '\r', '\n':
		return code, ' ', marks
	}
	return code, ' ', marks | markBadSeparator
}

// textOf returns where the text of a line with this code begins, and the
// enhanced status code before it.
func textOf(line []byte, code int) (at int, e Enhanced, marks Marks) {
	if code < 0 {
		return 0, Enhanced{}, 0
	}
	if len(line) < 4 || line[3] != ' ' && line[3] != '-' {
		if len(line) > 3 && (line[3] == '\r' || line[3] == '\n') {
			marks = markNoText
		}
		return 3, Enhanced{}, marks
	}
	if len(line) > 8 && line[5] == '.' {
		if e, ok := ordinaryEnhanced(line); ok {
			return len("250 2.0.0 "), e, 0
		}
		e, n, marks := enhancedOf(line[4:], code)
		return 4 + n, e, marks
	}
	// An empty challenge is a challenge (RFC 4954 section 4).
	if line[3] == ' ' && code != 334 && len(line) <= 6 && line[len(line)-1] == '\n' && (len(line) == 5 || line[4] == '\r') {
		marks = markNoText
	}
	return 4, Enhanced{}, marks
}

// ordinaryEnhanced is the quick way for a line with a code of three digits, all
// as they should be.
func ordinaryEnhanced(line []byte) (e Enhanced, ok bool) {
	if len(line) < 10 || line[7] != '.' || line[9] != ' ' {
		return e, false
	}
	class, subject, detail := line[4], line[6]-'0', line[8]-'0'
	if class != line[0] || class != '2' && class != '4' && class != '5' || subject > 9 || detail > 9 {
		return e, false
	}
	return Enhanced{uint16(class - '0'), uint16(subject), uint16(detail)}, true
}

// enhancedOf reads the enhanced status code that the text of a line with this
// code may begin with; n includes the blank behind it.
func enhancedOf(text []byte, code int) (e Enhanced, n int, marks Marks) {
	e, n, shape := scanEnhanced(text)
	switch {
	case shape == enhancedNone:
		return Enhanced{}, 0, 0
	case shape == enhancedBad:
		return Enhanced{}, 0, markBadEnhanced
	case code/100 == 3:
		marks = markEnhancedNotExpected
	case code/100 != int(e.Class):
		marks = markClassDisagrees
	}
	if n < len(text) && text[n] == ' ' {
		n++
	}
	return e, n, marks
}

// lineLimit returns how long a line with this code may be, in octets.
func lineLimit(code int) int {
	if code == 334 {
		return ChallengeLineLimit
	}
	return ReplyLineLimit
}
