package lessons

import (
	"ehlo/session/smtp"
)

// afterGoodbye is a rule for replies and for what is none.
var afterGoodbye = serverRule{
	Rule: Rule{
		ID: "after-goodbye", Severity: ServerFault, Section: "RFC 5321 §4.2",
		Say: "The server goes on talking after its goodbye: each command has one reply.", Remedy: "ehlo shows it and doesn't believe it.",
		Breaks: toHello + "C: QUIT\nS: 221 bye\nstray: 250 Ok",
		Keeps:  toHello + "C: NOOP\nS: 250 Ok\nC: QUIT\nS: 221 bye",
	},
	met: func(x exchange) bool { return leaving(x.before) && x.silent() },
}

func leaving(s smtp.State) bool { return s.Phase() == smtp.Leaving || s.Phase() == smtp.Ended }

// silent reports whether the client has said nothing that the octets could answer,
// not even the beginning of a line.
func (x exchange) silent() bool {
	return x.to == nobody && !x.before.IsPartial() && x.before.OwedCount() == 0 && len(x.before.Pending()) == 0
}

// waits reports whether the server owes nothing, waits for a command, and has none.
func (x exchange) waits() bool {
	return x.silent() && x.before.Reading() == smtp.AsCommand && !leaving(x.before)
}

// unaskedRules are about replies that answer nothing, or answer what hasn't ended.
// A 421 may come at any time (RFC 5321 section 3.8), and some servers write another
// 4yz or 5yz for the same end (qmail 451, Exchange 451): that is no more than a note.
var unaskedRules = []serverRule{
	{Rule: Rule{
		ID: "line-end-taken", Severity: ServerFault, Section: "RFC 5321 §2.3.8",
		Say: "The server took a bare LF for the end of a line.", Remedy: "Don't rely on it: the next goes on waiting.",
		Breaks: toHello + "C\"NOOP\\n\"\nS: 250 Ok",
		Keeps:  toHello + "C\"NOOP\\n\"\nS: 421 timeout",
	}, met: func(x exchange) bool { return x.loose && x.to != theDot && x.goesOnOrLeaves() }},
	{Rule: Rule{
		ID: "D20.3", Severity: ServerFault, Section: "RFC 5321 §4.1.1.4",
		Say: "Only CR LF, a dot, CR LF ends a message. This server took less for it.", Remedy: "Where servers differ in that, mail can be forged.",
		Breaks: toBody + "C\".\\n\"\nS: 250 Ok",
		Keeps:  toBody + "C\".\\n\"\nS: 421 bare LF not allowed",
	}, met: func(x exchange) bool { return x.loose && x.to == theDot && x.reply.Class() == 2 && x.goesOn() }},
	{Rule: Rule{
		ID: "reply-to-nothing", Severity: ServerFault, Section: "RFC 5321 §4.2",
		Say: "Nothing was asked, and here is a reply: each command has one.", Remedy: "From here on replies may be off by one.",
		Breaks: toHello + "C: NOOP\nS: 250 Ok\nS: 250 Ok",
		Keeps:  toHello + "C: NOOP\nS: 250 Ok\nS: 421 timeout",
	}, met: func(x exchange) bool { return x.waits() && x.goesOn() && !x.lmtpVerdicts() }},
	{Rule: Rule{
		ID: "lmtp-replies", Severity: ServerFault, Section: "RFC 2033 §4.2",
		Say: "More replies than recipients: LMTP has one for each that was accepted.", Remedy: "RSET makes sure.",
		Breaks: toLMTP + "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC: hi\nC: .\nS: 250 Ok\nS: 250 Ok",
		Keeps:  toLMTP + "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: RCPT TO:<carol@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC: hi\nC: .\nS: 250 Ok\nS: 250 Ok",
	}, met: func(x exchange) bool { return x.waits() && x.lmtpVerdicts() }},
	{Rule: Rule{
		ID: "unasked-refusal", Severity: Note, Section: "RFC 5321 §3.8",
		Say: "Nothing was asked. A server that closes says 421.", Remedy: "Look whether the connection is still there.",
		Breaks: toHello + "S: 451 timeout",
		Keeps:  toHello + "S: 421 timeout",
	}, met: func(x exchange) bool {
		return x.waits() && (x.reply.Class() == 4 || x.reply.Class() == 5 || x.reply.Code == 221) && x.reply.Code != 421
	}},
	{Rule: Rule{
		ID: "reply-in-text", Severity: Note, Section: "RFC 5321 §4.1.1.4",
		Say: "A reply before the text has ended.", Remedy: "End the text, or close the connection.",
		Breaks: toBody + "S: 552 too much",
		Keeps:  toBody + "C: .\nS: 552 too much",
	}, met: func(x exchange) bool {
		return x.to == nobody && !x.before.IsPartial() && x.before.Reading() == smtp.AsText && x.reply.Code != 421
	}},
	afterGoodbye,
}

// goesOnOrLeaves reports whether the reply shows that a line was carried out; of
// QUIT that is a 221.
func (x exchange) goesOnOrLeaves() bool {
	return x.goesOn() || x.reply.Code == 221 && x.command.Verb == smtp.QUIT
}

// lmtpVerdicts reports whether the replies before this one were for a message that
// LMTP handed over.
func (x exchange) lmtpVerdicts() bool {
	_, open := x.before.Sender()
	return x.before.Hello() == smtp.LocalHello && len(x.before.Handed()) > 0 && !open
}

// strayRules are about octets that are no reply, or stand where none may.
var strayRules = []serverRule{
	afterGoodbye,
	{Rule: Rule{
		ID: "behind-starttls", Severity: Note, Section: "RFC 3207 §4.2",
		Say: "Octets in plain text behind the 220 of STARTTLS; nobody knows who wrote them.", Remedy: "ehlo doesn't believe them.",
		Breaks: toHello + "C: STARTTLS\nS: 220 go\nstray: 250 Ok",
		Keeps:  toHello + "C: QUIT\nS: 221 bye\nstray: 250 Ok",
	}, met: func(x exchange) bool { return x.before.Phase() == smtp.Handshake }},
}
