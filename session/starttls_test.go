package session

import (
	"crypto/tls"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const ready = "220 go\r\n" // to STARTTLS

// TestInjected: what a server, or somebody on the way, puts behind the 220 to
// STARTTLS in plain text is shown as stray and never believed, at whatever octet
// the segments are split. Nothing is said any more, not even TLS.
func TestInjected(t *testing.T) {
	for _, injected := range []string{"2", "250 AUTH PLAIN\r\n", "250-a\r\n250 AUTH LOGIN\r\n334 \r\n", "250-injec", "\x16\x03\x03"} {
		for split := range len(ready + injected) {
			if split == len(ready) {
				continue // see TestGarbage
			}
			synctest.Test(t, func(t *testing.T) {
				s, p := startTLS(t)
				all := ready + injected
				play(t, s, p, "S "+all[:split], "S "+all[split:])
				heard := p.heard()

				if err := s.Send(t.Context(), []byte("MAIL FROM:<>\r\n")); err != errHandshake {
					t.Errorf("split at %d: Send: %v", split, err)
				}
				var broken *transcript.ProtocolError
				if err := s.Secure(t.Context()); !errors.As(err, &broken) || !errors.Is(err, transcript.ErrTLS) || !strings.Contains(err.Error(), "plain text behind the 220") {
					t.Errorf("split at %d: Secure: %v", split, err)
				}
				together := injected
				if split > len(ready) {
					together = all[len(ready):split]
				}
				wantStray(t, s.Tape(), together)
				if !s.ended() || p.heard() != heard {
					t.Errorf("split at %d: the session went on", split)
				}
			})
		}
	}
}

// TestGarbage: what comes in plain text in a segment of its own is read by TLS,
// which finds no handshake there. It is shown and no more than that.
func TestGarbage(t *testing.T) {
	for _, garbage := range []string{"2", "250 AUTH PLAIN\r\n", "SSH-2.0-OpenSSH_9.2\r\n"} {
		synctest.Test(t, func(t *testing.T) {
			s, p := startTLS(t)
			play(t, s, p, "S "+ready, "S "+garbage)
			var failed *TLSError
			if err := s.Secure(t.Context()); !errors.As(err, &failed) || string(failed.Octets) != garbage || failed.Hint() == "" {
				t.Errorf("%q: Secure: %v, which holds %q", garbage, err, failed.Octets)
			}
			wantStray(t, s.Tape(), garbage)
			if !s.ended() || s.Security().Verified() {
				t.Errorf("%q: the session went on", garbage)
			}
		})
	}
}

// startTLS returns a session that has just said STARTTLS.
func startTLS(t *testing.T) (*Session, *peer) {
	t.Helper()
	s, p := open(t, Options{})
	play(t, s, p, "S 220 a\r\n", "C EHLO a\r\n", "S 250-b\r\n250 STARTTLS\r\n", "C STARTTLS\r\n")
	return s, p
}

// wantStray wants octets as the last that the server is recorded to have sent, and
// as no reply.
func wantStray(t *testing.T, tape *transcript.Transcript, octets string) {
	t.Helper()
	for i := tape.Len() - 1; i >= 0; i-- {
		if e := tape.At(i); e.Who == transcript.Server {
			if string(e.Octets) != octets || e.Flags != transcript.Stray {
				t.Errorf("the last octets are %q with flags %v, want %q as stray", e.Octets, e.Flags, octets)
			}
			return
		}
	}
}

// TestPipelinedBehindSTARTTLS: a reply to a command sent behind STARTTLS is an
// injection, too.
func TestPipelinedBehindSTARTTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C STARTTLS\r\nNOOP\r\n", "S 220 go\r\n250 b\r\n")
		wantListing(t, s.Tape(), `S "220 a\r\n"`, `C "STARTTLS\r\n"`, `C "NOOP\r\n"`, `S "220 go\r\n"`, `S "250 b\r\n" stray`)
		s.Leave(t.Context())
		if strings.Contains(p.heard(), "QUIT") {
			t.Error("QUIT was said in plain text behind the 220")
		}
	})
}

// TestSecureOutOfPlace: no handshake begins but behind the 220.
func TestSecureOutOfPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C STARTTLS\r\n", "S 454 not now\r\n")
		if err := s.Secure(t.Context()); err != errNotReady {
			t.Errorf("Secure: %v", err)
		}
		play(t, s, p, "C NOOP\r\n", "S 250 ok\r\n")
		if s.state().Phase() != smtp.Greeted {
			t.Errorf("phase %v", s.state().Phase())
		}
	})
}

// TestNoHandshakeComes: a server that says 220 and hangs up gets nothing in plain text
// any more.
func TestNoHandshakeComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{TLS: TLSOptions{Required: true}})
		play(t, s, p, "S 220 a\r\n", "C EHLO a\r\n", "S 250-b\r\n250 STARTTLS\r\n", "C STARTTLS\r\n", "S "+ready)
		heard := p.heard()
		play(t, s, p, "end")
		if err := s.Secure(t.Context()); !errors.As(err, new(*TLSError)) {
			t.Errorf("Secure: %v", err)
		}
		for _, line := range []string{"MAIL FROM:<>\r\n", "NOOP\r\n"} {
			if err := s.Send(t.Context(), []byte(line)); err == nil {
				t.Errorf("%q was said", line)
			}
		}
		if err := s.Login(t.Context(), "PLAIN", Credentials{User: "a", Secret: []byte(canary)}, true); err == nil {
			t.Error("logged in")
		}
		if p.heard() != heard {
			t.Errorf("said %q", p.heard()[len(heard):])
		}
	})
}

// TestOldTLS: TLS 1.1 is not spoken unless it is asked for.
func TestOldTLS(t *testing.T) {
	for _, least := range []uint16{0, tls.VersionTLS11} {
		synctest.Test(t, func(t *testing.T) {
			cert, roots := certify(t, bubbleDay.Add(time.Hour), "mx.example.org")
			config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
			s, err := talk(t, mx, config, withResolver(Options{TLS: TLSOptions{Roots: roots, Min: least}}))
			if err != nil {
				t.Fatal(err)
			}
			say(t, s, "EHLO a", "STARTTLS")
			if err := s.Secure(t.Context()); (err == nil) != (least != 0) {
				t.Errorf("at least %s: %v", tls.VersionName(least), err)
			}
		})
	}
}
