package transcript

import (
	"encoding/binary"
	"sync/atomic"
	"time"

	"ehlo/session/smtp"
)

// What a transcript holds is laid out so that it never moves and can be read
// without a lock: cells of fixed size in rows, octets in blocks. The writer fills
// what no reader looks at yet and then publishes the new length.
const (
	rowSize    = 256     // events a row, and between two kept states
	firstBlock = 1 << 14 // octets of the first block; each next is four times as large
	blockSize  = 1 << 20 // up to this

	maxOctets = 1 << 19 // of one event
	maxText   = 1 << 16 // of a local event, in octets
	maxReads  = 100_000 // of one event
	maxGone   = 1 << 20 // octets missing in one event
	maxGroup  = 1<<32 - 1
	maxAt     = 365 * 24 * time.Hour
)

// A cell is what all events have, in 24 octets.
type cell struct {
	when  int64        // nanoseconds << 8 | flags
	place uint64       // block << 44 | offset << 20 | fact << 3 | who << 1 | whether there is more
	group uint32       //
	link  atomic.Int32 // 1 + index of the answer, or of the question; 0 if none
}

type row struct {
	before smtp.State // the state before the first cell
	cells  [rowSize]cell
}

type store struct {
	n      atomic.Int64 // events that may be read
	rows   atomic.Pointer[[]*row]
	blocks atomic.Pointer[[][]byte]

	free []byte // the rest of the last block, for the writer
	size int    // of the last block
}

func (s *store) init() {
	s.rows.Store(&[]*row{})
	s.blocks.Store(&[][]byte{})
}

func (s *store) cell(i int) *cell {
	return &(*s.rows.Load())[i/rowSize].cells[i%rowSize]
}

// add writes e behind the last event and returns its octets as they are kept. It
// does not publish it.
func (s *store) add(i int, e *Event, before *smtp.State) []byte {
	if i%rowSize == 0 {
		rows := append(*s.rows.Load(), &row{before: *before})
		s.rows.Store(&rows)
	}
	c := s.cell(i)
	more := e.Text != "" || e.Mark >= 0 || e.Gone != 0 || len(e.Reads) > 0
	need := 2*binary.MaxVarintLen32 + len(e.Octets)
	if more {
		need += 4*binary.MaxVarintLen32 + len(e.Text) + binary.MaxVarintLen32*len(e.Reads)
	}
	s.reserve(need)
	block := len(*s.blocks.Load()) - 1
	offset := s.size - len(s.free)
	octets := s.put(e, more)
	c.when = int64(e.At)<<8 | int64(e.Flags)
	c.place = uint64(block)<<44 | uint64(offset)<<20 | uint64(e.Fact)<<3 | uint64(e.Who)<<1
	if more {
		c.place |= 1
	}
	c.group = e.Group
	return octets
}

// reserve makes room for n octets in one block.
func (s *store) reserve(n int) {
	if len(s.free) >= n {
		return
	}
	s.size = max(min(max(s.size*4, firstBlock), blockSize), n)
	s.free = make([]byte, s.size)
	blocks := append(*s.blocks.Load(), s.free)
	s.blocks.Store(&blocks)
}

func (s *store) put(e *Event, more bool) []byte {
	b := binary.AppendUvarint(s.free[:0], uint64(len(e.Octets)))
	from := len(b)
	b = append(b, e.Octets...)
	to := len(b)
	if more {
		b = appendMore(b, e)
	}
	octets := b[from:to:to]
	s.free = s.free[len(b):]
	return octets
}

// appendMore writes what few events have. The journal uses the same form.
func appendMore(b []byte, e *Event) []byte {
	b = binary.AppendUvarint(b, uint64(e.Mark+1))
	b = binary.AppendUvarint(b, uint64(e.Gone))
	b = binary.AppendUvarint(b, uint64(len(e.Text)))
	b = append(b, e.Text...)
	b = binary.AppendUvarint(b, uint64(len(e.Reads)))
	last := 0
	for _, r := range e.Reads {
		b = binary.AppendUvarint(b, uint64(r-last))
		last = r
	}
	return b
}

// event reads event i, which must be published.
func (s *store) event(i int) Event {
	c := s.cell(i)
	b := (*s.blocks.Load())[c.place>>44][c.place>>20&(1<<24-1):]
	n, k := binary.Uvarint(b)
	end := k + int(n)
	e := Event{
		At: time.Duration(c.when >> 8), Who: Who(c.place >> 1 & 3), Fact: Fact(c.place >> 3 & 31),
		Flags: Flags(c.when), Group: c.group, Octets: b[k:end:end], Mark: -1,
	}
	if c.place&1 != 0 {
		readMore(b[end:], &e)
	}
	return e
}

// readMore reads what appendMore wrote; the octets are ours and need no checks.
func readMore(b []byte, e *Event) {
	next := func() int {
		v, k := binary.Uvarint(b)
		b = b[k:]
		return int(v)
	}
	e.Mark = next() - 1
	e.Gone = next()
	n := next()
	e.Text, b = string(b[:n]), b[n:]
	if n = next(); n > 0 {
		e.Reads = make([]int, n)
	}
	last := 0
	for i := range e.Reads {
		last += next()
		e.Reads[i] = last
	}
}
