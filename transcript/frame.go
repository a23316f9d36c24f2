package transcript

import (
	"encoding/binary"
	"hash/crc32"
	"time"
)

// A journal is a line that names the format and then frames. A frame is, all
// numbers little-endian,
//
//	4 octets  length of what follows the checksum
//	4 octets  its CRC-32C
//	1 octet   kind
//
// and behind it, for an event: time in nanoseconds since the start (varint), who,
// fact, flags (an octet each), group (varint), 1 + mark, gone, text with its
// length, count and steps of the read boundaries (varints), and the octets, to the
// end of the frame. The frame of a start has its time as RFC 3339 with offset, the
// target, both addresses, the program, each with its length (varint), and an octet
// that is 1 if it is partial. The frame of the end has nothing: it says that ehlo
// ended in order.
const (
	journalMagic = "ehlo journal 1\n"
	frameHead    = 8
	maxFrame     = maxOctets + maxText + 10*maxReads // octets
)

const (
	frameStart byte = 1 + iota
	frameEvent
	frameEnd
)

// checksum returns the CRC-32C of b. Its table is made when it is asked for first:
// most runs of the program keep no journal.
func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// beginFrame appends the head of a frame, to be filled in by endFrame.
func beginFrame(b []byte, kind byte) []byte {
	return append(b, 0, 0, 0, 0, 0, 0, 0, 0, kind)
}

// endFrame completes the frame that begins at from.
func endFrame(b []byte, from int) []byte {
	payload := b[from+frameHead:]
	binary.LittleEndian.PutUint32(b[from:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(b[from+4:], checksum(payload))
	return b
}

func appendStart(b []byte, s Start) []byte {
	from := len(b)
	b = beginFrame(b, frameStart)
	for _, field := range []string{s.Time.Format(time.RFC3339Nano), s.Target, s.Local, s.Remote, s.Program} {
		field = field[:min(len(field), maxText)]
		b = binary.AppendUvarint(b, uint64(len(field)))
		b = append(b, field...)
	}
	partial := byte(0)
	if s.Partial {
		partial = 1
	}
	return endFrame(append(b, partial), from)
}

func appendEvent(b []byte, e *Event) []byte {
	from := len(b)
	b = beginFrame(b, frameEvent)
	b = binary.AppendUvarint(b, uint64(e.At))
	b = append(b, byte(e.Who), byte(e.Fact), byte(e.Flags))
	b = binary.AppendUvarint(b, uint64(e.Group))
	b = appendMore(b, e)
	return endFrame(append(b, e.Octets...), from)
}

func appendEnd(b []byte) []byte {
	return endFrame(beginFrame(b, frameEnd), len(b))
}

// A fields reads the fields of a frame. After one that does not fit it is bad and
// gives nothing more.
type fields struct {
	b   []byte
	bad bool
}

func (f *fields) number(most uint64) uint64 {
	v, k := binary.Uvarint(f.b)
	if k <= 0 || v > most {
		f.bad, f.b = true, nil
		return 0
	}
	f.b = f.b[k:]
	return v
}

func (f *fields) octet() byte {
	if len(f.b) == 0 {
		f.bad = true
		return 0
	}
	c := f.b[0]
	f.b = f.b[1:]
	return c
}

func (f *fields) text() string {
	n := f.number(min(maxText, uint64(len(f.b))))
	if n > uint64(len(f.b)) {
		f.bad, f.b = true, nil
		return ""
	}
	s := string(f.b[:n])
	f.b = f.b[n:]
	return s
}

// start reads the frame of a start; false if it is none.
func (f *fields) start() (s Start, ok bool) {
	at, err := time.Parse(time.RFC3339Nano, f.text())
	s = Start{Time: at, Target: f.text(), Local: f.text(), Remote: f.text(), Program: f.text()}
	s.Partial = f.octet() == 1
	return s, err == nil && !f.bad && len(f.b) == 0
}

// event reads the frame of an event into e, whose octets are a view of it.
func (f *fields) event(e *Event) bool {
	*e = Event{At: time.Duration(f.number(uint64(maxAt)))}
	e.Who, e.Fact, e.Flags = Who(f.octet()), Fact(f.octet()), Flags(f.octet())
	e.Group = uint32(f.number(maxGroup))
	e.Mark = int(f.number(maxOctets+1)) - 1
	e.Gone = int(f.number(maxGone))
	e.Text = f.text()
	if n := f.number(min(maxReads, uint64(len(f.b)))); n > 0 {
		e.Reads = make([]int, 0, n)
		for last := 0; len(e.Reads) < int(n) && !f.bad; {
			last += int(f.number(maxOctets))
			e.Reads = append(e.Reads, last)
		}
	}
	e.Octets = f.b[:len(f.b):len(f.b)]
	return !f.bad && e.fault() == ""
}

// fault says what of an event from a file cannot be; "" if nothing.
func (e *Event) fault() string {
	switch {
	case e.Who > Server:
		return "nobody is known by the name of the speaker"
	case e.Fact > Login:
		return "the fact is unknown"
	case e.Who != Local && (e.Fact != NoFact || e.Text != ""):
		return "only a local event has a fact or a text"
	case len(e.Octets) > maxOctets:
		return "the octets of one event are more than 512 KiB"
	case len(e.Text) > maxText:
		return "the text of one event is longer than 64 KiB"
	case e.Mark > len(e.Octets):
		return "the mark lies beyond the octets"
	case e.Gone > 0 && (e.Mark < 0 || e.Who != Client):
		return "octets are gone where nothing was cut"
	case len(e.Reads) != len(boundaries(e.Reads, len(e.Octets))):
		return "the read boundaries do not rise, or lie beyond the octets"
	}
	return ""
}
