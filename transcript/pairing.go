package transcript

import "ehlo/session/smtp"

// A pairing knows which client event each owed reply belongs to. It holds indexes
// only: how many replies are owed, and when, is the state's to say.
type pairing struct {
	owed   []int32 // a queue; -1 for what no client event asked for
	head   int
	talker int32 // the latest client event

	// What the client says behind DATA or AUTH before the reply is judged when
	// that comes. Until then a second state goes along that has not heard it.
	holding bool
	deaf    smtp.State
	opener  int32 // the event behind which octets are held
	held    []int32
}

// step takes event i into account and, for a reply, returns its question or -1.
func (p *pairing) step(t *store, i int, e *Event, before, after *smtp.State) int {
	question := -1
	switch {
	case e.Who == Client:
		p.said(int32(i), before, after)
	case e.answers():
		question = p.answered(t, e, before, after)
	}
	p.agree(after.OwedCount())
	if after.Reading() != smtp.AsHeld {
		p.holding = false
	} else if !p.holding {
		p.hold(int32(i), *after)
	}
	return question
}

func (p *pairing) said(i int32, before, after *smtp.State) {
	p.talker = i
	if p.holding {
		p.held = append(p.held, i)
		return
	}
	p.push(i, after.OwedCount()-before.OwedCount())
}

func (p *pairing) hold(i int32, s smtp.State) {
	p.holding, p.deaf, p.opener, p.held = true, s, i, p.held[:0]
}

func (p *pairing) answered(t *store, e *Event, before, after *smtp.State) int {
	question := -1
	switch {
	case before.OwedCount() > 0:
		question = p.pop()
	case !after.IsPartial() && after.Unasked() == before.Unasked():
		// A line without CRLF, and a server that took it for one.
		question = int(p.talker)
	}
	if p.holding {
		p.release(t, e)
	}
	return question
}

// release gives the replies that the held events turn out to ask for to them.
func (p *pairing) release(t *store, e *Event) {
	s := e.After(p.deaf)
	if s.Reading() == smtp.AsHeld {
		p.deaf = s
		return
	}
	p.push(p.opener, s.OwedCount()-(p.deaf.OwedCount()-1))
	held := p.held
	p.holding, p.held = false, nil
	for k, i := range held {
		next := t.event(int(i)).After(s)
		p.push(i, next.OwedCount()-s.OwedCount())
		if s = next; s.Reading() == smtp.AsHeld {
			p.hold(i, s)
			p.held = append(p.held, held[k+1:]...)
			return
		}
	}
}

func (p *pairing) push(i int32, times int) {
	for range times {
		p.owed = append(p.owed, i)
	}
}

func (p *pairing) pop() int {
	if p.head == len(p.owed) {
		return -1
	}
	i := p.owed[p.head]
	p.head++
	if p.head == len(p.owed) || p.head > 4096 {
		// Keep a queue that never runs empty from growing for ever.
		p.owed, p.head = append(p.owed[:0], p.owed[p.head:]...), 0
	}
	return int(i)
}

// agree makes the queue as long as the state says: a connection that ended owes
// nothing, a new one owes a greeting.
func (p *pairing) agree(n int) {
	if n == 0 {
		p.owed, p.head = p.owed[:0], 0
	}
	for len(p.owed)-p.head > n {
		p.pop()
	}
	for len(p.owed)-p.head < n {
		p.owed = append(p.owed, -1)
	}
}
