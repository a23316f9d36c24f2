package lessons

import (
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
	for _, w := range replyFaults {
		if w.kind == k {
			return w
		}
	}
	r := kindRule(k)
	w := faultWords{kind: r.Kind, asks: r.Asks, what: r.Say, remedy: r.Remedy, section: r.Section}
	if !r.broken() {
		w.weight = note
	}
	return w
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
