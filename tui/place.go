package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
	"ehlo/tui/desk"
)

// mapWidth is how wide the sidebar must be for the map to name its stations.
const mapWidth = 40

// where is where the dialogue stands, as things were at the event that is looked
// back at, or now; then also where the step of a lesson leads.
func (m *Model) where() lessons.Place {
	if m.back.event >= 0 {
		return lessons.Where(m.meantState(min(m.explained()+1, m.seen)), m.desk.Status().Foreign)
	}
	return m.desk.Place()
}

// placeHeight is how many rows the place has to say at a width of w. Where there is
// room the box keeps its height, whatever is said in it.
func (m *Model) placeHeight(w int) int {
	if m.height >= roomyHeight+framed {
		return placeRows
	}
	return len(m.placeRows(w, placeRows))
}

// placeRows returns at most h rows of "Where we are". The map, what happens now and
// whose message it is come first; then the envelope, then what the rules allow.
func (m *Model) placeRows(w, h int) []string {
	p := m.where()
	if m.sheet.open() && m.sheet.request.View == desk.Where { // it tells the rest
		return []string{m.lampRow(p, w)}
	}
	rows := m.nowRows(p, w)
	if p.Goal != nil && len(rows) >= h {
		p.Goal = nil
		rows = m.nowRows(p, w)
	}
	room := h - len(rows) - 1
	envelope, rules := m.envelopeRows(p, w, room), m.ruleRows(p, w)
	rows = append(rows, envelope...)
	if room -= len(envelope); len(rules) > room {
		rules = rules[:max(room, 0)]
	}
	return append(append(rows, rules...), m.lampRow(p, w))
}

func (m *Model) envelopeRows(p lessons.Place, w, most int) []string {
	var rows []string
	if p.From != "" && most > 0 {
		rows = append(rows, clip("from "+p.From, w))
	}
	return append(rows, recipientRows(p.To, w, most-len(rows))...)
}

// ruleRows are what else may be said, what the explanation above names left away;
// which rule names the time while the countdown runs below; and how many refusals
// others put up with.
func (m *Model) ruleRows(p lessons.Place, w int) []string {
	var rows []string
	status := m.desk.Status()
	if m.back.event < 0 && m.waiting(status) != "" && status.Wait.Section != "" {
		rows = append(rows, clip("limit: RFC 5321 §"+status.Wait.Section, w))
	}
	if p.Warning != "" {
		rows = append(rows, painted(later, wrapped(p.Warning, w))...)
	}
	if w < mapWidth || m.kept() {
		return rows
	}
	return append(rows, painted(faint, wrapped(p.Also(m.nextAbove()), w))...)
}

// nextAbove is what the explanation says to do next.
func (m *Model) nextAbove() string {
	i := m.explained()
	if i < 0 {
		return ""
	}
	return lessons.Explain(m.desk.Tape().At(i), m.meantState(i)).Next
}

// lampRow says whose message it is.
func (m *Model) lampRow(p lessons.Place, w int) string {
	owner := paint(strong, p.Owner)
	for _, lamp := range []string{m.whenever("whose message is it now? ", "whose message was it? ") + owner, "whose message? " + owner, "message: " + owner, owner, paint(strong, strings.ReplaceAll(p.Owner, "the server's", "server's"))} {
		if lipgloss.Width(lamp) <= w {
			return lamp
		}
	}
	return clip(owner, w)
}

// placeTitle is the place in a border of at most w cells, where it has no box: as
// much of it as fits. As long as a step leads somewhere that is told, and not whose
// message it is.
func (m *Model) placeTitle(w int) string {
	p := m.where()
	at, whose := m.whenever("now: ", "then: ")+p.Brief, "message: "+p.Owner
	short, _, _ := strings.Cut(p.Owner, " (")
	texts := []string{at + " · " + whose, at + " · message: " + short, p.Brief + " · " + short, short}
	if p.Goal != nil && !p.Goal.Reached {
		goal := " · goal: " + p.Goal.Brief
		texts = append([]string{at + goal, p.Brief + goal}, texts...)
	}
	for _, text := range texts {
		if lipgloss.Width(text)+2 <= w {
			return " " + text + " "
		}
	}
	return ""
}

// recipientRows puts the recipients behind each other, the latest last, in at most
// most rows.
func recipientRows(to []lessons.To, w, most int) []string {
	if len(to) == 0 || most <= 0 {
		return nil
	}
	var rows []string
	row := "to  "
	for _, r := range to {
		one := " " + string(r.Sign) + " " + r.Path
		if lipgloss.Width(row)+lipgloss.Width(one) > w && row != "to  " {
			rows = append(rows, row)
			row = "    "
		}
		row += " " + paint(signRole(r.Sign), string(r.Sign)) + " " + clip(r.Path, max(w-8, 1))
	}
	rows = append(rows, row)
	if len(rows) > most {
		rows = append([]string{paint(faint, "to   … more above")}, rows[len(rows)-most+1:]...)
	}
	return rows
}
