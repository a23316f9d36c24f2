package session

import (
	"context"
	"time"

	"ehlo/session/smtp"
)

// goodbye is how long leaving waits for the 221.
const goodbye = time.Second

// Who closed and why, for the last event of the connection.
const (
	byServer    = "the server closed the connection"
	byEhlo      = "ehlo closed the connection"
	insideText  = "ehlo closed the connection inside the message text; the message was not completed, nobody got it"
	insideChunk = "ehlo closed the connection inside a BDAT; the message was not completed, nobody got it"
)

// Close closes the connection without a word, waits until the reader is gone and
// forgets the secrets. It may be called any number of times.
func (s *Session) Close() error {
	s.hangUp(s.undone())
	<-s.done
	return nil
}

// Leave ends the session properly: if the server is waiting for a command it says
// QUIT and waits at most one second for the reply. Inside message text it closes
// without the dot, so that no half message is delivered (RFC 5321 section
// 4.1.1.10). It returns nil, since afterwards the connection is closed, whatever
// the server thought of it.
func (s *Session) Leave(ctx context.Context) error {
	why := s.undone()
	if s.stance() == smtp.AsCommand {
		s.quit221(ctx)
	}
	s.hangUp(why)
	<-s.done
	return nil
}

// undone says that ehlo closes the connection, and what is lost by that now.
func (s *Session) undone() string {
	switch s.stance() {
	case smtp.AsText:
		return insideText
	case smtp.AsChunk:
		return insideChunk
	}
	return byEhlo
}

// stance returns what the server would take the next octets for, AsNothing if it
// is not waiting for any or stands in the middle of a line.
func (s *Session) stance() smtp.Reading {
	st := s.state()
	switch reading := st.Reading(); {
	case reading == smtp.AsText || reading == smtp.AsChunk:
		return reading
	case st.OwedCount() > 0 || !st.LineStart() || st.Phase() == smtp.Leaving:
		return smtp.AsNothing
	default:
		return reading
	}
}

func (s *Session) quit221(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, goodbye)
	defer cancel()
	if s.Send(ctx, []byte("QUIT\r\n")) == nil {
		s.Settled(ctx)
	}
}

// hangUp closes the connection; the reader then notes why and ends.
func (s *Session) hangUp(why string) {
	s.mu.Lock()
	s.part(why)
	s.mu.Unlock()
	s.conn.Close()
}

// part notes that ehlo closes the connection, and why. s.mu is held.
func (s *Session) part(why string) {
	if s.farewell == "" {
		s.farewell = why
		close(s.quit)
	}
}
