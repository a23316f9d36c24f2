package loopback

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"time"
)

// An identity is what the server proves itself with: a certificate that it signed
// itself, and its key, which never leave memory.
type identity struct {
	certificate *x509.Certificate
	config      *tls.Config
}

// newIdentity makes a certificate that is good for a year from now on, for the
// server's name and the addresses of this machine.
func newIdentity(name string, now time.Time) (*identity, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject:   pkix.Name{CommonName: name},
		DNSNames:  []string{name, "localhost"},
		NotBefore: now, NotAfter: now.AddDate(1, 0, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		// It vouches for itself, so that a client can be given it as an authority.
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("cannot make a certificate for %s: %w", name, err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	own := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: c}
	return &identity{c, &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}}, nil
}

// Certificate returns the server's certificate, for a client to verify it with. It
// is made in memory when first needed, signed by itself, valid for a year from then
// on the server's clock, for the server's name, localhost, 127.0.0.1 and ::1. The
// error says that there is none; STARTTLS is then answered with 454.
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
