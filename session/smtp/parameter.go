package smtp

import (
	"slices"
	"strconv"
	"strings"
)

// parameters reads the words behind a path, or the attributes of XCLIENT.
func (p *parser) parameters() {
	p.c.Params = slices.Grow(p.c.Params, min(strings.Count(p.rest(), " "), paramsLimit))
	for {
		word, ok := p.word()
		if !ok {
			return
		}
		if len(p.c.Params) == paramsLimit {
			p.faults.add(BadParameter, word.From, len(p.s))
			p.token(RoleArgument, word.From, len(p.s))
			p.i = len(p.s)
			return
		}
		p.parameter(word)
	}
}

// parameter reads one word as esmtp-keyword ["=" esmtp-value].
func (p *parser) parameter(at Span) {
	word := p.s[at.From:at.To]
	keyword, value, has := strings.Cut(word, "=")
	x := Parameter{Keyword: upper(keyword), Value: value, HasValue: has, Span: at}
	equals := at.From + len(keyword)
	p.token(RoleParam, at.From, equals)
	if has {
		p.token(RoleValue, equals+1, at.To)
	}
	if _, twice := p.c.Param(x.Keyword); twice {
		p.faults.add(ParameterTwice, at.From, at.To)
	}
	switch {
	case !isEsmtpKeyword(keyword):
		p.faults.add(BadParameter, at.From, max(equals, at.From+1))
	case has && value == "" || !has && p.c.attributes():
		p.faults.add(BadParameter, at.From, at.To)
	case !p.c.attributes() && !x.valueFits():
		p.faults.add(BadParameter, valueFrom(at, equals, has), at.To)
	}
	p.c.Params = append(p.c.Params, x)
}

// valueFrom returns where to point at when a value is wrong: at the value, or at
// the whole parameter when the value is missing.
func valueFrom(at Span, equals int, has bool) int {
	if has {
		return equals + 1
	}
	return at.From
}

// attributes reports whether the verb has attributes of its own instead of the
// parameters of extensions.
func (c Command) attributes() bool { return c.Verb == XCLIENT || c.Verb == XFORWARD }

func isEsmtpKeyword(s string) bool {
	return s != "" && s[0] != '-' && allOf(s, isLabel)
}

// valueFits reports whether the value has the form that the parameter's RFC asks
// for; of a parameter ehlo does not know, the form of any (RFC 5321 section
// 4.1.2).
func (x Parameter) valueFits() bool {
	switch x.Keyword {
	case "SMTPUTF8", "REQUIRETLS", "CONPERM", "CONNEG", "PRDR":
		return !x.HasValue
	case "XVERP": // Postfix allows "=" in its value
		return true
	case "MTRK": // base64, which may end in "="
		return x.HasValue
	}
	if strings.Contains(x.Value, "=") {
		return false
	}
	if fits, known := valueForms[x.Keyword]; known {
		return x.HasValue && fits(x.Value)
	}
	return true
}

var valueForms = map[string]func(string) bool{
	"SIZE":        func(s string) bool { return isNumber(s, SizeDigitsLimit) },                               // RFC 1870 section 3
	"BODY":        func(s string) bool { return oneOf(s, "7BIT", "8BITMIME", "BINARYMIME") },                 // RFC 6152 section 2, RFC 3030 section 3
	"RET":         func(s string) bool { return oneOf(s, "FULL", "HDRS") },                                   // RFC 3461 section 4.3
	"ENVID":       func(s string) bool { n, ok := xtextLen(s); return ok && n <= EnvidLimit },                // RFC 3461 section 4.4
	"NOTIFY":      isNotify,                                                                                  // RFC 3461 section 4.1
	"ORCPT":       isOrcpt,                                                                                   // RFC 3461 section 4.2
	"AUTH":        func(s string) bool { _, ok := xtextLen(s); return ok },                                   // RFC 4954 section 5
	"SUBMITTER":   func(s string) bool { _, ok := xtextLen(s); return ok },                                   // RFC 4405 section 4
	"BY":          isBy,                                                                                      // RFC 2852 section 4
	"HOLDFOR":     func(s string) bool { return isNumber(s, 9) },                                             // RFC 4865 section 4
	"HOLDUNTIL":   func(s string) bool { return s != "" },                                                    // RFC 4865 section 4
	"MT-PRIORITY": func(s string) bool { n, err := strconv.Atoi(s); return err == nil && -9 <= n && n <= 9 }, // RFC 6710 section 4
	"RRVS":        func(s string) bool { return s != "" },                                                    // RFC 7293 section 3.1
	"SOLICIT":     func(s string) bool { return s != "" },                                                    // RFC 3865 section 2
	"TRANSID":     func(s string) bool { return s != "" },                                                    // RFC 1845 section 2
}

func oneOf(s string, words ...string) bool {
	for _, w := range words {
		if sameWord(s, w) {
			return true
		}
	}
	return false
}

func isNumber(s string, digits int) bool {
	return s != "" && len(s) <= digits && allOf(s, isDigit)
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

func isBy(s string) bool {
	seconds, mode, ok := strings.Cut(s, ";")
	seconds = strings.TrimLeft(seconds, "+-")
	return ok && isNumber(seconds, 9) && oneOf(mode, "N", "R", "NT", "RT")
}
