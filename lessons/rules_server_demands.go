package lessons

import (
	"slices"

	"ehlo/session/smtp"
)

// demandRules are about refusals of what every server must take. A refusal for now,
// by policy, or of a line that breaks a rule itself never meets one.
var demandRules = []serverRule{
	{demands: true, Rule: Rule{
		ID: "D13.3", Severity: ServerFault, Section: "RFC 1123 §5.2.9",
		Say: "Every server must take the null path `<>`: bounces come with it.", Remedy: "",
		Breaks: toHello + "C: MAIL FROM:<>\nS: 501 sender address must contain a domain",
		Keeps:  toHello + "C: MAIL FROM:<>\nS: 550 your address is on a list",
	}, met: exchange.refusesNull},
	{demands: true, Rule: Rule{
		ID: "postmaster", Severity: ServerFault, Section: "RFC 5321 §4.5.1",
		Say: "Every server that takes mail must take it for `<Postmaster>`.", Remedy: "",
		Breaks: toMail + "C: RCPT TO:<Postmaster>\nS: 550 5.1.1 User unknown",
		Keeps:  toMail + "C: RCPT TO:<Postmaster>\nS: 550 5.7.1 your address is on a list",
	}, met: exchange.refusesPostmaster},
	{demands: true, Rule: Rule{
		ID: "minimum", Severity: ServerFault, Section: "RFC 5321 §4.5.1",
		Say: "Every server must know {verb|the command}; {code|this code} calls it unknown.", Remedy: "",
		Breaks: toHello + "C: NOOP\nS: 502 not here",
		Keeps:  toHello + "C: EXPN team\nS: 502 not here",
	}, met: exchange.lacksMinimum},
	{demands: true, Rule: Rule{
		ID: "reset-refused", Severity: ServerFault, Section: "RFC 5321 §4.1.1.5",
		Say: "RSET must be answered 250.", Remedy: "EHLO resets as well.",
		Breaks: toMail + "C: RSET\nS: 503 not now",
		Keeps:  toGreeting + "C: RSET\nS: 503 EHLO first",
	}, met: func(x exchange) bool {
		return x.sound() && x.to == "RSET" && x.reply.Class() == 5 && !x.byPolicy() && x.before.Hello() != smtp.NoHello
	}},
	{demands: true, Rule: Rule{
		ID: "quit-refused", Severity: ServerFault, Section: "RFC 5321 §4.1.1.10",
		Say: "QUIT must be answered 221, whatever went before.", Remedy: "Close the connection.",
		Breaks: toHello + "C: QUIT\nS: 503 not now",
		Keeps:  toHello + "C: QUIT\nS: 421 closing anyway",
	}, met: func(x exchange) bool {
		return x.sound() && x.to == "QUIT" && (x.reply.Class() == 4 || x.reply.Class() == 5) && x.reply.Code != 421
	}},
	{demands: true, Rule: Rule{
		ID: "D8.5", Severity: ServerFault, Section: "RFC 5321 §4.1.1.5",
		Say: "RSET ends the transaction and leaves the hello; this server forgot both.", Remedy: "EHLO again, then MAIL.",
		Breaks: toMail + "C: RSET\nS: 250 Ok\nC: MAIL FROM:<bob@example.org>\nS: 503 EHLO first",
		Keeps:  toMail + "C: RSET\nS: 250 Ok\nC: MAIL FROM:<bob@example.org>\nS: 503 AUTH first",
	}, met: exchange.forgotHello},
}

// refusesNull reports whether the null reverse-path was refused for what it is. A
// 550 without more may be policy about the client (RFC 5321 section 7.9), and so
// may a 553 (rblsmtpd's answer to everything).
func (x exchange) refusesNull() bool {
	c := x.command
	return x.sound() && c.Verb == smtp.MAIL && c.HasP && c.Path.IsNull() && len(c.Params) == 0 && x.aboutPath()
}

// refusesPostmaster reports whether `<Postmaster>` was refused as a mailbox. Where
// the code leaves it open, another recipient that was accepted, or the text, shows
// that it isn't the client who is refused.
func (x exchange) refusesPostmaster() bool {
	c := x.command
	if !x.sound() || c.Verb != smtp.RCPT || !c.HasP || !c.Path.IsPostmaster() || c.Path.Domain != "" {
		return false
	}
	mailbox := slices.Contains([]int{550, 551, 553}, x.reply.Code) && x.reply.Enhanced.IsZero()
	return x.aboutPath() || mailbox && (x.before.Accepted() > 0 || x.says("unknown", "no such", "not found", "no mailbox", "doesn't exist", "does not exist"))
}

// aboutPath reports whether a 5yz refuses how a path is written or whom it names.
func (x exchange) aboutPath() bool {
	e := x.reply.Enhanced
	if x.reply.Class() != 5 || x.reply.Code == 530 || x.reply.Code == 556 {
		return false
	}
	return e.Subject == 1 || (x.reply.Code == 501 || x.reply.Code == 504) && (e.IsZero() || e.Subject == 5)
}

// lacksMinimum reports whether the server calls a command unknown that every server
// must have.
func (x exchange) lacksMinimum() bool {
	if !x.sound() || !x.unknown() {
		return false
	}
	switch x.command.Verb {
	case smtp.EHLO, smtp.HELO:
		// An LMTP server must refuse both (RFC 2033 section 4.1); one that took a
		// hello before is none.
		return x.before.Hello() == smtp.PlainHello || x.before.Hello() == smtp.ExtendedHello
	case smtp.MAIL, smtp.RCPT, smtp.DATA, smtp.NOOP:
		return true
	}
	return false
}

// forgotHello reports whether MAIL right behind RSET is told to say hello first.
// A 503 may ask for a login too, so the text must speak of the hello.
func (x exchange) forgotHello() bool {
	return x.sound() && x.command.Verb == smtp.MAIL && x.reply.Code == 503 && x.before.JustReset() &&
		x.before.Hello() != smtp.NoHello && x.says("helo", "ehlo", "hello")
}
