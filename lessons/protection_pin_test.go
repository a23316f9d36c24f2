package lessons

import (
	"strings"
	"testing"
)

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
