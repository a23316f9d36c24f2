package lessons

import (
	"slices"
	"strings"
	"sync"

	"ehlo/session/smtp"
)

// A Severity says how much a rule weighs. The zero value is [Note].
type Severity uint8

// The severities, the lightest first.
const (
	Note        Severity = iota // worth knowing; no rule is broken, or no more than a SHOULD
	NotLegal                    // against the RFC; many servers take it all the same
	Error                       // cannot do what it was meant to do
	ServerFault                 // the server broke a MUST or a MUST NOT
)

// String returns the severity as the reference and `--json` write it.
func (s Severity) String() string {
	return [...]string{"note", "not-legal", "error", "server-fault"}[s]
}

// A Rule is one thing that can be said of a line, of a reply, or of a moment of a
// dialogue, with a dialogue that it speaks of and one that it doesn't. Each rule
// has its words here and nowhere else.
type Rule struct {
	ID       string // as the course numbers it, "D3.1", or a name: "BadDomain", "list-to-helo"
	Severity Severity
	Kind     smtp.Kind // the fault that it has the words for; NoFault where the moment decides
	Asks     string    // what the rule asks for, to follow "breaks RFC 5321 §3.3:"; "" if nothing is asked
	Say      string    // what is so, and why it matters: one or two sentences
	Remedy   string    // what to do; "" where nothing is to be done
	Section  string    // "RFC 5321 §3.3"
	Breaks   string    // a dialogue, whose last line the rule speaks of
	Keeps    string    // one that resembles it, of whose last line the rule doesn't speak
}

// broken reports whether a line that the rule speaks of is against the RFC, or
// can't do what it was meant to do.
func (r Rule) broken() bool { return r.Severity >= NotLegal }

// A Finding is a rule that was met, with its words made particular, and where.
type Finding struct {
	Rule        Rule
	Say, Remedy string
	Span        smtp.Span // in the octets of the line; empty where the whole moment is meant
}

// text is what a finding says, the remedy behind it.
func (f Finding) text() string { return strings.TrimSpace(f.Say + " " + f.Remedy) }

// Rules returns every rule there is, those of single lines first.
func Rules() []Rule { return slices.Clone(allRules()) }

// RuleNamed returns the rule of that id, in any case; false if there is none.
func RuleNamed(id string) (Rule, bool) {
	for _, r := range allRules() {
		if strings.EqualFold(r.ID, id) {
			return r, true
		}
	}
	return Rule{}, false
}

// allRules has the rules as they read without a line at hand.
var allRules = sync.OnceValue(func() []Rule {
	all := slices.Concat(lineRules[:], pathRules[:], octetRules[:])
	for _, r := range narrowRules {
		all = append(all, r.Rule)
	}
	for _, table := range moments {
		for _, m := range table {
			all = append(all, m.Rule)
		}
	}
	for _, r := range replyRules {
		all = append(all, r.worded())
	}
	all = append(all, ServerRules()...)
	for i, r := range all {
		all[i].Say, all[i].Remedy = filled(r.Say, nil), filled(r.Remedy, nil)
	}
	return all
})

// byKind finds the rule that has the words for a kind of fault, if no narrower one
// does.
var byKind = sync.OnceValue(func() map[smtp.Kind]*Rule {
	rules := map[smtp.Kind]*Rule{}
	for _, table := range [][]Rule{lineRules[:], pathRules[:], octetRules[:]} {
		for i := range table {
			rules[table[i].Kind] = &table[i]
		}
	}
	return rules
})

// SayFault returns what is wrong with octets that have the fault k, what to do
// about it, and the section that says so ("RFC 5321 §3.3"). For [smtp.NoFault]
// and for kinds it does not know it returns empty strings.
func SayFault(k smtp.Kind) (what, remedy, section string) {
	r := kindRule(k)
	return r.Say, r.Remedy, r.Section
}

// kindRule returns the rule for a kind of fault as it reads without a line at hand:
// of the client's octets, or else of the server's.
func kindRule(k smtp.Kind) Rule {
	r := serverRuleOf(k)
	if found := byKind()[k]; found != nil {
		r = *found
	}
	r.Say, r.Remedy = filled(r.Say, nil), filled(r.Remedy, nil)
	return r
}

// filled puts values in the places of a rule's words. A place is {name|words}; the
// words stand where there is no value of that name.
func filled(text string, value func(name string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		place, after, _ := strings.Cut(rest, "}")
		name, words, _ := strings.Cut(place, "|")
		if value != nil {
			if v := value(name); v != "" {
				words = v
			}
		}
		b.WriteString(words)
		text = after
	}
}
