package tui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/tui/desk"
)

// A hint is a key in the footer. Where there is not room for all, those of the
// highest rank go first; how to leave is never left away.
type hint struct {
	text string
	rank int
}

// footer is the row of keys at the bottom, chosen by what is going on.
func (m *Model) footer(w int) string {
	if m.flash != "" {
		return m.flash
	}
	hints := m.hints()
	for hintsWidth(hints) > w && len(hints) > 1 {
		last := slices.MaxFunc(hints, func(a, b hint) int { return a.rank - b.rank })
		hints = slices.DeleteFunc(hints, func(h hint) bool { return h == last })
	}
	return clip(joined(hints), w)
}

func joined(hints []hint) string {
	texts := make([]string, len(hints))
	for i, h := range hints {
		texts[i] = h.text
	}
	return strings.Join(texts, " · ")
}

func hintsWidth(hints []hint) int { return lipgloss.Width(joined(hints)) }

func (m *Model) hints() []hint {
	leave := hint{"Ctrl+C twice leaves", 0}
	switch {
	case m.desk.Mode() == desk.QuestionMode:
		return []hint{{"y yes", 0}, {"n no", 0}, {"Esc no", 1}}
	case m.holds():
		return []hint{{"Enter run", 0}, {"Tab complete", 1}, {"Esc drop", 0}}
	case m.typesAhead():
		return []hint{{"Enter keep", 0}, {"Esc drop", 0}}
	case m.desk.Mode() == desk.PredictMode && !m.sheet.open():
		return []hint{{"one key answers", 0}, {"Esc skips", 0}}
	case m.desk.Mode() == desk.SecretMode:
		return []hint{{"Enter send", 0}, {"Esc nothing is sent", 0}}
	case len(m.sheet.choices) > 0 && m.prompt.empty():
		return []hint{{"↑↓ choose", 1}, {"Enter open", 0}, {"Esc close", 0}}
	case m.sheet.octets.open():
		return append([]hint{{"←→ octet", 1}, {"↑↓ part", 1}, {"Home End", 3}}, m.exchangeHint(hint{"Esc close", 0})...)
	case m.sheet.open() && m.tries():
		return append([]hint{{"Tab try it", 1}, {"↑↓ scroll", 2}}, m.exchangeHint(hint{"Esc close", 0})...)
	case m.sheet.open():
		return append([]hint{{"↑↓ PgUp PgDn scroll", 1}}, m.exchangeHint(hint{"Esc close", 0})...)
	case m.back.event >= 0:
		return []hint{{"↑↓ exchange by exchange", 1}, {"Enter card", 2}, {"b octets", 3}, {"t try", 4}, {"F1 explain", 5}, {"y copy", 6}, {"Esc return", 0}}
	case m.listed():
		return []hint{{"↑↓ choose", 2}, {"Tab take", 1}, {"Enter do", 1}, {"Esc close", 0}}
	}
	switch m.desk.Mode() {
	case desk.PasteMode:
		return []hint{{"Enter next", 1}, {"a all", 1}, {"Esc drop", 1}, leave}
	case desk.QuizMode:
		return []hint{{"Enter answer", 1}, {":skip", 4}, {"F2 lesson", 2}, {"Esc look back", 3}, {"F1 help", 5}, leave}
	case desk.ClosedMode:
		if m.desk.Status().Reads {
			return []hint{{"Esc look back", 1}, {":save FILE", 3}, {"F1 help", 2}, leave}
		}
		return []hint{{":reconnect", 1}, {"Esc look back", 2}, {":save FILE", 4}, {"F1 help", 3}, leave}
	case desk.AnswerMode:
		return []hint{{"Enter send", 1}, {":b64 answers unseen", 2}, {"* gives up", 3}, {"Esc look back", 4}, {"F1 help", 5}, leave}
	case desk.TextMode:
		return []hint{{"Enter send the line", 2}, {". ends", 1}, {":dot sends a dot", 3}, {"Esc look back", 4}, {"F1 help", 5}, leave}
	}
	if m.taught.open {
		return []hint{
			{m.aboutEnter(), 1}, {"Tab complete", 3}, {"F2 lesson", 2}, {"Esc look back", 4},
			{": ehlo commands", 6}, {m.aboutF1(), 5}, leave,
		}
	}
	return []hint{
		{m.aboutEnter(), 1}, {"Tab complete", 2}, {"↑ history", 6}, {"Esc look back", 3},
		{": ehlo commands", 5}, {m.aboutF1(), 4}, leave,
	}
}

// aboutEnter names what Enter does with the line.
func (m *Model) aboutEnter() string {
	switch s := m.desk.Status(); {
	case s.Gathers && m.prompt.empty():
		return "Enter send the group"

	case s.Gathers && !m.forEhlo(m.prompt.value()):
		return "Enter gather"
	}
	return "Enter send"
}

// aboutF1 names what F1 shows.
func (m *Model) aboutF1() string {
	if m.prompt.empty() || m.forEhlo(m.prompt.value()) {
		return "F1 help"
	}
	return "F1 explain"
}

// exchangeHint adds, while looking back, how the sheet goes on to another exchange.
func (m *Model) exchangeHint(last hint) []hint {
	if view := m.sheet.request.View; m.back.event >= 0 && (view == desk.Card || view == desk.Octets) {
		return []hint{{"k j exchange", 2}, last}
	}
	return []hint{last}
}

// helpLines tells the keys and then ehlo's commands.
func (m *Model) helpLines(w int) []string {
	lines := []string{paint(strong, "At the prompt")}
	lines = append(lines, keyLines(m.keys.prompt)...)
	lines = append(lines, keyLines(editKeys())...)
	lines = append(lines, "", paint(strong, "While looking back"))
	lines = append(lines, keyLines(m.keys.back)...)
	lines = append(lines, "", paint(strong, "In the octets"))
	lines = append(lines, keyLines(m.keys.octets)...)
	lines = append(lines, "", paint(strong, "In a card"))
	lines = append(lines, keyLines(m.keys.card)...)
	lines = append(lines, "", paint(strong, "In the list of lessons"))
	lines = append(lines, keyLines(m.keys.course)...)
	lines = append(lines, "", paint(strong, "ehlo's commands, typed at the prompt"))
	return append(lines, m.commandLines(w)...)
}

func keyLines(table []binding) []string {
	lines := make([]string, 0, len(table))
	for _, b := range table {
		lines = append(lines, fit(b.Help().Key, 9)+b.Help().Desc)
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
