package lessons

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// TestOtherThanPinned: it is no connection to which nobody answered.
func TestOtherThanPinned(t *testing.T) {
	var s smtp.State
	text := "127.0.0.1:465: the server's certificate is not the pinned one: it is sha256:00, pinned is sha256:11"
	x := Explain(transcript.Event{Who: transcript.Local, Fact: transcript.DialError, Text: text, Mark: -1}, s.Connected())
	if told := strings.Join(x.Paragraphs, " "); x.Title != "No TLS" || !strings.Contains(told, "another certificate than the one that `--pin` names") {
		t.Errorf("%s: %s", x.Title, told)
	}
}

// TestPinnedProtection: what proves the server is the pin, and what there would be
// without it is told beside it.
func TestPinnedProtection(t *testing.T) {
	p := ReadProtection("TLS 1.3, x; verified for a; pinned; without the pin: not verified: the certificate is for b, not for a; certificate for CN=b")
	if !p.Verified || !p.Pinned || p.Verdict != "pinned for a" || p.Unproved() || p.Brief() != "TLS 1.3, x, pinned for a" {
		t.Errorf("%+v", p)
	}
	if want := "no pin   not verified: the certificate is for b, not for a"; !strings.Contains(p.card(), want) {
		t.Errorf("%q is not in\n%s", want, p.card())
	}
	if p := ReadProtection("TLS 1.3, x; verified for a; certificate for CN=pinned"); p.Pinned || p.Verdict != "verified for a" {
		t.Errorf("%+v", p)
	}
}
