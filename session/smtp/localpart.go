package smtp

import "strings"

// local finds the faults of a local-part that stands at base (RFC 5321 section
// 4.1.2). Octets above 127 and control octets are left to the scan of the whole
// line.
func (f *faultList) local(s string, base int) {
	if len(s) > LocalPartLimit {
		f.add(LocalPartTooLong, base, base+len(s))
	}
	switch {
	case s == "":
		f.add(BadLocalPart, base, base)
	case s[0] == '"':
		f.quotedLocal(s, base)
	default:
		f.dotString(s, base)
	}
}

func (f *faultList) quotedLocal(s string, base int) {
	end := quotedEnd(s, 0)
	switch {
	case end == 0:
		f.add(BadLocalPart, base, base+len(s))
	case end < len(s):
		f.add(BadLocalPart, base+end, base+len(s))
	}
}

func (f *faultList) dotString(s string, base int) {
	f.runs(BadLocalPart, s, base, func(c byte) bool { return isAtext(c) || c == '.' || octetKind(c) != NoFault })
	for i := range len(s) {
		if s[i] == '.' && (i == 0 || i == len(s)-1 || s[i-1] == '.') {
			f.add(BadLocalPart, base+i, base+i+1)
		}
	}
}

// isAtext is for the octets of an atom (RFC 5322 section 3.2.3).
func isAtext(c byte) bool {
	return isAlpha(c) || isDigit(c) || strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

// isDotString reports whether s needs no quotes as a local-part. UTF-8 needs none
// either (RFC 6531 section 3.3).
func isDotString(s string) bool {
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || !allOf(atom, func(c byte) bool { return isAtext(c) || c > 127 }) {
			return false
		}
	}
	return true
}

// unquote returns what a local-part means: without its quotes, and without the
// backslashes before octets that they quote.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || quotedEnd(s, 0) != len(s) {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// requote returns the local-part that means s with the least quoting.
func requote(s string) string {
	if isDotString(s) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
	return b.String()
}
