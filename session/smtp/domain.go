package smtp

import "strings"

// domain finds the faults of a domain or address literal that stands at base
// (RFC 5321 sections 2.3.5, 4.1.2, 4.1.3). Octets above 127 and control octets are
// left to the scan of the whole line.
func (f *faultList) domain(s string, base int) {
	if len(s) > DomainLimit {
		f.add(DomainTooLong, base, base+len(s))
	}
	switch {
	case s[0] == '[':
		if !isLiteral(s) {
			f.add(BadLiteral, base, base+len(s))
		}
	case isBareAddress(s):
		f.add(BareAddress, base, base+len(s))
	default:
		f.labels(s, base)
	}
}

func isBareAddress(s string) bool {
	if !strings.Contains(s, ":") {
		return isIPv4(s)
	}
	if tag, rest, _ := strings.Cut(s, ":"); sameWord(tag, "IPv6") {
		return isIPv6(rest)
	}
	return isIPv6(s)
}

func (f *faultList) labels(s string, base int) {
	for from := 0; from <= len(s); {
		label, _, dotted := strings.Cut(s[from:], ".")
		at := base + from
		switch {
		case label != "":
			f.label(label, at)
		case dotted:
			f.add(BadDomain, at, at+1)
		default: // a dot at the end
			f.add(BadDomain, at-1, at)
		}
		from += len(label) + 1
	}
}

func (f *faultList) label(s string, base int) {
	if len(s) > LabelLimit {
		f.add(BadDomain, base, base+len(s))
	}
	if s[0] == '-' {
		f.add(BadDomain, base, base+1)
	}
	if n := len(s); n > 1 && s[n-1] == '-' {
		f.add(BadDomain, base+n-1, base+n)
	}
	f.runs(BadDomain, s, base, func(c byte) bool { return isLabel(c) || octetKind(c) != NoFault })
}

// runs adds a fault for each run of octets that are not good.
func (f *faultList) runs(k Kind, s string, base int, good func(byte) bool) {
	for i := 0; i < len(s); i++ {
		from := i
		for i < len(s) && !good(s[i]) {
			i++
		}
		if i > from {
			f.add(k, base+from, base+i)
		}
	}
}
