package lessons

import (
	"bytes"
	"strings"

	"ehlo/session/smtp"
)

// headerMoments are about a line in the header of a message.
var headerMoments = [...]moment{
	{Rule{
		ID: "D6.1", Severity: Note, Section: "RFC 5321 §B",
		Say: "To SMTP this is text.", Remedy: "The message goes to those named by RCPT, whatever stands here.",
		Breaks: toText + "C: To: carol@example.com",
		Keeps:  toBody + "C: To: carol@example.com",
	}, 0, isField("To", "Cc")},
	{Rule{
		ID: "D6.3", Severity: Error, Asks: "no Bcc field in what is sent", Section: "RFC 5321 §7.2",
		Say: "Whoever gets the message can read this.", Remedy: "A blind copy is made by a RCPT alone, with no field in the header.",
		Breaks: toText + "C: Bcc: theboss@example.com",
		Keeps:  toText + "C: Subject: hi",
	}, 0, isField("Bcc")},
	{Rule{
		ID: "D6.5", Severity: Note, Section: "RFC 5321 §7.1",
		Say: "To SMTP this is text, and nobody checks it here.", Remedy: "Bounces go to the reverse-path of MAIL, not to it.",
		Breaks: toText + "C: From: theboss@example.com",
		Keeps:  toHello + "C: MAIL FROM:<theboss@example.com>",
	}, 0, isField("From", "Sender")},
	{Rule{
		ID: "D13.5", Severity: Note, Section: "RFC 5321 §3.6.3",
		Say: "People answer to this address.", Remedy: "A bounce never goes there: it goes to the reverse-path of MAIL.",
		Breaks: toText + "C: Reply-To: carol@example.com",
		Keeps:  toText + "C: Subject: hi",
	}, 0, isField("Reply-To")},
	{Rule{
		ID: "D13.1", Severity: Note, Section: "RFC 5321 §4.4",
		Say: "The last server writes this field by itself.", Remedy: "Who sends a message leaves it out.",
		Breaks: toText + "C: Return-Path: <bob@example.org>",
		Keeps:  toText + "C: From: bob@example.org",
	}, 0, isField("Return-Path")},
	{Rule{
		ID: "D6.2", Severity: Note, Section: "RFC 5322 §2.1",
		Say: "The header comes first, and this is no header field.", Remedy: "An empty line ends the header; the text comes behind it.",
		Breaks: toText + "C: Subject: hi\nC: Hello Alice",
		Keeps:  toText + "C: Subject: hi\nC:\nC: Hello Alice",
	}, 0, isNoField},
}

// isField is for a line of the header that begins a field of one of these names.
func isField(names ...string) func(scene) (smtp.Span, bool) {
	return func(x scene) (smtp.Span, bool) {
		name := x.field()
		for _, n := range names {
			if strings.EqualFold(n, name) {
				return x.span(0, len(name)+1), true
			}
		}
		return smtp.Span{}, false
	}
}

// field returns the name of the header field that the line begins; "" if it begins
// none, or stands behind the header.
func (x scene) field() string {
	if !x.before.InHeader() || !x.before.LineStart() {
		return ""
	}
	name, _ := smtp.HeaderField(x.line)
	return name
}

// isNoField is for a line in the header that is neither a field nor the rest of one, nor
// begins with a dot, of which there is more to say.
// While it is typed only a blank shows that it won't be one.
func isNoField(x scene) (smtp.Span, bool) {
	if !x.before.InHeader() || !x.before.LineStart() || len(x.line) == 0 || bytes.IndexByte([]byte(" \t.\r"), x.line[0]) >= 0 {
		return smtp.Span{}, false
	}
	if x.field() != "" || x.verbInText() != "" {
		return smtp.Span{}, false
	}
	return x.whole(), !x.typed || bytes.IndexByte(x.line, ' ') > 0
}
