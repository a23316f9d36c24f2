package draft

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// hints returns two: what is said in which order, and how it reads for others.
func hints(step []turn, users []string) []string {
	var names []string
	for i := 0; i < len(step) && len(names) < 12; {
		n := i + 1
		for n < len(step) && step[n].verb == step[i].verb {
			n++
		}
		name := step[i].name()
		if n-i > 1 {
			name += " " + times(n-i)
		}
		names = append(names, name)
		i = n
	}
	first := "All that is needed: " + names[0] + "."
	if len(names) > 1 {
		first = "In this order: " + strings.Join(names, ", ") + "."
	}
	return []string{first, "Somebody else said: " + strings.Join(others(step, users), ", ")}
}

func times(n int) string {
	if n == 2 {
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// exampleLines is how many lines an example has.
const exampleLines = 4

// others returns the lines of a step with other addresses, one for each verb.
func others(step []turn, users []string) []string {
	o := &swap{step: step, users: users, to: map[string]string{}}
	var lines []string
	for i := range step {
		t := &step[i]
		same := func(b turn) bool { return b.verb == t.verb }
		switch {
		case slices.ContainsFunc(step[:i], same), len(lines) == exampleLines:
		case t.verb == ".":
			lines = append(lines, "a text, a dot")
		default:
			lines = append(lines, short(o.line(t)))
		}
	}
	return lines
}

// A swap finds others for the people of a step.
type swap struct {
	step  []turn
	users []string
	to    map[string]string
}

// line says a command about others.
func (o *swap) line(t *turn) []byte {
	line := t.lines[0]
	switch {
	case hello(t.verb) && t.command.Arg != "":
		return replaceFold(line, t.command.Arg, "pc.example.net")
	case t.verb == "VRFY" && t.command.Arg != "", t.verb == "EXPN" && t.command.Arg != "":
		name, _, _ := strings.Cut(o.other(t.command.Arg, o.users), "@")
		return replaceFold(line, t.command.Arg, name)
	}
	box := t.command.Path.Mailbox()
	switch {
	case box == "":
		return line
	case !strings.Contains(box, "@"):
		name, _, _ := strings.Cut(o.other(box, o.users), "@")
		return replaceFold(line, box, name)
	case t.verb == "MAIL":
		return replaceFold(line, box, o.other(box, writers))
	case t.accepted():
		return replaceFold(line, box, o.other(box, o.users))
	}
	return replaceFold(line, box, o.other(box, strangers))
}

// other returns whom the step does not name, the same for the same.
func (o *swap) other(box string, of []string) string {
	if o.to[box] != "" {
		return o.to[box]
	}
	o.to[box] = "somebody@example.com"
	for i := range of {
		candidate := of[len(of)-1-i]
		if order(candidate) == 0 && !o.named(candidate) {
			o.to[box] = candidate
			break
		}
	}
	return o.to[box]
}

func (o *swap) named(box string) bool {
	local, _, _ := strings.Cut(box, "@")
	for i := range o.step {
		c := smtp.ParseCommand(o.step[i].lines[0])
		if strings.EqualFold(c.Path.Mailbox(), box) || strings.EqualFold(c.Path.Mailbox(), local) || strings.EqualFold(c.Arg, local) {
			return true
		}
	}
	for _, other := range o.to {
		if other == box {
			return true
		}
	}
	return false
}
