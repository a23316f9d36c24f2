package session

import (
	"bytes"
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// barred returns an error if octets hold a command that must not be said: STARTTLS
// where no TLS is wanted; anything that gives something away where TLS is required
// and the connection is plain. s.mu is held.
func (s *Session) barred(octets []byte) error {
	if !s.tls.Required && !s.tls.Never || s.security.Version != "" {
		return nil
	}
	state := s.state()
	if state.Reading() != smtp.AsCommand {
		return s.barredPlain(state)
	}
	for line := range bytes.Lines(append(bytes.Clone(state.Pending()), octets...)) {
		verb, whole := smtp.ParseCommand(line).Verb, bytes.HasSuffix(line, []byte("\n"))
		switch {
		case s.tls.Never && verb == smtp.STARTTLS:
			return &TLSError{What: "not sent: TLS is switched off", Remedy: "leave out --tls off"}
		case s.tls.Required && !saidInPlain(verb) && (whole || !begins(verb)):
			return errPlain
		}
	}
	return nil
}

// barredPlain is for octets that are no commands: the text of a message, or the
// answer in a login, to which no allowed command leads.
func (s *Session) barredPlain(state smtp.State) error {
	if s.tls.Required && state.Reading() != smtp.AsNothing {
		return errPlain
	}
	return nil
}

var errPlain = &TLSError{
	What:   "not sent: TLS is required, and this connection is plain",
	Remedy: "STARTTLS first, then EHLO again; if it is not offered, somebody may have taken it out of the list",
}

// plainVerbs are the commands that give nothing away.
var plainVerbs = []smtp.Verb{smtp.EHLO, smtp.HELO, smtp.LHLO, smtp.STARTTLS, smtp.NOOP, smtp.RSET, smtp.HELP, smtp.QUIT}

func saidInPlain(v smtp.Verb) bool { return slices.Contains(plainVerbs, v) }

// begins reports whether v may become one of the plain verbs.
func begins(v smtp.Verb) bool {
	return slices.ContainsFunc(plainVerbs, func(p smtp.Verb) bool { return strings.HasPrefix(string(p), string(v)) })
}
