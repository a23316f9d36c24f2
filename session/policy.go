package session

import (
	"bytes"
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// barred returns an error if TLS is required, the connection is plain, and octets
// hold a command that must not be said then. What finds out about the server, and
// STARTTLS itself, may (RFC 3207 section 4). s.mu is held.
func (s *Session) barred(octets []byte) error {
	if !s.tls.Required || s.security.Version != "" {
		return nil
	}
	state := s.state()
	if state.Reading() == smtp.AsNothing {
		return nil
	}
	for line := range bytes.Lines(append(bytes.Clone(state.Pending()), octets...)) {
		whole := bytes.HasSuffix(line, []byte("\n"))
		if verb := smtp.ParseCommand(line).Verb; !saidInPlain(verb) && (whole || !begins(verb)) {
			return &TLSError{
				What:   "not sent: TLS is required, and this connection is plain",
				Remedy: "STARTTLS first, then EHLO again; if it is not offered, somebody may have taken it out of the list",
			}
		}
	}
	return nil
}

// plainVerbs are the commands that give nothing away.
var plainVerbs = []smtp.Verb{smtp.EHLO, smtp.HELO, smtp.LHLO, smtp.STARTTLS, smtp.NOOP, smtp.RSET, smtp.HELP, smtp.QUIT}

func saidInPlain(v smtp.Verb) bool { return slices.Contains(plainVerbs, v) }

// begins reports whether v may become one of the plain verbs.
func begins(v smtp.Verb) bool {
	return slices.ContainsFunc(plainVerbs, func(p smtp.Verb) bool { return strings.HasPrefix(string(p), string(v)) })
}
