package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func sizeOf(w, h int) tea.WindowSizeMsg { return tea.WindowSizeMsg{Width: w, Height: h} }

// whole demands that each row is exactly as wide as the screen, and that there are
// as many as it has, and returns them.
func (p *person) rows() string {
	p.t.Helper()
	content := p.m.View().Content
	rows := strings.Split(content, "\n")
	if len(rows) != p.m.layout.size.Y {
		p.t.Errorf("%d rows on a screen of %d", len(rows), p.m.layout.size.Y)
	}
	for y, row := range rows {
		if w := ansi.StringWidth(row); w != p.m.layout.size.X {
			p.t.Errorf("row %d is %d cells wide, the screen %d: %q", y, w, p.m.layout.size.X, row)
		}
	}
	return content
}

func (p *person) whole() *person {
	p.t.Helper()
	p.rows()
	return p
}

// A terminal that tells no size gets a screen of 80 by 24.
func TestNoSize(t *testing.T) {
	sit(t, 0, 0, func(p *person) {
		if w, h := lipgloss.Size(p.screen()); w != 80 || h != 24 {
			t.Errorf("the screen is %dx%d", w, h)
		}
		p.says("EHLO client.example").sees("250 HELP").whole()
	})
}

func TestShrinkingWithTextPending(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("DATA", "one", ".two").types("three and a line that is longer than twenty columns")
		before := p.screen()
		for _, size := range [][2]int{{72, 20}, {71, 20}, {40, 14}, {39, 13}, {20, 6}, {10, 3}, {4, 2}, {1, 1}} {
			p.send(sizeOf(size[0], size[1])).whole()
		}
		p.send(sizeOf(20, 6)).sees("columns").press("pgup", "pgdown", "esc", "up", "esc").whole()
		p.send(sizeOf(120, 36))
		if p.screen() != before {
			t.Errorf("the screen changed:\n%s", p.screen())
		}
		p.press("enter").sees("C │ three and a line that is longer than twenty columns")
	})
}

// Every scene at small sizes: nothing overflows.
func TestEveryScene(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			sit(t, 100, 30, func(p *person) {
				scene.play(p)
				for w := 1; w < 130; w += 6 {
					for h := 1; h < 40; h += 5 {
						p.send(sizeOf(w, h)).whole()
					}
				}
			})
		})
	}
}
