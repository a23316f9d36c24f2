package lessons

import (
	"slices"
	"strings"
)

// A wordFact is one word of the glossary: a term that RFCs and people use of mail.
type wordFact struct {
	Name    string   `json:"name"`
	Also    []string `json:"also"`  // other names of the same thing
	Title   string   `json:"title"` // a few words
	Meaning string   `json:"meaning"`
	See     []string `json:"see"` // other entries of the reference
	Section string   `json:"section"`
}

var wordFacts = facts[wordFact]("glossary.json")

func (w wordFact) entry() Entry {
	e := Entry{Name: w.Name, What: "word", Title: w.Title, Section: w.Section}
	e.say("%s", w.Meaning)
	if len(w.Also) > 0 {
		e.say("Also called: %s", strings.Join(w.Also, ", "))
	}
	if len(w.See) > 0 {
		e.say("See: %s", strings.Join(w.See, ", "))
	}
	return e
}

// lookGlossary returns every word of the glossary, in the order of the alphabet.
func lookGlossary() []Entry {
	entries := entriesOf(wordFacts(), wordFact.entry)
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return entries
}

// lookWords finds a word of the glossary by any of its names, in the singular and
// in the plural, with hyphens or with blanks.
func lookWords(name string) []Entry {
	name = spelled(name)
	for _, form := range [...]string{name, strings.TrimSuffix(name, "s"), strings.TrimSuffix(name, "es")} {
		for _, w := range wordFacts() {
			if w.called(form) {
				return []Entry{w.entry()}
			}
		}
	}
	return nil
}

func (w wordFact) called(form string) bool {
	if spelled(w.Name) == form {
		return true
	}
	for _, name := range w.Also {
		if spelled(name) == form {
			return true
		}
	}
	return false
}

// spelled returns a name as names are compared: in lower case, with one blank for
// every gap or hyphen.
func spelled(name string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(name), "-", " ")), " ")
}
