package session

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
)

// TestDowngrade: where TLS is required nothing that gives anything away is written
// in plain text, whatever the server answers to STARTTLS or leaves out of its list,
// and in however many pieces it is said.
func TestDowngrade(t *testing.T) {
	for name, dialogue := range map[string][]string{
		"not offered":     {"S 220 a\r\n", "C EHLO a\r\n", "S 250 a\r\n"},
		"refused for now": {"S 220 a\r\n", "C EHLO a\r\n", "S 250-a\r\n250 STARTTLS\r\n", "C STARTTLS\r\n", "S 454 not now\r\n"},
		"unknown":         {"S 220 a\r\n", "C EHLO a\r\n", "S 250-a\r\n250 STARTTLS\r\n", "C STARTTLS\r\n", "S 500 what\r\n"},
		"as if logged in": {"S 220 a\r\n235 welcome\r\n", "C EHLO a\r\n", "S 250-a\r\n250 AUTH PLAIN\r\n"},
		"half a command":  {"S 220 a\r\n", "C NO", "C OP\r\n", "S 250 a\r\n"},
	} {
		for _, line := range []string{"MAIL FROM:<a@b.example>\r\n", "AUTH PLAIN AGEAYg==\r\n", "mail from:<>\r\n", "NOOP\r\nMAIL FROM:<>\r\n", "VRFY carol\r\n", "XYZZY\r\n", "MA", "\r\n"} {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{TLS: TLSOptions{Required: true}})
				play(t, s, p, dialogue...)
				before := p.heard()
				var barred *TLSError
				if err := s.Send(t.Context(), []byte(line)); !errors.As(err, &barred) || !strings.Contains(barred.Hint(), "STARTTLS") {
					t.Errorf("%s: %q: %v", name, line, err)
				}
				if p.heard() != before {
					t.Errorf("%s: %q: said %q", name, line, p.heard()[len(before):])
				}
			})
		}
	}
}
