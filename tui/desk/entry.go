package desk

import (
	"bytes"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// An origin says where a line came from.
type origin uint8

const (
	typed  origin = iota
	pasted        // at a terminal
	piped
	raw     // the octets of :raw, sent as they stand
	grouped // the lines of :group, each with its end
	chunk   // a BDAT and its octets, of :bdat
	dot     // the text line of :dot
	answer  // to a 334, by :b64; it is remembered nowhere
)

// An entry is a line on its way out.
type entry struct {
	line   []byte // without its end; see ready
	from   origin
	meant  smtp.Reading // what it would have been read as when it was given
	exact  bool         // its dot is doubled already, if it has to be
	ahead  bool         // it was given while a reply was awaited
	agreed agreements
}

// ready reports whether the line of e is all the octets that are to leave.
func (e entry) ready() bool { return e.from == raw || e.from == grouped || e.from == chunk }

// agreements is a set of questions that were answered with y.
type agreements uint8

func (a agreements) has(q About) bool        { return a&(1<<q) != 0 }
func (a agreements) with(q About) agreements { return a | 1<<q }

// A parcel is one write.
type parcel struct {
	octets []byte
	flags  transcript.Flags
}

// parcel returns what e is on the wire when it leaves in state s.
func (d *Desk) parcel(e entry, s smtp.State) parcel {
	if e.ready() {
		return parcel{octets: e.line}
	}
	p := parcel{octets: append(bytes.Clone(e.line), d.lineEnd(e)...)}
	if e.from == pasted || e.from == piped {
		p.flags |= transcript.Pasted
	}
	if s.Reading() == smtp.AsText && d.stuffs(e, s) {
		stuffed, _ := smtp.Stuff(nil, p.octets, s.LineStart())
		if len(stuffed) != len(p.octets) {
			p.flags |= transcript.Stuffed
		}
		p.octets = stuffed
	}
	return p
}

// stuffs reports whether a text line gets its dot doubled: by :dot always,
// otherwise if the person left it to ehlo and the line is not the end.
func (d *Desk) stuffs(e entry, s smtp.State) bool {
	if e.from == dot || e.agreed.has(dotIsText) {
		return true
	}
	return d.stuffing && !e.exact && !(isDot(e.line) && s.LineStart())
}

func (d *Desk) lineEnd(e entry) string {
	if d.ending == smtp.LF && e.from != piped {
		return "\n"
	}
	return "\r\n"
}

func isDot(line []byte) bool { return len(line) == 1 && line[0] == '.' }

// commands calls yield with each line of e and the state it would be said in,
// until yield returns false. All but :raw and :group is one line;
// of a chunk it is the BDAT.
func (e entry) commands(s smtp.State, yield func(line []byte, s smtp.State) bool) {
	if !e.ready() {
		yield(e.line, s)
		return
	}
	for rest := e.line; len(rest) > 0; {
		line, after, whole := bytes.Cut(rest, []byte("\r\n"))
		if !yield(line, s) || e.from == chunk { // behind its BDAT there is none
			return
		}
		if whole {
			s = s.Said(rest[:len(line)+2])
		}
		rest = after
	}
}
