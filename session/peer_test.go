package session

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

var here = target.Target{Scheme: target.SMTP, Host: "127.0.0.1", Port: "2525"}

// A peer is the server's end of a connection in memory. It takes in whatever the
// client says and answers nothing by itself.
type peer struct {
	t    *testing.T
	conn net.Conn

	mu       sync.Mutex
	segments []string // one for each write of the client
	over     error    // how the client's octets ended
}

// open returns a session and the peer it talks to, both closed at the end of t.
// The listing of its tape begins behind the facts of connecting.
func open(t *testing.T, o Options) (*Session, *peer) {
	t.Helper()
	s, p := openDeaf(t, o)
	go p.listen()
	return s, p
}

// openDeaf is open with a peer that takes nothing in.
func openDeaf(t *testing.T, o Options) (*Session, *peer) {
	t.Helper()
	client, server := net.Pipe()
	t.Cleanup(func() { server.Close() })
	return openOver(t, client, o), &peer{t: t, conn: server}
}

// openOver returns a session over conn, closed at the end of t.
func openOver(t *testing.T, conn net.Conn, o ...Options) *Session {
	t.Helper()
	options := append(o, Options{})[0]
	options.Dial = func(context.Context, string, string) (net.Conn, error) { return conn, nil }
	s, err := Open(t.Context(), here, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func (p *peer) listen() {
	buf := make([]byte, 1<<20)
	for {
		n, err := p.conn.Read(buf)
		p.mu.Lock()
		if n > 0 {
			p.segments = append(p.segments, string(buf[:n]))
		}
		p.over = err
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// heard returns all octets of the client.
func (p *peer) heard() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.segments, "")
}

// say writes octets as one segment. It does not fail: the client may be gone.
func (p *peer) say(octets string) { p.conn.Write([]byte(octets)) }

// play takes steps one after another, each only when nothing moves any more: "C"
// and "S" say what follows, "s" says it octet by octet, "end" is the end of the
// server's side.
func play(t *testing.T, s *Session, p *peer, steps ...string) {
	t.Helper()
	for _, step := range steps {
		who, octets, _ := strings.Cut(step, " ")
		switch who {
		case "C":
			if err := s.Send(t.Context(), []byte(octets)); err != nil {
				t.Fatalf("%q: %v", step, err)
			}
		case "S":
			go p.say(octets)
		case "s":
			for i := range octets {
				p.say(octets[i : i+1])
			}
		case "end":
			p.conn.Close()
		default:
			t.Fatalf("no such step: %q", step)
		}
		synctest.Wait()
	}
}

// listing writes out what a tape holds, one line an event, without the facts of
// connecting.
func listing(tape *transcript.Transcript) []string {
	var lines []string
	for i := range tape.Len() {
		e := tape.At(i)
		var b strings.Builder
		switch e.Who {
		case transcript.Local:
			if e.Fact == transcript.Resolved || e.Fact == transcript.Dialing || e.Fact == transcript.Connected {
				continue
			}
			fmt.Fprintf(&b, "%v: %s", e.Fact, e.Text)
		default:
			fmt.Fprintf(&b, "%c %q", "?CS"[e.Who], e.Octets)
		}
		for _, f := range []struct {
			flag transcript.Flags
			name string
		}{{transcript.Cut, "cut"}, {transcript.Stray, "stray"}, {transcript.Early, "early"}, {transcript.Secret, "secret"}} {
			if e.Flags&f.flag != 0 {
				b.WriteString(" " + f.name)
			}
		}
		if len(e.Reads) > 0 {
			fmt.Fprintf(&b, " %v", e.Reads)
		}
		lines = append(lines, b.String())
	}
	return lines
}

// wantListing compares a tape with the events expected of it.
func wantListing(t *testing.T, tape *transcript.Transcript, want ...string) {
	t.Helper()
	got := listing(tape)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("events\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// serverOctets returns everything that was recorded of the server.
func serverOctets(tape *transcript.Transcript) []byte {
	var b bytes.Buffer
	for i := range tape.Len() {
		if e := tape.At(i); e.Who == transcript.Server {
			b.Write(e.Octets)
		}
	}
	return b.Bytes()
}

// tcp returns a session over a real connection on this machine and its far end.
func tcp(t *testing.T) (*Session, *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	to, err := target.Parse(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), to, Options{Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		conn.Close()
	})
	return s, conn.(*net.TCPConn)
}

// A brokenConn does what it is told and nothing else.
type brokenConn struct {
	net.Conn
	read, write func([]byte) (int, error)
}

func (c brokenConn) Read(b []byte) (int, error) { return c.read(b) }

func (c brokenConn) Write(b []byte) (int, error) { return c.write(b) }

func (c brokenConn) Close() error { return nil }

func (c brokenConn) LocalAddr() net.Addr { return nil }

func (c brokenConn) RemoteAddr() net.Addr { return nil }

func (c brokenConn) SetWriteDeadline(time.Time) error { return nil }
