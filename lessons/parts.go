package lessons

import (
	"bytes"
	"encoding/base64"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Part is one piece of what crossed the wire: a verb, a reply code, a line end.
type Part struct {
	Span smtp.Span // in the octets of the event
	What string    // what it is: "verb", "path", "line end"
	Note string    // what is to be said of it: "CR LF", "the last line"; "" for nothing
}

// Parts takes event e apart, which came upon state before. The parts are in order
// and together they are all its octets. A local fact has none.
func Parts(e transcript.Event, before smtp.State) []Part {
	switch {
	case e.Who == transcript.Client:
		return clientParts(e, before)
	case e.Who != transcript.Server:
		return nil
	case e.Flags&transcript.Stray != 0 || e.Reply().Malformed():
		return strayParts(e.Octets)
	}
	return replyParts(e.Reply(), before)
}

// A taking is an event that is being taken apart.
type taking struct {
	octets []byte
	parts  []Part
	at     int // up to where it has been taken apart
}

// part takes the octets up to an end.
func (t *taking) part(to int, what, note string) {
	if to > t.at {
		t.parts = append(t.parts, Part{smtp.Span{From: t.at, To: to}, what, note})
		t.at = to
	}
}

// gap takes what stands between two tokens of a command line.
func (t *taking) gap(to int) {
	for t.at < to {
		n := t.at
		for n < to && t.octets[n] == ' ' {
			n++
		}
		switch {
		case n-t.at == 1:
			t.part(n, "space", "")
		case n > t.at:
			t.part(n, "spaces", "")
		case t.octets[t.at] == '=':
			t.part(t.at+1, "equals sign", "")
		default:
			t.part(nextBlank(t.octets, t.at, to), "left over", "belongs to no part")
		}
	}
}

// nextBlank returns where the octets that are no blank end, behind the first.
func nextBlank(octets []byte, from, to int) int {
	for from++; from < to && octets[from] != ' '; from++ {
	}
	return from
}

// end takes the line end that closes the line ending at to.
func (t *taking) end(to int) {
	line := t.octets[t.at:to]
	switch {
	case bytes.HasSuffix(line, []byte("\r\n")):
		t.part(to, "line end", "CR LF")
	case bytes.HasSuffix(line, []byte("\n")):
		t.part(to, "bare LF", "no line end: its CR is missing")
	case bytes.HasSuffix(line, []byte("\r")):
		t.part(to, "bare CR", "no line end: its LF is missing")
	}
}

// bodyEnd returns where the line ending at to ends without its line end.
func (t *taking) bodyEnd(to int) int {
	line := t.octets[t.at:to]
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasSuffix(line, []byte(end)) {
			return to - len(end)
		}
	}
	return to
}

// clientParts takes apart what the client said, each line as the state before it
// has it read.
func clientParts(e transcript.Event, s smtp.State) []Part {
	t := &taking{octets: e.Octets}
	for t.at < len(t.octets) {
		from, to := t.at, lineFrom(t.octets, t.at)
		switch s.Reading() {
		case smtp.AsText:
			t.textLine(to, s.LineStart(), e.Flags&transcript.Stuffed != 0)
		case smtp.AsChunk:
			to = min(len(t.octets), from+int(min(s.ChunkLeft(), int64(len(t.octets)))))
			t.part(to, "chunk", "octets announced by BDAT")
		case smtp.AsAnswer:
			t.part(t.bodyEnd(to), "answer", "to the challenge, in base64")
			t.end(to)
		case smtp.AsHeld:
			t.part(t.bodyEnd(to), "early line", "sent before the reply that says what it is")
			t.end(to)
		default:
			t.command(to)
		}
		s = s.Said(t.octets[from:to])
	}
	return t.parts
}

// lineFrom returns where the line that begins at from ends, behind its LF.
func lineFrom(octets []byte, from int) int {
	if i := bytes.IndexByte(octets[from:], '\n'); i >= 0 {
		return from + i + 1
	}
	return len(octets)
}

// command takes the command line that ends at to.
func (t *taking) command(to int) {
	from := t.at
	c := smtp.ParseCommand(t.octets[from:to])
	for i, token := range c.Tokens {
		t.gap(from + token.Span.From)
		t.part(from+token.Span.To, tokenWord(c, i), "")
	}
	t.gap(t.bodyEnd(to))
	t.end(to)
}

// tokenWord names token i of a command.
func tokenWord(c smtp.Command, i int) string {
	switch c.Tokens[i].Role {
	case smtp.RoleVerb:
		return "verb"
	case smtp.RoleKeyword:
		return "keyword"
	case smtp.RolePath:
		if c.Verb == smtp.RCPT {
			return "forward-path"
		}
		return "reverse-path"
	case smtp.RoleParam:
		return "parameter"
	case smtp.RoleValue:
		return "value"
	}
	if words := argumentWords[c.Verb]; i > 0 && i <= len(words) {
		return words[i-1]
	}
	return "argument"
}

// argumentWords names the arguments of the verbs that have their own.
var argumentWords = map[smtp.Verb][]string{
	smtp.EHLO: {"client name"}, smtp.HELO: {"client name"}, smtp.LHLO: {"client name"},
	smtp.AUTH: {"mechanism", "initial response"},
	smtp.BDAT: {"chunk size", "last chunk"},
	smtp.VRFY: {"user name"}, smtp.EXPN: {"list name"}, smtp.HELP: {"subject"},
	smtp.ETRN: {"domain"}, smtp.ATRN: {"domain"}, smtp.BURL: {"URL"},
}

// textLine takes a line of message text, or what there is of one. At the beginning
// of a line a dot is the end, or one dot too many (RFC 5321 section 4.5.2).
func (t *taking) textLine(to int, start, stuffed bool) {
	line := t.octets[t.at:to]
	switch {
	case start && string(line) == ".\r\n":
		t.part(t.at+1, "final dot", "ends the text")
	case start && len(line) > 0 && line[0] == '.' && stuffed:
		t.part(t.at+1, "stuffed dot", "ehlo added it, the server takes it away")
	case start && len(line) > 0 && line[0] == '.':
		t.part(t.at+1, "first dot", "the server takes it away")
	}
	t.part(t.bodyEnd(to), "text", "")
	t.end(to)
}

func strayParts(octets []byte) []Part {
	t := &taking{octets: octets}
	for t.at < len(octets) {
		to := lineFrom(octets, t.at)
		t.part(t.bodyEnd(to), "octets", "no reply line")
		t.end(to)
	}
	return t.parts
}

// replyParts takes a reply apart, line by line.
func replyParts(r smtp.Reply, before smtp.State) []Part {
	t := &taking{octets: r.Octets}
	owed, _ := before.Owed()
	hello := owed.Matter == smtp.ForCommand && (owed.Command.Verb == smtp.EHLO || owed.Command.Verb == smtp.LHLO) && r.Class() == 2
	for l := range r.Lines() {
		first := l.Span.From == 0
		if l.Code == 0 {
			t.part(t.bodyEnd(l.Span.To), "octets", "no reply line")
		} else {
			t.replyLine(l)
		}
		body := t.bodyEnd(l.Span.To)
		switch {
		case hello && !first:
			t.offer(body)
		case hello:
			t.word(body, "server name")
			t.gap(t.at + blanksAt(t.octets[t.at:body]))
			t.part(body, "greeting", "")
		case r.Code == 334 && first:
			t.part(body, "challenge", challengeNote(t.octets[t.at:body]))
		default:
			t.part(body, "text", "")
		}
		t.end(l.Span.To)
	}
	return t.parts
}

// replyLine takes the code of a reply line and what stands behind it.
func (t *taking) replyLine(l smtp.ReplyLine) {
	body := t.bodyEnd(l.Span.To)
	t.part(min(l.Span.From+3, body), "reply code", shortCode(l.Code))
	if t.at < body && strings.IndexByte(" -", t.octets[t.at]) >= 0 {
		note := "the last line"
		if !l.Last {
			note = "more lines follow"
		}
		t.part(t.at+1, "separator", note)
	}
	if !l.Enhanced.IsZero() {
		t.part(min(t.at+len(l.Enhanced.String()), body), "enhanced code", shortStatus(l.Enhanced))
		t.gap(min(t.at+blanksAt(t.octets[t.at:body]), body))
	}
}

func blanksAt(octets []byte) int { return len(octets) - len(bytes.TrimLeft(octets, " ")) }

// word takes the next word.
func (t *taking) word(body int, what string) {
	if t.at < body && t.octets[t.at] != ' ' {
		t.part(nextBlank(t.octets, t.at, body), what, "")
	}
}

// offer takes a line of the answer to EHLO: a keyword and what stands behind it
// (RFC 5321 section 4.1.1.1).
func (t *taking) offer(body int) {
	if t.at == body {
		return
	}
	t.gap(t.at + blanksAt(t.octets[t.at:body]))
	from := t.at
	t.word(body, "EHLO keyword")
	if t.at > from {
		words := strings.Fields(string(t.octets[from:body]))
		_, note, _ := strings.Cut(offerLine(smtp.Offer{Keyword: smtp.Upper(words[0]), Params: words[1:]}), ": ")
		t.parts[len(t.parts)-1].Note = note
	}
	for t.at < body {
		t.gap(t.at + blanksAt(t.octets[t.at:body]))
		t.word(body, "parameter")
	}
}

// challengeNote decodes the challenge of a 334, which is no secret.
func challengeNote(text []byte) string {
	plain, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(text)))
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return ""
	case err != nil:
		return "no base64"
	}
	return "base64 of " + shown(plain, 60)
}
