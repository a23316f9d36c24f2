package smtp

import (
	"strconv"
	"strings"
)

// isLiteral reports whether s, with its brackets, is an address literal (RFC 5321
// section 4.1.3). Of the tagged forms only IPv6 is defined; an IPv6 address
// without its tag looks like a tagged form and is none.
func isLiteral(s string) bool {
	if len(s) < 3 || s[0] != '[' || s[len(s)-1] != ']' {
		return false
	}
	body := s[1 : len(s)-1]
	tag, rest, tagged := strings.Cut(body, ":")
	switch {
	case !tagged:
		return isIPv4(body)
	case sameWord(tag, "IPv6"):
		return isIPv6(rest)
	case isIPv6(body):
		return false
	}
	return isLdh(tag) && rest != "" && allOf(rest, isDcontent)
}

// isDcontent is for the content of a general address literal.
func isDcontent(c byte) bool { return c > ' ' && c < 127 && c != '[' && c != '\\' && c != ']' }

// isLdh reports whether s is an Ldh-str (RFC 5321 section 4.1.2).
func isLdh(s string) bool {
	return s != "" && s[len(s)-1] != '-' && allOf(s, isLabel)
}

func isLabel(c byte) bool { return isAlpha(c) || isDigit(c) || c == '-' }

func isIPv4(s string) bool {
	if s == "" || !isDigit(s[0]) || strings.Count(s, ".") != 3 {
		return false
	}
	for p := range strings.SplitSeq(s, ".") {
		if n, err := strconv.Atoi(p); err != nil || len(p) > 3 || n > 255 || !allOf(p, isDigit) {
			return false
		}
	}
	return true
}

// isIPv6 reports whether s is an IPv6-addr (RFC 5321 section 4.1.3), where "::"
// stands for at least two groups.
func isIPv6(s string) bool {
	head, tail, gap := strings.Cut(s, "::")
	if !gap {
		n, ok := groups(s, true)
		return ok && n == 8
	}
	before, ok := groups(head, false)
	after, ok2 := groups(tail, true)
	return ok && ok2 && before+after <= 6
}

// groups counts the 16-bit groups of a part of an IPv6 address; an IPv4 address
// may stand for the last two.
func groups(s string, mayEndInIPv4 bool) (int, bool) {
	if s == "" {
		return 0, true
	}
	n := 0
	for part := range strings.SplitSeq(s, ":") {
		n++
		switch {
		case part != "" && len(part) <= 4 && allOf(part, isHex):
		case mayEndInIPv4 && strings.HasSuffix(s, part) && isIPv4(part):
			return n + 1, true
		default:
			return 0, false
		}
	}
	return n, true
}
