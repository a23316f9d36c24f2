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
// it may stand within a longer text (of both alphabets), in hexadecimal, and
// escaped as in a URL. The longest come first, so that a form that contains
// another is cut whole.
func formsOf(secret []byte) []form {
	var forms []form
	add := func(f form) {
		same := func(g form) bool { return bytes.Equal(f.octets, g.octets) }
		if len(f.octets) >= shortest && !slices.ContainsFunc(forms, same) {
			forms = append(forms, f)
		}
	}
	add(form{octets: bytes.Clone(secret)})
	if len(secret) < shortest {
		return forms
	}
	for phase := range 3 {
		add(base64Form(base64.RawStdEncoding, secret, phase))
		add(base64Form(base64.RawURLEncoding, secret, phase))
	}
	digits := hex.AppendEncode(nil, secret)
	add(form{octets: digits})
	add(form{octets: bytes.ToUpper(digits)})
	for _, space := range []string{"%20", "+"} {
		for _, hexits := range []string{"0123456789ABCDEF", "0123456789abcdef"} {
			add(form{octets: urlForm(secret, space, hexits, unreserved)})
			add(form{octets: urlForm(secret, space, hexits, nothing)})
		}
	}
	slices.SortStableFunc(forms, func(a, b form) int { return len(b.octets) - len(a.octets) })
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

// urlForm escapes every octet of secret that plain does not exempt (RFC 3986
// section 2.1).
func urlForm(secret []byte, space, hexits string, plain func(byte) bool) []byte {
	var b []byte
	for _, c := range secret {
		switch {
		case plain(c):
			b = append(b, c)
		case c == ' ':
			b = append(b, space...)
		default:
			b = append(b, '%', hexits[c>>4], hexits[c&15])
		}
	}
	return b
}

func nothing(byte) bool { return false }

// unreserved reports whether c is never escaped (RFC 3986 section 2.3).
func unreserved(c byte) bool {
	return alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

func alphanumeric(c byte) bool {
	return c-'0' < 10 || c|0x20-'a' < 26
}

func base64Digit(c byte) bool {
	return alphanumeric(c) || c == '+' || c == '/' || c == '-' || c == '_'
}
