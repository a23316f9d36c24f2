package draft

import (
	"fmt"
	"slices"
	"strings"
)

// goalLimit is how many goals a step is given; more are not read.
const goalLimit = 6

// A goal is one of a step.
type goal struct{ say, when, unmet string }

// A tally counts the replies to a verb that are alike.
type tally struct {
	verb, class string
	n           int
	after       string // the class that came to the same verb before a refusal
}

// goals returns what a step comes to: what was accepted, what was refused, what lies in
// a mailbox, who closed. What follows from another is not asked for. boxes are those of
// the transaction that is delivered in the step.
func goals(step []turn, boxes []string) []goal {
	var found, leaving []goal
	tallies := count(step)
	has := func(verb, class string) bool {
		return slices.ContainsFunc(tallies, func(t tally) bool { return t.verb == verb && t.class == class })
	}
	for _, t := range tallies {
		implied := t.verb == "DATA" && t.class == "354" && has(".", "250") ||
			hello(t.verb) && t.class == "250" && t.after == "" && (has("MAIL", "250") || has("RCPT", "25x")) ||
			t.verb == "MAIL" && t.class == "250" && (has("RCPT", "25x") || has("RCPT", "550") || has(".", "250")) ||
			t.verb == "RCPT" && t.class == "25x" && t.n == 1 && len(boxes) > 0 ||
			t.verb == "." && t.class == "250" && len(boxes) > 0 ||
			t.verb == "BDAT" && t.class == "250" && len(boxes) > 0
		switch {
		case implied:
		case t.verb == "QUIT":
			leaving = append(leaving, t.goal())
		default:
			found = append(found, t.goal())
		}
	}
	for _, box := range boxes {
		name, _, _ := strings.Cut(box, "@")
		found = append(found, goal{
			name + " has the message", fmt.Sprintf("box(%q).n >= 1", box), "Nothing new lies in " + name + "'s mailbox.",
		})
	}
	found = append(append(found, leaving...), endings(step)...)
	return found[:min(len(found), goalLimit)]
}

func endings(step []turn) []goal {
	last := &step[len(step)-1]
	switch {
	case last.ended == byServer && last.verb != "QUIT":
		return []goal{{"The server closed the connection", `closed == "server"`, "The connection still stands."}}
	case last.ended == byClient && last.inside:
		return []goal{{"You closed the connection", `closed == "client"`, "The connection still stands."}}
	}
	return nil
}

// count gathers the replies of a step.
func count(step []turn) []tally {
	var all []tally
	for i := range step {
		for _, code := range step[i].codes {
			if !isCode(code) {
				continue
			}
			t := tally{verb: step[i].verb, class: fmt.Sprint(code), n: 1}
			if t.verb == "RCPT" && code/10 == 25 {
				t.class = "25x"
			}
			if at := slices.IndexFunc(all, func(o tally) bool { return o.verb == t.verb && o.class == t.class }); at >= 0 {
				all[at].n++
				continue
			}
			t.after = before(all, t, code)
			all = append(all, t)
		}
	}
	return all
}

// before returns the step of an order that belongs before a reply: MAIL in a
// transaction, and HELO behind a refused EHLO, need another reply first.
func before(all []tally, t tally, code int) string {
	for _, o := range all {
		refused := o.class[0] >= '4'
		switch {
		case code >= 400 && o.verb == t.verb && o.verb == "MAIL" && !refused,
			code < 400 && hello(o.verb) && hello(t.verb) && refused:
			return o.verb + " " + o.class
		}
	}
	return ""
}

// phrases say a reply in words: what is true when it came, and what is missing before.
var phrases = map[string][2]string{
	"EHLO 250": {"The server welcomed you", "Hello comes first."},
	"HELO 250": {"The server welcomed you", "Hello comes first."},
	"LHLO 250": {"The server welcomed you", "Hello comes first."},
	"MAIL 250": {"A sender was named", "The sender is still missing; MAIL names it."},
	"RCPT 25x": {"A recipient was accepted", "Nobody was accepted yet."},
	"DATA 354": {"The text was asked for", "DATA is still to come."},
	". 250":    {"The message was accepted", "The text is still to come, or its end."},
	"RSET 250": {"The transaction was given up", "RSET is still to come."},
	"QUIT 221": {"You left with QUIT", "The session is still open."},
}

func (t tally) goal() goal {
	g := goal{when: fmt.Sprintf("count(replies(%q, %q)) >= %d", t.verb, t.class, t.n)}
	p, ok := phrases[t.verb+" "+t.class]
	if !ok {
		name := (&turn{verb: t.verb}).name()
		p = [2]string{upper(name) + " was answered with " + t.class, fmt.Sprintf("No %s to %s came yet.", t.class, name)}
	}
	g.say, g.unmet = p[0], p[1]
	switch {
	case t.n > 1 && t.verb == "RCPT" && ok:
		g.say = fmt.Sprintf("%d recipients were accepted", t.n)
	case t.n > 1:
		g.say += ", " + times(t.n)
	}
	if t.n > 1 {
		g.unmet = fmt.Sprintf("{{count(replies(%q, %q))}} of %d so far.", t.verb, t.class, t.n)
	} else if t.after != "" {
		g.when = fmt.Sprintf("order(%q, %q)", t.after, t.verb+" "+t.class)
	}
	return g
}
