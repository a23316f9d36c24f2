package session

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
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
	return "not verified: " + onePart(certificateWords(s.Err, s.Name))
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
	return all
}

var (
	errNotLooked     = errors.New("nobody looked, as was asked for")
	errNoCertificate = errors.New("the server showed no certificate")
	errNotReady      = errors.New("no TLS now: it begins behind the server's 220 to STARTTLS")
)

// certificateWords says why a certificate does not verify.
func certificateWords(err error, name string) string {
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &host):
		all := names(host.Certificate)
		if len(all) == 0 {
			return "the certificate names nobody that could be compared with " + name
		}
		return "the certificate is for " + strings.Join(all, ", ") + ", not for " + name
	case errors.As(err, &authority):
		return "nobody this machine trusts vouches for the certificate"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate is " + validity(invalid.Cert)
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}

// certificateRemedy says what to do about a certificate that does not verify.
func certificateRemedy(err error) string {
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &host):
		return "see who answers there; --sni NAME asks for another name, where the host has two"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "who keeps the server can renew it, where this computer's clock is right"
	}
	return "see who answers there; --ca FILE names another authority"
}

// validity says when a certificate is valid that is not valid now.
func validity(c *x509.Certificate) string {
	if c == nil {
		return "expired or not valid yet"
	}
	return "valid only from " + c.NotBefore.UTC().Format(time.DateOnly) + " to " + c.NotAfter.UTC().Format(time.DateOnly)
}

// A TLSError says that no TLS came about.
type TLSError struct {
	What   string // in words; what it repeats of the server is not sanitised
	Remedy string // what to do
	Octets []byte // what the server sent in place of a handshake, at most 4 KiB; nil if it was TLS
	Cause  error
}

// Error returns what happened.
func (e *TLSError) Error() string { return e.What }

// Hint returns what to do.
func (e *TLSError) Hint() string { return e.Remedy }

// Unwrap returns the cause.
func (e *TLSError) Unwrap() error { return e.Cause }

// What a record of TLS that may come first begins with (RFC 8446 section 5.1).
const (
	alertRecord     = 21
	handshakeRecord = 22
)

// Is reports whether target is [transcript.ErrTLS].
func (e *TLSError) Is(target error) bool { return target == transcript.ErrTLS }

// newTLSError tells apart what can be wrong with a handshake.
func newTLSError(err error, v verifier, read []byte, stopped error) *TLSError {
	e := &TLSError{Cause: err}
	if len(read) > 0 && read[0] != handshakeRecord && read[0] != alertRecord {
		e.Octets = read
	}
	var record tls.RecordHeaderError
	switch {
	case errors.As(v.refused, new(*pinError)):
		e.What = v.refused.Error()
		e.Remedy = "it was renewed, or somebody else answers there; ask who keeps the server before --pin names the new one"
	case v.refused != nil:
		e.What = "the server's certificate does not verify: " + certificateWords(v.refused, v.name)
		e.Remedy = certificateRemedy(v.refused) + "; --tls require goes on without proof"
	case errors.As(err, &record):
		e.What = "the server sent no TLS handshake"
		e.Remedy = "the server, or something in between, does TLS wrongly; try again, or TLS from the first octet: smtps://HOST"
		if v.implicit {
			e.Remedy = "the port may be a plain one: smtp://HOST:PORT, then STARTTLS"
		}
	case alertOf(err) != nil:
		return alertError(alertOf(err), "the server ended the TLS handshake: ")
	case stopped != nil:
		e.What, e.Cause = "the TLS handshake did not end in time", stopped
		e.Remedy = "the server is slow, or something in between holds the octets back; --timeout waits longer"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		e.What = "the server hung up inside the TLS handshake"
		e.Remedy = "its log may say why; --tls-max 1.2 helps with some old servers"
	default:
		e.What = "the TLS handshake broke off: " + strings.TrimPrefix(reason(err), "tls: ")
		e.Remedy = "try again; --tls-max 1.2 helps with some old servers"
	}
	return e
}

// alertOf returns what the other end said before it ended TLS; nil if that is not what
// err is. crypto/tls has no exported type for it. In TLS 1.3 a server that wants a
// certificate of the client says so only behind the handshake (RFC 8446 section 4.4.2.4).
func alertOf(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return op
	}
	return nil
}

// alertError says what the server ended TLS with, and what may help.
func alertError(alert error, begin string) *TLSError {
	why := strings.TrimPrefix(strings.TrimPrefix(reason(alert), "remote error: "), "tls: ")
	e := &TLSError{What: begin + why, Cause: alert}
	e.Remedy = "it may want a certificate of yours: --cert FILE and --key FILE; or another TLS version: --tls-min, --tls-max"
	switch {
	case strings.Contains(why, "certificate required"):
		e.Remedy = "it wants a certificate of yours: --cert FILE and --key FILE"
	case strings.Contains(why, "certificate") || strings.Contains(why, "unknown certificate authority"):
		e.Remedy = "it does not take the certificate of yours, or wants one: --cert FILE and --key FILE name it"
	case strings.Contains(why, "protocol version"):
		e.Remedy = "it has another TLS version: --tls-min and --tls-max; 1.0 and 1.1 are weak"
	}
	return e
}

// injectedWords say that octets came where only TLS may begin.
func injectedWords(n int) string {
	return fmt.Sprintf("%d octets came in plain text behind the 220 to STARTTLS; somebody may be writing into this connection, so ehlo stops here", n)
}
