package session

import (
	"context"
	"errors"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/smtp"
)

// TestTimeouts: each reply has the time that RFC 5321 section 4.5.3.2 names for
// what it answers, to the nanosecond, from the last octet sent.
func TestTimeouts(t *testing.T) {
	mail := []string{"S 220 a\r\n", "C EHLO a\r\n", "S 250 b\r\n", "C MAIL FROM:<>\r\n"}
	rcpt := append(mail[:4:4], "S 250 c\r\n", "C RCPT TO:<a@b.example>\r\n")
	data := append(rcpt[:6:6], "S 250 d\r\n", "C DATA\r\n")
	dot := append(data[:8:8], "S 354 e\r\n", "C text\r\n", "C .\r\n")
	for _, c := range []struct {
		name    string
		steps   []string
		wait    time.Duration
		section string
	}{
		{"greeting", nil, 5 * time.Minute, "4.5.3.2.1"},
		{"EHLO", mail[:2], 5 * time.Minute, ""},
		{"MAIL", mail, 5 * time.Minute, "4.5.3.2.2"},
		{"RCPT", rcpt, 5 * time.Minute, "4.5.3.2.3"},
		{"DATA", data, 2 * time.Minute, "4.5.3.2.4"},
		{"final dot", dot, 10 * time.Minute, "4.5.3.2.6"},
	} {
		for _, chosen := range []time.Duration{0, 7 * time.Second} {
			t.Run(c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, p := open(t, Options{Timeout: chosen})
					play(t, s, p, c.steps...)
					want := smtp.Deadline{Wait: c.wait, Section: c.section}
					if chosen > 0 {
						want = smtp.Deadline{Wait: chosen}
					}
					wantTimeout(t, s, want)
				})
			})
		}
	}
}

// wantTimeout waits for a reply in vain.
func wantTimeout(t *testing.T, s *Session, want smtp.Deadline) {
	t.Helper()
	start := time.Now()
	err := s.Settled(t.Context())
	var late *TimeoutError
	if !errors.As(err, &late) || !errors.Is(err, os.ErrDeadlineExceeded) || !late.Timeout() {
		t.Fatalf("Settled: %v, want a TimeoutError", err)
	}
	if took := time.Since(start); took != want.Wait || late.Wait != want.Wait || late.Section != want.Section {
		t.Errorf("gave up after %v with %v, section %q; want %v, section %q", took, late.Wait, late.Section, want.Wait, want.Section)
	}
	if _, _, owed := s.Due(); s.ended() || !owed {
		t.Error("the connection stands no more, or the reply is no longer owed")
	}
}

// TestDrip: octets that come one by one extend nothing; only the complete reply
// counts.
func TestDrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C DATA\r\n")
		quit := make(chan struct{})
		defer close(quit)
		go func() {
			for {
				select {
				case <-quit:
					return
				case <-time.After(100 * time.Millisecond):
					p.say("x")
				}
			}
		}()
		wantTimeout(t, s, smtp.Deadline{Wait: 2 * time.Minute, Section: "4.5.3.2.4"})
	})
}

// TestGroupTimeout: in a group each reply has its own time, from the reply before.
func TestGroupTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C MAIL FROM:<>\r\nDATA\r\n")
		go func() {
			time.Sleep(4 * time.Minute)
			p.say("250 b\r\n")
		}()
		start := time.Now()
		err := s.Settled(t.Context())
		var late *TimeoutError
		if !errors.As(err, &late) || late.Owed.Command.Verb != smtp.DATA || time.Since(start) != 6*time.Minute {
			t.Errorf("after %v: %v; want DATA to be given up after 6m", time.Since(start), err)
		}
	})
}

// TestLastMoment: what is complete at the last moment is in time, a moment later
// not.
func TestLastMoment(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		ok    bool
	}{{5*time.Minute - 1, true}, {5*time.Minute + 1, false}} {
		synctest.Test(t, func(t *testing.T) {
			s, p := open(t, Options{})
			go func() {
				time.Sleep(c.after)
				p.say("220 a\r\n")
			}()
			if err := s.Settled(t.Context()); (err == nil) != c.ok {
				t.Errorf("a greeting after %v: %v", c.after, err)
			}
			time.Sleep(time.Second)
		})
	}
}

// TestDue: the time that a countdown shows.
func TestDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		start := time.Now()
		if due, _, ok := s.Due(); !ok || !due.Equal(start.Add(5*time.Minute)) {
			t.Errorf("the greeting is due at %v, %t", due, ok)
		}
		time.Sleep(time.Minute)
		play(t, s, p, "S 220 a\r\n")
		if _, _, ok := s.Due(); ok {
			t.Error("a reply is due though none is owed")
		}
		time.Sleep(time.Hour)
		play(t, s, p, "C NOOP\r\n")
		if due, _, _ := s.Due(); time.Until(due) != 5*time.Minute {
			t.Errorf("due in %v, want 5m", time.Until(due))
		}
	})
}

// TestSettledStopped: a wait ends with its context.
func TestSettledStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := open(t, Options{})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Settled(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Settled: %v", err)
		}
		if s.ended() {
			t.Error("stopping a wait ended the session")
		}
	})
}
