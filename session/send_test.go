package session

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/transcript"
)

// TestSendExact: octets go out as they stand, each Send in one write; nothing is
// added and nothing is waited for.
func TestSendExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		sent := []string{"EHLO a\n", "\r", "\x00\xff", "NOOP\r\nNOOP\r\n", strings.Repeat("x", 300_000), ".\r\n"}
		for _, octets := range sent {
			play(t, s, p, "C "+octets)
		}
		play(t, s, p, "C ")
		if got := strings.Join(p.segments, "|"); got != strings.Join(sent, "|") {
			t.Errorf("the peer got %d segments of %d octets", len(p.segments), len(got))
		}
	})
}

// TestSendStuck: a write that does not end has its time; then the session is over,
// since nobody knows what the server got.
func TestSendStuck(t *testing.T) {
	for _, c := range []struct{ chosen, want time.Duration }{{0, 3 * time.Minute}, {5 * time.Second, 5 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			s, _ := openDeaf(t, Options{Timeout: c.chosen})
			start := time.Now()
			err := s.Send(t.Context(), []byte("EHLO a\r\n"))
			var gone *transcript.GoneError
			if !errors.As(err, &gone) || !errors.Is(err, os.ErrDeadlineExceeded) || s.Err() == nil {
				t.Errorf("Send: %v, Err: %v", err, s.Err())
			}
			if took := time.Since(start); took != c.want+lastWords {
				t.Errorf("gave up after %v, want %v", took, c.want+lastWords)
			}
			if last := s.Tape().At(s.Tape().Len() - 1); last.Fact != transcript.Lost || !strings.Contains(last.Text, "0 of 8 octets") {
				t.Errorf("the last event is %v: %s", last.Fact, last.Text)
			}
		})
	}
}

// TestSendStopped: a context stops a write at once.
func TestSendStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := openDeaf(t, Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		start := time.Now()
		if err := s.Send(ctx, []byte("EHLO a\r\n")); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 2*time.Second {
			t.Errorf("Send: %v after %v", err, time.Since(start))
		}
		if !s.ended() {
			t.Error("half a write was left behind and the session goes on")
		}
	})
}

// TestSendQueue: who waits for another write can stop waiting without harm.
func TestSendQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := openDeaf(t, Options{})
		first := make(chan error)
		go func() { first <- s.Send(t.Context(), []byte("NOOP\r\n")) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Send(ctx, []byte("QUIT\r\n")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the second Send: %v", err)
		}
		go p.listen()
		if err := <-first; err != nil || s.ended() {
			t.Errorf("the first Send: %v", err)
		}
		if synctest.Wait(); p.heard() != "NOOP\r\n" {
			t.Errorf("the peer heard %q", p.heard())
		}
	})
}

// TestLastWords: what the server said before it hung up is recorded though writing
// failed.
func TestLastWords(t *testing.T) {
	said, failed := "421 go away\r\n", make(chan struct{})
	s := openOver(t, brokenConn{
		read: func(b []byte) (int, error) {
			<-failed
			n := copy(b, said)
			if said = ""; n == 0 {
				return 0, io.EOF
			}
			return n, nil
		},
		write: func([]byte) (int, error) {
			close(failed)
			return 0, io.ErrClosedPipe
		},
	})
	var gone *transcript.GoneError
	if err := s.Send(t.Context(), []byte("EHLO a\r\n")); !errors.As(err, &gone) {
		t.Errorf("Send: %v", err)
	}
	if got := string(serverOctets(s.Tape())); got != "421 go away\r\n" {
		t.Errorf("recorded %q", got)
	}
}

// TestCloseWrite: the server sees the end of input and can still answer.
func TestCloseWrite(t *testing.T) {
	s, conn := tcp(t)
	if err := s.Send(t.Context(), []byte("NOOP\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(conn); err != nil || string(got) != "NOOP\r\n" {
		t.Errorf("the server read %q, %v", got, err)
	}
	io.WriteString(conn, "220 a\r\n250 b\r\n")
	if err := s.Settled(t.Context()); err != nil {
		t.Errorf("Settled: %v", err)
	}
	if err := s.Send(t.Context(), []byte("NOOP\r\n")); err == nil || !strings.Contains(err.Error(), "sending") {
		t.Errorf("Send behind CloseWrite: %v", err)
	}
	conn.Close()
	<-s.Done()
	if err := s.CloseWrite(); err == nil {
		t.Error("CloseWrite behind the end is no error")
	}
}

// TestCloseWritePipe: what cannot be done is said, and changes nothing.
func TestCloseWritePipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		if err := s.CloseWrite(); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("CloseWrite: %v", err)
		}
		play(t, s, p, "C NOOP\r\n")
	})
}

// TestManySenders: sends from many goroutines do not mix, and the record has them
// in the order in which they left.
func TestManySenders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n")
		var senders sync.WaitGroup
		for i := range 20 {
			senders.Go(func() {
				octets := "NOOP " + strings.Repeat("x", i) + "\r\n"
				if err := s.Send(t.Context(), []byte(octets)); err != nil {
					t.Error(err)
				}
			})
			senders.Go(func() {
				s.Idle()
				s.Due()
				listing(s.Tape())
			})
		}
		senders.Wait()
		synctest.Wait()
		var said strings.Builder
		for i := range s.Tape().Len() {
			if e := s.Tape().At(i); e.Who == transcript.Client {
				said.Write(e.Octets)
			}
		}
		if said.String() != p.heard() {
			t.Errorf("recorded %q\nheard %q", said.String(), p.heard())
		}
	})
}
