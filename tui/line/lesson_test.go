package line

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/loopback"
	"ehlo/transcript"
	"ehlo/tui/classroom"
	"ehlo/tui/desk"
)

// A student types a line a second; "~5s" is a pause.
type student struct{ lines []string }

func (s *student) Read(b []byte) (int, error) {
	for {
		time.Sleep(time.Second)
		if len(s.lines) == 0 {
			return 0, io.EOF
		}
		line := s.lines[0]
		s.lines = s.lines[1:]
		if pause, err := time.ParseDuration(strings.TrimPrefix(line, "~")); err == nil && strings.HasPrefix(line, "~") {
			time.Sleep(pause)
			continue
		}
		return copy(b, line+"\n"), nil
	}
}

// study has a student type lines in a lesson and returns what was said.
func study(t *testing.T, lesson string, lines []string, n *classroom.Notebook) (said string, tape *transcript.Transcript) {
	t.Helper()
	return attend(t, lesson, lines, n, nil)
}

// attend is study with a server of one's own; nil for the included one.
func attend(t *testing.T, lesson string, lines []string, n *classroom.Notebook, serve func(net.Conn)) (said string, tape *transcript.Transcript) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{}.Fixed())
		world := classroom.World{Server: server}
		var out bytes.Buffer
		if serve == nil {
			serve = func(conn net.Conn) { server.ServeConn(conn) }
		}
		c := desk.Config{Target: "127.0.0.1:42525", Open: opener(serve), Lesson: lesson, World: world, Progress: n}
		c.Tape = transcript.New(transcript.Start{Target: c.Target})
		c.Course = func() (*course.Course, error) { return course.Open(course.Included(), "en") }
		c.House = desk.House{Target: c.Target, Persona: world.Persona}
		d := desk.New(c)
		Run(d, Options{In: &student{lines}, Out: &out, Err: &out, Person: true})
		d.Close()
		server.Close()
		time.Sleep(time.Hour) // whatever waits comes to its end
		said, tape = out.String(), c.Tape
	})
	return said, tape
}

// solved returns what a student types who does a step as its solution does it.
func solved(s *course.Step) (lines []string) {
	if s.Predict {
		lines = append(lines, ":predict off")
	}
	if s.LoneLF {
		lines = append(lines, ":eol crlf")
	}
	if s.Solution != nil {
		lines = append(lines, typedAs(s)...)
	}
	n := s.Ask
	if n == 0 {
		n = len(s.Pool)
	}
	for _, q := range s.Pool[:n] {
		lines = append(lines, right(&q))
	}
	return append(lines, "~3s")
}

func typedAs(s *course.Step) (lines []string) {
	for _, step := range s.Solution.Script.Steps {
		line := strings.TrimSuffix(string(step.Octets), "\r\n")
		switch {
		case step.Kind == transcript.SayOctets:
			lines = append(lines, ":raw "+strconv.QuoteToASCII(string(step.Octets)), "~3s")
		case step.Kind != transcript.SayLine:
		case line == ".." && !s.Raw:
			lines = append(lines, ":dot")
		case strings.HasPrefix(line, "..") && !s.Raw:
			lines = append(lines, line[1:]) // ehlo doubles the dot
		case strings.HasPrefix(line, ":"):
			lines = append(lines, ":"+line)
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// right returns the right answer to a question.
func right(q *course.Question) string {
	if q.Number != nil {
		return fmt.Sprint(*q.Number)
	}
	for i, c := range q.Choices {
		if c.Right {
			return fmt.Sprint(i + 1)
		}
	}
	return fmt.Sprint(q.Answer)
}

// Every lesson is mastered by who types its solutions and knows its answers.
func TestWholeCourse(t *testing.T) {
	c, err := course.Open(course.Included(), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range c.Lessons {
		t.Run(h.Name, func(t *testing.T) {
			l, err := c.Lesson(h.Name)
			if err != nil {
				t.Fatal(err)
			}
			lines := []string{"~3s"}
			for i := range l.Steps {
				lines = append(append(lines, solved(&l.Steps[i])...), ":next", "~4s")
			}
			n := new(classroom.Notebook)
			said, _ := study(t, h.Name, lines, n)
			for i := range l.Steps {
				if m := n.Mark(l.Name, i+1); m.Outcome != progress.Mastered || m.Tries != 1 {
					t.Errorf("step %d, %s: %v", i+1, l.Steps[i].Title, m)
				}
			}
			has(t, "what was said", said, fmt.Sprintf("%d of %d steps mastered, 0 done with the solution, 0 skipped\n", len(l.Steps), len(l.Steps)), "questions right at once\n", "time: ")
			if t.Failed() {
				t.Log(said)
			}
		})
	}
}

// A line is told without what the rules say of it until its reply was predicted.
func TestPredictionsAreAsked(t *testing.T) {
	said, _ := study(t, "greeting", []string{"~3s", "2", ":next", "~3s", "", "2", "", "5", "RCPT TO: <x>", "", ":predict", "mail from: <x>", "9", "5", ":next"}, new(classroom.Notebook))
	has(t, "what was said", said,
		"right: The second digit is the area",
		"Enter says: NOOP\ncommand> client, NOOP\npredict: 2 3 4 5, 0 nothing, c hangs up, Enter skips> server, 250",
		"2, as you said (1 of 1 right)\ngoal met: NOOP was answered with 250\n",
		"you said 5, it is 2: done (1 of 2 right)\n",
		"Enter skips> server, 503", "1 of 2 predictions were right\nexpected 2, came 2 once\nexpected 5, came 2 once\n",
		"what comes? 2 3 4 5, 0 nothing, c hangs up, Esc or an empty line skips",
		"5, as you said (2 of 3 right)",
		"lesson: still missing: A word that is no command was refused. The last line is no command at all; see what the server says to it. :skip goes on without it\n")
	misses(t, "what was said", said, "client, RCPT TO: <x>; the rule", "client, mail from: <x>; the rule")
}

// Who is told the solution, or passes over a step, has not mastered it; another run goes
// on behind it.
func TestProgressIsKept(t *testing.T) {
	n := new(classroom.Notebook)
	said, tape := study(t, "greeting", []string{"~3s", ":skip", "~3s", ":solution", ":predict off", "NOOP", "HELP", "LUNCH", ":next", "~3s", ":lesson list", ":reset", "~3s"}, n)
	has(t, "what was said", said, "a way to do it:\nC: NOOP\nS: 250\n", "step 2 of 7 is done; :next goes on\n",
		"1 greeting: Who speaks first, 10 minutes (core), 0 of 7 steps mastered, 1 with the solution, 1 skipped, open now\n")
	if got := n.String(); !strings.HasSuffix(got, "greeting 1 skipped 2000-01-01 tries=1\ngreeting 2 helped 2000-01-01 tries=1 solution\ngreeting 3 begun 2000-01-01 tries=2\n") {
		t.Error(got)
	}
	var script bytes.Buffer
	if err := transcript.WriteScript(&script, tape); err != nil {
		t.Fatal(err)
	}
	has(t, "the saved session", script.String(), "# lesson greeting, step 1: The greeting\n", "# lesson greeting, step 2: Watch, and guess\nC: NOOP\n")
	said, _ = study(t, desk.Resume, []string{"~3s"}, n)
	has(t, "what was said", said, "step 3 of 7, core: Where a reply ends\n")
	said, _ = study(t, desk.Resume, []string{"~3s"}, new(classroom.Notebook))
	has(t, "what was said", said, "1 greeting: Who speaks first, 10 minutes (core)\n", ":lesson NAME or :lesson NUMBER opens one\n", "server, 220")
}

// A pipe ends when the connection has, whatever the lesson asks.
func TestLessonInAPipe(t *testing.T) {
	s := stage{in: "NOOP\nQUIT\n", c: desk.Config{Lesson: "greeting", Course: func() (*course.Course, error) { return course.Open(course.Included(), "en") }}}
	s.play(t)
	has(t, "the dialogue", s.out, "lesson greeting, step 1: The greeting\n", "client, NOOP\n", "the connection is closed")
	has(t, "what was said", s.said, "step 1 of 7, core: The greeting\n")
}

// A pipe is not asked what comes: nothing in it is a guess.
func TestNoPredictionsInAPipe(t *testing.T) {
	s := stage{o: Options{Commands: true}, in: ":predict on\nNOOP\nEHLO client.example\n"}
	s.play(t)
	has(t, "the dialogue", s.out, "client, NOOP\nserver, 250", "client, EHLO client.example\nserver, 250", "the connection is closed")
}

// Longer texts are as wide as the terminal is when they are told.
func TestTextsHaveTheWidthOfTheTerminal(t *testing.T) {
	widest := func(width func() int) (n int) {
		s := stage{o: Options{Person: true, Width: width}, types: []string{"~1s"}, c: desk.Config{Lesson: "hello",
			Course: func() (*course.Course, error) { return course.Open(course.Included(), "en") }}}
		s.play(t)
		_, text, _ := strings.Cut(s.said, "lesson 2, ")
		text, _, _ = strings.Cut(text, "\ngoal: ")
		for line := range strings.Lines(text) {
			n = max(n, len(strings.TrimRight(line, "\n")))
		}
		return n
	}
	for _, w := range []int{40, 60, 80} {
		if got := widest(func() int { return w }); got > w || got < w-10 {
			t.Errorf("at %d columns the widest line has %d", w, got)
		}
	}
	if got := widest(nil); got > 72 || got < 62 {
		t.Errorf("in a pipe the widest line has %d columns", got)
	}
}

// What RSET has cleared is not what the second hello cleared.
func TestSecondHelloClears(t *testing.T) {
	said, _ := study(t, "hello", []string{"~3s", ":skip", "~3s", ":skip", "~3s", ":skip", "~3s", ":skip", "~3s",
		"EHLO a.example", "MAIL FROM:<bob@example.org>", "RSET", "HELO a.example", ":note here", "MAIL FROM:<bob@example.org>", "EHLO a.example"}, &classroom.Notebook{})
	before, after, _ := strings.Cut(said, "here")
	misses(t, "before the transaction was cleared by a hello", before, "goal met: Nothing is left")
	has(t, "what was said", after, "goal met: Nothing is left of the transaction\n", "step 5 of 6 is done")
}
