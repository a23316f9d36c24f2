package session

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const (
	lostText   = "closed: the server closed the connection"
	closedText = "closed: ehlo closed the connection"
)

var _ transcript.Peer = (*Session)(nil)

// TestDialogue: what crosses the wire becomes exactly these events, in this order.
func TestDialogue(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string
		want  []string
	}{
		{"a greeting", []string{"S 220 mx ESMTP\r\n"}, []string{`S "220 mx ESMTP\r\n"`}},
		{"a code without text", []string{"S 220\r\n", "C NOOP\r\n", "S 250\r\n"},
			[]string{`S "220\r\n"`, `C "NOOP\r\n"`, `S "250\r\n"`}},
		{"several lines in several reads", []string{"S 220-a\r\n2", "S 20 b\r", "S \n"},
			[]string{`S "220-a\r\n220 b\r\n" [8 13]`}},
		{"two replies in one read", []string{"S 220 a\r\n", "C NOOP\r\nNOOP\r\n", "S 250 b\r\n250 c\r\n"},
			[]string{`S "220 a\r\n"`, `C "NOOP\r\n"`, `C "NOOP\r\n"`, `S "250 b\r\n"`, `S "250 c\r\n"`}},
		{"a read that ends within the second reply", []string{"S 220 a\r\n", "C NOOP\r\nNOOP\r\n", "S 250 b\r\n25", "S 0 c\r\n"},
			[]string{`S "220 a\r\n"`, `C "NOOP\r\n"`, `C "NOOP\r\n"`, `S "250 b\r\n"`, `S "250 c\r\n" [2]`}},
		{"octet by octet", []string{"s 220 a\r\n"}, []string{`S "220 a\r\n" [1 2 3 4 5 6]`}},
		{"differing codes are one reply", []string{"S 220-a\r\n221 b\r\n"}, []string{`S "220-a\r\n221 b\r\n"`}},
		{"a bare line feed", []string{"S 220 a\n"}, []string{`S "220 a\n"`}},
		{"no reply where one is owed", []string{"S SSH-2.0-x\r\n"}, []string{`S "SSH-2.0-x\r\n"`}},
		{"no reply where none is owed", []string{"S 220 a\r\n", "S psst\r\n", "C NOOP\r\n", "S 250 b\r\n"},
			[]string{`S "220 a\r\n"`, `S "psst\r\n" stray`, `C "NOOP\r\n"`, `S "250 b\r\n"`}},
		{"early talk", []string{"C EHLO a\r\n", "S 220 a\r\n", "S 250 b\r\n"},
			[]string{`C "EHLO a\r\n" early`, `S "220 a\r\n"`, `S "250 b\r\n"`}},
		{"half a command", []string{"S 220 a\r\n", "C EH", "C LO a\r\n", "S 250 b\r\n"},
			[]string{`S "220 a\r\n"`, `C "EH"`, `C "LO a\r\n"`, `S "250 b\r\n"`}},
		{"an unasked 421", []string{"S 220 a\r\n", "S 421 later\r\n", "end"},
			[]string{`S "220 a\r\n"`, `S "421 later\r\n"`, lostText}},
		{"the end of the connection within a reply", []string{"S 220 a\r\n", "C EHLO a\r\n", "S 250-b\r\n250 SI", "end"},
			[]string{`S "220 a\r\n"`, `C "EHLO a\r\n"`, `S "250-b\r\n250 SI" cut`, lostText}},
		{"octets behind 221", []string{"S 220 a\r\n", "C QUIT\r\n", "S 221 b\r\n250 x\r\n4", "S 21 y\r\n", "end"},
			[]string{`S "220 a\r\n"`, `C "QUIT\r\n"`, `S "221 b\r\n"`, `S "250 x\r\n4" stray`, `S "21 y\r\n" stray`, lostText}},
		{"replies behind 421", []string{"S 220 a\r\n", "C NOOP\r\nQUIT\r\n", "S 421 b\r\n221 c\r\nx", "end"},
			[]string{`S "220 a\r\n"`, `C "NOOP\r\n"`, `C "QUIT\r\n"`, `S "421 b\r\n"`, `S "221 c\r\n"`, `S "x" stray`, lostText}},
		{"STARTTLS refused", []string{"S 220 a\r\n", "C STARTTLS\r\n", "S 454 no\r\n", "C NOOP\r\n", "S 250 b\r\n"},
			[]string{`S "220 a\r\n"`, `C "STARTTLS\r\n"`, `S "454 no\r\n"`, `C "NOOP\r\n"`, `S "250 b\r\n"`}},
		{"a line beyond the bound that ends", []string{"S 220 a\r\n", "C NOOP\r\n", "S 250 " + strings.Repeat("x", 20000) + "\r\n", "C NOOP\r\n", "S 250 b\r\n"},
			[]string{`S "220 a\r\n"`, `C "NOOP\r\n"`, `S "250 ` + strings.Repeat("x", 16380) + `" cut`, `C "NOOP\r\n"`, `S "250 b\r\n"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, c.steps...)
				wantListing(t, s.Tape(), c.want...)
			})
		})
	}
}

// TestGroup: what is sent together leaves in one write and shares a number.
func TestGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n", "C NOOP\r\n")
		if len(p.segments) != 2 {
			t.Errorf("the peer got %d segments, want 2: %q", len(p.segments), p.segments)
		}
		var groups []uint32
		for i := range s.Tape().Len() {
			if e := s.Tape().At(i); e.Who == transcript.Client {
				groups = append(groups, e.Group)
			}
		}
		if len(groups) != 4 || groups[0] == 0 || groups[1] != groups[0] || groups[2] != groups[0] || groups[3] != 0 {
			t.Errorf("groups %v, want the same number three times and 0", groups)
		}
	})
}

// TestLateReply: a wait that was stopped leaves the reply owed, and it is paired
// with its own command when it comes.
func TestLateReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C VRFY slow\r\n")
		asked := s.Tape().Len() - 1
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := s.Settled(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Settled: %v", err)
		}
		play(t, s, p, "C NOOP\r\n", "S 252 slow\r\n", "S 250 fast\r\n")
		if err := s.Settled(t.Context()); err != nil {
			t.Fatalf("Settled: %v", err)
		}
		for i, want := range []string{"252 slow\r\n", "250 fast\r\n"} {
			answer := s.Tape().Answer(asked + i)
			if answer < 0 || string(s.Tape().At(answer).Octets) != want {
				t.Errorf("the answer to command %d is event %d, want %q", i, answer, want)
			}
		}
	})
}

// TestErr: an end in order is none; every other tells which kind it is.
func TestErr(t *testing.T) {
	for _, c := range []struct {
		name    string
		steps   []string
		gone    bool
		settled bool // whether Settled still sees an error
		says    string
	}{
		{"goodbye", []string{"S 220 a\r\n", "C QUIT\r\n", "S 221 b\r\n", "end"}, false, false, ""},
		{"hung up on the greeting", []string{"end"}, true, true, "closed"},
		{"hung up while idle", []string{"S 220 a\r\n", "end"}, true, false, "closed"},
		{"hung up while a reply is owed", []string{"S 220 a\r\n", "C NOOP\r\n", "end"}, true, true, "closed"},
		{"hung up within a reply", []string{"S 220 a\r\n", "C NOOP\r\n", "S 250-", "end"}, true, true, "closed"},
		{"hung up on QUIT", []string{"S 220 a\r\n", "C QUIT\r\n", "end"}, true, true, "closed"},
		{"421", []string{"S 220 a\r\n", "S 421 b\r\n", "end"}, true, false, "421"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, c.steps...)
				<-s.Done()
				var gone *transcript.GoneError
				if errors.As(s.Err(), &gone) != c.gone || c.gone && !strings.Contains(gone.Error(), c.says) {
					t.Errorf("Err: %v", s.Err())
				}
				if err := s.Settled(t.Context()); (err != nil) != c.settled {
					t.Errorf("Settled: %v", err)
				}
				if err := s.Send(t.Context(), []byte("NOOP\r\n")); !errors.As(err, &gone) {
					t.Errorf("Send behind the end: %v, want a GoneError", err)
				}
				if s.state().Phase() != smtp.Ended {
					t.Errorf("phase %v, want ended", s.state().Phase())
				}
			})
		})
	}
}

// TestCutAnywhere: wherever the connection ends, the session ends with it, every
// octet is recorded, and only a goodbye is an end in order.
func TestCutAnywhere(t *testing.T) {
	const said = "220 a\r\n250-b\r\n250 PIPELINING\r\n250 c\r\n221 bye\r\n"
	for n := range len(said) + 1 {
		synctest.Test(t, func(t *testing.T) {
			s, p := open(t, Options{})
			play(t, s, p, "C EHLO a\r\nNOOP\r\nQUIT\r\n")
			p.say(said[:n])
			p.conn.Close()
			<-s.Done()
			if got := string(serverOctets(s.Tape())); got != said[:n] {
				t.Errorf("cut at %d: recorded %q", n, got)
			}
			if whole := n == len(said); (s.Err() == nil) != whole || (s.Settled(t.Context()) == nil) != whole {
				t.Errorf("cut at %d: Err %v, Settled %v", n, s.Err(), s.Settled(t.Context()))
			}
		})
	}
}

// TestClose: any number of times, from anywhere, also while others wait.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C NOOP\r\n", "S 250-half")
		var waiting sync.WaitGroup
		for range 3 {
			waiting.Go(func() {
				var gone *transcript.GoneError
				if err := s.Settled(t.Context()); !errors.As(err, &gone) {
					t.Errorf("Settled: %v, want a GoneError", err)
				}
			})
			waiting.Go(func() { s.Close() })
		}
		waiting.Wait()
		if err := s.Close(); err != nil || s.Err() != nil {
			t.Errorf("Close: %v, Err: %v", err, s.Err())
		}
		wantListing(t, s.Tape(), `S "220 a\r\n"`, `C "NOOP\r\n"`, `S "250-half" cut`, closedText)
	})
}

// TestGoroutines: nothing is left running behind a closed session.
func TestGoroutines(t *testing.T) {
	base := runtime.NumGoroutine()
	for range 20 {
		s, conn := tcp(t)
		io.WriteString(conn, "220 a\r\n")
		if err := s.Settled(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Close()
		conn.Close()
	}
	for range 10_000 {
		if runtime.NumGoroutine() <= base {
			return
		}
		time.Sleep(time.Millisecond) // on a busy machine an end takes its time
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), base)
}

// TestReaderPanics: a defect in the reader ends the session, not the program.
func TestReaderPanics(t *testing.T) {
	conn := brokenConn{read: func([]byte) (int, error) { panic("a defect") }}
	s := openOver(t, conn)
	<-s.Done()
	var gone *transcript.GoneError
	if !errors.As(s.Err(), &gone) || !strings.Contains(gone.Cause.Error(), "a defect") {
		t.Errorf("Err: %v", s.Err())
	}
}

// TestUnprotected: the address decides.
func TestUnprotected(t *testing.T) {
	s, _ := tcp(t)
	if s.Unprotected() {
		t.Error("a loopback connection is called unprotected")
	}
	for address, want := range map[string]bool{"127.0.0.1:25": true, "[::1]:25": true, "192.0.2.1:25": false, "[2001:db8::1]:25": false} {
		a, err := net.ResolveTCPAddr("tcp", address)
		if err != nil || local(a) != want {
			t.Errorf("local(%s) = %t, %v; want %t", address, local(a), err, want)
		}
	}
	if local(nil) || !local(&net.UnixAddr{Net: "unix"}) {
		t.Error("an unknown address is local, or a Unix-domain socket is not")
	}
}

// TestIdle: the time since the last octet of either side.
func TestIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n")
		time.Sleep(4 * time.Minute)
		if s.Idle() != 4*time.Minute {
			t.Errorf("idle for %v, want 4m", s.Idle())
		}
		play(t, s, p, "C NOOP\r\n")
		if s.Idle() != 0 {
			t.Errorf("idle for %v behind a command", s.Idle())
		}
	})
}
