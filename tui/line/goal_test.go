package line

import (
	"fmt"
	"strings"
	"testing"

	"ehlo/lessons"
	"ehlo/lessons/course"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/classroom"
	"ehlo/tui/desk"
)

// Where each step is said to lead is where its solution comes to at the included server,
// and :where tells of it before and behind.
func TestGoalsAreTrue(t *testing.T) {
	c, err := course.Open(course.Included(), "en")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, h := range c.Lessons {
		t.Run(h.Name, func(t *testing.T) {
			l, err := c.Lesson(h.Name)
			if err != nil {
				t.Fatal(err)
			}
			lines := []string{"~3s"}
			for i := range l.Steps {
				lines = append(append(append(lines, ":where"), solved(&l.Steps[i])...), ":where", ":next", "~4s")
			}
			said, tape := study(t, h.Name, lines, new(classroom.Notebook))
			want := ""
			for i := range l.Steps {
				from, reached := walked(tape, l.Name, i)
				a, ok := l.Steps[i].Aim(from)
				if !ok {
					continue
				}
				told++
				got := []any{reached.Phase(), reached.Accepted(), reached.Refused(), reached.Messages() - from.Messages(), reached.Owner()}
				if told := []any{a.State.Phase(), a.State.Accepted(), a.State.Refused(), a.Messages, a.State.Owner()}; fmt.Sprint(got) != fmt.Sprint(told) {
					t.Errorf("step %d comes to %v and is said to lead to %v", i+1, got, told)
				}
				words := lessons.Where(from, false).Toward(a, false).Goal.Words
				want += "goal: " + words + "\ngoal, reached: " + words + "\n"
			}
			if got := goalLines(said); got != want {
				t.Errorf("told:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	if told == 0 {
		t.Error("no step leads anywhere")
	}
}

// walked returns the states in which a step of the lesson began and which it came to, its
// goodbye left away.
func walked(tape *transcript.Transcript, lesson string, step int) (from, reached smtp.State) {
	inside := false
	for i := range tape.Len() {
		e := tape.At(i)
		switch {
		case e.Fact == transcript.Note && strings.HasPrefix(e.Text, desk.StepNote):
			inside = strings.HasPrefix(e.Text, fmt.Sprintf("%s%s, step %d: ", desk.StepNote, lesson, step+1))
			if inside {
				from = tape.State(i)
				reached = from
			}
		case e.Who == transcript.Local && e.Fact != transcript.Note:
			inside = false
		case inside:
			if s := tape.State(i + 1); s.OwedCount() == 0 && s.Phase() != smtp.Leaving {
				reached = s
			}
		}
	}
	return from, reached
}

// goalLines are the lines that say where a step leads: those behind where one is.
func goalLines(said string) string {
	var b strings.Builder
	before := ""
	for line := range strings.Lines(said) {
		if i := strings.LastIndex(before, "now: "); i >= 0 && strings.HasPrefix(line, "goal") {
			b.WriteString(line)
		}
		before = line
	}
	return b.String()
}
