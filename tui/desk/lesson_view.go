package desk

import "ehlo/lessons/progress"

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
	Said    string   // why the last answer was wrong; "" if none was given
	Waits   bool     // the line at the prompt is none for it yet: message text is open, or a reply is awaited
}

// A LessonRow is one lesson in the list.
type LessonRow struct {
	Number   int
	Name     string
	Title    string
	Minutes  int
	Needs    []string
	Of       int // steps that were begun, as far as is known; 0: none
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
