package course

import (
	"strings"

	"ehlo/session/smtp"
)

// A World is what goals may see of the included server. A nil World is any other
// server's: there a goal that asks for a mailbox cannot be met.
type World interface {
	// Addresses returns every mailbox, local-part@domain.
	Addresses() []string

	// Box returns the messages of a mailbox, local-part@domain, oldest first.
	Box(address string) []Letter
}

// A Letter is one stored copy of a message.
type Letter struct {
	From   string // the reverse-path, "<>" for none
	Octets []byte // with the trace fields that the server wrote above it
	Trace  int    // octets of Octets that are those
}

// header returns the value of the first header field of that name, unfolded; "" if
// there is none (RFC 5322 section 2.2).
func (l Letter) header(name string) string {
	value, found := "", false
	for line := range strings.SplitSeq(string(l.Octets), "\r\n") {
		if found && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) {
			value += line
			continue
		}
		if found || line == "" {
			break
		}
		field, ok := smtp.HeaderField([]byte(line))
		if ok && strings.EqualFold(field, name) {
			_, value, _ = strings.Cut(line, ":")
			found = true
		}
	}
	return strings.TrimSpace(value)
}

// body returns what stands behind the first empty line; all of the text if it has no
// header.
func (l Letter) body() string {
	text := string(l.Octets[min(l.Trace, len(l.Octets)):])
	if rest, ok := strings.CutPrefix(text, "\r\n"); ok {
		return rest
	}
	if _, ok := smtp.HeaderField([]byte(text)); !ok {
		return text
	}
	_, body, _ := strings.Cut(text, "\r\n\r\n")
	return body
}
