//go:build unix

package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/transcript"
	"ehlo/tui/classroom"
)

const (
	keyF2    = "\x1bOQ"
	keyCtrlC = "\x03"
)

// kept returns the progress file below home, which must be whole and for its owner alone.
func kept(t *testing.T, home string) progress.Book {
	t.Helper()
	path := filepath.Join(home, "ehlo", "progress")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("the progress file has the mode %v, %v", info.Mode(), err)
	}
	if b := progress.Parse(string(text)); b.String() != string(text) {
		t.Errorf("the progress file is not whole:\n%s", text)
	}
	rest, err := filepath.Glob(filepath.Join(home, "ehlo", "progress?*"))
	if err != nil || len(rest) > 0 {
		t.Errorf("beside the progress file lies %v, %v", rest, err)
	}
	return progress.Parse(string(text))
}

func wantMark(t *testing.T, home string, step int, outcome progress.Outcome, tries int) {
	t.Helper()
	if m, _ := kept(t, home).At("greeting", step); m.Outcome != outcome || m.Tries != tries {
		t.Errorf("step %d is kept as %q", step, m)
	}
}

// A lesson at a terminal: it begins, is left, goes on where it was, is killed, and what
// was done is kept.
func TestLessonAtATerminal(t *testing.T) {
	home := t.TempDir()
	s := sits(t, home, nil, "lesson", "greeting", "--listen", "127.0.0.1:0")
	s.shows("┌ The greeting", "lesson 1 · step 1 of 7", "Question 1 of 1", "type the number of your answer")
	s.types(keyF2)
	s.shows("S 220 smtp.example.com")
	s.hides("┌ The greeting")
	s.types(keyF2)
	s.shows("┌ The greeting")
	s.types("1\r")
	s.shows("! not that one: The second")
	s.types("2\r")
	s.shows(":next goes on")
	s.types(":next\r")
	s.shows("┌ Watch, and guess", "lesson 1 · step 2 of 7 · 0/3", "Enter says it")
	s.types("\r")
	s.shows("░░░ what comes?")
	s.types("2")
	s.shows("2, as you said (1 of 1 right)", "lesson 1 · step 2 of 7 · 1/3")
	s.types(keyCtrlC)
	s.shows("Ctrl+C once more leaves")
	s.types(keyCtrlC)
	s.leaves(exitOK)
	s.gives()
	wantMark(t, home, 1, progress.Mastered, 1)
	wantMark(t, home, 2, progress.Begun, 1)

	s = sits(t, home, nil, "lesson", "--listen", "127.0.0.1:0")
	s.shows("┌ Watch, and guess", "lesson 1 · step 2 of 7 · 0/3")
	s.types("\r")
	s.shows("░░░ what comes?")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.leaves(exitOK)
	s.gives()
	wantMark(t, home, 1, progress.Mastered, 1)
	wantMark(t, home, 2, progress.Begun, 2)
}

// A listener follows the program line by line, at a terminal that can do nothing.
type listener struct {
	*seat
	from int // octets that were written before the last line was typed
}

// says types a line and waits for a text and for what the next line is asked for with.
func (l *listener) says(line, text string) {
	l.t.Helper()
	l.from = len(l.written())
	l.types(line + "\n")
	l.hears(text)
}

func (l *listener) hears(text string) {
	l.t.Helper()
	l.until(text, func() bool {
		said := l.written()
		return len(said) > l.from && strings.Contains(said[l.from:], text) && strings.HasSuffix(said, "> ")
	})
}

// A terminal that can do nothing gets line mode, and in it the whole lesson.
func TestLessonInADumbTerminal(t *testing.T) {
	home := t.TempDir()
	s := &listener{seat: sits(t, home, []string{"TERM=dumb"}, "lesson", "greeting", "--listen", "127.0.0.1:0")}
	lesson := lessonIn(t, "en")
	opened := func(i int) string {
		core := map[bool]string{true: ", core"}[lesson.Steps[i].Core]
		return fmt.Sprintf("step %d of %d%s: %s", i+1, len(lesson.Steps), core, lesson.Steps[i].Title)
	}
	s.hears(opened(0))
	guesses := 0
	for i := range lesson.Steps {
		step := &lesson.Steps[i]
		for _, line := range solution(step) {
			if s.says(line, ""); strings.HasSuffix(s.written(), "Enter skips> ") {
				guesses++
				s.says(string("25"[guesses%2]), " right)")
			}
		}
		for k := range cmp.Or(step.Ask, len(step.Pool)) {
			wrong, right := classroom.Answers(&step.Pool[k])
			s.says(wrong, "not that one: ")
			s.says(right, "right")
		}
		if i+1 < len(lesson.Steps) {
			s.says(":next", opened(i+1))
		}
	}
	s.says(":next", "7 of 7 steps mastered, 0 done with the solution, 0 skipped")
	s.types(":quit\n")
	s.leaves(exitOK)
	if strings.Contains(s.written(), "\x1b") {
		t.Errorf("it gets an escape sequence: %q", s.written())
	}
	if guesses < 5 {
		t.Errorf("%d predictions were asked for", guesses)
	}
	for i := range lesson.Steps {
		wantMark(t, home, i+1, progress.Mastered, 1)
	}
}

// lessonIn is the first lesson in a language.
func lessonIn(t *testing.T, locale string) *course.Lesson {
	t.Helper()
	c, err := course.Open(course.Included(), locale)
	if err != nil {
		t.Fatal(err)
	}
	l, err := c.Lesson("greeting")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// solution returns the lines that a step is done with.
func solution(s *course.Step) (lines []string) {
	if s.Solution == nil {
		return nil
	}
	for _, step := range s.Solution.Script.Steps {
		if step.Kind == transcript.SayLine {
			lines = append(lines, strings.TrimSuffix(string(step.Octets), "\r\n"))
		}
	}
	return lines
}

// The words of a lesson can be those of another language.
func TestLessonInGerman(t *testing.T) {
	l := lessonIn(t, "de")
	s := sits(t, t.TempDir(), nil, "lesson", "greeting", "--lang", "de", "--listen", "127.0.0.1:0")
	s.shows("┌ "+l.Steps[0].Title, l.Title)
	s.types("2\r")
	s.shows(":next goes on")
	s.types(":next\r")
	s.shows("┌ " + l.Steps[1].Title)
	s.types(":quit\r")
	s.leaves(exitOK)
	s.gives()
}
