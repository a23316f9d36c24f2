package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// wrong is the line at the prompt with a tilde for every cell of a fault.
func (p *person) wrong() string {
	var line, marks strings.Builder
	for _, c := range p.m.promptCells() {
		line.WriteString(c.text)
		mark := " "
		if c.wrong {
			mark = "~"
		}
		marks.WriteString(strings.Repeat(mark, c.width))
	}
	return line.String() + "\n" + strings.TrimRight(marks.String(), " ")
}

// Faults are marked at their octets, however wide what stands before them is.
func TestFaultsAreMarkedWhereTheyAre(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example")
		for _, tt := range []struct{ line, want string }{
			{"MAIL FROM: <a@b.example>", "MAIL FROM: <a@b.example>\n          ~"},
			{"MAIL FROM:<日本@b.example> SIEZ=5", "MAIL FROM:<日本@b.example> SIEZ=5\n           ~~~~            ~~~~~~"},
			{"MAIL FROM:<é@b.example> SIZE=5 FOO=1", "MAIL FROM:<é@b.example> SIZE=5 FOO=1\n           ~                   ~~~~~"},
			{"MAIL FROM<a@b.example>", "MAIL FROM<a@b.example>\n         ~"},
			{"RCTP", "RCTP\n~~~~"},
		} {
			p.types(tt.line)
			if got := p.wrong(); got != tt.want {
				t.Errorf("marked\n%s\nwant\n%s", got, tt.want)
			}
			p.whole().press("ctrl+u")
		}
	})
}

// Each role of a command line is drawn in its own way.
func TestTokensHaveTheirRoles(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example").types("MAIL FROM:<bob@example.org> SIZE=5")
		row := p.m.promptRow(100)
		for _, part := range []string{paint(strong, "MAIL"), paint(keyword, "FROM:"), paint(value, "<bob@example.org>"), paint(keyword, "SIZE"), paint(later, "5")} {
			if !strings.Contains(row, part) {
				t.Errorf("no %q in %q", part, row)
			}
		}
	})
}

// What else may stand in place of the suggestion is told, and taken by its letter.
func TestSuggestedParameters(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says("EHLO client.example").types("MAIL FROM:<bob@example.org> ").sees("SIZE=  or BODY=8BITMIME").types("b").press("tab").typed("MAIL FROM:<bob@example.org> bODY=8BITMIME")
		p.types(" ").sees("SIZE=").misses("or BODY").press("tab").types("5").press("enter").sees("250 2.1.0")
		p.types("MAIL FORM:<bob@example.org>").sees("Tab: MAIL FROM:<bob@example.org>").press("tab").typed("MAIL FROM:<bob@example.org>")
		p.send(tea.WindowSizeMsg{Width: 40, Height: 14}).whole()
	})
}
