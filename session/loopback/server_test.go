package loopback

import (
	"context"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, addr := range []string{"", "127.0.0.1:0", "localhost:0", "127.9.9.9:0"} {
		s := New(Options{})
		at, err := s.Listen(addr)
		if err != nil {
			t.Errorf("%q: %v", addr, err)
			continue
		}
		if !at.(*net.TCPAddr).IP.IsLoopback() {
			t.Errorf("%q: listens on %v", addr, at)
		}
		s.Close()
	}
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0"} {
		_, err := New(Options{}).Listen(addr)
		if err == nil || !strings.Contains(err.Error(), "not a loopback address") {
			t.Errorf("%q: %v", addr, err)
		}
	}
	s := New(Options{Public: true})
	defer s.Close()
	// What a public server would open is asked and not opened: tests listen on
	// loopback addresses only.
	for addr, want := range map[string]string{"0.0.0.0:25": "tcp4 0.0.0.0:25", "[::]:25": "tcp [::]:25", "192.0.2.1:25": "tcp4 192.0.2.1:25"} {
		network, at, err := whereTo(addr, true)
		if got := network + " " + at; got != want || err != nil {
			t.Errorf("%q: %s, %v; want %s", addr, got, err, want)
		}
	}
	if _, err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatalf("a public server: %v", err)
	}
	if _, err := s.Listen("127.0.0.1:0"); err == nil {
		t.Error("one server listens twice")
	}
}

func TestPortTaken(t *testing.T) {
	a := New(Options{})
	defer a.Close()
	at, err := a.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, err = New(Options{}).Listen(at.String())
	if err == nil || strings.Count(err.Error(), at.String()) != 1 || !strings.HasPrefix(err.Error(), "cannot listen on "+at.String()+": ") {
		t.Errorf("%v", err)
	}
}

func TestBothEndsOfAConnectionAreLoopback(t *testing.T) {
	c := begin(t, New(Options{}))
	for _, a := range []net.Addr{c.conn.LocalAddr(), c.conn.RemoteAddr()} {
		if !a.(*net.TCPAddr).IP.IsLoopback() {
			t.Errorf("%v", a)
		}
	}
}

func TestTheDefaultPortMayBeTaken(t *testing.T) {
	a, b := New(Options{}), New(Options{})
	defer a.Close()
	defer b.Close()
	first, err := a.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Listen("")
	if err != nil {
		t.Fatal(err)
	}
	if first.String() == second.String() {
		t.Errorf("both at %v", first)
	}
}

func TestServeEnds(t *testing.T) {
	if err := New(Options{}).Serve(context.Background()); err == nil {
		t.Error("Serve without Listen")
	}
	s := New(Options{})
	if _, err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Serve(ctx) }()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("ended by its context: %v", err)
	}
	if _, err := s.Listen("127.0.0.1:0"); err == nil {
		t.Error("a closed server listens")
	}
}

func TestAcceptingGoesOn(t *testing.T) {
	if err := error(&net.OpError{Op: "accept", Err: os.NewSyscallError("accept", syscall.EMFILE)}); !isPassing(err) {
		t.Errorf("gives up at %v", err)
	}
	if isPassing(net.ErrClosed) {
		t.Error("goes on with a listener that was closed")
	}
}

func TestCloseSays421(t *testing.T) {
	s := New(Options{})
	idle, inText := begin(t, s), begin(t, s)
	inText.ask("HELO client.example", "250")
	inText.ask("MAIL FROM:<>", "250")
	inText.ask("RCPT TO:<carol@example.com>", "250")
	inText.ask("DATA", "354")
	s.Close()
	for _, c := range []*client{idle, inText} {
		c.expect("421 4.3.2 smtp.example.com")
		if rest, err := io.ReadAll(c.r); err != nil || len(rest) > 0 {
			t.Errorf("%q, %v behind the 421", rest, err)
		}
	}
	if len(s.Box("carol")) > 0 {
		t.Error("half a message was stored")
	}
}

func TestCloseDoesNotWaitForAClientThatNeverReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{})
		client, server := net.Pipe()
		defer client.Close()
		go s.ServeConn(server)
		time.Sleep(time.Second)
		before := time.Now()
		s.Close()
		if d := time.Since(before); d > 2*lingerTime {
			t.Errorf("took %v", d)
		}
		s.ServeConn(server) // closes at once
	})
}

func TestTwoConnectionsAtOnce(t *testing.T) {
	s := New(Options{}.Fixed())
	a, b := begin(t, s), begin(t, s)
	for _, line := range []struct{ say, want string }{
		{"EHLO client.example", "250 "}, {"MAIL FROM:<bob@example.org>", "250 "},
	} {
		a.ask(line.say, line.want)
		b.ask(line.say, line.want)
	}
	a.ask("RCPT TO:<alice@example.com>", "250 ")
	b.ask("DATA", "503 ")
	a.ask("DATA", "354 ")
	b.ask("RCPT TO:<carol@example.com>", "250 ")
	a.send("from a\r\n")
	b.ask("DATA", "354 ")
	b.ask("from b\r\n.", "250 ")
	a.ask(".", "250 ")
	if x, y := s.Box("alice"), s.Box("carol"); len(x) != 1 || len(y) != 1 || string(x[0].Body) != "from a\r\n" || string(y[0].Body) != "from b\r\n" {
		t.Errorf("%v %v", x, y)
	}
}

func TestHooks(t *testing.T) {
	var log []string
	o := Options{}.Fixed()
	o.Log = func(l Line) {
		log = append(log, l.Who.String()+" "+strings.TrimSpace(string(l.Octets))+l.Text+l.ID)
	}
	o.Committed = func(m Message) { log = append(log, "committed "+m.ID+" "+string(m.Body)) }
	s := New(o)
	c := begin(t, s)
	c.ask("HELO client.example", "250")
	c.ask("MAIL FROM:<>", "250")
	c.ask("RCPT TO:<team@example.com>", "250")
	c.ask("DATA", "354")
	c.ask("hi\r\n.", "250")
	c.ask("QUIT", "221")
	s.Close()
	want := `local connected
server 220 smtp.example.com ESMTP ehlo
client HELO client.example
server 250 smtp.example.com greets client.example
client MAIL FROM:<>
server 250 2.1.0 Ok
client RCPT TO:<team@example.com>
server 250 2.1.5 Ok
client DATA
server 354 Start mail input; end with <CRLF>.<CRLF>
local storedM0001
committed M0001 hi

server 250 2.0.0 Ok: queued as M0001
client QUIT
server 221 2.0.0 smtp.example.com Service closing transmission channel
local closed`
	if got := strings.ReplaceAll(strings.Join(log, "\n"), "\r", ""); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestNoSecretIsLogged(t *testing.T) {
	const secret = "AGJvYgBzZWNyZXQ="
	var log []string
	o := Options{Log: func(l Line) { log = append(log, string(l.Octets)+l.Text) }}
	s := New(o)
	c := begin(t, s)
	c.ask("EHLO client.example", "250")
	c.ask("AUTH PLAIN "+secret, "502")
	c.ask("auht plain "+secret, "500")
	c.ask("NOOP x\nAUTH PLAIN "+secret, "501")
	c.ask("NOOP x\rAUTH PLAIN "+secret+"\nAUTH "+secret, "501")
	c.ask("AUTH LOGIN", "502")
	c.ask(secret, "500")
	c.ask("AUTH PLAIN "+strings.Repeat("A", 1<<17)+secret, "500")
	c.ask("MAIL FROM:<>", "250")
	s.Close()
	all := strings.Join(log, "")
	if strings.Contains(all, secret) || !strings.Contains(all, "AUTH PLAIN \r\n") {
		t.Errorf("%s", all)
	}
}

// A hook that fails stands for any mistake of the server: the program lives on,
// the connection ends, somebody is told.
func TestAPanicEndsOneConnectionOnly(t *testing.T) {
	told := make(chan Remark, 1)
	o := Options{Notice: func(n Notice) { told <- n.Remark }}
	o.Committed = func(Message) { panic("a mistake") }
	s := New(o)
	c := begin(t, s)
	c.ask("HELO client.example", "250")
	c.ask("MAIL FROM:<>", "250")
	c.ask("RCPT TO:<carol@example.com>", "250")
	c.ask("DATA", "354")
	c.send("hi\r\n.\r\n")
	if rest, _ := io.ReadAll(c.r); len(rest) > 0 {
		t.Errorf("it said %q", rest)
	}
	if r := <-told; r != ServerError {
		t.Errorf("told %v", r)
	}
	begin(t, s).ask("NOOP", "250")
}
