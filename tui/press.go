package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"ehlo/tui/desk"
)

// press takes a key to what is open: a question, the look back, a sheet, and at
// last the prompt, which gets whatever nobody else wants.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	m.flash = ""
	switch k.String() {
	case "ctrl+l":
		return tea.ClearScreen
	case "ctrl+z":
		return tea.Suspend
	}
	switch {
	case m.desk.Mode() == desk.PredictMode && m.underVeil(k):
	case m.desk.Mode() == desk.QuestionMode:
		m.answer(k)
	case m.desk.Mode() == desk.SecretMode:
		m.hide(k)
	case m.sheet.open() && m.run(m.sheetBindings(), k):
	case m.sheet.whole: // the prompt is not to be seen: what is typed must not go there unseen
		m.sheet = sheet{}
		return m.press(k)
	case m.back.event >= 0:
		if !m.run(m.keys.back, k) && k.Text != "" { // who types means the prompt
			m.backLeave()
			return m.press(k)
		}
	case m.desk.Mode() == desk.PasteMode && m.prompt.empty() && m.pasteKey(k):
	case m.listed() && m.pick(k):
	case m.run(m.keys.prompt, k):
	case k.Text == ":" && m.unsent != "" && m.prompt.value() == m.unsent && m.desk.Mode() == desk.ClosedMode:
		m.colonAnew()
		m.flash = "the line that was not sent is cut; Ctrl+Y puts it back"
	default:
		m.prompt.edit(k)
		m.desk.HistoryReset()
		m.picked = 0
		m.advise()
	}
	return m.copied()
}

// run does what a key is bound to, and reports whether it is bound.
func (m *Model) run(table []binding, k tea.KeyPressMsg) bool {
	for i := range table {
		if key.Matches(k, table[i].Binding) {
			table[i].do(m)
			return true
		}
	}
	return false
}

func (m *Model) answer(k tea.KeyPressMsg) {
	switch k.String() {
	case "y", "Y":
		m.take(m.desk.Confirm(true), false)
	case "n", "N", "esc":
		m.take(m.desk.Confirm(false), false)
	case "ctrl+c":
		m.take(m.desk.Stop(false), false)
	}
}

// hide takes a key of a line that nobody may see.
func (m *Model) hide(k tea.KeyPressMsg) {
	line := m.secret.value()
	switch k.String() {
	case "enter":
		m.secret = prompt{}
		m.take(m.desk.Enter(line), false)
	case "esc", "ctrl+c":
		m.secret = prompt{}
		m.take(m.desk.Stop(false), false)
	default:
		m.secret.edit(k)
	}
}

func (m *Model) pasteKey(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "a":
		m.take(m.desk.PasteAll(), false)
	case "esc":
		m.take(m.desk.PasteDrop(), false)
	default:
		return false
	}
	return true
}

func (m *Model) enter() bool {
	line := m.prompt.value()
	m.prompt.set("")
	m.view.follow = true
	if _, worked := m.worked(); m.sheet.open() && (line != "" || worked) {
		m.sheet = sheet{}
	}
	return m.take(m.desk.Enter(line), false)
}

// complete takes the suggestion; in message text Tab is a TAB.
func (m *Model) complete() bool {
	if m.fillWorked() {
		m.advise()
		return false
	}
	if mode := m.desk.Mode(); (mode == desk.TextMode || mode == desk.ChunkMode) && !m.listed() {
		m.prompt.insert("\t")
	} else if m.advice.ghost != "" {
		m.prompt.set(m.prompt.value() + m.advice.ghost)
	} else if line := m.advice.whole; line != "" {
		m.prompt.set(line)
	}
	m.advise()
	return false
}

func (m *Model) right() bool {
	if m.prompt.atEnd() && m.advice.ghost != "" {
		return m.complete()
	}
	m.prompt.move(1)
	return false
}

func (m *Model) earlier() bool {
	if line, ok := m.desk.Earlier(m.prompt.value()); ok {
		m.prompt.set(line)
		m.advise()
	}
	return false
}

func (m *Model) later() bool {
	if line, ok := m.desk.Later(m.prompt.value()); ok {
		m.prompt.set(line)
		m.advise()
	}
	return false
}

func (m *Model) yank() bool {
	m.prompt.insert(m.prompt.killed)
	m.advise()
	return false
}

func (m *Model) endOfFile() bool {
	if !m.prompt.empty() {
		edits["delete"](&m.prompt)
		m.advise()
		return false
	}
	return m.take(m.desk.Leave(), false)
}

func (m *Model) interrupt() bool {
	held := !m.prompt.empty()
	m.prompt.set("")
	return m.take(m.desk.Stop(held), false)
}

func (m *Model) paste(text string) {
	switch m.desk.Mode() {
	case desk.QuestionMode:
		return
	case desk.PredictMode:
		m.flash = "nothing is pasted while a reply is hidden; first your guess"
		return
	case desk.SecretMode:
		line, _, _ := strings.Cut(text, "\n")
		m.secret.insert(strings.TrimSuffix(line, "\r"))
		return
	}
	m.back.event = -1
	m.take(m.desk.Paste(text), false)
	m.advise()
}

func (m *Model) wheel(msg tea.MouseWheelMsg) {
	rows := 3
	if msg.Button == tea.MouseWheelUp {
		rows = -3
	}
	if m.sheet.open() {
		m.sheet.scroll(rows)
		return
	}
	m.scroll(rows)
}

// copied hands what was copied to the terminal's clipboard.
func (m *Model) copied() tea.Cmd {
	text := m.yanked
	m.yanked = ""
	if text == "" {
		return nil
	}
	return tea.SetClipboard(strings.TrimRight(text, "\n"))
}
