package session

import (
	"fmt"
	"slices"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Bounds of what one server can make ehlo hold or record.
const (
	UnaskedLimit = 100      // replies that nothing asked for, until reading pauses
	StrayLimit   = 64 << 10 // octets behind a 221, until ehlo closes
	readsLimit   = 4096     // read boundaries noted within one reply
)

// A wire is what the reader knows of the octets between the last event and now.
type wire struct {
	scanner smtp.ReplyScanner
	length  int    // octets that no reply has taken
	ends    []int  // where reads ended among them
	cut     int    // octets of the last reply that met a bound
	skipped int    // octets that had been thrown away before it
	unasked int    // replies that nothing asked for, since the reader last paused
	parted  bool   // a 221 came: nothing behind it is a reply
	behind  []byte // what was read behind it and is not recorded yet
	stray   int    // how many octets came behind it
}

// write takes what one read brought.
func (w *wire) write(octets []byte) {
	if w.parted {
		w.behind = octets
		return
	}
	if w.length > 0 && len(w.ends) < readsLimit {
		w.ends = append(w.ends, w.length)
	}
	w.length += len(octets)
	w.scanner.Write(octets)
}

// next returns the next complete reply and where within it reads ended.
func (w *wire) next() (r smtp.Reply, reads []int, ok bool) {
	skipped := w.scanner.Skipped()
	r, ok = w.scanner.Next()
	if !ok {
		return r, nil, false
	}
	reads = w.reads(len(r.Octets))
	w.length, w.ends = len(w.scanner.Pending()), nil
	if r.Marks.Has(smtp.ReplyTooLong) {
		w.cut, w.skipped = len(r.Octets), skipped
	}
	return r, reads, true
}

// reads returns the boundaries that lie within the first n octets.
func (w *wire) reads(n int) []int {
	i, _ := slices.BinarySearch(w.ends, n)
	return w.ends[:i:i]
}

// rest returns the octets that no reply took, and forgets them.
func (w *wire) rest() []byte {
	rest := slices.Concat(w.scanner.Pending(), w.behind)
	w.scanner, w.behind, w.length = smtp.ReplyScanner{}, nil, 0
	return rest
}

// A pace says how the reader goes on.
type pace bool

const (
	readOn pace = true
	halt   pace = false // until Resume or the end
)

// take records what is complete. The error is why nothing more may be read.
func (s *Session) take(w *wire) (pace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed()
	s.heard = time.Now()
	for !w.parted {
		r, reads, ok := w.next()
		s.cutting = w.scanner.Skipping()
		if !ok {
			return readOn, w.endless()
		}
		s.reply(w, r, reads)
		switch {
		case s.state().Phase() == smtp.Handshake:
			s.injected = w.length
			return halt, s.takeStray(w)
		case w.unasked >= UnaskedLimit:
			w.unasked, s.paused = 0, true
			s.local(transcript.Warning, ErrPaused.Error())
			return halt, nil
		}
	}
	return readOn, s.takeStray(w)
}

// reply records one reply. Only its place in the dialogue tells whether octets
// without a code are a broken reply or none.
func (s *Session) reply(w *wire, r smtp.Reply, reads []int) {
	before := s.state()
	var flags transcript.Flags
	if before.Answered(r).Unasked() > before.Unasked() {
		w.unasked++
		if r.Malformed() {
			flags |= transcript.Stray
		}
	} else {
		s.answered = time.Now()
	}
	if r.Marks.Has(smtp.ReplyTooLong) {
		flags |= transcript.Cut
	}
	s.server(r.Octets, reads, flags)
	s.compare(before, r)
	// Behind a 421 what was asked before may still be answered; behind a 221 nothing.
	leaving := s.state().Phase() == smtp.Leaving && r.Class() == 2
	w.parted = leaving && (r.Code == 221 || before.Phase() != smtp.Leaving)
}

// endless returns an error when a reply that met a bound still goes on.
func (w *wire) endless() error {
	length := w.cut + w.scanner.Skipped() - w.skipped
	if !w.scanner.Skipping() || length <= smtp.ReplyCutLimit {
		return nil
	}
	return &transcript.ProtocolError{What: fmt.Sprintf("the server sends a reply without end; ehlo stopped after %d octets of it", length)}
}

// takeStray records octets that stand where no reply may stand. They are never
// parsed.
func (s *Session) takeStray(w *wire) error {
	rest := w.rest()
	if len(rest) > 0 {
		s.server(rest, nil, transcript.Stray)
	}
	if w.stray += len(rest); w.stray > StrayLimit {
		return &transcript.ProtocolError{What: fmt.Sprintf("the server said goodbye and %d octets more; ehlo stopped reading", w.stray)}
	}
	return nil
}

// server records octets of the server. s.mu is held.
func (s *Session) server(octets []byte, reads []int, flags transcript.Flags) {
	s.tape.Record(transcript.Entry{Who: transcript.Server, Octets: octets, Reads: reads, Flags: flags | s.flags(), At: transcript.Now})
}

// local records a fact. s.mu is held.
func (s *Session) local(fact transcript.Fact, text string) {
	s.tape.Record(transcript.Entry{Who: transcript.Local, Fact: fact, Text: text, At: transcript.Now})
}
