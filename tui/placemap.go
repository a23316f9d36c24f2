package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
)

// nowRows draws the map with the place below it, and with the goal of a step if there is
// one. Where the names do not fit, the marks alone stand before the words.
func (m *Model) nowRows(p lessons.Place, w int) []string {
	label := m.whenever("now: ", "then: ")
	if w < mapWidth {
		return markRows(p, label, w)
	}
	if p.Goal == nil {
		return append(mapRows(p.Map, nil, w), wrapped(label+p.Now, w)...)
	}
	rows := append(mapRows(p.Map, p.Goal.Marks, w), wrapped(label+p.Now, w)...)
	sign := ""
	if p.Goal.Marks != nil { // it names the row of the goal
		sign = goalSign(p.Goal) + " "
	}
	return append(rows, wrapped(sign+goalLabel(p.Goal)+p.Goal.Words, w)...)
}

// goalHeight is how many rows a goal takes beside a place of w columns: its words, and
// its marks where they have a row of their own.
func (m *Model) goalHeight(w int) int {
	switch {
	case m.desk.Place().Goal == nil:
		return 0
	case w < mapWidth:
		return 1
	}
	return 2
}

// goalSign is the sign of the stations of the goal.
func goalSign(g *lessons.Goal) string {
	if g.Reached {
		return string(lessons.Done.Sign())
	}
	return string(lessons.Wanted.Sign())
}

func goalLabel(g *lessons.Goal) string {
	if g.Reached && g.Marks == nil {
		return "goal, reached: "
	}
	return "goal: "
}

// markRows are the place and the goal in a row each, behind the marks of their stations.
func markRows(p lessons.Place, label string, w int) []string {
	if len(p.Map) == 0 {
		rows := wrapped(label+p.Brief, w)
		if p.Goal != nil {
			rows = append(rows, wrapped(goalLabel(p.Goal)+p.Goal.Brief, w)...)
		}
		return rows
	}
	marks := make([]lessons.Mark, len(p.Map))
	for i, station := range p.Map {
		marks[i] = station.Mark
	}
	rows := []string{clip(marked(marks)+" "+label+p.Brief, w)}
	switch {
	case p.Goal == nil:
	case p.Goal.Marks == nil:
		rows = append(rows, clip(strings.Repeat(" ", len(marks)+1)+goalLabel(p.Goal)+p.Goal.Brief, w))
	default:
		rows = append(rows, clip(marked(p.Goal.Marks)+" "+goalLabel(p.Goal)+p.Goal.Brief, w))
	}
	return rows
}

// marked draws marks without their stations.
func marked(marks []lessons.Mark) string {
	var row strings.Builder
	for _, mark := range marks {
		row.WriteString(paint(markRole(mark), string(mark.Sign())))
	}
	return row.String()
}

// mapRows draws the stations on a line and their marks below them, and below these the
// marks of the goal, if there are any. Where there is no room for all, what is long done
// is left away, then what is far ahead.
func mapRows(stations []lessons.Station, goal []lessons.Mark, w int) []string {
	if len(stations) == 0 {
		return nil
	}
	before, behind := "", ""
	from, to := 0, len(stations)
	for mapLine(stations[from:to], before, behind) > w && to-from > 1 && stations[from].Mark == lessons.Done {
		from, before = from+1, "…─"
	}
	for mapLine(stations[from:to], before, behind) > w && to-from > 1 && stations[to-1].Mark == lessons.ToCome {
		to, behind = to-1, "─…"
	}
	stations = stations[from:to]
	names, marks := make([]string, len(stations)), make([]lessons.Mark, len(stations))
	for i, station := range stations {
		names[i], marks[i] = paint(markRole(station.Mark), station.Short), station.Mark
	}
	lead := strings.Repeat(" ", lipgloss.Width(before))
	rows := []string{paint(border, before) + strings.Join(names, paint(border, "─")) + paint(border, behind), lead + markRow(stations, marks)}
	if goal != nil {
		rows = append(rows, lead+markRow(stations, goal[from:to]))
	}
	for i := range rows {
		rows[i] = clip(rows[i], w)
	}
	return rows
}

// markRow draws marks below the middle of their stations.
func markRow(stations []lessons.Station, marks []lessons.Mark) string {
	row := make([]string, len(stations))
	for i, mark := range marks {
		n := lipgloss.Width(stations[i].Short)
		row[i] = strings.Repeat(" ", (n-1)/2) + paint(markRole(mark), string(mark.Sign())) + strings.Repeat(" ", n/2)
	}
	return strings.Join(row, " ")
}

// mapLine is how wide the line of the map is.
func mapLine(stations []lessons.Station, before, behind string) int {
	n := lipgloss.Width(before) + len(stations) - 1 + lipgloss.Width(behind)
	for _, station := range stations {
		n += lipgloss.Width(station.Short)
	}
	return n
}

func markRole(mark lessons.Mark) role {
	switch mark {
	case lessons.Done:
		return done
	case lessons.Here:
		return accent
	case lessons.Turned:
		return no
	}
	return faint
}
