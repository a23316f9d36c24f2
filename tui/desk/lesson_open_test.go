package desk

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/tui/classroom"
)

// A line that is given while a step is being opened is nobody's: it stays at the prompt.
func TestLineBeforeTheStep(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types("NOOP", ":lesson first")
		p.page = nil
		p.do("> :next") // the next step wants a connection of its own
		p.do("> EHLO client.example")
		if v := p.view(); !v.Opening || p.last.Put != "EHLO client.example" || p.d.Status().HasHeld {
			t.Errorf("%+v, put %q", v, p.last.Put)
		}
		p.shows("not sent: the step is still being opened; Enter gives the line")
		p.types("")
		p.types("EHLO client.example", "2")
		p.shows("# lesson first, step 2", "C EHLO client.example", "goal met: A hello was accepted")
	})
}

// Who gives up waiting for the greeting may say what they like.
func TestLineWithoutGreeting(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types("NOOP", ":lesson first")
		p.delay.Store(int64(time.Hour))
		p.do("> :next")
		time.Sleep(3 * time.Second)
		p.settle()
		p.do("stop")
		p.page = nil
		p.do("> EHLO client.example")
		p.shows("C EHLO client.example")
	})
}

// In text the worked session waits, and Enter is an empty line of it.
func TestWorkedWaitsForTheText(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types(":lesson first", ":next", ":predict off")
		p.types("EHLO a.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA")
		if v := p.view(); v.HasWorked || v.Next != "end the text first: a line with one dot" {
			t.Errorf("%+v", v)
		}
		p.page = nil
		p.types("", ".")
		p.shows("C ", "C .", "S 250")
		if v := p.view(); !v.HasWorked || v.Next != "Enter says: NOOP" {
			t.Errorf("%+v", v)
		}
	})
}

// The transcript says where a step began.
func TestLessonIsNoted(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.page = nil
		p.types(":lesson first")
		p.shows("# lesson first, step 1: Read")
	})
}

// A lesson waits until a text is ended; a step that begins in one gets a connection.
func TestLessonInText(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types("EHLO a.example", "MAIL FROM:<>", "RCPT TO:<alice@example.com>", "DATA", "one")
		dials := p.dials
		p.types(":lesson second")
		if p.dials != dials+1 || p.d.Mode() != CommandMode || p.view().Opening {
			t.Errorf("%d dials, %v", p.dials-dials, p.d.Mode())
		}
	})
}

// A step that goes on in the open session begins again without what was begun in it.
func TestResetInTransaction(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types("EHLO a.example", ":lesson second")
		dials := p.dials
		p.types("NOOP", ":reset")
		if p.dials != dials {
			t.Error("it connected though nothing was open")
		}
		p.types("MAIL FROM:<bob@example.org>")
		p.page = nil
		p.types(":reset")
		if _, open := p.d.State().Sender(); open || p.dials != dials+1 || p.view().Opening {
			t.Errorf("%d dials, %+v", p.dials-dials, p.view())
		}
		p.shows("a mail transaction was open, so the step begins on a new connection; the hello comes first", "S 220", "# lesson second, step 1")
		p.types("EHLO a.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA", "one")
		p.page = nil
		p.types(":reset")
		p.shows("a mail transaction was open")
		if p.dials != dials+2 || p.d.Mode() != CommandMode || p.view().Opening {
			t.Errorf("%d dials, %v", p.dials-dials, p.d.Mode())
		}
	})
}

// With another server some goals can't be met, and it is said so.
func TestLessonElsewhere(t *testing.T) {
	sitAt(t, teach(new(classroom.Notebook)), func(string) string { return "250 Ok" }, func(p *person) {
		p.page = nil
		p.types(":lesson second")
		p.shows("some goals look into mailboxes, which only the included server shows; ehlo lesson second opens it there")
	})
}

// The configuration's lesson is opened on one connection, and one that does not exist
// is no reason to open none.
func TestLessonAtTheStart(t *testing.T) {
	for name, want := range map[string]string{"first": "# lesson first, step 1", "2": "# lesson second, step 1", Resume: "# lesson second, step 1", "nosuch": "no lesson nosuch"} {
		n := new(classroom.Notebook)
		n.Save(progress.Mark{Place: progress.Place{Lesson: "second", Step: 1}, Day: "2026-01-01"})
		c := teach(n)
		c.Lesson = name
		sit(t, c, func(p *person) {
			p.shows(want)
			if p.dials != 1 {
				t.Errorf("%s: %d connections", name, p.dials)
			}
		})
	}
}

// The QUIT that ehlo says before it connects anew, or when it is left, is not the
// student's: it meets no goal.
func TestGoodbyeOfEhloMeetsNoGoal(t *testing.T) {
	for _, own := range []string{":reconnect", ":connect 127.0.0.1:42525", ":quit"} {
		n := new(classroom.Notebook)
		learn(t, n, func(p *person) {
			p.types(":lesson first", ":skip", ":skip", ":eol crlf")
			p.page = nil
			p.types("NOOP", own)
			if v := p.view(); v.Goals[0].Met || v.Goals[0].Unmet != "Still here, 1 times NOOP." {
				t.Errorf("after %s: %+v\n%s", own, v.Goals[0], strings.Join(p.page, "\n"))
			}
			if own == ":quit" {
				return
			}
			p.types("QUIT")
			p.shows("C QUIT", "S 221", "C QUIT", "S 221", "goal met: You left")
		})
		if got := n.Mark("first", 3).String(); strings.Contains(got, "mastered") != (own != ":quit") {
			t.Errorf("after %s it is kept as %s", own, got)
		}
	}
}

// A lesson names a server type by a file beside it, and by no other: what it names is not
// read as what a person names.
func TestLessonNamesAServerTypeByItsFile(t *testing.T) {
	for _, told := range []error{nil, errors.New("cannot read it")} {
		c := teach(new(classroom.Notebook))
		files := fstest.MapFS{"01-only.md": {Data: []byte(strings.Replace(secondLesson, "minutes: 1", "minutes: 1\npersona: types/mine.yaml", 1))}}
		c.Course = func() (*course.Course, error) { return course.Open(files, "en") }
		sit(t, c, func(p *person) {
			asked := ""
			p.d.cfg.House.Beside = func(file string) (string, error) {
				asked = file
				if told == nil {
					return "strict", p.server.SetPersona("strict")
				}
				return p.server.Persona(), told
			}
			dials := p.dials
			p.page = nil
			p.types(":lesson only")
			want := map[bool]string{true: "strict", false: "default"}[told == nil]
			if asked != "types/mine.yaml" || p.server.Persona() != want || (p.dials > dials) != (told == nil) {
				t.Errorf("%v: asked for %q, %s, %d connections", told, asked, p.server.Persona(), p.dials-dials)
			}
			if told != nil {
				p.shows("the step has the server type default: cannot read it; ehlo lesson check shows the place")
			}
			p.types(":lesson end")
			p.d.cfg.House.Beside = nil
			p.types(":lesson only")
			p.shows("the server type types/mine.yaml can't be read here, so the step has default")
		})
	}
}

// A word that is one of ehlo's commands in a lesson goes to the server without its colon,
// and it is said so; in text, and without a lesson, it is a line as every other.
func TestLessonCommandWithoutItsColon(t *testing.T) {
	const said = "ehlo's own command is :"
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types("hint")
		if page := strings.Join(p.page, "\n"); strings.Contains(page, said) || !strings.Contains(page, "C hint") {
			t.Errorf("without a lesson:\n%s", page)
		}
		p.types(":lesson second")
		for _, word := range []string{"hint", "NEXT", " skip", "solution", "back", "reset"} {
			p.page = nil
			p.types(word)
			p.shows("a line without a colon is for the server; "+said+strings.ToLower(strings.TrimSpace(word)), "C "+word, "S 500")
		}
		p.page = nil
		p.types("help", "hint me", "EHLO a.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA", "hint", ".")
		if page := strings.Join(p.page, "\n"); strings.Contains(page, said) {
			t.Errorf("of another line, or of text:\n%s", page)
		}
	})
}

// :next core goes from one core step to the next, past others that it leaves as they are.
func TestNextCoreStep(t *testing.T) {
	const step = "## Step\n\nText.\n\n```step\n"
	const do = "goals:\n  - say: NOOP\n    when: count(replies(\"NOOP\", \"250\")) >= 1\n    unmet: Nothing was done.\n" +
		"hints: [nudge, \"another: NOOP\"]\nsolution: |\n  C: NOOP\n```\n\n"
	third := "---\ntitle: The third\nminutes: 1\n---\n" + step + "core: true\n```\n\n" + step + do + step + "core: true # short\n" + do + step + do
	files := fstest.MapFS{"02-second.md": {Data: []byte(secondLesson)}, "03-third.md": {Data: []byte(third)}}
	n := new(classroom.Notebook)
	c := teach(n)
	c.Course = func() (*course.Course, error) { return course.Open(files, "en") }
	sit(t, c, func(p *person) {
		at := func(step int, next string) {
			t.Helper()
			if v := p.view(); v.Step != step || v.Next != next {
				t.Errorf("step %d, %q, want step %d, %q", v.Step, v.Next, step, next)
			}
		}
		p.types(":lesson third")
		at(1, ":next goes on, :next core to step 3, or try things")
		p.types(":next core")
		at(3, ":hint helps, :skip goes on without")
		p.page = nil
		p.types(":next core")
		p.shows("still missing: NOOP. Nothing was done.")
		p.types("NOOP")
		at(3, ":next goes on, :next core to the end, or try things")
		p.types(":next core")
		if v := p.view(); !v.Over {
			t.Errorf("%+v", v)
		}
		p.types(":lesson third") // where it was left: at the step between
		at(2, ":hint helps, :skip goes on without")
		p.types(":next core") // it is none of the short course: nobody need do it
		at(3, ":hint helps, :skip goes on without")
		p.page = nil
		p.types(":next two")
		p.shows(":next takes nothing behind it but core")
		p.types(":lesson second", ":next core")
		p.shows("no step of this lesson is a core step; :next goes on")
	})
	for step, want := range []string{"", "mastered", "begun", "mastered", ""} {
		if got := n.Mark("third", step).String(); want != "" && !strings.Contains(got, want) {
			t.Errorf("step %d is kept as %s", step, got)
		}
	}
	if m := n.Mark("third", 4); m.Step != 0 {
		t.Errorf("a step that was left out is kept as %s", m)
	}
}
