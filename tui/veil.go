package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

// What is drawn while a reply is hidden until the person has said what they expect.

const (
	veilWords = "░░░ what comes? 2 3 4 5 · 0 nothing · c hangs up · Esc skips"
	veilKeys  = "2 3 4 5 0 and c answer, Esc skips, : is for ehlo"
)

// asked are the rows at the end of the session of what is asked: what the hidden reply
// will be, or a question that has no box.
func (r rowsOf) asked() []string {
	switch {
	case r.m.desk.Mode() == desk.PredictMode:
		return r.hanging("S ", proseRows(veilWords, r.width-3), accent)
	case r.m.asks() && r.m.layout.means.Empty():
		return padded(append([]string{paint(strong, r.m.questionTitle())}, r.m.questionRows(r.width-1)...))
	}
	return nil
}

// holds reports whether a command of ehlo's is being typed while a reply is hidden.
func (m *Model) holds() bool {
	return m.desk.Mode() == desk.PredictMode && strings.HasPrefix(m.prompt.value(), ":")
}

// typesAhead reports whether a line for later is being typed while a reply is hidden.
func (m *Model) typesAhead() bool {
	return m.ahead && m.desk.Mode() == desk.PredictMode && !m.holds() && !m.prompt.empty()
}

// underVeil takes a key while a reply is hidden, and reports whether it was one for that:
// those of a command of ehlo's are for the prompt. A key that is no guess begins a line for
// later.
func (m *Model) underVeil(k tea.KeyPressMsg) bool {
	switch key := k.String(); {
	case m.sheet.open() && m.run(m.sheetBindings(), k):
	case m.holds() && (key == "esc" || key == "shift+tab"):
		m.prompt.set("")
		m.advise()
	case m.holds():
		return false
	case m.typesAhead():
		m.typeAhead(k)
	case k.Text == ":":
		m.sheet = sheet{}
		m.colonAnew()
	case strings.TrimSpace(k.Text) != "" && !isGuess(k.Text):
		m.sheet = sheet{}
		m.beginAhead(k)
	default:
		m.predict(k)
	}
	return true
}

// isGuess reports whether a key says what is expected.
func isGuess(key string) bool {
	r := []rune(key)
	if len(r) != 1 {
		return false
	}
	_, ok := lessons.OutcomeOf(r[0])
	return ok
}

// beginAhead begins a line for later. One that is kept already is cut: Ctrl+Y puts it back.
func (m *Model) beginAhead(k tea.KeyPressMsg) {
	if !m.prompt.empty() {
		m.prompt.killed = m.prompt.value()
	}
	m.prompt.set("")
	m.prompt.edit(k)
	m.ahead = true
	m.advise()
}

// typeAhead takes a key of a line for later: Enter keeps it in the prompt until the guess
// is made, and nothing of it is sent.
func (m *Model) typeAhead(k tea.KeyPressMsg) {
	switch k.String() {
	case "enter":
		m.ahead = false
	case "esc", "shift+tab", "ctrl+c":
		m.prompt.set("")
	case "pgup":
		m.pageUp()
	case "pgdown":
		m.pageDown()
	case "ctrl+y":
		m.yank()
	default:
		m.prompt.edit(k)
	}
	m.advise()
}

// predict takes a key while a reply is hidden.
func (m *Model) predict(k tea.KeyPressMsg) {
	switch key := []rune(k.Text); {
	case k.String() == "pgup":
		m.pageUp()
	case k.String() == "pgdown":
		m.pageDown()
	case k.String() == "ctrl+c":
		m.take(m.desk.Stop(false), false)
	case k.String() == "esc":
		m.take(m.desk.Predict(desk.Skip), false)
	case len(key) == 1:
		m.take(m.desk.Predict(key[0]), false)
	}
	if m.desk.Mode() == desk.PredictMode && k.String() != "pgup" && k.String() != "pgdown" {
		m.flash = veilKeys
	}
}

// predictRows is what stands below the prompt while a reply is hidden.
func (m *Model) predictRows(w int) []string {
	if m.typesAhead() {
		return wrapped("no guess, and not sent: Enter keeps it for later, Esc drops it", w)
	}
	var rows []string
	if kept := m.prompt.value(); kept != "" {
		const lead = "kept for later: "
		rows = append(rows, lead+smtp.Printable([]byte(kept)).Cut(max(w-len(lead), 1)).String())
	}
	return append(rows, wrapped("the first digit of the reply: 2 done, 3 go on, 4 not now, 5 no", w)...)
}
