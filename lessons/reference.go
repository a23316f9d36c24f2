package lessons

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// An Entry is one thing that the reference knows: a verb, a code, a keyword.
type Entry struct {
	Name    string   // "RCPT", "550", "5.7.1", "SIZE"
	What    string   // "command", "reply code", "enhanced status code", "EHLO keyword", …
	Title   string   // a few words
	Text    []string // paragraphs
	Section string   // the best section, "" where no RFC speaks of it
}

// Look returns the entries for each of words, in their order and in any case: a
// verb, a reply code, an enhanced status code, an EHLO keyword, a parameter, a
// login mechanism, a port, or the name of a limit; "limits", "timeouts", "ports"
// and "retry" give all of their kind. A word that is not known gives an entry
// that names the nearest ones.
func Look(words ...string) []Entry {
	var entries []Entry
	for _, w := range words {
		found := lookWord(w)
		if len(found) == 0 {
			found = []Entry{unknownWord(w)}
		}
		entries = append(entries, found...)
	}
	return entries
}

func lookWord(word string) []Entry {
	name := strings.ToUpper(strings.TrimSpace(word))
	if code, err := strconv.Atoi(name); err == nil {
		return lookNumber(code)
	}
	if e, ok := lookEnhanced(name); ok {
		return []Entry{e}
	}
	var entries []Entry
	if c, ok := commandNamed(name); ok {
		entries = append(entries, c.entry())
	}
	if k, ok := keywordNamed(name); ok {
		entries = append(entries, k.entry())
	}
	if m, ok := mechanismNamed(name); ok {
		entries = append(entries, m.entry())
	}
	if len(entries) == 0 {
		entries = append(lookParameter(name), lookLimits(name)...)
	}
	return entries
}

// lookNumber finds a reply code or a port.
func lookNumber(n int) []Entry {
	if r, ok := replyNumbered(n); ok {
		return []Entry{r.entry()}
	}
	if ports := lookLimits(strconv.Itoa(n)); len(ports) > 0 {
		return ports
	}
	if n >= 200 && n <= 599 {
		return []Entry{unlistedCode(n)}
	}
	return nil
}

// unlistedCode speaks of a code that is in no table: its digits still mean
// something.
func unlistedCode(n int) Entry {
	code := strconv.Itoa(n)
	e := Entry{Name: code, What: "reply code", Title: "not listed", Section: "RFC 5321 §4.2"}
	e.say("No RFC that ehlo knows has this code. Of such a code only the first digit counts: %s.", firstDigit(code))
	e.say("%s", digitsInWords(code))
	return e
}

// lookEnhanced finds "5.7.1" and "X.7.1".
func lookEnhanced(name string) (Entry, bool) {
	class, status, _ := strings.Cut(name, ".")
	if len(class) != 1 || !strings.ContainsAny(class, "245X") || status == "" {
		return Entry{}, false
	}
	if f, ok := enhancedStatus(status); ok {
		return f.entry(class[0]), true
	}
	subject, _, _ := strings.Cut(status, ".")
	meaning := subjectMeaning(subject)
	if meaning == "" {
		return Entry{}, false
	}
	e := Entry{Name: name, What: "enhanced status code", Title: "not registered", Section: "RFC 3463 §2"}
	e.say("This detail isn't registered. The subject still counts: %s.", meaning)
	if class != "X" {
		e.say("Class %s: %s", class, firstDigit(class))
	}
	return e, true
}

// lookParameter finds a parameter of MAIL or RCPT: BODY, NOTIFY.
func lookParameter(name string) []Entry {
	var entries []Entry
	for _, c := range commandFacts() {
		for _, p := range c.Params {
			if p.Extension != "" && strings.EqualFold(p.Name, name) {
				e := Entry{Name: p.Name, What: "parameter of " + c.Verb, Title: "offered as " + p.Extension, Section: p.Section}
				e.say("%s", p.Meaning)
				e.say("Form: `%s`", p.Syntax)
				entries = append(entries, e)
			}
		}
	}
	return entries
}

// lookLimits finds a limit by name, "command line" or "command-line", a port by
// number, or all of one kind.
func lookLimits(name string) []Entry {
	name = strings.ReplaceAll(strings.ToLower(name), "-", " ")
	var entries []Entry
	for _, l := range limitFacts() {
		own := strings.ReplaceAll(strings.ToLower(l.Name), "-", " ")
		if name == own || strings.TrimSuffix(name, "s") == l.Kind {
			entries = append(entries, l.entry())
		}
	}
	return entries
}

func unknownWord(word string) Entry {
	e := Entry{Name: smtp.Printable([]byte(word)).Cut(Width - 2).String(), What: "unknown", Title: "not in the reference"}
	near := nearest(strings.ToUpper(word), names(), 3)
	if len(near) > 0 {
		e.say("Nearest: %s.", list(near, "or"))
	} else {
		e.say("Try a verb (RCPT), a code (550, 5.7.1), or a keyword (SIZE).")
	}
	return e
}

// names returns every name that Look finds and that has letters.
func names() []string {
	var all []string
	for _, c := range commandFacts() {
		all = append(all, c.Verb)
	}
	for _, k := range keywordFacts() {
		all = append(all, k.Keyword)
	}
	for _, m := range mechanismFacts() {
		all = append(all, m.Name)
	}
	for _, c := range commandFacts() {
		for _, p := range c.Params {
			if p.Extension != "" {
				all = append(all, p.Name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// nearest returns at most n of the names that are no further from word than a
// third of its letters, the nearest first.
func nearest(word string, names []string, n int) []string {
	if len(word) > 40 {
		return nil
	}
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, name := range names {
		if d := distance(word, name); d <= max(1, len(word)/3) {
			found = append(found, near{name, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var list []string
	for _, f := range found[:min(n, len(found))] {
		list = append(list, f.name)
	}
	return list
}

// distance counts the letters to add, drop, change or swap to make b of a.
func distance(a, b string) int {
	var older, old, row []int
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	for i := 1; i <= len(a); i++ {
		older, old = old, row
		row = []int{i}
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(row[j-1]+1, old[j]+1, old[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, older[j-2]+1)
			}
			row = append(row, d)
		}
	}
	return row[len(b)]
}

// Lines returns the entry as plain text of at most width columns: its name and
// title, its paragraphs, its section.
func (e Entry) Lines(width int) []string {
	lines := wrap(e.Name+" · "+e.What+" · "+e.Title, width)
	for _, p := range e.Text {
		lines = append(lines, indent(p, width)...)
	}
	if e.Section != "" {
		lines = append(lines, indent(e.Section, width)...)
	}
	return lines
}

// indent wraps a paragraph and sets it two columns in.
func indent(text string, width int) []string {
	lines := wrap(text, width-2)
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines
}
