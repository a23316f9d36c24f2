package desk

import (
	"bytes"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// AnswerTo names what the reply of event i answers where that is not the line
// before it: the reply came late, or several lines were sent in one write. "" where
// it is plain to see.
func AnswerTo(tape *transcript.Transcript, i int) string {
	q := tape.Question(i)
	if q < 0 {
		return ""
	}
	if e := tape.At(q); e.Group != 0 && (q > 0 && tape.At(q-1).Group == e.Group || tape.At(q+1).Group == e.Group) {
		return asksFor(e)
	}
	for k := i - 1; k > q; k-- {
		if tape.At(k).Who == transcript.Client {
			return asksFor(tape.At(q))
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
	if string(line) == "." {
		return "the message"
	}
	return smtp.Printable(bytes.TrimSpace(line)).Cut(32).String()
}
