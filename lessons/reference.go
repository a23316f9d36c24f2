package lessons

import (
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

// Look returns the entries for words, in their order and in any case: a verb, a
// reply code, an enhanced status code, an EHLO keyword, a parameter, a login
// mechanism, a port, the name of a limit, a word of the glossary, an RFC, or a rule
// by its id. Up to four words that name one thing are taken together: "null",
// "reverse-path". "limits", "timeouts", "ports", "retry", "glossary", "history" and
// "rules" give all of their kind, "commands", "codes", "keywords", "parameters",
// "mechanisms" and "words" the names of it. A word that is not known gives an entry that names the nearest ones.
func Look(words ...string) []Entry {
	var entries []Entry
	for len(words) > 0 {
		found, n := lookPhrase(words)
		if n == 0 {
			found, n = lookWord(words[0]), 1
		}
		if len(found) == 0 {
			found = []Entry{unknownWord(words[0])}
		}
		entries = append(entries, found...)
		words = words[n:]
	}
	return entries
}

// phraseWords is how many words a name has at most.
const phraseWords = 4

// lookPhrase finds the longest name of several words at the start of words, and
// says how many they are; 0 for none.
func lookPhrase(words []string) ([]Entry, int) {
	for n := min(phraseWords, len(words)); n > 1; n-- {
		phrase := strings.Join(words[:n], " ")
		found := append(lookWords(phrase), lookLimits(phrase)...)
		if strings.EqualFold(words[0], "rfc") {
			found = append(found, lookRFC(phrase)...)
		}
		if len(found) > 0 {
			return found, n
		}
	}
	return nil, 0
}

func lookWord(word string) []Entry {
	name := smtp.Upper(strings.TrimSpace(word))
	if code, err := strconv.Atoi(name); err == nil {
		return lookNumber(code)
	}
	if e, ok := lookEnhanced(name); ok {
		return []Entry{e}
	}
	switch name {
	case "HISTORY":
		return lookHistory()
	case "GLOSSARY":
		return lookGlossary()
	case "RULES":
		return lookRules()
	}
	entries := lookShelf(name)
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
		entries = lookParameter(name)
	}
	entries = append(entries, lookWords(name)...)
	entries = append(entries, lookLimits(name)...)
	if strings.HasPrefix(name, "RFC") {
		entries = append(entries, lookRFC(name)...)
	}
	return append(entries, lookRule(name)...)
}

// lookNumber finds a reply code, a port or an RFC.
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
	return lookRFC(strconv.Itoa(n))
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
	for _, p := range parameterFacts() {
		if strings.EqualFold(p.Name, name) {
			entries = append(entries, p.entry())
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
	near := nearest(smtp.Upper(word), names(), 3)
	if len(near) > 0 {
		e.say("Nearest: %s.", list(near, "or"))
	} else {
		e.say("Try a verb (RCPT), a code (550, 5.7.1), a keyword (SIZE), or a word (relay).")
	}
	return e
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
