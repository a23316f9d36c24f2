package tui

import (
	"fmt"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// open shows what a colon command or a key asks for.
func (m *Model) open(r desk.Request) {
	switch r.View {
	case desk.Zoom:
		m.zoom = switched(m.zoom, r.Arg)
		m.arrange()
	case desk.Times:
		m.times = switched(m.times, r.Arg)
	case desk.Lanes:
		m.lanes = switched(m.lanes, r.Arg)
		if m.lanes && m.layout.size.X < besideWidth {
			m.flash = fmt.Sprintf("lanes stand side by side from %d columns on", besideWidth)
		}
	case desk.Mouse:
		m.mouse = switched(m.mouse, r.Arg)
	case desk.Step:
		m.read(r)
	case desk.Summary:
		if m.arrange(); m.layout.lesson.Empty() {
			m.sheet = m.sheetOf(r)
			m.sheet.request = r
		}
	default:
		if r.View == desk.Card {
			r.Event = m.event(r.Event) // what comes later is no matter of this card
		}
		m.sheet = m.sheetOf(r)
		m.sheet.request = r
	}
}

// reopen makes the sheet anew, scrolled as it was.
func (m *Model) reopen(r desk.Request) {
	was := m.sheet
	m.open(r)
	m.sheet.top, m.sheet.trial, m.sheet.chosen = was.top, was.trial, was.chosen
	if was.octets.open() {
		m.sheet.octets = was.octets
	}
}

func switched(now bool, arg string) bool {
	switch arg {
	case "on":
		return true
	case "off":
		return false
	}
	return !now
}

func (m *Model) sheetOf(r desk.Request) sheet {
	w := max(m.layout.session.Dx()-2, 20)
	switch r.View {
	case desk.Help:
		if r.Arg != "" {
			return sheet{title: "Help", lines: m.helpOn(r.Arg, w)}
		}
		return sheet{title: "Help", lines: m.helpLines(w)}
	case desk.Commands:
		return sheet{title: "ehlo's commands", lines: m.commandLines(w)}
	case desk.Card:
		return sheet{title: "Card", lines: m.cardLines(r.Event, w), trial: m.trial(r.Event)}
	case desk.Octets:
		d := m.dissect(r.Event)
		if !d.open() {
			return sheet{title: "Octets", lines: []string{"nothing was said yet"}}
		}
		return sheet{title: "Octets", octets: d}
	case desk.Mail:
		return sheet{title: "Mailboxes", lines: m.mailLines(w)}
	case desk.Text:
		lines := m.textLines()
		return sheet{title: "Transcript", lines: lines, whole: true, top: len(lines)}
	case desk.Explain:
		return sheet{title: "Reference", lines: m.explainLines(r.Arg, w)}
	case desk.Where:
		return sheet{title: "Where we are", lines: m.where().Lines(w)}
	case desk.Past:
		return sheet{title: "What was typed", lines: r.Lines}
	case desk.Guesses:
		return sheet{title: "Predictions", lines: proseLines(r.Lines, w)}
	case desk.Course:
		return m.courseSheet(w)
	case desk.Step:
		if m.taught.Over {
			return sheet{title: m.taught.Title, lines: proseLines(m.taught.Summary, w)}
		}
		return sheet{title: m.taught.Heading + m.taught.short(), lines: m.stepLines(w)}
	case desk.Solution:
		return sheet{title: "A solution", lines: r.Lines}
	case desk.Summary:
		return sheet{title: m.taught.Title, lines: proseLines(r.Lines, w)}
	case desk.Reveal:
		return sheet{title: "Revealed, kept nowhere", lines: r.Lines}
	}
	return sheet{}
}

func proseLines(lines []string, w int) []string {
	var rows []string
	for _, line := range lines {
		rows = append(rows, proseRows(line, w)...)
	}
	return rows
}

// event returns the event a view is about: the one asked for, the one looked back
// at, what was said last, or the last that is explained.
func (m *Model) event(asked int) int {
	switch {
	case asked >= 0 && asked < m.seen:
		return asked
	case m.back.event < 0 && m.last > m.told: // nothing answers it yet, as in message text
		return m.last
	}
	return m.explained()
}

func (m *Model) cardLines(asked, w int) []string {
	i := m.event(asked)
	if i < 0 {
		return []string{"nothing has happened yet"}
	}
	var lines []string
	lanes := m.laneLines(i, w)
	for _, p := range lessons.Card(m.desk.Tape().At(i), m.meantState(i)) {
		lines = append(lines, wrapped(p, w)...)
		lines = append(lines, "")
		if len(lanes) > 0 {
			lines = append(append(lines, lanes...), "")
			lanes = nil
		}
	}
	return lines
}

// trial is what there is to try of the event that a card is about.
func (m *Model) trial(asked int) trial {
	i := m.event(asked)
	if i < 0 {
		return trial{}
	}
	return trial{examples: m.setting().Examples(m.desk.Tape().At(i), m.meantState(i))}
}

// textLines is the dialogue alone, secrets cut, to select and copy from.
func (m *Model) textLines() []string {
	tape := m.desk.Tape()
	first, octets := m.seen, 0
	for first > 0 && m.seen-first < textEvents && octets < textOctets {
		first--
		octets += len(tape.At(first).Octets)
	}
	var lines []string
	if first > 0 {
		lines = append(lines, fmt.Sprintf("# %d events before these; :save FILE.ehlo keeps them all", first))
	}
	for i := first; i < m.seen; i++ {
		lines = append(lines, dialogueLines(tape.At(i))...)
	}
	return lines
}

// textEvents and textOctets bound what `:text` shows.
const (
	textEvents = 5000
	textOctets = 1 << 20
)

// dialogueLines is one event as the lines of a bare dialogue.
func dialogueLines(e transcript.Event) []string {
	who := map[transcript.Who]string{client: "C: ", server: "S: ", transcript.Local: "# "}[e.Who]
	if e.Who == transcript.Local && e.Fact == transcript.Note {
		return []string{who + smtp.Printable([]byte(e.Text)).String()}
	}
	if e.Who == transcript.Local {
		return []string{who + smtp.Printable([]byte(factWords(e))).String()}
	}
	octets := e.Octets
	if e.Mark >= 0 && e.Mark <= len(octets) {
		octets = append(append(append([]byte{}, octets[:e.Mark]...), "<secret, cut>"...), octets[e.Mark:]...)
	}
	var lines []string
	for _, line := range strings.SplitAfter(string(octets), "\n") {
		if line != "" {
			lines = append(lines, who+smtp.Printable([]byte(strings.TrimRight(line, "\r\n"))).String())
		}
	}
	return lines
}

// exchange is what is copied of the exchange looked back at: the line and its
// reply.
func (m *Model) exchange(i int) string {
	tape := m.desk.Tape()
	lines := dialogueLines(tape.At(i))
	if a := m.desk.Answer(i); a >= 0 {
		lines = append(lines, dialogueLines(tape.At(a))...)
	}
	return strings.Join(lines, "\n")
}
