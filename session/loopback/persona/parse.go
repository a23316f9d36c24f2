package persona

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"ehlo/session/smtp"
)

// Bounds of a file: octets, lines, levels, elements of a list, problems that are told.
// The YAML parser has slow corners beyond the first three.
const (
	FileLimit    = 8 << 10
	lineLimit    = 500
	depthLimit   = 16
	listLimit    = 100
	problemLimit = 20
)

// Parse reads the file of a server type. What it leaves open is as in the type that it
// is based on: one that comes with ehlo, the default if it names none. The error
// holds [Problem]s.
func Parse(file string, octets []byte) (*Persona, error) {
	r := &reader{file: file, own: true}
	return r.read(octets, func(name string) *Persona { p, _ := Named(name); return p })
}

// read reads the file. base finds what it may be based on; nil if it is the first.
func (r *reader) read(octets []byte, base func(name string) *Persona) (*Persona, error) {
	text := strings.ReplaceAll(strings.TrimPrefix(string(octets), "\ufeff"), "\r\n", "\n")
	r.lines, r.at = strings.Split(text, "\n"), map[string]*token.Token{}
	if root := r.root(text); root != nil {
		r.begin(root, base)
		r.fields(root, "", r.types())
		if len(r.found) == 0 {
			r.complete()
		}
	}
	if len(r.found) == 0 {
		return r.p, nil
	}
	slices.SortStableFunc(r.found, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	errs := make([]error, len(r.found))
	for i, p := range r.found {
		errs[i] = p
	}
	return nil, errors.Join(errs...)
}

// A reader reads one file.
type reader struct {
	file  string
	own   bool // it does not come with ehlo
	lines []string
	p     *Persona
	at    map[string]*token.Token // where a field stands, as "limits.size"
	found []*Problem
}

// wrong notes a problem at a token; nil stands for the beginning of the file.
func (r *reader) wrong(at *token.Token, format string, args ...any) {
	if len(r.found) == problemLimit {
		return
	}
	line, col := 1, 0
	if at != nil && at.Position != nil {
		line, col = at.Position.Line, at.Position.Column
	}
	r.note(line, col, fmt.Sprintf(format, args...))
}

// note notes a problem at a line and a character in it, both counted from 1. The
// parser's places may lie behind the end of the file.
func (r *reader) note(line, character int, what string) {
	line = min(max(line, 1), len(r.lines))
	p := &Problem{File: r.file, Line: line, Source: r.lines[line-1], What: smtp.Printable([]byte(what)).String()}
	for i := range p.Source {
		if character--; character == 0 {
			p.Col = i + 1
		}
	}
	if character == 1 {
		p.Col = len(p.Source) + 1
	}
	r.found = append(r.found, p)
}

// root returns the fields of the file; nil if there are none.
func (r *reader) root(text string) ast.Node {
	if !r.bounded(text) {
		return nil
	}
	tokens := lexer.Tokenize(text)
	if !r.plain(tokens) {
		return nil
	}
	f, err := parser.Parse(tokens, 0)
	var placed interface {
		error
		GetToken() *token.Token
		GetMessage() string
	}
	switch {
	case errors.As(err, &placed):
		r.wrong(placed.GetToken(), "%s", placed.GetMessage())
		return nil
	case err != nil:
		r.wrong(nil, "%s", err)
		return nil
	case len(f.Docs) > 1:
		r.wrong(f.Docs[1].Start, "a second document begins; one file is one server type")
		return nil
	}
	if len(f.Docs) == 1 {
		if _, ok := f.Docs[0].Body.(ast.MapNode); ok {
			return f.Docs[0].Body
		}
	}
	r.wrong(nil, "fields stand here, as name: mine")
	return nil
}

// bounded refuses what would cost the parser more than its length.
func (r *reader) bounded(text string) bool {
	if len(text) > FileLimit {
		r.wrong(nil, "the file has %d octets; one has at most %d", len(text), FileLimit)
		return false
	}
	if len(r.lines) > lineLimit {
		r.note(lineLimit+1, 0, fmt.Sprintf("more than %d lines", lineLimit))
		return false
	}
	var indents []int // of the levels that are open
	for i, line := range r.lines {
		if at := strings.IndexFunc(line, unprintable); at >= 0 {
			r.note(i+1, len([]rune(line[:at]))+1, "an octet that cannot be printed")
			return false
		}
		rest := strings.TrimLeft(line, " ")
		if rest == "" {
			continue
		}
		open, _ := slices.BinarySearch(indents, len(line)-len(rest))
		indents = append(indents[:open], len(line)-len(rest))
		for strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "? ") {
			rest = strings.TrimLeft(rest[1:], " ")
			indents = append(indents, len(line)-len(rest))
		}
		if len(indents)+strings.Count(line, "[")+strings.Count(line, "{") > 4*depthLimit || len(indents) > depthLimit {
			r.note(i+1, 0, fmt.Sprintf("nested more than %d deep", depthLimit))
			return false
		}
	}
	return true
}

// plain refuses what the files have no use for, and brackets nested too deep.
func (r *reader) plain(tokens token.Tokens) bool {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType, token.DirectiveType:
			r.wrong(t, "anchors, aliases, tags and directives have no place here; write it out, or in quotes")
			return false
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
		if depth > depthLimit {
			r.wrong(t, "nested more than %d deep", depthLimit)
			return false
		}
	}
	return true
}
