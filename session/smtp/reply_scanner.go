package smtp

// A ReplyScanner cuts a stream of octets into replies, the same ones however
// the stream was split on its way. Write what a read gave, then call Next until
// it returns false. It holds at most [ReplyCutLimit] octets and one write. The
// zero value is ready for use; a scanner is not safe for use by two goroutines.
//
// Replies are handed out one at a time and nothing behind them is judged before
// the next call, so that a caller can stop behind the reply to STARTTLS: what
// the server had sent behind it is then in Pending.
type ReplyScanner struct {
	buf     []byte
	start   int // where the octets begin that no reply has taken
	cutter  replyCutter
	skipped int
}

// Write adds octets that came from the server; it copies them. Octets of all
// replies returned so far become invalid.
func (s *ReplyScanner) Write(octets []byte) {
	// Half of the buffer must be free before the rest moves, so that an octet
	// moves once on average however small the writes are.
	if s.start > 0 && s.start >= len(s.buf)/2 {
		s.buf = s.buf[:copy(s.buf, s.buf[s.start:])]
		s.start = 0
	}
	s.buf = append(s.buf, octets...)
}

// Next returns the next complete reply; ok is false when more octets are needed.
// The reply's octets are a view that is valid until the next Write. Replies are
// as [NextReply] describes them.
func (s *ReplyScanner) Next() (r Reply, ok bool) {
	if s.cutter.skipping {
		s.skip()
	}
	b := s.buf[s.start:]
	if s.cutter.at == 0 && s.cutter.seen == 0 && r.single(b) {
		s.start += len(r.Octets)
		return r, true
	}
	r, n, ok := s.cutter.next(b)
	if !ok {
		return Reply{}, false
	}
	if s.cutter.skipping {
		s.start += n
		s.skipped -= len(r.Octets) - n
		s.skip()
		return r, true
	}
	r.Octets = b[:n:n]
	s.start += n
	return r, true
}

func (s *ReplyScanner) skip() {
	n, _ := s.cutter.drop(s.buf[s.start:])
	s.start += n
	s.skipped += n
}

// Pending returns the octets that no reply has taken yet: a view that is valid
// until the next Write.
func (s *ReplyScanner) Pending() []byte { return s.buf[s.start:] }

// Skipping reports whether the last reply met a bound and has not ended yet, so
// that what follows is thrown away. A server that never ends it is broken: the
// caller decides how much of it to read, see Skipped.
func (s *ReplyScanner) Skipping() bool { return s.cutter.skipping }

// Skipped returns how many octets have been thrown away behind replies that met
// a bound.
func (s *ReplyScanner) Skipped() int { return s.skipped }

// Rest returns what is held when the connection has ended, as one reply marked
// [ReplyCut], and forgets it. A reply with no lines means that nothing was held.
// Call it when Next has returned false. The octets are a view as those of Next.
func (s *ReplyScanner) Rest() Reply {
	b := s.buf[s.start:len(s.buf):len(s.buf)]
	s.start = len(s.buf)
	s.cutter = replyCutter{}
	return ParseReply(b)
}
