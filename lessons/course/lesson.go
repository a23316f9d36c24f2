package course

import "slices"

// A Lesson is one file of a course. Its words are Markdown as they stand in the file:
// foreign octets, to be made printable by whoever draws them.
type Lesson struct {
	Name    string   // of the file, without its number and ".md": "several-recipients"
	Title   string   // a few words
	Persona string   // the type of the included server; "": default
	Minutes int      // that its core steps take
	Needs   []string // names of the lessons that come before
	Beyond  string   // what it leaves out, and why
	Reads   []string // sections: "RFC 5321 §3.3"
	Intro   string   // Markdown, before the first step
	Steps   []Step
	File    string // as it was named when it was read
	Locale  string // the language of its words: "en"

	lines []string // of the file, see [Lesson.Problem]
}

// Aid says how much of what is right is given away while a line is typed.
type Aid uint8

// How much help a step gives.
const (
	AidAll    Aid = iota // faults, suggestions and forecasts
	AidFaults            // what breaks a rule: suggestions, forecasts and notes would tell the answer
	AidNone              // nothing before the line is sent
)

// A Step is one "##" heading of a lesson: something to read, and something to do or to
// answer. A step that asks for neither is met once it is read.
type Step struct {
	Title    string
	Text     string // Markdown
	Line     int    // of its heading in the file
	Core     bool   // part of the short course
	Fresh    bool   // begins on a new connection
	Persona  string // "": that of the lesson
	LoneLF   bool   // typed lines end in LF alone
	Raw      bool   // dots are not doubled by ehlo
	Aid      Aid
	Predict  bool   // each reply is asked for before it is shown
	Worked   []Line // lines that are given, one after another
	Goals    []Goal
	Never    []Never
	Hints    []string // from a nudge to a worked example on other data
	Mistakes []Mistake
	Solution *Fragment // nil: none, where there is nothing to do
	Tip      string    // said when the step is done
	Differs  string    // what a real server may do otherwise
	Ask      int       // how many of the questions are asked, chosen in turn; 0: all
	Pool     []Question
}

// A Line is one line of a worked session: to be said as it stands, or with its blanks
// filled in.
type Line struct {
	Text    string // without its end
	Blank   bool   // holds [Blank]
	InText  bool   // it is message text, or ends it
	Ends    bool   // it ends message text
	Refused bool   // the worked session shows a 4yz or 5yz as its reply
}

// Blank stands in a worked line for what the student fills in.
const Blank = "____"

// A Goal is something that a step asks for. It is met when its expression was true once,
// and stays met.
type Goal struct {
	Say   string // what is true then: "Two recipients were accepted"
	When  *Condition
	Unmet *Phrase // why it is not met yet
}

// A Never is something that must not happen in a step. While it holds, the step is not
// done, and beginning it again is offered.
type Never struct {
	When *Condition
	Say  string
}

// A Mistake is something the lesson has a word for, said at the line where it happens,
// once in a step.
type Mistake struct {
	When *Condition
	Say  string
}

// Kind says what a step is in the rhythm of a lesson, as far as it shows.
func (s *Step) Kind() string {
	switch {
	case len(s.Pool) > 0 && len(s.Goals) == 0:
		return "quiz"
	case len(s.Worked) > 0 && s.blanks():
		return "fill in"
	case len(s.Worked) > 0:
		return "watch"
	case len(s.Goals) > 0:
		return "do"
	}
	return "read"
}

// Short reports whether a lesson has core steps.
func (l *Lesson) Short() bool {
	return slices.ContainsFunc(l.Steps, func(s Step) bool { return s.Core })
}

func (s *Step) blanks() bool {
	for _, l := range s.Worked {
		if l.Blank {
			return true
		}
	}
	return false
}
