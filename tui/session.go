package tui

import "slices"

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
	r := rowsOf{m, max(w, 1)}
	v := m.view
	var rows []string // the lowest first
	switch {
	case m.back.event >= 0:
		v = m.around(r, h)
	case v.follow || v.event >= m.seen:
		v = view{event: m.seen - 1}
		rows = append(reversed(r.asked()), reversed(r.gathered())...)
		rows = append(rows, reversed(r.notices(m.seen))...)
	}
	for i, want := v.event, h+v.row-len(rows); i >= 0 && want > 0; i-- {
		of := reversed(r.event(i))
		want -= len(of)
		rows = append(rows, of...)
	}
	rows = rows[min(v.row, len(rows)):]
	rows = rows[:min(len(rows), h)]
	slices.Reverse(rows)
	return rows
}

// marked puts the sign of the looked-at exchange in front of its first row.
func (m *Model) marked(i int, rows []string) []string {
	if i != m.back.event {
		return rows
	}
	for n, row := range rows {
		if len(row) > 1 && row[0] == ' ' && row[1] != ' ' {
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
	if m.view.follow {
		if rows >= 0 || m.seen == 0 {
			return
		}
		m.view = view{event: m.seen - 1}
	}
	r := rowsOf{m, max(m.layout.session.Dx(), 1)}
	v := m.view
	v.row -= rows
	for v.row < 0 {
		v.event++
		if v.event >= m.seen {
			m.view = view{follow: true}
			return
		}
		v.row += len(r.event(v.event))
	}
	for v.event > 0 {
		n := len(r.event(v.event))
		if v.row < n {
			break
		}
		v.row -= n
		v.event--
	}
	if v.event == m.seen-1 && v.row == 0 {
		m.view = view{follow: true}
		return
	}
	m.view = m.below(r, v)
}

// below is v, but no higher than where the first row of the session is the first
// in sight.
func (m *Model) below(r rowsOf, v view) view {
	h := m.layout.session.Dy()
	above := -v.row // rows in sight down to the lowest
	for i := v.event; i >= 0 && above < h; i-- {
		above += len(r.event(i))
	}
	if above >= h {
		return v
	}
	for i, used := 0, 0; i < m.seen; i++ {
		if used += len(r.event(i)); used >= h {
			return view{event: i, row: used - h}
		}
	}
	return view{follow: true}
}

// around places the view so that the chosen exchange is in sight from its first
// row, with something of what follows.
func (m *Model) around(r rowsOf, h int) view {
	end := max(m.back.event, m.desk.Answer(m.back.event))
	want := 0
	for i := m.back.event; i <= end && want < h; i++ {
		want += len(r.event(i))
	}
	want = min(max(want, h*2/3), h)
	for i, used := m.back.event, 0; i < m.seen; i++ {
		if used += len(r.event(i)); used >= want {
			return view{event: i, row: used - want}
		}
	}
	return view{event: m.seen - 1}
}

func (m *Model) pageUp() bool   { m.scroll(-max(1, m.layout.session.Dy()-2)); return false }
func (m *Model) pageDown() bool { m.scroll(max(1, m.layout.session.Dy()-2)); return false }
