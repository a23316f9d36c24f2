package persona

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// YAML returns the type as a file that says all of it, whatever it is based on.
// [Parse] makes the same type of it, once it has another name than those of ehlo.
func (p *Persona) YAML() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("name: %s", scalar(p.Name))
	line("says: %s", scalar(p.Says))
	line("marks:%s", block(p.Marks))
	line("hello: %s", [...]string{"esmtp", "1982", "lmtp"}[p.Hello])
	line("extensions:%s", block(unsized(p.Extensions)))
	if p.Secure != nil {
		line("inside-tls:%s", block(unsized(p.Secure)))
	}
	b.WriteString(p.World.yaml())
	line("full: %s", flow(p.Full))
	answers := [...]string{"answer", "discreet", "absent"}
	line("policies: {relay: no, vrfy: %s, expn: %s, moved: %s}", answers[p.VRFY], answers[p.EXPN], [...]string{"redirect", "forward"}[p.Moved])
	line("limits: {size: %d, recipients: %d, line: %d}", p.Size, p.Recipients, p.Line)
	line("forgives: %s", flow(kindsOf(p.Forgives)))
	line("refuses: %s", flow(kindsOf(p.Refuses)))
	line("hush: %s", p.Hush)
	line("hasty: %t", p.Hasty)
	line("unstuffing: %s", map[bool]string{true: "right", false: "bug"}[p.Unstuffs])
	if len(p.Texts) > 0 {
		line("texts:")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Texts)) {
		line("  %s: %s", name, scalar(p.Texts[name]))
	}
	return b.String()
}

func (w *World) yaml() string {
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
	return fmt.Sprintf("domain: %s\nusers:%s\nguests:%s\nlists:%s\nmoves:%s\n",
		scalar(w.Domain), dashes(users), dashes(guests), dashes(lists), dashes(moves))
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
