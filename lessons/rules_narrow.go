package lessons

import (
	"ehlo/session/smtp"
)

// A narrow rule has the words for a kind of fault where more is known than the
// kind: which verb it is, or what came before. The first that fits is taken.
type narrow struct {
	Rule
	fits func(scene) bool
}

var narrowRules = [...]narrow{
	{Rule{
		ID: "D2.1", Severity: NotLegal, Kind: smtp.MissingArgument, Asks: "a name behind the hello", Section: "RFC 5321 §4.1.1.1",
		Say: "{verb|The hello} can't stand alone: the name of your computer must follow.", Remedy: "{form|`EHLO client.example`}",
		Breaks: toGreeting + "C: EHLO",
		Keeps:  toGreeting + "C: EHLO client.example",
	}, isHello},
	{Rule{
		ID: "NoMechanism", Severity: NotLegal, Kind: smtp.MissingArgument, Asks: "the name of a mechanism behind AUTH", Section: "RFC 4954 §4",
		Say: "AUTH wants the name of a mechanism first.", Remedy: "`AUTH PLAIN`. A word there that is no such name is taken for a secret: it was sent, and is not kept.",
		Breaks: toHello + "C: AUTH",
		Keeps:  toHello + "C: AUTH PLAIN",
	}, func(x scene) bool { return x.command.Verb == smtp.AUTH }},
	{Rule{
		ID: "D2.2", Severity: Note, Kind: smtp.UnknownVerb, Asks: "a verb that is known", Section: "RFC 5321 §3.2",
		Say: "No verb: a hello has four letters.", Remedy: "{meant|EHLO or HELO.}",
		Breaks: toGreeting + "C: EHELO client.example",
		Keeps:  toGreeting + "C: XYZZY",
	}, meansHello},
	{Rule{
		ID: "D16.3", Severity: Note, Kind: smtp.UnknownVerb, Asks: "`LAST` on the last chunk, not a dot", Section: "RFC 3030 §2",
		Say: "BDAT counts octets: no dot ends the message.", Remedy: "`LAST` on the last BDAT does.",
		Breaks: toRcpt + "C: BDAT 4 LAST\nC\"hi\\r\\n\"\nS: 250 Ok\nC: .",
		Keeps:  toEnd + "C: .",
	}, isDotAfterChunk},
	{Rule{
		ID: "LoneDot", Severity: Note, Kind: smtp.UnknownVerb, Asks: "a verb that is known", Section: "RFC 5321 §4.1.1.4",
		Say: "A dot ends a message text, and none is open.", Remedy: "DATA and its 354 come first.",
		Breaks: toMail + "C: .",
		Keeps:  toText + "C: .",
	}, func(x scene) bool { return loneDot(x.command) }},
	{Rule{
		ID: "D3.6", Severity: NotLegal, Kind: smtp.UnexpectedArgument, Asks: "nothing more behind the verb", Section: "RFC 5321 §4.1.1.4",
		Say: "DATA stands alone, here more follows.", Remedy: "The text comes later, after the 354.",
		Breaks: toRcpt + "C: DATA hello",
		Keeps:  toRcpt + "C: DATA",
	}, func(x scene) bool { return x.command.Verb == smtp.DATA }},
	{Rule{
		ID: "OneWord", Severity: NotLegal, Kind: smtp.UnexpectedArgument, Asks: "one word behind the verb", Section: "RFC 5321 §4.1.2",
		Say: "{verb|VRFY} takes one word, here more follows.", Remedy: "Several go into double quotes, as one.",
		Breaks: toHello + "C: VRFY Joe Smith",
		Keeps:  toHello + "C: VRFY \"Joe Smith\"",
	}, func(x scene) bool { return x.command.Verb == smtp.VRFY || x.command.Verb == smtp.EXPN }},
	{Rule{
		ID: "D19.3", Severity: Error, Kind: smtp.HeaderAsCommand, Asks: "a command, without the sign of who speaks", Section: "RFC 821 §F",
		Say: "In books `{typed|C:}` tells who speaks; nobody sends it.", Remedy: "Leave it out. In RFC 821 `S:` is the sender, in later books the server.",
		Breaks: toHello + "C: S: MAIL FROM:<bob@example.org>",
		Keeps:  toHello + "C: Subject: hi",
	}, isPrefix},
	{Rule{
		ID: "D15.2", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "one number behind `SIZE=`", Section: "RFC 1870 §4",
		Say: "SIZE takes one number, with no blank and no comma.", Remedy: "`SIZE=100`",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> SIZE = 100",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=100",
	}, isBadSize},
	{Rule{
		ID: "BadBody", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "a kind of body behind `BODY=`", Section: "RFC 6152 §2",
		Say: "BODY takes 7BIT, 8BITMIME or BINARYMIME.", Remedy: "Without BODY the text is 7BIT.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> BODY=8BITMINE",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> BODY=8BITMIME",
	}, badValueOf("BODY")},
	{Rule{
		ID: "BadRet", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "how much of the message a bounce returns", Section: "RFC 3461 §4.3",
		Say: "RET takes FULL or HDRS.", Remedy: "It says how much of the message a bounce returns.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> RET=ALL",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> BODY=ALL",
	}, badValueOf("RET")},
	{Rule{
		ID: "BadNotify", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "when to report behind `NOTIFY=`", Section: "RFC 3461 §4.1",
		Say: "NOTIFY takes NEVER, or some of SUCCESS, FAILURE and DELAY.", Remedy: "Commas between them, no blanks.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com> NOTIFY=ALWAYS",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com> NOTIFY=NEVER",
	}, badValueOf("NOTIFY")},
	{Rule{
		ID: "BadEnvid", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "an ENVID in xtext", Section: "RFC 3461 §4.4",
		Say: "ENVID takes at most 100 characters in xtext.", Remedy: "`+` begins two hex digits: a plus is `+2B`, a blank `+20`.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> ENVID=a+b",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> ENVID=a+2Bb",
	}, badValueOf("ENVID")},
	{Rule{
		ID: "BadOrcpt", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "a type before the address behind `ORCPT=`", Section: "RFC 3461 §4.2",
		Say: "ORCPT takes a type, a semicolon, and an address in xtext.", Remedy: "`ORCPT=rfc822;alice@example.com`",
		Breaks: toMail + "C: RCPT TO:<alice@example.com> ORCPT=alice@example.com",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com> ORCPT=rfc822;alice@example.com",
	}, badValueOf("ORCPT")},
	{Rule{
		ID: "BadValue", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "a value of the right form", Section: "RFC 5321 §4.1.2",
		Say: "{parameter|The parameter} doesn't take this value.", Remedy: "{parameterHelp|The reference has its form.}",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> MT-PRIORITY=high",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> BODY=",
	}, func(x scene) bool { _, ok := x.badValue(); return ok }},
	{Rule{
		ID: "HelloDomain", Severity: NotLegal, Kind: smtp.BadDomain, Asks: "a well-formed domain", Section: "RFC 5321 §4.1.2",
		Say: "The name behind {verb|the hello} isn't a domain.", Remedy: "Letters, digits and hyphens, joined by dots.",
		Breaks: toGreeting + "C: EHLO bad_host!name",
		Keeps:  toMail + "C: RCPT TO:<alice@example..com>",
	}, isHello},
	{Rule{
		ID: "NameInBrackets", Severity: NotLegal, Kind: smtp.BadLocalPart, Asks: "the address alone", Section: "RFC 5321 §4.1.2",
		Say: "No name and no blank belongs in the brackets.", Remedy: "The address alone: `{lastWord|<carol@example.com>}`",
		Breaks: toMail + "C: RCPT TO:<Carol Clark carol@example.com>",
		Keeps:  toMail + "C: RCPT TO:<a..b@example.com>",
	}, func(x scene) bool { return lastWord(x.command.Path) != "" }},
	{Rule{
		ID: "D15.4", Severity: NotLegal, Kind: smtp.ParameterNotOffered, Asks: "SMTPUTF8 behind MAIL", Section: "RFC 6531 §3.4",
		Say: "SMTPUTF8 belongs to MAIL, not to RCPT.", Remedy: "Once behind the path of MAIL, it holds for the whole message.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com> SMTPUTF8",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SMTPUTF8",
	}, isUTF8OfRcpt},
	{Rule{
		ID: "D1.1", Severity: NotLegal, Kind: smtp.OutOfOrder, Asks: "a wait for the greeting", Section: "RFC 5321 §4.3.1",
		Say: "The server speaks first.", Remedy: "A command that comes before its greeting may be refused.",
		Breaks: "C: EHLO client.example",
		Keeps:  toGreeting + "C: EHLO client.example",
	}, func(x scene) bool { return x.before.Phase() == smtp.Opening }},
	{Rule{
		ID: "D8.1", Severity: NotLegal, Kind: smtp.OutOfOrder, Asks: "the end of one transaction before the next", Section: "RFC 5321 §4.1.4",
		Say: "A transaction is open already: from {sender|another sender}, {accepted|some recipients}.", Remedy: "RSET drops it, then MAIL fits.",
		Breaks: toRcpt + "C: MAIL FROM:<carol@example.com>",
		Keeps:  toEnd + "C: MAIL FROM:<carol@example.com>",
	}, func(x scene) bool { return x.command.Verb == smtp.MAIL && x.open() }},
	{Rule{
		ID: "D8.3", Severity: NotLegal, Kind: smtp.OutOfOrder, Asks: "MAIL and RCPT anew", Section: "RFC 5321 §4.1.1.4",
		Say: "The final dot closed the transaction, its recipients with it.", Remedy: "Begin again: MAIL, then each RCPT.",
		Breaks: toEnd + "C: DATA",
		Keeps:  toHello + "C: DATA",
	}, isAfterTheDot},
	{Rule{
		ID: "TLSAgain", Severity: NotLegal, Kind: smtp.OutOfOrder, Asks: "STARTTLS once", Section: "RFC 3207 §4.2",
		Say: "TLS is in force already; it can't be started twice.", Remedy: "EHLO comes next: TLS began, and both sides forgot the first.",
		Breaks: toHello + "C: STARTTLS\nS: 220 go\nL: secured\nC: STARTTLS",
		Keeps:  toHello + "C: STARTTLS",
	}, func(x scene) bool { return x.command.Verb == smtp.STARTTLS && x.before.TLS() }},
	{Rule{
		ID: "D17.1", Severity: NotLegal, Kind: smtp.OutOfOrder, Asks: "EHLO again after TLS began", Section: "RFC 3207 §4.2",
		Say: "TLS began, and both sides forgot the hello and its list.", Remedy: "EHLO again.",
		Breaks: toHello + "C: STARTTLS\nS: 220 go\nL: secured\nC: MAIL FROM:<bob@example.org>",
		Keeps:  toGreeting + "C: MAIL FROM:<bob@example.org>",
	}, func(x scene) bool { return x.before.Restarted() && x.before.Phase() == smtp.Greeted }},
	{Rule{
		ID: "TLSTwice", Severity: NotLegal, Kind: smtp.VerbNotOffered, Asks: "STARTTLS once", Section: "RFC 3207 §4.2",
		Say: "TLS is in force already; it can't be started twice.", Remedy: "Go on: what you say is protected.",
		Breaks: toHello + "C: STARTTLS\nS: 220 go\nL: secured\nC: EHLO client.example\nS: 250 a\nC: STARTTLS",
		Keeps:  toGreeting + "C: EHLO client.example\nS: 250 smtp.example.com\nC: STARTTLS",
	}, func(x scene) bool { return x.command.Verb == smtp.STARTTLS && x.before.TLS() }},
	{Rule{
		ID: "D17.2", Severity: Note, Kind: smtp.VerbNotOffered, Asks: "an offer of STARTTLS", Section: "RFC 3207 §4",
		Say: "The server's list doesn't offer STARTTLS.", Remedy: "Without TLS all can be read on the way: a careful client stops here.",
		Breaks: toGreeting + "C: EHLO client.example\nS: 250 smtp.example.com\nC: STARTTLS",
		Keeps:  toHello + "C: STARTTLS",
	}, func(x scene) bool { return x.command.Verb == smtp.STARTTLS }},
	{Rule{
		ID: "D5.5", Severity: NotLegal, Kind: smtp.LineTooLong, Asks: "a shorter line", Section: "RFC 5321 §4.5.3.1.6",
		Say: "More than 1,000 octets in a line of text.", Remedy: "Break it, and double a dot that then begins a line: else 27.00 becomes 2700.",
		Breaks: toBody + "C: " + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong,
		Keeps:  toBody + "C: " + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong + tooLong,
	}, func(x scene) bool { return x.before.Reading() == smtp.AsText }},
	{Rule{
		ID: "EightBitRcpt", Severity: NotLegal, Kind: smtp.EightBit, Asks: "ASCII only", Section: "RFC 6531 §3.4",
		Say: "An octet above 127, and MAIL did not say SMTPUTF8.", Remedy: "`RSET`, then MAIL with `SMTPUTF8` behind its path, where it is offered.",
		Breaks: toMail + "C: RCPT TO:<bøb@example.com>",
		Keeps:  toMail + "C: RCPT TO:<bob@example.com>",
	}, func(x scene) bool { return x.command.Verb == smtp.RCPT && x.open() }},
	{Rule{
		ID: "EightBitText", Severity: NotLegal, Kind: smtp.EightBit, Asks: "ASCII only", Section: "RFC 6152 §3",
		Say: "An octet above 127, without `BODY=8BITMIME` at MAIL.", Remedy: "Only ASCII was agreed for this text.",
		Breaks: toBody + "C: grüße",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> BODY=8BITMIME\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC: A: b\nC:\nC: grüße",
	}, func(x scene) bool { return x.before.Reading() == smtp.AsText }},
}

// ruleFor returns the rule that has the words for a kind of fault in this scene.
func (x scene) ruleFor(k smtp.Kind) (Rule, bool) {
	for i := range narrowRules {
		if r := &narrowRules[i]; r.Kind == k && r.fits(x) {
			return r.Rule, true
		}
	}
	if r := byKind()[k]; r != nil {
		return *r, true
	}
	return Rule{}, false
}

func (x scene) open() bool {
	_, open := x.before.Sender()
	return open
}

func isHello(x scene) bool {
	switch x.command.Verb {
	case smtp.EHLO, smtp.HELO, smtp.LHLO:
		return true
	}
	return false
}

func meansHello(x scene) bool {
	verb, ok := smtp.SuggestVerb(string(x.command.Verb))
	return ok && (verb == smtp.EHLO || verb == smtp.HELO)
}

func isDotAfterChunk(x scene) bool {
	owed, waits := x.before.Owed()
	chunk := x.before.Phase() == smtp.InChunks || waits && owed.Matter == smtp.ForChunk || x.before.LastChunked() && !x.open()
	return chunk && loneDot(x.command)
}

// isPrefix reports whether the line begins with the sign by which books tell who
// speaks: "C:", "S:", and "R:" in RFC 821.
func isPrefix(x scene) bool {
	switch x.command.Verb {
	case "C:", "S:", "R:":
		return true
	}
	return false
}

func isBadSize(x scene) bool {
	p, ok := x.command.Param("SIZE")
	bad, _ := x.badValue()
	return ok && (!p.HasValue || p.Value == "" || bad.Keyword == "SIZE")
}

func isUTF8OfRcpt(x scene) bool {
	_, ok := x.command.Param("SMTPUTF8")
	return ok && x.command.Verb == smtp.RCPT
}

func isAfterTheDot(x scene) bool {
	switch x.command.Verb {
	case smtp.RCPT, smtp.DATA, smtp.BDAT:
		return x.before.Messages() > 0 && x.before.Phase() == smtp.Ready
	}
	return false
}
