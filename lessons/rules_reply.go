package lessons

// A replyRule is a rule whose words are those of sayings: each reply that one of
// them fits is one that the rule speaks of.
type replyRule struct {
	Rule
	of []saying // the sayings, without their words
}

var replyRules = [...]replyRule{
	{Rule{
		ID:     "D1.4",
		Breaks: "S: 554 No SMTP service here",
		Keeps:  "S: 220 smtp.example.com",
	}, []saying{{to: theConnection, code: 554}, {to: theConnection, code: 521}}},
	{Rule{
		ID:     "D4.5",
		Breaks: toRcpt + "C: DATA\nS: 354 go",
		Keeps:  toBody + "C: .\nS: 250 Ok",
	}, []saying{{to: "DATA", code: 354}}},
	{Rule{
		ID:     "D5.4",
		Breaks: toText + "C: one\nC: .\nS: 250 Ok\nC: two\nS: 500 what",
		Keeps:  toHello + "C: two\nS: 500 what",
	}, []saying{{to: noVerb, code: 500, tag: "ended"}}},
	{Rule{
		ID:     "D6.4",
		Breaks: toMail + "C: DATA\nS: 503 RCPT first",
		Keeps:  toRcpt + "C: DATA\nS: 503 wait",
	}, []saying{{to: "DATA", code: 503, tag: "closed"}, {to: "DATA", code: 503, tag: "norcpt"}, {to: "DATA", code: 554, tag: "norcpt"}, {to: "DATA", code: 4, tag: "norcpt"}}},
	{Rule{
		ID:     "D7.5",
		Breaks: toMail + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: DATA\nS: 354 go",
		Keeps:  toRcpt + "C: DATA\nS: 354 go",
	}, []saying{{to: "DATA", code: 354, tag: "norcpt"}}},
	{Rule{
		ID:     "D9.2",
		Breaks: toHello + "C: ETRN example.org\nS: 502 not here",
		Keeps:  toHello + "C: XYZZY\nS: 500 what",
	}, []saying{{code: 502}}},
	{Rule{
		ID:     "D10.1",
		Breaks: toHello + "C: VRFY carol\nS: 252 will try",
		Keeps:  toHello + "C: VRFY carol\nS: 250 <carol@example.com>",
	}, []saying{{to: "VRFY", code: 252}, {to: "RCPT", code: 252}}},
	{Rule{
		ID:     "D10.2",
		Breaks: toMail + "C: RCPT TO:<old.dan@example.com>\nS: 251 will forward to <dan@example.net>",
		Keeps:  toMail + "C: RCPT TO:<old.dan@example.com>\nS: 250 Ok",
	}, []saying{{to: "RCPT", code: 251}}},
	{Rule{
		ID:     "D10.3",
		Breaks: toMail + "C: RCPT TO:<old.dan@example.com>\nS: 551 try <dan@example.net>",
		Keeps:  toMail + "C: RCPT TO:<old.dan@example.com>\nS: 550 no",
	}, []saying{{to: "RCPT", code: 551}}},
	{Rule{
		ID:     "D10.4",
		Breaks: toHello + "C: VRFY old.dan\nS: 551 try <dan@example.net>",
		Keeps:  toHello + "C: VRFY old.dan\nS: 550 no",
	}, []saying{{to: "VRFY", code: 551}, {to: "VRFY", code: 251}}},
	{Rule{
		ID:     "D11.4",
		Breaks: toHello + "C: NOOP\nS: 421 4.3.2 closing",
		Keeps:  toHello + "C: NOOP\nS: 450 4.3.2 wait",
	}, []saying{{code: 421}, {to: nobody, code: 421}, {to: theDot, code: 421}, {to: theDot, code: 421, tag: "lmtp"}}},
	{Rule{
		ID:     "D12.3",
		Breaks: toBody + "C: .\nS: 554 no",
		Keeps:  toBody + "C: .\nS: 250 Ok",
	}, []saying{{to: theDot, code: 5}, {to: theDot, code: 552}, {to: theDot, code: 5, status: "3.4"}, {to: theDot, code: 5, status: "6."}, {to: theDot, code: 5, status: "7."}}},
	{Rule{
		ID:     "D14.3",
		Breaks: toMail + "C: RCPT TO:<alice@elsewhere.example>\nS: 554 5.7.1 Relay access denied",
		Keeps:  toMail + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no",
	}, []saying{{to: "RCPT", code: 5, tag: "relay"}, {to: "RCPT", code: 5, status: "7.1"}, {to: "RCPT", code: 5, status: "7.1", tag: "login"}}},
	{Rule{
		ID:     "D19.2",
		Breaks: toGreeting + "C: EHLO client.example\nS: 250-a\nS: 250 ETRN\nC: ETRN example.org\nS: 250 begun",
		Keeps:  toGreeting + "C: EHLO client.example\nS: 250-a\nS: 250 ETRN\nC: ETRN example.org\nS: 458 no",
	}, []saying{{to: "ETRN", code: 250}, {to: "ETRN", code: 252}, {to: "ETRN", code: 253}}},
}

// place returns s without its words: where it belongs.
func (s saying) place() saying {
	s.say, s.section = "", ""
	return s
}

// rule returns the rule that a saying has the words of; false for most.
func (s saying) rule() (Rule, bool) {
	for i := range replyRules {
		for _, of := range replyRules[i].of {
			if of == s.place() {
				r := replyRules[i].Rule
				r.Say, r.Section = s.say, s.section
				return r, true
			}
		}
	}
	return Rule{}, false
}

// worded returns the rule with the words of its first saying.
func (r replyRule) worded() Rule {
	for _, table := range sayings {
		for _, s := range table {
			if s.place() == r.of[0] {
				worded, _ := s.rule()
				return worded
			}
		}
	}
	return r.Rule
}
