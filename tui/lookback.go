package tui

import (
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// A back says which event is looked back at; -1 for none. What is half typed stays
// in the prompt.
type back struct{ event int }

func (m *Model) lookBack() bool {
	for i := m.desk.Tape().Len() - 1; i >= 0; i-- {
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
		return e.Fact == transcript.Lost || e.Fact == transcript.DialError || e.Fact == transcript.Secured
	}
}

// backBy moves to the n-th stop in one direction.
func (m *Model) backBy(n, step int) bool {
	for i := m.back.event + step; n > 0 && i >= 0 && i < m.desk.Tape().Len(); i += step {
		if m.stop(i) {
			m.back.event = i
			n--
		}
	}
	return false
}

func (m *Model) backUp() bool       { return m.backBy(1, -1) }
func (m *Model) backDown() bool     { return m.backBy(1, 1) }
func (m *Model) backPageUp() bool   { return m.backBy(10, -1) }
func (m *Model) backPageDown() bool { return m.backBy(10, 1) }
func (m *Model) backFirst() bool    { return m.backBy(m.back.event+1, -1) }
func (m *Model) backLast() bool     { return m.backBy(m.desk.Tape().Len(), 1) }

func (m *Model) backLeave() bool {
	if m.sheet.open() {
		m.sheet = sheet{}
		return false
	}
	m.back.event = -1
	m.view = view{follow: true}
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

// around returns the lowest event to draw so that the chosen exchange is in sight
// with something of what follows.
func (m *Model) around(h int) int {
	tape := m.desk.Tape()
	bottom := max(m.back.event, tape.Answer(m.back.event))
	r := rowsOf{m, max(m.layout.session.Dx(), 1)}
	used := 0
	for i := m.back.event; i <= bottom; i++ {
		used += len(r.event(i, tape.State(i)))
	}
	for bottom+1 < tape.Len() && used < h*2/3 {
		bottom++
		used += len(r.event(bottom, tape.State(bottom)))
	}
	return bottom
}
