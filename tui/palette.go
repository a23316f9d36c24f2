package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"ehlo/session/smtp"
	"ehlo/tui/desk"
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

// pickUnfinished completes a line that is no whole row of the list yet, so that
// Enter does what the chosen row says.
func (m *Model) pickUnfinished() bool {
	line := m.prompt.value()
	whole := func(c desk.Completion) bool { return c.Line == line }
	if m.advice.whole == "" || slices.ContainsFunc(m.advice.list, whole) {
		return false
	}
	m.prompt.set(m.advice.whole)
	m.advise()
	return strings.HasSuffix(m.advice.whole, " ")
}

// arguments is what may stand behind a row of the list.
func (m *Model) arguments(c desk.Completion) string {
	for _, known := range m.desk.Commands() {
		if ":"+known.Name == strings.TrimSpace(c.Line) {
			return known.Args
		}
	}
	return ""
}

// listRows draws the list of ehlo's commands, narrowed by what is typed.
func (m *Model) listRows(w, h int) []string {
	list := m.advice.list
	lines := make([]string, len(list))
	wide := 0
	for i, c := range list {
		lines[i] = smtp.Printable([]byte(strings.TrimSpace(c.Line) + " " + m.arguments(c))).String()
		wide = max(wide, lipgloss.Width(lines[i]))
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
		rows = append(rows, mark+paint(as, fit(lines[i], wide))+"  "+clip(help, w-wide-4))
	}
	return rows
}
