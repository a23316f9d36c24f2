package transcript

import "time"

// A Who says who spoke. Events never say "sent" or "received", so that a saved
// session, one with swapped roles and a live one read alike.
type Who uint8

// The speakers.
const (
	Local Who = iota // a fact about the connection that nobody said
	Client
	Server
)

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
)

// Flags tell what is special about an event.
type Flags uint8

// The flags of an event.
const (
	TLS     Flags = 1 << iota // crossed the wire inside TLS; the octets are the plain text
	Stuffed                   // dots were added by ehlo, not typed
	Secret                    // a secret was cut out of the octets
	Cut                       // a reply that the end of the connection, or ehlo's bound, cut short
	Stray                     // octets that are no reply, or stand where none may
	Early                     // sent before the greeting
	Pasted                    // came from a paste, a pipe or a file
)

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
	Mark   int    // where in Octets a secret was cut out, -1 if none
	Reads  []int  // where in Octets reads ended, if there was more than one
}
