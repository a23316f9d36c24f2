package lessons

import (
	"slices"
	"strconv"
	"strings"
)

// A Shelf is one kind of things that the reference knows.
type Shelf struct {
	What  string   // "commands"
	Names []string // each of which [Look] finds
}

// Contents returns everything that the reference knows, by kind.
func Contents() []Shelf {
	var verbs, codes, statuses, keywords, mechanisms []string
	for _, c := range commandFacts() {
		verbs = append(verbs, c.Verb)
	}
	for _, r := range replyFacts() {
		codes = append(codes, strconv.Itoa(r.Code))
	}
	for _, e := range enhancedFacts() {
		statuses = append(statuses, e.Code)
	}
	for _, k := range keywordFacts() {
		keywords = append(keywords, k.Keyword)
	}
	for _, m := range mechanismFacts() {
		mechanisms = append(mechanisms, m.Name)
	}
	return []Shelf{
		{"commands", verbs},
		{"reply codes", codes},
		{"enhanced status codes (X is 2, 4 or 5)", statuses},
		{"EHLO keywords", keywords},
		{"parameters of MAIL and RCPT", parameterNames()},
		{"login mechanisms", mechanisms},
		{"all of a kind", []string{"limits", "timeouts", "ports", "retry"}},
	}
}

func parameterNames() []string {
	var names []string
	for _, c := range commandFacts() {
		for _, p := range c.Params {
			if p.Extension != "" {
				names = append(names, p.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Lines returns the shelf as plain text of at most width columns: what it is, then
// its names.
func (s Shelf) Lines(width int) []string {
	return append(wrap(s.What, width), indent(strings.Join(s.Names, " "), width)...)
}
