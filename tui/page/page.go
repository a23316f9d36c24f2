// Package page sets the Markdown of a lesson into rows of a width: for a screen with
// styles, or plain for a voice. It knows paragraphs, headings, lists, quotations, code
// and emphasis; anything else is shown as it was written.
//
// The words may come from a file of somebody else: what is returned went through
// [ehlo/session/smtp.PrintableLine], and what would take long to read is not read as Markdown.
package page

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A Style says what a piece of text is.
type Style uint8

// The styles.
const (
	Plain   Style = iota
	Strong        // emphasised
	Code          // to be typed or read as it stands
	Heading       // a heading
	Item          // the mark of a list item
	Quote         // quoted
)

// A Span is a piece of a row. Its text is fit to print.
type Span struct {
	Text  string
	Style Style
}

// A Row is one row of a page. An empty one stands between paragraphs.
type Row []Span

// String returns the text of the row.
func (r Row) String() string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Bounds of what is read as Markdown, in octets. The reader of Markdown has slow
// corners.
const (
	ParagraphLimit = 4 << 10
	PageLimit      = 64 << 10
)

// narrow is the least width that a page is set in.
const narrow = 8

// Rows sets Markdown in rows of at most width columns.
func Rows(markdown string, width int) []Row {
	width = max(width, narrow)
	markdown = strings.ToValidUTF8(strings.ReplaceAll(markdown, "\r\n", "\n"), "\uFFFD")
	if tooLong(markdown) {
		return literal(markdown, width)
	}
	s := &setter{source: []byte(markdown), width: width}
	s.blocks(reader().Parse(text.NewReader(s.source)))
	return s.rows
}

// Lines sets Markdown in plain rows.
func Lines(markdown string, width int) []string {
	var lines []string
	for _, r := range Rows(markdown, width) {
		lines = append(lines, strings.TrimRight(r.String(), " "))
	}
	return lines
}

// unbroken is wider than anything.
const unbroken = 1 << 20

// Line sets Markdown in one plain line.
func Line(markdown string) string {
	return strings.Join(slices.DeleteFunc(Lines(markdown, unbroken), func(row string) bool { return row == "" }), " ")
}

// reader returns a reader of Markdown without links by reference, which the files of a
// course have no use for.
func reader() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	)
}

func tooLong(markdown string) bool {
	if len(markdown) > PageLimit {
		return true
	}
	for paragraph := range strings.SplitSeq(markdown, "\n\n") {
		if len(paragraph) > ParagraphLimit {
			return true
		}
	}
	return false
}

// literal sets a text as it stands.
func literal(markdown string, width int) []Row {
	s := &setter{width: width}
	for line := range strings.Lines(markdown[:min(len(markdown), PageLimit)]) {
		s.code(strings.TrimSuffix(line, "\n"), Plain)
	}
	return s.rows
}

// inside returns the inline nodes of a block in their order.
func inside(n ast.Node) func(yield func(ast.Node) bool) {
	return func(yield func(ast.Node) bool) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if !yield(c) {
				return
			}
		}
	}
}
