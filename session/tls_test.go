package session

import (
	"bufio"
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
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/smtp"
	"ehlo/session/target"
	"ehlo/transcript"
)

// bubbleDay is a day on which the certificates of these tests are valid: the clock
// of a synctest bubble begins at the start of 2000.
var bubbleDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// certify makes a certificate for names and the pool that vouches for it.
func certify(t testing.TB, until time.Time, names ...string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: names[0]}, DNSNames: names,
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// A tlsServer answers STARTTLS with a handshake, and inside TLS it answers every
// line with 250.
type tlsServer struct {
	config *tls.Config
	conn   net.Conn
}

func (v tlsServer) serve(plain bool) {
	defer v.conn.Close()
	if plain {
		r := bufio.NewReader(v.conn)
		io.WriteString(v.conn, "220 a\r\n")
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if strings.HasPrefix(line, "STARTTLS") {
				break
			}
			io.WriteString(v.conn, "250-b\r\n250 STARTTLS\r\n")
		}
		io.WriteString(v.conn, ready)
	}
	inside := tls.Server(v.conn, v.config)
	if inside.Handshake() != nil {
		return
	}
	if !plain {
		io.WriteString(inside, "220 inside\r\n")
	}
	for r := bufio.NewReader(inside); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		if strings.HasPrefix(line, "QUIT") {
			io.WriteString(inside, "221 bye\r\n")
			return
		}
		io.WriteString(inside, "250-b\r\n250 AUTH PLAIN\r\n")
	}
}

// talk returns a session with a server that has TLS.
func talk(t *testing.T, to target.Target, config *tls.Config, o Options) (*Session, error) {
	t.Helper()
	client, server := net.Pipe()
	o.Dial = func(context.Context, string, string) (net.Conn, error) { return client, nil }
	go tlsServer{config, server}.serve(!to.Implicit())
	s, err := Open(t.Context(), to, o)
	if err == nil {
		t.Cleanup(func() { s.Close() })
	}
	return s, err
}

func say(t *testing.T, s *Session, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := s.Send(t.Context(), []byte(line+"\r\n")); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if err := s.Settled(t.Context()); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

var mx = target.Target{Scheme: target.SMTP, Host: "mx.example.org", Port: "25"}

func withResolver(o Options) Options {
	o.Resolve = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return o
}

// TestSecure: STARTTLS, the handshake, and what both sides forget by it.
func TestSecure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cert, roots := certify(t, bubbleDay.Add(time.Hour), "mx.example.org")
		s, err := talk(t, mx, &tls.Config{Certificates: []tls.Certificate{cert}}, withResolver(Options{TLS: TLSOptions{Roots: roots, Verify: true}}))
		if err != nil {
			t.Fatal(err)
		}
		say(t, s, "EHLO a", "STARTTLS")
		if err := s.Secure(t.Context()); err != nil {
			t.Fatal(err)
		}
		if st := s.state(); st.Phase() != smtp.Greeted || !st.TLS() || st.Offers("STARTTLS") {
			t.Errorf("after the handshake: %v, TLS %t", st.Phase(), st.TLS())
		}
		if !s.Security().Verified() {
			t.Errorf("security: %v", s.Security())
		}
		say(t, s, "EHLO a")
		if !s.state().Offers("AUTH") {
			t.Error("the list inside TLS was not taken in")
		}
		s.Leave(t.Context())
		if s.Err() != nil {
			t.Errorf("after QUIT: %v", s.Err())
		}
		for i := range s.Tape().Len() {
			e := s.Tape().At(i)
			if inside := i > secured(s.Tape()); e.Who != transcript.Local && (e.Flags&transcript.TLS != 0) != inside {
				t.Errorf("event %d %q has flags %v", i, e.Octets, e.Flags)
			}
		}
	})
}

func secured(tape *transcript.Transcript) int {
	for i := range tape.Len() {
		if tape.At(i).Fact == transcript.Secured {
			return i
		}
	}
	return tape.Len()
}

// TestVerdict: each way in which a certificate does not verify has its words. It
// is told, and ends the connection only if verification is asked for.
func TestVerdict(t *testing.T) {
	for _, tt := range []struct {
		name, cert string
		until      time.Duration
		trusted    bool
		insecure   bool
		want       string
	}{
		{"in order", "mx.example.org", time.Hour, true, false, "verified for mx.example.org"},
		{"another name", "mail.example.net", time.Hour, true, false, "not verified: the certificate is for mail.example.net, not for mx.example.org"},
		{"expired", "mx.example.org", -time.Hour, true, false, "not verified: the certificate has expired: it was valid from 1999-12-29 to 1999-12-31"},
		{"self-signed", "mx.example.org", time.Hour, false, false, "not verified: the certificate is self-signed"},
		{"not looked at", "mail.example.net", time.Hour, false, true, "not verified: nobody looked"},
	} {
		for _, scheme := range []string{target.SMTP, target.SMTPS} {
			for _, verify := range []bool{false, true} {
				synctest.Test(t, func(t *testing.T) {
					cert, roots := certify(t, bubbleDay.Add(tt.until), tt.cert)
					if !tt.trusted {
						roots = x509.NewCertPool()
					}
					o := withResolver(Options{TLS: TLSOptions{Roots: roots, Verify: verify, Insecure: tt.insecure}})
					to := target.Target{Scheme: scheme, Host: mx.Host, Port: "2525"}
					s, err := talk(t, to, &tls.Config{Certificates: []tls.Certificate{cert}}, o)
					if err == nil && scheme == target.SMTP {
						say(t, s, "EHLO a", "STARTTLS")
						err = s.Secure(t.Context())
					}
					bad := strings.HasPrefix(tt.want, "not verified")
					if refuse := bad && verify && !tt.insecure; refuse {
						var failed *TLSError
						words := strings.TrimPrefix(tt.want, "not verified: ")
						if !errors.As(err, &failed) || !strings.Contains(failed.Error(), words) || failed.Hint() == "" {
							t.Errorf("%s, %s: %v", tt.name, scheme, err)
						}
						return
					}
					if err != nil {
						t.Fatalf("%s, %s: %v", tt.name, scheme, err)
					}
					told := s.Tape().At(secured(s.Tape())).Text
					if !strings.HasPrefix(told, "TLS 1.3, ") || !strings.Contains(told, tt.want) || s.Security().Verified() == bad {
						t.Errorf("%s, %s: %s", tt.name, scheme, told)
					}
					say(t, s, "EHLO a")
				})
			}
		}
	}
}

// TestHandshakeInTime: a handshake that the server does not finish ends when the
// reply to STARTTLS would have been due, however slowly octets drip in, and when
// nobody waits for it any more.
func TestHandshakeInTime(t *testing.T) {
	for _, drip := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s, p := open(t, Options{Timeout: 30 * time.Second})
			play(t, s, p, "S 220 a\r\n", "C STARTTLS\r\n", "S "+ready)
			if drip {
				go func() {
					for _, c := range "\x16\x03\x03\x40\x00" + strings.Repeat("x", 1<<14) {
						select {
						case <-s.Done():
							return
						case <-time.After(time.Second):
							p.say(string(c))
						}
					}
				}()
			}
			began := time.Now()
			time.Sleep(10 * time.Second) // a handshake that begins late ends no later
			var failed *TLSError
			if err := s.Secure(t.Context()); !errors.As(err, &failed) || !strings.Contains(err.Error(), "in time") {
				t.Errorf("drip %t: Secure: %v", drip, err)
			}
			if waited := time.Since(began); waited != 30*time.Second {
				t.Errorf("drip %t: it took %v", drip, waited)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s, p := startTLS(t)
		play(t, s, p, "S "+ready)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := s.Secure(ctx); err == nil || !s.ended() {
			t.Errorf("Secure: %v", err)
		}
	})
}

// TestHangUpInHandshake: what the system says of it is no word for a person.
func TestHangUpInHandshake(t *testing.T) {
	for _, err := range []error{io.EOF, io.ErrUnexpectedEOF, &net.OpError{Op: "read", Err: syscall.ECONNRESET}} {
		if got := newTLSError(err, verifier{}, nil, nil); got.What != "the server hung up inside the TLS handshake" {
			t.Errorf("%v: %s", err, got.What)
		}
	}
}
