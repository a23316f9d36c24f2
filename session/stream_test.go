package session

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// A counter notes how long each write is.
type counter struct {
	net.Conn
	writes []int
}

func (c *counter) Write(b []byte) (int, error) {
	c.writes = append(c.writes, len(b))
	return c.Conn.Write(b)
}

// TestTLSWrites: what leaves in one write of ehlo leaves in one write of the
// connection, in as many records as it may be, and a very long one is not gathered
// whole.
func TestTLSWrites(t *testing.T) {
	cert, _ := certify(t, time.Now().Add(time.Hour), "mx.example.org")
	client, server := net.Pipe()
	heard := make(chan []byte)
	go func() {
		octets, _ := io.ReadAll(tls.Server(server, &tls.Config{Certificates: []tls.Certificate{cert}}))
		heard <- octets
	}()
	c := &counter{Conn: client}
	s := newTLSStream(c, &tls.Config{InsecureSkipVerify: true})
	if err := s.Handshake(); err != nil {
		t.Fatal(err)
	}
	var said []byte
	for _, size := range []int{1, 60_000, 60_000, 1_000_000} {
		c.writes = nil
		octets := bytes.Repeat([]byte("x"), size)
		if n, err := s.Write(octets); n != size || err != nil {
			t.Fatalf("%d of %d octets: %v", n, size, err)
		}
		if size < bundleSize && len(c.writes) != 1 {
			t.Errorf("%d octets left in %d writes", size, len(c.writes))
		}
		for _, n := range c.writes {
			if n > bundleSize+32<<10 {
				t.Errorf("%d octets were gathered", n)
			}
		}
		said = append(said, octets...)
	}
	s.Close()
	if got := <-heard; !bytes.Equal(got, said) {
		t.Errorf("the server heard %d octets, not the %d that were said", len(got), len(said))
	}
}

// TestSendStuckInTLS: a write inside TLS has its time, too, and nobody says how
// much of it left.
func TestSendStuckInTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cert, roots := certify(t, bubbleDay, "mx.example.org")
		client, server := net.Pipe()
		defer server.Close()
		go tls.Server(server, &tls.Config{Certificates: []tls.Certificate{cert}}).Handshake()
		o := withResolver(Options{Timeout: 5 * time.Second, TLS: TLSOptions{Roots: roots, Verify: true}})
		o.Dial = func(context.Context, string, string) (net.Conn, error) { return client, nil }
		s, err := Open(t.Context(), target.Target{Scheme: target.SMTPS, Host: "mx.example.org", Port: "465"}, o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		began := time.Now()
		if err := s.Send(t.Context(), []byte("EHLO a\r\n")); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Send: %v", err)
		}
		if took := time.Since(began); took != 5*time.Second+lastWords {
			t.Errorf("gave up after %v", took)
		}
		if last := s.Tape().At(s.Tape().Len() - 1); last.Fact != transcript.Lost || !strings.Contains(last.Text, "nobody knows how much of 8 octets") {
			t.Errorf("the last event is %v: %s", last.Fact, last.Text)
		}
	})
}
