package lessons

import (
	"slices"

	"ehlo/session/smtp"
)

// pathRules are about MAIL and RCPT: the path and the parameters behind it.
var pathRules = [...]Rule{
	{
		ID: "MissingFrom", Severity: NotLegal, Kind: smtp.MissingFrom, Asks: "`FROM:` behind MAIL", Section: "RFC 5321 §3.3",
		Say: "MAIL goes with FROM and a colon.", Remedy: "`MAIL FROM:<you@example.org>`",
		Breaks: toHello + "C: MAIL <bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "MissingTo", Severity: NotLegal, Kind: smtp.MissingTo, Asks: "`TO:` behind RCPT", Section: "RFC 5321 §3.3",
		Say: "RCPT goes with TO and a colon.", Remedy: "`RCPT TO:<someone@example.com>`",
		Breaks: toMail + "C: RCPT <alice@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	},
	{
		ID: "D3.3", Severity: NotLegal, Kind: smtp.WrongDirection, Asks: "MAIL with FROM, RCPT with TO", Section: "RFC 5321 §3.3",
		Say: "MAIL goes FROM, RCPT goes TO.", Remedy: "Swap the word, or the verb.",
		Breaks: toHello + "C: MAIL TO:<bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "MissingColon", Severity: NotLegal, Kind: smtp.MissingColon, Asks: "a colon before the address", Section: "RFC 5321 §3.3",
		Say: "The colon before the address is missing.", Remedy: "{form|`FROM:<…>`, `TO:<…>`}",
		Breaks: toHello + "C: MAIL FROM<bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "SpaceBeforeColon", Severity: NotLegal, Kind: smtp.SpaceBeforeColon, Asks: "no space before the colon", Section: "RFC 5321 §3.3",
		Say: "No space may stand before the colon.", Remedy: "Write `FROM:` or `TO:` in one piece.",
		Breaks: toHello + "C: MAIL FROM :<bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "D3.1", Severity: NotLegal, Kind: smtp.SpaceAfterColon, Asks: "no space after the colon", Section: "RFC 5321 §3.3",
		Say: "No space may follow the colon.", Remedy: "Put the `<` right behind it.",
		Breaks: toHello + "C: MAIL FROM: <bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "D3.2", Severity: NotLegal, Kind: smtp.MissingAngleBrackets, Asks: "angle brackets", Section: "RFC 5321 §4.1.2",
		Say: "The address goes in angle brackets.", Remedy: "Write `<…@…>`.",
		Breaks: toHello + "C: MAIL FROM:bob@example.org",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "UnclosedBracket", Severity: NotLegal, Kind: smtp.UnclosedBracket, Asks: "both angle brackets", Section: "RFC 5321 §4.1.2",
		Say: "One of the angle brackets is missing.", Remedy: "Write `<` before and `>` behind the address.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "D3.4", Severity: NotLegal, Kind: smtp.DisplayName, Asks: "the address alone", Section: "RFC 5321 §4.1.2",
		Say: "A person's name doesn't belong in the envelope.", Remedy: "Names go into `From:` and `To:` of the header, later.",
		Breaks: toMail + "C: RCPT TO:<Carol <carol@example.com>>",
		Keeps:  toMail + "C: RCPT TO:<carol@example.com>",
	},
	{
		ID: "D7.2", Severity: NotLegal, Kind: smtp.TwoPaths, Asks: "one path", Section: "RFC 5321 §4.1.1.3",
		Say: "One recipient for each RCPT, here are two.", Remedy: "Send a second RCPT for the other.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>, <carol@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	},
	{
		ID: "BadLocalPart", Severity: NotLegal, Kind: smtp.BadLocalPart, Asks: "a well-formed local-part", Section: "RFC 5321 §4.1.2",
		Say: "What stands left of the `@` isn't well formed.", Remedy: "Check dots and blanks there, or put it in double quotes.",
		Breaks: toMail + "C: RCPT TO:<a..b@example.com>",
		Keeps:  toMail + "C: RCPT TO:<a.b@example.com>",
	},
	{
		ID: "BadDomain", Severity: NotLegal, Kind: smtp.BadDomain, Asks: "a well-formed domain", Section: "RFC 5321 §4.1.2",
		Say: "What stands right of the `@` isn't a domain.", Remedy: "Letters, digits and hyphens, joined by dots.",
		Breaks: toMail + "C: RCPT TO:<alice@example..com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	},
	{
		ID: "BadLiteral", Severity: NotLegal, Kind: smtp.BadLiteral, Asks: "a well-formed address literal", Section: "RFC 5321 §4.1.3",
		Say: "What stands in the square brackets isn't an address.", Remedy: "`[192.0.2.1]` or `[IPv6:2001:db8::1]`",
		Breaks: toMail + "C: RCPT TO:<alice@[192.0.2]>",
		Keeps:  toMail + "C: RCPT TO:<alice@[192.0.2.1]>",
	},
	{
		ID: "MissingDomain", Severity: NotLegal, Kind: smtp.MissingDomain, Asks: "a domain in the address", Section: "RFC 5321 §4.1.2",
		Say: "Only `<Postmaster>` may stand without a domain.", Remedy: "Add `@` and the domain.",
		Breaks: toMail + "C: RCPT TO:<alice>",
		Keeps:  toMail + "C: RCPT TO:<Postmaster>",
	},
	{
		ID: "D13.4", Severity: NotLegal, Kind: smtp.EmptyForwardPath, Asks: "a forward-path that names someone", Section: "RFC 5321 §4.1.1.3",
		Say: "The null path `<>` may send, never receive.", Remedy: "Name a recipient between the brackets.",
		Breaks: toMail + "C: RCPT TO:<>",
		Keeps:  toHello + "C: MAIL FROM:<>",
	},
	{
		ID: "SourceRoute", Severity: Note, Kind: smtp.SourceRoute, Asks: "an address without a route", Section: "RFC 5321 §C",
		Say: "A source route: every server must read it, most ignore it.", Remedy: "Leave out all up to the colon inside the brackets.",
		Breaks: toMail + "C: RCPT TO:<@hop.example:carol@example.com>",
		Keeps:  toMail + "C: RCPT TO:<carol@example.com>",
	},
	{
		ID: "LocalPartTooLong", Severity: Note, Kind: smtp.LocalPartTooLong, Asks: "a shorter local-part", Section: "RFC 5321 §4.5.3.1.1",
		Say: "More than 64 octets left of the `@`.", Remedy: "A server may refuse it; use a shorter one.",
		Breaks: toMail + "C: RCPT TO:<" + tooLong + "@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	},
	{
		ID: "DomainTooLong", Severity: Note, Kind: smtp.DomainTooLong, Asks: "a shorter domain", Section: "RFC 5321 §4.5.3.1.2",
		Say: "More than 255 octets right of the `@`.", Remedy: "No such domain can exist in the DNS; check it.",
		Breaks: toMail + "C: RCPT TO:<a@" + label + label + label + label + label + label + "example>",
		Keeps:  toMail + "C: RCPT TO:<a@" + label + label + "example>",
	},
	{
		ID: "PathTooLong", Severity: Note, Kind: smtp.PathTooLong, Asks: "a shorter path", Section: "RFC 5321 §4.5.3.1.3",
		Say: "More than 256 octets between and with the brackets.", Remedy: "A server may refuse it; use a shorter one.",
		Breaks: toMail + "C: RCPT TO:<a@" + label + label + label + label + label + label + "example>",
		Keeps:  toMail + "C: RCPT TO:<a@" + label + label + "example>",
	},
	{
		ID: "BadParameter", Severity: NotLegal, Kind: smtp.BadParameter, Asks: "a well-formed parameter", Section: "RFC 5321 §4.1.2",
		Say: "What follows the path isn't `KEYWORD` or `KEYWORD=value`.", Remedy: "No blanks around the `=`, one space between parameters.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> BODY=",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> BODY=8BITMIME",
	},
	{
		ID: "ParameterTwice", Severity: NotLegal, Kind: smtp.ParameterTwice, Asks: "each parameter once", Section: "RFC 5321 §4.1.1.11",
		Say: "The same parameter stands here twice.", Remedy: "Keep one of them.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> SIZE=1 SIZE=1",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=1",
	},
	{
		ID: "D15.3", Severity: NotLegal, Kind: smtp.ParameterBeforePath, Asks: "the path before the parameters", Section: "RFC 5321 §4.1.1.2",
		Say: "Parameters come behind the path.", Remedy: "Move the path to the front.",
		Breaks: toHello + "C: MAIL SIZE=100 FROM:<bob@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=100",
	},
	{
		ID: "D15.1", Severity: NotLegal, Kind: smtp.ParameterNotOffered, Asks: "only parameters that were offered", Section: "RFC 5321 §4.1.1.11",
		Say: "The last hello brought no offer of this parameter.", Remedy: "Leave it out, or try: some accept it.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> RET=HDRS",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=100",
	},
}

// pathFault reports whether k is a fault of a path or of single octets, whose
// section says more than that of the verb.
func pathFault(k smtp.Kind) bool {
	is := func(r Rule) bool { return r.Kind == k }
	return slices.ContainsFunc(pathRules[:], is) || slices.ContainsFunc(octetRules[:], is)
}
