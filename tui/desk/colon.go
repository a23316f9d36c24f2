package desk

import (
	"slices"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
)

// Mine reports whether a typed line is for ehlo, not for the server. At the
// command prompt every line is that begins with a colon; where the server takes
// message text or an answer to its 334 only one whose first word is exactly one of
// ehlo's commands. "::x" always says ":x" to the server.
func (d *Desk) Mine(line string) bool {
	if !strings.HasPrefix(line, ":") || strings.HasPrefix(line, "::") {
		return false
	}
	if !d.connected() && !d.dialing {
		return true
	}
	switch d.expected() {
	case smtp.AsCommand, smtp.AsNothing:
		return true
	}
	name, c := parseColon(line)
	_, known := named(name)
	return known && (!c.bang || name == "save")
}

// parseColon splits a line into the name of a command and the call.
func parseColon(line string) (string, call) {
	name, arg, _ := strings.Cut(strings.TrimPrefix(line, ":"), " ")
	name, bang := strings.CutSuffix(strings.TrimSpace(name), "!")
	return name, call{arg: strings.TrimSpace(arg), bang: bang}
}

// colon does a colon command.
func (d *Desk) colon(line string) {
	name, call := parseColon(line)
	c, ok := named(name)
	switch {
	case name == "":
		d.request(Commands, "")
		return
	case !ok:
		d.unknown(name)
		return
	}
	d.rememberColon(line)
	switch why := c.unavailable(d); {
	case why != "":
		d.say(Wrong, ":"+name+": "+why, "")
	case call.bang && name != "save":
		d.say(Wrong, ":"+name+" knows no !", "")
	case call.arg == "" && needsArg(c.args):
		d.say(Wrong, ":"+name+" needs "+c.args, c.help)
	case call.arg != "" && c.args == "":
		d.say(Wrong, ":"+name+" takes nothing behind it", "")
	default:
		c.run(d, call)
	}
}

func needsArg(args string) bool { return args != "" && args[0] != '[' }

// unknown refuses a name. Nothing of the line but the name is repeated, and that
// only if it looks like one: the line may hold a secret.
func (d *Desk) unknown(name string) {
	if len(name) > 12 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" {
		d.say(Wrong, "ehlo has no such command", ":help lists them")
		return
	}
	remedy := ":help lists ehlo's commands"
	if near := nearest(name); len(near) > 0 {
		remedy = "did you mean :" + strings.Join(near, " or :") + "?"
	}
	d.say(Wrong, "ehlo has no command :"+name, remedy)
}

// nearest returns at most three names that name may have been meant as, the
// nearest first.
func nearest(name string) []string {
	name = strings.ToLower(name)
	type candidate struct {
		name string
		far  int
	}
	var found []candidate
	for _, c := range commands() {
		far := distance(name, c.name)
		if strings.HasPrefix(c.name, name) {
			far = 1
		}
		if far <= max(1, min(2, len(name)/2)) {
			found = append(found, candidate{c.name, far})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return a.far - b.far })
	var names []string
	for _, c := range found[:min(3, len(found))] {
		names = append(names, c.name)
	}
	return names
}

// distance returns how many letters must be changed, added or removed to make a
// into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		above := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := above
			if a[i] != b[j] {
				cost++
			}
			above = row[j+1]
			row[j+1] = min(cost, above+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// A Completion is what a half-typed colon command may become.
type Completion struct {
	Line string // the whole line
	Help string
	Why  string // why it is not available now, "" if it is

	Reference bool // it looks something up, and is none of the rows that begin like the line
}

// Completion returns what a half-typed line that begins with a colon may become.
func (d *Desk) Completion(line string) []Completion {
	if !strings.HasPrefix(line, ":") || strings.HasPrefix(line, "::") {
		return nil
	}
	name, arg, behind := strings.Cut(line[1:], " ")
	var list []Completion
	for _, c := range commands() {
		switch {
		case behind && c.name == name:
			for _, choice := range d.choices(c) {
				if strings.HasPrefix(choice, arg) {
					list = append(list, Completion{Line: ":" + c.name + " " + choice, Help: c.help, Why: c.unavailable(d)})
				}
			}
			if c.name == "explain" {
				list = append(list, looked(arg)...)
			}
		case !behind && strings.HasPrefix(c.name, name):
			list = append(list, Completion{Line: ":" + c.name + space(c), Help: c.help, Why: c.unavailable(d)})
		}
	}
	if len(list) == 0 && !behind && name != "" {
		return d.meant(name)
	}
	return list
}

// meant returns what a word may mean that begins no command: what has that name in the
// reference, then a command that is spelled almost like it, then what the reference finds.
func (d *Desk) meant(word string) []Completion {
	var near []Completion
	for _, name := range nearest(word) {
		c, _ := named(name)
		near = append(near, Completion{Line: ":" + name + space(c), Help: c.help, Why: c.unavailable(d)})
	}
	list := looked(word)
	if slices.ContainsFunc(list, func(c Completion) bool { return strings.EqualFold(c.Line, ":explain "+word) }) {
		return append(list, near...)
	}
	return append(near, list...)
}

// lookedMost bounds the rows that the reference adds to the list of commands.
const lookedMost = 40

// looked returns the lines that look up what a word may begin.
func looked(word string) []Completion {
	var list []Completion
	for _, e := range lessons.Search(word, lookedMost) {
		c := Completion{Line: ":explain " + e.Name, Help: e.What + " · " + e.Title, Reference: true}
		if !slices.ContainsFunc(list, func(known Completion) bool { return known.Line == c.Line }) {
			list = append(list, c)
		}
	}
	return list
}

// space returns what follows the name of a command that needs something behind it.
func space(c command) string {
	if needsArg(c.args) {
		return " "
	}
	return ""
}

// choices returns what may stand behind a command, as far as it can be listed.
func (d *Desk) choices(c command) []string {
	if c.name == "persona" && d.House().Persona != nil {
		_, known, _ := d.House().Persona("")
		return known
	}
	if c.name == "lesson" && d.course != nil {
		return append(d.course.Names(), "list", "end")
	}
	words := strings.Trim(c.args, "[]")
	if !strings.Contains(words, "|") {
		return nil
	}
	return strings.Split(words, "|")
}
