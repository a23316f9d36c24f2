package smtp

import "strconv"

// ParseEnhanced reads an enhanced status code at the start of b: class 2, 4 or
// 5, then subject and detail of one to three digits without leading zeros,
// with a blank or the end behind it (RFC 3463 section 2, RFC 2034 section 4).
// It returns the octets that the code itself takes, without the blank.
func ParseEnhanced(b []byte) (e Enhanced, n int, ok bool) {
	e, n, shape := scanEnhanced(b)
	if shape != enhancedGood {
		return Enhanced{}, 0, false
	}
	return e, n, true
}

// String returns the code as written, such as "5.1.1"; "" for the zero value.
func (e Enhanced) String() string {
	if e.IsZero() {
		return ""
	}
	b := make([]byte, 0, len("5.999.999"))
	b = append(strconv.AppendUint(b, uint64(e.Class), 10), '.')
	b = append(strconv.AppendUint(b, uint64(e.Subject), 10), '.')
	return string(strconv.AppendUint(b, uint64(e.Detail), 10))
}

// IsZero reports whether there is no code.
func (e Enhanced) IsZero() bool { return e == Enhanced{} }

type enhancedShape uint8

const (
	enhancedNone enhancedShape = iota
	enhancedBad                // three numbers and two dots, yet no valid code
	enhancedGood
)

// scanEnhanced also recognises what was meant as a code and is none, such as
// "5.01.1" or "9.1.1". Four numbers are an address, not a code.
func scanEnhanced(b []byte) (e Enhanced, n int, shape enhancedShape) {
	if len(b) < 5 || b[1] != '.' || b[0]-'0' > 9 {
		return Enhanced{}, 0, enhancedNone
	}
	subject, i, fit := subcode(b, 2)
	if i == 2 || i == len(b) || b[i] != '.' {
		return Enhanced{}, 0, enhancedNone
	}
	detail, j, also := subcode(b, i+1)
	if j == i+1 || j < len(b) && b[j] != ' ' && b[j] != '\r' && b[j] != '\n' {
		return Enhanced{}, 0, enhancedNone
	}
	class := b[0] - '0'
	if !fit || !also || class != 2 && class != 4 && class != 5 {
		return Enhanced{}, j, enhancedBad
	}
	return Enhanced{uint16(class), subject, detail}, j, enhancedGood
}

// subcode reads the digits of b from i on. It fits when it is one to three
// digits without a leading zero.
func subcode(b []byte, i int) (v uint16, end int, fit bool) {
	start := i
	for i < len(b) && b[i]-'0' <= 9 {
		v = v*10 + uint16(b[i]-'0')
		i++
	}
	return v, i, i-start <= 3 && (i-start == 1 || i > start && b[start] != '0')
}
