package session

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/emersion/go-sasl"

	"ehlo/session/target"
	"ehlo/transcript"
)

// Credentials are what somebody proves who they are with. The zero value is nobody,
// which suits ANONYMOUS, and EXTERNAL where a certificate of the client says it all.
type Credentials struct {
	User   string // the name whose secret it is
	As     string // the name to act under, where it is another; "" for the same
	Secret []byte // a password, or the token of XOAUTH2 and OAUTHBEARER
}

// A mechanism is one login of one kind. Its octets are not in base64.
type mechanism interface {
	// begin returns the initial response; nil if the mechanism has none.
	begin() ([]byte, error)
	// next returns the answer to what a 334 asks.
	next(challenge []byte) ([]byte, error)
}

// A mechanismError says that a login cannot go on; the server's 334 must then be
// answered with "*" (RFC 4954 section 4).
type mechanismError string

func (e mechanismError) Error() string { return string(e) }

// Is reports whether target is [transcript.ErrLogin].
func (mechanismError) Is(target error) bool { return target == transcript.ErrLogin }

// Mechanisms lists the login mechanisms that ehlo knows, the safest first.
func Mechanisms() []string {
	return []string{
		"SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "CRAM-MD5",
		"EXTERNAL", "OAUTHBEARER", "XOAUTH2", "PLAIN", "LOGIN", "ANONYMOUS",
	}
}

// TakesSecret reports whether a login of that kind, in any case, needs a password or a
// token. EXTERNAL rests on the client's certificate (RFC 4422 appendix A), ANONYMOUS
// on nothing (RFC 4505).
func TakesSecret(mechanism string) bool {
	return !strings.EqualFold(mechanism, "EXTERNAL") && !strings.EqualFold(mechanism, "ANONYMOUS")
}

// newMechanism returns a login of that kind for a server reached over s.
func newMechanism(name string, c Credentials, s *Session) (mechanism, error) {
	for _, part := range []string{c.User, c.As, string(c.Secret)} {
		switch {
		case strings.ContainsRune(part, 0):
			return nil, mechanismError("a user name and a password hold no NUL")
		case strings.ContainsRune(part, 1) && takesToken(name):
			return nil, mechanismError("a user name and a token hold no octet 1, which separates them")
		}
	}
	switch name {
	case "PLAIN":
		return clientFrom(sasl.NewPlainClient(c.As, c.User, string(c.Secret))), nil
	case "EXTERNAL":
		return clientFrom(sasl.NewExternalClient(cmp.Or(c.As, c.User))), nil
	case "ANONYMOUS":
		return clientFrom(sasl.NewAnonymousClient(c.User)), nil
	case "LOGIN":
		return &loginPrompts{answers: [][]byte{[]byte(c.User), c.Secret}}, nil
	case "CRAM-MD5":
		return cramMD5{c}, nil
	case "XOAUTH2":
		return &bearer{first: "user=" + c.User + "\x01auth=Bearer " + string(c.Secret) + "\x01\x01"}, nil
	case "OAUTHBEARER":
		return &bearer{first: oauthBearer(c, s.target), given: []byte{1}}, nil
	case "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS":
		return newScram(name, c, s)
	}
	return nil, mechanismError(fmt.Sprintf("ehlo knows no login mechanism %s; it has %s", name, strings.Join(Mechanisms(), ", ")))
}

// takesToken reports whether a mechanism sends the token of a bearer.
func takesToken(name string) bool { return name == "XOAUTH2" || name == "OAUTHBEARER" }

// oauthBearer is the first message of RFC 7628 section 3.1.
func oauthBearer(c Credentials, t target.Target) string {
	user := ""
	if c.User != "" {
		user = "a=" + strings.NewReplacer("=", "=3D", ",", "=2C").Replace(c.User)
	}
	return "n," + user + ",\x01host=" + t.Host + "\x01port=" + t.Port + "\x01auth=Bearer " + string(c.Secret) + "\x01\x01"
}

// client is a mechanism of go-sasl.
type client struct{ sasl.Client }

func clientFrom(c sasl.Client) mechanism { return client{c} }

func (c client) begin() ([]byte, error) {
	_, first, err := c.Start()
	if first == nil {
		first = []byte{}
	}
	return first, err
}

// next answers the empty 334 of a server that took no initial response.
func (c client) next(challenge []byte) ([]byte, error) {
	if len(challenge) == 0 {
		return c.begin()
	}
	answer, err := c.Next(challenge)
	if err != nil {
		return nil, mechanismError("the server asks for more than this mechanism has to say")
	}
	return answer, nil
}

// loginPrompts is LOGIN, which no RFC describes: the server asks for the user, then
// for the password. The words of its prompts differ, their order does not.
type loginPrompts struct{ answers [][]byte }

func (*loginPrompts) begin() ([]byte, error) { return nil, nil }

func (l *loginPrompts) next([]byte) ([]byte, error) {
	if len(l.answers) == 0 {
		return nil, mechanismError("the server asks for more than a user and a password")
	}
	answer := l.answers[0]
	l.answers = l.answers[1:]
	return answer, nil
}

// cramMD5 answers a challenge with a keyed digest of it (RFC 2195 section 2).
type cramMD5 struct{ c Credentials }

func (cramMD5) begin() ([]byte, error) { return nil, nil }

func (m cramMD5) next(challenge []byte) ([]byte, error) {
	mac := hmac.New(md5.New, m.c.Secret)
	mac.Write(challenge)
	return []byte(m.c.User + " " + hex.EncodeToString(mac.Sum(nil))), nil
}

// bearer sends a token at once. A 334 that follows says in JSON why it was not
// taken, and wants an answer before the final reply (RFC 7628 section 3.2.3).
type bearer struct {
	first string
	given []byte // what answers the server's error
	began bool
	why   []byte
}

func (b *bearer) begin() ([]byte, error) {
	b.began = true
	return []byte(b.first), nil
}

func (b *bearer) next(challenge []byte) ([]byte, error) {
	switch {
	case !b.began || len(challenge) == 0 && b.why == nil:
		return b.begin()
	case b.why != nil:
		return nil, mechanismError("the server goes on asking after its error")
	}
	b.why = bytes.Clone(challenge)
	return append([]byte{}, b.given...), nil
}
