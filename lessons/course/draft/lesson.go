package draft

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"ehlo/transcript"
)

// Options say what is known of a session beyond its tapes.
type Options struct {
	Name    string   // of the lesson: "several-recipients"
	Persona string   // the server type; "": the default
	Users   []string // mailboxes of the included server, local-part@domain

	// Was is the session as it was recorded, where the tapes are those of a rehearsal:
	// what the other server answered otherwise becomes a remark. It may be nil.
	Was *transcript.Transcript
}

// stepLimit is how many steps are made of a session.
const stepLimit = 20

// Lesson returns the skeleton of a lesson, as Markdown, and what there is to tell about
// it. Each tape is a connection, or several.
func Lesson(o Options, tapes ...*transcript.Transcript) (text []byte, told []string) {
	o.Users = sorted(o.Users)
	var turns []turn
	for _, tape := range tapes {
		part := read(tape).turns
		if len(part) > 0 {
			part[0].fresh = true
		}
		turns = append(turns, part...)
	}
	if len(turns) == 0 {
		return Empty(o.Name, o.Persona), []string{ErrNothing.Error()}
	}
	steps := cut(turns)
	if len(steps) > stepLimit {
		told = append(told, fmt.Sprintf("the session has %d steps; the first %d are in the lesson", len(steps), stepLimit))
		steps = steps[:stepLimit]
	}
	otherwise, missing := compare(turns, o.Was)
	if missing > 0 {
		told = append(told, fmt.Sprintf("commands and texts that the included server did not go along with, left out: %d", missing))
	}
	w := &writer{options: o}
	w.front(turns)
	at := 0
	boxes := delivered(turns, o.Users)
	for k, step := range steps {
		w.step(k, step, boxes[at:at+len(step)], otherwise[at:at+len(step)])
		at += len(step)
	}
	w.quiz(steps)
	for i, was := range otherwise[:at] {
		if was != 0 {
			told = append(told, fmt.Sprintf("%s: %d in the session, %d from the included server", short(turns[i].lines[0]), was, turns[i].code()))
		}
	}
	return w.b.Bytes(), told
}

// sorted puts postmaster last, whom everybody has.
func sorted(users []string) []string {
	users = slices.Clone(users)
	slices.SortStableFunc(users, func(a, b string) int { return order(a) - order(b) })
	return users
}

func order(user string) int {
	if strings.HasPrefix(strings.ToLower(user), "postmaster@") {
		return 1
	}
	return 0
}

// compare returns the code of each turn's last reply in the session as it was, where
// that was another, 0 elsewhere; and how many turns of it were not said again.
func compare(turns []turn, was *transcript.Transcript) (codes []int, missing int) {
	codes = make([]int, len(turns))
	if was == nil {
		return codes, 0
	}
	k := 0
	for _, before := range read(was).turns {
		if k == len(turns) || turns[k].verb != before.verb {
			missing++
			continue
		}
		if code := before.code(); code != turns[k].code() {
			codes[k] = code
		}
		k++
	}
	return codes, missing
}

// delivered returns, for each turn that delivers a message, the mailboxes it comes into.
func delivered(turns []turn, users []string) [][]string {
	boxes := make([][]string, len(turns))
	var to []string
	for i := range turns {
		t := &turns[i]
		_, last, _ := t.command.Chunk()
		switch {
		case t.fresh, t.verb == "MAIL" && t.accepted(), t.verb == "RSET", hello(t.verb):
			to = nil
		case t.verb == "RCPT" && t.accepted():
			at := slices.IndexFunc(users, func(u string) bool { return strings.EqualFold(u, t.command.Path.Mailbox()) })
			if at >= 0 && !slices.Contains(to, users[at]) {
				to = append(to, users[at])
			}
		case t.verb == ".", t.verb == "BDAT" && last:
			if t.accepted() {
				boxes[i] = to
			}
			to = nil
		}
	}
	return boxes
}

// A writer writes Markdown.
type writer struct {
	options Options
	b       bytes.Buffer
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// sections are where the RFCs speak of the verbs: RFC 5321, where no other is named.
var sections = []struct{ verb, section string }{
	{"STARTTLS", "RFC 3207 §4"},
	{"AUTH", "RFC 4954 §4"},
	{"EHLO", "§4.1.1.1"},
	{"HELO", "§4.1.1.1"},
	{"MAIL", "§4.1.1.2"},
	{"RCPT", "§4.1.1.3"},
	{"DATA", "§4.1.1.4"},
	{"RSET", "§4.1.1.5"},
	{"VRFY", "§4.1.1.6"},
	{"EXPN", "§4.1.1.7"},
	{"HELP", "§4.1.1.8"},
	{"NOOP", "§4.1.1.9"},
	{"QUIT", "§4.1.1.10"},
}

func (w *writer) front(turns []turn) {
	var reads []string
	for _, s := range sections {
		cite := s.section
		if !strings.HasPrefix(cite, "RFC") {
			cite = "RFC 5321 " + cite
		}
		if slices.ContainsFunc(turns, func(t turn) bool { return t.verb == s.verb }) && !slices.Contains(reads, cite) {
			reads = append(reads, cite)
		}
	}
	if slices.ContainsFunc(turns, func(t turn) bool { return t.refused() }) {
		reads = append(reads, "RFC 5321 §4.2.1")
	}
	w.line("---")
	w.line("title: %s", scalar(titleOf(w.options.Name)))
	if w.options.Persona != "" {
		w.line("persona: %s", scalar(w.options.Persona))
	}
	w.line("minutes: 10 # that the core steps take")
	w.line("needs: [] # names of the lessons that come before")
	w.line("reads: [%s]", strings.Join(reads, ", "))
	w.line("# TODO out-of-scope: what the lesson leaves out, and why")
	w.line("---")
	w.line("TODO: what the student can do afterwards, in two sentences.")
	w.line("")
}

func (w *writer) step(k int, step []turn, boxes [][]string, otherwise []int) {
	w.line("## %s", title(step))
	w.line("")
	given := k == 0 && watched(step)
	if given {
		w.line("Watch, and guess each reply. Enter on an empty line says the next line.")
	} else {
		w.line("%s", task(step))
	}
	w.line("TODO: why, in one sentence.")
	w.line("")
	w.line("```step")
	if k == 0 {
		w.line("core: true # part of the short course")
	}
	if given {
		w.line("aid: none # no suggestions, which would tell the answer")
		w.line("predict: true # each reply is asked for before it is shown")
	}
	if step[0].fresh {
		w.line("fresh: true # on a new connection")
	}
	if given {
		w.worked(step)
	}
	w.asks(step, slices.Concat(boxes...))
	if differs := differs(step, otherwise); differs != "" {
		w.line("differs: %s", scalar(differs))
	}
	w.line("# TODO tip: what to notice, in one sentence")
	w.line("```")
	w.line("")
}

// watched reports whether a step can be given line by line: all of it are plain lines, no
// chunk among them, and the client does not hang up in their middle.
func watched(step []turn) bool {
	said := 0
	for i := range step {
		if step[i].chunk() > 0 && step[i].verb == "BDAT" {
			return false
		}
		said += len(step[i].lines)
	}
	last := &step[len(step)-1]
	return said > 0 && len(worked(step)) == said && !(last.ended == byClient && last.inside)
}

func (w *writer) worked(step []turn) {
	if stuffed(step) {
		w.line("stuffing: off # the lines below have their dots doubled already")
	}
	w.block("worked", worked(step))
}

func (w *writer) asks(step []turn, boxes []string) {
	slices.Sort(boxes)
	if all := goals(step, slices.Compact(boxes)); len(all) > 0 {
		w.line("goals:")
		for _, g := range all {
			w.line("  - say: %s", scalar(g.say))
			w.line("    when: %s", scalar(g.when))
			w.line("    unmet: %s", scalar(g.unmet))
		}
		w.line("hints:")
		for _, h := range hints(step, w.options.Users) {
			w.line("  - %s", scalar(h))
		}
	}
	w.block("solution", solution(step))
}

func (w *writer) block(name string, lines []string) {
	w.line("%s: |", name)
	for _, l := range lines {
		w.line("  %s", l)
	}
}

// differs says what the server of the session answered otherwise.
func differs(step []turn, otherwise []int) string {
	var parts []string
	for i, code := range otherwise {
		part := fmt.Sprintf("%s with %d", step[i].name(), code)
		if code != 0 && !slices.Contains(parts, part) && len(parts) < 3 {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Another server answered " + join(parts) + "."
}

// titleOf makes "Several recipients" of the name of a file.
func titleOf(name string) string { return upper(strings.ReplaceAll(name, "-", " ")) }

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// plainScalar is what YAML reads as it stands, and as a text. It is made when it is asked
// for: every start of the program would wait for it.
var plainScalar = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 ,.;'"()<>@/_=§|&-]*[A-Za-z0-9.)"§]$`)
})

// scalar writes a text on one line of YAML.
func scalar(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off":
	default:
		if plainScalar().MatchString(text) {
			return text
		}
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
