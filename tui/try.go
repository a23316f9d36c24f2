package tui

import (
	"fmt"

	"ehlo/lessons"
	"ehlo/tui/desk"
)

// A trial is what there is to try of a card: lines that Tab puts into the prompt,
// one after the other.
type trial struct {
	examples []lessons.Example
	next     int
	put      string // the line that was put there last
}

// trialRows are how many rows of a sheet tell what Tab would put.
const trialRows = 3

// rows tells what Tab would put into the prompt.
func (t trial) rows(w int) []string {
	e := t.examples[t.next]
	count := fmt.Sprintf("%d of %d", t.next+1, len(t.examples))
	return []string{
		topBorder("─", "Tab tries this at the prompt · "+count, "", w+1),
		paint(accent, clip("› "+e.Line, w)),
		paint(faint, clip("  "+e.Why, w)),
	}
}

// tries reports whether Tab would put a line of the card that is open into the prompt.
func (m *Model) tries() bool {
	return len(m.sheet.trial.examples) > 0 && m.desk.Mode() == desk.CommandMode
}

// tryNext puts the next line to try into the prompt. What was half typed there is
// kept for Ctrl+Y.
func (m *Model) tryNext() bool {
	t := &m.sheet.trial
	switch {
	case len(t.examples) == 0:
		m.flash = "there is no line to try here"
		return false
	case m.desk.Mode() != desk.CommandMode:
		m.flash = "a line can be tried where the server takes a command"
		return false
	}
	if m.back.event >= 0 {
		m.back.event = -1
		m.view = view{follow: true}
	}
	if typed := m.prompt.value(); typed != "" && typed != t.put {
		m.prompt.killed = typed
		m.flash = "Ctrl+U, then Ctrl+Y brings back what was typed"
	}
	t.put = t.examples[t.next].Line
	t.next = (t.next + 1) % len(t.examples)
	m.prompt.set(t.put)
	m.advise()
	return false
}

// backTry opens the card and then tries what it offers.
func (m *Model) backTry() bool {
	if m.sheet.open() && m.sheet.request.View == desk.Card {
		return m.tryNext()
	}
	return m.backCard()
}

// cardKeys are those of a card that has something to try.
func cardKeys() []binding {
	return []binding{bind("Tab", "put a line to try into the prompt", (*Model).tryNext, "tab")}
}
