package session

import (
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// readSize is how many octets one read may bring.
const readSize = 16 << 10

// read is the one reader: from connect to close it records what comes.
func (s *Session) read() {
	w := new(wire)
	s.finish(w, s.readAll(w))
}

// readAll reads until the connection ends or must not be read any more, and
// returns why.
func (s *Session) readAll(w *wire) (cause error) {
	defer func() {
		if p := recover(); p != nil {
			cause = fmt.Errorf("ehlo's reader failed, which is a defect of ehlo: %v", p)
			s.local(transcript.Warning, string(debug.Stack()))
		}
	}()
	buf := make([]byte, readSize)
	for {
		n, err := s.inside().Read(buf)
		if n > 0 {
			if stop := s.heardOf(w, buf[:n]); stop != nil {
				return stop
			}
		}
		if err != nil {
			return err
		}
	}
}

// heardOf takes octets that were read and waits while reading must wait.
func (s *Session) heardOf(w *wire, octets []byte) error {
	w.write(octets)
	for {
		pace, err := s.take(w)
		if err != nil || pace == readOn {
			return err
		}
		select {
		case <-s.quit:
			return io.ErrClosedPipe
		case <-s.resume:
		case <-s.upgraded:
			*w = wire{} // nothing that came before TLS counts inside it
			return nil
		}
	}
}

// inside returns what is read: the connection, or TLS over it.
func (s *Session) inside() net.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stream
}

// Resume lets the reader go on after it paused, see [ErrPaused]. Otherwise it
// does nothing.
func (s *Session) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused {
		s.paused = false
		s.resume <- struct{}{} // its slot is free: only the reader sets paused, when it begins to wait
		s.changed()
	}
}

// finish records how the connection ended and lets everybody go.
func (s *Session) finish(w *wire, cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := s.takeRest(w)
	owed := s.owes()
	var fact transcript.Fact
	var text string
	fact, text, s.err = s.ending(w, cause, rest)
	if owed {
		s.unanswered = s.over()
	}
	s.local(fact, text)
	s.conn.Close()
	s.secrets.forget()
	close(s.done)
	s.changed()
}

// ending says what kind of end cause is. s.mu is held.
func (s *Session) ending(w *wire, cause error, rest []byte) (transcript.Fact, string, error) {
	switch {
	case alertOf(cause) != nil:
		failed := endedError(alertOf(cause), s.tls)
		return transcript.Lost, failed.Error(), failed
	case s.broken != nil:
		return transcript.Lost, s.broken.Error(), broke(s.broken, rest)
	case s.farewell != "":
		return transcript.Closed, s.farewell, nil
	case isProtocol(cause):
		return transcript.Closed, "ehlo closed the connection: " + cause.Error(), cause
	case !errors.Is(cause, io.EOF) && !s.cutInside(cause):
		return transcript.Lost, reason(cause), broke(cause, rest)
	case w.parted:
		return transcript.Closed, byServer, nil
	case s.halved && !s.owes():
		return transcript.Closed, transcript.ClosedInTurn, nil
	case s.state().Phase() == smtp.Leaving:
		return transcript.Closed, byServer, &transcript.GoneError{What: byServer + ", as its 421 had said; connect again later", Octets: rest}
	}
	return transcript.Closed, byServer, &transcript.GoneError{What: byServer + "; connect again to go on", Octets: rest}
}

// cutInside reports whether TCP ended without the word that TLS has for it. Many
// servers leave it out; no reply is taken for complete because of it.
func (s *Session) cutInside(cause error) bool {
	return s.security.Version != "" && errors.Is(cause, io.ErrUnexpectedEOF)
}

func broke(cause error, rest []byte) error {
	return &transcript.GoneError{What: "the connection broke; connect again to go on", Octets: rest, Cause: cause}
}

func isProtocol(err error) bool {
	var p *transcript.ProtocolError
	return errors.As(err, &p)
}

// takeRest records what there was of a reply when the connection ended.
func (s *Session) takeRest(w *wire) []byte {
	rest := w.rest()
	if len(rest) == 0 {
		return nil
	}
	flag := transcript.Cut
	if w.parted || s.paused || s.state().Phase() == smtp.Handshake {
		flag = transcript.Stray
	}
	s.server(rest, w.reads(len(rest)), flag)
	return rest
}
