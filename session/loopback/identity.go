package loopback

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"time"
)

// A Certify makes a certificate for a host name, good from now on, and the handshake
// that proves it. The error says why there is none.
type Certify func(name string, now time.Time) (*x509.Certificate, Handshake, error)

// A Handshake makes TLS over a connection, as its server. It returns the connection
// inside TLS and in words what was agreed on.
type Handshake = func(ctx context.Context, conn net.Conn) (stream net.Conn, agreed string, err error)

// An identity is what the server proves itself with.
type identity struct {
	certificate *x509.Certificate
	handshake   Handshake
}

var errNoCertify = errors.New("the server has no certificate")

func (s *Server) certify() (identity, error) {
	if s.opt.Certify == nil {
		return identity{}, errNoCertify
	}
	c, handshake, err := s.opt.Certify(s.opt.Name, s.Now())
	return identity{c, handshake}, err
}

// Certificate returns the server's certificate, for a client to verify it with. It is
// made by [Options].Certify when first needed. The error says that there is none;
// STARTTLS is then answered with 454.
func (s *Server) Certificate() (*x509.Certificate, error) {
	id, err := s.identity()
	if err != nil {
		return nil, err
	}
	return id.certificate, nil
}

// Roots returns a pool that holds the server's certificate and nothing else.
func (s *Server) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	if c, err := s.Certificate(); err == nil {
		pool.AddCert(c)
	}
	return pool
}
