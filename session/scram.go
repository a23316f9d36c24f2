package session

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xdg-go/scram"
)

// iterationsMost bounds what a server may ask to be computed: it takes about half a
// second, and a hostile one could ask for hours.
const iterationsMost = 1_000_000

// scramLogin is SCRAM (RFC 5802, RFC 7677): neither side tells the other the
// password, and the server proves that it knows it as well.
type scramLogin struct {
	talk  *scram.ClientConversation
	began bool
}

func newScram(name string, c Credentials, s *Session) (mechanism, error) {
	hash := scram.SHA256
	if strings.HasPrefix(name, "SCRAM-SHA-1") {
		hash = scram.SHA1
	}
	user, err := hash.NewClient(c.User, string(c.Secret), c.As)
	if err != nil {
		return nil, fmt.Errorf("the user name or the password cannot be used with %s: %w", name, err)
	}
	if !strings.HasSuffix(name, "-PLUS") {
		return &scramLogin{talk: unbound(user, name, s)}, nil
	}
	binding, err := s.binding()
	if err != nil {
		return nil, err
	}
	return &scramLogin{talk: user.NewConversationWithChannelBinding(binding)}, nil
}

// unbound begins a login without channel binding. If the server seems to have none
// though TLS would allow it, it says so, and a server whose offer was cut out on the
// way finds that out (RFC 5802 section 6).
func unbound(user *scram.Client, name string, s *Session) *scram.ClientConversation {
	if s.Security().Version != "" && !s.offersLogin(name+"-PLUS") {
		return user.NewConversationAdvertisingChannelBinding()
	}
	return user.NewConversation()
}

// binding returns what ties a login to this very TLS connection: tls-exporter in TLS
// 1.3, before it what servers of its time know, tls-unique (RFC 9266 section 3, RFC
// 5802 section 6.1).
func (s *Session) binding() (scram.ChannelBinding, error) {
	stream, ok := s.inside().(*tlsStream)
	if !ok {
		return scram.ChannelBinding{}, mechanismError("a mechanism with -PLUS is bound to TLS, and this connection is plain")
	}
	state := stream.ConnectionState()
	if len(state.TLSUnique) > 0 {
		return scram.NewTLSUniqueBinding(state.TLSUnique), nil
	}
	return scram.NewTLSExporterBinding(&state)
}

func (m *scramLogin) begin() ([]byte, error) {
	m.began = true
	return m.step(nil)
}

func (m *scramLogin) next(challenge []byte) ([]byte, error) {
	switch {
	case !m.began:
		return m.begin()
	case m.talk.Done():
		return nil, mechanismError("the server asks on though the login is complete")
	}
	if iterations(challenge) > iterationsMost {
		return nil, mechanismError(fmt.Sprintf("the server asks for more than %d rounds of computing, which ehlo does not do", iterationsMost))
	}
	answer, err := m.step(challenge)
	if err != nil {
		return nil, mechanismError("the server's side of SCRAM does not hold: " + err.Error())
	}
	return answer, nil
}

func (m *scramLogin) step(challenge []byte) ([]byte, error) {
	answer, err := m.talk.Step(string(challenge))
	return []byte(answer), err
}

// proved reports whether the server has shown that it knows the password, too.
func (m *scramLogin) proved() bool { return m.talk.Done() && m.talk.Valid() }

// iterations returns how many rounds the server's first message asks for (RFC 5802
// section 5.1, i=), 0 if that is no number, which the library then finds out.
func iterations(challenge []byte) int {
	for part := range bytes.SplitSeq(challenge, []byte(",")) {
		if count, ok := bytes.CutPrefix(part, []byte("i=")); ok {
			n, _ := strconv.Atoi(string(count)) // out of range is the largest
			return n
		}
	}
	return 0
}
