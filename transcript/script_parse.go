package transcript

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// ParseScript reads a script. The name is used in messages only. Any line that the
// form does not know is refused with a [*ScriptError] that says where; nothing is
// guessed. A listing in which every line has its prefix, as in RFC 5321 appendix D,
// is a script, indented or not.
func ParseScript(name string, b []byte) (*Script, error) {
	p := &scriptParser{script: &Script{Name: name}}
	if len(b) > ScriptLimit {
		return nil, &ScriptError{File: name, Msg: fmt.Sprintf("the file has %d octets; a script has at most %d", len(b), ScriptLimit),
			Hint: "leave long message text to a file of its own: @data FILE"}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	for len(b) > 0 {
		line, rest, ended := bytes.Cut(b, []byte("\n"))
		if ended {
			line = bytes.TrimSuffix(line, []byte("\r"))
		}
		p.number++
		if err := p.line(line); err != nil {
			return nil, err
		}
		b = rest
	}
	if err := p.complete(); err != nil {
		return nil, err
	}
	return p.script, nil
}

type scriptParser struct {
	script *Script
	number int          // of the line
	source string       // the line
	open   *Expectation // a reply whose last line said that more follows
}

func (p *scriptParser) fail(col int, hint, format string, args ...any) error {
	return &ScriptError{
		File: p.script.Name, Line: p.number, Col: col, Source: p.source,
		Msg: fmt.Sprintf(format, args...), Hint: hint,
	}
}

const convertHint = "ehlo convert FILE reads listings of other forms"

func (p *scriptParser) line(line []byte) error {
	p.source = string(line)
	if len(line) > ScriptLineLimit {
		p.source = ""
		return p.fail(ScriptLineLimit+1, "", "the line has %d octets; at most %d are read", len(line), ScriptLineLimit)
	}
	body := bytes.TrimLeft(line, " \t")
	col := len(line) - len(body) + 1
	if len(body) == 0 {
		return nil
	}
	second := byte(0)
	if len(body) > 1 {
		second = body[1]
	}
	switch {
	case body[0] == '#':
		p.remark(body)
		return nil
	case body[0] == 'S' && second == ':':
		return p.expect(body[2:], col+2)
	case body[0] == 'S' && second == '"':
		return p.exact(body[1:], col+1)
	}
	if err := p.closed(); err != nil {
		return err
	}
	switch {
	case body[0] == 'C' && second == ':':
		text := bytes.TrimPrefix(body[2:], []byte(" "))
		p.add(Step{Kind: SayLine, Octets: append(bytes.Clone(text), '\r', '\n')})
		return nil
	case body[0] == 'C' && second == '"':
		return p.octets(body[1:], col+1)
	case body[0] == '@':
		return p.directive(body, col)
	}
	return p.fail(col, convertHint, "a line begins with C: S: C\" S\" # or @")
}

// add appends a step that begins at this line.
func (p *scriptParser) add(s Step) {
	s.Line, s.Source = p.number, p.source
	p.script.Steps = append(p.script.Steps, s)
}

func (p *scriptParser) remark(body []byte) {
	kind, text := Remark, body[1:]
	if len(text) > 0 && text[0] == ':' {
		kind, text = Heading, text[1:]
	}
	p.add(Step{Kind: kind, Text: string(bytes.TrimPrefix(text, []byte(" ")))})
}

func (p *scriptParser) octets(literal []byte, col int) error {
	s, err := p.literal(literal, col)
	if err != nil {
		return err
	}
	p.add(Step{Kind: SayOctets, Octets: []byte(s)})
	return nil
}

// literal reads one Go string literal with nothing but blanks behind it.
func (p *scriptParser) literal(b []byte, col int) (string, error) {
	s, n, err := unquote(b)
	if err != nil {
		return "", p.fail(col+n, `inside "…" write \" \\ \r \n \t and \xNN for any octet`, "%v", err)
	}
	if rest := bytes.TrimLeft(b[n:], " \t"); len(rest) > 0 {
		return "", p.fail(col+len(b)-len(rest), "", "nothing may stand behind the closing quote")
	}
	return s, nil
}

// A literalError says what is wrong with a literal.
type literalError string

func (e literalError) Error() string { return string(e) }

// unquote reads the Go string literal in double quotes that b begins with. It
// returns how many octets that took, or, with an error, where it is wrong.
func unquote(b []byte) (s string, n int, err error) {
	in, out := string(b[1:]), make([]byte, 0, len(b))
	for len(in) > 0 && in[0] != '"' {
		at := len(b) - len(in)
		if r, size := utf8.DecodeRuneInString(in); r == utf8.RuneError && size == 1 {
			return "", at, literalError(fmt.Sprintf(`an octet that is no UTF-8; write \x%02x`, in[0]))
		}
		r, multibyte, rest, err := strconv.UnquoteChar(in, '"')
		if err != nil {
			return "", at, literalError("no such escape in a Go string")
		}
		if multibyte {
			out = utf8.AppendRune(out, r)
		} else {
			out = append(out, byte(r))
		}
		in = rest
	}
	if len(in) == 0 {
		return "", len(b), literalError("the closing quote is missing")
	}
	return string(out), len(b) - len(in) + 1, nil
}

// complete checks what only the end of the file shows.
func (p *scriptParser) complete() error {
	if err := p.closed(); err != nil {
		return err
	}
	steps := p.script.Steps
	for i, s := range steps {
		if (s.is("group") || s.is("early")) && !leadsGroup(steps[i+1:]) {
			return s.fail(p.script.Name, s.Directive.Col, "", "@%s stands before C: lines; none follow", s.Directive.Name)
		}
	}
	return nil
}

func leadsGroup(steps []Step) bool {
	for _, s := range steps {
		if !s.silent() && !s.is("group") && !s.is("early") {
			return s.Says()
		}
	}
	return false
}

// fail returns an error at column col of the step's line.
func (s Step) fail(file string, col int, hint, format string, args ...any) *ScriptError {
	return &ScriptError{File: file, Line: s.Line, Col: col, Source: s.Source, Msg: fmt.Sprintf(format, args...), Hint: hint}
}
