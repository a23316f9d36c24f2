package smtp

import (
	"strings"
	"time"
)

// valueForms are the forms of the values that an RFC gives a parameter. What holds
// for all, no "=" in it, is judged before.
var valueForms = map[string]func(string) bool{
	"SIZE":        func(s string) bool { return isNumber(s, SizeDigitsLimit) },               // RFC 1870 section 3
	"BODY":        func(s string) bool { return oneOf(s, "7BIT", "8BITMIME", "BINARYMIME") }, // RFC 6152 section 2, RFC 3030 section 3
	"RET":         func(s string) bool { return oneOf(s, "FULL", "HDRS") },                   // RFC 3461 section 4.3
	"ENVID":       func(s string) bool { n, ok := xtextLen(s); return ok && n <= EnvidLimit },
	"NOTIFY":      isNotify,                                                                 // RFC 3461 section 4.1
	"ORCPT":       isOrcpt,                                                                  // RFC 3461 section 4.2
	"AUTH":        isSubmitter,                                                              // RFC 4954 section 5
	"SUBMITTER":   func(s string) bool { _, ok := xtextLen(s); return ok },                  // RFC 4405 section 4
	"BY":          isBy,                                                                     // RFC 2852 section 4
	"HOLDFOR":     func(s string) bool { return isNumber(s, 9) && s[0] != '0' },             // RFC 4865 section 4
	"HOLDUNTIL":   func(s string) bool { return isDateTime(s) && oneOf(s[len(s)-1:], "Z") }, // RFC 4865 section 4
	"MT-PRIORITY": isPriority,                                                               // RFC 6710 sections 4 and 7
	"RRVS":        isSince,                                                                  // RFC 7293 section 3.1
	"SOLICIT":     func(s string) bool { return s != "" },                                   // RFC 3865 section 2
	"TRANSID":     func(s string) bool { return s != "" },                                   // RFC 1845 section 2
}

// xtextLen returns how many octets an xtext stands for (RFC 3461 section 4).
func xtextLen(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '+' {
			if len(s) < i+3 || !isUpperHex(s[i+1]) || !isUpperHex(s[i+2]) {
				return 0, false
			}
			i += 2
		}
		n++
	}
	return n, true
}

func isUpperHex(c byte) bool { return isDigit(c) || 'A' <= c && c <= 'F' }

func isNotify(s string) bool {
	if sameWord(s, "NEVER") {
		return true
	}
	for word := range strings.SplitSeq(s, ",") {
		if !oneOf(word, "SUCCESS", "FAILURE", "DELAY") {
			return false
		}
	}
	return true
}

func isOrcpt(s string) bool {
	kind, address, ok := strings.Cut(s, ";")
	_, text := xtextLen(address)
	return ok && kind != "" && allOf(kind, isAtext) && text && len("ORCPT=")+len(s) <= OrcptLimit
}

// isSubmitter reports whether s is the value of AUTH: an xtext of a mailbox, or <>
// for nobody.
func isSubmitter(s string) bool {
	if _, ok := xtextLen(s); !ok || s == "" {
		return false
	}
	if s == "<>" {
		return true
	}
	p, faults := ParsePath([]byte("<" + xtextOf(s) + ">"))
	return len(faults) == 0 && p.Domain != "" && len(p.Route) == 0
}

// xtextOf returns what an xtext stands for.
func xtextOf(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '+' {
			b.WriteByte(s[i])
			continue
		}
		b.WriteByte(hexValue(s[i+1])<<4 | hexValue(s[i+2]))
		i += 2
	}
	return b.String()
}

func hexValue(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c - 'A' + 10
}

// isBy reports whether s is a time in seconds, which lies ahead if the mode is R, and
// a mode.
func isBy(s string) bool {
	signed, mode, ok := strings.Cut(s, ";")
	seconds := strings.TrimPrefix(signed, "-")
	if len(seconds) == len(signed) {
		seconds = strings.TrimPrefix(signed, "+")
	}
	ahead := signed[0:len(signed)-len(seconds)] != "-" && strings.Trim(seconds, "0") != ""
	return ok && isNumber(seconds, 9) && (oneOf(mode, "N", "NT") || oneOf(mode, "R", "RT") && ahead)
}

func isPriority(s string) bool {
	digit := strings.TrimPrefix(s, "-")
	return s == "0" || len(digit) == 1 && digit[0] >= '1' && digit[0] <= '9'
}

// isDateTime reports whether s is a date and time of day as RFC 3339 section 5.6 has
// them, in which T and Z may be lower case.
func isDateTime(s string) bool {
	_, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return err == nil && !strings.Contains(s, ",")
}

// isSince reports whether s is a time without fractions of a second, and what to do
// where nobody can check it.
func isSince(s string) bool {
	at, action, acts := strings.Cut(s, ";")
	return isDateTime(at) && !strings.Contains(at, ".") && (!acts || oneOf(action, "C", "R"))
}
