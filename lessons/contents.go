package lessons

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Shelf is one kind of things that the reference knows.
type Shelf struct {
	What  string   // "commands"
	Names []string // each of which [Look] finds
	word  string   // in upper case, which Look finds it by; "" for none
}

// Contents returns everything that the reference knows, by kind.
func Contents() []Shelf { return slices.Clone(contents()) }

var contents = sync.OnceValue(func() []Shelf {
	return []Shelf{
		{"commands", namesOf(commandFacts(), func(c commandFact) string { return c.Verb }), "COMMANDS"},
		{"reply codes", namesOf(replyFacts(), func(r replyFact) string { return strconv.Itoa(r.Code) }), "CODES"},
		{"enhanced status codes (X is 2, 4 or 5)", namesOf(enhancedFacts(), func(f enhancedFact) string { return f.Code }), ""},
		{"EHLO keywords", namesOf(keywordFacts(), func(k keywordFact) string { return k.Keyword }), "KEYWORDS"},
		{"parameters of MAIL and RCPT", parameterNames(), "PARAMETERS"},
		{"login mechanisms", namesOf(mechanismFacts(), func(m mechanismFact) string { return m.Name }), "MECHANISMS"},
		{"limits, timeouts, ports", namesOf(limitFacts(), func(l limitFact) string { return l.Name }), ""},
		{"words", namesOf(lookGlossary(), func(e Entry) string { return e.Name }), "WORDS"},
		{"history: what changed from RFC to RFC", namesOf(lookHistory(), func(e Entry) string { return e.Name }), ""},
		{"rules", namesOf(lookRules(), func(e Entry) string { return e.Name }), ""},
		{"all of a kind", []string{"limits", "timeouts", "ports", "retry", "glossary", "history", "rules", "commands", "codes", "keywords", "parameters", "mechanisms", "words"}, ""},
	}
})

// lookShelf finds all names of one kind: "commands".
func lookShelf(name string) []Entry {
	return slices.DeleteFunc(shelves(), func(e Entry) bool { return !strings.EqualFold(e.Name, name) })
}

// shelves returns an entry for each kind that a word stands for.
func shelves() []Entry {
	var list []Entry
	for _, s := range contents() {
		if s.word != "" {
			e := Entry{Name: strings.ToLower(s.word), What: "list", Title: "all " + s.What}
			e.say("%s", strings.Join(s.Names, " · "))
			list = append(list, e)
		}
	}
	return list
}

func namesOf[T any](list []T, name func(T) string) []string {
	var names []string
	for _, t := range list {
		names = append(names, name(t))
	}
	return names
}

// parameterFacts returns the parameters of MAIL and RCPT, as the commands have
// them, then those which only their keyword knows.
var parameterFacts = sync.OnceValue(func() []paramFact {
	var all []paramFact
	add := func(p paramFact) {
		same := func(q paramFact) bool { return q.Name == p.Name && q.Verb == p.Verb }
		if !slices.ContainsFunc(all, same) {
			all = append(all, p)
		}
	}
	for _, c := range commandFacts() {
		for _, p := range c.Params {
			if p.Extension != "" {
				p.Verb = c.Verb
				add(p)
			}
		}
	}
	for _, k := range keywordFacts() {
		for _, p := range k.Params {
			p.Extension, p.Section = k.Keyword, k.Section
			add(p)
		}
	}
	return all
})

func parameterNames() []string {
	names := namesOf(parameterFacts(), func(p paramFact) string { return p.Name })
	slices.Sort(names)
	return slices.Compact(names)
}

// Lines returns the shelf as plain text of at most width columns: what it is, then
// its names, with commas where a name has several words.
func (s Shelf) Lines(width int) []string {
	gap := " "
	if slices.ContainsFunc(s.Names, func(name string) bool { return strings.Contains(name, " ") }) {
		gap = ", "
	}
	return append(wrap(s.What, width), indent(strings.Join(s.Names, gap), width)...)
}
