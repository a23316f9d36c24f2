package session

import (
	"net"

	"ehlo/session/hosts"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Memory remembers which servers have offered STARTTLS, from one connection to the
// next; *[hosts.Memory] is one. A server is HOST:PORT. An error says that nothing can
// be kept; it is recorded.
type Memory interface {
	Recall(server string) (hosts.Promise, bool, error)
	Keep(server string, proof hosts.Proof) error
}

// named returns the server as the memory knows it; "" if there is no way to it on which
// somebody could be.
func (s *Session) named() string {
	if s.memory == nil || !s.target.TCP() {
		return ""
	}
	return net.JoinHostPort(s.host, s.target.Port)
}

// compare looks, behind the first reply r in plain text that tells what is offered,
// whether STARTTLS is: if so the memory keeps that, and if it was once and is not now
// that is recorded. Somebody in between can take the line out of the list (RFC 3207
// section 6). s.mu is held.
func (s *Session) compare(before smtp.State, r smtp.Reply) {
	if s.memory == nil || s.compared || r.Class() != 2 || s.security.Version != "" {
		return
	}
	owed, _ := before.Owed()
	verb := owed.Command.Verb
	server := s.named()
	if owed.Matter != smtp.ForCommand || verb != smtp.EHLO && verb != smtp.LHLO || server == "" {
		return
	}
	s.compared = true
	if s.state().Offers("STARTTLS") {
		s.keeps(s.memory.Keep(server, hosts.Unknown))
		return
	}
	was, known, err := s.memory.Recall(server)
	s.keeps(err)
	if known {
		s.local(transcript.Warning, transcript.StrippedText(was.Day, was.Proof == hosts.Verified))
	}
}

// proved has the memory keep what came of the certificate behind STARTTLS, if somebody
// looked. s.mu is held.
func (s *Session) proved() {
	server := s.named()
	if server == "" || s.tls.Insecure {
		return
	}
	proof := hosts.Unverified
	if s.security.Verified() {
		proof = hosts.Verified
	}
	s.keeps(s.memory.Keep(server, proof))
}

// keeps records why the memory cannot keep anything. s.mu is held.
func (s *Session) keeps(err error) {
	if err != nil {
		s.local(transcript.Warning, err.Error())
	}
}
