package loopback

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/loopback/certificate"
)

// upgrade makes the handshake that the client begins, for that name.
func (c *client) upgrade(s *Server, name string) (*tls.Conn, error) {
	conn := tls.Client(c.conn, &tls.Config{ServerName: name, RootCAs: s.Roots()})
	err := conn.Handshake()
	c.conn, c.r = conn, bufio.NewReader(conn)
	return conn, err
}

// The server proves its names and addresses, and no other.
func TestCertificate(t *testing.T) {
	s := New(ofType(t, "modern"))
	for name, good := range map[string]bool{
		"smtp.example.com": true, "localhost": true, "127.0.0.1": true, "::1": true, "example.com": false, "127.0.0.2": false,
	} {
		c := begin(t, s)
		c.ask("EHLO client.example", "250 ")
		c.ask("STARTTLS", "220 ")
		if _, err := c.upgrade(s, name); (err == nil) != good {
			t.Errorf("for %s: %v", name, err)
		}
	}
	cert, err := s.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	if cert.PublicKeyAlgorithm != x509.ECDSA || !cert.NotAfter.Equal(cert.NotBefore.AddDate(1, 0, 0)) {
		t.Errorf("%v from %v to %v", cert.PublicKeyAlgorithm, cert.NotBefore, cert.NotAfter)
	}
	if again, _ := s.Certificate(); again != cert {
		t.Error("it is made twice")
	}
	fixed, err := New(Options{Certify: certificate.New}.Fixed()).Certificate()
	if err != nil || !fixed.NotBefore.Equal(FixedTime) {
		t.Errorf("on a clock that stands still: %v, %v", fixed, err)
	}
}

// A name that no certificate can hold: TLS is not there, the rest is.
func TestNoCertificate(t *testing.T) {
	o := ofType(t, "modern")
	o.Name = "süd.example"
	s := New(o)
	c := begin(t, s)
	c.ask("EHLO client.example", "250 ")
	c.ask("STARTTLS", "454 4.7.0")
	c.ask("NOOP", "250")
	o.TLS = true
	for _, certify := range []Certify{certificate.New, nil} {
		o.Certify = certify
		if _, err := New(o).Listen("127.0.0.1:0"); err == nil {
			t.Error("it listens for TLS that cannot be had")
		}
	}
}

func TestTLSFromTheFirstOctet(t *testing.T) {
	for _, name := range []string{"modern", "default", "strict", "lmtp"} {
		o := ofType(t, name)
		o.TLS = true
		s := New(o)
		c := dial(t, s)
		if _, err := c.upgrade(s, "localhost"); err != nil {
			t.Fatal(err)
		}
		c.expect("220 smtp.example.com")
		hello := "EHLO"
		if name == "lmtp" {
			hello = "LHLO"
		}
		c.ask(hello+" client.example", "250 HELP")
		c.ask("STARTTLS", map[bool]string{true: "503 5.5.1", false: "502 5.5.1"}[name == "modern"])
		c.ask("MAIL FROM:<bob@example.org>", "250")
		c.ask("RCPT TO:<carol@example.com>", "250")
		c.ask("DATA", "354")
		c.ask("hi\r\n.", "250")
		c.ask("QUIT", "221")
		if rest, err := io.ReadAll(c.r); err != nil || len(rest) > 0 {
			t.Errorf("%s: %q, %v behind the 221", name, rest, err)
		}
		m := s.Box("carol")[0]
		want := map[string]string{"lmtp": " with LMTPS id "}[name]
		if want == "" {
			want = " with ESMTPS id "
		}
		if !strings.Contains(string(m.Octets[:m.TraceLen]), want) {
			t.Errorf("%s: %q", name, m.Octets[:m.TraceLen])
		}
	}
}

// A taped connection keeps what the server sent.
type taped struct {
	net.Conn
	heard []byte
}

func (c *taped) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.heard = append(c.heard, b[:n]...)
	return n, err
}

// The last record is an alert, so that the end cannot be mistaken for a cut (RFC 5246
// section 7.2.1; there the kind of a record can be seen).
func TestTheEndOfTLSIsTold(t *testing.T) {
	s := New(Options{TLS: true, Certify: certificate.New})
	c := dial(t, s)
	tape := &taped{Conn: c.conn}
	c.conn = tls.Client(tape, &tls.Config{ServerName: "localhost", RootCAs: s.Roots(), MaxVersion: tls.VersionTLS12})
	c.r = bufio.NewReader(c.conn)
	c.expect("220 ")
	c.ask("QUIT", "221 ")
	if _, err := io.ReadAll(c.r); err != nil {
		t.Fatal(err)
	}
	var last byte
	for rest := tape.heard; len(rest) >= 5; {
		last = rest[0]
		rest = rest[min(len(rest), 5+(int(rest[3])<<8|int(rest[4]))):]
	}
	if last != 21 {
		t.Errorf("the last record is of kind %d", last)
	}
}

func TestTooManyConnectionsInsideTLS(t *testing.T) {
	s := New(Options{TLS: true, Certify: certificate.New, Limits: Limits{Connections: 1}})
	first := dial(t, s)
	if _, err := first.upgrade(s, "localhost"); err != nil {
		t.Fatal(err)
	}
	first.expect("220 ")
	second := dial(t, s)
	if _, err := second.upgrade(s, "localhost"); err != nil {
		t.Fatal(err)
	}
	second.expect("421 ")
}

// A client that speaks plainly to a TLS port gets nothing, and the log says why.
func TestNoTLSFromTheFirstOctet(t *testing.T) {
	told := make(chan Remark, 1)
	s := New(Options{TLS: true, Certify: certificate.New, Notice: func(n Notice) { told <- n.Remark }})
	c := dial(t, s)
	c.send("EHLO client.example\r\n")
	if heard, _ := io.ReadAll(c.conn); strings.Contains(string(heard), "220") {
		t.Errorf("heard %q", heard)
	}
	if r := <-told; r != NoTLS {
		t.Errorf("told %v", r)
	}
}

func TestCloseEndsAHandshake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{TLS: true, Certify: certificate.New})
		client, server := net.Pipe()
		defer client.Close()
		go s.ServeConn(server)
		io.WriteString(client, "\x16\x03\x01")
		synctest.Wait()
		before := time.Now()
		s.Close()
		if d := time.Since(before); d > 2*lingerTime {
			t.Errorf("took %v", d)
		}
	})
}

// Wherever the segment ends in which a client, or somebody in between, writes on behind
// STARTTLS: nothing of it is executed (RFC 3207 section 4.2).
func TestNothingBehindSTARTTLSIsExecuted(t *testing.T) {
	const said = "STARTTLS\r\nMAIL FROM:<mallory@example.org>\r\nRCPT TO:<carol@example.com>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n"
	for cut := 1; cut < len(said); cut++ {
		synctest.Test(t, func(t *testing.T) {
			var client []string
			o := ofType(t, "modern")
			o.Log = func(l Line) {
				if l.Who == ByClient {
					client = append(client, string(l.Octets))
				}
			}
			s := New(o)
			end, server := net.Pipe()
			done := make(chan struct{})
			go func() { s.ServeConn(server); close(done) }()
			go io.Copy(io.Discard, end)
			for _, segment := range []string{"EHLO client.example\r\n", said[:cut], said[cut:]} {
				io.WriteString(end, segment) // in vain once the server has closed
				synctest.Wait()
			}
			end.Close()
			<-done
			if strings.Join(client, "") != "EHLO client.example\r\nSTARTTLS\r\n" || len(s.Box("carol")) > 0 {
				t.Errorf("cut at %d: it heard %q", cut, client)
			}
		})
	}
}

// Nor is it when the handshake is made all the same: what came in plain text in the
// segment of STARTTLS must not look as if it had been said inside TLS.
func TestNothingBehindSTARTTLSIsTakenInside(t *testing.T) {
	const said = "STARTTLS\r\nMAIL FROM:<mallory@example.org>\r\nRCPT TO:<carol@example.com>\r\nNOOP\r\n"
	for cut := len("STARTTLS\r\n"); cut <= len(said); cut++ {
		synctest.Test(t, func(t *testing.T) {
			var client []string
			o := ofType(t, "modern")
			o.Log = func(l Line) {
				if l.Who == ByClient {
					client = append(client, string(l.Octets))
				}
			}
			end, server := net.Pipe()
			done := make(chan struct{})
			go func() { New(o).ServeConn(server); close(done) }()
			plain := bufio.NewReader(end)
			plain.ReadString('\n')
			io.WriteString(end, "EHLO a\r\n")
			for line := ""; !strings.HasPrefix(line, "250 "); {
				line, _ = plain.ReadString('\n')
			}
			io.WriteString(end, said[:cut])
			plain.ReadString('\n')
			inside := tls.Client(end, &tls.Config{InsecureSkipVerify: true})
			io.WriteString(inside, "RSET\r\n")
			reply, err := bufio.NewReader(inside).ReadString('\n')
			end.Close()
			<-done
			if err != nil || !strings.HasPrefix(reply, "250") || strings.Join(client, "") != "EHLO a\r\nSTARTTLS\r\nRSET\r\n" {
				t.Errorf("cut at %d: %q, %v; it heard %q", cut, reply, err, client)
			}
		})
	}
}

// No form of a password, and no answer to a challenge, reaches a hook, whichever way
// it is said.
func TestNoSecretOfALoginIsLogged(t *testing.T) {
	const canary = "k4n4ry-Pa55"
	var (
		mu  sync.Mutex
		all strings.Builder
	)
	o := ofType(t, "modern")
	o.Password = canary
	o.Log = func(l Line) { mu.Lock(); all.Write(l.Octets); all.WriteString(l.Text + "\n"); mu.Unlock() }
	o.Notice = func(n Notice) { mu.Lock(); all.WriteString(n.Remark.String() + "\n"); mu.Unlock() }
	s := New(o)
	b64 := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	plain := b64("\x00alice\x00" + canary)
	said := []string{plain, b64(canary)}
	begun := func() *client {
		c := begin(t, s)
		c.ask("EHLO client.example", "250 ")
		c.ask("AUTH PLAIN "+plain, "504")
		c.ask("STARTTLS", "220 ")
		if _, err := c.upgrade(s, "localhost"); err != nil {
			t.Fatal(err)
		}
		c.ask("AUTH PLAIN "+plain, "503") // before EHLO
		c.ask("EHLO client.example", "250 ")
		return c
	}
	c := begun()
	c.ask("AUTH PLAIN "+plain+"!", "501")
	c.ask("AUTH PLAIN "+plain+" x", "501")
	c.ask("AUTH FOO "+plain, "504")
	c.ask("auth cram-md5 "+plain, "501")
	c.ask("AUHT PLAIN "+plain, "500")
	c.ask("AUTH LOGIN", "334")
	c.ask(b64("bob"), "334")
	c.ask(b64(canary), "535")
	c.ask(b64(canary), "500") // once more, at the wrong prompt
	c.ask("AUTH LOGIN", "334")
	c.ask(canary, "501") // as it is
	c.ask("AUTH PLAIN", "334")
	c.ask(plain+"\n"+plain, "501")
	c.ask("AUTH PLAIN\r\n"+plain, "334") // an answer before its 334
	c.expect("235")
	c.ask("AUTH PLAIN "+plain, "503")
	c = begun()
	c.ask("AUTH LOGIN "+b64("alice"), "334")
	c.send(b64(canary)[:5])
	c.conn.Close() // in the middle of it
	c = begun()
	c.ask("AUTH SCRAM-SHA-256 "+b64("n,,n=alice,r=abc"), "334")
	proof := b64("c=biws,r=abc,p=" + b64(canary))
	said = append(said, proof)
	c.ask(proof, "535")
	s.Close()
	log := all.String()
	for _, secret := range slices.Concat(said, []string{canary, hex.EncodeToString([]byte(canary)), url.QueryEscape(canary)}) {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if !strings.Contains(log, "AUTH PLAIN \r\n") || !strings.Contains(log, "235 2.7.0") {
		t.Errorf("that is no log of it:\n%s", log)
	}
}
