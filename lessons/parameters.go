package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// valueLines goes on behind the "=" of a parameter whose values are known, as far as
// the server offers them. The list of NOTIFY grows word by word; NEVER stands alone
// (RFC 3461 section 4.1).
func valueLines(line string, s smtp.State) []string {
	word := line[strings.LastIndexByte(line, ' ')+1:]
	name, value, has := strings.Cut(word, "=")
	if name = smtp.Upper(name); !has {
		return nil
	}
	given := strings.Split(smtp.Upper(value), ",")
	given, begun := given[:len(given)-1], given[len(given)-1]
	if len(given) > 0 && name != "NOTIFY" {
		return nil
	}
	var lines []string
	for _, v := range closedValues[name] {
		fits := strings.HasPrefix(v, begun) && !slices.Contains(given, v) && !(v == "NEVER" && len(given) > 0)
		if fits && (name != "BODY" || v == "7BIT" || s.Offers(v)) {
			lines = append(lines, line[:len(line)-len(begun)]+v)
		}
	}
	return lines
}

// parameterHint is the form of the parameter that is being typed at the end of c, and
// what it is for; "" if none is.
func parameterHint(c smtp.Command) string {
	if len(c.Params) == 0 {
		return ""
	}
	last := c.Params[len(c.Params)-1]
	if last.Span.To != len(c.Line) {
		return ""
	}
	for _, k := range keywordFacts() {
		for _, p := range k.Params {
			if p.Name == last.Keyword && p.Verb == string(c.Verb) {
				return p.Syntax + ": " + p.Meaning + "."
			}
		}
	}
	return ""
}
