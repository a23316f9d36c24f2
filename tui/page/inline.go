package page

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"ehlo/session/smtp"
)

// An inline gathers the words of one block.
type inline struct {
	*setter
	words []word
	blank bool // a blank stands before the next word
	end   bool // the next word begins a row
}

func (t *inline) walk(n ast.Node, style Style) {
	for c := range inside(n) {
		switch c := c.(type) {
		case *ast.Text:
			t.text(unescaped(c.Value(t.source)), style)
			t.blank = t.blank || c.SoftLineBreak()
			t.end = t.end || c.HardLineBreak()
		case *ast.String:
			t.text(string(c.Value), style)
		case *ast.CodeSpan:
			t.span(t.verbatim(c))
		case *ast.Emphasis:
			t.walk(c, strong(style))
		case *ast.AutoLink:
			t.text("<"+string(c.Label(t.source))+">", style)
		case *ast.RawHTML:
			t.text(string(c.Segments.Value(t.source)), style)
		default: // a link, a picture: their words
			t.walk(c, style)
		}
	}
}

func strong(style Style) Style {
	if style == Plain {
		return Strong
	}
	return style
}

// verbatim returns the text of a code span.
func (t *inline) verbatim(n ast.Node) string {
	var b strings.Builder
	for c := range inside(n) {
		if c, ok := c.(*ast.Text); ok {
			b.WriteString(strings.ReplaceAll(string(c.Value(t.source)), "\n", " "))
		}
	}
	return b.String()
}

// span adds a code span, which is kept in one row if one can hold it.
func (t *inline) span(text string) {
	if text = smtp.PrintableLine(text); wide(text) > t.room() {
		t.text(text, Code)
		return
	}
	t.add(text, Code)
}

// text adds words that may be broken at each blank.
func (t *inline) text(text string, style Style) {
	for i, piece := range strings.FieldsFunc(" "+text+" ", isBlank) {
		t.blank = t.blank || i > 0 || isBlank(rune(text[0]))
		t.add(smtp.PrintableLine(piece), style)
	}
	t.blank = t.blank || text != "" && isBlank(rune(text[len(text)-1]))
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

func (t *inline) add(text string, style Style) {
	if text == "" {
		return
	}
	t.words = append(t.words, word{Span{text, style}, t.blank, t.end})
	t.blank, t.end = false, false
}
