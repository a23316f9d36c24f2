package tui

import (
	"fmt"
	"image"
	"slices"
	"strings"

	"ehlo/tui/desk"
)

// The lesson beside the session: its text as long as nothing was said behind it, then
// what there is to do.

// lessonTitle names the lesson and its step.
func (m *Model) lessonTitle() string {
	t := &m.taught
	if t.Over {
		return fmt.Sprintf("Lesson %d · over", t.Number)
	}
	return fmt.Sprintf("Lesson %d · step %d of %d", t.Number, t.Step, t.Of) + t.short()
}

// short says of a step of the short course that it is one.
func (t *taught) short() string {
	if t.Core {
		return " · core"
	}
	return ""
}

// lessonRows returns the rows of the box of the lesson.
func (m *Model) lessonRows(w, h int) []string {
	t := &m.taught
	t.cut = false
	switch {
	case t.Over && m.layReading():
		return m.summaryRows(w)
	case t.Over:
		return wrapped(t.Title, w)
	case m.layReading():
		body := m.textRows(w, true)
		foot := m.dueRows(w, false)
		if room := h - len(foot) - 1; len(body) > room {
			t.cut = true
			body = append(body[:max(room-1, 0):max(room-1, 0)], paint(faint, "… F2 shows all of it"))
		}
		return joinedRows(body, foot)
	}
	rows := append([]string{m.headingRow(w)}, m.dueRows(w, true)...)
	return cropped(rows, h)
}

// arrangeLesson makes room for the lesson, whose box does not shrink within a step.
func (m *Model) arrangeLesson() {
	t, l := &m.taught, &m.layout
	w := l.place.Dx() - 2
	if t.wide != w {
		t.wide, t.tall, t.set = w, 0, nil
	}
	text := m.layReading()
	if !text {
		t.tall = max(t.tall, 1+len(m.dueRows(w, true)), 1+m.mostRows(w))
	}
	l.teach(t.tall, taughtPlace+m.goalHeight(w), text)
	t.shown = m.lessonRows(w, l.lesson.Dy())
	if t.whole = text && (t.whole || t.cut); t.whole {
		l.lesson.Max.Y, l.place = l.place.Max.Y, image.Rectangle{}
		t.shown = m.lessonRows(w, l.lesson.Dy())
	}
}

// mostRows is how many rows the goals take at most, whichever is the first that is not
// met.
func (m *Model) mostRows(w int) int {
	all, longest := 0, 0
	for _, g := range m.taught.Goals {
		all += len(m.markdown(g.Say, w-2))
		longest = max(longest, len(m.markdown(g.Unmet, w-2)))
	}
	return all + longest
}

// layReading reports whether the box shows the text. While looking back the exchange
// is explained, and beside a sheet with the text it would stand there twice.
func (m *Model) layReading() bool {
	view := m.sheet.request.View
	beside := m.sheet.open() && (view == desk.Step || view == desk.Summary)
	return m.taught.reading && m.back.event < 0 && !beside
}

func (m *Model) headingRow(w int) string {
	t := &m.taught
	sign := ""
	if t.Done {
		sign = paint(done, "✓ ")
	}
	return clip(sign+paint(strong, t.Heading), w)
}

// textRows is what is to be read of the step, its heading in front or not.
func (m *Model) textRows(w int, heading bool) []string {
	t := &m.taught
	var rows []string
	if t.Intro != "" {
		rows = append(painted(strong, wrapped(t.Title, w)), m.markdown(t.Intro, w)...)
		rows = append(rows, "")
	}
	if heading {
		rows = append(rows, m.headingRow(w))
	}
	rows = append(rows, m.markdown(t.Text, w)...)
	for i, hint := range t.Hints {
		rows = append(rows, "", paint(strong, fmt.Sprintf("Hint %d of %d", i+1, t.HintsOf)))
		rows = append(rows, m.markdown(hint, w)...)
	}
	return rows
}

// dueRows is what there is to do: the goals, the question, what went wrong; with
// missing what the first goal that is not met misses.
func (m *Model) dueRows(w int, missing bool) []string {
	t := &m.taught
	var rows []string
	if t.Broken != "" {
		rows = append(rows, m.hung("! ", broken, t.Broken, w)...)
	}
	if t.Question != nil {
		return append(rows, m.questionRows(w)...)
	}
	rows = append(rows, m.standingRows(w, missing)...)
	if t.Done && t.Tip != "" {
		rows = joinedRows(rows, m.markdown(t.Tip, w))
	}
	return rows
}

// standingRows are the goals; with missing also what the first that is not met misses.
func (m *Model) standingRows(w int, missing bool) []string {
	var rows []string
	for _, g := range m.taught.Goals {
		if g.Met {
			rows = append(rows, m.hung("✓ ", done, g.Say, w)...)
			continue
		}
		rows = append(rows, m.hung("○ ", faint, g.Say, w)...)
		if missing {
			rows = append(rows, m.hung("  ", plain, g.Unmet, w)...)
			missing = false
		}
	}
	return rows
}

// hung sets a text behind a sign.
func (m *Model) hung(sign string, as role, text string, w int) []string {
	var rows []string
	lead := paint(as, sign)
	for _, row := range m.markdown(text, w-len([]rune(sign))) {
		rows = append(rows, lead+row)
		lead = strings.Repeat(" ", len([]rune(sign)))
	}
	return rows
}

// questionRows is the question that is asked.
func (m *Model) questionRows(w int) []string {
	q := m.taught.Question
	var rows []string
	rows = append(rows, m.markdown(q.Ask, w)...)
	for i, o := range q.Options {
		rows = append(rows, m.hung(fmt.Sprintf("%2d  ", i+1), accent, o, w)...)
	}
	return rows
}

func (m *Model) questionTitle() string {
	q := m.taught.Question
	return fmt.Sprintf("Question %d of %d", q.N, q.Of)
}

// asks reports whether a question is to be seen that no box of the lesson shows.
func (m *Model) asks() bool {
	return m.taught.Question != nil && m.layout.lesson.Empty() && m.back.event < 0
}

// questionCut reports whether the question has not room enough beside the session, where
// it stands if the lesson has no box.
func (m *Model) questionCut() bool {
	r := m.layout.means
	return m.layout.below || r.Empty() || len(m.questionRows(r.Dx()-2)) > r.Dy()
}

func (m *Model) summaryRows(w int) []string {
	rows := []string{paint(strong, clip(m.taught.Title, w)), ""}
	for _, line := range m.taught.Summary {
		rows = append(rows, wrapped(line, w)...)
	}
	return rows
}

// joinedRows puts an empty row between two blocks.
func joinedRows(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	return append(append(a[:len(a):len(a)], ""), b...)
}

// stepLines is all there is of the step, for a sheet: what there is to do stands in the
// box of the lesson, where it has one.
func (m *Model) stepLines(w int) []string {
	t := &m.taught
	alone := m.layout.lesson.Empty()
	lines := m.textRows(w, false)
	if alone && t.Broken != "" {
		lines = joinedRows(lines, m.hung("! ", broken, t.Broken, w))
	}
	if alone {
		lines = joinedRows(lines, m.standingRows(w, true))
	}
	if alone && t.Question != nil && m.questionCut() {
		lines = joinedRows(lines, append([]string{paint(strong, m.questionTitle())}, m.questionRows(w)...))
	}
	if len(t.Solution) > 0 {
		lines = joinedRows(lines, append([]string{paint(strong, "A solution")}, t.Solution...))
	}
	if alone {
		lines = joinedRows(lines, m.markdown(t.Tip, w))
	}
	if t.Differs != "" && (t.Done || !m.desk.Status().Included) {
		lines = joinedRows(lines, append([]string{paint(strong, "Other servers")}, m.markdown(t.Differs, w)...))
	}
	return lines
}

// cropped returns at most h rows.
func cropped(rows []string, h int) []string {
	if len(rows) <= h {
		return rows
	}
	return append(rows[:max(h-1, 0):max(h-1, 0)], paint(faint, "… F2 shows all of it"))
}

// lessonAdvice is what stands below an empty prompt: what to press next, and where no
// box shows the goals, how far they are.
func (m *Model) lessonAdvice(w int) []string {
	summed := m.sheet.open() || !m.layout.lesson.Empty() && m.layReading()
	if m.taught.Over && summed {
		return nil // the summary says it
	}
	rows := painted(accent, wrapped(m.nextWords(), w))
	if m.layout.lesson.Empty() {
		if line := m.goalsLine(w); line != "" {
			rows = append(rows[:min(len(rows), 1)], line)
		}
	}
	return rows
}

// nextWords says what to press next; nothing where a list is open, of whose keys the last
// row tells. The line that Enter says stands in the prompt.
func (m *Model) nextWords() string {
	switch t := &m.taught; {
	case len(m.sheet.choices) > 0:
		return ""
	case !m.advice.worked || t.Broken != "":
		return t.Next
	case t.Blank:
		return "Tab, then fill in the blank"
	case t.Worked == "":
		return "Enter says an empty line"
	}
	return "Enter says it, Tab puts it into the prompt"
}

// goalsLine is how far the step is, where no box says so: "1 of 3 · missing: …".
func (m *Model) goalsLine(w int) string {
	t := &m.taught
	if len(t.Goals) == 0 || t.Done {
		return ""
	}
	line := fmt.Sprintf("%d of %d", t.met(), len(t.Goals))
	if i := slices.IndexFunc(t.Goals, func(g desk.GoalView) bool { return !g.Met }); i >= 0 {
		line += " · missing: " + strings.Join(m.markdown(t.Goals[i].Say, 400), " ")
	}
	return clip(line, w)
}

// met returns how many goals of the step are met.
func (t *taught) met() (n int) {
	for _, g := range t.Goals {
		if g.Met {
			n++
		}
	}
	return n
}
