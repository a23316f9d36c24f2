package lessons

import (
	"bytes"
	"net/netip"
	"strings"

	"ehlo/session/smtp"
)

// wordsOn returns what is wrong with command c that has the fault k, and what to
// do: the words of the rule, made particular by the verb and the state.
func wordsOn(k smtp.Kind, c smtp.Command, s smtp.State) (what, remedy string) {
	x := scene{command: c, before: s, line: c.Line}
	r, ok := x.ruleFor(k)
	if !ok {
		r = kindRule(k)
		return r.Say, r.Remedy
	}
	f := x.find(r, smtp.Span{})
	return f.Say, f.Remedy
}

// loneDot reports whether the line is what would end a message text.
func loneDot(c smtp.Command) bool { return string(bytes.TrimSpace(c.Line)) == "." }

// formOf returns how a line with verb v is written.
func formOf(v smtp.Verb) string {
	switch v {
	case smtp.EHLO, smtp.HELO, smtp.LHLO:
		return string(v) + " " + exampleHello
	}
	form, _, _ := strings.Cut(hintFor(string(v)), ": ")
	return form
}

// offerUse says what becomes of an offer that was said as if it were a command.
func offerUse(keyword string) string {
	k, ok := keywordNamed(smtp.Upper(keyword))
	switch {
	case ok && len(k.Params) > 0:
		return "it becomes a parameter, `" + paramExample(k.Keyword, k.Params[0]) + "`"
	case ok && len(k.Verbs) > 0:
		return "its command is `" + k.Verbs[0] + "`"
	}
	return "it says how the server works, and nothing is typed for it"
}

func paramExample(keyword string, p paramFact) string {
	word := "FROM"
	if p.Verb == string(smtp.RCPT) {
		word = "TO"
	}
	param := p.Name
	switch {
	case p.Name == "SIZE":
		param = "SIZE=100"
	case p.Name == "BODY":
		param = "BODY=" + bodyValue(keyword)
	case strings.Contains(p.Syntax, p.Name+"="):
		param += "=…"
	}
	return p.Verb + " " + word + ":<…> " + param
}

// corrected returns the line as the rule has it, "" if nobody can tell.
func corrected(c smtp.Command) string {
	word := ""
	switch c.Verb {
	case smtp.EHLO:
		return literalHello(c)
	case smtp.MAIL:
		word = "MAIL FROM:"
	case smtp.RCPT:
		word = "RCPT TO:"
	}
	if word == "" || !c.HasP || c.Has(smtp.BadLocalPart) || c.Has(smtp.BadDomain) || c.Has(smtp.TwoPaths) ||
		c.Has(smtp.BadLiteral) || c.Has(smtp.MissingDomain) || c.Has(smtp.EmptyForwardPath) || c.Has(smtp.ControlOctet) || c.Has(smtp.EightBit) ||
		c.Has(smtp.BareAddress) {
		return ""
	}
	return word + shownPath(c.Path, 26)
}

// literalHello puts the address of an EHLO in square brackets; "" if it has none.
func literalHello(c smtp.Command) string {
	address, err := netip.ParseAddr(c.Arg)
	if err != nil || address.Zone() != "" || !c.Has(smtp.BareAddress) {
		return ""
	}
	if address.Is4() {
		return "EHLO [" + address.String() + "]"
	}
	return "EHLO [IPv6:" + address.String() + "]"
}

// typedVerb returns the first word of c as it was typed, ready to print.
func typedVerb(c smtp.Command) string {
	line := strings.TrimLeft(string(c.Line), " \t")
	if n := len(c.Verb); n <= len(line) && strings.EqualFold(line[:n], string(c.Verb)) {
		return shownText(line[:n], 16)
	}
	return shownText(string(c.Verb), 16)
}

// verbBeforeColon returns the verb of a line whose first word is that verb and a colon,
// which makes it another word.
func verbBeforeColon(c smtp.Command) (string, bool) {
	word, colon := strings.CutSuffix(string(c.Verb), ":")
	return word, colon && smtp.Verb(word).Standing() != smtp.Foreign
}
