package lessons

import (
	"slices"

	"ehlo/session/smtp"
)

// faultWords are the words for one kind of fault.
type faultWords struct {
	kind    smtp.Kind
	asks    string // what the rule asks for, to follow "asks for:" and "breaks RFC 5321 §3.3:"
	what    string // what is wrong
	remedy  string // what to do
	section string
	weight  weight
}

// A weight says how much a fault counts in a verdict.
type weight uint8

const (
	breach weight = iota // against a MUST, or against the grammar
	note                 // against a SHOULD, or no more than unusual
)

// SayFault returns what is wrong with octets that have the fault k, what to do
// about it, and the section that says so ("RFC 5321 §3.3"). For [smtp.NoFault]
// and for kinds it does not know it returns empty strings.
func SayFault(k smtp.Kind) (what, remedy, section string) {
	w := faultOf(k)
	return w.what, w.remedy, w.section
}

// faultOf returns the words for k, the zero words if there are none.
func faultOf(k smtp.Kind) faultWords {
	for _, table := range [...][]faultWords{lineFaults[:], pathFaults[:], octetFaults[:], replyFaults[:]} {
		for _, w := range table {
			if w.kind == k {
				return w
			}
		}
	}
	return faultWords{}
}

// pathFault reports whether k is a fault of a path or of single octets, whose
// section says more than that of the verb.
func pathFault(k smtp.Kind) bool {
	is := func(w faultWords) bool { return w.kind == k }
	return slices.ContainsFunc(pathFaults[:], is) || slices.ContainsFunc(octetFaults[:], is)
}

// lineFaults are about a command line as a whole.
var lineFaults = [...]faultWords{
	{smtp.EmptyLine, "a verb", "The line is empty: a command begins with a verb.", "Type a verb, or nothing at all.", "RFC 5321 §2.4", note},
	{smtp.UnknownVerb, "a verb that is known", "No RFC that ehlo knows has this verb.", "Look at the first word; `HELP` may list the server's.", "RFC 5321 §4.2.4", note},
	{smtp.LeadingSpace, "nothing before the verb", "Something stands before the verb.", "Begin the line with the verb.", "RFC 5321 §2.4", breach},
	{smtp.MissingArgument, "an argument behind the verb", "The verb needs an argument and has none.", "Add what it asks for, as in `EHLO client.example`.", "RFC 5321 §4.1.4", breach},
	{smtp.UnexpectedArgument, "nothing more behind the verb", "The verb stands alone, here more follows.", "Leave out what follows it.", "RFC 5321 §4.3.2", breach},
	{smtp.BadArgument, "an argument of the right form", "The argument isn't of the form this verb takes.", "`:explain` with the verb shows its form.", "RFC 5321 §4.1.1", breach},
	{smtp.ExtraSpace, "one space, not more", "One space separates the parts, here are more.", "Take out the extra blanks.", "RFC 5321 §4.1.2", breach},
	{smtp.LineTooLong, "a shorter line", "The line is longer than every server must take.", "Shorten it: 512 octets for a command, 1,000 in the text.", "RFC 5321 §4.5.3.1", note},
	{smtp.VerbNotOffered, "a verb the server offered", "The server's EHLO answer doesn't offer this verb.", "Look at the list of offers, or try: some take it unlisted.", "RFC 5321 §4.2.4", note},
	{smtp.HeaderAsCommand, "a command, not a header field", "A header field belongs in the text, after DATA and 354.", "MAIL, RCPT and DATA come first. Some servers end the session here.", "RFC 5321 §4.2.4", breach},
	{smtp.OfferAsVerb, "a verb, not the name of an offer", "In the list this word is an offer, not a command.", "An offer may be a parameter: `MAIL FROM:<…> SIZE=100`.", "RFC 5321 §4.1.1.1", breach},
	{smtp.OutOfOrder, "the right order", "Right command, wrong moment.", "Send what must come before it; nothing is lost.", "RFC 5321 §4.1.4", breach},
	{smtp.LineAfterLast, "a wait for the reply", "Its reply decides what may follow, yet more was sent behind it.", "Wait for the reply, then go on.", "RFC 2920 §3.1", breach},
	{smtp.SingleLabel, "a full host name", "A name without a dot: often accepted, yet not a full host name.", "Give a full name, or your address as `[192.0.2.1]`.", "RFC 5321 §2.3.5", note},
	{smtp.BareAddress, "square brackets around an address", "An address in place of a name wears square brackets.", "Write `[192.0.2.1]`.", "RFC 5321 §4.1.3", breach},
	{smtp.LiteralInHelo, "a host name behind HELO", "HELO's grammar knows only a host name, no `[…]`.", "Give a name, or say EHLO.", "RFC 5321 §4.1.1.1", breach},
}

// pathFaults are about MAIL and RCPT: the path and the parameters behind it.
var pathFaults = [...]faultWords{
	{smtp.MissingFrom, "`FROM:` behind MAIL", "MAIL goes with FROM and a colon.", "`MAIL FROM:<you@example.org>`", "RFC 5321 §3.3", breach},
	{smtp.MissingTo, "`TO:` behind RCPT", "RCPT goes with TO and a colon.", "`RCPT TO:<someone@example.com>`", "RFC 5321 §3.3", breach},
	{smtp.WrongDirection, "MAIL with FROM, RCPT with TO", "MAIL goes FROM, RCPT goes TO.", "Swap the word, or the verb.", "RFC 5321 §3.3", breach},
	{smtp.MissingColon, "a colon before the path", "A colon must stand between the word and the path.", "`FROM:<…>`, `TO:<…>`", "RFC 5321 §3.3", breach},
	{smtp.SpaceBeforeColon, "no space before the colon", "No space may stand before the colon.", "Write `FROM:` or `TO:` in one piece.", "RFC 5321 §3.3", breach},
	{smtp.SpaceAfterColon, "no space after the colon", "No space may follow the colon.", "Put the `<` right behind it.", "RFC 5321 §3.3", breach},
	{smtp.MissingAngleBrackets, "angle brackets", "A path wears angle brackets.", "Write `<…@…>`.", "RFC 5321 §4.1.2", breach},
	{smtp.UnclosedBracket, "both angle brackets", "One of the angle brackets is missing.", "Write `<` before and `>` behind the address.", "RFC 5321 §4.1.2", breach},
	{smtp.DisplayName, "the address alone", "A person's name doesn't belong in the envelope.", "Names go into `From:` and `To:` of the header, later.", "RFC 5321 §4.1.2", breach},
	{smtp.TwoPaths, "one path", "One forward-path for each RCPT, here are two.", "Send a second RCPT for the other.", "RFC 5321 §4.1.1.3", breach},
	{smtp.BadLocalPart, "a well-formed local-part", "What stands left of the `@` isn't well formed.", "Check dots and blanks there, or put it in double quotes.", "RFC 5321 §4.1.2", breach},
	{smtp.BadDomain, "a well-formed domain", "What stands right of the `@` isn't a domain.", "Letters, digits and hyphens, joined by dots.", "RFC 5321 §4.1.2", breach},
	{smtp.BadLiteral, "a well-formed address literal", "What stands in the square brackets isn't an address.", "`[192.0.2.1]` or `[IPv6:2001:db8::1]`", "RFC 5321 §4.1.3", breach},
	{smtp.MissingDomain, "a domain behind the `@`", "Only `<Postmaster>` may stand without a domain.", "Add `@` and the domain.", "RFC 5321 §4.1.2", breach},
	{smtp.EmptyForwardPath, "a forward-path that names someone", "The null path `<>` may send, never receive.", "Name a recipient between the brackets.", "RFC 5321 §4.1.1.3", breach},
	{smtp.SourceRoute, "an address without a route", "A source route: every server must read it, most ignore it.", "Leave out all up to the colon inside the brackets.", "RFC 5321 §C", note},
	{smtp.LocalPartTooLong, "a shorter local-part", "More than 64 octets left of the `@`.", "A server may refuse it; use a shorter one.", "RFC 5321 §4.5.3.1.1", note},
	{smtp.DomainTooLong, "a shorter domain", "More than 255 octets right of the `@`.", "No such domain can exist in the DNS; check it.", "RFC 5321 §4.5.3.1.2", note},
	{smtp.PathTooLong, "a shorter path", "More than 256 octets between and with the brackets.", "A server may refuse it; use a shorter one.", "RFC 5321 §4.5.3.1.3", note},
	{smtp.BadParameter, "a well-formed parameter", "What follows the path isn't `KEYWORD` or `KEYWORD=value`.", "No blanks around the `=`, one space between parameters.", "RFC 5321 §4.1.2", breach},
	{smtp.ParameterTwice, "each parameter once", "The same parameter stands here twice.", "Keep one of them.", "RFC 5321 §4.1.1.11", breach},
	{smtp.ParameterBeforePath, "the path before the parameters", "Parameters come behind the path.", "Move the path to the front.", "RFC 5321 §4.1.1.2", breach},
	{smtp.ParameterNotOffered, "only parameters that were offered", "The server's EHLO answer doesn't offer this parameter.", "Leave it out, or try: some accept it.", "RFC 5321 §4.1.1.11", breach},
}

// octetFaults are about single octets and line ends.
var octetFaults = [...]faultWords{
	{smtp.ControlOctet, "no control octets", "A control octet is in the line: a backspace or an arrow key, perhaps.", "Type the line anew.", "RFC 5321 §4.1.2", breach},
	{smtp.EightBit, "ASCII only", "An octet above 127 where only ASCII was agreed.", "Needs `SMTPUTF8` in a command, `BODY=8BITMIME` for the text.", "RFC 5321 §2.4", breach},
	{smtp.BareLF, "CR LF at the end of the line", "An LF without its CR: that ends no line.", "`:eol crlf` sends both. With nc: `nc -C`.", "RFC 5321 §2.3.8", breach},
	{smtp.BareCR, "no CR without its LF", "A CR without its LF: that ends no line.", "Send CR and LF together, or neither.", "RFC 5321 §2.3.8", breach},
	{smtp.NoLineEnd, "the end of the line", "The line has no end yet; the server waits for CR LF.", "Send what is missing of CR LF.", "RFC 5321 §2.3.8", note},
}

// replyFaults are about the server's octets.
var replyFaults = [...]faultWords{
	{smtp.NoCode, "three digits at the start", "A line of this reply has no code of three digits.", "Nobody can say what it means; don't rely on it.", "RFC 5321 §4.2", breach},
	{smtp.CodeOutOfRange, "a code within 200 to 559", "No reply code of SMTP has these digits.", "Act on the first digit if it is 2 to 5, else give up.", "RFC 5321 §4.2", breach},
	{smtp.DifferentCodes, "the same code on every line", "One reply, and its lines carry different codes.", "The last line's code is the one ehlo takes.", "RFC 5321 §4.2.1", breach},
	{smtp.BadSeparator, "a space or a hyphen behind the code", "Behind the code stands neither space nor hyphen.", "ehlo takes it for the last line.", "RFC 5321 §4.2.1", breach},
	{smtp.NoText, "some text behind the code", "A bare code: a server should send some text with it.", "The code alone is enough for you.", "RFC 5321 §4.2", note},
	{smtp.ClassDisagrees, "the same first digit in both codes", "Reply code and enhanced code disagree in the first digit.", "The three-digit code is the one to act on.", "RFC 2034 §4", breach},
	{smtp.BadEnhanced, "an enhanced code of three numbers", "What looks like an enhanced code isn't well formed.", "Act on the three digits alone.", "RFC 3463 §2", breach},
	{smtp.ReplyTooLong, "a shorter reply", "The reply is longer than ehlo keeps.", "The rest was read and dropped.", "RFC 5321 §4.5.3.1.5", note},
	{smtp.ReplyCut, "the rest of the reply", "The connection ended inside this reply.", "Treat it as not answered.", "RFC 5321 §3.8", note},
	{smtp.EnhancedNotExpected, "no enhanced code here", "An enhanced code where none belongs: greeting, hello or 354.", "Ignore it.", "RFC 2034 §4", note},
}
