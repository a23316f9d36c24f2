package transcript

import (
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// What a string of JSON may hold as it stands, and what it may not, is found
// eight octets at a time. In the words below the high bit of each octet tells.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// special marks the octets of w that are controls, DEL, above 127, a quote or a
// backslash. The lowest mark is exact; those above it may be one too many.
func special(w uint64) uint64 {
	quote := w ^ ones*'"'
	slash := w ^ ones*'\\'
	del := w ^ ones*0x7f
	control := (w - ones*0x20) &^ w
	return (control | (quote-ones)&^quote | (slash-ones)&^slash | (del-ones)&^del | w) & highs
}

// plain returns how many octets at the beginning of b stand for themselves in a
// string of JSON.
func plain(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if m := special(binary.LittleEndian.Uint64(b[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for i < len(b) && b[i] >= 0x20 && b[i] < 0x7f && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// legible reports whether b is UTF-8 that can be read: printable, but for CR, LF
// and TAB.
func legible(b []byte) bool {
	for {
		b = b[plain(b):]
		if len(b) == 0 {
			return true
		}
		switch c := b[0]; {
		case c == '"' || c == '\\' || c == '\r' || c == '\n' || c == '\t':
			b = b[1:]
		case c < utf8.RuneSelf:
			return false
		default:
			r, n := utf8.DecodeRune(b)
			if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
				return false
			}
			b = b[n:]
		}
	}
}

// appendJSONString writes UTF-8 as a string in quotes. What cannot be printed is
// escaped, so that the file can be looked at on any terminal.
func appendJSONString(b, s []byte) []byte {
	b = append(b, '"')
	for {
		n := plain(s)
		b = append(b, s[:n]...)
		if s = s[n:]; len(s) == 0 {
			return append(b, '"')
		}
		switch c := s[0]; {
		case c == '\r':
			b = append(b, '\\', 'r')
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\t':
			b = append(b, '\\', 't')
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < utf8.RuneSelf:
			b = appendEscape(b, uint16(c))
		default:
			r, n := utf8.DecodeRune(s)
			b = appendRune(b, r, s[:n])
			s = s[n:]
			continue
		}
		s = s[1:]
	}
}

func appendRune(b []byte, r rune, as []byte) []byte {
	if unicode.IsPrint(r) && !unseen(r) {
		return append(b, as...)
	}
	if r > 0xffff {
		r -= 0x10000
		b = appendEscape(b, uint16(0xd800+r>>10))
		return appendEscape(b, uint16(0xdc00+r&0x3ff))
	}
	return appendEscape(b, uint16(r))
}

// unseen reports whether a character counts as printable and yet shows nothing of
// its own: Hangul fillers, the empty pattern of Braille, variation selectors.
func unseen(r rune) bool {
	return r == '\u2800' || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func appendEscape(b []byte, c uint16) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[c>>12], digits[c>>8&15], digits[c>>4&15], digits[c&15])
}
