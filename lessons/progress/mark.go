package progress

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An Outcome says what came of a step. A later one is worth more, and is kept.
type Outcome uint8

// The outcomes of a step.
const (
	Begun Outcome = iota
	Skipped
	Helped   // done, and the solution had been seen
	Mastered // done without it
)

var outcomes = [...]string{"begun", "skipped", "helped", "mastered"}

// String returns the outcome as the file has it.
func (o Outcome) String() string { return outcomes[min(int(o), len(outcomes)-1)] }

// A Place is a step of a lesson, counted from 1.
type Place struct {
	Lesson string
	Step   int
}

// A Mark is what is known of one step.
type Mark struct {
	Place
	Outcome  Outcome
	Day      string // of the latest change, as 2006-01-02; "" for unknown
	Tries    int    // how often it was begun
	Hints    int    // the most that were given in one try
	Solution bool   // it was shown at least once
	Right    int    // questions that were answered right at once, in the best try
	Of       int    // questions of that try
}

// Bounds of what is kept.
const (
	NameLimit  = 64 // octets of the name of a lesson
	StepLimit  = 1000
	CountLimit = 1_000_000 // of tries, hints and questions
	Limit      = 5000      // lines
)

// parseMark reads a line; false if it is none.
func parseMark(line string) (Mark, bool) {
	words := strings.Fields(line)
	if len(words) < 3 || !validName(words[0]) {
		return Mark{}, false
	}
	m := Mark{Place: Place{Lesson: words[0]}}
	step, ok := number(words[1])
	if !ok || step < 1 || step > StepLimit {
		return Mark{}, false
	}
	m.Step, ok = step, false
	for o, name := range outcomes {
		if name == words[2] {
			m.Outcome, ok = Outcome(o), true
		}
	}
	if !ok {
		return Mark{}, false
	}
	for _, word := range words[3:] {
		m.read(word)
	}
	return m, true
}

// read takes in one word behind the outcome. What it does not know it passes over: a
// later ehlo may have written it.
func (m *Mark) read(word string) {
	name, value, _ := strings.Cut(word, "=")
	switch name {
	case "tries":
		m.Tries, _ = number(value)
	case "hints":
		m.Hints, _ = number(value)
	case "solution":
		m.Solution = true
	case "quiz":
		right, of, _ := strings.Cut(value, "/")
		r, okRight := number(right)
		n, okOf := number(of)
		if okRight && okOf && r <= n {
			m.Right, m.Of = r, n
		}
	default:
		if _, err := time.Parse(time.DateOnly, word); err == nil {
			m.Day = word
		}
	}
}

func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > CountLimit {
		return 0, false
	}
	return n, true
}

// validName reports whether the name of a lesson can stand in the file.
func validName(name string) bool {
	return name != "" && len(name) <= NameLimit &&
		strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == ""
}

// String returns the mark as its line, without the end.
func (m Mark) String() string {
	line := fmt.Sprintf("%s %d %v", m.Lesson, m.Step, m.Outcome)
	if m.Day != "" {
		line += " " + m.Day
	}
	if m.Tries > 0 {
		line += fmt.Sprintf(" tries=%d", m.Tries)
	}
	if m.Hints > 0 {
		line += fmt.Sprintf(" hints=%d", m.Hints)
	}
	if m.Solution {
		line += " solution"
	}
	if m.Of > 0 {
		line += fmt.Sprintf(" quiz=%d/%d", m.Right, m.Of)
	}
	return line
}

// with returns what is known once n is known as well: the outcome that is worth more,
// the most of everything, the later day, the better quiz.
func (m Mark) with(n Mark) Mark {
	m.Outcome = max(m.Outcome, n.Outcome)
	m.Day = max(m.Day, n.Day)
	m.Tries, m.Hints = max(m.Tries, n.Tries), max(m.Hints, n.Hints)
	m.Solution = m.Solution || n.Solution
	if m.Of == 0 || n.Of > 0 && n.Right*m.Of > m.Right*n.Of {
		m.Right, m.Of = n.Right, n.Of
	}
	return m
}
