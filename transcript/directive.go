package transcript

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Directive is a line of a script that begins with "@".
type Directive struct {
	Name string // without the "@"
	Col  int    // of the "@", in octets, counted from 1
	Args []Arg
}

// An Arg is one argument of a directive: a word, a Go string literal, or for @send
// the rest of the line. ${NAME} in it stands for a variable.
type Arg struct {
	Col    int // in octets, counted from 1
	Quoted bool
	parts  []argPart
}

type argPart struct {
	text     string // or the name of the variable
	variable bool
}

// Variables returns the names of the variables in the argument.
func (a Arg) Variables() []string {
	var names []string
	for _, p := range a.parts {
		if p.variable {
			names = append(names, p.text)
		}
	}
	return names
}

// String returns the argument with its variables not replaced.
func (a Arg) String() string {
	var b strings.Builder
	for _, p := range a.parts {
		if p.variable {
			b.WriteString("${" + p.text + "}")
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// expand returns the argument with its variables replaced.
func (a Arg) expand(vars map[string]string) string {
	var b strings.Builder
	for _, p := range a.parts {
		if p.variable {
			b.WriteString(vars[p.text])
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// ChunkLimit bounds what one BDAT of @bdat holds, in octets.
const ChunkLimit = 64 << 20

// SameServer stands behind @connect for the server that the script is run against,
// where nothing tells its name.
const SameServer = "-"

// waitLimit bounds @wait and @silence.
const waitLimit = 24 * time.Hour

// A directiveForm says which arguments a directive takes.
type directiveForm struct {
	usage    string
	min, max int
	check    func(args []string) (bad int, why string) // nil: any; why is "" if all are right
}

var directives = map[string]directiveForm{
	"connect": {"@connect TARGET [tls=…]", 1, 2, checkConnect},
	"tls":     {"@tls", 0, 0, nil},
	"auth":    {"@auth MECHANISM [USER]", 1, 2, checkAuth},
	"send":    {"@send TEXT", 1, 1, nil},
	"data":    {"@data FILE [exact]", 1, 2, checkData},
	"bdat":    {"@bdat FILE [SIZE] [exact]", 1, 3, checkBdat},
	"group":   {"@group", 0, 0, nil},
	"early":   {"@early", 0, 0, nil},
	"closed":  {"@closed", 0, 0, nil},
	"silence": {"@silence DURATION", 1, 1, checkDuration},
	"close":   {"@close", 0, 0, nil},
	"wait":    {"@wait DURATION", 1, 1, checkDuration},
	"pause":   {"@pause", 0, 0, nil},
	"mark":    {"@mark NAME", 1, 1, nil},
	"persona": {"@persona NAME", 1, 1, nil},
	"clock":   {"@clock +DURATION", 1, 1, checkClock},
}

func checkConnect(args []string) (int, string) {
	if len(args) > 1 && (!strings.HasPrefix(args[1], "tls=") || args[1] == "tls=") {
		return 1, "only tls=… may follow the target"
	}
	return 0, ""
}

func checkAuth(args []string) (int, string) {
	if len(args) == 1 && !userless(args[0]) {
		return 0, "only EXTERNAL and ANONYMOUS need no user"
	}
	return 0, ""
}

func checkData(args []string) (int, string) {
	if len(args) > 1 && args[1] != "exact" {
		return 1, `only "exact" may follow the file`
	}
	return 0, ""
}

func checkBdat(args []string) (int, string) {
	_, _, bad := bdatOptions(args[1:])
	if bad >= 0 {
		return bad + 1, fmt.Sprintf("a chunk has 1 to %d octets", ChunkLimit)
	}
	return 0, ""
}

// bdatOptions reads what follows the file of @bdat. A size of 0 means one chunk;
// bad is the index of what is neither a size nor "exact", or -1.
func bdatOptions(args []string) (size int, exact bool, bad int) {
	for i, a := range args {
		n, err := strconv.Atoi(a)
		switch {
		case a == "exact" && !exact && i == len(args)-1:
			exact = true
		case err == nil && i == 0 && n > 0 && n <= ChunkLimit:
			size = n
		default:
			return 0, false, i
		}
	}
	return size, exact, -1
}

func checkDuration(args []string) (int, string) {
	if d, err := time.ParseDuration(args[0]); err != nil || d < 0 || d > waitLimit {
		return 0, "a duration is a number and a unit, such as 2s or 1m30s, at most 24h"
	}
	return 0, ""
}

func checkClock(args []string) (int, string) {
	d, err := time.ParseDuration(args[0])
	if err != nil || d < 0 || args[0][0] != '+' {
		return 0, "the clock only goes forward: write a duration with a plus, such as +31m"
	}
	return 0, ""
}

// directive reads a line that begins with "@".
func (p *scriptParser) directive(body []byte, col int) error {
	name, rest := body[1:], []byte(nil)
	if i := bytes.IndexAny(name, " \t"); i >= 0 {
		name, rest = name[:i], name[i:]
	}
	f, ok := directives[string(name)]
	if !ok {
		return p.fail(col, "directives: @"+strings.Join(slices.Sorted(maps.Keys(directives)), " @"), "unknown directive @%s", shown(string(name)))
	}
	d := &Directive{Name: string(name), Col: col}
	var err error
	at := col + 1 + len(name)
	if d.Name == "send" {
		d.Args, err = p.sendText(rest, at)
	} else {
		d.Args, err = p.args(rest, at)
	}
	if err != nil {
		return err
	}
	s := Step{Kind: DirectiveStep, Directive: d}
	p.add(s)
	if n := len(d.Args); n < f.min || n > f.max {
		word := "arguments"
		if n == 1 {
			word = "argument"
		}
		return p.fail(col, "usage: "+f.usage, "@%s has %d %s", d.Name, n, word)
	}
	return s.at(p.number, p.source).checkArgs(p.script.Name, nil)
}

func (s Step) at(line int, source string) Step {
	s.Line, s.Source = line, source
	return s
}

// checkArgs checks the arguments with the variables replaced; those that hold a
// variable only if vars is not nil.
func (s Step) checkArgs(file string, vars map[string]string) error {
	d := s.Directive
	values := make([]string, len(d.Args))
	for i, a := range d.Args {
		if vars == nil && len(a.Variables()) > 0 {
			return nil
		}
		if values[i] = a.expand(vars); values[i] == "" && d.Name != "send" {
			return s.fail(file, a.Col, "", "the argument is empty")
		}
	}
	f := directives[d.Name]
	if f.check == nil {
		return nil
	}
	if bad, why := f.check(values); why != "" {
		return s.fail(file, d.Args[bad].Col, "usage: "+f.usage, "%s", why)
	}
	return nil
}

// sendText reads the text of @send: the rest of the line behind one blank, or a Go
// string literal.
func (p *scriptParser) sendText(b []byte, col int) ([]Arg, error) {
	if len(b) < 2 {
		return nil, nil
	}
	b, col = b[1:], col+1
	if b[0] == '"' {
		if _, n, err := unquote(b); err == nil && len(bytes.Trim(b[n:], " \t")) == 0 {
			a, err := p.quotedArg(b[:n], col)
			return []Arg{a}, err
		}
	}
	a, err := p.wordArg(b, col)
	return []Arg{a}, err
}

// args reads arguments: words and Go string literals, with blanks between.
func (p *scriptParser) args(b []byte, col int) ([]Arg, error) {
	var args []Arg
	for {
		trimmed := bytes.TrimLeft(b, " \t")
		col += len(b) - len(trimmed)
		if b = trimmed; len(b) == 0 {
			return args, nil
		}
		n, read := bytes.IndexAny(b, " \t"), p.wordArg
		if n < 0 {
			n = len(b)
		}
		if b[0] == '"' {
			_, end, err := unquote(b)
			if err != nil {
				return nil, p.fail(col+end, "", "%v", err)
			}
			if end < len(b) && b[end] != ' ' && b[end] != '\t' {
				return nil, p.fail(col+end, "", "a blank stands behind the closing quote")
			}
			n, read = end, p.quotedArg
		}
		a, err := read(b[:n], col)
		if err != nil {
			return nil, err
		}
		args = append(args, a)
		b, col = b[n:], col+n
	}
}

func (p *scriptParser) wordArg(b []byte, col int) (Arg, error) {
	a := Arg{Col: col}
	err := p.split(b, col, func(text []byte) { a.parts = append(a.parts, argPart{text: string(text)}) }, &a)
	return a, err
}

// quotedArg reads a literal that is known to be one. Variables are found before
// escapes are: "\x24{NAME}" is no variable.
func (p *scriptParser) quotedArg(b []byte, col int) (Arg, error) {
	a := Arg{Col: col, Quoted: true}
	err := p.split(b[1:len(b)-1], col+1, func(text []byte) {
		s, _, _ := unquote(slices.Concat([]byte(`"`), text, []byte(`"`)))
		a.parts = append(a.parts, argPart{text: s})
	}, &a)
	return a, err
}

// split takes b apart into text, for which it calls add, and variables, which it
// adds to a.
func (p *scriptParser) split(b []byte, col int, add func([]byte), a *Arg) error {
	for len(b) > 0 {
		i := bytes.Index(b, []byte("${"))
		if i < 0 {
			add(b)
			return nil
		}
		if i > 0 {
			add(b[:i])
		}
		end := bytes.IndexByte(b[i:], '}')
		if end < 0 || !isName(b[i+2:i+end]) {
			return p.fail(col+i, "a variable is ${NAME} with letters, digits and _", "this is no variable")
		}
		a.parts = append(a.parts, argPart{text: string(b[i+2 : i+end]), variable: true})
		b, col = b[i+end+1:], col+i+end+1
	}
	return nil
}

func isName(b []byte) bool {
	for i, c := range b {
		letter := c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return len(b) > 0
}
