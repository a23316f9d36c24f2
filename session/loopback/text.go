package loopback

import (
	"bytes"
	"encoding/binary"
	"sync"

	"ehlo/session/smtp"
)

// texts are buffers for message text on its way in. They stay warm, and what is
// stored is copied out of them in its exact size.
var texts = sync.Pool{New: func() any { return new([]byte) }}

// receive reads message text to CRLF.CRLF, which alone ends it (RFC 5321 section
// 4.1.1.4), stores it and answers. Text beyond the largest size is read and
// dropped.
func (d *dialogue) receive() error {
	buf := texts.Get().(*[]byte)
	defer texts.Put(buf)
	var (
		un     smtp.Unstuffer
		faults textScan
		body   = (*buf)[:0]
		size   int
	)
	for done := false; !done; {
		if len(d.in.pending()) == 0 {
			if faults.found[looseLF] && !d.told {
				d.told = true
				d.notice(LooseText, smtp.BareLF)
			}
			if err := d.fill(); err != nil {
				d.notice(TextLost, smtp.NoFault)
				return err
			}
		}
		var used int
		from := len(body)
		if need := from + len(d.in.pending()); need > cap(body) {
			body = append(make([]byte, 0, 2*need), body...)
		}
		wire := d.in.pending()
		body, used, done = un.Write(body, wire)
		size += len(body) - from
		if !d.persona.Unstuffs {
			body = append(body[:from], wire[:used]...)
		}
		d.in.use(used)
		d.early = max(0, d.early-used)
		faults.write(body[from:])
		if size > d.persona.Size {
			body = body[:0]
		}
		*buf = body
	}
	if !d.persona.Unstuffs {
		body = body[:max(0, len(body)-len(".\r\n"))]
	}
	verdicts := d.verdicts(body, size, faults.list(d.eightBit()))
	// The fold needs the end of the text only, whatever the text was.
	d.state = d.state.Said([]byte(".\r\n"))
	d.settle(verdicts...)
	return nil
}

var textWords = map[smtp.Kind]string{
	smtp.BareLF:      "LF without CR",
	smtp.BareCR:      "CR without LF",
	smtp.EightBit:    "octet above 127 without BODY=8BITMIME",
	smtp.LineTooLong: "a line is longer than 1000 octets",
}

func (d *dialogue) refusedFault(faults []smtp.Fault) smtp.Kind {
	for _, f := range faults {
		for _, k := range d.persona.Refuses {
			if f.Kind == k {
				return k
			}
		}
	}
	return smtp.NoFault
}

// What a textScan looks for.
const (
	looseLF = iota
	looseCR
	highOctet
	longLine
	nul
	textFaultCount
)

var textKinds = [textFaultCount]smtp.Kind{
	looseLF: smtp.BareLF, looseCR: smtp.BareCR, highOctet: smtp.EightBit, longLine: smtp.LineTooLong, nul: smtp.ControlOctet,
}

// A textScan finds the first fault of each kind in message text that comes in
// pieces. It reads whole blocks, since large texts go through it.
type textScan struct {
	found  [textFaultCount]bool
	spans  [textFaultCount]smtp.Span
	length int  // octets seen
	line   int  // where the line began
	cr     bool // the last octet seen was a CR
}

func (t *textScan) mark(i, from, to int) {
	if !t.found[i] {
		t.found[i], t.spans[i] = true, smtp.Span{From: from, To: to}
	}
}

func (t *textScan) write(b []byte) {
	if len(b) == 0 {
		return
	}
	if !t.found[highOctet] {
		if i := indexHigh(b); i >= 0 {
			t.mark(highOctet, t.length+i, t.length+i+1)
		}
	}
	if !t.found[nul] {
		if i := bytes.IndexByte(b, 0); i >= 0 {
			t.mark(nul, t.length+i, t.length+i+1)
		}
	}
	pairs := t.lines(b)
	if !t.found[looseCR] {
		t.crs(b, pairs)
	}
	t.cr = b[len(b)-1] == '\r'
	t.length += len(b)
}

// lines goes from LF to LF and returns how many of them follow a CR within b.
func (t *textScan) lines(b []byte) (pairs int) {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			if n := t.length + len(b) - t.line; n > smtp.TextLineLimit {
				t.mark(longLine, t.line, t.line+n)
			}
			return pairs
		}
		at += i
		end := t.length + at + 1
		switch {
		case at > 0 && b[at-1] == '\r':
			pairs++
		case at == 0 && t.cr:
		default:
			t.mark(looseLF, end-1, end)
			at++
			continue // the line goes on
		}
		if end-t.line > smtp.TextLineLimit {
			t.mark(longLine, t.line, end)
		}
		t.line = end
		at++
	}
}

// crs looks for a CR that no LF follows. As a rule there are as many CRs as pairs,
// and nothing has to be looked at.
func (t *textScan) crs(b []byte, pairs int) {
	if t.cr && b[0] != '\n' {
		t.mark(looseCR, t.length-1, t.length)
		return
	}
	last := len(b) - 1
	n := bytes.Count(b, []byte{'\r'})
	if b[last] == '\r' {
		n--
	}
	if n == pairs {
		return
	}
	for i, c := range b[:last] {
		if c == '\r' && b[i+1] != '\n' {
			t.mark(looseCR, t.length+i, t.length+i+1)
			return
		}
	}
}

// list returns the faults in the order of [textKinds]. Octets above 127 are none
// where BODY=8BITMIME was said (RFC 6152).
func (t *textScan) list(eightBit bool) []smtp.Fault {
	var faults []smtp.Fault
	for i, k := range textKinds {
		if t.found[i] && !(i == highOctet && eightBit) {
			faults = append(faults, smtp.Fault{Kind: k, Span: t.spans[i]})
		}
	}
	return faults
}

// indexHigh returns the index of the first octet above 127 in b, -1 if none.
func indexHigh(b []byte) int {
	i := 0
	for ; i+32 <= len(b); i += 32 {
		w := binary.LittleEndian.Uint64(b[i:]) | binary.LittleEndian.Uint64(b[i+8:]) |
			binary.LittleEndian.Uint64(b[i+16:]) | binary.LittleEndian.Uint64(b[i+24:])
		if w&0x8080808080808080 != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if b[i] >= 0x80 {
			return i
		}
	}
	return -1
}
