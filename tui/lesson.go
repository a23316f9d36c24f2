package tui

import (
	"ehlo/lessons/course"
	"ehlo/tui/desk"
	"ehlo/tui/page"
)

// A taught is the lesson that is open, as the screen keeps it.
type taught struct {
	desk.LessonView
	open    bool
	reading bool // its text is to be seen, and not only what there is to do
	since   int  // events before the step: who has said something behind them does not read
	cut     bool // its text had not room enough when it was last laid out
	shown   []string
	whole   bool // its text has the place of Where we are as well
	tall    int  // rows of its box; it does not shrink within a step
	wide    int  // columns that tall and set are for
	set     map[string][]string
}

// setLimit bounds the texts of a step that are kept as rows.
const setLimit = 64

// learn looks at the lesson anew. Nothing but a call of the desk changes it.
func (m *Model) learn() {
	view, open := m.desk.Lesson()
	t := &m.taught
	if !open {
		*t = taught{}
		return
	}
	if !t.open || t.Name != view.Name || t.Step != view.Step {
		*t = taught{since: m.desk.Seen()}
	}
	if view.Over && !t.Over {
		t.reading, t.since, t.tall = true, m.desk.Seen(), 0
	}
	t.LessonView, t.open = view, true
}

// read shows the text of the lesson: beside the session if there is room, else over it.
func (m *Model) read(r desk.Request) {
	t := &m.taught
	t.reading, t.since = true, m.desk.Seen()
	m.arrange()
	if m.layout.lesson.Empty() {
		m.sheet = m.sheetOf(r)
		m.sheet.request = r
		return
	}
	m.sheet = sheet{}
}

// acted puts the text of the lesson away once something was said behind it.
func (m *Model) acted() {
	if t := &m.taught; t.reading && m.last >= t.since {
		t.reading = false
	}
}

// lessonKey is F2: the text of the lesson, all of it where it was cut, and away again.
func (m *Model) lessonKey() bool {
	t := &m.taught
	view := m.sheet.request.View
	over := m.sheet.open() && (view == desk.Step || view == desk.Summary)
	switch {
	case !t.open:
		return m.take(m.desk.Enter(":lesson"), false)
	case over:
		m.sheet, t.reading = sheet{}, false
	case m.layout.lesson.Empty(), t.reading && t.cut:
		r := desk.Request{View: desk.Step, Event: -1}
		m.sheet = m.sheetOf(r)
		m.sheet.request = r
	default:
		m.sheet, t.reading = sheet{}, !t.reading
	}
	return false
}

func (m *Model) backLesson() bool {
	m.backLeave()
	return m.lessonKey()
}

// worked returns the next line of the worked session, if Enter or Tab would take it.
func (m *Model) worked() (line string, ok bool) {
	switch m.desk.Mode() {
	case desk.CommandMode, desk.TextMode, desk.ChunkMode, desk.AnswerMode:
		return m.taught.Worked, m.taught.HasWorked && m.prompt.empty()
	}
	return "", false
}

// fillWorked puts the next worked line into the prompt, the cursor where its blank was.
func (m *Model) fillWorked() bool {
	if _, ok := m.worked(); !ok {
		return false
	}
	line, cursor, ok := m.desk.Fill()
	if !ok {
		return false
	}
	m.prompt.set(line)
	m.prompt.at = len([]rune(line[:cursor]))
	return true
}

// beside reports whether what a notice says stands in the box of the lesson now.
func (m *Model) beside(n desk.Notice) bool {
	t := &m.taught
	return t.Done && t.Tip != "" && n.Words == t.Tip && !m.layout.lesson.Empty()
}

// kept reports whether what may be said next is kept back: the step asks for it.
func (m *Model) kept() bool { return m.desk.Status().Aid != course.AidAll }

// markdown sets the words of a lesson in rows of at most w columns, which are kept as
// long as the step and the width are the same.
func (m *Model) markdown(text string, w int) []string {
	if text == "" {
		return nil
	}
	t := &m.taught
	key := string(rune(w)) + text
	if rows, ok := t.set[key]; ok {
		return rows
	}
	if t.set == nil || len(t.set) >= setLimit {
		t.set = map[string][]string{}
	}
	var rows []string
	for _, r := range page.Rows(text, w) {
		row := ""
		for _, s := range r {
			row += paint(pageRoles[s.Style], s.Text)
		}
		rows = append(rows, row)
	}
	t.set[key] = rows
	return rows
}

var pageRoles = [...]role{page.Plain: plain, page.Strong: strong, page.Code: strong, page.Heading: strong, page.Item: plain, page.Quote: faint}

// leads reports whether the step that is open says what comes next: the state alone knows
// nothing of that, and suggests nothing before a line is begun.
func (m *Model) leads() bool {
	return m.taught.open && !m.taught.Over && m.desk.Mode() == desk.CommandMode
}
