package transcript

import (
	"time"

	"ehlo/session/smtp"
)

// A Who says who spoke. Events never say "sent" or "received", so that a saved
// session, one with swapped roles and a live one read alike.
type Who uint8

// The speakers.
const (
	Local Who = iota // a fact about the connection that nobody said
	Client
	Server
)

var whoNames = [...]string{"local", "client", "server"}

// String returns the speaker as one lower-case word, as files have it.
func (w Who) String() string { return nameAt(whoNames[:], int(w)) }

// A Fact names what happened locally. The zero value is no fact.
type Fact uint8

// The local facts.
const (
	NoFact    Fact = iota
	Resolved       // Text: the addresses a name gave
	Dialing        // Text: the address being tried
	DialError      // Text: why it failed
	Connected      // Text: local and remote address
	Secured        // Text: TLS version, cipher and peer
	Closed         // Text: who closed; the state ends
	Lost           // the connection broke; Text: how
	Warning        // Text
	Note           // a person's note, or a script's
	Waiting        // a wait was stopped; the reply is still owed
	Committed      // the included server stored a message; Text: its id
	Login          // ehlo logs in by itself; Text: see [LoginText]
)

var factNames = [...]string{"", "resolved", "dialing", "dial-error", "connected", "secured", "closed", "lost", "warning", "note", "waiting", "committed", "login"}

// String returns the fact as one lower-case word, as files have it; "" for no fact.
func (f Fact) String() string { return nameAt(factNames[:], int(f)) }

// Flags tell what is special about an event.
type Flags uint8

// The flags of an event.
const (
	TLS     Flags = 1 << iota // crossed the wire inside TLS; the octets are the plain text
	Stuffed                   // dots were added by ehlo, not typed
	Secret                    // a secret was cut out of the octets, or out of the text
	Cut                       // a reply that the end of the connection, or ehlo's bound, cut short
	Stray                     // octets that are no reply, or stand where none may
	Early                     // sent before the greeting
	Pasted                    // came from a paste, a pipe or a file
	Omitted                   // a journal of envelopes left message text out at Mark
)

var flagNames = [...]string{"tls", "stuffed", "secret", "cut", "stray", "early", "pasted", "omitted"}

func nameAt(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "unknown"
}

// An Event is one thing that happened: a command line, a typed line of message
// text or up to 64 KiB of a file, one complete reply, or one local fact.
type Event struct {
	At     time.Duration // since the transcript started
	Who    Who
	Fact   Fact // for Local
	Flags  Flags
	Group  uint32 // events that left in one write share it; 0 for others
	Octets []byte // as they crossed the wire, less secrets; a view that never changes
	Text   string // for Local: what there is to say, not sanitised
	Mark   int    // where in Octets the first thing was cut out, -1 if nothing was
	Gone   int    // octets missing at Mark that the state must count; 0 for most secrets
	Reads  []int  // where in Octets reads ended, of the client writes, if there was more than one
}

// Reply returns the octets of a server's event as a reply. It has no code when
// the event is none.
func (e Event) Reply() smtp.Reply { return smtp.ParseReply(e.Octets) }

// After returns the state after the event, for the state before it. This is the
// one fold by which live, saved and imported sessions are understood.
func (e Event) After(s smtp.State) smtp.State { return e.fold(s) }

// moves reports whether the event may change the state at all.
func (e *Event) moves() bool {
	switch {
	case e.Who != Local:
		return e.Flags&Stray == 0
	case e.Fact == Connected, e.Fact == Secured, e.Fact == Closed, e.Fact == Lost, e.Fact == DialError:
		return true
	}
	return false
}

func (e *Event) fold(s smtp.State) smtp.State {
	switch e.Who {
	case Client:
		return e.said(s)
	case Server:
		return e.answered(s)
	}
	switch e.Fact {
	case Connected:
		return s.Connected()
	case Secured:
		return s.Secured()
	case Closed, Lost:
		return s.Closed()
	case DialError:
		if s.Phase() == smtp.Opening { // it stood, and TLS did not come about
			return s.Closed()
		}
	}
	return s
}

// filler stands for octets that are gone: it begins no line and ends none.
var filler = func() (f [4096]byte) {
	for i := range f {
		f[i] = 'x'
	}
	return f
}()

func (e *Event) said(s smtp.State) smtp.State {
	if e.Gone == 0 {
		return s.Said(e.Octets)
	}
	mark := max(0, min(e.Mark, len(e.Octets)))
	if mark > 0 {
		s = s.Said(e.Octets[:mark:mark])
	}
	for n := e.Gone; n > 0; n -= len(filler) {
		s = s.Said(filler[:min(n, len(filler))])
	}
	if mark < len(e.Octets) {
		s = s.Said(e.Octets[mark:])
	}
	return s
}

// answers reports whether the event is a whole reply. What there was of one when
// the connection ended answers nothing: the end, which follows, settles what was
// owed.
func (e Event) answers() bool {
	if e.Who != Server || e.Flags&Stray != 0 {
		return false
	}
	return e.Flags&Cut == 0 || !e.Reply().Marks.Has(smtp.ReplyCut)
}

func (e *Event) answered(s smtp.State) smtp.State {
	if !e.answers() {
		return s.Stray()
	}
	return s.Answered(e.Reply())
}
