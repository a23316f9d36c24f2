package persona

import (
	"errors"
	"fmt"
	"strings"

	"ehlo/session/smtp"
)

// A Problem is one thing that is wrong with the file of a server type, and where. A
// file can have several; [Problems] finds them in an error.
type Problem struct {
	File   string // as it was given, not sanitised
	Line   int    // counted from 1
	Col    int    // in octets, counted from 1; 0: the whole line
	Source string // the line as it stands, not sanitised
	What   string // what is wrong and what to do, in lower case; sanitised
}

// Error returns "file:line:col: what".
func (p *Problem) Error() string {
	place := fmt.Sprintf("%s:%d", smtp.Printable([]byte(p.File)), p.Line)
	if p.Col > 0 {
		place += fmt.Sprintf(":%d", p.Col)
	}
	return place + ": " + p.What
}

// shownCells is how much is shown of a line: what is no server type may be one long line.
const shownCells = 160

// Detail returns the problem, its line and a caret under the place. It ends in a line
// end.
func (p *Problem) Detail() string {
	text := p.Error() + "\n"
	if p.Source == "" {
		return text
	}
	source := smtp.Printable([]byte(p.Source))
	text += "    " + source.Cut(shownCells).String() + "\n"
	if p.Col > 0 {
		if cell := source.Cell(min(p.Col-1, len(p.Source))); cell < shownCells {
			text += strings.Repeat(" ", 4+cell) + "^\n"
		}
	}
	return text
}

// Problems returns the problems that err holds, in the order of the file.
func Problems(err error) []*Problem {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Problem
		for _, e := range many.Unwrap() {
			all = append(all, Problems(e)...)
		}
		return all
	}
	var one *Problem
	if errors.As(err, &one) {
		return []*Problem{one}
	}
	return nil
}
