package tui

import (
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/loopback"
)

// attends lets a student sit at a screen with a lesson of the course that comes with ehlo.
func attends(t *testing.T, w, h int, lesson, locale string, do func(s *student, l *course.Lesson, n *notebook)) {
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
		n := &notebook{book: progress.Book{}}
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

func masters(s *student, l *course.Lesson, n *notebook) {
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
		if m, _ := n.book.At(l.Name, i+1); m.Outcome != progress.Mastered || m.Tries != 1 {
			s.t.Errorf("step %d, %s, is kept as %v", i+1, s.step.Title, m)
		}
		s.says(":next").waits(3 * time.Second).whole()
	}
	s.sees(fmt.Sprintf("%d of %d steps mastered, 0 done", len(l.Steps), len(l.Steps)), "questions right at once", "time: ")
}

// A question that has not room enough beside the session is whole behind F2.
func TestQuestionIsCut(t *testing.T) {
	learns(t, 80, 15, "party", func(p *person) {
		p.says(":skip", ":skip").waits(time.Second).says("2").sees("… F2 shows all of it").misses("named twice")
		p.press("f2").sees("Question 1 of 2", "Two recipients are accepted and", " 3  QUIT").press("pgdown").sees("The two would be named twice").whole()
	})
}
