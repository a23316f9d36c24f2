package transcript

import (
	"errors"

	"ehlo/session/smtp"
)

// What an error of a [Peer] may be, as [errors.Is] finds out: no TLS came about
// though it was asked for, or nobody is logged in though it was asked for.
var (
	ErrTLS   = errors.New("no TLS")
	ErrLogin = errors.New("no login")
)

// A ProtocolError says that the server broke the rules so that the dialogue
// cannot go on. A reply that says no is never one: it is an answer.
type ProtocolError struct {
	What   string // what happened and what to do, in ehlo's own words
	Octets []byte // what the server sent, as it came; may be nil
}

// Error returns What. The octets are not part of it.
func (e *ProtocolError) Error() string { return e.What }

// A GoneError says that there is no connection any more, or none came about: it
// was refused, reset, timed out, or closed while a reply was owed.
type GoneError struct {
	What   string // what happened and what to do, in ehlo's own words
	Octets []byte // what had come of a reply before the end; may be nil
	Cause  error  // the system's error; may be nil
}

// Error returns What and, made printable, the cause.
func (e *GoneError) Error() string {
	if e.Cause == nil {
		return e.What
	}
	return e.What + ": " + smtp.Printable([]byte(e.Cause.Error())).String()
}

// Unwrap returns the cause.
func (e *GoneError) Unwrap() error { return e.Cause }

// A lacking error says that what a script asks for did not come about.
type lacking struct {
	what  error // ErrTLS or ErrLogin
	words string
}

func (e *lacking) Error() string { return e.words }

func (e *lacking) Unwrap() error { return e.what }
