package lessons

import (
	"slices"
	"strconv"
	"strings"
)

// An rfcFact is one RFC that the reference cites.
type rfcFact struct {
	Number  int    `json:"number"`
	Date    string `json:"date"` // "August 1982"
	Title   string `json:"title"`
	History bool   `json:"history"` // one of the steps from RFC 772 to RFC 5321
	Changed string `json:"changed"` // what was new in it
	Section string `json:"section"` // where to begin reading
}

var rfcFacts = facts[rfcFact]("rfcs.json")

func (r rfcFact) name() string { return "RFC " + strconv.Itoa(r.Number) }

func (r rfcFact) entry() Entry {
	e := Entry{Name: r.name(), What: "RFC", Title: r.Title, Section: r.Section}
	if e.Section == "" {
		e.Section = r.name()
	}
	e.say("%s. %s", r.Date, r.Changed)
	if here := citing(r.name()); len(here) > 0 {
		e.say("Has: %s", strings.Join(here, ", "))
	}
	return e
}

// lookRFC finds "RFC 821", "rfc821" and the number alone.
func lookRFC(name string) []Entry {
	digits := strings.TrimSpace(strings.TrimPrefix(strings.ToLower(name), "rfc"))
	n, err := strconv.Atoi(strings.TrimLeft(digits, "-0"))
	if err != nil {
		return nil
	}
	if r, ok := find(rfcFacts(), func(r rfcFact) bool { return r.Number == n }); ok {
		return []Entry{r.entry()}
	}
	return nil
}

// lookHistory returns the RFCs that made SMTP what it is, the oldest first.
func lookHistory() []Entry {
	var entries []Entry
	for _, r := range rfcFacts() {
		if r.History {
			entries = append(entries, r.entry())
		}
	}
	return entries
}

// citing returns the commands, keywords, login mechanisms and words whose section
// is in that RFC. RFC 5321 has too many to name.
func citing(rfc string) []string {
	if rfc == "RFC 5321" {
		return nil
	}
	var here []string
	prefix := rfc + " "
	add := func(name, section string) {
		if (section == rfc || strings.HasPrefix(section, prefix)) && !slices.Contains(here, name) {
			here = append(here, name)
		}
	}
	for _, c := range commandFacts() {
		add(c.Verb, c.Section)
	}
	for _, k := range keywordFacts() {
		add(k.Keyword, k.Section)
	}
	for _, m := range mechanismFacts() {
		add(m.Name, m.Section)
	}
	for _, w := range wordFacts() {
		add(w.Name, w.Section)
	}
	for _, r := range replyFacts() {
		add(codeText(r.Code), r.Section)
	}
	for _, f := range enhancedFacts() {
		add(f.Code, f.Section)
	}
	return here
}
