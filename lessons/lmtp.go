package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// lmtpSayings are about replies that mean something else in LMTP. They come before
// all others.
var lmtpSayings = []saying{
	{theConnection, 220, "", "greets-lmtp", "The server spoke first: it is ready and gives its name. It speaks LMTP, which is SMTP for the last step, into the mailboxes. Now say who you are: `LHLO` and a name.", "RFC 2033 §4.1"},
	{"EHLO", 500, "", "names-lhlo", "This server speaks LMTP, and there the hello is `LHLO`. Nothing is lost.", "RFC 2033 §4.1"},
	{"HELO", 500, "", "names-lhlo", "This server speaks LMTP, and there the hello is `LHLO`. Nothing is lost.", "RFC 2033 §4.1"},
	{"RCPT", 250, "", "lhlo", "{path} is now one of the recipients. Behind the final dot each that is accepted gets a reply of its own.", "RFC 2033 §4.2"},
}

// nextLocalHello is what follows where LMTP is spoken.
const nextLocalHello = "Next: LHLO and a name"

// SpeaksLMTP reports whether a greeting says that the server speaks LMTP
// (RFC 2033 section 4).
func SpeaksLMTP(greeting smtp.Reply) bool {
	for _, word := range strings.Fields(greeting.Text()) {
		if strings.EqualFold(word, "LMTP") {
			return greeting.Code == 220
		}
	}
	return false
}

// greeted reports whether event e is the greeting of a server.
func greeted(e transcript.Event, before smtp.State) bool {
	owed, ok := before.Owed()
	return ok && owed.Matter == smtp.ForGreeting && e.Who == transcript.Server && e.Flags&transcript.Stray == 0 && e.Reply().Code == 220
}

// unknownHello reports whether event e says that EHLO or HELO is not known, as a
// server that speaks LMTP must (RFC 2033 section 4.1).
func unknownHello(e transcript.Event, before smtp.State) bool {
	owed, ok := before.Owed()
	hello := ok && owed.Matter == smtp.ForCommand && (owed.Command.Verb == smtp.EHLO || owed.Command.Verb == smtp.HELO)
	return hello && e.Who == transcript.Server && e.Flags&transcript.Stray == 0 && e.Reply().Code == 500
}

// inLMTP is what the greeting, or the refusal of a hello that LMTP does not have,
// means where LMTP is spoken, whether the reply says so or not.
func (x Explanation) inLMTP() Explanation {
	paragraphs := slices.Clone(x.Paragraphs)
	for _, s := range lmtpSayings {
		usual := findSaying(s.to, s.code, "", nil)
		if i := slices.Index(paragraphs, usual.say); i >= 0 {
			paragraphs[i] = findSaying(s.to, s.code, "", []string{s.tag}).say
		}
	}
	x.Paragraphs, x.Section, x.Next = paragraphs, "RFC 2033 §4.1", nextLocalHello
	return x
}

// aimedAtLMTP reports whether the transcript began with an lmtp: target.
func aimedAtLMTP(t *transcript.Transcript) bool {
	return strings.HasPrefix(strings.ToLower(t.Start().Target), "lmtp:")
}

// hello is the verb that a session begins with.
func (t Setting) hello() smtp.Verb {
	if t.LMTP {
		return smtp.LHLO
	}
	return smtp.EHLO
}
