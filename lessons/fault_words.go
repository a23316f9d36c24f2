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
	r := kindRule(k)
	if r.Kind == smtp.NoFault {
		r = serverRuleOf(k)
	}
	w := faultWords{kind: r.Kind, asks: r.Asks, what: r.Say, remedy: r.Remedy, section: r.Section}
	if !r.broken() {
		w.weight = note
	}
	return w
}
