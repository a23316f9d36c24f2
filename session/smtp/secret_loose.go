package smtp

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// looseResponse returns where the secret begins in an AUTH that is no AUTH: without
// a mechanism, or with one that has grown together with the verb. The server
// refuses such a line, but the password has been said.
func looseResponse(line []byte) (int, bool) {
	verb, rest := word(line, 0)
	next, _ := word(line, rest)
	if next.Len() == 0 {
		return 0, false
	}
	if nearAUTH(verb.Of(line)) && !likeMechanism(next.Of(line)) || oneWordAUTH(verb.Of(line)) {
		return next.From, true
	}
	return 0, false
}

// oneWordAUTH reports whether a verb is AUTH and a mechanism in one.
func oneWordAUTH(verb []byte) bool {
	const auth = "AUTH"
	if len(verb) <= len(auth) || !bytes.EqualFold(verb[:len(auth)], []byte(auth)) {
		return false
	}
	name := Upper(string(bytes.TrimLeft(verb[len(auth):], "-_=:.")))
	return slices.Contains(grown, name)
}

// grown are the mechanisms that people type as one word with the verb, or in capitals
// and small letters.
var grown = []string{"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"}

// likeMechanism reports whether b may be the name of a mechanism: at most 20
// letters, digits, "-" and "_" (RFC 4422 section 3.1), and written as people write
// names, not with capitals here and there as base64 has them.
func likeMechanism(b []byte) bool {
	if slices.Contains(grown, Upper(string(b))) {
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

// isBase64 reports whether b may be an answer in AUTH: base64, of either alphabet
// and without its "=" if it is too long to be a word that was typed by accident.
func isBase64(b []byte) bool {
	const long = 8
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return false
	}
	if _, err := base64.StdEncoding.DecodeString(string(b)); err == nil {
		return true
	}
	b = bytes.TrimRight(b, "=")
	_, plain := base64.RawStdEncoding.DecodeString(string(b))
	_, url := base64.RawURLEncoding.DecodeString(string(b))
	return len(b) >= long && (plain == nil || url == nil)
}
