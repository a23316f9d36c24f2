package tui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
	"ehlo/tui/desk"
)

// explained returns the event that the sidebar explains: the reply of the chosen
// exchange, or of the last one. -1 while nothing happened.
func (m *Model) explained() int {
	if i := m.back.event; i >= 0 && i < m.seen {
		if a := m.desk.Answer(i); a >= 0 {
			return a
		}
		return i
	}
	if m.told >= 0 {
		return m.told
	}
	return m.seen - 1
}

// meansTitle names the box of the explanation.
func (m *Model) meansTitle() string {
	if m.asks() {
		return m.questionTitle()
	}
	return "What this means"
}

// meansRows returns the rows of "What this means".
func (m *Model) meansRows(w, h int) []string {
	if m.asks() {
		return cropped(m.questionRows(w), h)
	}
	i := m.explained()
	if i < 0 {
		return nil
	}
	if m.sheet.open() && m.sheet.request.View == desk.Card && m.sheet.request.Event == i {
		return painted(faint, wrapped("The card tells it all. Esc closes it.", w))
	}
	x := lessons.ExplainAt(m.desk.Tape(), i, m.meantState(i))
	if m.back.event < 0 && (m.desk.State().OwedCount() > 0 || m.kept()) {
		x.Next = "" // a reply is, as the row under the prompt says; or it would tell the answer
	}
	return explanationIn(x, w, h)
}

// explanationIn draws an explanation in h rows. Where they are too few, empty rows go
// first, then the drawing of the code, and last the row of its own for the verdict.
func explanationIn(x lessons.Explanation, w, h int) []string {
	room := h
	if x.Section != "" {
		room--
	}
	rows := closedUp(explanationRows(x, w), room)
	if len(rows) > room {
		x.Anatomy = nil
		rows = closedUp(explanationRows(x, w), room)
	}
	if len(rows) > room && x.Ruling != "" && lipgloss.Width(rows[0]+rows[1]) <= w {
		rows = slices.Replace(rows, 0, 2, rows[0]+rows[1])
	}
	if len(rows) > room {
		rows = append(rows[:max(room-1, 0)], paint(faint, "… :card tells all"))
	} else if others := othersRows(x, w); len(rows)+len(others) <= room {
		rows = append(rows, others...)
	}
	if x.Section == "" || h <= 0 {
		return rows
	}
	for len(rows) < room {
		rows = append(rows, "")
	}
	return append(rows, section(x.Section, w))
}

// closedUp leaves out empty rows, from the first, until room holds the others.
func closedUp(rows []string, room int) []string {
	over := len(rows) - room
	return slices.DeleteFunc(rows, func(row string) bool {
		if row != "" || over <= 0 {
			return false
		}
		over--
		return true
	})
}

// othersRows draws what other servers were recorded to answer, which is shown where
// there is room.
func othersRows(x lessons.Explanation, w int) []string {
	if x.Others == "" {
		return nil
	}
	return append([]string{""}, painted(faint, wrapped(x.Others, w))...)
}

func section(text string, w int) string {
	return strings.Repeat(" ", max(0, w-lipgloss.Width(text))) + paint(faint, text)
}

// explanationRows draws an explanation, its section apart.
func explanationRows(x lessons.Explanation, w int) []string {
	rows := painted(strong, wrapped(x.Title, w))
	if x.Ruling != "" {
		rows = append(rows, rulingRows(x, w)...)
	}
	if len(x.Anatomy) > 0 {
		rows = append(rows, "")
		for _, row := range x.Anatomy {
			rows = append(rows, digitRows(row, w)...)
		}
	}
	for _, p := range x.Paragraphs {
		rows = append(rows, "")
		rows = append(rows, wrapped(p, w)...)
	}
	if x.Next != "" {
		rows = append(rows, "")
		rows = append(rows, painted(accent, wrapped(x.Next, w))...)
	}
	return rows
}

// digitRows draws what one digit of a code means; where that takes more than a row, the
// others stand under its words, and the lines down to the digits before go on.
func digitRows(row string, w int) []string {
	at := strings.Index(row, "└ ")
	if at < 0 || lipgloss.Width(row) <= w {
		return []string{row}
	}
	at += len("└ ")
	if n := strings.Index(row[at:], ": "); n >= 0 {
		at += n + len(": ")
	}
	head, rest := row[:at], strings.Repeat(" ", lipgloss.Width(row[:at])-strings.Count(row, "│"))
	rows := wrapped(row[at:], w-lipgloss.Width(head))
	for i := range rows {
		if i > 0 {
			head = strings.Repeat("│", strings.Count(row, "│")) + rest
		}
		rows[i] = head + rows[i]
	}
	return rows
}

// rulingRows draws the verdict, on a second row what does not fit the first.
func rulingRows(x lessons.Explanation, w int) []string {
	rows := wrapped(x.Ruling, w-4)
	for i := range rows {
		rows[i] = "    " + rows[i]
	}
	rows[0] = "  " + string(x.Sign) + " " + strings.TrimLeft(rows[0], " ")
	return painted(signRole(x.Sign), rows)
}

func painted(r role, rows []string) []string {
	for i := range rows {
		rows[i] = paint(r, rows[i])
	}
	return rows
}

// wrapped breaks ehlo's own prose at blanks.
func wrapped(text string, w int) []string {
	if text == "" {
		return nil
	}
	return proseRows(quoted(text, w), w)
}

// A space and a hyphen at which no row ends. Printable text has neither.
const (
	unbroken       = "\u00a0"
	unbrokenHyphen = "\ue000"
)

// quoted makes bold what stands between backticks: words of the wire, which stay
// on one row of w columns if they fit.
func quoted(text string, w int) string {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		return text
	}
	for i := 1; i < len(parts); i += 2 {
		if lipgloss.Width(parts[i]) <= w {
			parts[i] = strings.NewReplacer(" ", unbroken, "-", unbrokenHyphen).Replace(parts[i])
		}
		parts[i] = paint(strong, parts[i])
	}
	return strings.Join(parts, "")
}
