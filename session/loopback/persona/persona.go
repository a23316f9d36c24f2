// Package persona has the server types of the included server: what one offers, whom
// it knows, what it bears and how it speaks. A type is a YAML file; those that come
// with ehlo are embedded ([Named]), others are read by [Parse]. The package does no
// I/O.
package persona

import (
	"slices"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// A Hello is the protocol that a server speaks, which its hello decides.
type Hello uint8

// The protocols.
const (
	ESMTP Hello = iota // EHLO, or HELO (RFC 5321 section 4.1.1.1)
	Old                // HELO alone: RFC 821, before there were extensions
	LMTP               // LHLO, and a reply for each recipient behind the text (RFC 2033)
)

// A Policy says what is answered to who asks about addresses (RFC 5321 sections 3.5
// and 7.3).
type Policy uint8

// The answers to VRFY and EXPN.
const (
	Answer   Policy = iota // what is known
	Discreet               // 252, whatever is asked for
	Absent                 // 502
)

// Moved says what a server does with mail for a user who moved away
// (RFC 5321 section 3.4).
type Moved uint8

// What is done with mail for those who moved.
const (
	Redirect Moved = iota // refused with 551 and the new address
	Forward               // taken with 251 and forwarded
)

// A Persona is a server type. It is not changed once it is in use; [Named] gives
// everybody the same one.
type Persona struct {
	Name  string
	Says  string   // one sentence for a list of server types
	Marks []string // what RFC 5321 would not allow, one sentence each, with the section

	Hello      Hello
	Extensions []string // the lines of the answer to EHLO behind the first
	Secure     []string // the same inside TLS (RFC 3207 section 4.2); nil: as Extensions

	World *World   // never nil
	Full  []string // local-parts of users whose mailbox is full when a message comes; only LMTP can tell

	VRFY, EXPN Policy
	Moved      Moved
	Unstuffs   bool // takes the dot away again that transparency adds (RFC 5321 section 4.5.2)

	Size       int           // octets of the largest message (RFC 1870)
	Recipients int           // accepted for one message; RFC 5321 section 4.5.3.1.8 asks for 100
	Line       int           // octets of a command line with its CRLF, but for what extensions add; section 4.5.3.1.4 asks for 512
	Forgives   []smtp.Kind   // faults of a command line that are taken all the same
	Refuses    []smtp.Kind   // faults of message text that are refused with 554 5.6.0
	Hush       time.Duration // how long it listens for octets before it greets; 0: it looks whether any are there
	Hasty      bool          // refuses what came before the greeting with 554 5.5.0

	Texts map[string]string // by the names of [TextNames]; what is not there has the usual words
}

// TextNames returns the names of the replies whose words a server type may choose.
// Behind greeting, hello and goodbye the words stand after the server's name.
func TextNames() []string {
	return []string{
		"greeting", "hello", "goodbye", "ok", "sender", "recipient", "data",
		"unknown-verb", "not-done", "unknown-user", "not-verified", "no-relay", "too-many",
	}
}

// tolerated are faults that no server may or should refuse: source routes MUST be
// accepted (RFC 5321 section 4.1.2), and a name or address that fits the syntax
// MUST NOT keep mail away (section 4.1.4).
var tolerated = []smtp.Kind{
	smtp.SourceRoute, smtp.SingleLabel, smtp.BareAddress,
}

// forgivable are the other faults behind which a command line can still be understood.
var forgivable = []smtp.Kind{
	smtp.SpaceAfterColon, smtp.SpaceBeforeColon, smtp.MissingAngleBrackets,
	smtp.UnclosedBracket, smtp.LeadingSpace, smtp.UnexpectedArgument,
	smtp.LiteralInHelo, smtp.LineTooLong, smtp.ParameterTwice, smtp.ExtraSpace,
	smtp.LocalPartTooLong, smtp.DomainTooLong, smtp.PathTooLong,
}

// textFaults are the faults of message text that a server may refuse.
var textFaults = []smtp.Kind{smtp.BareLF, smtp.BareCR, smtp.EightBit, smtp.LineTooLong}

// List returns the lines behind the first in the answer to EHLO.
func (p *Persona) List(tls bool) []string {
	if tls && p.Secure != nil {
		return p.Secure
	}
	return p.Extensions
}

// Offers reports whether a keyword stands in the answer to EHLO.
func (p *Persona) Offers(keyword string, tls bool) bool {
	return slices.ContainsFunc(p.List(tls), func(line string) bool { return keywordOf(line) == keyword })
}

func keywordOf(line string) string {
	keyword, _, _ := strings.Cut(line, " ")
	return keyword
}

// Does reports whether the server type knows v at all, wherever it may be said.
func (p *Persona) Does(v smtp.Verb) bool {
	switch {
	case v == smtp.LHLO:
		return p.Hello == LMTP
	case v == smtp.EHLO:
		return p.Hello == ESMTP
	case v == smtp.HELO:
		return p.Hello != LMTP
	case v == smtp.VRFY:
		return p.VRFY != Absent
	case v == smtp.EXPN:
		return p.EXPN != Absent
	case v.Standing() != smtp.Extension:
		return v.Standing() == smtp.Core
	}
	return p.Offers(v.Offer(), false) || p.Offers(v.Offer(), true)
}

// Text returns the words of the reply of that name, of [TextNames]; usual if the
// server type has none of its own.
func (p *Persona) Text(name, usual string) string {
	if own, ok := p.Texts[name]; ok {
		return own
	}
	return usual
}

// Forgiving reports whether a fault of a command line is taken all the same.
func (p *Persona) Forgiving(k smtp.Kind) bool {
	return slices.Contains(tolerated, k) || slices.Contains(p.Forgives, k)
}
