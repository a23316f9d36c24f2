package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/tui/desk"
)

// courseSheet is the list of lessons, one of which can be chosen.
func (m *Model) courseSheet(w int) sheet {
	lessons := m.desk.Lessons()
	s := sheet{title: "Lessons"}
	wide, behind := 0, 0
	for _, l := range lessons {
		_, _, far := lessonMark(l, w)
		wide, behind = max(wide, lipgloss.Width(l.Title)), max(behind, lipgloss.Width(far))
	}
	for _, l := range lessons {
		s.choices = append(s.choices, l.Name)
		s.lines = append(s.lines, lessonLine(l, min(wide, max(w-behind-9, 12)), w))
	}
	s.chosen = nextLesson(lessons)
	if len(lessons) == 0 {
		s.lines = []string{"there are no lessons here"}
	}
	return s
}

// nextLesson returns the lesson to go on with: the one that is open, one that was begun,
// or the first that is not done.
func nextLesson(lessons []desk.LessonRow) int {
	for _, is := range []func(desk.LessonRow) bool{
		func(l desk.LessonRow) bool { return l.Open },
		func(l desk.LessonRow) bool { return l.Begun && !l.Complete },
		func(l desk.LessonRow) bool { return !l.Complete },
	} {
		if i := slices.IndexFunc(lessons, is); i >= 0 {
			return i
		}
	}
	return 0
}

// lessonLine is a lesson in the list: its sign, what it is about, how far it is.
func lessonLine(l desk.LessonRow, wide, w int) string {
	sign, as, far := lessonMark(l, w)
	return clip(fmt.Sprintf("%s %2d  ", paint(as, sign), l.Number)+fit(l.Title, wide)+"  "+paint(faint, far), w)
}

// lessonMark says how far a lesson is, in few words where there are few columns.
func lessonMark(l desk.LessonRow, w int) (sign string, as role, far string) {
	gone := l.Mastered + l.Helped + l.Skipped
	short := w < 60
	switch {
	case l.Complete && l.Mastered >= l.Steps:
		sign, as, far = "✓", done, "mastered"
	case l.Complete && short:
		sign, as, far = "✓", done, fmt.Sprintf("done, %d of %d", l.Mastered, l.Steps)
	case l.Complete:
		sign, as, far = "✓", done, fmt.Sprintf("done, %d of %d mastered", l.Mastered, l.Steps)
	case l.Begun && short:
		sign, as, far = "●", accent, fmt.Sprintf("%d of %d", gone, l.Steps)
	case l.Begun:
		sign, as, far = "●", accent, fmt.Sprintf("%d of %d steps", gone, l.Steps)
	default:
		sign, as, far = "·", faint, timed(l, short)
	}
	if l.Open {
		far += ", open"
	}
	return sign, as, far
}

// timed says how many minutes a lesson takes, and whether that is its core steps alone.
func timed(l desk.LessonRow, short bool) string {
	far := fmt.Sprintf("%d min", l.Minutes)
	if short {
		far = fmt.Sprintf("%dm", l.Minutes)
	}
	if l.Core > 0 && l.Core < l.Steps {
		far += " core"
	}
	return far
}

// courseRows draws the list with the chosen lesson marked.
func (s *sheet) courseRows(w, h int) []string {
	var foot []string
	if h > len(s.lines)+1 {
		legend := " ✓ done · ● begun · to begin; :lesson NAME as well"
		if lipgloss.Width(legend) > w {
			legend = " ✓ done · ● begun · to begin"
		}
		foot = []string{"", paint(faint, clip(legend, w))}
	}
	h = max(h-len(foot), 1)
	s.top = max(0, min(s.top, s.chosen), s.chosen-h+1)
	var rows []string
	for i, line := range s.lines[s.top:min(len(s.lines), s.top+h)] {
		mark := "  "
		if s.top+i == s.chosen {
			mark = paint(accent, "▸ ")
		}
		rows = append(rows, mark+clip(line, w-2))
	}
	return append(rows, foot...)
}

func (m *Model) courseUp() bool   { m.sheet.chosen = max(0, m.sheet.chosen-1); return false }
func (m *Model) courseDown() bool { m.sheet.choose(1); return false }

func (s *sheet) choose(n int) { s.chosen = max(0, min(len(s.choices)-1, s.chosen+n)) }

// courseOpen opens the chosen lesson.
func (m *Model) courseOpen() bool {
	name := m.sheet.choices[m.sheet.chosen]
	m.sheet = sheet{}
	return m.take(m.desk.Enter(":lesson "+strings.TrimSpace(name)), false)
}

// courseKeys are those of the list of lessons; Enter only while nothing is typed.
func courseKeys() []binding {
	return []binding{
		bind("↑", "the lesson above", (*Model).courseUp, "up"),
		bind("↓", "the lesson below", (*Model).courseDown, "down"),
		bind("Esc", "close", (*Model).sheetClose, "esc", "shift+tab"),
		bind("Enter", "open the lesson", (*Model).courseOpen, "enter"),
	}
}
