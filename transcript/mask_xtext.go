package transcript

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// addressParameters are those whose value is an address, or may be one, in xtext (RFC
// 3461 section 4, RFC 4954 section 5).
var addressParameters = [...]string{"ORCPT", "AUTH", "ENVID", "SUBMITTER"}

// eachCoded calls do with the local part of each address in b that is the value of a
// parameter, as it is written there: "+40" stands for "@".
func eachCoded(b []byte, do func(local []byte)) {
	for at := 0; ; at++ {
		i := bytes.IndexByte(b[at:], '=')
		if i < 0 {
			return
		}
		at += i
		if !namesAddress(b[:at]) {
			continue
		}
		value := b[at+1:]
		if end := bytes.IndexFunc(value, func(r rune) bool { return r <= ' ' || r == '>' }); end >= 0 {
			value = value[:end]
		}
		if kind, address, ok := bytes.Cut(value, []byte(";")); ok && len(kind) > 0 {
			value = address
		}
		value = bytes.TrimPrefix(value, []byte("<"))
		end := max(bytes.LastIndexByte(value, '@'), bytes.LastIndex(value, []byte("+40")))
		if end > 0 && end <= longestLocal {
			do(value[:end:end])
		}
	}
}

// namesAddress reports whether b ends in the name of such a parameter.
func namesAddress(b []byte) bool {
	for _, name := range addressParameters {
		from := len(b) - len(name)
		if from >= 0 && strings.EqualFold(string(b[from:]), name) && (from == 0 || !isWordOctet(b[from-1])) {
			return true
		}
	}
	return false
}

// units returns the octets that xtext stands for, and where in it each begins.
func units(coded []byte) (octets []byte, at []int) {
	for i := 0; i < len(coded); i++ {
		at = append(at, i)
		if c, ok := escaped(coded[i:]); ok {
			octets = append(octets, c)
			i += 2
			continue
		}
		octets = append(octets, coded[i])
	}
	return octets, at
}

// escaped returns the octet of a "+" and two digits of base 16 (RFC 3461 section 4).
func escaped(b []byte) (c byte, ok bool) {
	if len(b) < 3 || b[0] != '+' {
		return 0, false
	}
	for _, d := range b[1:3] {
		n := strings.IndexByte(hexDigits, upper(d))
		if n < 0 {
			return 0, false
		}
		c = c<<4 | byte(n)
	}
	return c, true
}

const hexDigits = "0123456789ABCDEF"

func upper(c byte) byte {
	if 'a' <= c && c <= 'f' {
		return c - 'a' + 'A'
	}
	return c
}

func (m *mask) meetCoded(local []byte) {
	octets, _ := units(local)
	m.meet(octets)
}

// writeCoded writes the name over a local part in xtext: what was escaped stays so.
func (m *mask) writeCoded(local []byte) {
	octets, at := units(local)
	if m.names[localKey(octets)] == "" {
		return
	}
	m.write(octets)
	for k, i := range at {
		if _, ok := escaped(local[i:]); ok {
			local[i+1], local[i+2] = hexDigits[octets[k]>>4], hexDigits[octets[k]&15]
			continue
		}
		local[i] = octets[k]
	}
}

// challenge masks what the base64 of a 334 says, for example a user's name.
func (m *mask) challenge(octets []byte) {
	text := bytes.TrimRight(octets[min(len(octets), len("334 ")):], "\r\n")
	plain, err := base64.StdEncoding.Strict().DecodeString(string(text))
	if err != nil {
		return
	}
	m.replace(plain)
	m.words(plain)
	base64.StdEncoding.Encode(text, plain) // as long as it was
}
