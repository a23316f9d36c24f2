package transcript

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
)

// shortest is how many octets a form of a secret must have to be looked for.
// Shorter ones would be found, and cut, everywhere.
const shortest = 3

// A form is one spelling of a secret, with what must be cut beside it: a digit of
// base64 holds bits of two octets, so those at the edges tell something, too.
type form struct {
	octets      []byte
	left, right bool // whether a digit of base64 on that side goes along
}

// formsOf spells a secret plainly, in base64 at each of the three places in which
// it may stand within a longer text (of both alphabets), and in hexadecimal. The
// form escaped as in a URL has no one spelling, see unescaped.
func formsOf(secret []byte) []form {
	var forms []form
	add := func(f form) {
		same := func(g form) bool { return bytes.Equal(f.octets, g.octets) }
		if len(f.octets) >= shortest && !slices.ContainsFunc(forms, same) {
			forms = append(forms, f)
		}
	}
	add(form{octets: bytes.Clone(secret)})
	for phase := range 3 {
		add(base64Form(base64.RawStdEncoding, secret, phase))
		add(base64Form(base64.RawURLEncoding, secret, phase))
	}
	digits := hex.AppendEncode(nil, secret)
	add(form{octets: digits})
	add(form{octets: bytes.ToUpper(digits)})
	return forms
}

// base64Form returns the digits that depend on the secret alone when it stands
// phase octets behind a multiple of three.
func base64Form(enc *base64.Encoding, secret []byte, phase int) form {
	digits := enc.AppendEncode(nil, append(make([]byte, phase), secret...))
	first := [3]int{0, 2, 3}[phase]
	whole := (phase + len(secret)) * 8 / 6
	return form{
		octets: digits[min(first, whole):whole],
		left:   phase > 0,
		right:  (phase+len(secret))%3 != 0,
	}
}

func alphanumeric(c byte) bool {
	return c-'0' < 10 || c|0x20-'a' < 26
}

func base64Digit(c byte) bool {
	return alphanumeric(c) || c == '+' || c == '/' || c == '-' || c == '_'
}

// unescaped undoes the escapes of a URL (RFC 3986 section 2.1), whichever octets
// were escaped, and returns beside each octet where it stood in b. Nil if there
// are none. A "+" is a blank in forms, and stands for itself elsewhere.
func unescaped(b []byte, plus bool) (octets []byte, at []int) {
	if bytes.IndexByte(b, '%') < 0 && !(plus && bytes.IndexByte(b, '+') >= 0) {
		return nil, nil
	}
	for i := 0; i < len(b); i++ {
		at = append(at, i)
		var c [1]byte
		switch {
		case b[i] == '%' && len(b)-i > 2 && escapedOctet(&c, b[i+1:i+3]):
			octets = append(octets, c[0])
			i += 2
		case plus && b[i] == '+':
			octets = append(octets, ' ')
		default:
			octets = append(octets, b[i])
		}
	}
	return octets, append(at, len(b))
}

func escapedOctet(c *[1]byte, digits []byte) bool {
	_, err := hex.Decode(c[:], digits)
	return err == nil
}
