package tui

import (
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// explainHere is F1: it looks up the word under the cursor. At an empty prompt and
// in a line for ehlo it is the help.
func (m *Model) explainHere() bool {
	line := m.prompt.value()
	at := len(string(m.prompt.line[:m.prompt.at]))
	word := ""
	if line != "" && !m.forEhlo(line) {
		word = lessons.WordAt(line, at, m.desk.State())
	}
	if word == "" {
		m.open(desk.Request{View: desk.Help, Event: -1})
		return false
	}
	m.explain(word)
	return false
}

// explainBack is F1 while looking back: it looks up the verb and the codes of the
// chosen exchange.
func (m *Model) explainBack() bool {
	if words := m.atHand(); len(words) > 0 {
		m.explain(strings.Join(words, " "))
		return false
	}
	m.flash = "there is no verb or code here to look up"
	return false
}

func (m *Model) explain(words string) {
	m.open(desk.Request{View: desk.Explain, Arg: smtp.Printable([]byte(words)).String(), Event: -1})
}

// atHand returns what can be looked up of the exchange that is explained.
func (m *Model) atHand() []string {
	i := m.explained()
	if i < 0 {
		return nil
	}
	return lessons.Topics(m.desk.Tape().At(i), m.meantState(i))
}

// explainLines is what the reference has on a text; without one, all that there is
// to look up.
func (m *Model) explainLines(text string, w int) []string {
	if text == "" {
		return m.contentLines(w)
	}
	var lines []string
	for _, e := range lessons.LookUp(text) {
		for _, row := range e.Lines(w) {
			lines = append(lines, wireWords(row))
		}
		lines = append(lines, "")
	}
	return lines
}

// wireWords makes bold what stands between backticks in a row; of a pair that the
// end of a row has parted nothing is shown.
func wireWords(row string) string {
	if strings.Count(row, "`")%2 != 0 {
		return strings.ReplaceAll(row, "`", "")
	}
	return quoted(row, 0)
}

// contentLines lists what can be looked up, what is at hand first.
func (m *Model) contentLines(w int) []string {
	var lines []string
	if words := m.atHand(); len(words) > 0 {
		lines = append(wrapped("Of the exchange that is explained: :explain "+strings.Join(words, " "), w), "")
	}
	lines = append(lines, wrapped(":explain and a word of these, or F1 on a word that is typed.", w)...)
	for _, s := range lessons.Contents() {
		lines = append(lines, "")
		lines = append(lines, s.Lines(w)...)
	}
	return lines
}

// helpOn is `:help WORD`: one of ehlo's commands, or what the reference has.
func (m *Model) helpOn(word string, w int) []string {
	if word == "logins" {
		return m.desk.Logins()
	}
	for _, c := range m.desk.Commands() {
		if c.Name == strings.TrimPrefix(word, ":") {
			return append([]string{paint(strong, strings.TrimSpace(":"+c.Name+" "+c.Args))}, wrapped(c.Help, w)...)
		}
	}
	return m.explainLines(word, w)
}

// laneLines are the lanes of a piece of message text, for its card.
func (m *Model) laneLines(i int, w int) []string {
	e := m.desk.Tape().At(i)
	if e.Who != transcript.Client {
		return nil
	}
	l, ok := m.desk.LanesIn(i, m.meantState(i))
	if !ok {
		return nil
	}
	kept := keptWord(l)
	lead := func(name string) string { return paint(faint, fit(name, len(kept)+2)) }
	room := max(w-len(kept)-2, 4)
	lines := []string{
		lead("typed") + onWire(l.Typed).Cut(room).String(),
		lead("wire") + onWire(l.Wire).Cut(room).String(),
	}
	if l.Ends {
		return append(lines, lead(kept)+paint(faint, "nothing: it ends the text"))
	}
	return append(lines, lead(kept)+onWire(l.Kept).Cut(max(room-len(changed(l)), 4)).String()+paint(broken, changed(l)))
}
