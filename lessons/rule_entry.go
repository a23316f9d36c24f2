package lessons

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// entry returns the rule as the reference shows it: what is so, what to do, and its
// two dialogues.
func (r Rule) entry() Entry {
	e := Entry{Name: r.ID, What: "rule", Title: r.Asks, Section: r.Section}
	say := r.Say
	if e.Title == "" {
		first := firstSentence(say)
		e.Title, say = strings.TrimSuffix(first, "."), strings.TrimPrefix(say, first)
	}
	e.say("%s", strings.TrimSpace(say+" "+r.Remedy))
	e.say("%s", severityWords[r.Severity])
	breaks, keeps := strings.Split(r.Breaks, "\n"), strings.Split(r.Keeps, "\n")
	e.say("It speaks of the last line here:")
	e.Text = append(e.Text, breaks...)
	same := 0
	for same < min(len(breaks), len(keeps))-1 && breaks[same] == keeps[same] {
		same++
	}
	if same == 0 {
		e.say("And not here:")
	} else {
		e.say("And not when it goes on so, behind the same %d lines:", same)
	}
	e.Text = append(e.Text, keeps[same:]...)
	if strings.Contains(r.Breaks+r.Keeps, "› ") {
		e.say("Behind › stands a line that is being typed.")
	}
	return e
}

// severityWords say what each severity means.
var severityWords = [...]string{
	Note:        "A note: worth knowing, counted as nobody's fault.",
	NotLegal:    "Against the RFC, though a server may take it all the same.",
	Error:       "An error: it can't do what it was meant to do.",
	ServerFault: "The server's fault: it breaks a MUST or a MUST NOT.",
}

// lookRules returns every rule, those that the course numbers first.
func lookRules() []Entry {
	rules := Rules()
	slices.SortStableFunc(rules, func(a, b Rule) int {
		chapter, number := a.place()
		other, its := b.place()
		return cmp.Or(cmp.Compare(chapter, other), cmp.Compare(number, its))
	})
	return entriesOf(rules, Rule.entry)
}

// place returns chapter and number of a rule of the course, D3.1; any other comes
// behind them.
func (r Rule) place() (chapter, number int) {
	before, after, _ := strings.Cut(r.ID, ".")
	chapter, err := strconv.Atoi(strings.TrimPrefix(before, "D"))
	if err != nil {
		return math.MaxInt, 0
	}
	number, _ = strconv.Atoi(after)
	return chapter, number
}

// lookRule finds a rule by its id, or by the name of the fault that it has the words
// for, as `ehlo explain --json` writes it.
func lookRule(name string) []Entry {
	if r, ok := RuleNamed(name); ok {
		return []Entry{r.entry()}
	}
	for _, k := range smtp.Kinds() {
		if strings.EqualFold(k.String(), name) {
			if r := kindRule(k); r.ID != "" {
				return []Entry{r.entry()}
			}
		}
	}
	return nil
}

func entriesOf[T any](list []T, entry func(T) Entry) []Entry {
	var entries []Entry
	for _, t := range list {
		entries = append(entries, entry(t))
	}
	return entries
}
