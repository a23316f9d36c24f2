package line

import (
	"fmt"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// A trouble is why a piped conversation ended as it should not, in words for the
// error output. The zero value is none.
type trouble struct{ words, hint string }

// blame keeps the first trouble; what follows comes of it.
func (j *judge) blame(words, hint string) {
	if j.trouble.words == "" {
		j.trouble = trouble{words, hint}
	}
}

// unknown is the hint when the reply to a message did not come (RFC 5321 section
// 4.5.4.2: it has to be sent again).
const unknown = "nobody knows whether the server has the message; sending it again may deliver it twice"

// lost notes that the connection ended, or that a reply did not come in time. If
// only the 221 is missing behind an accepted message, that is no failure, but said.
func (j *judge) lost(words, hint string, r *Result) {
	owed, ok := j.state.Owed()
	switch {
	case j.excused():
		j.blame("the message was accepted; only the reply to QUIT did not come", "")
		return
	case ok && owed.Matter == smtp.ForText:
		hint = unknown
	}
	r.Lost = true
	j.blame(words, hint)
}

// broke notes that the server broke the protocol.
func (j *judge) broke(words string, r *Result) {
	r.Broken = true
	j.blame(words, "")
}

// ending says how a connection ended that was not to end yet.
func (j *judge) ending(e transcript.Event) string {
	words := shown(e.Text)
	if e.Fact == transcript.Lost {
		words = "the connection was lost: " + words
	}
	_, owed := j.state.Owed()
	switch {
	case j.state.Reading() == smtp.AsText || j.state.Reading() == smtp.AsChunk:
		return words + ", inside the message; it was not completed, nobody got it"
	case j.cut:
		return words + ", inside a reply"
	case owed:
		return words + ", before " + desk.Matter(j.state) + " came"
	case j.state.Phase() == smtp.Leaving:
		return "the server closed the connection, as it had said"
	}
	return words + " unasked"
}

// flaw says what is wrong with a reply that breaks the protocol.
func (j *judge) flaw(reply smtp.Reply) string {
	switch to := strings.TrimPrefix(desk.Matter(j.state), "the "); {
	case reply.Malformed():
		return "the server's octets are no reply by RFC 5321 section 4.2, in place of the " + to
	case reply.Marks.Has(smtp.ReplyTooLong):
		return "the " + to + " is too long and was cut"
	case reply.Marks.Has(smtp.DifferentCodes):
		return "the lines of the " + to + " have different codes"
	default:
		return fmt.Sprintf("the %s is %03d, which says neither yes nor no", to, reply.Code)
	}
}
