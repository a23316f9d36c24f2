package tui

import (
	"fmt"

	"ehlo/tui/desk"
)

// A sheet covers the session with something to read: help, a card, octets, the
// mailboxes. Its lines are safe to draw. The zero value is closed.
type sheet struct {
	title   string
	lines   []string
	top     int
	whole   bool         // without anything around it, to select text from
	request desk.Request // what it shows, to make it anew for another width
	octets  dissection   // of the octet sheet; closed in any other
	trial   trial        // of a card
	choices []string     // names of lessons, in their list
	chosen  int          // of choices
}

func (s *sheet) open() bool { return s.title != "" }

// rows returns what is to be seen of the sheet, what Tab would try where it can.
func (s *sheet) rows(w, h int, tries bool) []string {
	if s.octets.open() {
		return padded(s.octets.rows(w-1, h))
	}
	if len(s.choices) > 0 {
		return s.courseRows(w, h)
	}
	var foot []string
	if tries && h > 2*trialRows {
		foot = padded(s.trial.rows(w - 2))
		h -= len(foot)
	}
	s.top = max(0, min(s.top, len(s.lines)-h))
	rows := make([]string, 0, h)
	for _, line := range s.lines[s.top:min(len(s.lines), s.top+h)] {
		if !s.whole {
			line = " " + line
		}
		rows = append(rows, clip(line, w))
	}
	for len(rows) < h && len(foot) > 0 {
		rows = append(rows, "")
	}
	return append(rows, foot...)
}

// goesOn reports whether a sheet of a lesson has rows below the h that are to be seen:
// what there is to do stands at its end.
func (s *sheet) goesOn(h int) bool {
	return (s.request.View == desk.Step || s.request.View == desk.Solution) && s.top+h < len(s.lines)
}

// scroll moves what is to be seen; in the octet sheet the cursor.
func (s *sheet) scroll(rows int) {
	if s.octets.open() {
		s.octets.step(rows)
		return
	}
	if len(s.choices) > 0 {
		s.choose(rows)
		return
	}
	s.top = max(0, s.top+rows)
}

func (s *sheet) footer() string {
	return fmt.Sprintf("%s · ↑↓ PgUp PgDn scroll · Esc closes · line %d of %d", s.title, min(s.top+1, len(s.lines)), len(s.lines))
}

func (m *Model) sheetUp() bool       { m.sheet.scroll(-1); return false }
func (m *Model) sheetDown() bool     { m.sheet.scroll(1); return false }
func (m *Model) sheetPageUp() bool   { m.sheet.scroll(-m.sheetPage()); return false }
func (m *Model) sheetPageDown() bool { m.sheet.scroll(m.sheetPage()); return false }

// sheetBindings are the keys of the sheet that is open.
func (m *Model) sheetBindings() []binding {
	switch {
	case m.sheet.octets.open():
		return m.keys.octets
	case len(m.sheet.choices) > 0 && m.prompt.empty():
		return m.keys.course
	case len(m.sheet.trial.examples) > 0:
		return append(m.keys.card[:len(m.keys.card):len(m.keys.card)], m.keys.sheet...)
	}
	return m.keys.sheet
}

// sheetPage is how many rows PgUp and PgDn move a sheet.
func (m *Model) sheetPage() int {
	if m.sheet.whole {
		return max(1, m.layout.size.Y-2)
	}
	return max(1, m.layout.session.Dy()-1)
}
func (m *Model) sheetClose() bool { m.sheet = sheet{}; return false }

// listed reports whether the list of ehlo's commands is to be seen: while the name
// of one is being typed.
func (m *Model) listed() bool {
	return len(m.advice.list) > 0 && m.back.event < 0 && !m.sheet.open() && m.forEhlo(m.prompt.value())
}
