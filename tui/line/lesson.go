package line

import (
	"fmt"
	"strings"

	"ehlo/transcript"
	"ehlo/tui/desk"
	"ehlo/tui/page"
)

// step tells the step of the lesson that is open: where it stands, what there is to
// read, what is to be done.
func (t *talk) step() []string {
	v, ok := t.d.Lesson()
	if !ok {
		return nil
	}
	lines := []string{fmt.Sprintf("lesson %d, %s", v.Number, v.Title)}
	if v.Over {
		return append(lines, v.Summary...)
	}
	if v.Intro != "" {
		lines = append(append(lines, ""), page.Lines(v.Intro, t.width())...)
	}
	core := ""
	if v.Core {
		core = ", core"
	}
	lines = append(lines, "", fmt.Sprintf("step %d of %d%s: %s", v.Step, v.Of, core, v.Heading), "")
	lines = append(lines, page.Lines(v.Text, t.width())...)
	if v.Differs != "" && (v.Done || !t.d.Status().Included) {
		lines = append(append(lines, ""), page.Lines("If it behaves differently: "+v.Differs, t.width())...)
	}
	if len(v.Goals) > 0 {
		lines = append(lines, "")
	}
	for _, g := range v.Goals {
		if g.Met {
			lines = append(lines, "goal met: "+page.Line(g.Say))
			continue
		}
		lines = append(lines, "goal: "+page.Line(g.Say), "  still missing: "+page.Line(g.Unmet))
	}
	for _, h := range v.Hints {
		lines = append(lines, "hint: "+page.Line(h))
	}
	t.next = "" // the question, or what to do, follows
	return append(lines, "")
}

// question tells a question with what may be answered.
func (t *talk) question(q *desk.QuestionView) []string {
	lines := page.Lines(fmt.Sprintf("question %d of %d: ", q.N, q.Of)+q.Ask, t.width())
	for i, o := range q.Options {
		lines = append(lines, fmt.Sprintf("  %d: %s", i+1, page.Line(o)))
	}
	return lines
}

// retells reports whether an event is the note of a step that is told below it.
func (t *talk) retells(e transcript.Event) bool {
	_, open := t.d.Lesson()
	return open && e.Fact == transcript.Note && strings.HasPrefix(e.Text, desk.StepNote)
}

// guide returns what to do next in the lesson, where it was not said yet; the question,
// if one is asked.
func (t *talk) guide(mode desk.Mode) []string {
	v, ok := t.d.Lesson()
	if !ok || v.Over { // the summary said what comes next
		return nil
	}
	var lines []string
	next := v.Next
	if v.Blank && v.Question == nil {
		next = "type with its blank filled in: " + v.Worked
	}
	if q := v.Question; q != nil && mode == desk.QuizMode {
		lines = t.question(q)
		next = strings.Join(lines, "\n")
	} else {
		lines = []string{next}
	}
	if next == t.next {
		return nil
	}
	t.next = next
	return lines
}
