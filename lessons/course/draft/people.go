package draft

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// A cast gives the people of a session the parts of those whom the included server
// knows, so that it answers alike, and no lesson names anybody who did not ask for it.
type cast struct {
	users    []string          // mailboxes that are there, in the order of their parts
	parts    map[string]string // by mailbox, in lower case
	order    []string          // the mailboxes that have one, as they were written
	accepted map[string]bool   // as recipients, by mailbox in lower case
	turns    []turn
}

// Who plays those that the server does not know: they are not there, or are elsewhere.
var (
	strangers = []string{"zoe@example.com", "yves@example.com", "xena@example.com", "nobody@example.com"}
	writers   = []string{"bob@example.org", "ann@example.net", "eve@example.org", "jsmith@example.net"}
	outsiders = []string{"dora@example.net", "emil@example.org", "fred@example.net", "gina@example.org"}
)

// newCast looks at the people of a session.
func newCast(turns []turn, users []string) *cast {
	c := &cast{users: users, parts: map[string]string{}, accepted: map[string]bool{}, turns: turns}
	for i := range turns {
		t := &turns[i]
		if t.verb == "RCPT" && t.accepted() {
			c.accepted[smtp.Lower(t.command.Path.Mailbox())] = true
		}
	}
	for i := range turns {
		c.meet(&turns[i])
	}
	return c
}

// meet gives a part to whom a turn names.
func (c *cast) meet(t *turn) {
	box := t.command.Path.Mailbox()
	key := smtp.Lower(box)
	if !strings.Contains(box, "@") || c.parts[key] != "" || c.known(box) {
		return
	}
	switch {
	case c.accepted[key]:
		c.give(box, c.users)
	case t.verb == "MAIL":
		if !reserved(domainOf(box)) {
			c.give(box, writers)
		}
	case t.verb == "RCPT" && t.code() == 550 && !t.relay:
		c.give(box, strangers)
	case t.verb == "RCPT" && !reserved(domainOf(box)):
		c.give(box, outsiders)
	}
}

// give hands out the first part that is free, and the last again and again. Whose name
// is a part already keeps it.
func (c *cast) give(box string, of []string) {
	if len(of) == 0 || slices.ContainsFunc(of, func(p string) bool { return strings.EqualFold(p, box) }) {
		return
	}
	part := of[len(of)-1]
	for _, p := range of {
		if !c.taken(p) {
			part = p
			break
		}
	}
	c.parts[smtp.Lower(box)] = part
	c.order = append(c.order, box)
}

// taken reports whether somebody in the session has that name, or plays that part.
func (c *cast) taken(part string) bool {
	for _, p := range c.parts {
		if p == part {
			return true
		}
	}
	return slices.ContainsFunc(c.turns, func(t turn) bool { return strings.EqualFold(t.command.Path.Mailbox(), part) })
}

func (c *cast) known(box string) bool {
	return slices.ContainsFunc(c.users, func(u string) bool { return strings.EqualFold(u, box) })
}

// told says who became whom.
func (c *cast) told() []string {
	var told []string
	for _, box := range c.order {
		told = append(told, fmt.Sprintf("%s is %s in the lesson", printable(box), c.parts[smtp.Lower(box)]))
	}
	return told
}

// play says a turn with the parts instead of the people.
func (c *cast) play(t *turn) {
	was := t.chunk()
	for i, line := range t.lines {
		for _, box := range c.order {
			line = replaceFold(line, box, c.parts[smtp.Lower(box)])
		}
		t.lines[i] = line
	}
	if size, _, ok := t.command.Chunk(); ok && t.chunk() != was {
		now := size + int64(t.chunk()-was)
		t.lines[0] = replaceFold(t.lines[0], fmt.Sprint(size), fmt.Sprint(now))
	}
	if name := t.command.Arg; hello(t.verb) && called(t) && !reserved(name) {
		as := "client.example"
		if !strings.Contains(name, ".") {
			as = "client"
		}
		t.lines[0] = replaceFold(t.lines[0], name, as)
	}
}

// called reports whether a hello has a name that may be somebody's computer.
func called(t *turn) bool {
	for _, f := range t.command.Faults {
		if f.Kind != smtp.SingleLabel {
			return false
		}
	}
	return t.command.Arg != "" && !strings.HasPrefix(t.command.Arg, "[")
}

// chunk is how many octets stand behind a command.
func (t *turn) chunk() int {
	n := 0
	for _, line := range t.lines[min(1, len(t.lines)):] {
		n += len(line)
	}
	return n
}

func hello(verb string) bool { return verb == "EHLO" || verb == "HELO" || verb == "LHLO" }

// replaceFold replaces a word in any case, where it is no part of a longer one.
func replaceFold(line []byte, from, to string) []byte {
	low, find := []byte(smtp.Lower(string(line))), []byte(smtp.Lower(from))
	if len(find) == 0 {
		return line
	}
	var out []byte
	for at := 0; ; {
		n := bytes.Index(low[at:], find)
		if n < 0 {
			return append(out, line[at:]...)
		}
		end := at + n + len(find)
		out = append(out, line[at:at+n]...)
		if continues(low[:at+n], low[end:]) {
			out = append(out, line[at+n:end]...)
		} else {
			out = append(out, to...)
		}
		at = end
	}
}

// continues reports whether a word goes on before or behind: gone@x is not one@x.
func continues(before, behind []byte) bool {
	if n := len(before); n > 0 && (isName(before[n-1]) || strings.IndexByte("!#$%&*+/=?^_{|}~.", before[n-1]) >= 0) {
		return true
	}
	behind = bytes.TrimPrefix(behind, []byte("."))
	return len(behind) > 0 && isName(behind[0])
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c >= 0x80
}

func domainOf(box string) string { return smtp.Lower(box[strings.LastIndexByte(box, '@')+1:]) }

// reserved reports whether a domain is nobody's (RFC 2606).
func reserved(domain string) bool {
	domain = "." + strings.TrimSuffix(smtp.Lower(domain), ".")
	return slices.ContainsFunc([]string{".example", ".test", ".invalid", ".localhost", ".example.com", ".example.net", ".example.org"},
		func(end string) bool { return strings.HasSuffix(domain, end) })
}

func printable(s string) string { return smtp.Printable([]byte(s)).String() }
