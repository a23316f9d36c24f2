package course

import (
	"errors"
	"fmt"
	"strings"

	"ehlo/session/smtp"
)

// A Problem is one thing that is wrong with a lesson, and where. A file can have many;
// [Problems] finds them in an error.
type Problem struct {
	File   string
	Line   int    // counted from 1; 0: the whole file
	Col    int    // in octets, counted from 1; 0: the whole line
	Source string // the line as it stands, not sanitised
	What   string // what is wrong and what to do, in lower case; sanitised
	Mild   bool   // a warning: the lesson can be played

	// Session is the session that shows it, as a script (.ehlo); not sanitised, "" if
	// none is needed.
	Session string
}

// place fills in the line, and keeps line and column within the file.
func (p *Problem) place(lines []string) {
	p.Line = min(p.Line, len(lines))
	if p.Line < 1 {
		p.Line, p.Col = 0, 0
		return
	}
	p.Source = lines[p.Line-1]
	if p.Col < 0 || p.Col > len(p.Source)+1 {
		p.Col = 0
	}
}

// Problem returns a problem at a line of the lesson, counted from 1; 0 is the whole
// file. Its words are made printable.
func (l *Lesson) Problem(line, col int, format string, args ...any) *Problem {
	p := &Problem{File: l.File, Line: line, Col: col, What: printable(fmt.Sprintf(format, args...))}
	p.place(l.lines)
	return p
}

// Line returns line n of the file, counted from 1, and the number of its lines. It is ""
// beyond them.
func (l *Lesson) Line(n int) (text string, of int) {
	if n < 1 || n > len(l.lines) {
		return "", len(l.lines)
	}
	return l.lines[n-1], len(l.lines)
}

// Error returns "file:line:col: what".
func (p *Problem) Error() string {
	place := smtp.Printable([]byte(p.File)).String()
	if p.Line > 0 {
		place += fmt.Sprintf(":%d", p.Line)
	}
	if p.Col > 0 {
		place += fmt.Sprintf(":%d", p.Col)
	}
	return place + ": " + p.What
}

// shownCells is how much is shown of a line: what is no lesson may be one long line.
const shownCells = 160

// Detail returns the problem, its line and a caret under the place. It ends in a line
// end.
func (p *Problem) Detail() string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Error())
	if p.Source == "" {
		return b.String()
	}
	source := smtp.Printable([]byte(p.Source))
	fmt.Fprintf(&b, "    %s\n", source.Cut(shownCells))
	if p.Col > 0 && p.Col <= len(p.Source)+1 {
		if cell := source.Cell(p.Col - 1); cell < shownCells {
			fmt.Fprintf(&b, "    %s^\n", strings.Repeat(" ", cell))
		}
	}
	return b.String()
}

// Problems returns the problems that err holds, in the order of the file.
func Problems(err error) []*Problem {
	var one *Problem
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Problem
		for _, e := range many.Unwrap() {
			all = append(all, Problems(e)...)
		}
		return all
	}
	if errors.As(err, &one) {
		return []*Problem{one}
	}
	return nil
}
