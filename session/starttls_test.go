package session

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// TestInjected: what a server, or somebody on the way, puts behind the 220 to
// STARTTLS in plain text is shown as stray and never believed, at whatever octet
// the segments are split.
func TestInjected(t *testing.T) {
	const ready = "220 go\r\n"
	for _, injected := range []string{"", "2", "250 AUTH PLAIN\r\n", "250-a\r\n250 AUTH LOGIN\r\n334 \r\n", "\x16\x03\x03"} {
		for split := range len(ready+injected) + 1 {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, "S 220 a\r\n", "C EHLO a\r\n", "S 250-b\r\n250 STARTTLS\r\n", "C STARTTLS\r\n")
				all := ready + injected
				play(t, s, p, "S "+all[:split], "S "+all[split:])

				if s.state().Phase() != smtp.Handshake {
					t.Fatalf("split at %d: phase %v", split, s.state().Phase())
				}
				together := injected
				if split >= len(ready) {
					together = all[len(ready):split]
				}
				wantStray(t, s.Tape(), together)
				events := s.Tape().Len()
				if err := s.Send(t.Context(), []byte("MAIL FROM:<>\r\n")); !errors.Is(err, errors.ErrUnsupported) {
					t.Errorf("split at %d: Send: %v", split, err)
				}
				if err := s.Secure(t.Context()); !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "TLS") {
					t.Errorf("split at %d: Secure: %v", split, err)
				}
				s.Resume()
				synctest.Wait()
				if s.Tape().Len() != events || strings.Contains(p.heard(), "MAIL") {
					t.Errorf("split at %d: something was said or read behind the 220", split)
				}
			})
		}
	}
}

// wantStray wants the octets that came in one segment with the 220 as the last
// event, or the 220 itself if there were none.
func wantStray(t *testing.T, tape *transcript.Transcript, octets string) {
	t.Helper()
	last := tape.At(tape.Len() - 1)
	want, flags := octets, transcript.Stray
	if octets == "" {
		want, flags = "220 go\r\n", 0
	}
	if string(last.Octets) != want || last.Flags != flags {
		t.Errorf("the last event is %q with flags %v, want %q with %v", last.Octets, last.Flags, want, flags)
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
