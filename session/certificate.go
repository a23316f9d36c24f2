package session

import (
	"crypto/x509"
	"errors"
	"strings"
	"time"
)

// A certificateError says why a certificate does not verify.
type certificateError struct {
	what   string // what of it is the server's is not sanitised
	remedy string
	cause  error
}

func (e *certificateError) Error() string { return e.what }

func (e *certificateError) Unwrap() error { return e.cause }

// newCertificateError tells apart what can be wrong with c, of which name was asked
// at a time.
func newCertificateError(err error, c *x509.Certificate, name string, now time.Time) *certificateError {
	e := &certificateError{cause: err}
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &host):
		e.what = "the certificate names nobody that could be compared with " + name
		if all := names(c); len(all) > 0 {
			e.what = "the certificate is for " + strings.Join(all, ", ") + ", not for " + name
		}
		e.remedy = "see who answers there; --sni NAME asks for another name, where the host has two"
	case errors.As(err, &authority) && issuesItself(c):
		e.what = "the certificate is self-signed"
		e.remedy = "ask who keeps the server for its fingerprint, which --pin takes"
	case errors.As(err, &authority):
		e.what = "nobody this machine trusts vouches for the certificate"
		e.remedy = "see who issued it; --ca FILE names another authority"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && now.Before(c.NotBefore):
		e.what = "the certificate is not valid yet: it is from " + days(c)
		e.remedy = "this computer's clock says " + now.UTC().Format(time.DateOnly) + "; where that is right, the server's certificate is too new"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		e.what = "the certificate has expired: it was valid from " + days(c)
		e.remedy = "who keeps the server can renew it, where this computer's clock is right"
	default:
		e.what = strings.TrimPrefix(err.Error(), "x509: ")
		e.remedy = "see who answers there; --ca FILE names another authority"
	}
	return e
}

// issuesItself reports whether c is signed with its own key.
func issuesItself(c *x509.Certificate) bool {
	return c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// days says when a certificate is valid.
func days(c *x509.Certificate) string {
	return c.NotBefore.UTC().Format(time.DateOnly) + " to " + c.NotAfter.UTC().Format(time.DateOnly)
}

// remedyFor says what to do about a certificate that was refused.
func remedyFor(err error) string {
	if c := (*certificateError)(nil); errors.As(err, &c) {
		return c.remedy
	}
	return "see who answers there"
}
