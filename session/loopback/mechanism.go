package loopback

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/emersion/go-sasl"
	"github.com/xdg-go/scram"
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

// A scramLogin is SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677). SMTP has no room for
// data in its 235, so the server's proof goes out in one more 334.
type scramLogin struct {
	talk *scram.ServerConversation
}

// scramIterations is the least that RFC 7677 section 4 asks for.
const scramIterations = 4096

// scramKeys derives what is compared from the password, once: that is slow on
// purpose.
func (a account) scramKeys(salt func() string) func() (scram.StoredCredentials, error) {
	return sync.OnceValues(func() (scram.StoredCredentials, error) {
		client, err := scram.SHA256.NewClient(a.user, a.password, "")
		if err != nil {
			return scram.StoredCredentials{}, err
		}
		return client.GetStoredCredentialsWithError(scram.KeyFactors{Salt: salt(), Iters: scramIterations})
	})
}

func newScram(a account, nonce func() string, keys func() (scram.StoredCredentials, error)) *scramLogin {
	server, err := scram.SHA256.NewServer(func(user string) (scram.StoredCredentials, error) {
		stored, err := keys()
		if err == nil && user != a.user {
			// Nobody has these keys; the exchange goes on as for a user who exists.
			unknown := sha256.Sum256(stored.ServerKey)
			stored.StoredKey = unknown[:]
		}
		return stored, err
	})
	if err != nil {
		panic(err) // NewServer has no error to return
	}
	return &scramLogin{server.WithNonceGenerator(nonce).NewConversation()}
}

// Next takes the client's first message, its proof, and its empty answer to ours.
func (l *scramLogin) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte{}, false, nil
	case l.talk.Done():
		if !l.talk.Valid() || len(response) > 0 {
			return nil, true, errCredentials
		}
		return nil, true, nil
	}
	text, err := l.talk.Step(string(response))
	if as := l.talk.AuthzID(); err == nil && as != "" && as != l.talk.Username() {
		err = errCredentials
	}
	return []byte(text), false, err
}
