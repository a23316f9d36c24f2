package lessons

import (
	"encoding/base64"
	"strings"

	"ehlo/session/smtp"
)

// loginRules are about AUTH.
var loginRules = []serverRule{
	{Rule: Rule{
		ID: "login-again", Severity: ServerFault, Section: "RFC 4954 §4",
		Say: "A second AUTH after one that succeeded must be answered 503.", Remedy: "You were logged in before.",
		Breaks: toHello + "C: AUTH PLAIN AGFsaWNlAGE=\nS: 235 Ok\nC: AUTH PLAIN AGFsaWNlAGE=\nS: 235 Ok",
		Keeps:  toHello + "C: AUTH PLAIN AGFsaWNlAGE=\nS: 535 no\nC: AUTH PLAIN AGFsaWNlAGE=\nS: 235 Ok",
	}, met: func(x exchange) bool {
		return x.takesLogin() && x.before.Authenticated() && !x.before.HelloAfterLogin()
	}},
	{Rule: Rule{
		ID: "login-in-mail", Severity: ServerFault, Section: "RFC 4954 §4",
		Say: "AUTH within a mail transaction must be answered 503.", Remedy: "RSET, AUTH, then MAIL anew.",
		Breaks: toMail + "C: AUTH PLAIN AGFsaWNlAGE=\nS: 235 Ok",
		Keeps:  toHello + "C: AUTH PLAIN AGFsaWNlAGE=\nS: 235 Ok",
	}, met: func(x exchange) bool {
		_, open := x.before.Sender()
		return x.takesLogin() && open
	}},
	{Rule: Rule{
		ID: "challenge-text", Severity: ServerFault, Section: "RFC 4954 §4",
		Say: "Behind 334 stands something that is no base64.", Remedy: "A client may cancel: `*`.",
		Breaks: toHello + "C: AUTH LOGIN\nS: 334 Username:",
		Keeps:  toHello + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6",
	}, met: exchange.oddChallenge},
}

// takesLogin reports whether a command AUTH, not an answer to a 334, was taken.
func (x exchange) takesLogin() bool {
	return x.whole() && x.command.Verb == smtp.AUTH && x.goesOn()
}

func (x exchange) oddChallenge() bool {
	if x.reply.Code != 334 || x.to != string(smtp.AUTH) {
		return false
	}
	_, err := base64.StdEncoding.DecodeString(strings.TrimSpace(x.reply.Text()))
	return err != nil
}

// askingRules are about VRFY and EXPN. RFC 5321 asks for them and lets a site
// switch them off, so none is a fault.
var askingRules = []serverRule{
	{Rule: Rule{
		ID: "vrfy-unknown", Severity: Note, Section: "RFC 5321 §3.5.3",
		Say: "VRFY belongs to what every server has; where it is switched off the answer is 252.", Remedy: "RCPT tells more.",
		Breaks: toHello + "C: VRFY carol\nS: 502 no",
		Keeps:  toHello + "C: VRFY carol\nS: 252 perhaps",
	}, met: func(x exchange) bool {
		return x.sound() && x.unknown() && x.command.Verb == smtp.VRFY && !x.listed(smtp.VRFY)
	}},
	{Rule: Rule{
		ID: "vrfy-disabled", Severity: Note, Section: "RFC 5321 §7.3",
		Say: "The text says that {verb|the command} is switched off: 252 says that, {code|this code} looks like a verdict on the address.", Remedy: "Don't rely on it.",
		Breaks: toHello + "C: VRFY carol\nS: 550 VRFY disabled",
		Keeps:  toHello + "C: VRFY carol\nS: 252 VRFY disabled",
	}, met: exchange.disabledAsVerdict},
	{Rule: Rule{
		ID: "vrfy-no-mailbox", Severity: Note, Section: "RFC 5321 §3.5.1",
		Say: "250 to VRFY names the mailbox; here is none.", Remedy: "Don't rely on it.",
		Breaks: toHello + "C: VRFY carol\nS: 250 Ok",
		Keeps:  toHello + "C: VRFY carol\nS: 250 <carol@example.com>",
	}, met: func(x exchange) bool { return x.to == "VRFY" && x.reply.Code == 250 && !x.says("@") }},
}

func (x exchange) disabledAsVerdict() bool {
	switch x.reply.Code {
	case 250, 251, 550, 551, 553:
		return (x.to == "VRFY" || x.to == "EXPN") && x.says("disabled", "disallowed", "switched off")
	}
	return false
}
