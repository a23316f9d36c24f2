package lessons

import (
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Width is the number of columns that prose is written for. Titles, verdict
// lines and anatomy never take more; paragraphs are wrapped by who shows them,
// see [Explanation.Lines].
const Width = 40

// An Explanation says what one event means. Every text in it is safe to print.
type Explanation struct {
	Title      string   // what this is about, at most Width columns
	Sign       rune     // ✓ accepted, → go on, ~ try later, ✗ refused, ! breaks the RFC; 0 for none
	Ruling     string   // the verdict in words, beside the sign: "refused", "go on"
	Anatomy    []string // the code taken apart, drawn; each line at most Width columns
	Paragraphs []string // what it means, why, what to do
	Next       string   // "Next: another RCPT, DATA, or RSET"; "" where nothing can follow
	Section    string   // the best section: "RFC 5321 §4.2.3"
	Verdict    Verdict
	Breach     string // for AcceptedWrong and RefusedRight: the section that is broken
	Faults     []smtp.Fault
}

// Explain returns what event e means when it came upon state before.
func Explain(e transcript.Event, before smtp.State) Explanation { return Explanation{} }

// Lines returns the explanation as plain text of at most width columns: title,
// verdict, anatomy, paragraphs, what may follow, section.
func (x Explanation) Lines(width int) []string { return nil }

// Card returns all that is known about event e, as paragraphs: the explanation
// itself, then what the reference has on its verb, codes and keywords.
func Card(e transcript.Event, before smtp.State) []string { return nil }

// Speak returns event e as one line to be spoken or read aloud, without signs:
// "server, 550, permanent, mailbox: no such user".
func Speak(e transcript.Event, before smtp.State) string { return "" }
