package loopback

import (
	"slices"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// Moved says what a server does with mail for a user who moved away
// (RFC 5321 section 3.4).
type Moved uint8

// What is done with mail for those who moved.
const (
	Redirect Moved = iota // refused with 551 and the new address
	Forward               // taken with 251 and forwarded
)

// A Persona is a server type: what the server offers, whom it knows and what it
// bears. A persona is not changed once it is in use.
type Persona struct {
	Name       string
	Says       string   // one sentence for a list of server types
	Extensions []string // the lines of the answer to EHLO behind the first
	Secure     []string // the same inside TLS (RFC 3207 section 4.2); nil: as Extensions
	LMTP       bool     // speaks LMTP: LHLO, and a reply for each recipient behind the text (RFC 2033)
	Full       []string // local-parts of users whose mailbox is full when a message comes; only LMTP can tell
	World      *World   // never nil
	Moved      Moved
	Size       int           // octets of the largest message (RFC 1870)
	Recipients int           // accepted for one message, at least 100 (RFC 5321 section 4.5.3.1.8)
	Forgives   []smtp.Kind   // faults of a command line that are taken all the same
	Refuses    []smtp.Kind   // faults of message text that are refused with 554 5.6.0
	Hush       time.Duration // how long it listens for octets before it greets; 0: it looks whether any are there
	Hasty      bool          // refuses what came before the greeting with 554 5.5.0
}

// tolerated are faults that no server may or should refuse: source routes MUST be
// accepted (RFC 5321 section 4.1.2), and a name or address that fits the syntax
// MUST NOT keep mail away (section 4.1.4).
var tolerated = []smtp.Kind{
	smtp.SourceRoute, smtp.SingleLabel, smtp.BareAddress,
}

// sloppy are the faults that most servers seen in use let pass.
var sloppy = []smtp.Kind{
	smtp.SpaceAfterColon, smtp.SpaceBeforeColon, smtp.MissingAngleBrackets,
	smtp.UnclosedBracket, smtp.LeadingSpace, smtp.UnexpectedArgument,
	smtp.LiteralInHelo, smtp.LineTooLong, smtp.ParameterTwice, smtp.ExtraSpace,
	smtp.LocalPartTooLong, smtp.DomainTooLong, smtp.PathTooLong,
}

// textFaults are the faults of message text that only a strict server refuses.
var textFaults = []smtp.Kind{smtp.BareLF, smtp.BareCR, smtp.EightBit, smtp.LineTooLong}

// Personas returns the names of the server types, the default first.
func Personas() []string {
	var names []string
	for _, p := range personas() {
		names = append(names, p.Name)
	}
	return names
}

// PersonaNamed returns the server type of that name; false if there is none.
func PersonaNamed(name string) (*Persona, bool) {
	for _, p := range personas() {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

func personas() []*Persona {
	standard := standardPersona()
	lenient := standard
	lenient.Name = "lenient"
	lenient.Says = "Takes what most servers take, though RFC 5321 does not allow it."
	lenient.Forgives = slices.Concat(tolerated, sloppy)

	strict := standard
	strict.Name = "strict"
	strict.Says = "Refuses whatever RFC 5321 lets a server refuse."
	strict.Forgives = tolerated
	strict.Refuses = textFaults
	strict.Hush, strict.Hasty = 250*time.Millisecond, true

	forwarding := standard
	forwarding.Name = "forwarding"
	forwarding.Says = "Forwards mail for those who moved, and says where with 251."
	forwarding.World, forwarding.Moved = worldWithDan(), Forward

	redirecting := standard
	redirecting.Name = "redirecting"
	redirecting.Says = "Names the new address of those who moved with 551, and takes mail for it."
	redirecting.World = worldWithDan()

	modern, lmtp := modernPersona(), lmtpPersona()
	return []*Persona{&standard, &lenient, &strict, &forwarding, &redirecting, &modern, &lmtp}
}

func standardPersona() Persona {
	return Persona{
		Name: "default",
		Says: "Follows RFC 5321 and refuses what breaks its syntax.",
		Extensions: []string{
			"PIPELINING", "SIZE 10485760", "8BITMIME", "ENHANCEDSTATUSCODES", "EXPN", "VRFY", "HELP",
		},
		World:      DefaultWorld(),
		Size:       10485760,
		Recipients: smtp.RecipientsMinimum,
		Forgives:   append([]smtp.Kind{smtp.LiteralInHelo}, tolerated...),
	}
}

func modernPersona() Persona {
	p := standardPersona()
	p.Name = "modern"
	p.Says = "Offers TLS, a login and the extensions that today's servers have."
	list := func(last ...string) []string {
		begin := []string{"PIPELINING", "SIZE 10485760", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"}
		return slices.Concat(begin, last, []string{"EXPN", "VRFY", "HELP"})
	}
	p.Extensions = list("STARTTLS", "AUTH CRAM-MD5 SCRAM-SHA-256")
	p.Secure = list("AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256")
	return p
}

func lmtpPersona() Persona {
	p := standardPersona()
	p.Name = "lmtp"
	p.Says = "Speaks LMTP: a verdict for each recipient; the mailbox of theboss is full."
	p.LMTP, p.Full = true, []string{"theboss"}
	return p
}

func worldWithDan() *World {
	w := DefaultWorld()
	w.Guests = []User{{"dan@example.net", "Dan Dorn"}}
	return w
}

// list returns the lines behind the first in the answer to EHLO.
func (p *Persona) list(tls bool) []string {
	if tls && p.Secure != nil {
		return p.Secure
	}
	return p.Extensions
}

// does reports whether the server type knows v at all, wherever it may be said.
func (p *Persona) does(v smtp.Verb) bool {
	switch {
	case v == smtp.LHLO:
		return p.LMTP
	case v == smtp.EHLO || v == smtp.HELO:
		return !p.LMTP
	case v.Standing() != smtp.Extension:
		return v.Standing() == smtp.Core
	}
	for _, line := range slices.Concat(p.Extensions, p.Secure) {
		if keyword, _, _ := strings.Cut(line, " "); keyword == v.Offer() {
			return true
		}
	}
	return false
}

// protocol is the word of the greeting that names what is spoken.
func (p *Persona) protocol() string {
	if p.LMTP {
		return "LMTP"
	}
	return "ESMTP"
}

func (p *Persona) forgives(k smtp.Kind) bool { return slices.Contains(p.Forgives, k) }
