package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// pick moves in the list of commands; ↑ and ↓ choose, Tab takes.
func (m *Model) pick(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "up", "ctrl+p":
		m.picked = max(0, m.picked-1)
	case "down", "ctrl+n":
		m.picked = min(len(m.advice.list)-1, m.picked+1)
	case "esc":
		m.prompt.set("")
		m.picked = 0
	case "enter":
		return m.pickUnfinished()
	default:
		return false
	}
	m.advise()
	return true
}

// pickUnfinished completes a name that is no command yet, so that Enter on a
// chosen row does what the row says.
func (m *Model) pickUnfinished() bool {
	line := m.prompt.value()
	exact := slices.ContainsFunc(m.desk.Commands(), func(c deskCommand) bool { return ":"+c.Name == firstWord(line) })
	if exact || m.advice.whole == "" {
		return false
	}
	m.prompt.set(m.advice.whole)
	m.advise()
	return firstWord(m.advice.whole) != m.advice.whole
}

// listRows draws the list of ehlo's commands, narrowed by what is typed.
func (m *Model) listRows(w, h int) []string {
	list := m.advice.list
	wide := 0
	for _, c := range list {
		wide = max(wide, lipgloss.Width(c.Line))
	}
	wide = min(wide, max(w/2, 8))
	from := max(0, min(m.picked-h/2, len(list)-h))
	var rows []string
	for i := from; i < len(list) && len(rows) < h; i++ {
		c := list[i]
		mark, as := "  ", strong
		if i == m.picked {
			mark, as = paint(accent, "▸ "), accent
		}
		help := c.Help
		if c.Why != "" {
			as, help = faint, c.Help+" ("+c.Why+")"
		}
		rows = append(rows, mark+paint(as, fit(c.Line, wide))+"  "+clip(help, w-wide-4))
	}
	return rows
}
