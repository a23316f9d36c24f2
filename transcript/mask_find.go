package transcript

import (
	"bytes"
	"strings"
)

// longestLocal bounds how far back a local part is looked for, in octets.
const longestLocal = 512

// eachLocalPart calls do with the local part of each address in b, without the
// quotation marks around it.
func eachLocalPart(b []byte, do func(local []byte)) {
	for at := 0; ; at++ {
		i := bytes.IndexByte(b[at:], '@')
		if i < 0 {
			return
		}
		at += i
		if at+1 == len(b) || b[at+1] != '[' && !isWordOctet(b[at+1]) {
			continue
		}
		from, to := localBefore(b, at)
		if from < to {
			do(b[from:to])
		}
	}
}

// localBefore returns where the local part lies that ends at an "@".
func localBefore(b []byte, at int) (from, to int) {
	least := max(0, at-longestLocal)
	if at > 0 && b[at-1] == '"' {
		for i := at - 2; i >= least && b[i] != '\n'; i-- {
			if b[i] == '"' && (i == 0 || b[i-1] != '\\') {
				return i + 1, at - 1
			}
		}
		return at, at
	}
	from = at
	for from > least && isLocalOctet(b[from-1]) {
		from--
	}
	return from + parameterName(b[from:at]), at
}

// parameterName returns the length of what stands before an address that is the
// value of a parameter, or of the quotation mark of a sentence.
func parameterName(local []byte) int {
	if name, _, found := strings.Cut(string(local), "="); found {
		switch strings.ToUpper(name) {
		case "AUTH", "ENVID", "SUBMITTER", "LOGIN":
			return len(name) + 1
		}
	}
	return len(local) - len(bytes.TrimLeft(local, "'`"))
}

// isLocalOctet reports whether c may stand in a local part that is not quoted
// (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
func isLocalOctet(c byte) bool {
	return isWordOctet(c) || strings.IndexByte(".!#$%&'*+-/=?^`{|}~", c) >= 0
}

// isWordOctet reports whether c is a letter, a digit, an underscore or part of a
// character beyond ASCII.
func isWordOctet(c byte) bool {
	return c >= 0x80 || c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// eachWord calls do with each word of b that may be a local part. What has an "@"
// beside it is a part of an address, not a word, and so is its domain.
func eachWord(b []byte, do func(word []byte)) {
	for i := 0; i < len(b); i++ {
		from := i
		for i < len(b) && isNameOctet(b[i]) {
			i++
		}
		word := bytes.TrimRight(b[from:i], ".-")
		inAddress := from > 0 && b[from-1] == '@' || i < len(b) && b[i] == '@'
		if len(word) > 0 && !inAddress {
			do(word)
		}
	}
}

// isNameOctet reports whether c belongs to a word that may name somebody.
func isNameOctet(c byte) bool { return isWordOctet(c) || c == '.' || c == '-' || c == '+' }

// loginUser returns the user that an event names who logs in, in the octets of its
// text: a [Login], or a note that was the @auth of a script. It is nil if that is an
// address, which is found as such.
func loginUser(e *Event, text []byte) []byte {
	var user []byte
	switch {
	case e.Who != Local:
	case e.Fact == Login:
		_, user, _ = bytes.Cut(text, []byte("; user "))
		user = user[:max(bytes.LastIndex(user, []byte("; ")), 0)]
	case e.Fact == Note && bytes.HasPrefix(text, []byte("@auth ")):
		user = bytes.Trim(text[bytes.LastIndexByte(text, ' ')+1:], `"`)
	}
	if bytes.IndexByte(user, '@') >= 0 {
		return nil
	}
	return user
}
