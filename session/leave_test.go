package session

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestLeave: QUIT is said where the server waits for a command and nowhere else;
// message text never gets its dot.
func TestLeave(t *testing.T) {
	greeted := []string{"S 220 a\r\n"}
	hello := append(greeted[:1:1], "C EHLO a\r\n", "S 250-b\r\n250 CHUNKING\r\n")
	mail := append(hello[:3:3], "C MAIL FROM:<>\r\n", "S 250 c\r\n")
	rcpt := append(mail[:5:5], "C RCPT TO:<a@b.example>\r\n", "S 250 d\r\n")
	data := append(rcpt[:7:7], "C DATA\r\n", "S 354 e\r\n")
	for _, c := range []struct {
		name  string
		steps []string
		quits bool
		says  string
	}{
		{"before the greeting", nil, false, byEhlo},
		{"greeted", greeted, true, byEhlo},
		{"refused", []string{"S 554 no\r\n"}, true, byEhlo},
		{"ready", hello, true, byEhlo},
		{"mail", mail, true, byEhlo},
		{"recipients", rcpt, true, byEhlo},
		{"a reply owed", append(rcpt[:7:7], "C NOOP\r\n"), false, byEhlo},
		{"half a command", append(rcpt[:7:7], "C NO"), false, byEhlo},
		{"DATA not answered", append(rcpt[:7:7], "C DATA\r\n"), false, byEhlo},
		{"text", append(data[:9:9], "C Subject: hi\r\n"), false, insideText},
		{"text, half a line", append(data[:9:9], "C ."), false, insideText},
		{"text complete, reply owed", append(data[:9:9], "C .\r\n"), false, byEhlo},
		{"text accepted", append(data[:9:9], "C .\r\n", "S 250 f\r\n"), true, byEhlo},
		{"a chunk", append(rcpt[:7:7], "C BDAT 10\r\nabc"), false, insideChunk},
		{"between chunks", append(rcpt[:7:7], "C BDAT 3\r\nabc", "S 250 g\r\n"), true, byEhlo},
		{"auth", append(hello[:3:3], "C AUTH LOGIN\r\n", "S 334 VXNlcjo=\r\n"), false, byEhlo},
		{"starttls", append(hello[:3:3], "C STARTTLS\r\n", "S 220 go\r\n"), false, byEhlo},
		{"after 421", append(hello[:3:3], "S 421 h\r\n"), false, byEhlo},
		{"after 221", append(hello[:3:3], "C QUIT\r\n", "S 221 i\r\n"), false, byEhlo},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, c.steps...)
				before, start := p.heard(), time.Now()
				if err := s.Leave(t.Context()); err != nil {
					t.Errorf("Leave: %v", err)
				}
				synctest.Wait()
				want, wait := "", time.Duration(0)
				if c.quits {
					want, wait = "QUIT\r\n", goodbye
				}
				if said := strings.TrimPrefix(p.heard(), before); said != want {
					t.Errorf("leaving said %q, want %q", said, want)
				}
				if took := time.Since(start); took != wait {
					t.Errorf("leaving took %v, want %v", took, wait)
				}
				if last := s.Tape().At(s.Tape().Len() - 1); last.Text != c.says {
					t.Errorf("the last event says %q, want %q", last.Text, c.says)
				}
				if s.Err() != nil {
					t.Errorf("Err: %v", s.Err())
				}
			})
		})
	}
}

// TestLeaveAnswered: the 221 ends the wait at once, and so does a server that
// hangs up instead.
func TestLeaveAnswered(t *testing.T) {
	for name, answer := range map[string][]string{
		"221":      {"S 221 bye\r\n"},
		"hangs up": {"end"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, "S 220 a\r\n")
				left, start := make(chan error), time.Now()
				go func() { left <- s.Leave(t.Context()) }()
				synctest.Wait()
				play(t, s, p, answer...)
				if err := <-left; err != nil || time.Since(start) != 0 {
					t.Errorf("Leave: %v after %v", err, time.Since(start))
				}
			})
		})
	}
}

// TestLeaveBlocked: a server that takes nothing in holds nobody up for more than a
// second, nor does a context that is done.
func TestLeaveBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := openDeaf(t, Options{})
		play(t, s, p, "S 220 a\r\n")
		start := time.Now()
		s.Leave(t.Context())
		if took := time.Since(start); took != goodbye {
			t.Errorf("leaving took %v, want %v", took, goodbye)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		start := time.Now()
		s.Leave(ctx)
		if time.Since(start) != 0 || !s.ended() {
			t.Errorf("leaving took %v", time.Since(start))
		}
	})
}
