package smtp

import "bytes"

// PendingLimit bounds what a state keeps of a line whose end has not come, in
// octets. It is more than any command may have (RFC 4954 section 4: 12,288).
const PendingLimit = 16384

// Said returns the state after the client said octets, which may be any piece of
// what it says: half a line, many lines, the end of a text and the command behind
// it. The octets must not change afterwards.
func (s State) Said(octets []byte) State {
	if s.Reading() == AsText {
		if next, n, dots, ended := s.dot.scan(octets); !ended {
			return s.inText(next, octets[:n], dots)
		}
	}
	s, rest := s.read(octets)
	if len(rest) > 0 {
		s.held = s.held.push(rest)
	}
	return s
}

// read takes octets as what they are. It stops behind a command whose reply
// decides what follows, and returns the rest.
func (s State) read(b []byte) (State, []byte) {
	for len(b) > 0 {
		switch s.Reading() {
		case AsHeld:
			return s, b
		case AsNothing:
			return s, nil
		case AsChunk:
			s, b = s.saidChunk(b)
		case AsText:
			s, b = s.saidText(b)
		default:
			s, b = s.saidLine(b)
		}
	}
	return s, nil
}

func (s State) saidChunk(b []byte) (State, []byte) {
	n := min(int64(len(b)), s.chunk)
	s.chunk -= n
	s.octets += n
	return s, b[n:]
}

func (s State) saidText(b []byte) (State, []byte) {
	next, n, dots, ended := s.dot.scan(b)
	s = s.inText(next, b[:n], dots)
	if ended {
		s = s.endText()
	}
	return s, b[n:]
}

func (s State) inText(next dot, octets []byte, dots bool) State {
	if len(octets) == 0 {
		return s
	}
	if dots {
		s.flags |= dotted
	}
	s.flags = s.flags.read(s.dot, octets)
	s.dot = next
	s.octets += int64(len(octets))
	s.tail = tailOf(s.tail, octets)
	return s
}

// endText notes that the text is complete: one reply is owed for it, or in LMTP
// one for each accepted recipient (RFC 2033 section 4.2).
func (s State) endText() State {
	s.flags |= textEnded
	return s.oweVerdicts(Owed{Matter: ForText})
}

func (s State) oweVerdicts(o Owed) State {
	if s.Hello() != LocalHello || s.tx == nil || s.tx.accepted == 0 {
		s.verdicts = 1
		return s.owe(o)
	}
	s.verdicts = 0
	for _, r := range s.Recipients() {
		if r.Accepted() {
			o.Rcpt, o.HasRcpt = r.Path, true
			s = s.owe(o)
			s.verdicts++
		}
	}
	return s
}

// saidLine takes one line, or what there is of it, as a command or an answer.
func (s State) saidLine(b []byte) (State, []byte) {
	n := lineEnd(s.pending, b)
	if n < 0 {
		return s.keep(b), nil
	}
	line := b[:n]
	if len(s.pending) > 0 {
		line = append(bytes.Clone(s.pending), line...)
	}
	s.pending, s.over = nil, 0
	if s.phase == InAuth {
		return s.saidAnswer(line), b[n:]
	}
	return s.saidCommand(line), b[n:]
}

// lineEnd returns how many octets of b complete the line that before began; -1 if
// it does not end. Only CRLF ends a line (RFC 5321 section 2.3.8).
func lineEnd(before, b []byte) int {
	if len(before) > 0 && before[len(before)-1] == '\r' && b[0] == '\n' {
		return 1
	}
	if i := bytes.Index(b, []byte("\r\n")); i >= 0 {
		return i + 2
	}
	return -1
}

func (s State) keep(b []byte) State {
	room := max(0, PendingLimit-len(s.pending))
	kept := b[:min(len(b), room)]
	s.over += int64(len(b) - len(kept))
	next := make([]byte, 0, len(s.pending)+len(kept))
	s.pending = append(append(next, s.pending...), kept...)
	if s.over > 0 && len(b) > 0 && len(s.pending) > 0 {
		// The last octet decides whether an LF completes the line.
		s.pending[len(s.pending)-1] = b[len(b)-1]
	}
	return s
}

func (s State) saidAnswer(line []byte) State {
	s = s.owe(Owed{Matter: ForAnswer, GivesUp: string(bytes.TrimRight(line, "\r\n")) == "*"})
	s.hangsOn = AUTH
	return s
}

func (s State) saidCommand(line []byte) State {
	c := ParseCommand(line)
	switch c.Verb {
	case DATA, AUTH, STARTTLS:
		s.hangsOn = c.Verb
	case BDAT:
		if size, last, ok := c.Chunk(); ok {
			return s.saidBdat(c, size, last)
		}
	}
	return s.owe(Owed{Matter: ForCommand, Command: c})
}

func (s State) saidBdat(c Command, size int64, last bool) State {
	s.chunk = size
	s.flags |= chunked
	if !last {
		return s.owe(Owed{Matter: ForChunk, Command: c})
	}
	return s.oweVerdicts(Owed{Matter: ForChunk, Command: c})
}

// release reads, now that the reply has come, what was held behind it.
func (s State) release() State {
	s.hangsOn = ""
	for {
		octets, held, ok := s.held.pop()
		if !ok || s.Reading() == AsHeld {
			return s
		}
		s.held = held
		var rest []byte
		if s, rest = s.read(octets); len(rest) > 0 {
			s.held = s.held.unpop(rest)
		}
	}
}

// Awaits returns the verb whose reply decides what the octets behind it are: DATA,
// AUTH, or STARTTLS. "" while nothing hangs on a reply.
func (s State) Awaits() Verb { return s.hangsOn }
