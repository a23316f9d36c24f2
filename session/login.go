package session

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// ErrUnprotected says that a login was asked for where somebody on the way may read
// it: the connection leaves this machine, and it is plain or the server did not
// prove who it is. Who wants it all the same says so, each time.
var ErrUnprotected error = mechanismError("the login is held back: somebody on the way could read it; STARTTLS with a verified certificate protects it")

// ChooseMechanism returns the safest login mechanism of those that the server
// offers and that can be used with a password over this connection; "" for none.
func (s *Session) ChooseMechanism() string {
	for _, name := range Mechanisms() {
		switch name {
		case "EXTERNAL", "OAUTHBEARER", "XOAUTH2", "ANONYMOUS":
			continue
		}
		if s.offersLogin(name) && (!strings.HasSuffix(name, "-PLUS") || s.Security().Version != "") {
			return name
		}
	}
	return ""
}

func (s *Session) offersLogin(name string) bool {
	offer, _ := s.state().Offer("AUTH")
	return slices.ContainsFunc(offer.Params, func(p string) bool { return strings.EqualFold(p, name) })
}

// Login says AUTH and answers what the server asks, up to its final reply, which
// the transcript has: a refusal is no error (RFC 4954 section 4). An error says that
// the login could not be carried out; it was then given up with "*". unprotected
// allows it where [Session.Unprotected] holds; without that it is [ErrUnprotected]
// and nothing is said. Every form of the secret is cut out of the transcript.
func (s *Session) Login(ctx context.Context, name string, c Credentials, unprotected bool) error {
	if s.Unprotected() && !unprotected {
		return ErrUnprotected
	}
	name = smtp.Upper(name)
	m, err := newMechanism(name, c, s)
	if err != nil {
		return err
	}
	if len(c.Secret) > 0 {
		s.tape.Conceal(c.Secret)
	}
	s.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Login, At: transcript.Now,
		Text: transcript.LoginText(name, c.User, !s.Unprotected())})
	first, err := m.begin()
	if err != nil {
		return err
	}
	line, whole := authLine(name, first)
	if !whole {
		m = &delayed{m, first}
	}
	if err := s.sayLine(ctx, line); err != nil {
		return err
	}
	return s.answerAll(ctx, name, m)
}

// A delayed mechanism has an initial response that fits no AUTH line: it answers the
// empty 334.
type delayed struct {
	mechanism
	first []byte
}

func (d *delayed) next(challenge []byte) ([]byte, error) {
	if d.first != nil {
		first := d.first
		d.first = nil
		return first, nil
	}
	return d.mechanism.next(challenge)
}

// authLine returns the AUTH command, with the initial response where it fits a line
// of 512 octets, which every server takes. An empty response is "=" (RFC 4954 section
// 4).
func authLine(name string, first []byte) (line string, whole bool) {
	line = "AUTH " + name
	switch {
	case first == nil:
		return line, true
	case len(first) == 0:
		return line + " =", true
	}
	if full := line + " " + base64.StdEncoding.EncodeToString(first); len(full)+len("\r\n") <= smtp.CommandLineLimit {
		return full, true
	}
	return line, false
}

// answersLimit bounds how often a login answers a 334. No mechanism that ehlo knows
// needs more than three, but a server may ask without end.
const answersLimit = 8

// answerAll answers each 334 until another reply comes.
func (s *Session) answerAll(ctx context.Context, name string, m mechanism) error {
	for answered := 0; s.answeredState().Phase() == smtp.InAuth; answered++ {
		answer, err := s.answer(m, answered)
		if err != nil {
			return errors.Join(err, s.sayLine(ctx, "*"))
		}
		if err := s.sayLine(ctx, base64.StdEncoding.EncodeToString(answer)); err != nil {
			return err
		}
	}
	if scram, ok := m.(*scramLogin); ok && s.answeredState().Authenticated() && !scram.proved() {
		return mechanismError("the server took the login without proving that it knows the password, as " + name + " asks it to; somebody may be in between")
	}
	return nil
}

// answer returns what answers the server's last 334, when so many have been answered.
func (s *Session) answer(m mechanism, answered int) ([]byte, error) {
	if answered == answersLimit {
		return nil, mechanismError(fmt.Sprintf("the server asks without end; ehlo answered %d times", answered))
	}
	challenge, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(s.answeredState().Challenge())))
	if err != nil {
		return nil, mechanismError("the server's challenge is no base64")
	}
	return m.next(challenge)
}

// answeredState returns where the dialogue stood behind the server's last reply: the
// connection may have ended since.
func (s *Session) answeredState() smtp.State {
	i := s.tape.Len()
	for i > 0 && s.tape.At(i-1).Who == transcript.Local {
		i--
	}
	return s.tape.State(i)
}

// sayLine says one line and waits for its reply.
func (s *Session) sayLine(ctx context.Context, line string) error {
	if err := s.Send(ctx, []byte(line+"\r\n")); err != nil {
		return err
	}
	return s.Settled(ctx)
}
