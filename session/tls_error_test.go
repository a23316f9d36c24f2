package session

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// A made is a certificate of these tests, valid from a time until another, and issued
// by an authority; nil: by itself.
type made struct {
	name        string
	from, until time.Duration // since bubbleDay
	by          *made

	leaf *x509.Certificate
	key  *ecdsa.PrivateKey
}

func (m *made) make(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: m.name}, DNSNames: []string{m.name},
		NotBefore: bubbleDay.Add(m.from), NotAfter: bubbleDay.Add(m.until), IsCA: true, BasicConstraintsValid: true,
	}
	issuer, issuerKey := template, key
	if m.by != nil {
		m.by.make(t)
		issuer, issuerKey = m.by.leaf, m.by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, &key.PublicKey, issuerKey)
	if err != nil {
		t.Fatal(err)
	}
	m.leaf, err = x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	m.key = key
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

const hour = time.Hour

// valid is a certificate in order.
func valid(name string) *made { return &made{name: name, from: -hour, until: hour} }

// A fault is what a server does wrong, or asks for, and what ehlo says of it.
type fault struct {
	name    string
	shows   *made             // nil: a certificate that is in order and trusted
	server  func(*tls.Config) // how the server has it otherwise
	own     *made             // the client's certificate
	options TLSOptions
	raw     string // sent in place of a handshake

	what, remedy string
}

const proofless = "; --tls require goes on without proof"

var faults = []fault{
	{name: "expired", shows: &made{name: mx.Host, from: -72 * hour, until: -24 * hour},
		what:   "the server's certificate does not verify: the certificate has expired: it was valid from 1999-12-29 to 1999-12-31",
		remedy: "who keeps the server can renew it, where this computer's clock is right" + proofless},
	{name: "not yet valid", shows: &made{name: mx.Host, from: 24 * hour, until: 72 * hour},
		what:   "the server's certificate does not verify: the certificate is not valid yet: it is from 2000-01-02 to 2000-01-04",
		remedy: "this computer's clock says 2000-01-01; where that is right, the server's certificate is too new" + proofless},
	{name: "another name", shows: valid("mail.example.net"),
		what:   "the server's certificate does not verify: the certificate is for mail.example.net, not for mx.example.org",
		remedy: "see who answers there; --sni NAME asks for another name, where the host has two" + proofless},
	{name: "unknown authority", shows: &made{name: mx.Host, from: -hour, until: hour, by: valid("ca.example")},
		what:   "the server's certificate does not verify: nobody this machine trusts vouches for the certificate",
		remedy: "see who issued it; --ca FILE names another authority" + proofless},
	{name: "self-signed", shows: valid(mx.Host),
		what:   "the server's certificate does not verify: the certificate is self-signed",
		remedy: "ask who keeps the server for its fingerprint, which --pin takes" + proofless},
	{name: "TLS 1.0 and 1.1 only", server: func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 },
		what:   "the server ended the TLS handshake: it takes none of the versions that were offered, TLS 1.2 to 1.3",
		remedy: "who keeps the server can bring it up to date; --tls-min 1.0 offers the old ones, too, which are weak"},
	{name: "TLS 1.0, though not offered", raw: serverHello("\x03\x01"),
		what:   "the TLS handshake broke off: the server chose TLS 1.0; offered was TLS 1.2 to 1.3",
		remedy: "who keeps the server can bring it up to date; --tls-min 1.0 offers the old ones, too, which are weak"},
	{name: "no TLS 1.3", server: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }, options: TLSOptions{Min: tls.VersionTLS13},
		what:   "the server ended the TLS handshake: it takes none of the versions that were offered, TLS 1.3",
		remedy: "--tls-min 1.2 offers the one before, too"},
	{name: "no old TLS", server: func(c *tls.Config) {}, options: TLSOptions{Max: tls.VersionTLS11},
		what:   "the server ended the TLS handshake: it takes none of the versions that were offered, TLS 1.1",
		remedy: "--tls-max 1.3 offers the newer ones, too"},
	{name: "no certificate in TLS 1.2", server: wants(tls.VersionTLS12),
		what:   "the server ended the TLS handshake: handshake failure; it asked for a certificate, and ehlo showed none",
		remedy: "it wants a certificate of yours: --cert FILE and --key FILE"},
	{name: "no certificate in TLS 1.3", server: wants(tls.VersionTLS13),
		what:   "the server ended TLS: certificate required; it asked for a certificate, and ehlo showed none",
		remedy: "it wants a certificate of yours: --cert FILE and --key FILE"},
	{name: "an unknown certificate in TLS 1.2", server: wants(tls.VersionTLS12), own: valid("client.example"),
		what:   "the server ended the TLS handshake: unknown certificate authority",
		remedy: "it trusts nobody who vouches for your certificate; ask who keeps the server which authority it takes: --cert FILE and --key FILE name another certificate"},
	{name: "an unknown certificate in TLS 1.3", server: wants(tls.VersionTLS13), own: valid("client.example"),
		what:   "the server ended TLS: unknown certificate authority",
		remedy: "it trusts nobody who vouches for your certificate; ask who keeps the server which authority it takes: --cert FILE and --key FILE name another certificate"},
	{name: "an expired certificate", server: wants(tls.VersionTLS13), own: &made{name: "client.example", from: -72 * hour, until: -24 * hour},
		what:   "the server ended TLS: expired certificate",
		remedy: "it does not take your certificate: --cert FILE and --key FILE name another"},
	{name: "garbage", raw: "\x00\x01\x02\x03\x04 what is this?",
		what:   "the server sent no TLS handshake",
		remedy: "another service may answer at this port: 465 is the one for smtps, 25 and 587 are plain at first"},
	{name: "plain SMTP", raw: "220 mx.example.org ESMTP\r\n",
		what:   "the server sent no TLS handshake, but SMTP in plain text",
		remedy: "TLS comes later there: smtp://HOST:PORT, then STARTTLS"},
	{name: "an end", raw: "\x16\x03\x03",
		what:   "the server hung up inside the TLS handshake",
		remedy: "its log may say why; --tls-max 1.2 helps with some old servers"},
}

// serverHello is the answer of a server that chooses a version at its own will.
func serverHello(version string) string {
	hello := version + string(make([]byte, 32)) + "\x00" + "\xc0\x09" + "\x00"
	return "\x16\x03\x01\x00" + string(rune(len(hello)+4)) + "\x02\x00\x00" + string(rune(len(hello))) + hello
}

// wants lets a server ask for a certificate, of an authority that nobody has.
func wants(version uint16) func(*tls.Config) {
	return func(c *tls.Config) {
		c.MaxVersion, c.ClientAuth, c.ClientCAs = version, tls.RequireAndVerifyClientCert, x509.NewCertPool()
	}
}

// TestTLSFaults: each way in which TLS does not come about is told in words of its own,
// with what may help.
func TestTLSFaults(t *testing.T) {
	told := map[string]string{}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var failed *TLSError
				if err := f.meet(t); !errors.As(err, &failed) || !errors.Is(err, transcript.ErrTLS) {
					t.Fatalf("%v", err)
				}
				if failed.Error() != f.what || failed.Hint() != f.remedy {
					t.Errorf("%s\nhint: %s", failed, failed.Hint())
				}
				if other, twice := told[failed.Error()]; twice {
					t.Errorf("told in the same words as %s", other)
				}
				told[failed.Error()] = f.name
			})
		})
	}
}

// meet connects to the server and returns what ended the connection.
func (f fault) meet(t *testing.T) error {
	t.Helper()
	trusted := valid(mx.Host)
	config := &tls.Config{Certificates: []tls.Certificate{trusted.make(t)}, Time: func() time.Time { return bubbleDay }}
	o := withResolver(Options{TLS: f.options})
	o.TLS.Verify, o.TLS.Roots = true, x509.NewCertPool()
	o.TLS.Roots.AddCert(trusted.leaf)
	if f.shows != nil {
		config.Certificates = []tls.Certificate{f.shows.make(t)}
	}
	if f.own != nil {
		o.TLS.Certificates = []tls.Certificate{f.own.make(t)}
	}
	if f.server != nil {
		f.server(config)
	}
	if f.raw == "" {
		return attempted(t, o, config)
	}
	client, server := net.Pipe()
	o.Dial = func(context.Context, string, string) (net.Conn, error) { return client, nil }
	go func() {
		defer server.Close()
		server.Read(make([]byte, 4<<10)) // the client's hello
		io.WriteString(server, f.raw)
	}()
	_, err := Open(t.Context(), target.Target{Scheme: target.SMTPS, Host: mx.Host, Port: "465"}, o)
	return err
}

// TestOwnCertificateIsShown: a certificate that none of the server's authorities has
// issued is shown all the same; the server may know it by its fingerprint.
func TestOwnCertificateIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		own, authority := valid("client.example"), valid("ca.example")
		authority.make(t)
		f := fault{own: own, server: func(c *tls.Config) {
			c.ClientAuth, c.ClientCAs = tls.RequireAnyClientCert, x509.NewCertPool()
			c.ClientCAs.AddCert(authority.leaf)
			c.VerifyConnection = func(s tls.ConnectionState) error {
				if !s.PeerCertificates[0].Equal(own.leaf) {
					return errors.New("another certificate")
				}
				return nil
			}
		}}
		if err := f.meet(t); err != nil {
			t.Error(err)
		}
	})
}
