package desk

import (
	"context"
	"time"

	"ehlo/lessons/course"
	"ehlo/session"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Session is one live connection as the desk uses it; *session.Session is one.
// SendFlags records the octets in the transcript and makes one write; replies arrive
// in the transcript by themselves.
type Session interface {
	SendFlags(ctx context.Context, octets []byte, flags transcript.Flags) error
	Drip(ctx context.Context, octets []byte, flags transcript.Flags, piece int, pause time.Duration) error // SendFlags in pieces; ctx stops it between two
	CloseWrite() error                                                                                     // ends what is sent; the server may still answer
	Secure(ctx context.Context) error                                                                      // the TLS handshake, after the 220 to STARTTLS
	Leave(ctx context.Context) error                                                                       // QUIT where the server takes commands, then closes
	Close() error                                                                                          // closes without a word
	Resume()                                                                                               // reads on after too many unasked replies
	Reveal(event int) (octets []byte, ok bool)                                                             // an event's octets before its secret was cut
	Done() <-chan struct{}                                                                                 // closed when the connection is gone
	Idle() time.Duration                                                                                   // since the last octet of either side
	Due() (due time.Time, limit smtp.Deadline, owed bool)                                                  // by when the next reply must be complete
	Unprotected() bool                                                                                     // not loopback, and plain or of a server that did not prove its name
	ChooseMechanism() string                                                                               // the safest login that is offered and takes a password, "" for none

	// Login says AUTH and answers what is asked, up to the final reply. unprotected
	// allows it where Unprotected holds.
	Login(ctx context.Context, mechanism string, c session.Credentials, unprotected bool) error
}

// An Opener connects to a target, recording what happens in the tape, and returns
// when the connection stands; the greeting comes later.
type Opener func(ctx context.Context, target string, tape *transcript.Transcript) (Session, error)

// A Keeper keeps the journal of a desk's transcript. Its methods may be called
// from any goroutine.
type Keeper interface {
	Where() string                   // the journal's file; "" if none is kept
	Aim(target string, foreign bool) // called before each connection: how much is kept depends on it
	Forget() error                   // removes the journal and keeps none from then on
}

// A Config says what a desk works with. Open is needed to connect; everything
// else may be left out.
type Config struct {
	Target    string                           // what Connect and :reconnect open; "" for none
	Open      Opener                           // nil: a desk that only reads, as for an opened file
	Tape      *transcript.Transcript           // nil: a new one
	House     House                            // what the included server lets see
	Keeper    Keeper                           // nil: no journal
	Hosts     string                           // the file that knows which servers offered STARTTLS; "" for none
	HelloName string                           // the name to suggest for EHLO; "": see [Desk.HelloName]
	Verbatim  bool                             // begin with stuffing off, as a pipe does
	Foreign   func(target string) bool         // whether a target lies outside this computer; nil: by its address
	Answer    func(Question) (yes, known bool) // answers questions without the person, e.g. for a pipe; nil: never
	Tell      []Notice                         // what there is to say at the start, e.g. of a crash before; sanitised
	Now       func() time.Time                 // nil: time.Now
	Insecure  bool                             // certificates are not looked at

	Course   func() (*course.Course, error) // the lessons, not asked for before somebody wants one; nil: none
	World    course.World                   // the included server as goals see it
	Progress Progress                       // nil: nothing is kept of what was done
	Lesson   string                         // the lesson to begin with; [Resume] for where the person was

	User      string      // whom :auth logs in, if it names nobody
	Mechanism string      // how, if it names no mechanism; "": the safest that is offered
	Secrets   Credentials // where :auth looks before it asks; nil: nowhere
}

// Resume stands for the lesson that the person was in; without any, for the list.
const Resume = "?"

// Credentials finds what user logs in with at target, without asking the person. A
// nil secret says that there is none at hand.
type Credentials func(ctx context.Context, target, user string) (session.Credentials, error)

// A House is what the included server shows of itself. Each part may be nil, and
// all are while the desk talks to another server.
type House struct {
	Target  string                                                    // where the included server listens
	Stored  func(id string) (Message, bool)                           // a stored message by its id
	Boxes   func() []Box                                              // all mailboxes with what is in them
	Advance func(d time.Duration) time.Time                           // moves its clock on and returns its time
	Persona func(name string) (now string, known []string, err error) // sets the server type of the next connection by its name or file; "" only asks. Nothing is known where err says it all
	Beside  func(file string) (name string, err error)                // sets it to that of a file beside the lessons, and tells its name
	Marks   func() []string                                           // which rules that type breaks on purpose, a sentence each
	Login   func() (user, password string, offered bool)              // who can log in, and whether the server type offers it
}

// A Message is one message as the included server stored it.
type Message struct {
	ID     string
	From   string   // the reverse-path, "<>" for none
	To     []string // the forward-paths
	Octets []byte   // with the trace fields the server wrote above it
	Trace  int      // octets of Octets that are trace fields
	At     time.Time
	Faults []smtp.Fault // what in the text breaks the rules
}

// A Box is a mailbox of the included server.
type Box struct {
	Address  string
	Messages []Message // oldest first
}

func (c Config) complete() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Foreign == nil {
		c.Foreign = outside
	}
	if c.Tape == nil {
		c.Tape = transcript.New(transcript.Start{Time: c.Now(), Target: c.Target, Program: "ehlo"})
	}
	return c
}
