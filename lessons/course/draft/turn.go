package draft

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Bounds of what is taken over, so that a lesson stays one, and each step a block of YAML.
const (
	lineLimit   = 400 // octets of one line as a script writes it
	textLimit   = 12  // lines of one message
	octetsLimit = 800 // of the lines of one message
	turnLimit   = 200 // of one session
)

// An end is how a connection ended behind a turn.
type end uint8

const (
	open end = iota
	byServer
	byClient
)

// A turn is one thing that the client says, and the replies to it: a command, a whole
// message text with its end, or BDAT with its chunk.
type turn struct {
	fresh   bool   // the first on its connection
	verb    string // as goals name it: "." of message text, "" of a word that is no verb
	lines   [][]byte
	command smtp.Command // of a command
	codes   []int        // of the replies
	relay   bool         // refused because it is for another domain, as far as the reply tells
	left    int          // lines of text that were left out
	ended   end
	inside  bool // ended within message text
}

// code is that of the last reply; 0 if there was none.
func (t *turn) code() int {
	if len(t.codes) == 0 {
		return 0
	}
	return t.codes[len(t.codes)-1]
}

func (t *turn) refused() bool { return t.code() >= 400 }

func (t *turn) accepted() bool { return t.code() >= 200 && t.code() < 300 }

// A score is the turns of a session, and what of it was left out.
type score struct {
	turns  []turn
	logins int
	long   int  // commands, and chunks, beyond the bounds
	more   bool // there are more than turnLimit
	secure bool
	chunks bool
	local  bool // LMTP
}

// read returns the turns of a tape.
func read(tape *transcript.Transcript) *score {
	s := &score{}
	fresh := true
	text := -1 // the turn whose text goes on
	asked := map[int]int{}
	state := tape.State(0)
	for i := range tape.Len() {
		e, before := tape.At(i), state
		state = e.After(state)
		if len(s.turns) > turnLimit {
			break
		}
		switch e.Who {
		case transcript.Client:
			at := s.said(e, before, &text, isTurnedAway(tape, i))
			if at < 0 { // with it may have gone what it belonged to
				maps.DeleteFunc(asked, func(_, at int) bool { return at >= len(s.turns) })
				continue
			}
			asked[i] = at
			if fresh {
				s.turns[at].fresh, fresh = true, false
			}
		case transcript.Server:
			if at, ok := asked[tape.Question(i)]; ok && e.Flags&transcript.Stray == 0 {
				r := e.Reply()
				s.turns[at].codes = append(s.turns[at].codes, r.Code)
				s.turns[at].relay = r.Enhanced.Subject == 7 || strings.Contains(strings.ToLower(r.Text()), "relay")
			}
		default:
			fresh = s.happened(e, before, &text) || fresh
		}
	}
	if text >= 0 {
		s.turns = slices.Delete(s.turns, text, text+1) // nobody got it
	}
	s.bound()
	return s
}

func (s *score) bound() {
	if len(s.turns) > turnLimit {
		s.more = true
		s.turns = s.turns[:turnLimit]
	}
}

// happened takes in a fact; true if what follows is on another connection.
func (s *score) happened(e transcript.Event, before smtp.State, text *int) bool {
	switch e.Fact {
	case transcript.Connected:
		return true
	case transcript.Secured:
		s.secure = true
	case transcript.Closed, transcript.Lost:
		*text = -1
		if len(s.turns) == 0 {
			return true
		}
		last := &s.turns[len(s.turns)-1]
		last.ended, last.inside = byClient, before.Reading() == smtp.AsText
		if e.Fact == transcript.Lost || bytes.HasPrefix([]byte(e.Text), []byte(transcript.ClosedByServer)) {
			last.ended = byServer
		}
		return true
	}
	return false
}

// isTurnedAway reports whether event i is an AUTH that the included server refused and
// that had no secret: the mechanism alone. It will be refused again; who knows what the
// included server says to a login that another refused.
func isTurnedAway(tape *transcript.Transcript, i int) bool {
	if tape.Start().Persona == "" || tape.At(i).Flags&transcript.Secret != 0 || len(bytes.Fields(tape.At(i).Octets)) > 2 {
		return false
	}
	for k := i + 1; k < tape.Len(); k++ {
		if e := tape.At(k); e.Who == transcript.Server && tape.Question(k) == i {
			return e.Reply().Code >= 500
		}
	}
	return false
}

// said takes in what the client said and returns its turn; -1 if it is left out, as every
// login is that was not turned away.
func (s *score) said(e transcript.Event, before smtp.State, text *int, turnedAway bool) int {
	reading := before.Reading()
	c := smtp.ParseCommand(e.Octets)
	switch {
	case e.Flags&transcript.Secret != 0, reading == smtp.AsAnswer, reading == smtp.AsCommand && c.Verb == smtp.AUTH && !turnedAway:
		if reading == smtp.AsCommand {
			s.logins++
		}
		return -1
	case reading == smtp.AsText:
		if *text < 0 {
			s.turns = append(s.turns, turn{verb: "."})
			*text = len(s.turns) - 1
		}
		at := *text
		ends := e.After(before).Reading() != smtp.AsText
		s.turns[at].text(e.Octets, ends)
		if ends {
			*text = -1
		}
		return at
	case reading == smtp.AsChunk:
		return s.chunk(e.Octets)
	case len(sayLine(e.Octets)) > lineLimit:
		s.long++
		return -1
	}
	t := turn{lines: [][]byte{e.Octets}, command: c}
	if c.Verb.Standing() != smtp.Foreign {
		t.verb = string(c.Verb)
	}
	s.local = s.local || c.Verb == smtp.LHLO
	s.turns = append(s.turns, t)
	return len(s.turns) - 1
}

// chunk takes in octets behind BDAT and returns its turn; -1 if that was left out.
func (s *score) chunk(octets []byte) int {
	at := len(s.turns) - 1
	if at < 0 || s.turns[at].verb != "BDAT" {
		return -1
	}
	s.chunks = true
	t := &s.turns[at]
	t.lines = slices.AppendSeq(t.lines, bytes.Lines(octets))
	if t.size() > octetsLimit { // a part of it would be no chunk
		s.long++
		s.turns = s.turns[:at]
		return -1
	}
	return at
}

// text takes in lines of message text, the last of which ends it.
func (t *turn) text(octets []byte, ends bool) {
	lines := slices.Collect(bytes.Lines(octets))
	for i, line := range lines {
		last := ends && i == len(lines)-1
		if n := len(sayLine(line)); !last && (len(t.lines) >= textLimit || n > lineLimit || t.size()+n > octetsLimit) {
			t.left++
			continue
		}
		t.lines = append(t.lines, line)
	}
}

// size is how many octets a script needs for what a turn says.
func (t *turn) size() int {
	n := 0
	for _, line := range t.says() {
		n += len(line)
	}
	return n
}
