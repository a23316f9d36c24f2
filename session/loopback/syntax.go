package loopback

import (
	"strings"
	"unicode/utf8"

	"ehlo/session/smtp"
)

const looseEnd = "Syntax error: CR or LF alone; a line ends in CRLF"

// A fault of a command line is answered with 501; the kind decides the enhanced
// code and the words. Of several faults the one that stands first here is named:
// octets that may not be there, then the form of the command, then the address.
// Values of parameters are judged in parameters.go, for what is not offered has none.
var syntaxWords = []struct {
	kind     smtp.Kind
	enhanced string // "": as the address of the verb has it
	text     string
}{
	{smtp.BareLF, "5.5.2", looseEnd},
	{smtp.BareCR, "5.5.2", looseEnd},
	{smtp.ControlOctet, "5.5.2", "Syntax error: control octet in a command"},
	{smtp.EightBit, "5.5.2", "Syntax error: octet above 127 in a command"},
	{smtp.LeadingSpace, "5.5.2", "Syntax error: a command begins with its verb"},
	{smtp.MissingArgument, "5.5.4", "Syntax error: an argument is missing"},
	{smtp.UnexpectedArgument, "5.5.4", "Syntax error: no such argument allowed"},
	{smtp.WrongDirection, "5.5.4", "Syntax error: MAIL says FROM, RCPT says TO"},
	{smtp.MissingFrom, "5.5.4", "Syntax error: MAIL FROM:<reverse-path>"},
	{smtp.MissingTo, "5.5.4", "Syntax error: RCPT TO:<forward-path>"},
	{smtp.MissingColon, "5.5.4", "Syntax error: a colon is missing"},
	{smtp.SpaceBeforeColon, "5.5.4", "Syntax error: space before the colon"},
	{smtp.SpaceAfterColon, "5.5.4", "Syntax error: space after the colon"},
	{smtp.TwoPaths, "5.5.4", "Syntax error: one path for each command"},
	{smtp.DisplayName, "5.5.4", "Syntax error: a name has no place in a path"},
	{smtp.MissingAngleBrackets, "5.5.4", "Syntax error: a path stands in angle brackets"},
	{smtp.ParameterBeforePath, "5.5.4", "Syntax error: parameters stand behind the path"},
	{smtp.ExtraSpace, "5.5.4", "Syntax error: more than one space"},
	{smtp.BadArgument, "5.5.4", "Syntax error in the argument"},
	{smtp.EmptyForwardPath, "", "Bad address: a recipient is needed"},
	{smtp.UnclosedBracket, "", "Bad address: an angle bracket is missing"},
	{smtp.MissingDomain, "", "Bad address: the domain is missing"},
	{smtp.BadLocalPart, "", "Bad address: syntax error in the local-part"},
	{smtp.BadDomain, "", "Bad address: syntax error in the domain"},
	{smtp.BadLiteral, "", "Bad address: syntax error in the address literal"},
	{smtp.BareAddress, "", "Bad address: an address literal stands in square brackets"},
	{smtp.LiteralInHelo, "", "Bad address: HELO takes a domain; EHLO takes an address literal too"},
	{smtp.LocalPartTooLong, "", "Bad address: the local-part is longer than 64 octets"},
	{smtp.DomainTooLong, "", "Bad address: the domain is longer than 255 octets"},
	{smtp.PathTooLong, "", "Bad address: the path is longer than 256 octets"},
	{smtp.ParameterTwice, "5.5.4", "Syntax error: a parameter stands there twice"},
}

// syntax returns the 501 for the faults of c that the server type does not
// forgive, and the zero answer if there are none.
func (d *dialogue) syntax(c smtp.Command) answer {
	if len(c.Faults) == 0 {
		return answer{}
	}
	if c.Verb == smtp.RCPT && c.Has(smtp.EightBit) {
		c.Faults = c.FaultsIn(d.state) // the MAIL before it may have said SMTPUTF8
	}
	if d.needsUTF8(c) {
		if c.Verb == smtp.MAIL {
			return asciiSender
		}
		return asciiRecipient
	}
	if badResponse(c) {
		return notBase64
	}
	for _, w := range syntaxWords {
		if c.Has(w.kind) && !d.persona.Forgiving(w.kind) {
			return answer{code: 501, enhanced: syntaxCode(c.Verb, w.enhanced), text: w.text}
		}
	}
	return answer{}
}

// needsUTF8 reports whether nothing is wrong with a path but that it needs SMTPUTF8,
// which is offered (RFC 6531 section 3.5).
func (d *dialogue) needsUTF8(c smtp.Command) bool {
	if c.Verb != smtp.MAIL && c.Verb != smtp.RCPT || !d.state.Offers("SMTPUTF8") || !utf8.Valid(c.Line) {
		return false
	}
	beyond := func(r rune) bool { return r > 127 }
	for _, f := range c.Faults {
		if f.Kind != smtp.EightBit && !d.persona.Forgiving(f.Kind) {
			return false
		}
	}
	return c.Has(smtp.EightBit) && strings.IndexFunc(c.Path.String(), beyond) >= 0
}

// badResponse reports whether nothing is wrong with an AUTH but its initial response,
// which is no base64 (RFC 4954 section 4).
func badResponse(c smtp.Command) bool {
	if c.Verb != smtp.AUTH || len(c.Faults) != 1 || c.Faults[0].Kind != smtp.BadArgument {
		return false
	}
	name, _ := c.Mechanism()
	return c.Faults[0].Span.From > len(smtp.AUTH)+len(name)
}

// syntaxCode completes the enhanced code: no answer to a hello has one
// (RFC 2034 section 4), and a bad address is the sender's or the recipient's.
func syntaxCode(v smtp.Verb, enhanced string) string {
	switch {
	case v == smtp.EHLO || v == smtp.HELO || v == smtp.LHLO:
		return ""
	case enhanced != "":
		return enhanced
	case v == smtp.MAIL:
		return "5.1.7"
	}
	return "5.1.3"
}
