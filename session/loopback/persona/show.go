package persona

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// notes say what the fields are, behind those that do not say it themselves.
var notes = map[string]string{
	"marks":      "what RFC 5321 does not allow of it, one sentence each, with the section",
	"hello":      "esmtp; 1982: HELO alone; lmtp",
	"extensions": "what EHLO is answered with, a line each",
	"inside-tls": "the same inside TLS",
	"users":      "who has a mailbox here",
	"guests":     "mailboxes of other domains that mail is taken for",
	"lists":      "what EXPN tells of; mail for one goes to its members",
	"moves":      "who left for another mailbox; see moved below",
	"full":       "users without room: 452 behind the text, where it is for nobody else or by LMTP",
	"policies":   "vrfy and expn: answer, discreet (252) or absent (502); moved: redirect (551) or forward (251)",
	"limits":     "octets of a message, recipients of one, octets of a command line",
	"forgives":   "faults of a command line that are taken all the same",
	"refuses":    "faults of message text that are refused with 554",
	"hush":       "how long it listens for octets that come too early, before it greets",
	"hasty":      "refuses what came too early",
	"unstuffing": "right; bug: the dot is not taken away again",
}

// YAML returns the type as a file that says all of it, whatever it is based on, with a
// comment where a field needs one. [Parse] makes the same type of it, once it has another
// name than those of ehlo.
func (p *Persona) YAML() string {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		value, more, _ := strings.Cut(fmt.Sprintf(format, args...), "\n")
		b.WriteString(name + ":" + value)
		if note := notes[name]; note != "" {
			b.WriteString(" # " + note)
		}
		b.WriteByte('\n')
		if more != "" {
			b.WriteString(more + "\n")
		}
	}
	line("name", " %s", scalar(p.Name))
	line("says", " %s", scalar(p.Says))
	line("marks", "%s", block(p.Marks))
	line("hello", " %s", [...]string{"esmtp", "1982", "lmtp"}[p.Hello])
	line("extensions", "%s", block(unsized(p.Extensions)))
	if p.Secure != nil {
		line("inside-tls", "%s", block(unsized(p.Secure)))
	}
	p.World.yaml(line)
	line("full", " %s", flow(p.Full))
	answers := [...]string{"answer", "discreet", "absent"}
	line("policies", " {relay: no, vrfy: %s, expn: %s, moved: %s}", answers[p.VRFY], answers[p.EXPN], [...]string{"redirect", "forward"}[p.Moved])
	line("limits", " {size: %d, recipients: %d, line: %d}", p.Size, p.Recipients, p.Line)
	line("forgives", " %s", flow(kindsOf(p.Forgives)))
	line("refuses", " %s", flow(kindsOf(p.Refuses)))
	line("hush", " %s", p.Hush)
	line("hasty", " %t", p.Hasty)
	line("unstuffing", " %s", map[bool]string{true: "right", false: "bug"}[p.Unstuffs])
	if len(p.Texts) > 0 {
		line("texts", "")
	} else {
		fmt.Fprintf(&b, "# texts: own words of a reply; there are\n#   %s\n", strings.Join(TextNames(), " "))
	}
	for _, name := range slices.Sorted(maps.Keys(p.Texts)) {
		line("  "+name, " %s", scalar(p.Texts[name]))
	}
	return b.String()
}

func (w *World) yaml(line func(name, format string, args ...any)) {
	var users, guests, lists, moves []string
	person := func(u User) string { return fmt.Sprintf("{name: %s, person: %s}", scalar(u.Name), scalar(u.Full)) }
	for _, u := range w.Users {
		users = append(users, person(u))
	}
	for _, g := range w.Guests {
		guests = append(guests, person(g))
	}
	for _, l := range w.Lists {
		lists = append(lists, fmt.Sprintf("{name: %s, keeper: %s, members: %s}", scalar(l.Name), scalar(l.Keeper), flow(l.Members)))
	}
	for _, m := range w.Moves {
		moves = append(moves, fmt.Sprintf("{name: %s, to: %s}", scalar(m.Name), scalar(m.To)))
	}
	line("domain", " %s", scalar(w.Domain))
	line("users", "%s", dashes(users))
	line("guests", "%s", dashes(guests))
	line("lists", "%s", dashes(lists))
	line("moves", "%s", dashes(moves))
}

// block returns a list of texts as it stands behind a colon, each on a line of its own.
func block(texts []string) string {
	var elements []string
	for _, t := range texts {
		elements = append(elements, scalar(t))
	}
	return dashes(elements)
}

func dashes(elements []string) string {
	if len(elements) == 0 {
		return " []"
	}
	return "\n  - " + strings.Join(elements, "\n  - ")
}

// flow returns a list of texts on one line.
func flow(texts []string) string {
	var elements []string
	for _, t := range texts {
		elements = append(elements, scalar(t))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

// scalar returns a text as YAML takes it wherever it stands: in quotes, unless it is
// plain words.
func scalar(text string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if text != "" && strings.Trim(text, letters+" .@_/+-") == "" && strings.IndexByte(letters, text[0]) >= 0 && text[len(text)-1] != ' ' {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func unsized(list []string) []string {
	lines := slices.Clone(list)
	for i, line := range lines {
		if keywordOf(line) == "SIZE" {
			lines[i] = "SIZE"
		}
	}
	return lines
}

func kindsOf[K fmt.Stringer](kinds []K) []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.String())
	}
	return all
}
