package transcript

import (
	"bytes"
	"fmt"
	"time"

	"ehlo/session/smtp"
)

// The words of doubt.
const (
	doubtWrapped   = "the next line has no sign of who speaks; it is read as the rest of this one"
	doubtEnd       = "the last line of this reply is not shown; a blank stands for the hyphen behind its code"
	doubtNoCode    = "it is read as the server's, but has no reply code"
	doubtUnasked   = "nothing that is shown asked for this reply"
	doubtAgain     = "a greeting within the dialogue is read as a new connection"
	doubtText      = "the text, or its end, is not shown; this dot is added"
	doubtAnswer    = "the answer to the challenge is not shown"
	doubtClosed    = "it comes behind the end of the connection"
	doubtSpelled   = "the line end that is spelled out is read as the end of this line"
	doubtFinal     = "it is read as the line of one dot that ends the text"
	doubtDirection = "it may stand for something that is not shown"
	doubtLeftOut   = "lines behind this one are left out"
	doubtChunk     = "the chunk ends within this line"
)

// A scribe makes events of lines whose speaker is known, and finds out where they
// do not fit.
type scribe struct {
	importer
	book   *Book
	facts  []reported // from before the first line
	open   []byte     // the lines of a reply that has not ended
	rows   []int      // their numbers
	why    []string   // their doubts
	rest   []int      // the numbers of lines that belong to the one that is added next
	inside bool       // what tells of a connection joins a dialogue that goes on
	greets bool       // the first reply may be a greeting
	filled int        // octets that were made up
}

// A reported fact is one that nobody said, and the line that tells of it.
type reported struct {
	fact   Fact
	text   string
	number int
}

func (s *scribe) state() smtp.State {
	if s.tape == nil {
		return smtp.State{}
	}
	return s.tape.state
}

// note adds what nobody said.
func (s *scribe) note(number int, text []byte) {
	s.tell(reported{Note, string(bytes.TrimSpace(text)), number})
}

// tell adds a local event: now, or once it is known how the dialogue begins.
func (s *scribe) tell(t reported) {
	if s.tape == nil {
		s.facts = append(s.facts, t)
		return
	}
	s.row(t.number, Local, s.tape.Len(), "")
	s.fact(t.fact, t.text)
}

// happened adds a fact about the connection.
func (s *scribe) happened(number int, r role, text []byte) {
	st := s.state()
	open := s.tape != nil && st.Phase() != smtp.Ended
	switch {
	case r == connects:
		s.flush()
		if open {
			s.fact(Closed, "")
		}
		s.tell(reported{Connected, peerNamed(text), number})
	case r == secures && !st.TLS():
		s.flush()
		s.tell(reported{Secured, string(text), number})
	case r == drops && open:
		s.flush()
		s.tell(reported{Closed, "the client closed the connection", number})
	case r == closes && open:
		s.flush()
		s.tell(reported{Closed, ClosedByServer, number})
	}
}

// anotherOne stands for the server of a further connection of which the book tells
// nothing.
const anotherOne = "another connection"

// peerNamed returns the host that a program says it connected to.
func peerNamed(text []byte) string {
	_, rest, ok := bytes.Cut(text, []byte(" to "))
	if !ok {
		return anotherOne
	}
	name, _, _ := bytes.Cut(rest, []byte(" "))
	return string(bytes.TrimRight(name, "."))
}

// begin starts the transcript. It begins in the middle unless the first line is a
// greeting, or a connection is told of and its greeting is shown.
func (s *scribe) begin(greeting bool) {
	if s.tape != nil {
		return
	}
	connected := false
	for _, t := range s.facts {
		connected = connected || t.fact == Connected
	}
	connected = connected && (greeting || s.greets && !s.inside)
	s.tape = New(Start{Partial: !greeting && !connected})
	s.tape.start.Time = time.Time{} // a book does not say
	s.book.tape = s.tape
	if greeting && !connected {
		s.fact(Connected, "")
	}
	for _, t := range s.facts {
		if !connected && t.fact == Connected {
			if t.text == anotherOne {
				continue
			}
			t.fact, t.text = Note, "connected to "+t.text
		}
		s.tell(t)
	}
	s.facts = nil
}

// row remembers what a line was taken for.
func (s *scribe) row(number int, who Who, event int, why string) {
	s.book.Lines = append(s.book.Lines, BookLine{Number: number, Who: who, Event: event, Doubt: why})
	s.doubt(event, why)
}

func (s *scribe) doubt(event int, why string) {
	if why == "" {
		return
	}
	if s.book.doubts == nil {
		s.book.doubts = map[int][]string{}
	}
	for _, w := range s.book.doubts[event] {
		if w == why {
			return
		}
	}
	s.book.doubts[event] = append(s.book.doubts[event], why)
}

// server adds a line of a reply, with its number.
func (s *scribe) server(number int, line []byte, why string) {
	code, more, ok := codeOf(line)
	if !ok && why == "" {
		why = doubtNoCode
	}
	if len(s.open) == 0 {
		if again := s.meet(code); why == "" {
			why = again
		}
	}
	s.open = append(append(s.open, line...), '\r', '\n')
	s.rows, s.why = append(s.rows, number), append(s.why, why)
	for _, number := range s.rest {
		s.rows, s.why = append(s.rows, number), append(s.why, "")
	}
	s.rest = nil
	if !more {
		s.flush()
	}
}

// greets reports whether a code may be that of a greeting.
func greets(code int) bool { return code == 220 || code == 554 || code == 521 || code == 421 }

// meet makes the dialogue ready for a reply and returns what is doubtful about it.
func (s *scribe) meet(code int) string {
	s.begin(greets(code))
	st := s.state()
	switch {
	case st.Reading() == smtp.AsText && code != 421 && code != 0:
		s.endText()
	case st.Reading() == smtp.AsChunk && st.OwedCount() <= 1 && code != 421:
		s.fill(0)
	case st.OwedCount() > 0:
	case greets(code) && code != 421 && st.Phase() == smtp.Ended:
		s.fact(Connected, anotherOne)
	case code == 220 && st.Phase() != smtp.Opening && st.Phase() != smtp.Unconnected:
		s.fact(Closed, "")
		s.fact(Connected, anotherOne)
		if st.Phase() != smtp.Leaving {
			return doubtAgain
		}
	case st.Reading() == smtp.AsAnswer:
		return doubtAnswer
	case code == 421 || st.IsPartial() && s.tape.last == 0:
	default:
		return doubtUnasked
	}
	return ""
}

// flush adds the reply that is open, whether its last line came or not.
func (s *scribe) flush() {
	if len(s.open) == 0 {
		return
	}
	r := smtp.ParseReply(s.open)
	if r.Marks.Has(smtp.ReplyCut) {
		last := bytes.LastIndexByte(bytes.TrimSuffix(s.open, crlf), '\n') + 1
		if len(s.open) > last+3 && s.open[last+3] == '-' {
			s.open[last+3] = ' '
			s.why[len(s.why)-1] = doubtEnd
			r = smtp.ParseReply(s.open)
		}
	}
	e := Event{Who: Server, Octets: s.open, Mark: -1}
	switch {
	case r.Marks.Has(smtp.ReplyCut):
		e.Flags |= Cut
	case r.Malformed() && s.tape.state.OwedCount() == 0:
		e.Flags |= Stray
	}
	at := s.tape.Len()
	s.event(e)
	for i, number := range s.rows {
		s.row(number, Server, at, s.why[i])
	}
	s.open, s.rows, s.why = nil, s.rows[:0], s.why[:0]
}

// client adds a line of the client.
func (s *scribe) client(number int, line []byte, why string) {
	s.begin(false)
	s.flush()
	st := s.state()
	octets := append(bytes.Clone(line), '\r', '\n')
	switch st.Reading() {
	case smtp.AsChunk:
		if left := st.ChunkLeft(); left == int64(len(line)) {
			octets = octets[:left] // the count says that no line end was sent
		} else if left < int64(len(octets)) && why == "" {
			why = doubtChunk
		}
	case smtp.AsNothing:
		if st.Phase() == smtp.Ended {
			why = doubtClosed
		}
	}
	s.exactly(number, octets, why)
}

// exactly adds octets of the client as they stand.
func (s *scribe) exactly(number int, octets []byte, why string) {
	s.begin(false)
	s.flush()
	at := s.tape.Len()
	s.says(octets)
	for ; at < s.tape.Len(); at++ {
		if s.tape.At(at).Who != Client {
			continue
		}
		s.row(number, Client, at, why)
		for _, number := range s.rest {
			s.row(number, Client, at, "")
		}
		s.rest, why = nil, ""
	}
}

// endText ends a text whose end is not shown.
func (s *scribe) endText() {
	if !s.state().LineStart() {
		s.says(crlf)
	}
	at := s.tape.Len()
	s.says([]byte(".\r\n"))
	s.row(0, Client, at, doubtText)
}

// fillLimit bounds what is made up of a book, in octets.
const fillLimit = 256 << 10

// fill makes up the octets of a chunk that are not shown, so that what follows is
// understood.
func (s *scribe) fill(number int) {
	left := int(min(s.state().ChunkLeft(), maxGone))
	n := min(left, fillLimit-s.filled)
	s.filled += n
	at := s.tape.Len()
	for ; n > 0; n -= min(n, len(filler)) {
		s.says(filler[:min(n, len(filler))])
	}
	if gone := s.state().ChunkLeft(); gone > 0 {
		s.event(Event{Who: Client, Flags: Omitted, Gone: int(min(gone, maxGone))})
	}
	s.row(number, Client, at, fmt.Sprintf("%d octets are not shown; an x stands for each", left))
}
