package smtp

// A State is where a dialogue stands, as far as can be known from what was said.
// It is an immutable value: every method that moves on returns the next state,
// and one state may be continued in two ways. The zero value is [Unconnected].
//
// A state is made by folding events into it, in order: [State.Connected] when the
// connection stands, [State.Said] for what the client said, [State.Answered] for
// each reply, [State.Secured] after a TLS handshake, [State.Closed] at the end.
// It carries across events what is owed, where in a line the client is, and what
// is left of a chunk; no caller has to say what octets are meant as.
type State struct {
	owed    fifo[*Owed]  // what the server owes
	info    *hello       // the last accepted hello; nil before it
	tx      *transaction // the open mail transaction; nil if none
	handed  *transaction // LMTP: the verdicts behind the last final dot; nil if none
	held    fifo[[]byte] // what was said behind a command whose reply decides what it is
	pending []byte       // the beginning of a line whose end has not come
	server  string       // the name in the greeting
	login   *login       // the AUTH under way; nil if none
	last    *transaction // the one whose message was accepted last; nil if none

	over     int64 // octets of the pending line beyond what is kept
	chunk    int64 // octets that are left of a BDAT
	octets   int64 // of message text or chunks so far, as on the wire
	tail     uint32
	messages uint32
	refusals uint32
	unasked  uint32
	verdicts uint16 // LMTP: replies still to come after the final dot

	phase   Phase // Opening, Refused, InText, InChunks, InAuth, Handshake, Leaving, Ended; else see Phase
	dot     dot
	owner   Owner
	flags   stateFlags
	hangsOn Verb // the verb whose reply is waited for before more is read
}

type stateFlags uint16

const (
	partial     stateFlags = 1 << iota
	encrypted              // inside TLS
	authorised             // an AUTH succeeded
	authFailed             // an AUTH failed and no MAIL was accepted since
	textEnded              // the final dot was sent, its reply is owed
	chunked                // the last text came by BDAT
	begun                  // anything was seen of this connection
	restarted              // TLS began with STARTTLS, and no hello came since
	justReset              // the last reply was the 2yz to RSET
	justRefused            // the last reply was a 4yz or a 5yz
	inBody                 // the header of the text has ended
	bodyBegun              // something came behind the end of the header
	dotted                 // a line of the text began with a dot
)

// Partial returns a state that begins in the middle of a dialogue, as a paste
// does: nothing is concluded from what was not seen.
func Partial() State { return State{flags: partial | begun, phase: Ready} }

// Connected returns the state after the connection was made: the greeting is
// owed (RFC 5321 section 3.1). Nothing of an earlier connection is kept.
func (s State) Connected() State {
	next := State{phase: Opening, flags: begun}
	return next.owe(Owed{Matter: ForGreeting})
}

// Secured returns the state after a TLS handshake. After STARTTLS both sides
// forget what was said before (RFC 3207 section 4.2); a handshake that comes
// before the greeting leaves the greeting owed.
func (s State) Secured() State {
	s.flags |= encrypted
	s.flags &^= justReset
	if s.phase != Handshake {
		return s
	}
	s.flags |= restarted
	s.flags &^= authorised // a login in plain text is forgotten as well
	s.owner = s.afterReset()
	s.phase, s.info, s.tx, s.hangsOn = Greeted, s.info.forgotten(), nil, ""
	s.pending, s.over = nil, 0
	s.owed, s.held = fifo[*Owed]{}, fifo[[]byte]{}
	return s
}

// Closed returns the state after the connection ended, whoever ended it. What
// stood in an open transaction is gone (RFC 5321 section 4.1.1.10).
func (s State) Closed() State {
	return State{
		phase: Ended, server: s.server, info: s.info, messages: s.messages, refusals: s.refusals,
		flags: s.flags & (partial | encrypted | authorised | begun), owner: s.Owner(), handed: s.handed,
	}
}

// Stray returns the state after octets of the server that are no reply, or that
// stand where none may stand. They change nothing.
func (s State) Stray() State { return s }

// Phase returns where the dialogue stands. While the reply to the final dot is
// owed it is still [InText].
func (s State) Phase() Phase {
	switch s.phase {
	case Greeted, Ready, InMail, InRcpt:
		return s.base()
	}
	return s.phase
}

// base is the phase that hello and transaction make.
func (s State) base() Phase {
	switch {
	case s.tx != nil && s.tx.accepted > 0:
		return InRcpt
	case s.tx != nil:
		return InMail
	case s.Hello() != NoHello || s.flags&partial != 0:
		return Ready
	}
	return Greeted
}

// Reading returns what the server would take the client's next octets for.
func (s State) Reading() Reading {
	switch {
	case s.hangsOn != "":
		return AsHeld
	case s.chunk > 0:
		return AsChunk
	}
	switch s.phase {
	case Unconnected, Handshake, Ended:
		return AsNothing
	case InText:
		if s.flags&textEnded == 0 {
			return AsText
		}
	case InAuth:
		return AsAnswer
	}
	return AsCommand
}

// IsPartial reports whether the state began in the middle of a dialogue.
func (s State) IsPartial() bool { return s.flags&partial != 0 }

// TLS reports whether the dialogue runs inside TLS.
func (s State) TLS() bool { return s.flags&encrypted != 0 }

// Authenticated reports whether an AUTH succeeded (RFC 4954 section 4).
func (s State) Authenticated() bool { return s.flags&authorised != 0 }

// ServerName returns the name that the greeting gave, as sent; "" before it.
func (s State) ServerName() string { return s.server }

// Messages returns how many messages the server accepted on this connection.
func (s State) Messages() int { return int(s.messages) }

// Refusals returns how many replies of 4yz and 5yz came on this connection.
func (s State) Refusals() int { return int(s.refusals) }

// Unasked returns how many replies came that nothing had asked for.
func (s State) Unasked() int { return int(s.unasked) }

// LineStart reports whether the client stands at the beginning of a line: of a
// command, or within message text, where a dot would then be doubled.
func (s State) LineStart() bool {
	if s.Reading() == AsText {
		return s.dot == atLineStart
	}
	return len(s.pending) == 0 && s.over == 0
}

// Pending returns what was said of a line that has not ended yet, at most
// [PendingLimit] octets of it. It is a view; do not change it.
func (s State) Pending() []byte { return s.pending }

// ChunkLeft returns how many octets a BDAT still wants (RFC 3030 section 2).
func (s State) ChunkLeft() int64 { return s.chunk }

// Chunked reports whether the text of the message, of the last one if none is open,
// came by BDAT instead of DATA (RFC 3030 section 2).
func (s State) Chunked() bool { return s.flags&chunked != 0 }

// ChunkRefused reports whether a chunk was refused and nothing has cleared the
// message since: only RSET may follow (RFC 3030 section 2).
func (s State) ChunkRefused() bool {
	return s.Phase() == InRcpt && s.Chunked() && s.chunk == 0 && s.owed.n == 0
}

// TextOctets returns how many octets of the message were sent, dots doubled as on
// the wire.
func (s State) TextOctets() int64 { return s.octets }
