package transcript

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"time"
)

// Bounds of a file of JSON lines, checked before memory is taken.
const (
	maxJSONLine   = 4 << 20 // octets
	maxJSONFile   = 1 << 30 // octets
	maxJSONEvents = 1 << 24
)

// ReadJSON reads what [WriteJSON] writes. It is strict: a key that is unknown,
// given twice or in other letters, a value of another kind, a line that is missing
// or too long, or a file that ends before its last line is a [FormatError] with
// line and offset; nothing is guessed. Whether an event holds a secret is looked
// for anew: a file that says one was cut is not believed.
func ReadJSON(r io.Reader) (*Transcript, error) {
	var p jsonReader
	buf := make([]byte, 0, 64<<10)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		buf = buf[:copy(buf, p.lines(buf))]
		switch {
		case p.err != nil:
			return nil, p.err
		case errors.Is(err, io.EOF):
			return p.finish(buf)
		case err != nil:
			return nil, err
		case len(buf) == cap(buf):
			buf = append(make([]byte, 0, 2*cap(buf)), buf...)
		}
	}
}

// readJSON is ReadJSON for a file that is in memory.
func readJSON(octets []byte) (*Transcript, error) {
	var p jsonReader
	rest := p.lines(octets)
	if p.err != nil {
		return nil, p.err
	}
	return p.finish(rest)
}

// A jsonReader reads one line after the other into a transcript. After the first
// error it does nothing more.
type jsonReader struct {
	t      *Transcript
	events int // so far
	ended  bool
	line   int   // the number of the line, from 1
	base   int64 // octets before it
	err    error

	b      []byte // the line, without its end
	pos    int
	inList bool
	octets []byte // of the event, used again for the next

	unproved bool   // an event was unverified
	claimed  bool   // the last line says so
	beside   []byte // the objects that take the text of the event apart, as they would be written
}

// lines reads the whole lines of b and returns what is left.
func (p *jsonReader) lines(b []byte) []byte {
	for p.err == nil {
		n := bytes.IndexByte(b, '\n')
		if n < 0 {
			p.pos = 0
			if len(b) > maxJSONLine {
				p.fail("the line is longer than 4 MiB")
			}
			return b
		}
		p.line++
		p.b, p.pos = b[:n], 0
		p.readLine()
		p.base += int64(n) + 1
		b = b[n+1:]
	}
	return b
}

func (p *jsonReader) finish(rest []byte) (*Transcript, error) {
	p.line++
	p.pos = len(rest)
	if !p.ended || len(rest) > 0 {
		p.fail("the file ends too early: its last line, {\"end\":…}, is missing")
		return nil, p.err
	}
	return p.t, nil
}

func (p *jsonReader) readLine() {
	switch {
	case len(p.b) > maxJSONLine:
		p.fail("the line is longer than 4 MiB")
	case p.base > maxJSONFile:
		p.fail("the file is larger than 1 GiB")
	case p.ended:
		p.fail("something follows the last line, {\"end\":…}")
	case p.t == nil:
		p.readStart()
	case p.events == maxJSONEvents:
		p.fail("there are more than 16,777,216 events")
	default:
		p.readEvent()
	}
}

// fail notes the first error, at the place where the reader stands.
func (p *jsonReader) fail(what string) {
	if p.err == nil {
		p.err = &FormatError{Line: max(1, p.line), Offset: p.base + int64(p.pos), What: what}
	}
}

// keysOnce tells whether each of up to 32 keys was seen before.
type keysOnce uint32

func (k *keysOnce) first(p *jsonReader, key int) {
	if *k&(1<<key) != 0 {
		p.fail("this key is here twice")
	}
	*k |= 1 << key
}

func (p *jsonReader) readStart() {
	var s Start
	var seen keysOnce
	for p.object() {
		key := p.key()
		i := indexOf(startKeys[:], key)
		if i < 0 {
			p.fail("this key is unknown in the first line")
			return
		}
		seen.first(p, i)
		switch startKeys[i] {
		case "format":
			if string(p.word()) != jsonFormat {
				p.fail("this is no transcript of ehlo")
			}
		case "version":
			if p.number(1<<31) != jsonVersion {
				p.fail("this version of the format is not known here")
			}
		case "time":
			at, err := time.Parse(time.RFC3339Nano, string(p.word()))
			if err != nil {
				p.fail("the time is not as RFC 3339 has it")
			}
			s.Time = at
		case "target":
			s.Target = p.short()
		case "local":
			s.Local = p.short()
		case "remote":
			s.Remote = p.short()
		case "program":
			s.Program = p.short()
		case "persona":
			s.Persona = p.short()
		case "partial":
			s.Partial = p.yes()
		}
	}
	if p.lineEnd(); p.err == nil && seen&7 != 7 {
		p.fail("the first line needs format, version and time")
	}
	if p.err == nil {
		p.t = New(s)
	}
}

var startKeys = [...]string{"format", "version", "time", "target", "local", "remote", "program", "partial", "persona"}

// indexOf returns which of names b is, -1 if none.
func indexOf(names []string, b []byte) int {
	for i, n := range names {
		if string(b) == n {
			return i
		}
	}
	return -1
}

// eventKeys are the keys of an event. Those that say the same in two forms share
// a number, so that only one of them can be there.
var eventKeys = [...]struct {
	name   string
	number int
}{
	{"i", 0}, {"ms", 1}, {"who", 2}, {"octets", 3}, {"flags", 4}, {"group", 5}, {"fact", 6}, {"text", 7},
	{"b64", 3}, {"text64", 7}, {"mark", 8}, {"gone", 9}, {"reads", 10}, {"tls", 12}, {"login", 12}, {"end", 11}, {"unverified", 13},
}

func (p *jsonReader) readEvent() {
	e := Event{Mark: -1}
	p.beside = p.beside[:0]
	seen := p.readFields(&e)
	switch what := e.fault(); {
	case p.err != nil:
	case seen&^(1<<13) == 1<<11:
		p.ended = true
		if p.claimed && !p.unproved {
			p.fail("no event is unverified, and the last line says that one is")
		}
	case seen&7 != 7 || seen&(1<<11|1<<13) != 0:
		p.fail("an event needs i, ms and who")
	case what != "":
		p.fail(what)
	case len(p.beside) > 0 && string(p.beside) != string(appendDetail(nil, &e)):
		p.fail("tls, or login, does not say what the text says")
	default:
		p.unproved = p.unproved || e.Unverified()
		p.t.restore(&e)
		p.events++
	}
}

// readFields reads a line into e and returns which keys it has. The octets of e are
// valid until the next line is read.
func (p *jsonReader) readFields(e *Event) (seen keysOnce) {
	for next := 0; p.object(); next++ {
		if next = eventKey(p.key(), next); next < 0 {
			p.fail("this key is unknown in an event")
			return seen
		}
		seen.first(p, eventKeys[next].number)
		p.readField(eventKeys[next].name, e)
	}
	p.lineEnd()
	return seen
}

// eventKey returns which key of an event this is, -1 if none. Keys mostly come in
// the order in which they are written, so it looks at next first.
func eventKey(key []byte, next int) int {
	for k := next; k < len(eventKeys); k++ {
		if string(key) == eventKeys[k].name {
			return k
		}
	}
	for k := range min(next, len(eventKeys)) {
		if string(key) == eventKeys[k].name {
			return k
		}
	}
	return -1
}

func (p *jsonReader) readField(name string, e *Event) {
	switch name {
	case "i", "end":
		if int(p.number(maxJSONEvents)) != p.events {
			p.fail("events are missing here, or out of order")
		}
	case "ms":
		e.At = p.milliseconds()
	case "who":
		e.Who = Who(p.oneOf(whoNames[:]))
	case "octets":
		p.octets = p.string(p.octets[:0])
		e.Octets = p.octets
	case "b64":
		p.octets = p.base64(p.octets[:0])
		e.Octets = p.octets
	case "flags":
		e.Flags = p.flags()
	case "group":
		e.Group = uint32(p.number(maxGroup))
	case "fact":
		e.Fact = Fact(p.oneOf(factNames[:]))
	case "text":
		e.Text = string(p.string(nil))
	case "text64":
		e.Text = string(p.base64(nil))
	case "mark":
		e.Mark = int(p.number(maxOctets))
	case "gone":
		e.Gone = int(p.number(maxGone))
	case "reads":
		e.Reads = p.reads()
	case "tls":
		p.detail(tlsDetail)
	case "login":
		p.detail(loginDetail)
	case "unverified":
		p.claimed = p.yes()
	}
}

func (p *jsonReader) flags() (flags Flags) {
	for p.list() {
		bit := Flags(1) << p.oneOf(flagNames[:])
		if flags&bit != 0 {
			p.fail("this flag is here twice")
		}
		flags |= bit
	}
	return flags
}

func (p *jsonReader) reads() (reads []int) {
	for p.list() {
		if len(reads) == maxReads {
			p.fail("there are more than 100,000 read boundaries")
		}
		reads = append(reads, int(p.number(maxOctets)))
	}
	return reads
}

// detail reads an object that takes the text apart. It is only compared with that: the
// text is what counts.
func (p *jsonReader) detail(d detail) {
	facets := d.facets()
	var seen keysOnce
	for open := false; p.inner(&open); {
		key := p.key()
		i := slices.IndexFunc(facets, func(f facet) bool { return f.key == string(key) })
		if i < 0 {
			p.fail("this key is unknown in " + detailKeys[d])
			return
		}
		seen.first(p, i)
		switch f := &facets[i]; f.kind {
		case textFacet:
			f.text = p.short()
		case yesFacet:
			f.yes = p.bool()
		case listFacet:
			for p.list() {
				f.list = append(f.list, p.short())
			}
		}
	}
	p.beside = appendFacets(appendJSONKey(p.beside, detailKeys[d]), facets)
}

func (p *jsonReader) base64(dst []byte) []byte {
	digits := p.word()
	dst, err := base64.StdEncoding.Strict().AppendDecode(dst, digits)
	if err != nil {
		p.fail("this is not base64")
	}
	return dst
}
