package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// A Model is the screen over one desk. Make it with [New].
type Model struct {
	desk   *desk.Desk
	layout layout
	sized  bool // a size is known; before that nothing is drawn
	width  int
	height int
	keys   keymap
	prompt prompt
	secret prompt // what is typed unseen
	view   view
	back   back
	sheet  sheet
	seen   int    // events looked at so far; a frame shows no more
	last   int    // the latest of them of the client, for folding; -1 for none
	told   int    // the latest of them that the sidebar explains; -1 for none
	drawn  states // before the events in the session pane
	meant  states // before the event that is explained
	zoom   bool
	times  bool
	lanes  bool
	mouse  bool
	tick   bool // a tick is on its way
	rest   bool // a tick is on its way that tells how long nothing was said
	quit   bool
	yanked string // on its way to the clipboard
	flash  string // said in the footer until the next key
	apart  bool   // there was no connection when the screen last looked
	unsent string // what stood in the prompt since, or came back to it
	picked int    // in the list of commands
	names  names
	advice advised
	taught taught
	veiled bool // a reply was hidden when the screen last looked
	ahead  bool // a line for later is being typed while it is: no key of it is a guess
}

// New returns the screen over d, which it starts to connect. The desk is the
// screen's from now on.
func New(d *desk.Desk) *Model {
	m := &Model{desk: d, keys: newKeymap(), back: back{event: -1}, last: -1, told: -1}
	m.view.follow = true
	return m
}

type (
	grewMsg   struct{}
	closedMsg struct{}
	tickMsg   time.Time
	restMsg   struct{}
)

// Init connects and begins to wait for what comes.
func (m *Model) Init() tea.Cmd {
	m.take(m.desk.Connect(), true)
	return tea.Batch(grew(m.desk.Wake()), m.ticking())
}

// grew waits for the desk. It is the only command that waits, so that a burst of
// events is one message.
func grew(wake <-chan struct{}) tea.Cmd {
	return func() tea.Msg {
		if _, ok := <-wake; !ok {
			return closedMsg{}
		}
		return grewMsg{}
	}
}

// Update takes one message to where it belongs.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case grewMsg:
		m.take(m.desk.Grew(), true)
		cmd = grew(m.desk.Wake())
	case tickMsg:
		m.tick = false
		m.take(m.desk.Tick(time.Time(msg)), true)
	case restMsg:
		m.rest = false
		m.advise()
	case tea.KeyPressMsg:
		cmd = m.press(msg)
	case tea.PasteMsg:
		m.paste(msg.Content)
	case tea.MouseWheelMsg:
		m.wheel(msg)
	}
	if m.quit {
		return m, tea.Quit
	}
	return m, tea.Batch(cmd, m.ticking(), m.resting())
}

// ticking asks for the next second while something is waited for.
func (m *Model) ticking() tea.Cmd {
	if m.tick || !m.desk.Status().Wait.On {
		return nil
	}
	m.tick = true
	return tea.Tick(time.Second, func(t time.Time) tea.Msg { return tickMsg(t) })
}

// resting asks to be woken when a silence is long enough to be told: within message
// text, and where the server is not ours, which alone grows tired of it.
func (m *Model) resting() tea.Cmd {
	s := m.desk.Status()
	silent := m.desk.Mode() == desk.TextMode && s.Idle < lessons.IdleInText
	if m.rest || !s.Open || s.Included && !silent {
		return nil
	}
	m.rest = true
	wait := lessons.IdleInText - s.Idle%lessons.IdleInText
	return tea.Tick(wait, func(time.Time) tea.Msg { return restMsg{} })
}

func (m *Model) resize(w, h int) {
	m.width, m.height, m.sized = w, h, true
	m.arrange()
	if m.sheet.open() {
		m.reopen(m.sheet.request)
	}
}

// take shows what a call of the desk brought. Background calls fill the prompt
// only when it is empty.
func (m *Model) take(s desk.Shown, background bool) bool {
	switch {
	case s.HasPut && (!background || m.prompt.empty()):
		m.prompt.set(s.Put)
	case s.Insert != "":
		m.prompt.insert(s.Insert)
	}
	if closed := m.desk.Mode() == desk.ClosedMode; closed && !m.apart || s.HasPut {
		m.apart, m.unsent = closed, m.prompt.value()
	} else {
		m.apart = closed
	}
	m.learn()
	was := m.veiled
	if m.veiled = m.desk.Mode() == desk.PredictMode; m.veiled && !was { // nothing stands before what is asked
		m.sheet, m.back.event, m.ahead = sheet{}, -1, !m.prompt.empty()
	}
	for _, r := range s.Views {
		m.open(r)
	}
	if m.sheet.open() && m.sheet.request.View == desk.Reveal && !m.desk.Status().Open {
		m.sheet = sheet{} // a secret is to be seen only while its connection stands
	}
	m.look()
	m.quit = m.quit || s.Quit
	return m.quit
}

// look notes which events of each kind are the latest, so that no frame has to
// search for them.
func (m *Model) look() {
	tape := m.desk.Tape()
	for n := m.desk.Seen(); m.seen < n; m.seen++ {
		switch e := tape.At(m.seen); {
		case e.Who == client:
			m.last = m.seen
		case e.Who == server:
			m.told = m.seen
			m.meet(e, tape.Question(m.seen))
		case e.Fact == transcript.Lost, e.Fact == transcript.DialError, e.Fact == transcript.Secured, stripped(e),
			e.Fact == transcript.Closed && tape.State(m.seen).Phase() != smtp.Leaving: // nobody had said goodbye
			m.told = m.seen
		}
	}
	m.acted()
	m.advise()
}

// stripped reports whether an event tells that STARTTLS is missing.
func stripped(e transcript.Event) bool {
	_, ok := e.Stripped()
	return ok
}

// View draws the screen.
func (m *Model) View() tea.View {
	if !m.sized {
		return tea.NewView("")
	}
	v := tea.NewView(m.draw())
	v.AltScreen = true
	v.WindowTitle = "ehlo"
	v.Cursor = m.cursor()
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}
