package tui

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/tui/desk"
)

// footer is the row of keys at the bottom, chosen by what is going on.
func (m *Model) footer(w int) string {
	if m.flash != "" {
		return m.flash
	}
	return clip(strings.Join(m.footerKeys(), " · "), w)
}

func (m *Model) footerKeys() []string {
	switch {
	case m.desk.Mode() == desk.QuestionMode:
		return []string{"y yes", "n no", "Esc no"}
	case m.sheet.open():
		return []string{"↑↓ PgUp PgDn scroll", "Esc close"}
	case m.back.event >= 0:
		return []string{"↑↓ exchange by exchange", "Enter card", "b octets", "y copy", "Esc return"}
	case m.listed():
		return []string{"↑↓ choose", "Tab take", "Enter do", "Esc close"}
	}
	switch m.desk.Mode() {
	case desk.PasteMode:
		return []string{"Enter next", "a all", "Esc drop", "Ctrl+C twice leaves"}
	case desk.ClosedMode:
		return []string{"Esc look back", ":reconnect", ":save FILE", "F1 help", "Ctrl+C twice leaves"}
	case desk.TextMode:
		return []string{"Enter send the line", ". ends", ":dot sends a dot", "Esc look back", "F1 help", "Ctrl+C twice leaves"}
	}
	return []string{"Enter send", "Tab complete", "↑ history", "Esc look back", ": ehlo commands", "F1 help", "Ctrl+C twice leaves"}
}

// helpLines tells the keys and then ehlo's commands.
func (m *Model) helpLines(w int) []string {
	lines := []string{paint(strong, "At the prompt")}
	lines = append(lines, keyLines(m.keys.prompt)...)
	lines = append(lines, "", paint(strong, "While looking back"))
	lines = append(lines, keyLines(m.keys.back)...)
	lines = append(lines, "", paint(strong, "ehlo's commands, typed at the prompt"))
	return append(lines, m.commandLines(w)...)
}

func keyLines(table []binding) []string {
	lines := make([]string, 0, len(table))
	for _, b := range table {
		lines = append(lines, fmt.Sprintf("%-8s %s", b.Help().Key, b.Help().Desc))
	}
	return lines
}

func (m *Model) commandLines(w int) []string {
	var lines []string
	for _, c := range m.desk.Commands() {
		name := strings.TrimSpace(":" + c.Name + " " + c.Args)
		help := c.Help
		if c.Why != "" {
			help += " (" + c.Why + ")"
		}
		const column = 22
		rows := wrapped(help, max(w-column, 16))
		for n, row := range rows {
			lead := ""
			if n == 0 {
				lead = name
			}
			if lipgloss.Width(lead) >= column {
				lines = append(lines, lead)
				lead = ""
			}
			lines = append(lines, fit(lead, column)+row)
		}
	}
	return lines
}
