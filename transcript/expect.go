package transcript

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// A CodeClass is a reply code in which the second and the third digit may be "x"
// for any digit: "250", "45x", "5xx".
type CodeClass string

// Has reports whether the class contains the code.
func (c CodeClass) Has(code int) bool {
	digits := strconv.Itoa(code)
	if len(digits) != len(c) {
		return false
	}
	for i := range digits {
		if c[i] != 'x' && c[i] != digits[i] {
			return false
		}
	}
	return true
}

// An Expectation is what a script expects one reply to be. The zero value is met
// by any reply ("S:" alone).
type Expectation struct {
	Exact []byte       // `S"…"`: the octets of the whole reply; nil otherwise
	Lines []ExpectLine // of "S:"; none when any reply will do
}

// An ExpectLine is one "S:" line. All lines of one reply have the same classes.
type ExpectLine struct {
	Line     int    // in the file
	Source   string // as written
	Col      int    // of the code, in octets, counted from 1
	Classes  []CodeClass
	Enhanced smtp.Enhanced // zero: not compared
	At       int           // column of the enhanced status code or of Contains
	Contains []byte        // `"…"`: must occur in the reply; nil: nothing asked for
	Text     string        // behind the code and its separator, as written; only Contains and Enhanced are compared
}

// Any reports whether any reply will do.
func (e *Expectation) Any() bool { return e.Exact == nil && len(e.Lines) == 0 }

// Admits reports whether a reply with this code could meet the expectation.
func (e *Expectation) Admits(code int) bool {
	switch {
	case e.Exact != nil:
		return smtp.ParseReply(e.Exact).Code == code
	case len(e.Lines) == 0:
		return true
	}
	return slices.ContainsFunc(e.Lines[0].Classes, func(c CodeClass) bool { return c.Has(code) })
}

// Meets reports whether the reply is what is expected. A reply that breaks the
// syntax (RFC 5321 section 4.2) meets only its own octets or a bare "S:".
func (e *Expectation) Meets(r smtp.Reply) bool {
	_, _, ok := e.compare(r)
	return ok
}

// compare reports whether the reply meets the expectation; if not, which line
// and which column of it decided. The line is -1 for the whole.
func (e *Expectation) compare(r smtp.Reply) (line, col int, ok bool) {
	switch {
	case e.Exact != nil:
		return -1, 0, bytes.Equal(e.Exact, r.Octets)
	case len(e.Lines) == 0:
		return -1, 0, true
	case broken(r) || !e.Admits(r.Code):
		return 0, e.Lines[0].Col, false
	}
	for i, l := range e.Lines {
		if !l.Enhanced.IsZero() && !hasEnhanced(r, l.Enhanced) || !bytes.Contains(r.Octets, l.Contains) {
			return i, l.At, false
		}
	}
	return -1, 0, true
}

// hasEnhanced reports whether a line of r has the enhanced status code. Servers
// may put a different one on each line of a reply (RFC 2034 section 3).
func hasEnhanced(r smtp.Reply, e smtp.Enhanced) bool {
	for l := range r.Lines() {
		if l.Enhanced == e {
			return true
		}
	}
	return false
}

// breaches are the faults that make a reply one that breaks the syntax. Long lines
// and odd text do not: the code can be relied on.
var breaches = []smtp.Kind{smtp.NoCode, smtp.DifferentCodes, smtp.BadSeparator, smtp.BareLF, smtp.BareCR, smtp.ReplyTooLong, smtp.ReplyCut}

// broken reports whether r breaks the syntax of replies (RFC 5321 section 4.2).
func broken(r smtp.Reply) bool {
	if r.Class() < 2 || r.Class() > 5 {
		return true
	}
	return slices.ContainsFunc(breaches, r.Marks.Has)
}

// String returns what is wanted in few words: `250`, `550 5.1.1`, `250 with
// "SIZE"`, "any reply".
func (e *Expectation) String() string {
	if e.Exact != nil {
		return quoted(e.Exact)
	}
	if len(e.Lines) == 0 {
		return "any reply"
	}
	return e.Lines[0].want(e.Lines[1:]...)
}

// want puts the line into words; what further lines of the same reply ask for is
// added.
func (l ExpectLine) want(more ...ExpectLine) string {
	var b strings.Builder
	for i, c := range l.Classes {
		if i > 0 {
			b.WriteByte('|')
		}
		b.WriteString(string(c))
	}
	for _, l := range append([]ExpectLine{l}, more...) {
		if !l.Enhanced.IsZero() {
			fmt.Fprintf(&b, " %v", l.Enhanced)
		}
		if l.Contains != nil {
			b.WriteString(" with " + quoted(l.Contains))
		}
	}
	return b.String()
}

// quoted returns octets as a Go string literal for a message, cut to a bearable
// length.
func quoted(b []byte) string {
	if len(b) > shownCells {
		return strconv.QuoteToASCII(string(b[:shownCells])) + "…"
	}
	return strconv.QuoteToASCII(string(b))
}

// exact reads what follows the S of `S"…"`.
func (p *scriptParser) exact(literal []byte, col int) error {
	if err := p.closed(); err != nil {
		return err
	}
	s, err := p.literal(literal, col)
	if err != nil {
		return err
	}
	if s == "" {
		return p.fail(col, "@silence DURATION expects that nothing comes", "a reply has octets")
	}
	p.add(Step{Kind: ExpectReply, Expect: &Expectation{Exact: []byte(s)}})
	return nil
}

// expect reads what follows "S:".
func (p *scriptParser) expect(b []byte, col int) error {
	if len(bytes.Trim(b, " \t")) == 0 {
		if err := p.closed(); err != nil {
			return err
		}
		p.add(Step{Kind: ExpectReply, Expect: &Expectation{}})
		return nil
	}
	if b[0] != ' ' {
		return p.fail(col, "", "a blank stands between S: and the code")
	}
	line, more, err := p.expectLine(b[1:], col+1)
	if err != nil {
		return err
	}
	if p.open == nil {
		e := &Expectation{}
		p.add(Step{Kind: ExpectReply, Expect: e})
		p.open = e
	} else if first := p.open.Lines[0]; !slices.Equal(first.Classes, line.Classes) {
		return p.fail(line.Col, "all lines of one reply have one code; write S\"…\" for a reply that breaks this",
			"the reply began with %s", classList(first.Classes))
	}
	p.open.Lines = append(p.open.Lines, line)
	if !more {
		p.open = nil
	}
	return nil
}

func classList(classes []CodeClass) string { return ExpectLine{Classes: classes}.want() }

// closed returns an error if a reply is open: its last line said more follows.
func (p *scriptParser) closed() error {
	if p.open == nil {
		return nil
	}
	l := p.open.Lines[len(p.open.Lines)-1]
	return &ScriptError{
		File: p.script.Name, Line: l.Line, Col: l.Col + 3, Source: l.Source,
		Msg:  `the "-" behind the code says that another line of this reply follows; none does`,
		Hint: "the last line of a reply has a blank behind its code",
	}
}

// expectLine reads one expectation; more is true if the code is followed by "-".
func (p *scriptParser) expectLine(b []byte, col int) (l ExpectLine, more bool, err error) {
	l = ExpectLine{Line: p.number, Source: p.source, Col: col}
	rest := b
	for {
		if len(rest) < 3 || !isClass(rest[:3]) {
			return l, false, p.fail(col+len(b)-len(rest), convertHint, "a reply code is three digits from 200 to 599, x for any digit but the first")
		}
		l.Classes = append(l.Classes, CodeClass(rest[:3]))
		if rest = rest[3:]; len(rest) == 0 || rest[0] != '|' {
			break
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return l, false, nil
	}
	if rest[0] != '-' && rest[0] != ' ' {
		return l, false, p.fail(col+len(b)-len(rest), "", "a code is followed by a blank, by - or by | and another code")
	}
	l.Text = string(rest[1:])
	l.At = col + len(b) - len(rest) + 1
	l.compareText(rest[1:])
	return l, rest[0] == '-', nil
}

func isClass(b []byte) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' || c == 'x' }
	return b[0] >= '2' && b[0] <= '5' && digit(b[1]) && digit(b[2])
}

// compareText finds what of the text is compared: an enhanced status code and a
// Go string literal behind which nothing stands.
func (l *ExpectLine) compareText(text []byte) {
	if e, n, ok := smtp.ParseEnhanced(text); ok && (n == len(text) || text[n] == ' ' || text[n] == '\t') {
		l.Enhanced = e
		text = bytes.TrimPrefix(text[n:], []byte(" "))
	}
	if len(text) == 0 || text[0] != '"' {
		return
	}
	s, n, err := unquote(text)
	if err == nil && len(bytes.Trim(text[n:], " \t")) == 0 {
		l.Contains = []byte(s)
	}
}
