package lessons

import "ehlo/session/smtp"

// lineRules are about a command line as a whole.
var lineRules = [...]Rule{
	{
		ID: "EmptyLine", Severity: Note, Kind: smtp.EmptyLine, Asks: "a verb", Section: "RFC 5321 §2.4",
		Say: "The line is empty: a command begins with a verb.", Remedy: "Type a verb, or nothing at all.",
		Breaks: toHello + "C:",
		Keeps:  toHello + "C: NOOP",
	},
	{
		ID: "UnknownVerb", Severity: Note, Kind: smtp.UnknownVerb, Asks: "a verb that is known", Section: "RFC 5321 §4.2.4",
		Say: "No RFC that ehlo knows has this verb.", Remedy: "{meant|Look at the first word; `HELP` may list the server's.}",
		Breaks: toHello + "C: XYZZY",
		Keeps:  toHello + "C: HELP",
	},
	{
		ID: "LeadingSpace", Severity: NotLegal, Kind: smtp.LeadingSpace, Asks: "nothing before the verb", Section: "RFC 5321 §2.4",
		Say: "Something stands before the verb.", Remedy: "Begin the line with the verb.",
		Breaks: toHello + "C:  NOOP",
		Keeps:  toHello + "C: NOOP",
	},
	{
		ID: "MissingArgument", Severity: NotLegal, Kind: smtp.MissingArgument, Asks: "an argument behind the verb", Section: "RFC 5321 §4.1.4",
		Say: "{verb|The verb} can't stand alone: something must follow it.", Remedy: "{form|Add what it asks for, as in `EHLO client.example`.}",
		Breaks: toHello + "C: VRFY",
		Keeps:  toHello + "C: VRFY carol",
	},
	{
		ID: "UnexpectedArgument", Severity: NotLegal, Kind: smtp.UnexpectedArgument, Asks: "nothing more behind the verb", Section: "RFC 5321 §4.3.2",
		Say: "{verb|The verb} stands alone, here more follows.", Remedy: "Leave out what follows it.",
		Breaks: toMail + "C: RSET please",
		Keeps:  toMail + "C: NOOP please",
	},
	{
		ID: "BadArgument", Severity: NotLegal, Kind: smtp.BadArgument, Asks: "an argument of the right form", Section: "RFC 5321 §4.1.1",
		Say: "The argument isn't of the form this verb takes.", Remedy: "`:explain` with the verb shows its form.",
		Breaks: toRcpt + "C: BDAT all",
		Keeps:  toRcpt + "C: BDAT 5",
	},
	{
		ID: "ExtraSpace", Severity: NotLegal, Kind: smtp.ExtraSpace, Asks: "one space, not more", Section: "RFC 5321 §4.1.2",
		Say: "One space separates the parts, here are more.", Remedy: "Take out the extra blanks.",
		Breaks: toHello + "C: MAIL  FROM:<bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "LineTooLong", Severity: Note, Kind: smtp.LineTooLong, Asks: "a shorter line", Section: "RFC 5321 §4.5.3.1",
		Say: "The line is longer than every server must take.", Remedy: "Shorten it: 512 octets for a command, 1,000 in the text.",
		Breaks: toHello + "C: NOOP " + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong,
		Keeps:  toHello + "C: NOOP " + tooLong + tooLong + tooLong + tooLong,
	},
	{
		ID: "VerbNotOffered", Severity: Note, Kind: smtp.VerbNotOffered, Asks: "a verb the server offered", Section: "RFC 5321 §4.2.4",
		Say: "The server's EHLO answer doesn't offer this verb.", Remedy: "Look at the list of offers, or try: some take it unlisted.",
		Breaks: toHello + "C: ETRN example.org",
		Keeps:  toHello + "C: EXPN team",
	},
	{
		ID: "D3.5", Severity: Error, Kind: smtp.HeaderAsCommand, Asks: "a command, not a header field", Section: "RFC 5321 §4.2.4",
		Say: "A header field belongs in the text, after DATA and 354.", Remedy: "MAIL, RCPT and DATA come first. Some servers end the session here.",
		Breaks: toRcpt + "C: Subject: hi",
		Keeps:  toText + "C: Subject: hi",
	},
	{
		ID: "D2.4", Severity: Error, Kind: smtp.OfferAsVerb, Asks: "a verb, not the name of an offer", Section: "RFC 5321 §4.1.1.1",
		Say: "In the list this word is an offer, not a command.", Remedy: "{use|An offer may be a parameter: `MAIL FROM:<…> SIZE=100`.}",
		Breaks: toHello + "C: SIZE 100",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=100",
	},
	{
		ID: "D9.3", Severity: NotLegal, Kind: smtp.OutOfOrder, Asks: "the right order", Section: "RFC 5321 §4.1.4",
		Say: "Right command, wrong moment.", Remedy: "{needs|Send what must come before it; nothing is lost.}",
		Breaks: toHello + "C: RCPT TO:<alice@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	},
	{
		ID: "D16.1", Severity: NotLegal, Kind: smtp.LineAfterLast, Asks: "a wait for the reply", Section: "RFC 2920 §3.1",
		Say: "Sent before the reply that is owed: only PIPELINING allows it, and not behind every verb.", Remedy: "Wait for the reply, then go on.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org>\nC: RCPT TO:<alice@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	},
	{
		ID: "D2.3", Severity: Note, Kind: smtp.SingleLabel, Asks: "a full host name", Section: "RFC 5321 §2.3.5",
		Say: "A name without a dot: often accepted, yet not a full host name.", Remedy: "Give a full name, or your address as `[192.0.2.1]`.",
		Breaks: toGreeting + "C: EHLO pc",
		Keeps:  toGreeting + "C: EHLO pc.example",
	},
	{
		ID: "D2.6", Severity: NotLegal, Kind: smtp.BareAddress, Asks: "square brackets around an address", Section: "RFC 5321 §4.1.3",
		Say: "An address in place of a name wears square brackets.", Remedy: "Write `[192.0.2.1]`.",
		Breaks: toGreeting + "C: EHLO 192.0.2.1",
		Keeps:  toGreeting + "C: EHLO [192.0.2.1]",
	},
	{
		ID: "LiteralInHelo", Severity: NotLegal, Kind: smtp.LiteralInHelo, Asks: "a host name behind HELO", Section: "RFC 5321 §4.1.1.1",
		Say: "HELO's grammar knows only a host name, no `[…]`.", Remedy: "Give a name, or say EHLO.",
		Breaks: toGreeting + "C: HELO [192.0.2.1]",
		Keeps:  toGreeting + "C: EHLO [192.0.2.1]",
	},
}
