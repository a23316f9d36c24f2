package tui

import (
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A canvas is a screen of rows, each of which is put together from left to right.
type canvas struct {
	rows  []strings.Builder
	used  []int // cells of each row
	width int
}

// put writes text into a row, cut or filled to w cells.
func (c *canvas) put(y int, text string, w int) {
	if y < 0 || y >= len(c.rows) || w <= 0 {
		return
	}
	c.rows[y].WriteString(fit(text, w))
	c.used[y] += w
}

// fit cuts or fills text to exactly w cells.
func fit(text string, w int) string {
	n := ansi.StringWidth(text)
	if n > w {
		text = ansi.Truncate(text, w, "…")
		n = ansi.StringWidth(text)
	}
	return text + strings.Repeat(" ", max(0, w-n))
}

func clip(text string, w int) string { return ansi.Truncate(text, max(w, 0), "…") }

// draw returns the whole screen, exactly as many rows and cells as it has.
func (m *Model) draw() string {
	m.arrange()
	l := m.layout
	c := &canvas{rows: make([]strings.Builder, l.size.Y), used: make([]int, l.size.Y), width: l.size.X}
	switch {
	case m.sheet.whole:
		m.drawWhole(c)
	case l.boxes:
		m.drawBoxes(c)
	default:
		m.drawBare(c)
	}
	lines := make([]string, len(c.rows))
	for i := range c.rows {
		lines[i] = c.rows[i].String()
		if c.used[i] != l.size.X {
			lines[i] = fit(lines[i], l.size.X)
		}
	}
	return strings.Join(lines, "\n")
}

// arrange lays the screen out for what there is to say.
func (m *Model) arrange() {
	wide := max(m.layout.place.Dx()-2, 1)
	m.layout = newLayout(m.width, m.height, m.placeHeight(wide), m.zoom)
	if m.layout.below && (m.sheet.open() || m.listed()) { // what is to be read needs the room
		m.layout = newLayout(m.width, m.height, 0, true)
	}
	if m.taught.open && m.layout.taught() {
		m.arrangeLesson()
	}
}

// drawWhole draws a sheet without anything around it, to select text from.
func (m *Model) drawWhole(c *canvas) {
	h := len(c.rows)
	for y, row := range m.sheet.rows(c.width, h-1, false) {
		c.put(y, row, c.width)
	}
	c.put(h-1, paint(faint, clip(m.sheet.footer(), c.width)), c.width)
}

func (m *Model) drawBare(c *canvas) {
	l := m.layout
	if !l.title.Empty() {
		c.put(l.title.Min.Y, clip(m.title(l.size.X), l.size.X), l.size.X)
	}
	m.fill(c, l.session, m.mainRows(l.session.Dx(), l.session.Dy()))
	if !l.advice.Empty() {
		m.fill(c, l.advice, m.adviceRows(l.advice.Dx(), 1))
	}
	c.put(l.prompt.Min.Y, m.promptRow(l.prompt.Dx()), l.prompt.Dx())
}

// fill puts rows into a rectangle whose rows are still empty.
func (m *Model) fill(c *canvas, r image.Rectangle, rows []string) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		text := ""
		if n := y - r.Min.Y; n < len(rows) {
			text = rows[n]
		}
		c.put(y, text, r.Dx())
	}
}

// mainRows is what stands in the session pane: the session, or a sheet over it.
func (m *Model) mainRows(w, h int) []string {
	switch {
	case m.sheet.open():
		return m.sheet.rows(w, h, m.tries())
	case m.listed():
		return m.listRows(w, h)
	}
	return m.sessionRows(w, h)
}

func (m *Model) mainTitle() string {
	switch {
	case m.sheet.open() && m.sheet.goesOn(m.layout.session.Dy()):
		const more = " · PgDn: more"
		return clip(m.sheet.title, m.layout.session.Dx()-len(more)-2) + more
	case m.sheet.open():
		return m.sheet.title
	case m.listed() && m.advice.list[0].Reference:
		return "Reference"
	case m.listed():
		return "ehlo's commands"
	case m.back.event >= 0:
		return "Session · looking back"
	case !m.view.follow:
		return "Session · scrolled, PgDn returns"
	}
	return "Session"
}

// cursor is where the real cursor stands.
func (m *Model) cursor() *tea.Cursor {
	if m.back.event >= 0 || m.sheet.whole || !m.sized {
		return nil
	}
	r := m.layout.prompt
	_, x := m.promptWindow(r.Dx())
	cur := tea.NewCursor(r.Min.X+x, r.Min.Y)
	cur.Blink = false
	return cur
}
