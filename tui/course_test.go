package tui

import (
	"fmt"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/loopback"
	"ehlo/tui/classroom"
	"ehlo/tui/desk"
)

// attends lets a student sit at a screen with a lesson of the course that comes with ehlo.
func attends(t *testing.T, w, h int, lesson, locale string, do func(s *student, l *course.Lesson, n *classroom.Notebook)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		open := func() (*course.Course, error) { return course.Open(course.Included(), locale) }
		c, err := open()
		if err != nil {
			t.Fatal(err)
		}
		l, err := c.Lesson(lesson)
		if err != nil {
			t.Fatal(err)
		}
		server := loopback.New(loopback.Options{}.Fixed())
		config := lessonConfig(lesson, server, func(conn net.Conn) { server.ServeConn(conn) })
		n := new(classroom.Notebook)
		config.Course, config.Progress = open, n
		s := &student{person: &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}}
		s.at(w, h, config)
		s.waits(3 * time.Second)
		do(s, l, n)
		s.leave()
		server.Close()
	})
}

// Every lesson is mastered at a screen of the usual size by who does what it asks for,
// guesses right and wrong in turn, and answers each question wrong first.
func TestWholeCourse(t *testing.T) {
	c, err := course.Open(course.Included(), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range c.Lessons {
		t.Run(h.Name, func(t *testing.T) {
			attends(t, 80, 24, h.Name, "en", masters)
		})
	}
}

// The words of a translated lesson have room on the screen as well.
func TestCourseInGerman(t *testing.T) {
	attends(t, 80, 24, "greeting", "de", masters)
}

func masters(s *student, l *course.Lesson, n *classroom.Notebook) {
	for i := range l.Steps {
		s.step = &l.Steps[i]
		s.opens(i + 1)
		s.follows()
		s.solves()
		s.answers()
		if view, _ := s.desk.Lesson(); !view.Done || !view.Mastered {
			s.t.Fatalf("step %d, %s, is not done:\n%s", i+1, s.step.Title, s.screen())
		}
		s.prompted()
		if s.step.Tip != "" {
			s.finds("tip", s.step.Tip)
		}
		if m := n.Mark(l.Name, i+1); m.Outcome != progress.Mastered || m.Tries != 1 {
			s.t.Errorf("step %d, %s, is kept as %v", i+1, s.step.Title, m)
		}
		s.says(":next").waits(3 * time.Second).whole()
	}
	s.sees(fmt.Sprintf("%d of %d steps mastered, 0 done", len(l.Steps), len(l.Steps)), "questions right at once", "time: ")
}

// Where the list of lessons is open Enter opens one, whatever it does otherwise.
func TestLessonListOverAStep(t *testing.T) {
	for _, size := range sizes {
		learns(t, size[0], size[1], "party", func(p *person) {
			p.sees("Enter says it").says(":lesson list").sees("Enter open").misses("Enter says it").press("esc").sees("Enter says it")
			p.says(":skip", ":skip").waits(time.Second).sees("type the number").says(":lesson list").sees("Enter open").misses("type the number")
			p.types("2").press("enter").sees("not that one", "type the number").misses("Another one")
		})
	}
}

// A question that has not room enough beside the session is whole behind F2.
func TestQuestionIsCut(t *testing.T) {
	learns(t, 80, 14, "party", func(p *person) {
		p.says(":skip", ":skip").waits(time.Second).says("2").sees("… F2 shows all of it", "not that one").misses(" 3  QUIT")
		p.press("f2").sees("Question 1 of 2", "Two recipients are accepted and").press("pgdown").sees(" 3  QUIT").whole()
	})
}

// Without colour a lesson says the same: what is met, missing, wrong and hidden has signs.
func TestLessonWithoutColour(t *testing.T) {
	server := loopback.New(loopback.Options{}.Fixed())
	t.Cleanup(func() { server.Close() })
	term := starts(t, desk.New(lessonConfig("party", server, func(conn net.Conn) { server.ServeConn(conn) })), "NO_COLOR=1")
	for _, scene := range []struct{ keys, shows string }{
		{"", "○ Somebody was refused"},
		{"\r", "░░░ what comes?"},
		{"5", "you said 5, it is 2"},
		{"\r", "░░░ what comes?"},
		{"2", "2, as you said"},
		{"\r2", "step 1 of 3 · 2/2"},
		{"\x1bOQ", "✓ Somebody was refused"},
		{":next\r", "Fill in the blank"},
		{"RCPT TO:<alice@example.com>, <carol@example.com>\r", "! One forward-path per RCPT."},
		{"RSET\r", "! RSET took the sender"},
		{":skip\r", "Question 1 of 2"},
		{"2\r", "! not that one: The two would be named"},
		{"1\r", "Question 2 of 2"},
		{"100\r", ":next ends the lesson"},
		{":next\r", "2 of 3 steps mastered"},
		{":lesson list\r", "2 of 3 steps"},
	} {
		term.types(scene.keys)
		term.shows(t, scene.shows)
	}
	term.types("\x03\x03")
	<-term.ended
	for _, sequence := range ours.FindAllString(term.stream.String(), -1) {
		if colours(sequence) {
			t.Errorf("a colour is written: %q", sequence)
		}
	}
}

// Who does not ask for a lesson does not wait for one: neither the course nor what was
// done of it is read before.
func TestCourseIsReadWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{}.Fixed())
		config := lessonConfig("", server, func(conn net.Conn) { server.ServeConn(conn) })
		read, notes := config.Course, counted{Progress: config.Progress}
		reads := 0
		config.Course = func() (*course.Course, error) { reads++; return read() }
		config.Progress = &notes
		p := &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}
		p.at(80, 24, config)
		p.says(upToRcpt...).says(":help", ":predict on", "RSET").press("2", "f1", "esc", "esc", "up", "enter", "esc").says(":commands", ":hint", ":next")
		p.types(":les").press("esc", "esc", "ctrl+u")
		if reads > 0 || notes.loads.Load() > 0 || notes.saves.Load() > 0 {
			t.Errorf("unasked, the course was read %d times, what was done %d times, and written %d times", reads, notes.loads.Load(), notes.saves.Load())
		}
		p.press("f2").sees("A party for two").press("down", "enter").says(":lesson list", ":lesson party")
		if reads != 1 || notes.loads.Load() == 0 || notes.saves.Load() == 0 {
			t.Errorf("asked, the course was read %d times, what was done %d times, and written %d times", reads, notes.loads.Load(), notes.saves.Load())
		}
		p.leave()
		server.Close()
	})
}

// counted counts what is asked of a progress file.
type counted struct {
	desk.Progress
	loads, saves atomic.Int32
}

func (c *counted) Load() (progress.Book, error) { c.loads.Add(1); return c.Progress.Load() }

func (c *counted) Save(m progress.Mark) error { c.saves.Add(1); return c.Progress.Save(m) }
