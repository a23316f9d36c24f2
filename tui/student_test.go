package tui

import (
	"fmt"
	"image"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"ehlo/lessons/course"
	"ehlo/transcript"
	"ehlo/tui/classroom"
	"ehlo/tui/desk"
	"ehlo/tui/page"
)

// A student works through a step of a lesson and looks at the screen after each line.
type student struct {
	*person
	step    *course.Step
	todo    []string // lines of the solution that were not typed yet
	guesses int      // every other one is wrong
	ticked  int      // goals that were seen to be met
}

// boxed is what stands in a rectangle, row by row.
func (p *person) boxed(r image.Rectangle) (rows []string) {
	for _, row := range strings.Split(p.screen(), "\n")[r.Min.Y:r.Max.Y] {
		rows = append(rows, strings.TrimRight(ansi.Cut(row, r.Min.X, r.Max.X), " "))
	}
	return rows
}

// squeezed is text without its white space: a row may end at any blank or hyphen.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// plainly is Markdown as it is to be read, squeezed.
func plainly(markdown string, w int) string {
	return squeezed(strings.Join(page.Lines(markdown, w), "\n"))
}

// reads scrolls through the sheet that is open and returns all of it, squeezed.
func (s *student) reads() string {
	s.t.Helper()
	if !s.m.sheet.open() {
		s.t.Fatalf("there is nothing to be read:\n%s", s.screen())
	}
	s.press("pgup", "pgup", "pgup", "pgup", "pgup", "pgup")
	rows, more := s.boxed(s.m.layout.session), strings.Contains(s.screen(), "PgDn: more")
	for seen := ""; ; {
		now := s.boxed(s.m.layout.session)
		if text := strings.Join(now, "\n"); text != seen {
			if seen != "" {
				rows = append(rows, now[len(now)-1])
			}
			seen = text
			s.press("down").whole()
			continue
		}
		break
	}
	if more != (len(rows) > s.m.layout.session.Dy()) || strings.Contains(s.screen(), "PgDn: more") {
		s.t.Errorf("%s: that there is more below is told %t:\n%s", s.step.Title, more, s.screen())
	}
	return squeezed(strings.Join(rows, "\n"))
}

// finds demands that F2 shows all of some texts of the lesson, and puts it away again.
func (s *student) finds(what string, texts ...string) {
	s.t.Helper()
	if !s.m.sheet.open() {
		s.press("f2").whole()
	}
	all := s.reads()
	for _, text := range texts {
		if want := plainly(text, s.m.layout.session.Dx()-2); !strings.Contains(all, want) {
			s.t.Errorf("%s: F2 shows no %s\n%q:\n%s\n%s", s.step.Title, what, text, all, s.screen())
		}
	}
	s.press("f2").whole()
}

// told demands what the row under the prompt says.
func (s *student) told(words string) {
	s.t.Helper()
	if row := s.boxed(s.m.layout.advice)[0]; !strings.Contains(row, words) {
		s.t.Errorf("%s: under the prompt stands %q, not %q:\n%s", s.step.Title, row, words, s.screen())
	}
}

// opens looks at the step as it begins: its text can be read whole.
func (s *student) opens(number int) {
	s.t.Helper()
	s.whole()
	s.ticked, s.todo = 0, typed(s.step)
	view, _ := s.desk.Lesson()
	if view.Opening || view.Heading != s.step.Title {
		s.t.Fatalf("step %d is not open:\n%s", number, s.screen())
	}
	texts := []string{s.step.Text}
	if number == 1 {
		texts = append(texts, view.Intro)
	}
	s.finds("text", texts...)
	s.prompted()
	s.ticks()
}

// prompted demands that the row under the empty prompt says what to press.
func (s *student) prompted() {
	s.t.Helper()
	view, _ := s.desk.Lesson()
	switch q := view.Question; {
	case s.desk.Mode() == desk.PredictMode:
		s.told("the first digit of the reply")
	case q != nil && len(q.Options) > 0:
		s.told("type the number of your answer")
	case q != nil:
		s.told("type the number that is asked for")
	case view.Done:
		s.told(":next ")
	case view.Blank:
		s.told("Tab, then fill in the blank")
	case view.HasWorked:
		s.told("Enter says ")
	default:
		s.told(":hint helps, :skip goes on without")
	}
}

// ticks looks whether the screen shows the goals that are met, and what is missing.
func (s *student) ticks() {
	s.t.Helper()
	view, _ := s.desk.Lesson()
	met, texts := 0, []string(nil)
	for _, g := range view.Goals {
		if g.Met {
			met++
			texts = append(texts, "✓ "+g.Say)
		} else if texts = append(texts, "○ "+g.Say); met+1 == len(texts) {
			texts[met] += " " + g.Unmet
		}
	}
	if len(view.Goals) == 0 {
		return
	}
	if title := fmt.Sprintf(" · step %d of %d · %d/%d", view.Step, view.Of, met, len(view.Goals)); !strings.Contains(strings.Split(s.screen(), "\n")[0], title) {
		s.t.Errorf("%s: the top row does not say %q:\n%s", s.step.Title, title, s.screen())
	}
	if met == s.ticked {
		return
	}
	if met < s.ticked {
		s.t.Errorf("%s: a goal is not met any more", s.step.Title)
	}
	s.ticked = met
	s.finds("goal", texts...)
}

// enters presses Enter behind a line that stands in the prompt, and guesses the reply if
// that is asked for.
func (s *student) enters() {
	s.t.Helper()
	s.whole().press("enter").whole()
	if s.desk.Mode() == desk.PredictMode {
		s.prompted()
		s.sees("░░░ what comes?")
		s.guess()
	}
	s.waits(10 * time.Millisecond).whole()
	s.ticks()
}

// guess guesses the reply that is hidden: right and wrong in turn.
func (s *student) guess() {
	s.t.Helper()
	tape := s.desk.Tape()
	came := byte(0)
	for i := s.desk.Seen(); i < tape.Len(); i++ {
		if e := tape.At(i); e.Who == transcript.Server {
			came = e.Octets[0]
			break
		}
	}
	if came == 0 {
		s.t.Fatalf("%s: nothing came:\n%s", s.step.Title, s.screen())
	}
	want, key := fmt.Sprintf("%c, as you said", came), string(came)
	if s.guesses++; s.guesses%2 == 0 {
		key = map[byte]string{'2': "5", '3': "2", '4': "5", '5': "2"}[came]
		want = "you said " + key
	}
	s.press(key).whole()
	if said := squeezed(strings.Join(s.boxed(s.m.layout.session), "\n")); !strings.Contains(said, squeezed(want)) {
		s.t.Errorf("%s: after %s the screen does not say %q:\n%s", s.step.Title, key, want, s.screen())
	}
}

// follows says the worked lines: as they stand by Enter, with blanks by Tab and typing.
func (s *student) follows() {
	s.t.Helper()
	for {
		view, _ := s.desk.Lesson()
		if !view.HasWorked || view.Question != nil {
			return
		}
		if !s.m.sheet.open() {
			s.prompted()
		}
		line := view.Worked
		if view.Blank {
			s.press("tab")
			line = s.fills(view.Worked)
		}
		if i := slices.Index(s.todo, line); i >= 0 {
			s.todo = s.todo[i+1:]
		}
		s.enters()
		if now, _ := s.desk.Lesson(); now.HasWorked && now.Worked == view.Worked && s.m.prompt.value() != "" {
			s.t.Fatalf("%s: %q is still to be said:\n%s", s.step.Title, line, s.screen())
		}
	}
}

// fills types what the solution has in place of the blanks, and returns the line.
func (s *student) fills(worked string) string {
	s.t.Helper()
	parts := strings.Split(regexp.QuoteMeta(worked), course.Blank)
	fits := regexp.MustCompile("^" + strings.Join(parts, "(.+)") + "$")
	for _, line := range s.todo {
		if m := fits.FindStringSubmatch(line); len(m) == 2 {
			if s.types(m[1]); s.m.prompt.value() != line {
				s.t.Fatalf("%s: Tab and %q make %q of %q", s.step.Title, m[1], s.m.prompt.value(), worked)
			}
			return line
		}
	}
	s.t.Fatalf("%s: nothing in the solution fits %q", s.step.Title, worked)
	return ""
}

// solves types what is left of the solution.
func (s *student) solves() {
	s.t.Helper()
	for _, line := range s.todo {
		if view, _ := s.desk.Lesson(); view.Done || view.Question != nil {
			return
		}
		if pause, err := time.ParseDuration(strings.TrimPrefix(line, "~")); err == nil {
			s.waits(pause)
			s.ticks()
			continue
		}
		s.types(line)
		s.enters()
	}
}

// answers answers each question wrong first, and then right.
func (s *student) answers() {
	s.t.Helper()
	for {
		view, _ := s.desk.Lesson()
		if view.Question == nil {
			return
		}
		q := s.asked(view.Question.Ask)
		wrong, right := classroom.Answers(q)
		s.questioned()
		s.types(wrong).press("enter").whole()
		if m, _ := q.Judge(wrong); strings.Count(s.flat(), plainly("not that one: "+m.Why, 400)) != 1 {
			s.t.Fatalf("%s: why %s is wrong to %s is not said, or twice:\n%s", s.step.Title, wrong, q.Ask, s.screen())
		}
		s.questioned()
		s.types(right).press("enter").whole()
		if now, _ := s.desk.Lesson(); now.Question != nil && now.Question.N == view.Question.N {
			s.t.Fatalf("%s: %s is not right to %s:\n%s", s.step.Title, right, q.Ask, s.screen())
		}
	}
}

// asked returns the question of the pool that is asked.
func (s *student) asked(ask string) *course.Question {
	s.t.Helper()
	for i := range s.step.Pool {
		if s.step.Pool[i].Ask == ask {
			return &s.step.Pool[i]
		}
	}
	s.t.Fatalf("%s: %q is no question of it", s.step.Title, ask)
	return nil
}

// flat is what stands in the session, squeezed.
func (s *student) flat() string { return squeezed(strings.Join(s.boxed(s.m.layout.session), "\n")) }

// questioned demands that the question and its options are to be seen, or else all there is
// of them behind F2.
func (s *student) questioned() {
	s.t.Helper()
	s.prompted()
	view, _ := s.desk.Lesson()
	q := view.Question
	texts := append([]string{q.Ask}, q.Options...)
	shown := strings.Join(s.boxed(s.m.layout.means), "\n")
	if !strings.Contains(shown, "…") {
		for _, text := range texts {
			if !strings.Contains(squeezed(shown), plainly(text, s.m.layout.means.Dx()-2)) {
				s.t.Errorf("%s: the question lacks %q:\n%s", s.step.Title, text, s.screen())
			}
		}
		return
	}
	s.finds("question", texts...)
}

// typed returns what a student types who does a step as its solution does it; "~3s" is
// a pause.
func typed(s *course.Step) (lines []string) {
	if s.Solution == nil {
		return nil
	}
	for _, step := range s.Solution.Script.Steps {
		line := strings.TrimSuffix(string(step.Octets), "\r\n")
		switch {
		case step.Kind == transcript.SayOctets:
			lines = append(lines, ended(string(step.Octets))...)
		case step.Kind != transcript.SayLine:
		case line == ".." && !s.Raw:
			lines = append(lines, ":dot")
		case strings.HasPrefix(line, "..") && !s.Raw:
			lines = append(lines, line[1:]) // ehlo doubles the dot
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// ended returns octets as lines, behind what sets the end of a line.
func ended(octets string) []string {
	ending, end := ":eol lf", "\n"
	if strings.Contains(octets, "\r\n") {
		ending, end = ":eol crlf", "\r\n"
	}
	lines := strings.Split(strings.TrimSuffix(octets, end), end)
	return append(append([]string{ending}, lines...), "~3s")
}
