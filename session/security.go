package session

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"ehlo/transcript"
)

// A Security says what a TLS handshake came to. The zero value is no TLS. Names and
// dates are the server's own words and not sanitised.
type Security struct {
	Version     string // "TLS 1.3"
	Cipher      string // "TLS_AES_128_GCM_SHA256"
	Name        string // what was looked for in the certificate
	Subject     string // "CN=mx.example.org"
	Names       []string
	Issuer      string
	From, Until time.Time // when the certificate is valid
	Chain       int       // certificates that the server sent
	Fingerprint string    // SHA-256 of the certificate, in hexadecimal
	KeyPin      string    // of its public key, as [ParsePin] reads it
	Pinned      bool      // the certificate, or its key, is one that was pinned
	Err         error     // why the certificate does not verify; nil if it does
}

// Verified reports whether there is TLS and the server proved who it is: by a
// certificate for its name, or by the one that was pinned.
func (s Security) Verified() bool { return s.Version != "" && (s.Err == nil || s.Pinned) }

// String writes it all out on one line, as the transcript keeps it: parts that
// "; " separates.
func (s Security) String() string {
	if s.Version == "" {
		return ""
	}
	parts := []string{s.Version + ", " + s.Cipher, s.verdict()}
	if s.Pinned {
		parts = []string{parts[0], verifiedFor + onePart(s.Name), "pinned", "without the pin: " + parts[1]}
	}
	add := func(what, value string) {
		if value != "" {
			parts = append(parts, what+" "+onePart(value))
		}
	}
	add("certificate for", s.Subject)
	add("names", strings.Join(s.Names, ", "))
	add("issued by", s.Issuer)
	if !s.Until.IsZero() {
		add("valid", s.From.UTC().Format(time.DateOnly)+" to "+s.Until.UTC().Format(time.DateOnly))
	}
	if s.Chain > 0 {
		add("chain of", fmt.Sprint(s.Chain))
	}
	add("sha256", s.Fingerprint)
	if s.KeyPin != "" {
		parts = append(parts, s.KeyPin)
	}
	return strings.Join(parts, "; ")
}

const verifiedFor = "verified for "

func (s Security) verdict() string {
	if s.Err == nil {
		return verifiedFor + onePart(s.Name)
	}
	return "not verified: " + onePart(s.Err.Error())
}

// onePart keeps a foreign text from looking like several parts.
func onePart(text string) string {
	const longest = 300
	if len(text) > longest {
		text = text[:longest] + "…"
	}
	return strings.ReplaceAll(text, ";", ",")
}

func newSecurity(state tls.ConnectionState, v verifier) Security {
	s := Security{
		Version: tls.VersionName(state.Version), Cipher: tls.CipherSuiteName(state.CipherSuite),
		Name: v.name, Err: v.failed, Pinned: v.pinned, Chain: len(state.PeerCertificates),
	}
	if len(state.PeerCertificates) == 0 {
		return s
	}
	c := state.PeerCertificates[0]
	s.Subject, s.Issuer, s.From, s.Until = c.Subject.String(), c.Issuer.String(), c.NotBefore, c.NotAfter
	s.Names = names(c)
	sum := sha256.Sum256(c.Raw)
	s.Fingerprint, s.KeyPin = hex.EncodeToString(sum[:]), pinOf(c, true).String()
	return s
}

// namesLimit bounds how many names of a certificate are told.
const namesLimit = 20

func names(c *x509.Certificate) []string {
	var all []string
	all = append(all, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	if n := len(all); n > namesLimit {
		all = append(all[:namesLimit], fmt.Sprintf("%d more", n-namesLimit))
	}
	for i, name := range all {
		all[i] = oneName(name)
	}
	return all
}

// oneName keeps a foreign name from looking like several: no name has a comma and a
// blank, which separate them.
func oneName(name string) string { return strings.ReplaceAll(onePart(name), ", ", ",_") }

var (
	errNotLooked     = errors.New("nobody looked, as was asked for")
	errNoCertificate = errors.New("the server showed no certificate")
	errNotReady      = errors.New("no TLS now: it begins behind the server's 220 to STARTTLS")
)

// injected says that n octets came where only TLS may begin: it did not come about,
// and whoever wrote them broke the rules.
func injected(n int) *TLSError {
	what := fmt.Sprintf("%d octets came in plain text behind the 220 to STARTTLS; somebody may be writing into this connection, so ehlo stops here", n)
	return &TLSError{
		What: what, Remedy: "try from another network: that tells who writes them",
		Cause: &transcript.ProtocolError{What: what},
	}
}
