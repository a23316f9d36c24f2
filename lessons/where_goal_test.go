package lessons

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
)

// TestAims writes down where each step of each lesson leads, for somebody to read beside
// the goals of the step.
func TestAims(t *testing.T) {
	for _, locale := range []string{"en", "de"} {
		all, err := course.Open(course.Included(), locale)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		for _, h := range all.Lessons {
			l, err := all.Lesson(h.Name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s\n", l.Name)
			state := smtp.State{}
			for i := range l.Steps {
				state = writeAim(&b, l, i, state)
			}
		}
		golden(t, "testdata/aims.txt", b.Bytes())
	}
}

// writeAim tells where step i of a lesson leads, and returns where its solution ends. The
// step begins in state s unless it wants a new connection.
func writeAim(b *bytes.Buffer, l *course.Lesson, i int, s smtp.State) smtp.State {
	step := &l.Steps[i]
	if i == 0 || step.Fresh || step.Persona != l.Steps[i-1].Persona || s.Reading() != smtp.AsCommand {
		s = placeAfter(wayGreeted)
	}
	told := *step
	told.Predict = false
	full, leads := told.Aim(s)
	words := "none: there is nothing to say"
	switch aim, ok := step.Aim(s); {
	case ok:
		p := Where(s, false).Toward(aim, false)
		words = p.Goal.Words + " (" + p.Goal.Brief + ")"
		if p.Goal.Marks != nil {
			words += " " + string(signs(p.Map)) + " " + string(marks(p.Goal.Marks))
		}
	case step.Predict:
		words = "none: replies are to be guessed"
	case step.Solution != nil && !leads:
		words = "none: it ends where it began"
	}
	fmt.Fprintf(b, "  %d %s, %s\n", i+1, step.Kind(), words)
	if full.Closed {
		return full.State.Closed()
	}
	if step.Solution == nil {
		return s
	}
	return full.State
}

func signs(list []Station) (row []rune) {
	for _, s := range list {
		row = append(row, s.Mark.Sign())
	}
	return row
}

func marks(list []Mark) (row []rune) {
	for _, m := range list {
		row = append(row, m.Sign())
	}
	return row
}

// stepOf returns a step with this solution.
func stepOf(t *testing.T, solution string) *course.Step {
	t.Helper()
	text := "---\ntitle: T\n---\n\n## S\n\n```step\ngoals:\n  - say: a\n    when: closed != \"\"\n    unmet: b\nhints: [a, b]\nsolution: |\n  " +
		strings.ReplaceAll(strings.TrimSpace(solution), "\n", "\n  ") + "\n```\n"
	l, err := course.Parse("t.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return &l.Steps[0]
}

// What a goal says, and its marks below those of where the dialogue stands.
func TestToward(t *testing.T) {
	const (
		letter = "C: EHLO a.example\nS: 250\nC: MAIL FROM:<b@a.example>\nS: 250\nC: RCPT TO:<c@example.com>\nS: 2xx\n"
		sent   = letter + "C: DATA\nS: 354\nC: hi\nC: .\n"
	)
	for _, x := range []struct {
		what, solution string
		now            string // a dialogue
		words, brief   string
		signs, marks   string
	}{
		{"a message", sent + "S: 250\n", wayGreeted, "message accepted", "accepted", "●······", "○○○○○○○"},
		{"in the middle", sent + "S: 250\n", wayRcpt, "message accepted", "accepted", "✓✓✓●···", "○○○○○○○"},
		{"a note between", "C: EHLO a.example\nS: 2xx\nC: MAIL FROM:<b@a.example>\n# both at once\nC: RCPT TO:<c@example.com>\nS: 250\nS: 250\n", wayGreeted, "recipients (1 accepted)", "recipients", "●······", "○○○○···"},
		{"and a goodbye", sent + "S: 250\nC: QUIT\nS: 221\n@closed\n", wayGreeted, "message accepted, then goodbye", "accepted", "●······", "○○○○○○○"},
		{"the server leaves", sent + "S: 250\nS: 421\n@closed\n", wayGreeted, "message accepted, then closed", "accepted", "●······", "○○○○○○○"},
		{"a goodbye alone", "C: QUIT\nS: 221\n", wayGreeted, "goodbye said, connection closed", "goodbye said", "●······", ""},
		{"a goodbye, said", "C: QUIT\nS: 221\n", wayGreeted + "C: QUIT\nS: 221 bye\n", "goodbye said, connection closed", "goodbye said", "✓●·", "○○○"},
		{"gone too early", sent + "S: 250\n", wayGreeted + "C: QUIT\nS: 221 bye\n", "message accepted", "accepted", "✓●·", ""},
		{"refused behind the dot", sent + "S: 554\n", wayGreeted, "message refused", "not accepted", "●······", "○○○○○○✗"},
		{"nobody taken", "C: MAIL FROM:<b@a.example>\nS: 250\nC: RCPT TO:<c@example.com>\nS: 550\n", wayGreeted + "C: EHLO a.example\nS: 250 ok\n", "sender named, 1 refused", "sender named", "✓●·····", "○○○✗···"},
		{"one of three", letter + "C: RCPT TO:<d@example.com>\nS: 4xx\nC: RCPT TO:<e@example.com>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 250\n", wayGreeted, "accepted for 2, 1 refused", "accepted for 2", "●······", "○○○○○○○"},
		{"the same one twice", sent + "S: 250\n" + sent + "S: 250\n", wayGreeted, "2 messages accepted", "2 messages", "●······", "○○○○○○○"},
		{"in pieces", sent + "S: 250\n" + strings.ReplaceAll(sent, "<c@", "<d@") + "S: 250\n", wayGreeted, "accepted for 2 recipients", "accepted for 2", "●······", "○○○○○○○"},
		{"then the next", sent + "S: 250\nC: MAIL FROM:<b@a.example>\nS: 250\n", wayGreeted, "message accepted, then sender named, no recipient yet", "sender named", "●······", "○○○····"},
		{"then nothing", sent + "S: 250\nC: RSET\nS: 250\nC: MAIL FROM:<b@a.example>\nS: 250\nC: RSET\nS: 250\n", wayGreeted, "message accepted", "accepted", "●······", "○○○○○○○"},
		{"a text", letter + "C: DATA\nS: 354\nC: hi\n", wayGreeted, "message text begun", "message text", "●······", "○○○○○○·"},
		{"TLS", "C: STARTTLS\nS: 220\nC: EHLO a.example\nS: 250\n", wayGreeted + "C: EHLO a.example\nS: 250 ok\n", "ready, inside TLS", "ready", "✓·●·····", "○○○·····"},
		{"chunks", letter + "C: BDAT 3 LAST\nC\"hi\\n\"\nS: 250\n", wayGreeted, "message accepted", "accepted", "●·····", "○○○○○○"},
		{"another way", letter + "C: BDAT 3 LAST\nC\"hi\\n\"\nS: 250\n", wayText, "message accepted", "accepted", "✓✓✓✓✓●·", "○○○○··○"},
		{"turned away", sent + "S: 250\n", "S: 554 no\n", "message accepted", "accepted", "✗·", ""},
	} {
		t.Run(x.what, func(t *testing.T) {
			aim, ok := stepOf(t, x.solution).Aim(placeAfter(wayGreeted))
			if !ok {
				t.Fatal("it leads nowhere")
			}
			p := Where(placeAfter(x.now), false).Toward(aim, false)
			got := fmt.Sprintf("%s (%s) %s %s", p.Goal.Words, p.Goal.Brief, string(signs(p.Map)), string(marks(p.Goal.Marks)))
			if want := fmt.Sprintf("%s (%s) %s %s", x.words, x.brief, x.signs, x.marks); got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}

// Where one stands at the goal already and goals are open, the place says nothing of it.
func TestTowardIsThereAlready(t *testing.T) {
	const letter = "C: EHLO a.example\nS: 250\nC: MAIL FROM:<b@a.example>\nS: 250\nC: RCPT TO:<c@example.com>\nS: 250\n"
	for solution, now := range map[string]string{
		letter: wayRcpt,
		letter + "C: DATA\nS: 354\nC: .\nS: 250\n": wayText + "C: .\nS: 250 ok\n",
	} {
		aim, ok := stepOf(t, solution).Aim(placeAfter(wayGreeted))
		if !ok {
			t.Fatal(solution)
		}
		p := Where(placeAfter(now), false)
		if open, reached := p.Toward(aim, false), p.Toward(aim, true); open.Goal != nil || reached.Goal == nil {
			t.Errorf("%s: now %s, open %+v, reached %+v", solution, p.Now, open.Goal, reached.Goal)
		}
	}
}
