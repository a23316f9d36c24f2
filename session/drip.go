package session

import (
	"context"
	"fmt"
	"time"

	"ehlo/transcript"
)

// Drip says one line in pieces of so many octets, each a write of its own, with a
// pause between two of them. It is recorded as a line like any other, just before
// its last piece leaves; of a line that is stopped, what has left of it. ctx stops
// it between two pieces, which leaves the session as it is: what is said next goes
// on in the line. Otherwise it is like SendFlags.
func (s *Session) Drip(ctx context.Context, octets []byte, flags transcript.Flags, piece int, pause time.Duration) error {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var ends []int
	for at, n := 0, 0; at < len(octets); at += n {
		n = min(max(piece, 1), len(octets)-at)
		if err := s.dripped(ctx, octets, at, pause); err != nil {
			s.stopped(octets[:at], flags, ends)
			return err
		}
		if at+n == len(octets) {
			if err := s.say(octets, flags, ends); err != nil {
				return err
			}
		}
		if err := s.write(context.WithoutCancel(ctx), octets[at:at+n]); err != nil {
			return err
		}
		ends = append(ends, at+n)
	}
	return nil
}

// dripped waits until the piece that begins at an octet may leave.
func (s *Session) dripped(ctx context.Context, octets []byte, at int, pause time.Duration) error {
	if at == 0 {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.silenced(octets)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &stopError{at, len(octets), ctx.Err()}
	case <-s.done:
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.over()
	}
}

// stopped records what has left of a line.
func (s *Session) stopped(octets []byte, flags transcript.Flags, ends []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(octets) > 0 {
		s.tape.SaidIn(octets, flags|s.flags(), 0, ends)
		s.changed()
	}
}

// A stopError says how much of a line had left when it was stopped.
type stopError struct {
	written, of int
	cause       error
}

func (e *stopError) Error() string {
	return fmt.Sprintf("stopped: %d of %d octets went out", e.written, e.of)
}

func (e *stopError) Unwrap() error { return e.cause }
