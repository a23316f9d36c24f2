package loopback

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/emersion/go-sasl"
)

// loginUser is the one who can log in.
const loginUser = "alice"

var errCredentials = errors.New("wrong user name or password")

// An account is a user name and its password.
type account struct{ user, password string }

// check reports in constant time whether both are right. Who logs in may only act
// under the same name.
func (a account) check(as, user, password string) error {
	right := subtle.ConstantTimeCompare([]byte(user), []byte(a.user)) &
		subtle.ConstantTimeCompare([]byte(password), []byte(a.password))
	if right != 1 || as != "" && as != user {
		return errCredentials
	}
	return nil
}

// newLogin begins an exchange of a mechanism that a server type offers.
func (s *Server) newLogin(mechanism string) sasl.Server {
	switch mechanism {
	case "LOGIN":
		return &loginPrompts{account: s.account}
	case "CRAM-MD5":
		id := fmt.Sprintf("<%s.%d@%s>", s.opt.Nonce(), s.Now().Unix(), s.opt.Name)
		return &cramMD5{account: s.account, challenge: id}
	case "SCRAM-SHA-256":
		return newScram(s.account, s.opt.Nonce, s.keys)
	}
	return sasl.NewPlainServer(s.account.check)
}

// loginPrompts is LOGIN, which no RFC describes: two prompts, two answers. The name
// may come as an initial response.
type loginPrompts struct {
	account
	user  string
	named bool
}

// Next takes the name, then the password.
func (l *loginPrompts) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case l.named:
		return nil, true, l.check("", l.user, string(response))
	case response == nil:
		return []byte("Username:"), false, nil
	}
	l.user, l.named = string(response), true
	return []byte("Password:"), false, nil
}

// cramMD5 is CRAM-MD5 (RFC 2195 section 2).
type cramMD5 struct {
	account
	challenge string
}

// Next compares the answer with the digest of the challenge.
func (c *cramMD5) Next(response []byte) (challenge []byte, done bool, err error) {
	if response == nil {
		return []byte(c.challenge), false, nil
	}
	mac := hmac.New(md5.New, []byte(c.password))
	mac.Write([]byte(c.challenge))
	want := c.user + " " + hex.EncodeToString(mac.Sum(nil))
	if subtle.ConstantTimeCompare(response, []byte(want)) != 1 {
		return nil, true, errCredentials
	}
	return nil, true, nil
}
