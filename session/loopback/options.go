package loopback

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// DefaultAddr is where the included server listens unless told otherwise.
const DefaultAddr = "127.0.0.1:42525"

// IdleLimit is how long a client may say nothing before the server closes with 421
// (RFC 5321 section 4.5.3.2.7). It is measured on the server's own clock, see
// [Server.Advance]; only a public server measures it in real time too.
const IdleLimit = 5 * time.Minute

// HandshakeLimit is how long a TLS handshake may take unless told otherwise. It runs
// in real time: nobody types a handshake by hand.
const HandshakeLimit = 30 * time.Second

// Limits bounds what a server holds. A zero field means the default named there.
type Limits struct {
	Connections int // at once; more are greeted with 421; 100
	Mail        int // octets of stored messages; the oldest are dropped beyond it; 256 MiB
	Errors      int // replies of 5yz before a public server hangs up with 421; 100
}

// Options are the choices made when a server is opened. The zero value is a server
// of the default type named smtp.example.com.
type Options struct {
	Name    string           // the server's host name; "": smtp.example.com
	Persona *Persona         // the server type to begin with; nil: "default"
	Public  bool             // may listen on any address; hangs up on idle and on many errors
	Now     func() time.Time // the clock of dates; nil: time.Now
	NextID  func() string    // the id of the next message, an atom; nil: from clock and counter
	Limits  Limits
	Certify Certify // makes what the server proves itself with in TLS; nil: it has no TLS to offer
	TLS     bool    // TLS from the first octet, as on port 465 (RFC 8314 section 3)
	Maildir string  // a folder that gets a copy of each delivery, one Maildir for each mailbox; "": none

	Handshake time.Duration // how long a TLS handshake may take, in real time; 0: [HandshakeLimit]
	Password  string        // alice's, in ASCII, see [Server.Login]; "": a random one
	Nonce     func() string // a word for a login's challenge, another each time; nil: a random one

	// The hooks below are called from the goroutine of a connection, of several at
	// once, and hold up its dialogue until they return.

	Log       func(Line)    // every line said and every fact; octets are valid during the call only
	Notice    func(Notice)  // what a person should be told at once
	Committed func(Message) // the first copy of a message, after it was stored and before the 250
}

// FixedTime is the instant at which the clock of [Options.Fixed] stands.
var FixedTime = time.Date(2026, time.November, 21, 9, 30, 0, 0, time.FixedZone("", 3600))

// Fixed returns the options with a clock that stands at [FixedTime] until
// [Server.Advance] moves it, with message ids counted from M0001, challenges counted
// from N0001 and the password wonderland, so that the same dialogue is answered and
// stored in the same octets each time. What TLS makes of them differs all the same.
func (o Options) Fixed() Options {
	var n, nonces atomic.Int64
	o.Now = func() time.Time { return FixedTime }
	o.NextID = func() string { return fmt.Sprintf("M%04d", n.Add(1)) }
	o.Nonce = func() string { return fmt.Sprintf("N%04d", nonces.Add(1)) }
	o.Password = "wonderland"
	return o
}

func (o Options) withDefaults() Options {
	if o.Name == "" {
		o.Name = "smtp.example.com"
	}
	if o.Persona == nil {
		o.Persona, _ = PersonaNamed("default")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NextID == nil {
		o.NextID = newIDs(o.Now())
	}
	if o.Handshake <= 0 {
		o.Handshake = HandshakeLimit
	}
	if o.Password == "" {
		o.Password = strings.ToLower(rand.Text()[:passwordLength])
	}
	if o.Nonce == nil {
		o.Nonce = rand.Text
	}
	o.Limits.Connections = orDefault(o.Limits.Connections, 100)
	o.Limits.Mail = orDefault(o.Limits.Mail, 256<<20)
	o.Limits.Errors = orDefault(o.Limits.Errors, 100)
	return o
}

// passwordLength is short enough to be typed, and long enough not to be guessed: 60
// bits.
const passwordLength = 12

func orDefault(n, standard int) int {
	if n <= 0 {
		return standard
	}
	return n
}

// newIDs returns ids that differ between servers started at different times and
// read as one word: "TL3K8Q2-1".
func newIDs(start time.Time) func() string {
	prefix := strings.ToUpper(strconv.FormatInt(start.UnixMilli(), 36)) + "-"
	var n atomic.Int64
	return func() string { return prefix + strconv.FormatInt(n.Add(1), 10) }
}
