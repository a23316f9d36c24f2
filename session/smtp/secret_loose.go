package smtp

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// commandResponse returns where the secret begins in a command line that is an AUTH, or
// was meant as one. What a paste has brought before its first word is passed over.
func commandResponse(line []byte) (int, bool) {
	at := max(0, bytes.IndexFunc(line, isWordRune))
	line = line[at:]
	i, ok := anyResponse(line)
	if !ok && !knownVerb(line) {
		// A line of a transcript begins with "C:", one of IMAP with a tag.
		_, rest := word(line, 0)
		if next, _ := word(line, rest); slices.Contains(logins, Upper(string(next.Of(line)))) {
			i, ok = anyResponse(line[next.From:])
			at += next.From
		}
	}
	return at + i, ok
}

// logins are the words that begin the line in which people say a password, in SMTP and
// elsewhere.
var logins = []string{"AUTH", authenticate, "PLAIN", "LOGIN", "XOAUTH2", "PASS"}

func anyResponse(line []byte) (int, bool) {
	// The loose one begins earlier: a password may have a blank in it.
	if i, ok := looseResponse(line); ok {
		return i, true
	}
	return initialResponse(line, saysAUTH)
}

const authenticate = "AUTHENTICATE"

// saysAUTH is [nearAUTH] or what IMAP says in its place.
func saysAUTH(verb, _ []byte) bool {
	return nearAUTH(verb, nil) || bytes.EqualFold(verb, []byte(authenticate))
}

// looseResponse returns where the secret begins in an AUTH that is no AUTH: without
// a mechanism or a verb, or with what belongs apart grown together. The server
// refuses such a line, but the password has been said.
func looseResponse(line []byte) (int, bool) {
	verb, rest := word(line, 0)
	next, _ := word(line, rest)
	v := verb.Of(line)
	switch n, ok := oneWordAUTH(v); {
	case ok && n < len(v):
		return verb.From + n, true
	case ok, slices.Contains(logins[2:], Upper(string(v))):
		return next.From, next.Len() > 0
	case !saysAUTH(v, nil) || next.Len() == 0:
		return 0, false
	}
	m := next.Of(line)
	if n := mechanismIn(m); n > 0 && n < len(m) && isWordOctet(m[n]) && !knownMechanism(m) {
		return next.From + n, true
	}
	return next.From, !likeMechanism(m)
}

// oneWordAUTH reports whether a verb is AUTH and a mechanism in one, and where what
// has grown together with them begins.
func oneWordAUTH(verb []byte) (n int, ok bool) {
	const auth = len("AUTH")
	if len(verb) <= auth || !nearAUTH(verb[:auth], nil) {
		return 0, false
	}
	behind := func(b []byte) []byte { return bytes.TrimLeftFunc(b, func(r rune) bool { return !isWordRune(r) }) }
	rest := behind(verb[auth:])
	if n := mechanismIn(rest); n > 0 {
		return len(verb) - len(behind(rest[n:])), true
	}
	name := []byte(Upper(string(rest)))
	return len(verb), slices.ContainsFunc(grown, func(m string) bool { return near(name, m) })
}

// mechanismIn returns the length of the mechanism with which b begins.
func mechanismIn(b []byte) int {
	for _, m := range grown {
		if len(b) >= len(m) && bytes.EqualFold(b[:len(m)], []byte(m)) {
			return len(m)
		}
	}
	return 0
}

func isWordRune(r rune) bool { return r < 0x80 && isWordOctet(byte(r)) }

func isWordOctet(c byte) bool { return isAlpha(c) || isDigit(c) }

// grown are the mechanisms that people type as one word with the verb, or with a
// password.
var grown = []string{"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"}

// mechanisms are the others that servers list.
var mechanisms = []string{
	"ANONYMOUS", "DIGEST-MD5", "EXTERNAL", "GS2-KRB5", "GSSAPI", "KERBEROS_V4", "NTLM", "OTP",
	"SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-512-PLUS",
}

// knownMechanism reports whether b is a mechanism that is known, in any case.
func knownMechanism(b []byte) bool {
	name := Upper(string(b))
	return slices.Contains(grown, name) || slices.Contains(mechanisms, name)
}

// likeMechanism reports whether b may be the name of a mechanism: at most 20
// letters, digits, "-" and "_" (RFC 4422 section 3.1), and written as people write
// names, not with capitals here and there as base64 has them.
func likeMechanism(b []byte) bool {
	if knownMechanism(b) {
		return true
	}
	small := false
	for _, c := range b {
		switch {
		case 'a' <= c && c <= 'z':
			small = true
		case 'A' <= c && c <= 'Z':
			if small {
				return false
			}
		case '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return len(b) <= 20
}

// isBase64 reports whether b may be an answer in AUTH: base64, be it in pieces.
func isBase64(b []byte) bool {
	words := bytes.Fields(b)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w []byte) bool { return !isPiece(w) })
}

// isPiece reports whether b is base64, of either alphabet and without its "=" if it is
// too long to be a word that was typed by accident.
func isPiece(b []byte) bool {
	const long = 8
	if _, err := base64.StdEncoding.DecodeString(string(b)); err == nil {
		return true
	}
	b = bytes.TrimRight(b, "=")
	_, plain := base64.RawStdEncoding.DecodeString(string(b))
	_, url := base64.RawURLEncoding.DecodeString(string(b))
	return len(b) >= long && (plain == nil || url == nil)
}
