// Package certificate is what the included server proves itself with in TLS. It stands
// beside the server, which links no TLS of its own.
package certificate

import (
	"context"
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

// New makes a certificate for a host name, localhost, 127.0.0.1 and ::1, signed by
// itself and good for a year from now on, and the handshake that proves it. The key
// never leaves memory. The error says that the name fits in no certificate.
//
// The handshake speaks TLS 1.2 or newer. It returns the connection inside TLS, which
// has a CloseWrite, and the version and cipher in words; an error leaves conn open.
func New(name string, now time.Time) (*x509.Certificate, func(ctx context.Context, conn net.Conn) (net.Conn, string, error), error) {
	own, err := sign(name, now)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot make a certificate for %s: %w", name, err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}
	return own.Leaf, func(ctx context.Context, conn net.Conn) (net.Conn, string, error) {
		stream := tls.Server(conn, config)
		if err := stream.HandshakeContext(ctx); err != nil {
			return nil, "", err
		}
		state := stream.ConnectionState()
		return stream, tls.VersionName(state.Version) + ", " + tls.CipherSuiteName(state.CipherSuite), nil
	}, nil
}

func sign(name string, now time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
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
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}
