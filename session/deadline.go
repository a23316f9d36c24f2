package session

import (
	"context"
	"fmt"
	"os"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// ErrPaused says that the reader has stopped because the server talks unasked. It
// is a [*transcript.ProtocolError]: who cannot let the reader go on must give up.
var ErrPaused error = &transcript.ProtocolError{What: "reading is paused after 100 replies that nobody asked for; :read goes on"}

// A TimeoutError says that a reply did not become complete in time. The reply is
// still owed and the connection stands. It is [os.ErrDeadlineExceeded].
type TimeoutError struct {
	Wait    time.Duration
	Section string    // of RFC 5321 that names the time; "" if ehlo or the person chose it
	Owed    smtp.Owed // what the reply is for
}

// Error says how long was waited for what.
func (e *TimeoutError) Error() string {
	return fmt.Sprintf("no complete reply to %s within %v; wait longer with --timeout, or leave", matter(e.Owed), e.Wait)
}

// Is reports whether target is os.ErrDeadlineExceeded.
func (e *TimeoutError) Is(target error) bool { return target == os.ErrDeadlineExceeded }

// Timeout returns true, as a net.Error does.
func (e *TimeoutError) Timeout() bool { return true }

func matter(o smtp.Owed) string {
	switch o.Matter {
	case smtp.ForGreeting:
		return "the connection (the greeting)"
	case smtp.ForAnswer:
		return "the answer in AUTH"
	case smtp.ForText:
		return "the message text"
	}
	if o.Command.Verb.Standing() == smtp.Foreign {
		return "the command"
	}
	return string(o.Command.Verb)
}

// Due returns the time by which the next reply must be complete and how long that
// is from the last octet sent; false if the server owes no reply. Octets that
// drip in do not move it. In a group each reply has its own time from the reply
// before it.
func (s *Session) Due() (time.Time, smtp.Deadline, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.due()
}

func (s *Session) due() (time.Time, smtp.Deadline, bool) {
	d, ok := s.state().Deadline()
	switch {
	case !s.owes():
		return time.Time{}, d, false
	case !ok:
		d = smtp.Deadline{Wait: smtp.ChosenWait}
	}
	if s.timeout > 0 {
		d = smtp.Deadline{Wait: s.timeout}
	}
	from := s.sent
	if s.answered.After(from) {
		from = s.answered
	}
	return from.Add(d.Wait), d, true
}

// owes reports whether the server owes a reply, or the end of one. s.mu is held.
func (s *Session) owes() bool { return s.cutting || s.state().OwedCount() > 0 }

// Settled waits until the server owes no reply. It returns an error when the
// connection ends with a reply owed ([*transcript.GoneError],
// [*transcript.ProtocolError]), when a reply is not complete in time
// ([*TimeoutError]), when reading is paused ([ErrPaused]), or when ctx is done.
// Whatever stops the wait, the reply stays owed.
func (s *Session) Settled(ctx context.Context) error {
	for {
		over, news, err := s.look()
		if over || err != nil {
			return err
		}
		if err := s.wait(ctx, news); err != nil {
			return err
		}
	}
}

// look reports whether waiting is over, and if not, what to wait for.
func (s *Session) look() (over bool, news <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended():
		return true, nil, s.unanswered
	case !s.owes():
		return true, nil, nil
	case s.paused:
		return true, nil, ErrPaused
	}
	return false, s.next(), nil
}

// wait returns nil when there is news, and an error when the time is up first.
func (s *Session) wait(ctx context.Context, news <-chan struct{}) error {
	due, d, ok := s.Due()
	if !ok {
		return nil
	}
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	select {
	case <-news:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	}
	select {
	case <-news:
		return nil // what came at the last moment came in time
	default:
	}
	owed, _ := s.state().Owed()
	return &TimeoutError{Wait: d.Wait, Section: d.Section, Owed: owed}
}
