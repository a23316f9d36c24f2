package transcript

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// reply writes server event i.
func (w *scriptWriter) reply(i int) {
	e := w.tape.At(i)
	r := e.Reply()
	if broken(r) || !e.answers() {
		w.step(e.At, exactReply(e))
		return
	}
	for l := range r.Lines() {
		w.b.WriteString(expectLine(l) + "\n")
	}
	w.times = append(w.times, e.At)
	if o, _ := w.before(i).Owed(); o.Matter == smtp.ForText || o.Matter == smtp.ForChunk {
		w.head("queue-id", QueueID(r))
	}
}

// exactReply writes a reply that breaks the syntax octet for octet; one of which
// the octets are not all known, or too many, may be any.
func exactReply(e Event) string {
	if e.Flags&Secret != 0 || len(e.Octets) == 0 || len(e.Octets) > pieceLimit {
		return "S:"
	}
	return "S" + strconv.Quote(string(e.Octets))
}

// expectLine writes one line of a reply. Its text is for people: where it would
// read as something to compare it is left out, unless the server did mean an
// enhanced status code.
func expectLine(l smtp.ReplyLine) string {
	mark := "-"
	if l.Last {
		mark = " "
	}
	text := string(l.Text)
	if !l.Enhanced.IsZero() {
		text = strings.TrimSuffix(l.Enhanced.String()+" "+text, " ")
	}
	text = noteText(text)
	var read ExpectLine
	read.compareText([]byte(text))
	if read.Contains != nil || read.Enhanced != l.Enhanced {
		text = ""
	}
	return strings.TrimRight(fmt.Sprintf("S: %d%s%s", l.Code, mark, text), " \t")
}

// QueueID returns the name under which the server has queued a message, if the
// text of its reply to the final dot shows one in a form that is known; else "".
func QueueID(r smtp.Reply) string {
	text := strings.ReplaceAll(r.Text(), "\n", " ")
	if r.Class() != 2 {
		return ""
	}
	for _, sign := range []string{"queued as ", "queued mail for delivery as ", "OK id=", "Ok: queued as ", "id=", "accepted for delivery: "} {
		if _, rest, ok := strings.Cut(text, sign); ok {
			return idWord(rest)
		}
	}
	if before, _, ok := strings.Cut(text, " Message accepted for delivery"); ok {
		return idWord(before)
	}
	return ""
}

// idWord returns the letters and digits that s begins with, and what may stand
// between them.
func idWord(s string) string {
	isID := func(c rune) bool {
		return c < 0x80 && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.ContainsRune("-_.@", c))
	}
	end := strings.IndexFunc(s, func(c rune) bool { return !isID(c) })
	if end >= 0 {
		s = s[:end]
	}
	return string(bytes.TrimRight([]byte(s), "."))
}
