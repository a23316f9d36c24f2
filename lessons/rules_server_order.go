package lessons

import (
	"slices"

	"ehlo/session/smtp"
)

// orderRules are about replies that don't belong to their command or its place.
var orderRules = []serverRule{
	{Rule: Rule{
		ID: "rcpt-without-mail", Severity: ServerFault, Section: "RFC 5321 §3.3",
		Say: "RCPT without MAIL must be answered 503.", Remedy: "Say MAIL first all the same.",
		Breaks: toHello + "C: RCPT TO:<alice@example.com>\nS: 250 Ok",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>\nS: 250 Ok",
	}, met: exchange.rcptWithoutMail},
	{Rule: Rule{
		ID: "not-503", Severity: ServerFault, Section: "RFC 5321 §4.1.4",
		Say: "Out of order must be answered 503; {code|this code} calls the command unknown.", Remedy: "Send what must come before it.",
		Breaks: toHello + "C: RCPT TO:<alice@example.com>\nS: 502 need MAIL",
		Keeps:  toHello + "C: RCPT TO:<alice@example.com>\nS: 503 need MAIL",
	}, met: exchange.not503},
	{Rule: Rule{
		ID: "data-done", Severity: ServerFault, Section: "RFC 5321 §4.3.2",
		Say: "{code|this code} to DATA says that all is done, before any text came: 354 asks for it.", Remedy: "Send no text without a 354.",
		Breaks: toRcpt + "C: DATA\nS: 250 Ok",
		Keeps:  toRcpt + "C: DATA\nS: 354 go on",
	}, met: func(x exchange) bool { return x.whole() && x.to == "DATA" && x.goesOn() && x.reply.Class() == 2 }},
	{Rule: Rule{
		ID: "go-on-with-what", Severity: ServerFault, Section: "RFC 5321 §4.3.2",
		Say: "{code|this code} asks for more, where there is no more to send.", Remedy: "RSET, and begin anew.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org>\nS: 354 go on",
		Keeps:  toRcpt + "C: DATA\nS: 354 go on",
	}, met: exchange.asksForMore},
	{Rule: Rule{
		ID: "goodbye-code", Severity: ServerFault, Section: "RFC 5321 §4.1.1.10",
		Say: "QUIT must be answered 221.", Remedy: "It means goodbye all the same.",
		Breaks: toHello + "C: QUIT\nS: 250 bye",
		Keeps:  toHello + "C: QUIT\nS: 221 bye",
	}, met: func(x exchange) bool { return x.whole() && x.to == "QUIT" && x.goesOn() }},
	{Rule: Rule{
		ID: "unasked-goodbye", Severity: Note, Section: "RFC 5321 §3.8",
		Say: "A server should close only after QUIT, 421 or a timeout, or when it is attacked.", Remedy: "Connect again.",
		Breaks: toHello + "C: Subject: hi\nS: 221 bye",
		Keeps:  toHello + "C: Subject: hi\nS: 421 bye",
	}, met: func(x exchange) bool { return x.whole() && x.reply.Code == 221 && x.to != "QUIT" && x.to != nobody }},
	{Rule: Rule{
		ID: "before-hello", Severity: Note, Section: "RFC 5321 §4.1.4",
		Say: "A server should take {verb|the command} without a hello.", Remedy: "Say EHLO first, then it fits.",
		Breaks: toGreeting + "C: NOOP\nS: 503 EHLO first",
		Keeps:  toGreeting + "C: MAIL FROM:<bob@example.org>\nS: 503 EHLO first",
	}, met: exchange.wantsHello},
	{Rule: Rule{
		ID: "too-few", Severity: ServerFault, Section: "RFC 5321 §4.5.3.1.8",
		Say: "Every server must hold 100 recipients; this one has had enough before.", Remedy: "Send to those accepted, then to the rest.",
		Breaks: toRcpt + "C: RCPT TO:<carol@example.com>\nS: 452 4.5.3 Too many recipients",
		Keeps:  toRcpt + "C: RCPT TO:<carol@example.com>\nS: 452 4.5.3 one domain in a transaction",
	}, met: exchange.tooFew},
	{Rule: Rule{
		ID: "many-as-552", Severity: Note, Section: "RFC 5321 §4.5.3.1.10",
		Say: "Too many recipients is 452; 552 stood in RFC 821 by mistake.", Remedy: "Send to those accepted, then to the rest.",
		Breaks: toRcpt + "C: RCPT TO:<carol@example.com>\nS: 552 too many recipients",
		Keeps:  toRcpt + "C: RCPT TO:<carol@example.com>\nS: 552 mailbox full",
	}, met: func(x exchange) bool { return x.to == "RCPT" && x.reply.Code == 552 && x.says("many recipients") }},
	{Rule: Rule{
		ID: "lmtp-no-recipient", Severity: ServerFault, Section: "RFC 2033 §4.2",
		Say: "In LMTP, DATA without an accepted recipient must be answered 503.", Remedy: "RCPT first.",
		Breaks: toLMTP + "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: DATA\nS: 554 no recipients",
		Keeps:  toMail + "C: DATA\nS: 554 no recipients",
	}, met: exchange.lmtpWithout503},
}

// rcptWithoutMail reports whether RCPT was accepted with no MAIL before it. While a
// refused message is still the client's, a server may hold its MAIL (Postfix does).
func (x exchange) rcptWithoutMail() bool {
	_, open := x.before.Sender()
	owner := x.before.Owner()
	return x.whole() && x.to == "RCPT" && x.reply.Class() == 2 && x.goesOn() && !open && owner != smtp.Client && owner != smtp.Divided
}

func (x exchange) not503() bool {
	switch x.command.Verb {
	case smtp.MAIL, smtp.RCPT, smtp.DATA:
		return x.whole() && x.to == string(x.command.Verb) && x.unknown() && slices.Equal(kindsOf(x.faults), []smtp.Kind{smtp.OutOfOrder})
	}
	return false
}

// asksForMore reports whether a 3yz answers what needs nothing more. Verbs that RFC
// 5321 doesn't have may (Exchange's XEXCH50 did).
func (x exchange) asksForMore() bool {
	if !x.whole() || x.loose || x.reply.Class() != 3 {
		return false
	}
	switch x.to {
	case theConnection:
		return true
	case theDot:
		return x.command.Verb == ""
	}
	return x.to == string(x.command.Verb) && x.command.Verb != smtp.DATA && x.command.Verb.Standing() == smtp.Core
}

func (x exchange) wantsHello() bool {
	switch x.command.Verb {
	case smtp.RSET, smtp.NOOP, smtp.HELP, smtp.VRFY, smtp.EXPN:
		return x.sound() && x.reply.Code == 503 && x.before.Phase() == smtp.Greeted
	}
	return false
}

// tooFew reports whether the reply says "too many recipients" of fewer than 100. A
// limit of policy may be a 5yz (RFC 5321 section 4.5.3.1.10), so only 4yz counts;
// 4.5.3 is also said of recipients that may not share a message (Gmail), so the
// text must speak of their number.
func (x exchange) tooFew() bool {
	return x.whole() && x.to == "RCPT" && x.reply.Class() == 4 && x.says("many recipients") &&
		x.before.Accepted() < recipientsMinimum && !x.before.Offers("LIMITS")
}

func (x exchange) lmtpWithout503() bool {
	return x.whole() && x.to == "DATA" && x.before.Hello() == smtp.LocalHello && x.before.Accepted() == 0 &&
		x.reply.Class() != 4 && x.reply.Code != 503 && x.reply.Code != 530 && x.reply.Code != 221 && !x.reply.Malformed()
}
