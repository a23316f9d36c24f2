package tui

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// drawBoxes draws the screen with its borders: the session and the sidebar side by
// side or under each other, and the prompt below.
func (m *Model) drawBoxes(c *canvas) {
	l := m.layout
	c.put(0, " "+m.title(l.size.X-1), l.size.X)
	session := m.mainRows(l.session.Dx(), l.session.Dy())
	switch {
	case !l.side && !l.below:
		m.single(c, session)
	case l.below:
		m.stacked(c, session)
	default:
		m.columns(c, session)
	}
	m.drawPrompt(c)
}

func (m *Model) single(c *canvas, session []string) {
	l := m.layout
	c.put(1, topBorder("┌", m.mainTitle(), "┐", l.size.X), l.size.X)
	m.body(c, l.session.Min.Y, l.session.Dy(), l.session.Dx(), session)
}

// body draws rows between left and right borders.
func (m *Model) body(c *canvas, y, h, w int, rows []string) {
	edge := paint(border, "│")
	for n := range h {
		text := ""
		if n < len(rows) {
			text = rows[n]
		}
		c.put(y+n, edge, 1)
		c.put(y+n, text, w)
		c.put(y+n, edge, 1)
	}
}

func (m *Model) stacked(c *canvas, session []string) {
	m.single(c, session)
	l := m.layout
	c.put(l.means.Min.Y-1, topBorder("├", m.meansTitle(), "┤", l.size.X), l.size.X)
	m.body(c, l.means.Min.Y, l.means.Dy(), l.means.Dx(), padded(m.meansRows(l.means.Dx()-2, l.means.Dy())))
}

func (m *Model) columns(c *canvas, session []string) {
	l := m.layout
	left := l.session.Dx() + 2
	right := l.size.X - left
	c.put(1, topBorder("┌", m.mainTitle(), "┐", left), left)
	m.body(c, l.session.Min.Y, l.session.Dy(), l.session.Dx(), session)
	edges := [2]string{"┌", "┐"}
	if !l.lesson.Empty() {
		c.put(1, topBorder(edges[0], m.lessonTitle(), edges[1], right), right)
		m.body(c, l.lesson.Min.Y, l.lesson.Dy(), l.lesson.Dx(), padded(m.taught.shown))
		edges = [2]string{"├", "┤"}
	}
	if !l.means.Empty() {
		c.put(l.means.Min.Y-1, topBorder(edges[0], m.meansTitle(), edges[1], right), right)
		m.body(c, l.means.Min.Y, l.means.Dy(), l.means.Dx(), padded(m.meansRows(l.means.Dx()-2, l.means.Dy())))
	}
	if l.place.Empty() {
		return
	}
	c.put(l.place.Min.Y-1, topBorder("├", m.whenever("Where we are", "Where we were"), "┤", right), right)
	m.body(c, l.place.Min.Y, l.place.Dy(), l.place.Dx(), padded(m.placeRows(l.place.Dx()-2, l.place.Dy())))
}

// padded sets rows one cell in.
func padded(rows []string) []string {
	for i := range rows {
		rows[i] = " " + rows[i]
	}
	return rows
}

// drawPrompt draws the box of the prompt. Its top border closes the boxes above.
func (m *Model) drawPrompt(c *canvas) {
	l := m.layout
	w, y := l.size.X, l.prompt.Min.Y-1
	top := []rune("├" + strings.Repeat("─", w-2) + "┤")
	if l.side {
		top[l.session.Dx()+1], top[l.session.Dx()+2] = '┴', '┴'
	}
	title := " " + m.promptTitle() + " "
	from := min(1+lipgloss.Width(title), len(top)-1)
	end := len(top)
	aside := ""
	if l.place.Empty() && l.lesson.Empty() {
		aside = m.placeTitle(w - from - 2)
		end -= 1 + lipgloss.Width(aside)
	}
	c.put(y, paint(border, string(top[:1])+title+string(top[from:end]))+aside+paint(border, string(top[end+lipgloss.Width(aside):])), w)
	inner := w - 2
	m.body(c, y+1, 1, inner, []string{" " + m.promptRow(inner-2)})
	m.body(c, y+2, l.advice.Dy(), inner, indented(m.adviceRows(inner-4, l.advice.Dy())))
	c.put(len(c.rows)-1, bottomBorder(m.footer(w-6), w), w)
}

func indented(rows []string) []string {
	for i := range rows {
		rows[i] = "   " + rows[i]
	}
	return rows
}

// topBorder is a border with a title in it.
func topBorder(left, title, right string, w int) string {
	title = clip(" "+title+" ", max(w-2, 0))
	return paint(border, left) + paint(strong, title) +
		paint(border, strings.Repeat("─", max(0, w-2-lipgloss.Width(title)))+right)
}

func bottomBorder(text string, w int) string {
	text = clip(" "+text+" ", max(w-2, 0))
	return paint(border, "└"+text+strings.Repeat("─", max(0, w-2-lipgloss.Width(text)))+"┘")
}
