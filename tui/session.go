package tui

import (
	"slices"

	"ehlo/session/smtp"
)

// A view is which part of the session is to be seen: it is placed by an event and
// a row of it, never by a row number from the top, so that its cost does not grow
// with the session.
type view struct {
	follow bool // the end is kept in sight
	event  int  // otherwise: the event whose row is the lowest in sight
	row    int  // counted from the event's last row upwards
}

// sessionRows returns the rows of the session pane, at most h, the lowest last.
func (m *Model) sessionRows(w, h int) []string {
	tape := m.desk.Tape()
	n := tape.Len()
	r := rowsOf{m, max(w, 1)}
	bottom, skip := n-1, 0
	var rows []string // the lowest first
	if m.view.follow || m.view.event >= n {
		rows = reversed(r.notices(n))
	} else {
		bottom, skip = m.view.event, m.view.row
	}
	if m.back.event >= 0 {
		bottom, skip = m.around(h), 0
		rows = nil
	}
	for _, event := range m.formatted(r, bottom, h+skip) {
		rows = append(rows, event...)
	}
	rows = rows[min(skip, len(rows)):]
	rows = rows[:min(len(rows), h)]
	slices.Reverse(rows)
	return rows
}

// formatted returns the rows of the events from bottom upwards, each event's
// lowest row first, until there are want rows.
func (m *Model) formatted(r rowsOf, bottom, want int) [][]string {
	tape := m.desk.Tape()
	first := max(0, bottom-want+1)
	state := tape.State(first)
	states := make([]smtp.State, 0, bottom-first+1)
	for i := first; i <= bottom; i++ {
		states = append(states, state)
		state = tape.At(i).After(state)
	}
	var all [][]string
	for i := bottom; i >= first && want > 0; i-- {
		rows := m.marked(i, r.event(i, states[i-first]))
		want -= len(rows)
		all = append(all, reversed(rows))
	}
	return all
}

// marked puts the sign of the looked-at exchange in front of its first row.
func (m *Model) marked(i int, rows []string) []string {
	if i != m.back.event || len(rows) == 0 {
		return rows
	}
	for n, row := range rows {
		if len(row) > 0 && row[0] == ' ' {
			rows[n] = paint(accent, "▸") + row[1:]
			break
		}
	}
	return rows
}

func reversed(rows []string) []string {
	rows = slices.Clone(rows)
	slices.Reverse(rows)
	return rows
}

// scroll moves the view by rows, down if positive.
func (m *Model) scroll(rows int) {
	tape := m.desk.Tape()
	if m.view.follow {
		if rows >= 0 || tape.Len() == 0 {
			return
		}
		m.view = view{event: tape.Len() - 1}
	}
	m.view.row -= rows
	r := rowsOf{m, max(m.layout.session.Dx(), 1)}
	for m.view.row < 0 {
		m.view.event++
		if m.view.event >= tape.Len() {
			m.view = view{follow: true}
			return
		}
		m.view.row += len(r.event(m.view.event, tape.State(m.view.event)))
	}
	for m.view.event > 0 {
		n := len(r.event(m.view.event, tape.State(m.view.event)))
		if m.view.row < n {
			return
		}
		m.view.row -= n
		m.view.event--
	}
	m.view.row = max(0, min(m.view.row, len(r.event(0, tape.State(0)))-1))
}

func (m *Model) pageUp() bool   { m.scroll(-max(1, m.layout.session.Dy()-2)); return false }
func (m *Model) pageDown() bool { m.scroll(max(1, m.layout.session.Dy()-2)); return false }
