package draft

import (
	"slices"
	"strings"
)

// Bounds of a step, whose block would grow too long.
const (
	stepTurns  = 16
	stepOctets = 1200 // of what the client says in it
)

// cut divides a session into steps: each connection, each transaction, and each
// refusal ends one. QUIT goes with what is before it.
func cut(turns []turn) [][]turn {
	var steps [][]turn
	for i, t := range turns {
		if i == 0 || begins(steps[len(steps)-1], &t) {
			steps = append(steps, nil)
		}
		steps[len(steps)-1] = append(steps[len(steps)-1], t)
	}
	return steps
}

// begins reports whether a turn begins another step than the one before it.
func begins(step []turn, t *turn) bool {
	last := &step[len(step)-1]
	switch {
	case t.fresh:
		return true
	case t.verb == ".":
		return false
	case len(step) >= stepTurns, size(step) > stepOctets:
		return true
	case t.verb == "QUIT":
		return false
	case last.verb == "." && !last.refused():
		return true
	case last.refused():
		return !t.refused() && !(hello(last.verb) && hello(t.verb))
	}
	return t.verb == "MAIL" && slices.ContainsFunc(step, func(b turn) bool { return b.verb == "MAIL" && b.accepted() }) && !t.refused()
}

func size(step []turn) int {
	n := 0
	for i := range step {
		n += step[i].size()
	}
	return n
}

// title names a step after what matters most in it.
func title(step []turn) string {
	first, helloed := "", ""
	for i := range step {
		switch t := &step[i]; {
		case t.refused():
			return "Refused: " + t.name()
		case t.verb == "." && t.accepted():
			first = "Send a message"
		case hello(t.verb):
			helloed = "Say hello"
		case first == "" && t.verb != "QUIT":
			first = "Say " + t.name()
		}
	}
	if first == "" {
		first = helloed
	}
	if first == "" {
		return "Say goodbye"
	}
	return first
}

// name is the verb of a turn in words.
func (t *turn) name() string {
	switch t.verb {
	case ".":
		return "the text"
	case "":
		return "an unknown word"
	}
	return t.verb
}

// task says in a sentence what the student is to do.
func task(step []turn) string {
	var parts []string
	for i := 0; i < len(step); i++ {
		t := &step[i]
		if t.named("RCPT") {
			names := []string{address(t)}
			for i+1 < len(step) && step[i+1].named("RCPT") {
				i++
				names = append(names, address(&step[i]))
			}
			parts = append(parts, "name "+join(names)+" with RCPT")
			continue
		}
		if part := t.task(); part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	sentence := join(parts) + "."
	return strings.ToUpper(sentence[:1]) + sentence[1:]
}

func (t *turn) task() string {
	switch {
	case hello(t.verb):
		return "say hello with " + t.verb
	case t.verb == "MAIL" && t.command.HasP && t.command.Path.IsNull():
		return "name nobody as the sender (`MAIL FROM:<>`)"
	case t.named("MAIL"):
		return "name " + address(t) + " as the sender"
	case t.verb == "DATA" && t.code() == 354:
		return "" // the text says it
	case t.verb == ".":
		return "send a text"
	case t.verb == "QUIT":
		return "leave with QUIT"
	}
	return "say `" + short(t.lines[0]) + "`"
}

// named reports whether a turn is that verb with a mailbox.
func (t *turn) named(verb string) bool { return t.verb == verb && t.command.Path.Mailbox() != "" }

func address(t *turn) string { return "`" + short([]byte(t.command.Path.Mailbox())) + "`" }

// short is a line as it can stand in a sentence.
func short(line []byte) string {
	text := []rune(strings.ReplaceAll(printable(strings.TrimRight(string(line), "\r\n")), "`", "'"))
	if len(text) > 40 {
		text = append(text[:39:39], '…')
	}
	return string(text)
}

// join makes "a, b and c" of a list.
func join(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
