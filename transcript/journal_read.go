package transcript

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// A FormatError says where a file is not what it says it is.
type FormatError struct {
	Line   int   // counted from 1; 0 for a file without lines
	Offset int64 // octets before the place
	What   string
}

// Error returns place and fault. It holds no octets of the file.
func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d, octet %d: %s", e.Line, e.Offset, e.What)
	}
	return fmt.Sprintf("octet %d: %s", e.Offset, e.What)
}

// A JournalEnd says how a journal ends.
type JournalEnd struct {
	Clean   bool // ehlo ended in order
	Dropped int  // octets at the end that are no whole frame, and were left out
}

// ReadJournal reads a journal. A last frame that was torn by a crash is left out,
// and everything behind a damaged one, since nothing there can be trusted; the
// [JournalEnd] tells. An error is a [FormatError]: the file is no journal, or a
// frame with the right checksum holds what ehlo never writes.
func ReadJournal(octets []byte) (*Transcript, JournalEnd, error) {
	if !strings.HasPrefix(string(octets[:min(len(octets), len(journalMagic))]), journalMagic) {
		return nil, JournalEnd{}, &FormatError{What: "this is no journal of ehlo"}
	}
	at := len(journalMagic)
	kind, body, next := nextFrame(octets, at)
	f := fields{b: body}
	start, ok := f.start()
	if kind != frameStart || !ok {
		return nil, JournalEnd{}, &FormatError{Offset: int64(at), What: "the journal does not say when it began; it was cut off too early to be read"}
	}
	t := New(start)
	for at = next; at < len(octets); at = next {
		if kind, body, next = nextFrame(octets, at); kind == 0 {
			return t, JournalEnd{Dropped: len(octets) - at}, nil
		}
		if kind == frameEnd && len(body) == 0 && next == len(octets) {
			return t, JournalEnd{Clean: true}, nil
		}
		var e Event
		f := fields{b: body}
		if kind != frameEvent || !f.event(&e) {
			return nil, JournalEnd{}, &FormatError{Offset: int64(at), What: "this frame is none that ehlo writes"}
		}
		t.restore(&e)
	}
	return t, JournalEnd{}, nil
}

// nextFrame returns kind and fields of the frame at at, and where the next one
// begins; kind 0 if there is no whole one.
func nextFrame(b []byte, at int) (kind byte, body []byte, next int) {
	if len(b)-at <= frameHead {
		return 0, nil, at
	}
	n := binary.LittleEndian.Uint32(b[at:])
	if n == 0 || n > maxFrame || int(n) > len(b)-at-frameHead {
		return 0, nil, at
	}
	next = at + frameHead + int(n)
	payload := b[at+frameHead : next]
	if checksum(payload) != binary.LittleEndian.Uint32(b[at+4:]) {
		return 0, nil, at
	}
	return payload[0], payload[1:], next
}
