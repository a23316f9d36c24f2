package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// The beginnings of dialogues with servers that offer more than most.
const (
	toCodes  = toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250-EXPN\nS: 250-SMTPUTF8\nS: 250 ENHANCEDSTATUSCODES\n"
	toMailed = toCodes + "C: MAIL FROM:<bob@example.org>\nS: 250 2.1.0 Ok\n"
)

// formRules are about how the lines of a reply are written. A maximum length is no
// MUST for who sends the line (RFC 5321 section 4.5.3.1 says SHOULD of all of them),
// nor is the grammar of a reply's text.
var formRules = []serverRule{
	{Rule: Rule{
		ID: "no-code", Severity: ServerFault, Kind: smtp.NoCode, Asks: "three digits at the start", Section: "RFC 5321 §4.3.2",
		Say: "A line of this reply has no code of three digits.", Remedy: "Nobody can say what it means; don't rely on it.",
		Breaks: toHello + "C: NOOP\nS: fine",
		Keeps:  toHello + "C: NOOP\nS: 250 fine",
	}, met: exchange.notGreeting},
	{Rule: Rule{
		ID: "not-smtp", Severity: Note, Section: "RFC 5321 §4.2",
		Say: "A greeting begins with three digits: it may be no SMTP server that answers here.", Remedy: "Check the port.",
		Breaks: "S\"SSH-2.0-OpenSSH_9.2\\r\\n\"",
		Keeps:  "S: 220 smtp.example.com",
	}, met: exchange.notSMTP},
	{Rule: Rule{
		ID: "first-digit", Severity: ServerFault, Kind: smtp.CodeOutOfRange, Asks: "a code within 200 to 559", Section: "RFC 5321 §4.3.2",
		Say: "The first digit of a reply code is 2, 3, 4 or 5; here it is another.", Remedy: "Take it for a refusal and go no further.",
		Breaks: toHello + "C: NOOP\nS: 150 wait",
		Keeps:  toHello + "C: NOOP\nS: 250 done",
	}, met: exchange.firstDigitOut},
	{Rule: Rule{
		ID: "second-digit", Severity: Note, Kind: smtp.CodeOutOfRange, Asks: "a second digit of 0 to 5", Section: "RFC 5321 §4.2",
		Say: "The second digit of {code|this code} is none of SMTP's.", Remedy: "The first one counts.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>\nS: 571 blocked",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>\nS: 551 moved",
	}, met: func(x exchange) bool { return !x.firstDigitOut() }},
	{Rule: Rule{
		ID: "unlisted-code", Severity: Note, Section: "RFC 5321 §4.2",
		Say: "No RFC that ehlo knows has {code|this code}: a server should keep to the codes that are listed.", Remedy: "The first digit counts.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>\nS: 457 later",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>\nS: 451 later",
	}, met: exchange.unlisted},
	{Rule: Rule{
		ID: "different-codes", Severity: ServerFault, Kind: smtp.DifferentCodes, Asks: "the same code on every line", Section: "RFC 5321 §4.2.1",
		Say: "The lines of one reply carry different codes.", Remedy: "The last line's code is the one ehlo takes.",
		Breaks: toHello + "C: NOOP\nS\"250-a line\\r\\n220 another\\r\\n\"",
		Keeps:  toHello + "C: NOOP\nS: 250-a line\nS: 250 another",
	}},
	{Rule: Rule{
		ID: "four-digits", Severity: ServerFault, Section: "RFC 5321 §4.3.2",
		Say: "A reply code has three digits, not more.", Remedy: "ehlo takes the first three.",
		Breaks: toHello + "C: NOOP\nS\"2500 fine\\r\\n\"",
		Keeps:  toHello + "C: NOOP\nS: 250 0 fine",
	}, met: exchange.fourDigits},
	{Rule: Rule{
		ID: "bad-separator", Severity: Note, Kind: smtp.BadSeparator, Asks: "a space or a hyphen behind the code", Section: "RFC 5321 §4.2.1",
		Say: "Behind the code stands neither space nor hyphen.", Remedy: "ehlo takes it for the last line.",
		Breaks: toHello + "C: NOOP\nS\"250: fine\\r\\n\"",
		Keeps:  toHello + "C: NOOP\nS: 250 : fine",
	}, met: func(x exchange) bool { return !x.fourDigits() }},
	{Rule: Rule{
		ID: "D1.5", Severity: Note, Kind: smtp.NoText, Asks: "some text behind the code", Section: "RFC 5321 §4.2",
		Say: "A bare code: a server should send some text with it.", Remedy: "The code alone is enough for you.",
		Breaks: toHello + "C: NOOP\nS: 250",
		Keeps:  toHello + "C: AUTH PLAIN\nS\"334 \\r\\n\"",
	}, met: func(x exchange) bool { return x.reply.Code != 334 }},
	{Rule: Rule{
		ID: "reply-bare-lf", Severity: ServerFault, Kind: smtp.BareLF, Asks: "CR LF at the end of the line", Section: "RFC 5321 §2.3.8",
		Say: "The server ends a line with a bare LF.", Remedy: "ehlo reads it all the same.",
		Breaks: toHello + "C: NOOP\nS\"250 fine\\n\"",
		Keeps:  toHello + "C: NOOP\nS\"250 fine\\r\\n\"",
	}},
	{Rule: Rule{
		ID: "reply-bare-cr", Severity: Note, Kind: smtp.BareCR, Asks: "no CR without its LF", Section: "RFC 5321 §4.2",
		Say: "A CR stands within the text of this reply.", Remedy: "It belongs to no line end.",
		Breaks: toHello + "C: NOOP\nS\"250 fine\\r\\r\\n\"",
		Keeps:  toHello + "C: NOOP\nS\"250 fine\\r\\n\"",
	}},
	{Rule: Rule{
		ID: "reply-control", Severity: Note, Kind: smtp.ControlOctet, Asks: "no control octets", Section: "RFC 5321 §4.2",
		Say: "A control octet stands in the text of this reply.", Remedy: "ehlo shows it as `\\x…`.",
		Breaks: toHello + "C: NOOP\nS\"250 \\x1b[1mfine\\r\\n\"",
		Keeps:  toHello + "C: NOOP\nS\"250 \\tfine\\r\\n\"",
	}},
	{Rule: Rule{
		ID: "utf8-in-reply", Severity: ServerFault, Kind: smtp.EightBit, Asks: "ASCII only", Section: "RFC 6531 §3.7.4.2",
		Say: "The server offers SMTPUTF8, and answers beyond ASCII where only 251, 551, VRFY and EXPN may.", Remedy: "The code is enough for you.",
		Breaks: toMailed + "C: RCPT TO:<alice@example.com>\nS\"550 5.1.1 h\\xc3\\xa9las\\r\\n\"",
		Keeps:  toCodes + "C: VRFY carol SMTPUTF8\nS\"250 2.1.5 Car\\xc3\\xb3l <carol@example.com>\\r\\n\"",
	}, met: exchange.utf8Forbidden},
	{Rule: Rule{
		ID: "reply-eight-bit", Severity: Note, Kind: smtp.EightBit, Asks: "ASCII only", Section: "RFC 5321 §4.2",
		Say: "The text of a reply is ASCII, here is an octet above 127.", Remedy: "The code is enough for you.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>\nS\"550 h\\xe9las\\r\\n\"",
		Keeps:  toMailed + "C: RCPT TO:<alice@example.com>\nS\"550 5.1.1 h\\xc3\\xa9las\\r\\n\"",
	}, met: func(x exchange) bool { return !x.utf8Forbidden() }},
	{Rule: Rule{
		ID: "reply-line-too-long", Severity: Note, Kind: smtp.LineTooLong, Asks: "a shorter line", Section: "RFC 5321 §4.5.3.1.5",
		Say: "A line of this reply is longer than 512 octets: a client need not take it.", Remedy: "More text fits in more lines.",
		Breaks: toHello + "C: NOOP\nS: 250 " + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong,
		Keeps:  toHello + "C: NOOP\nS: 250-" + tooLong + tooLong + tooLong + "\nS: 250 " + tooLong + tooLong + tooLong,
	}},
	{Rule: Rule{
		ID: "reply-too-long", Severity: Note, Kind: smtp.ReplyTooLong, Asks: "a shorter reply", Section: "RFC 5321 §4.5.3.1.5",
		Say: "The reply is longer than ehlo keeps.", Remedy: "The rest was read and dropped.",
		Breaks: toHello + "C: NOOP\nS\"250 " + strings.Repeat("x", smtp.ReplyLineCut-len("250 ")) + "\"",
		Keeps:  toHello + "C: NOOP\nS: 250 " + tooLong,
	}},
	{Rule: Rule{
		ID: "reply-cut", Severity: Note, Kind: smtp.ReplyCut, Asks: "the rest of the reply", Section: "RFC 5321 §3.8",
		Say: "The connection ended inside this reply.", Remedy: "Treat it as not answered.",
		Breaks: toHello + "C: NOOP\nS\"250-fi\"",
		Keeps:  toHello + "C: NOOP\nS: 250 fi",
	}},
}

// notGreeting reports whether the reply is not the greeting.
func (x exchange) notGreeting() bool { return x.to != theConnection }

func (x exchange) notSMTP() bool { return x.to == theConnection && x.reply.Malformed() }

func (x exchange) unlisted() bool {
	return !x.reply.Malformed() && !x.reply.Marks.Has(smtp.CodeOutOfRange) && slices.Contains(x.tags, "unlisted")
}

// anyLine reports whether is holds for a line of the reply.
func (x exchange) anyLine(is func(smtp.ReplyLine) bool) bool {
	for l := range x.reply.Lines() {
		if is(l) {
			return true
		}
	}
	return false
}

func (x exchange) firstDigitOut() bool {
	return x.reply.Marks.Has(smtp.CodeOutOfRange) && x.anyLine(func(l smtp.ReplyLine) bool {
		octets := l.Span.Of(x.reply.Octets)
		return len(octets) > 3 && isDigits(octets[:3]) && (octets[0] < '2' || octets[0] > '5')
	})
}

func (x exchange) fourDigits() bool {
	return x.reply.Marks.Has(smtp.BadSeparator) && x.anyLine(func(l smtp.ReplyLine) bool {
		octets := l.Span.Of(x.reply.Octets)
		return len(octets) > 3 && isDigits(octets[:4])
	})
}

func isDigits(octets []byte) bool {
	return !slices.ContainsFunc(octets, func(c byte) bool { return c < '0' || c > '9' })
}

// utf8Forbidden reports whether the server knows where UTF-8 may stand, and this is
// no such place.
func (x exchange) utf8Forbidden() bool {
	if !x.before.Offers("SMTPUTF8") {
		return false
	}
	switch x.command.Verb {
	case smtp.VRFY, smtp.EXPN:
		return !strings.HasSuffix(smtp.Upper(x.command.Arg), " SMTPUTF8")
	}
	return x.reply.Code != 251 && x.reply.Code != 551
}
