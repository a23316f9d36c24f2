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

// Detail returns the problem, its line and a caret under the place. It ends in a line
// end.
func (p *Problem) Detail() string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Error())
	if p.Source == "" {
		return b.String()
	}
	fmt.Fprintf(&b, "    %s\n", smtp.Printable([]byte(p.Source)))
	if p.Col > 0 && p.Col <= len(p.Source)+1 {
		before := smtp.Printable([]byte(p.Source[:p.Col-1]))
		fmt.Fprintf(&b, "    %s^\n", strings.Repeat(" ", before.Width()))
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
