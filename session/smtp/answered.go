package smtp

import (
	"bytes"
	"strings"
)

// Answered returns the state after one complete reply. It answers the oldest
// thing owed; a 421 may stand where any reply may (RFC 5321 section 4.2.2). A
// reply without a usable code answers all the same.
func (s State) Answered(r Reply) State {
	s = s.promoteLoose()
	s.flags &^= justReset | justRefused
	o, owed, ok := s.owed.pop()
	if !ok {
		return s.unaskedFor(r)
	}
	s.owed = owed
	if greeting, answer, ok := runTogether(r); ok && o.Matter == ForGreeting && owed.n > 0 {
		return s.settle(*o, greeting).Answered(answer)
	}
	if c := r.Class(); c == 4 || c == 5 {
		s.refusals++
		s.flags |= justRefused
	}
	return s.settle(*o, r).leaving(r)
}

// runTogether cuts a reply in two where its code changes from 220 to another:
// Postfix's postscreen begins a greeting of several lines, and when the client
// speaks before its end goes on with the answer to what was said.
func runTogether(r Reply) (greeting, answer Reply, ok bool) {
	if !r.Marks.Has(DifferentCodes) {
		return r, Reply{}, false
	}
	for l := range r.Lines() {
		if at := l.Span.From; l.Code != 220 && l.Code != 0 {
			return ParseReply(r.Octets[:at]), ParseReply(r.Octets[at:]), at > 0
		}
	}
	return r, Reply{}, false
}

// leaving notes that the server is closing: 421 says so at any time, and a 221 that
// no QUIT asked for says it too (Postfix hangs up so on a header field).
func (s State) leaving(r Reply) State {
	if r.Code == 421 || r.Code == 221 {
		s.phase = Leaving
	}
	return s
}

func (s State) unaskedFor(r Reply) State {
	if s.flags&partial == 0 {
		s.unasked++
	}
	return s.leaving(r)
}

func (s State) settle(o Owed, r Reply) State {
	switch o.Matter {
	case ForGreeting:
		return s.greeted(r)
	case ForAnswer:
		return s.authReply(r)
	case ForText, ForChunk:
		return s.verdict(o, r)
	}
	return s.commandReply(o.Command, r)
}

// promoteLoose turns to what a lenient server must have read when it answers though
// nothing is owed: a command that ended in a bare LF, or a text that ended in a
// dot between line ends that are none.
func (s State) promoteLoose() State {
	if s.owed.n > 0 {
		return s
	}
	if s.Reading() == AsText && looseEnd(s.tail) {
		return s.endText()
	}
	i := bytes.IndexByte(s.pending, '\n')
	if i < 0 {
		return s
	}
	line := s.pending[:i+1]
	s.pending = s.pending[i+1:]
	if s.phase == InAuth {
		return s.saidAnswer(line)
	}
	return s.saidCommand(line)
}

// greeted takes the greeting. Only a 220 names the server (RFC 5321 section 4.2).
func (s State) greeted(r Reply) State {
	s.phase = Greeted
	if r.Class() != 2 {
		s.phase = Refused
		return s
	}
	line, _, _ := strings.Cut(r.Text(), "\n")
	s.server, _, _ = strings.Cut(line, " ")
	return s
}

func (s State) commandReply(c Command, r Reply) State {
	switch {
	case r.Code == 354:
		return s.openText()
	case r.Code == 334:
		return s.challenged(c, r).release()
	case c.Verb == AUTH:
		return s.authReply(r)
	}
	if c.Verb == RCPT {
		s = s.named(c, r)
	}
	if r.Class() == 2 {
		s = s.done(c, r)
	}
	if s.hangsOn != "" && s.hangsOn == c.Verb {
		return s.release()
	}
	return s
}

// done is what an accepted command does to the dialogue.
func (s State) done(c Command, r Reply) State {
	switch c.Verb {
	case EHLO, LHLO, HELO:
		return s.hello(c, r)
	case MAIL:
		s.tx, s.phase, s.octets = &transaction{mail: c}, InMail, 0
		s.flags &^= authFailed | chunked
		s.owner, s.handed = Client, nil
	case RSET:
		s.tx, s.phase, s.octets, s.owner = nil, Ready, 0, s.afterReset()
		s.flags |= justReset
	case STARTTLS:
		s.phase, s.held, s.hangsOn = Handshake, fifo[[]byte]{}, ""
	case XCLIENT:
		s.owner = s.afterReset()
		s.info, s.tx, s.phase = nil, nil, Greeted
	case QUIT:
		s.phase = Leaving
	}
	return s
}

// named notes one recipient and its verdict. A server that accepts RCPT without
// MAIL has opened a transaction all the same.
func (s State) named(c Command, r Reply) State {
	if s.tx == nil && r.Class() != 2 {
		return s
	}
	var tx transaction
	if s.tx == nil {
		s.handed = nil
	} else {
		tx = *s.tx
	}
	s.tx = tx.with(Recipient{Path: c.Path, Code: r.Code, Enhanced: r.Enhanced, Params: c.Params})
	return s
}

// afterReset is the owner once the open transaction was given up: a message that
// was accepted before stays the server's.
func (s State) afterReset() Owner {
	if s.tx != nil {
		return Nobody
	}
	return s.owner
}

func (s State) hello(c Command, r Reply) State {
	h := &hello{name: c.Arg, late: s.flags&authorised != 0, plain: s.info.voided()}
	switch c.Verb {
	case HELO:
		h.kind = PlainHello
	case EHLO:
		h.kind, h.offers = ExtendedHello, ParseOffers(r)
	default:
		h.kind, h.offers = LocalHello, ParseOffers(r)
	}
	s.flags &^= restarted
	s.owner = s.afterReset()
	s.info, s.tx, s.phase, s.octets = h, nil, Ready, 0
	return s
}

func (s State) openText() State {
	s.phase, s.dot, s.octets, s.tail = InText, atLineStart, 0, '\r'<<8|'\n'
	s.flags &^= textEnded | inBody | bodyBegun | dotted | chunked
	return s.release()
}

func (s State) authReply(r Reply) State {
	if r.Code == 334 {
		return s.challenged(Command{}, r).release()
	}
	s.login = nil
	if s.phase != InChunks { // an AUTH between two chunks is refused and changes nothing
		s.phase = Ready
	}
	switch {
	case r.Class() == 2:
		s.flags = s.flags&^authFailed | authorised
	default:
		s.flags |= authFailed
	}
	return s.release()
}

// verdict is the reply to a whole text or to a chunk. After any final reply the
// transaction counts as closed (RFC 5321 section 4.1.1.4).
func (s State) verdict(o Owed, r Reply) State {
	_, last, _ := o.Command.Chunk()
	if o.Matter == ForChunk && (r.Code == 500 || r.Code == 502) {
		// A server that does not know BDAT reads the octets behind it as commands.
		s.chunk = 0
		s.flags &^= chunked
		return s
	}
	if o.Matter == ForChunk && r.Class() != 2 && (s.tx == nil || s.tx.accepted == 0) {
		s.verdicts = 0
		s.flags &^= chunked
		return s // out of order, which changes nothing (RFC 5321 section 4.1.4)
	}
	if o.Matter == ForChunk && !last {
		s.phase = InRcpt
		if r.Class() == 2 {
			s.phase = InChunks
		}
		return s
	}
	if r.Class() == 2 {
		s.messages++
		s.owner = Server
		s.last = s.tx.done(o.Matter == ForChunk)
	}
	s = s.handedOver(o, r)
	if s.verdicts > 1 {
		s.verdicts--
		return s
	}
	s.tx, s.phase, s.verdicts = nil, Ready, 0
	s.flags &^= textEnded
	return s
}
