package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

// A cell is one rune of the prompt as it is drawn.
type cell struct {
	text  string
	width int
	role  role
	wrong bool // within a fault
}

// promptSign is what stands before the line: what the next line is.
func (m *Model) promptSign() string {
	if m.holds() || m.typesAhead() {
		return "› "
	}
	switch m.desk.Mode() {
	case desk.TextMode:
		return "│ "
	case desk.AnswerMode:
		return "? "
	case desk.QuestionMode:
		return "y/n "
	case desk.SecretMode, desk.PredictMode, desk.QuizMode:
		return "? "
	}
	return "› "
}

// promptRow draws the line being typed, coloured, with the suggestion behind it.
func (m *Model) promptRow(w int) string {
	if q, ok := m.desk.Question(); ok {
		return paint(accent, m.promptSign()) + clip("y "+q.Yes+" · n "+q.No, w-len(m.promptSign()))
	}
	if about, ok := m.desk.Asked(); ok && !m.holds() && !m.typesAhead() {
		return paint(accent, m.promptSign()) + paint(faint, clip(about, w-len(m.promptSign())))
	}
	if words, ok := m.desk.Hidden(); ok {
		words += ", unseen: nothing shows while it is typed"
		if words[0] == ',' {
			words = "the password is looked for; nothing shows of what is typed"
		}
		return paint(accent, m.promptSign()) + paint(faint, clip(words, w-len(m.promptSign())))
	}
	cells, _ := m.promptWindow(w)
	var b strings.Builder
	b.WriteString(paint(accent, m.promptSign()))
	for i := 0; i < len(cells); {
		j := i
		for j < len(cells) && cells[j].role == cells[i].role && cells[j].wrong == cells[i].wrong {
			j++
		}
		b.WriteString(drawn(cells[i:j]))
		i = j
	}
	if m.prompt.atEnd() && m.advice.ghost == "" && len(cells) < w-4 {
		b.WriteString(m.missing())
	}
	left := w - lipgloss.Width(b.String()) - 1
	if m.prompt.atEnd() && left > 0 {
		b.WriteString(paint(faint, smtp.Printable([]byte(m.advice.ghost+m.otherGhosts())).Cut(left).String()))
	}
	return b.String()
}

func drawn(cells []cell) string {
	var text strings.Builder
	for _, c := range cells {
		text.WriteString(c.text)
	}
	if cells[0].wrong {
		return styles[cells[0].role].Underline(true).Foreground(lipgloss.Magenta).Render(text.String())
	}
	return paint(cells[0].role, text.String())
}

// promptWindow returns the cells of the line that fit, the cursor among them, and
// the column of the cursor.
func (m *Model) promptWindow(w int) ([]cell, int) {
	cells := m.promptCells()
	lead := lipgloss.Width(m.promptSign())
	switch mode := m.desk.Mode(); {
	case mode == desk.QuestionMode:
		return nil, lead - 1
	case mode == desk.SecretMode, mode == desk.PredictMode && !m.holds() && !m.typesAhead():
		return nil, lead
	}
	room := max(w-lead-1, 1)
	from, x := 0, 0
	for _, c := range cells[:m.prompt.at] {
		x += c.width
	}
	for x > room && from < m.prompt.at {
		x -= cells[from].width
		from++
	}
	to, used := from, 0
	for to < len(cells) && used+cells[to].width <= room {
		used += cells[to].width
		to++
	}
	return cells[from:to], lead + x
}

func (m *Model) promptCells() []cell {
	cells := make([]cell, len(m.prompt.line))
	octet := 0
	for i, r := range m.prompt.line {
		text := smtp.Printable([]byte(string(r)))
		cells[i] = cell{text: text.String(), width: text.Width()}
		cells[i].role, cells[i].wrong = m.roleAt(octet)
		switch r {
		case '\\': // what is typed is shown as typed
			cells[i].text, cells[i].width = `\`, 1
		case '\t':
			cells[i].text, cells[i].width, cells[i].role = "␉", 1, faint
		}
		octet += len(string(r))
	}
	return cells
}

// roleAt is how the octet of the line is to be drawn.
func (m *Model) roleAt(octet int) (role, bool) {
	as := plain
	for _, t := range m.advice.Tokens {
		if octet >= t.Span.From && octet < t.Span.To {
			as = tokenRole(t.Role)
		}
	}
	for _, at := range m.advice.Wrong {
		if octet >= at.From && octet < max(at.To, at.From+1) { // an empty span marks what something is missing before
			return as, true
		}
	}
	return as, false
}

// missing is a blank, underlined, where something is missing at the end of the line.
func (m *Model) missing() string {
	end := len(m.prompt.value())
	for _, at := range m.advice.Wrong {
		if end > 0 && at.From >= end {
			return drawn([]cell{{text: " ", wrong: true}})
		}
	}
	return ""
}

func tokenRole(r smtp.Role) role {
	switch r {
	case smtp.RoleVerb:
		return strong
	case smtp.RoleKeyword, smtp.RoleParam:
		return keyword
	case smtp.RolePath:
		return value
	case smtp.RoleValue:
		return later
	}
	return plain
}
