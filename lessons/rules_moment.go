package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// A moment is a rule that no fault of the line decides, but what came before it.
type moment struct {
	Rule
	code int // what the RFC answers to such a line; 0 where it says nothing else than usual
	when func(scene) (smtp.Span, bool)
}

// codeOf returns the code that the RFC has for a line of which that rule speaks; 0
// where it says nothing else than usual.
func codeOf(id string) int {
	for _, table := range moments {
		for i := range table {
			if table[i].ID == id {
				return table[i].code
			}
		}
	}
	return 0
}

// commandMoments are about commands.
var commandMoments = [...]moment{
	{Rule{
		ID: "D1.2", Severity: Note, Section: "RFC 5321 §4.2.1",
		Say: "{owed|A reply} comes first; a line entered now waits for it.", Remedy: "A hyphen behind the code means more lines; the reply ends at a space.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org>\n› RCPT TO:<alice@example.com>",
		Keeps:  toMail + "› RCPT TO:<alice@example.com>",
	}, 0, whileOwed},
	{Rule{
		ID: "D16.5", Severity: Note, Section: "RFC 2920 §3.1",
		Say: "Sent before the reply to the command before it: PIPELINING is the promise that this works.", Remedy: "Replies come in the order of the commands.",
		Breaks: toGreeting + "C: EHLO client.example\nS: 250-a\nS: 250 PIPELINING\nC: MAIL FROM:<bob@example.org>\nC: RCPT TO:<alice@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>",
	}, 0, inGroup},
	{Rule{
		ID: "D12.4", Severity: Note, Section: "RFC 2033 §4.2",
		Say: "More replies to the dot are due.", Remedy: "LMTP gives one for each accepted recipient, and each decides for its own.",
		Breaks: toLMTP + "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: RCPT TO:<carol@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC: .\nS: 250 Ok\nC: QUIT",
		Keeps:  toEnd + "C: QUIT",
	}, 0, whileVerdictsAreOwed},
	{Rule{
		ID: "D12.5", Severity: NotLegal, Asks: "LHLO", Section: "RFC 2033 §4.1",
		Say: "LMTP has one hello, LHLO; it must refuse the two of SMTP.", Remedy: "`LHLO client.example`",
		Breaks: toLMTP + "C: EHLO client.example",
		Keeps:  toHello + "C: EHLO client.example",
	}, 500, func(x scene) (smtp.Span, bool) {
		v := x.command.Verb
		return x.verb(), x.before.Hello() == smtp.LocalHello && (v == smtp.EHLO || v == smtp.HELO)
	}},
	{Rule{
		ID: "LocalHello", Severity: NotLegal, Asks: "a hello of SMTP", Section: "RFC 2033 §4.1",
		Say: "LHLO is the hello of LMTP, and SMTP is spoken here.", Remedy: "`EHLO client.example`",
		Breaks: toHello + "C: LHLO client.example",
		Keeps:  toLMTP + "C: LHLO client.example",
	}, 500, func(x scene) (smtp.Span, bool) {
		spoken := x.before.Hello() == smtp.ExtendedHello || x.before.Hello() == smtp.PlainHello
		return x.verb(), spoken && x.command.Verb == smtp.LHLO
	}},
	{Rule{
		ID: "D8.2", Severity: Note, Section: "RFC 5321 §4.1.4",
		Say:    "A second hello drops the open transaction, as RSET does, and brings a new list.",
		Breaks: toRcpt + "C: EHLO client.example",
		Keeps:  toHello + "C: EHLO client.example",
	}, 0, func(x scene) (smtp.Span, bool) {
		return x.verb(), isHello(x) && x.open() && x.before.Hello() != smtp.LocalHello && !x.command.Has(smtp.MissingArgument)
	}},
	{Rule{
		ID: "D10.5", Severity: Note, Section: "RFC 5321 §4.1.4",
		Say:    "{verb|VRFY} needs no hello: it may be said at any time.",
		Breaks: toGreeting + "C: VRFY carol",
		Keeps:  toHello + "C: VRFY carol",
	}, 0, func(x scene) (smtp.Span, bool) {
		v := x.command.Verb
		return x.verb(), x.before.Phase() == smtp.Greeted && (v == smtp.VRFY || v == smtp.EXPN)
	}},
	{Rule{
		ID: "D7.1", Severity: Note, Section: "RFC 5321 §3.3",
		Say: "{accepted|Recipients} accepted: nobody would get the message this way.", Remedy: "A refused one spoils nothing for the others: DATA goes on.",
		Breaks: toRcpt + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: RSET",
		Keeps:  toRcpt + "C: RSET",
	}, 0, givesUp},
	{Rule{
		ID: "D7.4", Severity: Note, Section: "RFC 5321 §4.5.3.1.10",
		Say: "{path|This recipient} was accepted for the last message.", Remedy: "If this is the same message again, name only those that were refused.",
		Breaks: toRcpt + "C: RCPT TO:<carol@example.com>\nS: 452 4.5.3 too many\nC: DATA\nS: 354 go\nC: .\nS: 250 Ok\nC: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<alice@example.com>",
		Keeps:  toRcpt + "C: RCPT TO:<carol@example.com>\nS: 452 4.5.3 too many\nC: DATA\nS: 354 go\nC: .\nS: 250 Ok\nC: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<carol@example.com>",
	}, 0, hasItAlready},
	{Rule{
		ID: "D7.3", Severity: Note, Section: "RFC 5321 §4.5.4.1",
		Say: "Same sender as the last message.", Remedy: "If the text is the same too, one transaction can name all recipients.",
		Breaks: toEnd + "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<carol@example.com>",
		Keeps:  toEnd + "C: MAIL FROM:<theboss@example.com>\nS: 250 Ok\nC: RCPT TO:<carol@example.com>",
	}, 0, oneByOne},
	{Rule{
		ID: "D11.1", Severity: Note, Section: "RFC 5321 §4.5.4.1",
		Say: "The server said not now to this recipient.", Remedy: "Time counts here, not tries: half an hour is a good wait.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>\nS: 450 4.7.1 later\nC: RCPT TO:<alice@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>\nS: 450 4.7.1 later\nC: RCPT TO:<theboss@example.com>",
	}, 0, func(x scene) (smtp.Span, bool) { return x.saidBefore(4) }},
	{Rule{
		ID: "D11.3", Severity: Note, Section: "RFC 5321 §4.2.1",
		Say: "The server said no to this recipient, for good.", Remedy: "A 5 asks you not to repeat the same command.",
		Breaks: toMail + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: RCPT TO:<zoe@example.com>",
		Keeps:  toMail + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: RCPT TO:<zoey@example.com>",
	}, 0, func(x scene) (smtp.Span, bool) { return x.saidBefore(5) }},
	{Rule{
		ID: "OverSize", Severity: Error, Asks: "no more than the server's SIZE", Section: "RFC 1870 §6.1",
		Say: "More octets than the server takes: {limit|its SIZE says how many}.", Remedy: "Send something smaller, or in parts.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> SIZE=99999999999",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=100",
	}, 552, func(x scene) (smtp.Span, bool) {
		p, _ := x.command.Param("SIZE")
		return p.Span, overSize(x.command, x.before)
	}},
	{Rule{
		ID: "D11.2", Severity: Note, Section: "RFC 5321 §4.2.1",
		Say: "Much like the recipient that got a 4.", Remedy: "That was no word about its spelling: the same address may work later.",
		Breaks: toMail + "C: RCPT TO:<alice@example.com>\nS: 450 4.7.1 later\nC: RCPT TO:<alicia@example.com>",
		Keeps:  toMail + "C: RCPT TO:<alice@example.com>\nS: 450 4.7.1 later\nC: RCPT TO:<theboss@example.com>",
	}, 0, respeltAfterWait},
	{Rule{
		ID: "D18.6", Severity: Error, Asks: "a mechanism that was offered", Section: "RFC 4954 §4",
		Say: "The server doesn't offer the mechanism {mechanism|named here}.", Remedy: "Its AUTH line names: {mechanisms|those it takes}.",
		Breaks: toHello + "C: AUTH CRAM-MD5",
		Keeps:  toHello + "C: AUTH PLAIN",
	}, 504, unofferedMechanism},
}

// heldMoments are about octets whose meaning a reply decides that has not come.
var heldMoments = [...]moment{
	{Rule{
		ID: "D17.3", Severity: NotLegal, Asks: "a wait for the reply to STARTTLS", Section: "RFC 3207 §4",
		Say: "Sent in plain text behind STARTTLS.", Remedy: "It must be thrown away: else somebody on the way could slip commands into TLS.",
		Breaks: toHello + "C: STARTTLS\nC: MAIL FROM:<bob@example.org>",
		Keeps:  toHello + "C: STARTTLS\nS: 454 no\nC: MAIL FROM:<bob@example.org>",
	}, 0, behind(smtp.STARTTLS)},
	{Rule{
		ID: "D4.4", Severity: NotLegal, Asks: "no text without a 354", Section: "RFC 5321 §3.3",
		Say: "The reply to DATA decides what this is: text if 354 comes, commands if not.", Remedy: "The rule: no text without a 354.",
		Breaks: toRcpt + "C: DATA\nC: Subject: hi",
		Keeps:  toRcpt + "C: DATA\nS: 354 go\nC: Subject: hi",
	}, 0, behind(smtp.DATA)},
	{Rule{
		ID: "HeldBehindAuth", Severity: NotLegal, Asks: "a wait for the 334", Section: "RFC 4954 §4",
		Say: "The reply to AUTH decides what this is: an answer if 334 comes, a command if not.", Remedy: "Wait for it.",
		Breaks: toHello + "C: AUTH PLAIN\nC: NOOP",
		Keeps:  toHello + "C: AUTH PLAIN\nS: 504 no\nC: NOOP",
	}, 0, behind(smtp.AUTH)},
}

func whileOwed(x scene) (smtp.Span, bool) {
	_, late := whileVerdictsAreOwed(x)
	return smtp.Span{}, x.typed && x.before.OwedCount() > 0 && x.before.Phase() != smtp.Opening && !late
}

func whileVerdictsAreOwed(x scene) (smtp.Span, bool) {
	owed, waits := x.before.Owed()
	return smtp.Span{}, waits && owed.HasRcpt
}

func inGroup(x scene) (smtp.Span, bool) {
	owed, waits := x.before.Owed()
	return smtp.Span{}, !x.typed && waits && owed.Matter == smtp.ForCommand && !x.before.IsPartial() && len(x.command.CheckGroup(x.before)) == 0
}

// givesUp is for QUIT and RSET where some recipients were accepted, some not.
func givesUp(x scene) (smtp.Span, bool) {
	v := x.command.Verb
	leaves := v == smtp.QUIT || v == smtp.RSET
	return x.verb(), leaves && x.before.OwedCount() == 0 && x.before.Accepted() > 0 && x.before.Refused() > 0 && x.before.TextOctets() == 0
}

// named reports whether the command is a RCPT with a path.
func (x scene) named() bool {
	c := x.command
	return c.Verb == smtp.RCPT && c.HasP && x.open() && !c.Path.IsNull() && !c.Has(smtp.UnclosedBracket)
}

// path is the span of the command's path.
func (x scene) path() smtp.Span {
	for _, t := range x.command.Tokens {
		if t.Role == smtp.RolePath {
			return t.Span
		}
	}
	return x.whole()
}

func hasItAlready(x scene) (smtp.Span, bool) {
	_, list, ok := x.before.Last()
	if !ok || !x.named() {
		return smtp.Span{}, false
	}
	later := slices.ContainsFunc(list, func(r smtp.Recipient) bool { return r.Code/100 == 4 || r.Code == 552 })
	has := slices.ContainsFunc(list, func(r smtp.Recipient) bool {
		return r.Accepted() && r.Path.Mailbox() == x.command.Path.Mailbox()
	})
	return x.path(), later && has
}

// oneByOne is for the first recipient of a message whose sender is that of the last,
// which had one other recipient and no more.
func oneByOne(x scene) (smtp.Span, bool) {
	mail, list, ok := x.before.Last()
	sender, open := x.before.Sender()
	if !ok || !open || !x.named() || len(list) != 1 || x.before.Accepted()+x.before.Refused() > 0 {
		return smtp.Span{}, false
	}
	return smtp.Span{}, mail.Path.Mailbox() == sender.Mailbox() && list[0].Path.Mailbox() != x.command.Path.Mailbox()
}

// saidBefore reports whether the recipient was refused in this transaction by a
// reply of that class. A 50z and 555 are about how the line was written, not about
// the recipient.
func (x scene) saidBefore(class int) (smtp.Span, bool) {
	if !x.named() {
		return smtp.Span{}, false
	}
	for _, r := range x.before.Recipients() {
		if r.Code/100 == class && !isAboutLine(r.Code) && r.Path.Mailbox() == x.command.Path.Mailbox() {
			return x.path(), true
		}
	}
	return smtp.Span{}, false
}

// respeltAfterWait is for a recipient that is nearly one that got a 4yz.
func respeltAfterWait(x scene) (smtp.Span, bool) {
	if !x.named() || len(x.command.Path.Local) < 4 {
		return smtp.Span{}, false
	}
	p := x.command.Path
	for _, r := range x.before.Recipients() {
		same := strings.EqualFold(r.Path.Domain, p.Domain) && r.Path.Local != p.Local
		if r.Code/100 == 4 && same && len(nearest(smtp.Upper(p.Local), []string{r.Path.Local}, 1)) > 0 {
			return x.path(), true
		}
	}
	return smtp.Span{}, false
}

func unofferedMechanism(x scene) (smtp.Span, bool) {
	offer, ok := x.before.Offer("AUTH")
	m, named := x.command.Mechanism()
	if !ok || !named || x.growing(m, offer.Params) {
		return smtp.Span{}, false
	}
	has := slices.ContainsFunc(offer.Params, func(p string) bool { return strings.EqualFold(p, m) })
	for _, t := range x.command.Tokens {
		if t.Role != smtp.RoleVerb {
			return smtp.Span{From: t.Span.From, To: t.Span.From + len(m)}, !has
		}
	}
	return x.verb(), !has
}

// growing reports whether the word at the end of a typed line may still become one
// of words.
func (x scene) growing(word string, words []string) bool {
	return x.typed && strings.HasSuffix(smtp.Upper(string(x.line)), word) && slices.ContainsFunc(words, func(w string) bool {
		return len(w) > len(word) && strings.EqualFold(w[:len(word)], word)
	})
}

// behind is for what is held behind the reply to v.
func behind(v smtp.Verb) func(scene) (smtp.Span, bool) {
	return func(x scene) (smtp.Span, bool) { return x.whole(), x.before.Awaits() == v }
}
