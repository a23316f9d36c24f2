package tui

import (
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// A back says which event is looked back at; -1 for none. What is half typed stays
// in the prompt.
type back struct{ event int }

func (m *Model) lookBack() bool {
	for i := m.seen - 1; i >= 0; i-- {
		if m.stop(i) {
			m.back.event = i
			break
		}
	}
	return false
}

// stop reports whether looking back stops at event i: at a line of the client, at
// a reply that answers none, and where the connection failed.
func (m *Model) stop(i int) bool {
	tape := m.desk.Tape()
	switch e := tape.At(i); e.Who {
	case transcript.Client:
		return true
	case transcript.Server:
		return tape.Question(i) < 0
	default:
		return e.Fact == transcript.Lost || e.Fact == transcript.DialError || e.Fact == transcript.Secured || stripped(e)
	}
}

// backBy moves to the n-th stop in one direction.
func (m *Model) backBy(n, step int) bool {
	for i := m.back.event + step; n > 0 && i >= 0 && i < m.seen; i += step {
		if m.stop(i) {
			m.back.event = i
			n--
		}
	}
	if view := m.sheet.request.View; m.sheet.open() && (view == desk.Card || view == desk.Octets) {
		m.open(desk.Request{View: view, Event: m.explained()})
	}
	return false
}

func (m *Model) backUp() bool       { return m.backBy(1, -1) }
func (m *Model) backDown() bool     { return m.backBy(1, 1) }
func (m *Model) backPageUp() bool   { return m.backBy(10, -1) }
func (m *Model) backPageDown() bool { return m.backBy(10, 1) }
func (m *Model) backFirst() bool    { return m.backBy(m.back.event+1, -1) }
func (m *Model) backLast() bool     { return m.backBy(m.seen, 1) }

func (m *Model) backLeave() bool {
	m.sheet = sheet{}
	m.back.event = -1
	m.view = view{follow: true}
	return false
}

// backColon returns to the prompt and begins a command there: its letters would be
// keys of the look back.
func (m *Model) backColon() bool {
	m.backLeave()
	return m.colonAnew()
}

// colonAnew begins a command of ehlo's. What stood in the prompt is cut: Ctrl+Y puts
// it back.
func (m *Model) colonAnew() bool {
	if !m.prompt.empty() {
		m.prompt.killed = m.prompt.value()
	}
	m.prompt.set(":")
	m.advise()
	return false
}

func (m *Model) backCard() bool {
	m.open(desk.Request{View: desk.Card, Event: m.explained()})
	return false
}

func (m *Model) backOctets() bool {
	m.open(desk.Request{View: desk.Octets, Event: m.back.event})
	return false
}

func (m *Model) backCopy() bool {
	m.yanked = m.exchange(m.back.event)
	m.flash = "copied, if the terminal allows it"
	return false
}

// whenever chooses between words for now and words for what is looked back at.
func (m *Model) whenever(now, then string) string {
	if m.back.event >= 0 {
		return then
	}
	return now
}
