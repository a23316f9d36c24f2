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
	Next       string   // "Next: another RCPT, DATA, or RSET"; "" where nothing can be said
	Section    string   // the best section: "RFC 5321 §4.2.3"
	Others     string   // what real servers were recorded to answer here; "" where they agree
	Verdict    Verdict
	Breach     string       // for AcceptedWrong and RefusedRight: the section that is broken
	Faults     []smtp.Fault // of the command line, the text or the reply; spans are of the event's octets
}

// The signs of an explanation.
const (
	SignAccepted = '✓'
	SignGoOn     = '→'
	SignLater    = '~'
	SignRefused  = '✗'
	SignBreach   = '!'
)

// Explain returns what event e means when it came upon state before.
func Explain(e transcript.Event, before smtp.State) Explanation {
	x := explainEvent(e, before)
	if greeted(e, before) && SpeaksLMTP(e.Reply()) {
		x = x.inLMTP()
	}
	if a, ok := Servers(e, before); ok {
		x.Others = a.others()
	}
	return x
}

func explainEvent(e transcript.Event, before smtp.State) Explanation {
	switch e.Who {
	case transcript.Client:
		return explainClient(e, before)
	case transcript.Server:
		return explainServer(e, before)
	}
	return explainFact(e, before).judged(Judge(e, before))
}

// Lines returns the explanation as plain text of at most width columns: title,
// verdict, anatomy, paragraphs, what may follow, section. Others is apart: it is
// shown where there is room.
func (x Explanation) Lines(width int) []string {
	lines := wrap(x.Title, width)
	if x.Ruling != "" {
		lines = append(lines, wrap(string(x.Sign)+" "+x.Ruling, width)...)
	}
	lines = append(lines, x.Anatomy...)
	for _, p := range x.Paragraphs {
		lines = append(lines, wrap(p, width)...)
	}
	lines = append(lines, wrap(x.Next, width)...)
	if x.Section != "" {
		lines = append(lines, x.Section)
	}
	return lines
}

// say adds a paragraph, unless it is empty.
func (x *Explanation) say(text string) {
	if text != "" {
		x.Paragraphs = append(x.Paragraphs, text)
	}
}

// shown returns foreign octets ready to print, at most width columns of them.
func shown(octets []byte, width int) string { return smtp.Printable(octets).Cut(width).String() }

// shownText is shown for a string.
func shownText(text string, width int) string { return shown([]byte(text), width) }

// shownPath returns a path in its brackets, at most width columns of it.
func shownPath(p smtp.Path, width int) string {
	text := shownText(p.String(), width)
	if len(text) > 0 && text[len(text)-1] != '>' {
		text += ">"
	}
	return text
}
