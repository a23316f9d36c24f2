package smtp

import "time"

// A Phase says where in the dialogue a state stands (RFC 5321 section 4.1.4).
type Phase uint8

// The phases of a dialogue.
const (
	Unconnected Phase = iota
	Opening           // connected, the greeting has not come yet
	Refused           // greeted with 554 or 521: only QUIT is useful (section 3.1)
	Greeted           // 220 came, no hello accepted yet; also after a TLS handshake
	Ready             // hello accepted, no mail transaction open
	InMail            // MAIL accepted, no recipient yet
	InRcpt            // at least one recipient accepted
	InText            // 354 came: the client's octets are message text
	InChunks          // BDAT begun and not ended by LAST
	InAuth            // 334 came: the client's next line answers it
	Handshake         // 220 to STARTTLS came: nothing may be said but TLS
	Leaving           // 221 or 421 came: the server is closing the connection
	Ended             // the connection is closed
)

var phaseNames = [...]string{"unconnected", "opening", "refused", "greeted", "ready", "mail", "rcpt", "text", "chunks", "auth", "handshake", "leaving", "ended"}

// String returns the phase as one lower-case word.
func (p Phase) String() string { return phaseNames[p] }

// A Reading says what the server would take the client's next octets for.
type Reading uint8

// What client octets are read as.
const (
	AsNothing Reading = iota // not connected, or only TLS may come
	AsCommand
	AsAnswer // to a 334
	AsText   // of a message
	AsChunk  // the octets announced by BDAT
	AsHeld   // sent behind DATA before its reply: the reply decides
)

// A Hello says how the client introduced itself.
type Hello uint8

// The kinds of hello.
const (
	NoHello       Hello = iota
	PlainHello          // HELO: no extension is in force (section 3.2)
	ExtendedHello       // EHLO
	LocalHello          // LHLO, RFC 2033
)

// An Offer is one line of the answer to EHLO: a keyword in upper case and its
// parameters as sent.
type Offer struct {
	Keyword string
	Params  []string
}

// A Recipient is one RCPT of the open transaction and the reply it got.
type Recipient struct {
	Path     Path
	Code     int
	Enhanced Enhanced
	Params   []Parameter // of the RCPT, as NOTIFY and ORCPT (RFC 3461 section 4); none after the final dot
}

// Accepted reports whether the server took the recipient.
func (r Recipient) Accepted() bool { return r.Code/100 == 2 }

// What a reply is owed for, besides a command.
type Matter uint8

// The matters a reply answers.
const (
	ForGreeting Matter = iota
	ForCommand
	ForAnswer // a line that answered a 334
	ForText   // the final dot
	ForChunk  // the last octet of a BDAT
)

// An Owed is one reply that the server owes.
type Owed struct {
	Matter  Matter
	Command Command // for ForCommand and ForChunk: the command; otherwise zero
	Rcpt    Path    // LMTP after the final dot: the recipient it is for (RFC 2033 section 4.2)
	HasRcpt bool
	GivesUp bool // for ForAnswer: it was the "*" that cancels the login (RFC 4954 section 4)
}

// A Next is one command that may be sent now, with the replies that RFC 5321
// section 4.3.2 allows to it.
type Next struct {
	Verb    Verb
	Success []int
	Failure []int
}

// A Forecast states what the rules say of a line before it is sent. It never
// says what this server will do.
type Forecast struct {
	Fits  bool // in place and free of faults
	Codes []int
	Why   Kind // the fault that decides, NoFault if none
	Needs Verb // for OutOfOrder: what must come first; "" otherwise
}

// A Deadline is how long the client should wait for what is owed.
type Deadline struct {
	Wait    time.Duration
	Section string // of RFC 5321; "" where the RFC names no time and ehlo chose
}
