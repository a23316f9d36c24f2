package transcript

import (
	"fmt"
	"strings"

	"ehlo/session/smtp"
)

// Bounds of a script, in octets. They hold for reading and for writing.
const (
	ScriptLimit     = 1 << 20  // of a file
	ScriptLineLimit = 64 << 10 // of one of its lines, without the line end
)

// A Script is a listing of a dialogue that can be run: what the client says, what
// is expected of the server, and directives. It is made by [ParseScript].
type Script struct {
	Name  string // of the file, for messages
	Steps []Step
}

// A StepKind says what a step of a script does.
type StepKind uint8

// The kinds of steps.
const (
	SayLine       StepKind = iota // "C:", a line to send
	SayOctets                     // `C"…"`, octets to send as they stand
	ExpectReply                   // "S:" or `S"…"`, one reply, of one or more lines
	Remark                        // "#", a note
	Heading                       // "#:", what the writer notes about the session; says nothing when run
	DirectiveStep                 // "@", see [Directive]
)

// A Step is one line of a script, or the lines of one expected reply.
type Step struct {
	Kind      StepKind
	Line      int          // in the file, counted from 1; the first if there are more
	Source    string       // that line as written, without its end
	Octets    []byte       // SayLine, SayOctets: what is sent, with its line end
	Expect    *Expectation // ExpectReply
	Text      string       // Remark, Heading: what stands behind the sign, not sanitised
	Directive *Directive   // DirectiveStep
}

// Says reports whether the step sends something: a line, octets, or @send.
func (s Step) Says() bool {
	return s.Kind == SayLine || s.Kind == SayOctets || s.is("send")
}

// raw reports whether the step sends octets in a write of their own, without
// waiting: C"…", or @send with a literal.
func (s Step) raw() bool {
	return s.Kind == SayOctets || s.is("send") && s.Directive.Args[0].Quoted
}

// silent reports whether the step is a note of some kind.
func (s Step) silent() bool { return s.Kind == Remark || s.Kind == Heading }

// is reports whether the step is the directive called name.
func (s Step) is(name string) bool { return s.Directive != nil && s.Directive.Name == name }

// A ScriptError says where and why a file is no script, or why a script cannot be
// run. Nothing was sent.
type ScriptError struct {
	File   string
	Line   int    // counted from 1; 0 when the whole file is meant
	Col    int    // in octets, counted from 1
	Source string // the line as written, not sanitised
	Msg    string // sanitised
	Hint   string // what to do; sanitised, may be empty
}

// Error returns "file:line:column: what is wrong" without the hint.
func (e *ScriptError) Error() string {
	file := smtp.Printable([]byte(e.File)).String()
	if e.Line == 0 {
		return file + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d:%d: %s", file, e.Line, e.Col, e.Msg)
}

// Detail returns the error with the line, a caret under the column, and the hint.
// It ends in a line end.
func (e *ScriptError) Detail() string {
	return e.Error() + "\n" + pointAt(e.Source, e.Col) + hintLine(e.Hint)
}

// shownCells is how much of a line a message shows.
const shownCells = 160

// pointAt returns a source line and, under it, a caret at column col.
func pointAt(source string, col int) string {
	if source == "" {
		return ""
	}
	text := smtp.Printable([]byte(source))
	cell := text.Cell(max(0, min(col-1, len(source))))
	if cell >= shownCells {
		return "  " + text.Cut(shownCells).String() + "\n"
	}
	return "  " + text.Cut(shownCells).String() + "\n  " + strings.Repeat(" ", cell) + "^\n"
}

func hintLine(hint string) string {
	if hint == "" {
		return ""
	}
	return "hint: " + hint + "\n"
}

// shown returns foreign text for use within a message, cut to a bearable length.
func shown(s string) string { return smtp.Printable([]byte(s)).Cut(shownCells).String() }
