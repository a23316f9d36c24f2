package smtp

// A login is an AUTH whose 334 waits for its answer (RFC 4954 section 4).
type login struct {
	mechanism string // in upper case; "" if it isn't known
	prompt    []byte // the text of the last 334
}

// challenged takes a 334.
func (s State) challenged(c Command, r Reply) State {
	next := &login{prompt: []byte(r.Text())}
	if s.login != nil {
		next.mechanism = s.login.mechanism
	}
	if m, ok := c.Mechanism(); ok {
		next.mechanism = m
	}
	s.phase, s.login = InAuth, next
	return s
}

// Challenge returns the text of the last 334 while it waits for its answer: base64
// as sent (RFC 4954 section 4), nil otherwise.
func (s State) Challenge() []byte {
	if s.phase != InAuth || s.login == nil {
		return nil
	}
	return s.login.prompt
}

// Mechanism returns the name of the mechanism whose 334 waits for its answer, in
// upper case; "" if none does, or its AUTH was not seen.
func (s State) Mechanism() string {
	if s.phase != InAuth || s.login == nil {
		return ""
	}
	return s.login.mechanism
}

// Restarted reports whether STARTTLS began the TLS in force and no hello was
// accepted since: both sides have forgotten the one before (RFC 3207 section 4.2).
func (s State) Restarted() bool { return s.flags&restarted != 0 }
