package session

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
)

const canary = "c4n4ry-s3cr3t"

// TestCanary: a password typed in an AUTH, whole or in pieces, stands in no event;
// the session reveals it while the connection is open and forgets it then.
func TestCanary(t *testing.T) {
	secret := base64.StdEncoding.EncodeToString([]byte("\x00bob\x00" + canary))
	hello := []string{"S 220 a\r\n", "C EHLO a\r\n", "S 250-b\r\n250 AUTH PLAIN LOGIN\r\n"}
	for _, c := range []struct {
		name  string
		steps []string
	}{
		{"in the command", []string{"C AUTH PLAIN " + secret + "\r\n"}},
		{"behind 334", []string{"C AUTH PLAIN\r\n", "S 334 \r\n", "C " + secret + "\r\n"}},
		{"in a group", []string{"C AUTH PLAIN " + secret + "\r\nNOOP\r\n"}},
		{"in two pieces", []string{"C AUTH PLAIN\r\n", "S 334 \r\n", "C " + secret[:9], "C " + secret[9:] + "\r\n"}},
		{"at the wrong prompt", []string{"C AUTH PLAIN\r\n", "S 535 no\r\n", "C " + secret + "\r\n"}},
		{"cut by the end", []string{"C AUTH PLAIN " + secret, "end"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, hello...)
				play(t, s, p, c.steps...)
				if said := p.heard(); !strings.Contains(said, secret) {
					t.Fatalf("the server heard %q", said)
				}
				revealed := ""
				for i := range s.Tape().Len() {
					octets, _ := s.Reveal(i)
					revealed += string(octets)
				}
				if !s.ended() && !strings.Contains(revealed, secret) {
					t.Errorf("revealed is %q", revealed)
				}
				s.Close()
				for i := range s.Tape().Len() {
					if octets, ok := s.Reveal(i); ok {
						t.Errorf("behind the end event %d still reveals %q", i, octets)
					}
				}
				wantNoCanary(t, secret, strings.Join(listing(s.Tape()), "\n")+fmt.Sprint(s.Err(), s.Settled(t.Context())))
			})
		})
	}
}

// wantNoCanary looks for the secret, for each half of it and for what it encodes.
func wantNoCanary(t *testing.T, secret, text string) {
	t.Helper()
	for _, form := range []string{canary, secret, secret[:9], secret[9:]} {
		if strings.Contains(text, form) {
			t.Errorf("%q stands in\n%s", form, text)
		}
	}
}

// TestCrashHoldsNoSecret: what a defect of the reader leaves behind in the middle of a
// login tells where it happened and nothing of the password.
func TestCrashHoldsNoSecret(t *testing.T) {
	said := make(chan struct{})
	reads := 0
	conn := brokenConn{
		read: func(b []byte) (int, error) {
			if reads++; reads == 1 {
				return copy(b, "220 a\r\n"), nil
			}
			<-said
			panic("a defect")
		},
		write: func(b []byte) (int, error) { close(said); return len(b), nil },
	}
	s := openOver(t, conn)
	err := s.Login(t.Context(), "PLAIN", Credentials{User: "bob", Secret: []byte(canary)}, true)
	var told strings.Builder
	fmt.Fprint(&told, err, s.Err())
	for i := range s.Tape().Len() {
		e := s.Tape().At(i)
		fmt.Fprintf(&told, "%s %s\n", e.Octets, e.Text)
	}
	if err == nil || !strings.Contains(told.String(), "reader.go") {
		t.Errorf("%v: no trace of the defect in\n%s", err, told.String())
	}
	for _, form := range append(spellings(canary), canary) {
		if strings.Contains(told.String(), form) {
			t.Errorf("%q stands in\n%s", form, told.String())
		}
	}
}
