package loopback

import (
	"bufio"
	"context"
	"net"
	"strings"
	"testing"
)

// A client is the smallest one that can ask a question over TCP.
type client struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

// dial connects to s, which is started at the first call and closed after the test.
func dial(t *testing.T, s *Server) *client {
	t.Helper()
	s.mu.Lock()
	ln := s.listener
	s.mu.Unlock()
	if ln == nil {
		serve(t, s)
		ln = s.listener
	}
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &client{t, conn, bufio.NewReader(conn)}
}

// serve starts s on any free port and returns the address. The test fails if a
// dialogue outlives the server.
func serve(t testing.TB, s *Server) string {
	t.Helper()
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(context.Background()) }()
	t.Cleanup(func() {
		s.Close()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
		if len(s.live) > 0 {
			t.Errorf("%d dialogues outlived the server", len(s.live))
		}
	})
	return addr.String()
}

func begin(t *testing.T, s *Server) *client {
	c := dial(t, s)
	c.expect("220 ")
	return c
}

// expect reads one reply, whose last line must begin with want.
func (c *client) expect(want string) string {
	c.t.Helper()
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			c.t.Fatalf("waiting for %q: %v", want, err)
		}
		if len(line) > 3 && line[3] == '-' {
			continue
		}
		if !strings.HasPrefix(line, want) {
			c.t.Fatalf("got %q, want %q", line, want)
		}
		return line
	}
}

func (c *client) ask(line, want string) string {
	c.t.Helper()
	c.send(line + "\r\n")
	return c.expect(want)
}

func (c *client) send(octets string) {
	c.t.Helper()
	if _, err := c.conn.Write([]byte(octets)); err != nil {
		c.t.Fatal(err)
	}
}
