package course

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// complete names what a lesson lacks or has too much of, now that all is read.
func (r *reader) complete() {
	if len(r.lesson.Steps) == 0 && len(r.found) == 0 {
		r.fail(0, 0, "the lesson has no step; a step begins with ## and its title")
	}
	r.octets()
	r.paragraphs()
	for i := range r.lesson.Steps {
		s := &r.lesson.Steps[i]
		if s.Title == "" {
			r.fail(s.Line, 0, "the step has no title")
		}
		r.goals(s)
		r.work(s)
		for k := range s.Pool {
			r.question(&s.Pool[k])
		}
		if s.Ask < 0 || s.Ask > len(s.Pool) {
			r.fail(s.Line, 0, "ask: %d; the step has %d questions", s.Ask, len(s.Pool))
		}
	}
}

func (r *reader) goals(s *Step) {
	for _, g := range s.Goals {
		line := s.Line
		if g.When != nil {
			line = g.When.Line
		}
		switch {
		case g.Say == "":
			r.fail(line, 0, "a goal without say: what is true when it is met")
		case g.When == nil:
			r.fail(line, 0, "a goal without when: the condition that meets it")
		case g.Unmet == nil:
			r.fail(line, 0, "a goal without unmet: the sentence that says what is missing")
		}
	}
	if len(s.Goals) > 0 && len(s.Worked) == 0 && len(s.Hints) < 2 {
		r.fail(s.Line, 0, "the step has %d hints; it needs two, the last a worked example on other data", len(s.Hints))
	}
	if len(s.Goals) > 0 && s.Solution == nil {
		r.fail(s.Line, 0, "the step has goals and no solution")
	}
	for _, m := range s.Mistakes {
		if m.Say == "" || m.When == nil {
			r.fail(s.Line, 0, "a mistake without when or say")
		}
	}
	for _, n := range s.Never {
		if n.Say == "" || n.When == nil {
			r.fail(s.Line, 0, "a never without when or say")
		}
	}
}

func (r *reader) question(q *Question) {
	kinds, right := 0, 0
	if q.Number != nil {
		kinds++
	}
	if len(q.Pick) > 0 {
		kinds++
		if q.Answer < 1 || q.Answer > len(q.Pick) {
			r.fail(q.Line, 0, "answer: %d; there are %d things to pick", q.Answer, len(q.Pick))
		}
	}
	if len(q.Choices) > 0 {
		kinds++
	}
	for _, c := range q.Choices {
		if c.Right {
			right++
		}
		if c.Why == "" {
			r.fail(q.Line, 0, "the answer %q has no why", c.Is)
		}
	}
	switch {
	case q.Ask == "":
		r.fail(q.Line, 0, "a question without ask")
	case kinds != 1:
		r.fail(q.Line, 0, "a question has one of choice, number and pick; this has %d", kinds)
	case len(q.Choices) > 0 && right == 0:
		r.fail(q.Line, 0, "no choice is right")
	case len(q.Choices) > 9:
		r.fail(q.Line, 0, "a question has at most nine choices")
	case len(q.Choices) == 0 && q.Why == "":
		r.fail(q.Line, 0, "the question has no why")
	}
}

// octets names what a terminal would obey or nobody would see.
func (r *reader) octets() {
	for i, line := range r.lines {
		if at := unprintable(line); at >= 0 {
			r.fail(i+1, at+1, "an octet that cannot be printed; a fragment writes it as C\"…\"")
		}
	}
}

// unprintable returns where the first octet of text lies that is neither seen nor a line
// end or a tab; -1 if there is none.
func unprintable(text string) int {
	for i, r := range text {
		_, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsGraphic(r) && r != '\n' && r != '\t' {
			return i
		}
	}
	return -1
}

// paragraphs bounds what the Markdown parser is given at once. Blocks have a bound of
// their own, see [BlockLimit].
func (r *reader) paragraphs() {
	octets, end := 0, ""
	for i, line := range r.lines {
		kind, fence, isFence := opens(line)
		switch {
		case end != "":
			if strings.TrimRight(line, " ") == end {
				end = ""
			}
			octets = 0
			continue
		case isFence && (kind == "step" || kind == "quiz"):
			end = fence
			continue
		case strings.TrimSpace(line) == "", line == "---":
			octets = 0
			continue
		}
		before := octets
		if octets += len(line) + 1; before <= ParagraphLimit && octets > ParagraphLimit {
			r.fail(i+1, 0, "a paragraph of more than %d octets; begin a new one", ParagraphLimit)
		}
	}
}
