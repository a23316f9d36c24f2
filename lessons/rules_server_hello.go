package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// helloRules are about the greeting, the answer to a hello, and what the server
// lists there.
var helloRules = []serverRule{
	{Rule: Rule{
		ID: "D2.5", Severity: ServerFault, Section: "RFC 5321 §3.2",
		Say: "A list in answer to HELO: only EHLO asks for one.", Remedy: "No extension is in force.",
		Breaks: toGreeting + "C: HELO client.example\nS: 250-smtp.example.com\nS: 250 SIZE 10485760",
		Keeps:  toGreeting + "C: HELO client.example\nS: 250-smtp.example.com\nS: 250 nice to meet you",
	}, met: exchange.listsToHelo},
	{Rule: Rule{
		ID: "starttls-in-tls", Severity: ServerFault, Section: "RFC 3207 §4.2",
		Say: "STARTTLS is offered inside TLS.", Remedy: "There is nothing to start any more.",
		Breaks: toHello + "C: STARTTLS\nS: 220 go\nL: secured\nC: EHLO client.example\nS: 250-smtp.example.com\nS: 250 STARTTLS",
		Keeps:  toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250 STARTTLS",
	}, met: func(x exchange) bool { return x.before.TLS() && x.offers("STARTTLS") }},
	{Rule: Rule{
		ID: "D9.4", Severity: ServerFault, Section: "RFC 5321 §4.2.4",
		Say: "The server lists {verb|the command} in its EHLO answer, and calls it unknown.", Remedy: "It can't be used here.",
		Breaks: toCodes + "C: EXPN team\nS: 502 5.5.1 not here",
		Keeps:  toHello + "C: EXPN team\nS: 502 not here",
	}, met: exchange.disownsOffer},
	{Rule: Rule{
		ID: "unlisted-verb", Severity: ServerFault, Section: "RFC 5321 §4.1.1.1",
		Say: "The server knows {verb|the command} and doesn't list it in its EHLO answer.", Remedy: "Another client won't find it.",
		Breaks: toHello + "C: EXPN team\nS: 250 Alice <alice@example.com>",
		Keeps:  toCodes + "C: EXPN team\nS: 250 2.1.5 Alice <alice@example.com>",
	}, met: exchange.unlistedVerb},
	{Rule: Rule{
		ID: "ehlo-keyword", Severity: Note, Section: "RFC 5321 §4.1.1.1",
		Say: "A line of the list begins with something that is no keyword: letters, digits, hyphens.", Remedy: "Ignore that line.",
		Breaks: toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250 AUTH=LOGIN",
		Keeps:  toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250 AUTH LOGIN",
	}, met: exchange.oddKeyword},
	{Rule: Rule{
		ID: "unregistered-keyword", Severity: Note, Section: "RFC 5321 §2.2.2",
		Say: "The list has a keyword that ehlo finds in no registry; a private one begins with X.", Remedy: "Ignore it.",
		Breaks: toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250 FROBNICATE",
		Keeps:  toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250 XFROBNICATE",
	}, met: exchange.unregistered},
	{Rule: Rule{
		ID: "no-name", Severity: Note, Section: "RFC 5321 §4.3.1",
		Say: "Behind the code stands no name: the server is to say who it is there.", Remedy: "You can go on.",
		Breaks: "S: 220 *************************",
		Keeps:  "S: 220 smtp.example.com *************************",
	}, met: exchange.nameless},
	{Rule: Rule{
		ID: "hello-in-lmtp", Severity: ServerFault, Section: "RFC 2033 §4.1",
		Say: "{verb|the command} is accepted where LHLO was: LMTP has no such hello.", Remedy: "Say LHLO again to be sure of the protocol.",
		Breaks: toLMTP + "C: EHLO client.example\nS: 250 smtp.example.com",
		Keeps:  toLMTP + "C: LHLO client.example\nS: 250 smtp.example.com",
	}, met: func(x exchange) bool {
		return x.reply.Class() == 2 && x.before.Hello() == smtp.LocalHello && (x.to == "EHLO" || x.to == "HELO")
	}},
	{Rule: Rule{
		ID: "name-checked", Severity: Note, Section: "RFC 5321 §4.1.4",
		Say: "The server's text speaks of a hello name that doesn't match: that alone is no ground to refuse a message.", Remedy: "Ask who runs it.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org>\nS: 550 HELO name does not match your IP address",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org>\nS: 550 your IP address is on our list",
	}, met: exchange.nameChecked},
}

// listsToHelo reports whether a line of the answer to HELO can only be meant as an
// offer. Words that begin an English sentence don't count.
func (x exchange) listsToHelo() bool {
	return x.to == "HELO" && slices.ContainsFunc(smtp.ParseOffers(x.reply), func(o smtp.Offer) bool {
		k, ok := keywordNamed(o.Keyword)
		prose := func(param string) bool { return param != smtp.Upper(param) }
		return ok && k.Registered && !slices.Contains([]string{"HELP", "SEND", "TURN", "LIMITS"}, o.Keyword) && !slices.ContainsFunc(o.Params, prose)
	})
}

// offers reports whether the reply is an answer to EHLO that offers keyword.
func (x exchange) offers(keyword string) bool {
	return x.to == "EHLO" && slices.ContainsFunc(smtp.ParseOffers(x.reply), func(o smtp.Offer) bool { return o.Keyword == keyword })
}

// keywordOf returns the EHLO keyword under which a server lists verb.
func keywordOf(verb smtp.Verb) string {
	if keyword := verb.Offer(); keyword != "" {
		return keyword
	}
	return string(verb)
}

// listed reports whether the server's list offers verb.
func (x exchange) listed(verb smtp.Verb) bool { return verb != "" && x.before.Offers(keywordOf(verb)) }

// helpTopic reports whether the command asks for help about something: that may be
// what is unknown.
func (x exchange) helpTopic() bool { return x.command.Verb == smtp.HELP && x.command.Arg != "" }

// unlistedVerb reports whether a command works that the list should have, as it has
// every command outside the minimum. After a login, or at the end of a private
// agreement, another list may be in force.
func (x exchange) unlistedVerb() bool {
	verb := x.command.Verb
	switch {
	case x.before.Hello() != smtp.ExtendedHello, x.before.Authenticated(), !x.whole(), x.to != string(verb), x.listed(verb), !x.goesOn():
		return false
	case verb == smtp.EXPN:
		return x.reply.Code == 250
	case verb == smtp.HELP:
		return x.reply.Code == 214 || x.reply.Code == 211
	case verb == smtp.LHLO, strings.HasPrefix(string(verb), "X"):
		return false
	}
	return verb.Standing() == smtp.Extension || verb.Standing() == smtp.Obsolete
}

// list reports whether the reply is a list of offers.
func (x exchange) list() bool { return x.reply.Class() == 2 && (x.to == "EHLO" || x.to == "LHLO") }

func (x exchange) oddKeyword() bool {
	return x.list() && x.anyLine(func(l smtp.ReplyLine) bool {
		word, _, _ := strings.Cut(string(l.Text), " ")
		return l.Span.From > 0 && word != "" && strings.ContainsFunc(word, func(r rune) bool {
			return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		})
	})
}

func (x exchange) unregistered() bool {
	return x.list() && slices.ContainsFunc(smtp.ParseOffers(x.reply), func(o smtp.Offer) bool {
		k, ok := keywordNamed(o.Keyword)
		named := ok && k.Registered || smtp.Verb(o.Keyword).Standing() == smtp.Core // VRFY may be listed (section 3.5.2)
		return !named && !strings.HasPrefix(o.Keyword, "X")
	})
}

// nameless reports whether no host name and no address literal stands where the
// server is to give its own.
func (x exchange) nameless() bool {
	if !x.welcomes() || x.reply.Class() != 2 || x.statusInHello() {
		return false
	}
	word, _, _ := strings.Cut(strings.TrimLeft(string(x.reply.Line(0).Text), " "), " ")
	return word != "" && strings.ContainsFunc(word, func(r rune) bool {
		return !strings.ContainsRune("-._[]:", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// nameChecked reports whether the text gives the hello's name as the reason of a
// refusal. Only the text can say so, which is why it is no fault.
func (x exchange) nameChecked() bool {
	return x.reply.Class() == 5 && x.says("helo", "ehlo") && x.says("not match", "doesn't match", "mismatch") && x.says(" ip", "address")
}

// disownsOffer reports whether the server calls a verb unknown that its EHLO answer
// lists. To AUTH a 500 5.5.6 only says that the line is too long (RFC 4954 section 6).
func (x exchange) disownsOffer() bool {
	tooLong := x.to == string(smtp.AUTH) && x.status() == "5.6"
	return x.sound() && x.unknown() && x.listed(x.command.Verb) && !x.helpTopic() && !tooLong
}
