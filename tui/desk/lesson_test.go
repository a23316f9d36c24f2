package desk

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/classroom"
)

const firstLesson = `---
title: The first
minutes: 3
---
Words **before** it.

## Read

Something to read.

` + "```step\ncore: true\n```" + `

## Watch

` + "```step" + `
fresh: true
predict: true
aid: none
worked: |
  C: NOOP
  S: 250
  C: ____ client.example
  S: 250
goals:
  - say: NOOP was answered
    when: count(replies("NOOP", "250")) >= 1
    unmet: Enter says it.
  - say: A hello was accepted
    when: count(replies("EHLO", "250")) >= 1
    unmet: The blank is a hello.
hints: [nudge, "another: EHLO pc.example.net"]
solution: |
  C: NOOP
  S: 250
  C: EHLO client.example
  S: 250
tip: The tip.
` + "```" + `

## Do

` + "```step" + `
fresh: true
persona: strict
eol: lf
stuffing: off
aid: faults
goals:
  - say: You left
    when: count(replies("QUIT", "221")) >= 1
    unmet: Still here, {{count(said("NOOP"))}} times NOOP.
never:
  - when: count(said("RSET")) >= 1
    say: RSET spoils it.
mistakes:
  - when: last.verb == "" && last.line != ""
    say: That is no verb.
hints: [nudge, "another: QUIT"]
solution: |
  C: QUIT
  S: 221
  @closed
` + "```" + `

## Questions

` + "```step\nask: 2\n```" + `

` + "```quiz" + `
- ask: Which?
  choice:
    - {is: this, why: Not this.}
    - {is: that, right: true, why: That one.}
- ask: How many?
  number: 7
  near: {6: Almost.}
  why: Seven it is.
- ask: Which row?
  pick: [a, b]
  answer: 1
  why: Row a.
` + "```" + `
`

const secondLesson = `---
title: The second
minutes: 1
needs: [first]
---
## Only

` + "```step" + `
goals:
  - say: carol has mail
    when: box("carol@example.com").n >= 1
    unmet: Nothing yet.
hints: [nudge, "another: MAIL"]
solution: |
  C: EHLO a.example
  S: 250
` + "```" + `
`

// teach is a configuration with two lessons.
func teach(n *classroom.Notebook) Config {
	files := fstest.MapFS{"01-first.md": {Data: []byte(firstLesson)}, "02-second.md": {Data: []byte(secondLesson)}}
	return Config{
		Course:   func() (*course.Course, error) { return course.Open(files, "en") },
		Progress: n,
	}
}

// learn has a person sit at the included server with two lessons.
func learn(t *testing.T, n *classroom.Notebook, act func(*person)) {
	t.Helper()
	sit(t, teach(n), func(p *person) {
		p.d.cfg.World = classroom.World{Server: p.server}
		act(p)
	})
}

// types enters lines, each a moment after the one before.
func (p *person) types(lines ...string) {
	for _, line := range lines {
		p.do("> " + line)
		time.Sleep(3 * time.Second)
		p.settle()
	}
}

func (p *person) view() LessonView {
	p.t.Helper()
	v, ok := p.d.Lesson()
	if !ok {
		p.t.Fatal("no lesson is open")
	}
	return v
}

func TestLessonList(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		if p.d.course != nil {
			t.Error("the course was read before anybody asked for it")
		}
		p.page = nil
		p.types(":lesson")
		p.shows("view 15  1 first: The first, 3 minutes (core) | 2 second: The second, one minute | :lesson NAME")
		p.types(":hint", ":next", ":lesson nosuch")
		p.shows("no lesson is open", "no lesson is open", "no lesson nosuch; there are first, second")
		p.types(":lesson end")
		p.shows("no lesson is open")
	})
}

// A step to read, worked lines, a blank, a tip.
func TestLessonIsPlayed(t *testing.T) {
	n := new(classroom.Notebook)
	learn(t, n, func(p *person) {
		p.types(":lesson first")
		v := p.view()
		if v.Step != 1 || v.Of != 4 || v.Heading != "Read" || !v.Done || v.Intro != "Words **before** it." || v.Next != ":next goes on, :next core to the end, or try things" {
			t.Errorf("%+v", v)
		}
		p.types(":next")
		p.page = nil
		if s := p.d.Status(); !s.Predicting || s.Aid != course.AidNone || s.Lesson != "lesson 1 · step 2 of 4" {
			t.Errorf("%+v", s)
		}
		if v := p.view(); v.Kind != "fill in" || v.Next != "Enter says: NOOP" || v.Goals[0].Unmet != "Enter says it." {
			t.Errorf("%+v", v)
		}
		p.types("", "2")
		p.shows("C NOOP", "S 250", "2, as you said", "goal met: NOOP was answered")
		p.types("", "____ client.example")
		p.shows("this line has a blank to fill in: ____ client.example", "____ is still to be filled in", "put ____")
		if line, cursor, ok := p.d.Fill(); line != " client.example" || cursor != 0 || !ok {
			t.Errorf("%q %d %v", line, cursor, ok)
		}
		p.types(":next")
		p.shows("still missing: A hello was accepted. The blank is a hello. :skip goes on without it")
		p.types("EHLO pc.example.net", "5")
		p.shows("you said 5, it is 2", "goal met: A hello was accepted", "The tip.", "step 2 of 4 is done; :next goes on")
		if v := p.view(); !v.Done || !v.Mastered || v.HasWorked || v.Tip != "The tip." {
			t.Errorf("%+v", v)
		}
		if got := n.Mark("first", 2).String(); got != "first 2 mastered 2000-01-01 tries=1" {
			t.Error(got)
		}
	})
}

// What a line leads to is told behind its reply, whatever the included server has to say
// of the line before that.
func TestGoalStandsBehindItsReply(t *testing.T) {
	for name, more := range map[string]string{"plain": "", "silence": "  - say: It was still\n    when: silence(5)\n    unmet: Wait.\n"} {
		lesson := "---\ntitle: One\nminutes: 1\n---\n## Only\n\n```step\ngoals:\n  - say: NOOP was said\n    when: count(said(\"NOOP\")) >= 1\n    unmet: Say it.\n" +
			more + "hints: [a, b]\nsolution: |\n  C: NOOP\n  S: 250\n```\n"
		c := teach(new(classroom.Notebook))
		c.Course = func() (*course.Course, error) {
			return course.Open(fstest.MapFS{"01-one.md": {Data: []byte(lesson)}}, "en")
		}
		var tape *transcript.Transcript
		answer := func(line string) string {
			if line == "NOOP" {
				time.Sleep(time.Second / 4)
				tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Warning, Text: "by the way", At: transcript.Now})
				time.Sleep(time.Second / 4)
			}
			return "250 Ok"
		}
		t.Run(name, func(t *testing.T) {
			sitAt(t, c, answer, func(p *person) {
				tape = p.d.Tape()
				p.types(":lesson one")
				p.page = nil
				p.types("NOOP")
				p.shows("C NOOP", "# by the way", "S 250 Ok", "! goal met: NOOP was said")
			})
		})
	}
}

// Mistakes are said at their line, what must not happen asks for a new try, and the
// solution is no mastery.
func TestLessonGoesWrong(t *testing.T) {
	n := new(classroom.Notebook)
	learn(t, n, func(p *person) {
		p.types(":stuffing on", ":lesson 1", ":skip", ":skip")
		if s := p.d.Status(); s.Ending != smtp.LF || s.Stuffing || p.server.Persona() != "strict" || s.Predicting {
			t.Errorf("%+v, %s", s, p.server.Persona())
		}
		p.types(":eol crlf")
		p.page = nil
		p.types("BLAH", "BLAH")
		p.shows("C BLAH", "S 500", "! That is no verb.")
		p.types("RSET")
		p.shows("! RSET spoils it. :reset begins the step again")
		p.types("QUIT", ":next")
		p.shows("goal met: You left", "RSET spoils it. :reset begins the step again, :skip")
		if v := p.view(); v.Done || v.Broken != "RSET spoils it." || v.Next != again {
			t.Errorf("%+v", v)
		}
		dials := p.dials
		p.types(":reset")
		if v := p.view(); p.dials != dials+1 || v.Broken != "" || v.Goals[0].Met || v.Goals[0].Unmet != "Still here, 0 times NOOP." {
			t.Errorf("%+v", v)
		}
		p.page = nil
		p.types(":hint", ":hint", ":hint", ":solution")
		p.shows("hint 1 of 2: nudge", "hint 2 of 2: another: QUIT; :solution shows a way", "hint 2 of 2", "is done, not mastered", "C: QUIT | S: 221")
		p.types(":eol crlf", "QUIT")
		if v := p.view(); !v.Done || v.Mastered || len(v.Hints) != 2 {
			t.Errorf("%+v", v)
		}
		if got := n.Mark("first", 3).String(); got != "first 3 helped 2000-01-01 tries=2 hints=2 solution" {
			t.Error(got)
		}
		if got := n.Mark("first", 2).String(); got != "first 2 skipped 2000-01-01 tries=1" {
			t.Error(got)
		}
		p.types(":lesson end")
		if s := p.d.Status(); s.Ending != smtp.CRLF || !s.Stuffing || p.server.Persona() != "default" || s.Lesson != "" {
			t.Errorf("%+v, %s", s, p.server.Persona())
		}
	})
}

func TestLessonQuestions(t *testing.T) {
	n := new(classroom.Notebook)
	for step := 1; step <= 3; step++ {
		n.Save(progress.Mark{Place: progress.Place{Lesson: "first", Step: step}, Outcome: progress.Mastered})
	}
	learn(t, n, func(p *person) {
		p.types(":lesson first") // goes on where it was left
		if v := p.view(); v.Step != 4 || p.d.Mode() != QuizMode || v.Question.Ask != "Which?" || v.Question.N != 1 || v.Question.Of != 2 || len(v.Question.Options) != 2 {
			t.Fatalf("%+v", v)
		}
		p.page = nil
		p.types("what", "what", "1")
		p.shows("the answer is a number from 1 to 2, or the words of an option", "the answer is a number", "not that one: Not this. Try again")
		before := len(p.d.Notices())
		p.types("this", "1")
		p.shows("not that one either; try again", "not that one either; try again")
		if got := len(p.d.Notices()) - before; got != 2 {
			t.Errorf("two wrong answers left %d notices", got)
		}
		p.types(":next", "THAT", "6", "seven", "8", "9", "7 of them")
		p.shows("question 1 of 2 is not answered yet", "right: That one.", "not that one: Almost.", "the answer is a number", "not that one: Seven it is.", "not that one either", "right", "step 4 of 4 is done; :next ends the lesson")
		if got := n.Mark("first", 4).String(); !strings.HasSuffix(got, "tries=1 quiz=0/2") {
			t.Error(got)
		}
		p.types(":next")
		p.shows("4 of 4 steps mastered, 0 done with the solution, 0 skipped | 0 of 2 questions right at once | time: 0:39 | next: The second; :next begins it")
		if v := p.view(); !v.Over || p.d.Mode() != CommandMode || v.Next != ":next begins second, :lesson list shows all" {
			t.Errorf("%+v", v)
		}
		p.types(":hint", ":back")
		if v := p.view(); v.Over || v.Question.Ask != "Which row?" {
			t.Errorf("the pool does not go on: %+v", v.Question)
		}
		p.types(":back", ":next") // it was done before
		if v := p.view(); v.Step != 4 {
			t.Errorf(":next went to step %d", v.Step)
		}
		p.types(":skip", ":next", ":lesson")
		if v := p.view(); v.Name != "second" {
			t.Errorf("%+v", v)
		}
	})
}
