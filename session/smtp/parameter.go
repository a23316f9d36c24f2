package smtp

import (
	"slices"
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
	x := Parameter{Keyword: Upper(keyword), Value: value, HasValue: has, Span: at}
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
