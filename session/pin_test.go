package session

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
)

// TestParsePin reads the forms in which openssl and others show a fingerprint.
func TestParsePin(t *testing.T) {
	sum := sha256.Sum256([]byte("x"))
	digits, upper := hex.EncodeToString(sum[:]), strings.ToUpper(hex.EncodeToString(sum[:]))
	var colons []string
	for i := 0; i < len(upper); i += 2 {
		colons = append(colons, upper[i:i+2])
	}
	b64 := base64.StdEncoding.EncodeToString(sum[:])
	for text, want := range map[string]string{
		"sha256:" + digits:                           "sha256:" + digits,
		"sha256:" + upper:                            "sha256:" + digits,
		"sha256:" + strings.Join(colons, ":"):        "sha256:" + digits,
		"spki-sha256:" + b64:                         "spki-sha256:" + b64,
		"spki-sha256:" + strings.TrimRight(b64, "="): "spki-sha256:" + b64,
		"spki-sha256:" + strings.Join(colons, ":"):   "spki-sha256:" + b64,
	} {
		if p, err := ParsePin(text); err != nil || p.String() != want {
			t.Errorf("%s: %v, %v", text, p, err)
		}
	}
	for _, bad := range []string{"", digits, "sha256:", "sha256:" + digits[2:], "sha256:" + digits + "00", "sha256:" + b64, "spki-sha256:" + b64[4:], "sha1:" + digits, "md5:00"} {
		if p, err := ParsePin(bad); err == nil {
			t.Errorf("%q: %v", bad, p)
		}
	}
}

// TestPin: the pinned certificate, or its key, proves the server whatever its authority
// and its name say, which is still told; any other ends the handshake, whatever they
// say.
func TestPin(t *testing.T) {
	for _, tt := range []struct {
		name        string
		cert        string // the name in the certificate
		trusted     bool   // somebody vouches for it
		right       bool   // the pin fits
		key, verify bool
		second      bool // behind one that does not fit
		besides     string
	}{
		{name: "all in order", cert: "mx.example.org", trusted: true, right: true, besides: "verified for mx.example.org"},
		{name: "another name", cert: "b.example", trusted: true, right: true, verify: true, besides: "not verified: the certificate is for b.example"},
		{name: "self-signed", cert: "mx.example.org", right: true, verify: true, key: true, besides: "not verified: the certificate is self-signed"},
		{name: "one of two", cert: "mx.example.org", right: true, second: true, besides: "not verified: "},
		{name: "wrong", cert: "mx.example.org", trusted: true, verify: true},
		{name: "wrong, nobody asked for proof", cert: "mx.example.org", trusted: true},
		{name: "wrong key", cert: "b.example", key: true},
	} {
		for _, scheme := range []string{target.SMTP, target.SMTPS} {
			t.Run(tt.name+", "+scheme, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					cert, roots := certify(t, bubbleDay.Add(time.Hour), tt.cert)
					if !tt.trusted {
						roots = x509.NewCertPool()
					}
					leaf, err := x509.ParseCertificate(cert.Certificate[0])
					if err != nil {
						t.Fatal(err)
					}
					shown, pin := pinOf(leaf, tt.key), Pin{key: tt.key}
					if tt.right {
						pin = shown
					}
					o := withResolver(Options{TLS: TLSOptions{Roots: roots, Verify: tt.verify, Pins: []Pin{pin}}})
					if tt.second {
						o.TLS.Pins = []Pin{{}, pin}
					}
					s, err := talk(t, target.Target{Scheme: scheme, Host: mx.Host, Port: "25"}, &tls.Config{Certificates: []tls.Certificate{cert}}, o)
					if err == nil && scheme == target.SMTP {
						say(t, s, "EHLO a", "STARTTLS")
						err = s.Secure(t.Context())
					}
					if !tt.right {
						var failed *TLSError
						if !errors.As(err, &failed) || !strings.Contains(failed.Error(), "it is "+shown.String()+", pinned is "+pin.String()) || !strings.Contains(failed.Hint(), "--pin") {
							t.Errorf("%v", err)
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					told := s.Tape().At(secured(s.Tape())).Text
					for _, want := range []string{"; verified for mx.example.org; pinned; without the pin: " + tt.besides, "; sha256 " + pinOf(leaf, false).String()[len("sha256:"):], "; " + pinOf(leaf, true).String()} {
						if !strings.Contains(told, want) {
							t.Errorf("%q is not in %s", want, told)
						}
					}
					if !s.Security().Verified() {
						t.Error("what is pinned is not proven")
					}
				})
			})
		}
	}
}
