package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// lastWords is how long what the server still says is read after a write failed:
// many servers say why before they hang up.
const lastWords = time.Second

// Send records octets as said by the client and writes them as they stand, in one
// write. It waits neither for the replies owed before nor for those to come. An
// error means that the session is over or that nothing may be said now; a write
// that fails, takes too long or is stopped by ctx ends the session, since nobody
// knows how much of it the server got.
func (s *Session) Send(ctx context.Context, octets []byte) error {
	return s.SendFlags(ctx, octets, 0)
}

// SendFlags is Send with flags for the events that record the octets.
func (s *Session) SendFlags(ctx context.Context, octets []byte, flags transcript.Flags) error {
	if len(octets) == 0 {
		return nil
	}
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.say(octets, flags, nil); err != nil {
		return err
	}
	return s.write(ctx, octets)
}

// say records octets, which it must before they are written: the reply may be
// there before the write returns. They may leave in several writes.
func (s *Session) say(octets []byte, flags transcript.Flags, writes []int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.silenced(octets); err != nil {
		return err
	}
	s.tape.SaidIn(octets, flags|s.flags(), 0, writes)
	s.sent = time.Now()
	s.heard = s.sent
	s.changed()
	return nil
}

// silenced returns why octets may not be said, nil if they may. s.mu is held.
func (s *Session) silenced(octets []byte) error {
	switch {
	case s.ended() || s.broken != nil || s.farewell != "":
		return s.over()
	case s.halved:
		return errHalved
	case s.paused:
		return ErrPaused
	case s.state().Phase() == smtp.Handshake:
		return errHandshake
	}
	return s.barred(octets)
}

var errHandshake = errors.New("nothing but TLS may follow the 220 to STARTTLS")

var errHalved = errors.New("this side is closed for sending; only reading is left")

// over is the error of a session that has ended or is about to. s.mu is held.
func (s *Session) over() error {
	switch {
	case s.err != nil:
		return s.err
	case s.broken != nil:
		return broke(s.broken, nil)
	}
	return &transcript.GoneError{What: "the connection is closed; connect again to go on"}
}

// write is one write under a deadline.
func (s *Session) write(ctx context.Context, octets []byte) error {
	limit := s.timeout
	if limit <= 0 {
		limit = smtp.BlockTimeout
	}
	stream := s.inside()
	stream.SetWriteDeadline(time.Now().Add(limit))
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		stream.SetWriteDeadline(time.Unix(1, 0))
		close(stopped)
	})
	n, err := stream.Write(octets)
	if !stop() {
		<-stopped
	}
	if err == nil {
		s.mu.Lock()
		s.sent = time.Now()
		s.heard = s.sent
		s.mu.Unlock()
		return nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if _, inside := stream.(*tlsStream); inside {
		n = unknown
	}
	return s.breakOff(ctx, &writeError{n, len(octets), err})
}

// A writeError says how much of a write left this machine.
type writeError struct {
	written, of int
	cause       error
}

// unknown is how much left of what was to leave inside TLS.
const unknown = -1

func (e *writeError) Error() string {
	if e.written == unknown {
		return fmt.Sprintf("nobody knows how much of %d octets went out: %s", e.of, reason(e.cause))
	}
	return fmt.Sprintf("%d of %d octets went out: %s", e.written, e.of, reason(e.cause))
}

func (e *writeError) Unwrap() error { return e.cause }

// breakOff ends the session after a write failed and returns why it ended.
func (s *Session) breakOff(ctx context.Context, cause error) error {
	s.mu.Lock()
	if s.broken == nil {
		s.broken = cause
	}
	s.mu.Unlock()
	timer := time.NewTimer(lastWords)
	defer timer.Stop()
	select {
	case <-s.done:
	case <-ctx.Done():
	case <-timer.C:
	}
	s.hangUp(byEhlo)
	<-s.done
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over()
}

// CloseWrite closes the sending side only, as "nc -N" does: the server sees the
// end of input and may still answer. The error is [errors.ErrUnsupported] if the
// connection cannot do that.
func (s *Session) CloseWrite() error {
	half, ok := s.inside().(interface{ CloseWrite() error })
	if !ok {
		return unsupported("this kind of connection cannot be closed for sending only")
	}
	s.mu.Lock()
	if s.ended() || s.farewell != "" {
		defer s.mu.Unlock()
		return s.over()
	}
	if !s.halved {
		s.halved = true
		s.local(transcript.Warning, "this side is closed for sending; the server may still answer")
	}
	s.mu.Unlock()
	return half.CloseWrite()
}
