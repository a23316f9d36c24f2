package session

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// TLSOptions say how a connection is encrypted and what is asked of the server's
// certificate. The zero value is ready for use: TLS 1.2 or later, the roots of
// this machine, the target's host as the name, and a certificate that does not
// verify is told and not refused.
type TLSOptions struct {
	Required     bool              // in plain text nothing is said that gives anything away
	Never        bool              // STARTTLS is not said
	Verify       bool              // a certificate that does not verify ends the connection
	Insecure     bool              // the certificate is not looked at; it counts as unverified
	Pins         []Pin             // the server must show one of these; its authority and its name then do not decide
	Roots        *x509.CertPool    // nil: those of this machine
	Certificates []tls.Certificate // the client's own, for a server that asks
	ServerName   string            // sent as SNI and looked for in the certificate; "": the target's host
	Min, Max     uint16            // versions as in crypto/tls; 0: its own choice, at least TLS 1.2
	Ciphers      []uint16          // for TLS 1.2 and older; nil: those of crypto/tls
	KeyLog       io.Writer         // gets the session's keys for a protocol analyser; nil: nobody does
	Now          func() time.Time  // for the dates of certificates; nil: time.Now
}

// Secure makes the TLS handshake that follows the 220 to STARTTLS (RFC 3207
// section 4) and records what came of it. It must be finished by the time the
// reply to STARTTLS would have been due. The error is a [*TLSError], which holds a
// [*transcript.ProtocolError] if octets came in plain text behind the 220; either
// way the connection is closed.
func (s *Session) Secure(ctx context.Context) error {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	by, err := s.maySecure()
	if errors.As(err, new(*transcript.ProtocolError)) {
		return s.unsecured(err)
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithDeadline(ctx, by)
	defer cancel()
	s.conn.SetDeadline(time.Time{})
	stream, security, err := handshake(ctx, s.conn, s.host, false, s.tls)
	if err != nil {
		return s.unsecured(err)
	}
	s.secured(stream, security)
	return nil
}

// maySecure returns the time by which the handshake must be done, and an error if
// it may not begin.
func (s *Session) maySecure() (by time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wait := s.timeout
	if wait <= 0 {
		wait = smtp.ChosenWait
	}
	switch {
	case s.ended() || s.broken != nil || s.farewell != "":
		err = s.over()
	case s.halved:
		err = errHalved
	case s.state().Phase() != smtp.Handshake:
		err = errNotReady
	case s.injected > 0:
		err = injected(s.injected)
	}
	return s.sent.Add(wait), err
}

// flags returns what every event of either side has from now on. s.mu is held.
func (s *Session) flags() transcript.Flags {
	if s.security.Version != "" {
		return transcript.TLS
	}
	return 0
}

// secured makes the stream inside TLS the one that is read and written from now on.
func (s *Session) secured(stream *tlsStream, security Security) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stream, s.security = stream, security
	s.local(transcript.Secured, security.String())
	s.proved()
	s.sent, s.heard = time.Now(), time.Now()
	s.upgraded <- struct{}{} // its slot is free: there is one handshake in a connection
	s.changed()
}

// unsecured closes a connection on which no TLS came about and returns why.
func (s *Session) unsecured(cause error) error {
	s.mu.Lock()
	if failed, ok := cause.(*TLSError); ok && len(failed.Octets) > 0 {
		s.server(failed.Octets, nil, transcript.Stray)
	}
	s.part(byEhlo + ": " + cause.Error())
	s.mu.Unlock()
	s.conn.Close()
	<-s.done
	return cause
}

// headLimit is how many of the octets that a server sent in place of a handshake
// are kept to be shown.
const headLimit = 4 << 10

// A head is a connection that keeps what is read first.
type head struct {
	net.Conn
	octets []byte
	full   bool // enough is kept, or nothing more is wanted
}

func (h *head) Read(b []byte) (int, error) {
	n, err := h.Conn.Read(b)
	if !h.full {
		h.octets = append(h.octets, b[:min(n, headLimit-len(h.octets))]...)
		h.full = len(h.octets) >= headLimit
	}
	return n, err
}

// handshake makes TLS over conn, to a server that should be host. It fails when ctx
// ends before it is done. implicit says that there was no STARTTLS.
func handshake(ctx context.Context, conn net.Conn, host string, implicit bool, o TLSOptions) (*tlsStream, Security, error) {
	h := &head{Conn: conn}
	v := verifier{options: o, name: o.ServerName, implicit: implicit}
	if v.name == "" {
		v.name = host
	}
	stream := newTLSStream(h, v.config())
	err := stream.HandshakeContext(ctx)
	read := h.octets
	h.octets, h.full = nil, true
	if err != nil {
		return nil, Security{}, newTLSError(err, v, read, ctx.Err())
	}
	return stream, newSecurity(stream.ConnectionState(), v), nil
}

// A verifier looks at the server's certificate by itself, so that one that does
// not verify can be told without being refused.
type verifier struct {
	options  TLSOptions
	name     string
	implicit bool  // there was no STARTTLS
	failed   error // why the certificate does not verify
	asked    bool  // the server wants a certificate of the client
	pinned   bool  // it is one of those that were pinned
	refused  error // why the handshake ends here
}

func (v *verifier) config() *tls.Config {
	o := v.options
	c := &tls.Config{
		ServerName: v.name, RootCAs: o.Roots,
		MinVersion: o.Min, MaxVersion: o.Max, CipherSuites: o.Ciphers, KeyLogWriter: o.KeyLog, Time: o.Now,
		InsecureSkipVerify: true, // done below
		VerifyConnection:   v.look,
	}
	c.GetClientCertificate = func(request *tls.CertificateRequestInfo) (*tls.Certificate, error) {
		v.asked = true
		return ownFor(request, o.Certificates), nil
	}
	if c.MinVersion == 0 {
		c.MinVersion = tls.VersionTLS12
		if c.MaxVersion != 0 && c.MaxVersion < c.MinVersion {
			c.MinVersion = c.MaxVersion
		}
	}
	return c
}

// ownFor returns the certificate of the client's that fits what the server asks for,
// else the first: a server may take by its fingerprint what no authority of its list
// issued, and one that does not take it says so. It is empty where there is none.
func ownFor(request *tls.CertificateRequestInfo, own []tls.Certificate) *tls.Certificate {
	if len(own) == 0 {
		return new(tls.Certificate)
	}
	for i := range own {
		if request.SupportsCertificate(&own[i]) == nil {
			return &own[i]
		}
	}
	return &own[0]
}

// look verifies the certificate and refuses it only if it was asked to.
func (v *verifier) look(state tls.ConnectionState) error {
	v.failed = v.verify(state.PeerCertificates)
	if len(v.options.Pins) > 0 {
		v.refused = checkPins(state.PeerCertificates, v.options.Pins)
		v.pinned = v.refused == nil
	} else if v.options.Verify && !v.options.Insecure {
		v.refused = v.failed
	}
	return v.refused
}

func (v *verifier) verify(chain []*x509.Certificate) error {
	if v.options.Insecure {
		return errNotLooked
	}
	if len(chain) == 0 {
		return errNoCertificate
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	o := x509.VerifyOptions{DNSName: v.name, Roots: v.options.Roots, Intermediates: between}
	now := v.options.Now
	if now == nil {
		now = time.Now
	}
	o.CurrentTime = now()
	if _, err := chain[0].Verify(o); err != nil {
		return newCertificateError(err, chain[0], v.name, o.CurrentTime)
	}
	return nil
}
