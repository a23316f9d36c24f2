package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"ehlo/session/smtp"
)

// A setter sets one block after another.
type setter struct {
	source []byte
	width  int
	first  Row // what begins the next row: the mark of an item
	margin Row // what begins every other
	tight  bool
	rows   []Row
}

// word is what is not broken, with a blank before it or not.
type word struct {
	Span
	blank bool
	end   bool // a row ends before it
}

// blocks sets the blocks inside a node.
func (s *setter) blocks(n ast.Node) {
	for c := range inside(n) {
		if len(s.rows) > 0 && s.first == nil && !s.tight {
			s.rows = append(s.rows, Row{})
		}
		s.block(c)
	}
}

func (s *setter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		s.flow(s.words(n, Heading))
	case *ast.List:
		s.list(n)
	case *ast.Blockquote:
		s.indented(Row{{"│ ", Quote}}, Row{{"│ ", Quote}}, n)
	case *ast.ThematicBreak:
		s.flow([]word{{Span: Span{"—", Quote}}})
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		s.raw(n, "  ", Code)
	case *ast.HTMLBlock:
		s.raw(n, "", Plain)
	default:
		s.flow(s.words(n, Plain))
	}
}

// raw sets the lines of a block as they stand.
func (s *setter) raw(n ast.Node, indent string, style Style) {
	lines := n.Lines()
	for i := range lines.Len() {
		at := lines.At(i)
		line := strings.TrimRight(string(at.Value(s.source)), "\n")
		s.code(indent+strings.ReplaceAll(line, "\t", "    "), style)
	}
}

// code sets one line as it stands, broken only where it is too wide.
func (s *setter) code(line string, style Style) {
	line = smtp.PrintableLine(line)
	for {
		n := fitting(line, s.room())
		s.row(Row{{line[:n], style}})
		if line = line[n:]; line == "" {
			return
		}
	}
}

// fitting returns how many octets of text fit into width, at least one character.
func fitting(text string, width int) int {
	_, n := utf8.DecodeRuneInString(text)
	if wide(text) <= width {
		return len(text)
	}
	for n < len(text) {
		_, more := utf8.DecodeRuneInString(text[n:])
		if wide(text[:n+more]) > width {
			break
		}
		n += more
	}
	return n
}

// wide returns the width of text that is fit to print.
func wide(text string) int {
	return smtp.Printable([]byte(text)).Width() - strings.Count(text, `\`) // which it doubles
}

// room is how many columns are left of the margin.
func (s *setter) room() int {
	n := s.width
	for _, span := range s.margin {
		n -= wide(span.Text)
	}
	return max(n, narrow)
}

// row adds a row behind its margin.
func (s *setter) row(r Row) {
	margin := s.margin
	if s.first != nil {
		margin, s.first = s.first, nil
	}
	s.rows = append(s.rows, append(append(Row{}, margin...), r...))
}

// deepest is how deep lists and quotations are set in.
const deepest = 4

func (s *setter) indented(first, margin Row, n ast.Node) {
	oldMargin := s.margin
	if s.first != nil { // the mark of the item around it
		first = append(append(Row{}, s.first...), first...)
	} else {
		first = append(append(Row{}, oldMargin...), first...)
	}
	if len(oldMargin) < deepest {
		s.margin = append(append(Row{}, oldMargin...), margin...)
	}
	s.first = first
	s.blocks(n)
	s.margin, s.first = oldMargin, nil
}

func (s *setter) list(l *ast.List) {
	number, tight := l.Start, s.tight
	for item := range inside(l) {
		if len(s.rows) > 0 && !l.IsTight && item.PreviousSibling() != nil {
			s.rows = append(s.rows, Row{})
		}
		mark := "- "
		if l.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		s.tight = l.IsTight
		s.indented(Row{{mark, Item}}, Row{{strings.Repeat(" ", len(mark)), Plain}}, item)
		s.tight = tight
	}
}

// flow sets words into rows.
func (s *setter) flow(words []word) {
	var row Row
	used := 0
	for i, w := range words {
		width, gap := wide(w.Text), 0
		if w.blank && used > 0 {
			gap = 1
			if whole := together(words[i:], s.room()); whole <= s.room() {
				width = whole
			}
		}
		if used > 0 && (w.end || gap+used+width > s.room()) {
			s.row(row)
			row, used, gap = nil, 0, 0
		}
		for used == 0 && wide(w.Text) > s.room() {
			n := fitting(w.Text, s.room())
			s.row(Row{{w.Text[:n], w.Style}})
			w.Text = w.Text[n:]
		}
		row = row.with(strings.Repeat(" ", gap), w.Span)
		used += gap + wide(w.Text)
	}
	if len(row) > 0 {
		s.row(row)
	}
}

// together returns how wide the first of words is with all that follows it without a
// blank, "FROM:" and "<bob@example.org>"; no more than is needed to be wider than room.
func together(words []word, room int) int {
	width := wide(words[0].Text)
	for _, w := range words[1:] {
		if w.blank || w.end || width > room {
			break
		}
		width += wide(w.Text)
	}
	return width
}

// with adds a span behind a gap; spans of one style are joined.
func (r Row) with(gap string, s Span) Row {
	if n := len(r); n > 0 && r[n-1].Style == s.Style {
		r[n-1].Text += gap + s.Text
		return r
	}
	if gap != "" {
		r = append(r, Span{gap, Plain})
	}
	return append(r, s)
}

// words returns what stands inside a block.
func (s *setter) words(n ast.Node, style Style) []word {
	t := &inline{setter: s}
	t.walk(n, style)
	return t.words
}

// unescaped takes escapes and entities out of text, as Markdown has them.
func unescaped(b []byte) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(b))))
}
