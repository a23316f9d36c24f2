package lessons

import (
	"slices"

	"ehlo/session/smtp"
)

// statusRules are about enhanced codes. RFC 2034 says "must" in small letters and
// leaves no exception for codes that disagree; of replies without one it says
// "almost all".
var statusRules = []serverRule{
	{Rule: Rule{
		ID: "D11.5", Severity: ServerFault, Kind: smtp.ClassDisagrees, Asks: "the same first digit in both codes", Section: "RFC 2034 §4",
		Say: "Reply code and enhanced code disagree in the first digit.", Remedy: "The three-digit code is the one to act on.",
		Breaks: toMailed + "C: RCPT TO:<alice@example.com>\nS: 550 4.1.1 no",
		Keeps:  toMailed + "C: RCPT TO:<alice@example.com>\nS: 550 5.1.1 no",
	}, met: exchange.promisesStatus},
	{Rule: Rule{
		ID: "class-disagrees", Severity: Note, Kind: smtp.ClassDisagrees, Asks: "the same first digit in both codes", Section: "RFC 2034 §4",
		Say: "Reply code and enhanced code disagree in the first digit; this server promised no enhanced codes.", Remedy: "The three-digit code is the one to act on.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>\nS: 550 4.1.1 no",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>\nS: 550 5.1.1 no",
	}, met: func(x exchange) bool { return !x.promisesStatus() }},
	{Rule: Rule{
		ID: "BadEnhanced", Severity: Note, Kind: smtp.BadEnhanced, Asks: "an enhanced code of three numbers", Section: "RFC 3463 §2",
		Say: "What looks like an enhanced code isn't well formed.", Remedy: "Act on the three digits alone.",
		Breaks: toMailed + "C: RCPT TO:<alice@example.com>\nS: 550 5.01.1 no",
		Keeps:  toMailed + "C: RCPT TO:<alice@example.com>\nS: 550 5.1.1 no",
	}},
	{Rule: Rule{
		ID: "EnhancedNotExpected", Severity: Note, Kind: smtp.EnhancedNotExpected, Asks: "no enhanced code here", Section: "RFC 2034 §4",
		Say: "An enhanced code behind a 3yz, where none belongs.", Remedy: "Ignore it.",
		Breaks: toRcpt + "C: DATA\nS: 354 2.0.0 go on",
		Keeps:  toRcpt + "C: DATA\nS: 354 go on",
	}},
	{Rule: Rule{
		ID: "enhanced-in-hello", Severity: Note, Section: "RFC 2034 §4",
		Say: "An enhanced code in a greeting or a welcome, where the server's name is to stand.", Remedy: "Ignore it.",
		Breaks: "S: 220 2.0.0 smtp.example.com",
		Keeps:  "S: 220 smtp.example.com 2.0.0",
	}, met: exchange.statusInHello},
	{Rule: Rule{
		ID: "missing-enhanced", Severity: Note, Section: "RFC 2034 §4",
		Say: "The server offers ENHANCEDSTATUSCODES, and this reply has none.", Remedy: "The three digits are enough.",
		Breaks: toCodes + "C: NOOP\nS: 250 Ok",
		Keeps:  toHello + "C: NOOP\nS: 250 Ok",
	}, met: exchange.missingEnhanced},
	{Rule: Rule{
		ID: "enhanced-differs", Severity: Note, Section: "RFC 2034 §4",
		Say: "The lines of one reply carry different enhanced codes.", Remedy: "ehlo takes the last.",
		Breaks: toCodes + "C: VRFY smith\nS: 553-5.1.4 Ambiguous\nS: 553 5.1.0 smith",
		Keeps:  toCodes + "C: VRFY smith\nS: 553-5.1.4 Ambiguous\nS: 553 5.1.4 smith",
	}, met: exchange.statusDiffers},
}

// promisesStatus reports whether the server offered ENHANCEDSTATUSCODES.
func (x exchange) promisesStatus() bool { return x.before.Offers("ENHANCEDSTATUSCODES") }

// welcomes reports whether the reply is a greeting or answers a hello.
func (x exchange) welcomes() bool {
	return slices.Contains([]string{theConnection, "EHLO", "HELO", "LHLO"}, x.to)
}

func (x exchange) statusInHello() bool {
	return x.welcomes() && x.reply.Class() == 2 && !x.reply.Line(0).Enhanced.IsZero()
}

// missingEnhanced reports whether an enhanced code was promised and is not there.
// XCLIENT is answered by a greeting.
func (x exchange) missingEnhanced() bool {
	if x.to == string(smtp.XCLIENT) && x.reply.Code == 220 {
		return false
	}
	return x.promisesStatus() && x.reply.Enhanced.IsZero() && !x.reply.Malformed() && x.reply.Class() != 3 && !x.welcomes() && x.to != nobody
}

func (x exchange) statusDiffers() bool {
	first := x.reply.Line(0).Enhanced
	return x.promisesStatus() && x.reply.Count > 1 && !x.welcomes() && !first.IsZero() &&
		x.anyLine(func(l smtp.ReplyLine) bool { return l.Enhanced != first })
}
