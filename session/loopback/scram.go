package loopback

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
)

// scramIterations is the least that RFC 7677 section 4 asks for.
const scramIterations = 4096

// scramKeys are what a server knows of a password (RFC 5802 section 3).
type scramKeys struct{ salt, stored, server []byte }

// scramKeys derives what is compared from the password, once: that is slow on
// purpose. A password in ASCII is not prepared (RFC 4013 changes nothing in it).
func (a account) scramKeys(salt func() string) func() (scramKeys, error) {
	return sync.OnceValues(func() (scramKeys, error) {
		salt := []byte(salt())
		salted, err := pbkdf2.Key(sha256.New, a.password, salt, scramIterations, sha256.Size)
		if err != nil {
			return scramKeys{}, err
		}
		stored := sha256.Sum256(signed(salted, "Client Key"))
		return scramKeys{salt, stored[:], signed(salted, "Server Key")}, nil
	})
}

func signed(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// A scramLogin is SCRAM-SHA-256 without channel binding (RFC 5802 section 3, RFC
// 7677). SMTP has no room for data in its 235, so the server's proof goes out in one
// more 334.
type scramLogin struct {
	account account
	own     func() string                // the server's part of the nonce
	derive  func() (scramKeys, error)    // of the account, whoever asks
	next    func(string) (string, error) // takes the message that is due; nil behind the last

	keys    scramKeys
	claimed string // the user name that the client gave
	expect  string // how the client's final message begins
	first   string // both first messages, as both sides sign them
}

func newScram(a account, nonce func() string, keys func() (scramKeys, error)) *scramLogin {
	l := &scramLogin{account: a, own: nonce, derive: keys}
	l.next = l.begin
	return l
}

// Next takes the client's first message, its proof, and its empty answer to ours.
func (l *scramLogin) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte{}, false, nil
	case l.next != nil:
		text, err := l.next(string(response))
		return []byte(text), false, err
	case len(response) > 0:
		return nil, true, errCredentials
	}
	return nil, true, nil
}

// begin takes the client's first message. Who has another name gets the same answer,
// so that nobody can tell who exists.
func (l *scramLogin) begin(message string) (string, error) {
	flag, rest, _ := strings.Cut(message, ",")
	identity, bare, _ := strings.Cut(rest, ",")
	named, rest, _ := strings.Cut(bare, ",")
	given, _, _ := strings.Cut(rest, ",") // extensions may follow
	as, saysAs := scramName(identity, "a=")
	user, saysUser := scramName(named, "n=")
	nonce, saysNonce := strings.CutPrefix(given, "r=")
	switch {
	case flag != "n" && flag != "y": // with p= the client insists on channel binding
		return "", errCredentials
	case identity != "" && (!saysAs || as != user):
		return "", errCredentials
	case !saysUser || !saysNonce || nonce == "":
		return "", errCredentials
	}
	var err error
	if l.keys, err = l.derive(); err != nil {
		return "", err
	}
	nonce += l.own()
	answer := fmt.Sprintf("r=%s,s=%s,i=%d", nonce, base64.StdEncoding.EncodeToString(l.keys.salt), scramIterations)
	l.claimed, l.first = user, bare+","+answer
	l.expect = "c=" + base64.StdEncoding.EncodeToString([]byte(flag+","+identity+",")) + ",r=" + nonce
	l.next = l.prove
	return answer, nil
}

// prove takes the client's final message and answers with the server's own proof.
func (l *scramLogin) prove(message string) (string, error) {
	at := strings.LastIndex(message, ",p=")
	if at < 0 {
		return "", errCredentials
	}
	unproved := message[:at]
	proof, err := base64.StdEncoding.DecodeString(message[at+len(",p="):])
	if err != nil || len(proof) != sha256.Size || unproved != l.expect && !strings.HasPrefix(unproved, l.expect+",") {
		return "", errCredentials
	}
	all := l.first + "," + unproved
	key := make([]byte, sha256.Size)
	subtle.XORBytes(key, proof, signed(l.keys.stored, all))
	stored := sha256.Sum256(key)
	if subtle.ConstantTimeCompare(stored[:], l.keys.stored)&subtle.ConstantTimeCompare([]byte(l.claimed), []byte(l.account.user)) != 1 {
		return "", errCredentials
	}
	l.next = nil
	return "v=" + base64.StdEncoding.EncodeToString(signed(l.keys.server, all)), nil
}

// scramName reads an attribute that holds a name, in which =2C is a comma and =3D an
// equals sign (RFC 5802 section 5.1).
func scramName(s, attribute string) (string, bool) {
	s, ok := strings.CutPrefix(s, attribute)
	escapes := strings.Count(s, "=2C") + strings.Count(s, "=3D")
	return strings.NewReplacer("=2C", ",", "=3D", "=").Replace(s), ok && s != "" && escapes == strings.Count(s, "=")
}
