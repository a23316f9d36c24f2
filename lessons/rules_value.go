package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// badValue returns the first parameter that is written as KEYWORD=value and whose
// value isn't one that it takes; false if there is none.
func (x scene) badValue() (smtp.Parameter, bool) {
	for _, f := range x.command.Faults {
		i := slices.IndexFunc(x.command.Params, func(p smtp.Parameter) bool {
			return p.Value != "" && f.Kind == smtp.BadParameter && f.Span.To == p.Span.To && f.Span.From == p.Span.To-len(p.Value)
		})
		if i >= 0 {
			return x.command.Params[i], true
		}
	}
	return smtp.Parameter{}, false
}

// badValueOf is for a parameter of that name with a value that it doesn't take.
func badValueOf(keyword string) func(scene) bool {
	return func(x scene) bool {
		p, ok := x.badValue()
		return ok && p.Keyword == keyword
	}
}

// paramValue is value for what is said of a parameter.
func (x scene) paramValue(name string) string {
	p, ok := x.badValue()
	switch {
	case name == "lastWord":
		return lastWord(x.command.Path)
	case name == "limit":
		offer, _ := x.before.Offer("SIZE")
		return sizeMeaning(first(offer.Params))
	case !ok:
	case name == "parameter":
		return shownText(p.Keyword, 16)
	case name == "parameterHelp":
		return "`:explain " + shownText(p.Keyword, 16) + "` has its form."
	}
	return ""
}

// lastWord returns the path without what stands before the last blank left of its @,
// as where a person's name is typed within the brackets; "" if there is no blank.
func lastWord(p smtp.Path) string {
	words := strings.Fields(p.Local)
	if len(words) < 2 || p.Domain == "" || strings.HasPrefix(p.Local, `"`) {
		return ""
	}
	p.Local = words[len(words)-1]
	return shownPath(p, 26)
}
