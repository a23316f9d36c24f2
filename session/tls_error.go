package session

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A TLSError says that no TLS came about, or that the server ended it.
type TLSError struct {
	What   string // in words; what it repeats of the server is not sanitised
	Remedy string // what to do
	Octets []byte // what the server sent in place of a handshake, at most 4 KiB; nil if it was TLS
	Cause  error
}

// Error returns what happened.
func (e *TLSError) Error() string { return e.What }

// Hint returns what to do.
func (e *TLSError) Hint() string { return e.Remedy }

// Unwrap returns the cause.
func (e *TLSError) Unwrap() error { return e.Cause }

// What a record of TLS that may come first begins with (RFC 8446 section 5.1).
const (
	alertRecord     = 21
	handshakeRecord = 22
)

// Is reports whether target is [transcript.ErrTLS].
func (e *TLSError) Is(target error) bool { return target == transcript.ErrTLS }

// newTLSError tells apart what can be wrong with a handshake.
func newTLSError(err error, v verifier, read []byte, stopped error) *TLSError {
	e := &TLSError{Cause: err}
	if len(read) > 0 && read[0] != handshakeRecord && read[0] != alertRecord {
		e.Octets = read
	}
	var record tls.RecordHeaderError
	switch {
	case errors.As(v.refused, new(*pinError)):
		e.What = v.refused.Error()
		e.Remedy = "it was renewed, or somebody else answers there; ask who keeps the server before --pin names the new one"
	case v.refused != nil:
		e.What = "the server's certificate does not verify: " + v.refused.Error()
		e.Remedy = remedyFor(v.refused) + "; --tls require goes on without proof"
	case errors.As(err, &record):
		e.What, e.Remedy = noHandshake(e.Octets, v.implicit)
	case alertOf(err) != nil:
		return v.alertError(alertOf(err))
	case errors.Is(stopped, context.Canceled):
		e.What, e.Cause = "the TLS handshake was given up", stopped
		e.Remedy = "nothing but TLS may follow the 220, so the connection is closed"
	case stopped != nil:
		e.What, e.Cause = "the TLS handshake did not end in time", stopped
		e.Remedy = "the server is slow, or something in between holds the octets back; --timeout waits longer"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		e.What = "the server hung up inside the TLS handshake"
		e.Remedy = "its log may say why; --tls-max 1.2 helps with some old servers"
	case chosenVersion(err) != "":
		e.What = fmt.Sprintf("the TLS handshake broke off: the server chose %s; offered was %s", chosenVersion(err), v.versions())
		e.Remedy = v.versionRemedy()
	default:
		e.What = "the TLS handshake broke off: " + strings.TrimPrefix(reason(err), "tls: ")
		e.Remedy = "try again; --tls-max 1.2 helps with some old servers"
	}
	return e
}

// noHandshake says what came in place of a handshake, and what may help.
func noHandshake(octets []byte, implicit bool) (what, remedy string) {
	what = "the server sent no TLS handshake"
	plain := !smtp.ParseReply(octets).Malformed()
	if plain {
		what += ", but SMTP in plain text"
	}
	switch {
	case plain && implicit:
		remedy = "TLS comes later there: smtp://HOST:PORT, then STARTTLS"
	case implicit:
		remedy = "another service may answer at this port: 465 is the one for smtps, 25 and 587 are plain at first"
	default:
		remedy = "the server, or something in between, does TLS wrongly; try again, or TLS from the first octet: smtps://HOST"
	}
	return what, remedy
}

// alertOf returns what the other end said before it ended TLS; nil if that is not what
// err is. crypto/tls has no exported type for it. In TLS 1.3 a server that wants a
// certificate of the client says so only behind the handshake (RFC 8446 section 4.4.2.4).
func alertOf(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return op
	}
	return nil
}

// alertWords is what the server said with an alert.
func alertWords(alert error) string {
	return strings.TrimPrefix(strings.TrimPrefix(reason(alert), "remote error: "), "tls: ")
}

// alertError says what the server ended the handshake with, and what may help.
func (v verifier) alertError(alert error) *TLSError {
	const begin = "the server ended the TLS handshake: "
	if strings.Contains(alertWords(alert), "protocol version") {
		return &TLSError{What: begin + "it takes none of the versions that were offered, " + v.versions(), Remedy: v.versionRemedy(), Cause: alert}
	}
	why, remedy := refusal(alert, v.options, v.asked)
	return &TLSError{What: begin + why, Remedy: remedy, Cause: alert}
}

// endedError says what the server ended TLS with, behind the handshake.
func endedError(alert error, o TLSOptions) *TLSError {
	why, remedy := refusal(alert, o, true)
	return &TLSError{What: transcript.TLSEnded + why, Remedy: remedy, Cause: alert}
}

const noneShown = "; it asked for a certificate, and ehlo showed none"

// refusal says what the server did not like, and what may help. asked says that it
// wanted a certificate of the client.
func refusal(alert error, o TLSOptions, asked bool) (why, remedy string) {
	why = alertWords(alert)
	certificate := strings.Contains(why, "certificate")
	switch {
	case len(o.Certificates) == 0 && (certificate || asked && why == "handshake failure"):
		return why + noneShown, "it wants a certificate of yours: --cert FILE and --key FILE"
	case strings.Contains(why, "certificate authority"):
		return why, "it trusts nobody who vouches for your certificate; ask who keeps the server which authority it takes: --cert FILE and --key FILE name another certificate"
	case certificate:
		return why, "it does not take your certificate: --cert FILE and --key FILE name another"
	}
	return why, "it may want a certificate of yours: --cert FILE and --key FILE; or another TLS version: --tls-min, --tls-max"
}

// chosenVersion names the version that the server chose though it was not offered; ""
// if that is not what err is. crypto/tls has it in its text only.
func chosenVersion(err error) string {
	_, number, ok := strings.Cut(err.Error(), "server selected unsupported protocol version ")
	version, bad := strconv.ParseUint(number, 16, 16)
	if !ok || bad != nil {
		return ""
	}
	return tls.VersionName(uint16(version))
}

// versions names those that are offered.
func (v verifier) versions() string {
	least, most := v.offered()
	if least == most {
		return tls.VersionName(least)
	}
	return tls.VersionName(least) + " to " + strings.TrimPrefix(tls.VersionName(most), "TLS ")
}

// versionRemedy says how to offer what the server may have.
func (v verifier) versionRemedy() string {
	switch least, most := v.offered(); {
	case most < tls.VersionTLS12:
		return "--tls-max 1.3 offers the newer ones, too"
	case least > tls.VersionTLS12:
		return "--tls-min 1.2 offers the one before, too"
	case most < tls.VersionTLS13:
		return "--tls-max 1.3 offers the newest, too; --tls-min 1.0 the old ones, which are weak"
	}
	return "who keeps the server can bring it up to date; --tls-min 1.0 offers the old ones, too, which are weak"
}

// offered returns the oldest and the newest version that is offered.
func (v verifier) offered() (least, most uint16) {
	c := v.config()
	if c.MaxVersion == 0 {
		return c.MinVersion, tls.VersionTLS13
	}
	return c.MinVersion, c.MaxVersion
}
