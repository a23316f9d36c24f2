package lessons

import (
	_ "embed" // for the list of sections
	"regexp"
	"strings"
	"sync"
)

// sectionList holds a line for each RFC: its number, then its sections.
//
//go:embed reference/sections.txt
var sectionList string

var sectionsOf = sync.OnceValue(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.Lines(sectionList) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		all[words[0]] = map[string]bool{}
		for _, s := range words[1:] {
			all[words[0]][s] = true
		}
	}
	return all
})

// SectionExists reports whether an RFC has a section: "5321", "4.5.2". known is false
// for an RFC whose sections are not listed.
func SectionExists(rfc, section string) (exists, known bool) {
	sections, known := sectionsOf()[rfc]
	return sections[section], known
}

var citedSection = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`RFC ?(\d+)|(?:§ ?|\bsection )([0-9A-Z]+(?:\.[0-9]+)*)`)
})

// A WrongCitation is a section that does not exist, or that nobody can look up.
type WrongCitation struct {
	At   int    // the octet of the text at which it begins
	What string // what is wrong, in lower case
}

// WrongCitations returns what is wrong with the sections that text cites, such as "RFC
// 5321 §4.5.2". A section belongs to the RFC that is named last before it in the text.
func WrongCitations(text string) []WrongCitation {
	var wrong []WrongCitation
	rfc, from := "", 0
	for _, m := range citedSection().FindAllStringSubmatchIndex(text, -1) {
		if m[2] >= 0 {
			rfc, from = text[m[2]:m[3]], m[0]
			continue
		}
		section := text[m[4]:m[5]]
		if rfc == "" || text[m[0]] == 's' && (from < 0 || m[0]-from > len("RFC 5321 ")) {
			continue // "section 2 of the lesson" cites no RFC
		}
		if from < 0 {
			from = m[0]
		}
		switch exists, known := SectionExists(rfc, section); {
		case !known:
			wrong = append(wrong, WrongCitation{from, "the sections of RFC " + rfc + " are not known; cite it without one"})
		case !exists:
			wrong = append(wrong, WrongCitation{from, "RFC " + rfc + " has no section " + section})
		}
		from = -1
	}
	return wrong
}
