package smtp

import (
	"cmp"
	"slices"
	"strings"
)

const (
	faultsLimit = 100 // of one line; the octets are not trusted to have few
	runsLimit   = 16  // of one kind of bad octets in one line
	paramsLimit = 50  // of one line
)

// A faultList gathers faults, bounded.
type faultList []Fault

func (f *faultList) add(k Kind, from, to int) {
	if len(*f) < faultsLimit {
		*f = append(*f, Fault{k, Span{from, to}})
	}
}

func (f faultList) has(k Kind) bool {
	return slices.ContainsFunc(f, func(x Fault) bool { return x.Kind == k })
}

// sorted puts the faults into the order of their spans.
func (f faultList) sorted() []Fault {
	if len(f) > 1 {
		slices.SortStableFunc(f, func(a, b Fault) int {
			return cmp.Or(cmp.Compare(a.Span.From, b.Span.From), cmp.Compare(a.Span.To, b.Span.To))
		})
	}
	return f
}

// octetKind tells what is wrong with an octet wherever it stands in a line.
func octetKind(c byte) Kind {
	switch {
	case c >= ' ' && c < 127:
		return NoFault
	case c == '\n':
		return BareLF
	case c == '\r':
		return BareCR
	case c > 127:
		return EightBit
	}
	return ControlOctet
}

// octets finds the runs of octets that s, a line without its end, should not
// have. Only those that kind names are faults.
func (f *faultList) octets(s string, kind func(byte) Kind) {
	i := 0
	for i < len(s) && s[i] >= ' ' && s[i] < 127 {
		i++ // no kind of line refuses these
	}
	if i == len(s) {
		return
	}
	var runs [len(kindNames)]int
	for i < len(s) {
		k := kind(s[i])
		from := i
		for i++; k != NoFault && i < len(s) && kind(s[i]) == k; i++ {
		}
		if k == NoFault {
			continue
		}
		if runs[k]++; runs[k] <= runsLimit {
			f.add(k, from, i)
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func allOf(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

// Upper returns s with its ASCII letters in upper case, as the words of the protocol
// are compared (RFC 5321 section 2.4). Other octets stay, also those that are no UTF-8;
// [strings.ToUpper] would break those, and make an ASCII letter of a foreign one.
func Upper(s string) string {
	return mapped(s, func(c byte) bool { return 'a' <= c && c <= 'z' })
}

// Lower returns s with its ASCII letters in lower case, as [Upper] does the other way.
func Lower(s string) string {
	return mapped(s, func(c byte) bool { return 'A' <= c && c <= 'Z' })
}

// mapped flips the case of the letters that flips names.
func mapped(s string, flips func(byte) bool) string {
	for i := range len(s) {
		if flips(s[i]) {
			b := []byte(s)
			for ; i < len(b); i++ {
				if flips(b[i]) {
					b[i] ^= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

// sameWord compares two words of the protocol, whose case does not matter.
func sameWord(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }
