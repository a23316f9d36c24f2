package tui

import (
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// states keeps the states before the events that were drawn last. A transcript
// folds up to 256 events for each state it is asked for; drawing asks for the same
// few again and again, and events never change.
type states struct {
	first int
	list  []smtp.State // list[k] is the state before event first+k
}

const (
	statesKept = 1024
	statesBack = 256 // how many are folded at once when the view moves up
)

// before returns the state before event i.
func (c *states) before(tape *transcript.Transcript, i int) smtp.State {
	if last := c.first + len(c.list) - 1; len(c.list) == 0 || i < c.first || i > last+statesBack {
		c.first = max(0, i-statesBack)
		c.list = append(c.list[:0], tape.State(c.first))
	}
	for last := c.first + len(c.list) - 1; last < i; last++ {
		c.list = append(c.list, tape.At(last).After(c.list[last-c.first]))
	}
	s := c.list[i-c.first]
	if more := len(c.list) - statesKept; more > 0 && i-c.first > more {
		c.first += more
		c.list = append(c.list[:0], c.list[more:]...)
	}
	return s
}

// state returns the state before event i of those in the session pane.
func (m *Model) state(i int) smtp.State { return m.drawn.before(m.desk.Tape(), i) }

// meantState returns the state before event i that is explained: often far from
// what is in the session pane.
func (m *Model) meantState(i int) smtp.State { return m.meant.before(m.desk.Tape(), i) }
