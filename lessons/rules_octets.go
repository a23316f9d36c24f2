package lessons

import "ehlo/session/smtp"

// octetRules are about single octets and line ends.
var octetRules = [...]Rule{
	{
		ID: "D3.7", Severity: NotLegal, Kind: smtp.ControlOctet, Asks: "no control octets", Section: "RFC 5321 §4.1.2",
		Say: "A control octet is in the line, perhaps a backspace.", Remedy: "ehlo edits before it sends; telnet sends the key. Type the line anew.",
		Breaks: toHello + `C"MAIL FROM:<bop\x08b@example.org>\r\n"`,
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "EightBit", Severity: NotLegal, Kind: smtp.EightBit, Asks: "ASCII only", Section: "RFC 5321 §2.4",
		Say: "An octet above 127 where only ASCII was agreed.", Remedy: "Needs `SMTPUTF8` in a command, `BODY=8BITMIME` for the text.",
		Breaks: toHello + "C: MAIL FROM:<bøb@example.org>",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>",
	},
	{
		ID: "BareLF", Severity: NotLegal, Kind: smtp.BareLF, Asks: "CR LF at the end of the line", Section: "RFC 5321 §2.3.8",
		Say: "An LF without its CR: that ends no line.", Remedy: "`:eol crlf` sends both. With nc: `nc -C`.",
		Breaks: toBody + `C"one\ntwo\r\n"`,
		Keeps:  toBody + "C: one two",
	},
	{
		ID: "BareCR", Severity: NotLegal, Kind: smtp.BareCR, Asks: "no CR without its LF", Section: "RFC 5321 §2.3.8",
		Say: "A CR without its LF: that ends no line.", Remedy: "Send CR and LF together, or neither.",
		Breaks: toBody + `C"one\rtwo\r\n"`,
		Keeps:  toBody + "C: one two",
	},
	{
		ID: "NoLineEnd", Severity: Note, Kind: smtp.NoLineEnd, Asks: "the end of the line", Section: "RFC 5321 §2.3.8",
		Say: "The line has no end yet; the server waits for CR LF.", Remedy: "Send what is missing of CR LF.",
		Breaks: toHello + `C"NOOP\r"`,
		Keeps:  toHello + "C: NOOP",
	},
}
