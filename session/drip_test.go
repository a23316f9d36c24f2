package session

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/transcript"
)

// lines returns what the client is recorded to have said, event by event.
func lines(tape *transcript.Transcript) (said []string, writes [][]int) {
	for i := range tape.Len() {
		if e := tape.At(i); e.Who == transcript.Client {
			said, writes = append(said, string(e.Octets)), append(writes, e.Reads)
		}
	}
	return said, writes
}

// TestTrickle: the octets leave one by one with a pause between two, and are one event.
func TestTrickle(t *testing.T) {
	for _, c := range []struct {
		piece    int
		segments string
		writes   []int
		took     time.Duration
	}{
		{1, "N|O|O|P|\r|\n", []int{1, 2, 3, 4, 5}, 5 * time.Second},
		{4, "NOOP|\r\n", []int{4}, time.Second},
		{99, "NOOP\r\n", nil, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			s, p := open(t, Options{})
			play(t, s, p, "S 220 mx.example.net\r\n")
			start := time.Now()
			if err := s.Drip(t.Context(), []byte("NOOP\r\n"), 0, c.piece, time.Second); err != nil {
				t.Error(err)
			}
			if took := time.Since(start); took != c.took {
				t.Errorf("it took %v", took)
			}
			synctest.Wait()
			if got := strings.Join(p.segments, "|"); got != c.segments {
				t.Errorf("segments %q", got)
			}
			said, writes := lines(s.Tape())
			if len(said) != 1 || said[0] != "NOOP\r\n" || !slices.Equal(writes[0], c.writes) {
				t.Errorf("recorded %q %v", said, writes)
			}
		})
	}
}

// TestTrickleStopped: of a line that is stopped what has left is recorded, and the
// session goes on in it.
func TestTrickleStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 mx.example.net\r\n")
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		err := s.Drip(ctx, []byte("NOOP\r\n"), 0, 1, time.Second)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "3 of 6 octets") {
			t.Error(err)
		}
		if err := s.Send(t.Context(), []byte("P\r\n")); err != nil || s.ended() {
			t.Error(err)
		}
		if said, _ := lines(s.Tape()); !slices.Equal(said, []string{"NOO", "P\r\n"}) {
			t.Errorf("recorded %q", said)
		}
		if n := s.state().OwedCount(); n != 1 {
			t.Errorf("%d replies are owed", n)
		}
	})
}

// TestTrickleCutOff: when the server hangs up meanwhile, what has left is recorded.
func TestTrickleCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 mx.example.net\r\n")
		time.AfterFunc(2500*time.Millisecond, func() { p.conn.Close() })
		if err := s.Drip(t.Context(), []byte("NOOP\r\n"), 0, 1, time.Second); err == nil {
			t.Error("no error")
		}
		if said, _ := lines(s.Tape()); !slices.Equal(said, []string{"NOO"}) {
			t.Errorf("recorded %q", said)
		}
	})
}
