package desk

import (
	"fmt"
	"strings"

	"ehlo/lessons"
	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/smtp"
)

// A LessonView is the lesson that is open, as it is to be drawn. Its words are
// sanitised; Text, Tip, Differs and the words of goals, hints and questions are
// Markdown, for [ehlo/tui/page].
type LessonView struct {
	Name, Title string
	Number      int // in the course, from 1
	Step, Of    int // the open step, from 1, and how many there are
	Heading     string
	Kind        string // "read", "watch", "fill in", "do" or "quiz"
	Core        bool
	Intro       string // before the first step
	Text        string
	Goals       []GoalView
	Hints       []string // those that were given
	HintsOf     int      // how many there are
	Solution    []string // lines of a script, once it was asked for
	Worked      string   // the next line of the worked session, as it is said; see HasWorked
	HasWorked   bool
	Blank       bool // Worked has a blank to be filled in
	Question    *QuestionView
	Broken      string // what must not have happened, and did; "" for nothing
	Opening     bool   // its connection is being opened: nothing counts yet
	Done        bool
	Mastered    bool     // done without the solution
	Tip         string   // once it is done
	Differs     string   // what a real server may do otherwise
	Over        bool     // behind the last step; Summary tells what came of it
	Summary     []string // plain lines
	Next        string   // what to press next, plain, in a few words
}

// A GoalView is one goal of the step.
type GoalView struct {
	Say   string
	Met   bool
	Unmet string // what is missing; "" if it is met
}

// A QuestionView is the question that is asked.
type QuestionView struct {
	Ask     string
	N, Of   int      // which of how many, from 1
	Options []string // numbered from 1; none where a number is asked for
	Pick    bool     // the options are things of which one is meant
	Waits   bool     // the line at the prompt is none for it yet: message text is open, or a reply is awaited
}

// A LessonRow is one lesson in the list.
type LessonRow struct {
	Number   int
	Name     string
	Title    string
	Minutes  int // that its core steps take, or all where none is
	Needs    []string
	Steps    int
	Core     int // steps of the short course
	Begun    bool
	Mastered int // steps done without the solution
	Helped   int // steps done with it
	Skipped  int
	Open     bool // it is the one that is open
	Complete bool // every step was mastered, helped or skipped
}

// A Progress keeps what was done of the lessons from one run to the next. Its methods
// may be called from any goroutine.
type Progress interface {
	Load() (progress.Book, error)
	Save(progress.Mark) error // adds it to what is kept, see [progress.Book.Add]
}

// Lesson returns the lesson that is open; false if none is.
func (d *Desk) Lesson() (LessonView, bool) {
	l := d.lesson
	if l == nil {
		return LessonView{}, false
	}
	s := &l.Steps[l.step]
	v := LessonView{
		Name: show(l.Name), Title: clean(l.Title), Number: l.number, Step: l.step + 1, Of: len(l.Steps),
		Heading: clean(s.Title), Kind: s.Kind(), Core: s.Core, Text: clean(s.Text), Differs: clean(s.Differs),
		Solution: l.solution, Opening: l.opening, Done: l.done, Mastered: l.mastered, Over: l.over, HintsOf: len(s.Hints),
	}
	if l.step == 0 {
		v.Intro = clean(l.Intro)
	}
	switch {
	case l.over:
		v.Summary = d.summary()
	case !l.opening:
		d.describe(&v, s)
	}
	v.Next = d.nextHint(v)
	return v, true
}

// Place returns where the dialogue stands, and beside it where the open step leads. While
// replies are guessed it does not: the place behind them would tell them.
func (d *Desk) Place() lessons.Place {
	p := lessons.Where(d.state, d.isForeign())
	if l := d.lesson; d.active() && l.leads && (l.done || !d.predict) {
		p = p.Toward(l.aim, l.done)
	}
	return p
}

// describe adds what there is once a step is open.
func (d *Desk) describe(v *LessonView, s *course.Step) {
	l := d.lesson
	for _, g := range l.goals {
		v.Goals = append(v.Goals, GoalView{Say: clean(g.Say), Met: g.Met, Unmet: clean(g.Unmet)})
	}
	for _, h := range l.play.Hinted() {
		v.Hints = append(v.Hints, clean(h))
	}
	if w, ok := d.worked(); ok {
		v.Worked, v.HasWorked, v.Blank = clean(w.Text), true, w.Blank
	}
	if say, broken := l.play.Broken(); broken {
		v.Broken = clean(say)
	}
	if l.done {
		v.Tip = clean(s.Tip)
	}
	if q, n, of := l.play.Question(); q != nil {
		v.Question = &QuestionView{Ask: clean(q.Ask), N: n, Of: of, Pick: len(q.Pick) > 0, Waits: !d.quizzing()}
		for _, c := range q.Choices {
			v.Question.Options = append(v.Question.Options, clean(c.Is))
		}
		for _, p := range q.Pick {
			v.Question.Options = append(v.Question.Options, clean(p))
		}
	}
}

// nextHint says what to press next.
func (d *Desk) nextHint(v LessonView) string {
	q := v.Question
	switch {
	case v.Opening:
		return "the connection is being opened"
	case v.Over:
		if next, ok := d.following(); ok {
			return ":next begins " + show(next.Name) + ", :lesson list shows all"
		}
		return ":lesson list shows all lessons"
	case v.Broken != "":
		return again
	case q != nil && q.Waits:
		return "a question waits until the server takes commands again"
	case q != nil && len(q.Options) > 0:
		return "type the number of your answer"
	case q != nil:
		return "type the number that is asked for"
	case v.Done && v.Step == v.Of:
		return ":next ends the lesson, " + d.orStay()
	case v.Done:
		if where := d.farCore(); where != "" {
			return ":next goes on, :next core to " + where + ", " + strings.Replace(d.orStay(), "stay and ", "", 1)
		}
		return ":next goes on, " + d.orStay()
	case d.closed():
		return again + ", :reconnect only connects"
	case d.lesson.play.Paused() != "":
		return d.lesson.play.Paused()
	case v.Blank:
		return "Tab, then fill in: " + v.Worked
	case v.HasWorked:
		if v.Worked == "" {
			return "Enter says an empty line"
		}
		return "Enter says: " + smtp.Printable([]byte(v.Worked)).Cut(60).String()
	case v.HintsOf > len(v.Hints):
		return ":hint helps, :skip goes on without"
	}
	return ":solution shows a way, :skip goes on without"
}

// closed reports whether there is no connection, nor one on its way.
func (d *Desk) closed() bool { return !d.connected() && !d.dialing }

// farCore says where the next core step is, "" if it is the next step of all.
func (d *Desk) farCore() string {
	l := d.lesson
	switch k := d.nextCore(); {
	case !l.Short() || k == l.step+1:
		return ""
	case k == len(l.Steps):
		return "the end"
	default:
		return fmt.Sprintf("step %d", k+1)
	}
}

// orStay says what else can be done in a step that is done.
func (d *Desk) orStay() string {
	if d.closed() {
		return "or :reconnect and try things"
	}
	return "or stay and try things"
}

// position says which step is open: "2 of 7".
func position(l *lesson) string { return fmt.Sprintf("%d of %d", l.step+1, len(l.Steps)) }

// badge says in a few words which lesson is open, and which step.
func (d *Desk) badge() string {
	l := d.lesson
	if l == nil {
		return ""
	}
	words := fmt.Sprintf("lesson %d · ", l.number)
	if l.over {
		return words + "over"
	}
	return words + "step " + position(l)
}

// aid returns how much the open step gives away.
func (d *Desk) aid() course.Aid {
	if !d.active() || d.lesson.done {
		return course.AidAll
	}
	return d.lesson.play.Step().Aid
}

// clean makes the words of a lesson safe to print, line by line.
func clean(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = smtp.PrintableLine(line)
	}
	return strings.Join(lines, "\n")
}

// words lists foreign names.
func words(names []string) string { return show(strings.Join(names, ", ")) }
