package desk

import (
	"bytes"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// AnswerTo says what the reply of event i, which came upon state before, answers
// where that is not the line before it: "to MAIL FROM:<bob@example.org>" if the reply
// came late or several lines were sent in one write, "for <alice@example.com>" behind
// the text in LMTP. "" where it is plain to see.
func AnswerTo(tape *transcript.Transcript, i int, before smtp.State) string {
	q := tape.Question(i)
	if q < 0 {
		return ""
	}
	if owed, _ := before.Owed(); owed.HasRcpt {
		return "for " + show(owed.Rcpt.String())
	}
	if e := tape.At(q); e.Group != 0 && (q > 0 && tape.At(q-1).Group == e.Group || tape.At(q+1).Group == e.Group) {
		return "to " + asksFor(e)
	}
	for k := i - 1; k > q; k-- {
		if tape.At(k).Who == transcript.Client {
			return "to " + asksFor(tape.At(q))
		}
	}
	return ""
}

// asksFor is the beginning of a client's line, enough to know it by.
func asksFor(e transcript.Event) string {
	line := bytes.TrimRight(e.Octets[:min(len(e.Octets), 200)], "\r\n")
	if e.Flags&transcript.Secret != 0 && e.Mark >= 0 && e.Mark < len(line) {
		line = line[:e.Mark]
	}
	switch string(bytes.TrimSpace(line)) {
	case ".":
		return "the message"
	case "":
		return "the empty line"
	}
	return smtp.Printable(bytes.TrimSpace(line)).Cut(32).String()
}
