package draft

import "fmt"

// quiz writes the last step: two questions about the session, to begin with.
func (w *writer) quiz(steps [][]turn) {
	w.line("## Questions")
	w.line("")
	w.line("```step")
	if telling(steps) != nil {
		w.line("ask: 2 # of the questions below, the next of them each time")
	}
	w.line("```")
	w.line("")
	w.line("```quiz")
	w.line("# TODO four questions more, or five; every answer has a why.")
	w.replies(steps[0])
	w.meaning(steps)
	w.line("```")
}

// replies asks how many replies come in a step.
func (w *writer) replies(step []turn) {
	n, text, ends := 1, 0, 0
	for i := range step {
		n += len(step[i].codes)
		if step[i].verb == "." {
			text += len(step[i].lines)
			ends += len(step[i].codes)
		}
	}
	near := []string{fmt.Sprintf("%d: The greeting is a reply, too.", n-1)}
	why := "The greeting, and one to each command."
	if ends > 0 {
		why = "The greeting, one to each command, and one to the end of the text."
		if text > ends {
			near = append(near, fmt.Sprintf("%d: Lines of text get no reply; only the dot does.", n+text-ends))
		}
	}
	w.line("- ask: How many replies does the client read in the first step, the greeting included?")
	w.line("  number: %d", n)
	w.line("  near:")
	for _, words := range near {
		w.line("    %s", words)
	}
	w.line("  why: %s", why)
}

// A choice is one answer that is offered.
type choice struct {
	class      int
	is         string
	right, why string // why it is, and why it is not
}

var choices = []choice{
	{2, "It is done", "2 says yes: the command was carried out. RFC 5321 §4.2.1.", "Yes begins with 2. RFC 5321 §4.2.1."},
	{3, "Go on: more is wanted", "3 says go on: the server waits for the rest. RFC 5321 §4.2.1.", "Go on begins with 3. RFC 5321 §4.2.1."},
	{4, "Not now: the same may work later", "4 says not now: it is worth another try. RFC 5321 §4.2.1.", "Not now begins with 4. RFC 5321 §4.2.1."},
	{5, "No: the same again will not work either", "5 says no: the same, sent again in the same order, gets the same. RFC 5321 §4.2.1.", "No begins with 5. RFC 5321 §4.2.1."},
}

// meaning asks what the code of a reply says: the first that is no plain yes.
func (w *writer) meaning(steps [][]turn) {
	t := telling(steps)
	if t == nil {
		return
	}
	w.line("- ask: %s", scalar(fmt.Sprintf("%s was answered with %d. What does the first digit say?", upper(t.name()), t.code())))
	w.line("  choice:")
	for _, c := range choices {
		w.line("    - is: %s", scalar(c.is))
		if c.class == t.code()/100 {
			w.line("      right: true")
			w.line("      why: %s", scalar(c.right))
		} else {
			w.line("      why: %s", scalar(c.why))
		}
	}
}

// telling returns the turn whose reply tells most: a refusal, else what is gone on with,
// else any.
func telling(steps [][]turn) *turn {
	var best *turn
	for k := range steps {
		for i := range steps[k] {
			t := &steps[k][i]
			if class := t.code() / 100; class >= 2 && class <= 5 && (best == nil || rank(t) > rank(best)) {
				best = t
			}
		}
	}
	return best
}

func rank(t *turn) int {
	switch {
	case t.refused():
		return 2
	case t.code()/100 == 3:
		return 1
	}
	return 0
}
