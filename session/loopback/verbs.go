package loopback

import (
	"strings"

	"ehlo/session/smtp"
)

// reply returns the answer to a command line. Of several reasons to refuse it the
// first counts: verb unknown, verb not done here, wrong moment, syntax,
// parameters (RFC 5321 section 4.1.4: what is out of order MUST be 503).
func (d *dialogue) reply(c smtp.Command) answer {
	for _, refuse := range []func(smtp.Command) answer{d.unrecognized, d.untimely, d.syntax, d.parameters} {
		if a := refuse(c); a.code != 0 {
			return a
		}
	}
	switch c.Verb {
	case smtp.EHLO, smtp.HELO:
		return d.hello(c)
	case smtp.MAIL:
		return senderOK
	case smtp.RCPT:
		return d.rcpt(c)
	case smtp.DATA:
		return startInput
	case smtp.VRFY:
		return d.vrfy(c.Arg)
	case smtp.EXPN:
		return d.expn(c.Arg)
	case smtp.HELP:
		return help(c.Arg)
	case smtp.QUIT:
		return answer{code: 221, enhanced: "2.0.0", text: d.server.opt.Name + " Service closing transmission channel"}
	}
	return okAnswer
}

// unrecognized answers what is no command of this server (RFC 5321 section 4.2.4).
func (d *dialogue) unrecognized(c smtp.Command) answer {
	switch {
	case c.Verb == "":
		return emptyCommand
	case c.Verb.Standing() == smtp.Foreign:
		return unknownOr(c)
	case c.Verb.Standing() != smtp.Core:
		return notDoneHere
	}
	return answer{}
}

// unknownOr tells a verb that nobody knows from one that ended in a line end that
// is none: "NOOP\nNOOP".
func unknownOr(c smtp.Command) answer {
	i := strings.IndexAny(string(c.Verb), "\r\n")
	if i < 0 || c.Verb[:i].Standing() == smtp.Foreign {
		return unknownVerb
	}
	return answer{code: 501, enhanced: "5.5.2", text: looseEnd}
}

// untimely answers what is out of order (RFC 5321 section 4.1.4). All but the
// three commands of a transaction may be said at any time.
func (d *dialogue) untimely(c smtp.Command) answer {
	switch c.Verb {
	case smtp.MAIL, smtp.RCPT, smtp.DATA:
	default:
		return answer{}
	}
	switch phase := d.state.Phase(); {
	case phase == smtp.Greeted:
		return helloFirst
	case c.Verb == smtp.MAIL && phase != smtp.Ready:
		return alreadyOpen
	case c.Verb != smtp.MAIL && phase == smtp.Ready:
		return mailFirst
	case c.Verb == smtp.DATA && phase == smtp.InMail && len(d.state.Recipients()) > 0:
		return noRecipients
	case c.Verb == smtp.DATA && phase == smtp.InMail:
		return rcptFirst
	}
	return answer{}
}

// hello answers EHLO and HELO (RFC 5321 section 4.1.1.1).
func (d *dialogue) hello(c smtp.Command) answer {
	greets := d.server.opt.Name + " greets " + helloName(c.Arg)
	if c.Verb == smtp.HELO {
		return answer{code: 250, text: greets}
	}
	return answer{code: 250, text: greets, more: d.persona.Extensions}
}

// rcpt answers RCPT by what is known of the mailbox.
func (d *dialogue) rcpt(c smtp.Command) answer {
	f := d.persona.World.find(c.Path, d.isOwn)
	a := recipientOK
	switch {
	case f.standing == elsewhere:
		return noRelay
	case f.standing == unknown:
		return noSuchUser
	case f.standing == moved && d.persona.Moved == Redirect:
		return notLocal(f.to)
	case f.standing == moved:
		a = answer{code: 251, enhanced: "2.1.5", text: "User not local; will forward to <" + f.to + ">"}
	}
	if d.state.Accepted() >= max(d.persona.Recipients, smtp.RecipientsMinimum) {
		return tooMany
	}
	return a
}

// notLocal is the 551 whose text clients may read (RFC 5321 section 3.4).
func notLocal(mailbox string) answer {
	return answer{code: 551, enhanced: "5.1.6", text: "User not local; please try <" + mailbox + ">"}
}

var helpTopics = map[string]string{
	"EHLO": "EHLO <host name or address literal>",
	"HELO": "HELO <host name>",
	"MAIL": "MAIL FROM:<reverse-path> [SIZE=<octets>] [BODY=7BIT|8BITMIME]",
	"RCPT": "RCPT TO:<forward-path>",
	"DATA": "DATA, then the text, then a line that is one dot",
	"RSET": "RSET gives up the open mail transaction",
	"VRFY": "VRFY <user name or mailbox>",
	"EXPN": "EXPN <mailing list>",
	"HELP": "HELP [<verb>]",
	"NOOP": "NOOP [<anything>] does nothing",
	"QUIT": "QUIT ends the connection",
}

// help answers HELP (RFC 5321 section 4.1.1.8).
func help(topic string) answer {
	if topic == "" {
		return lines(214, "2.0.0", []string{
			"Commands: EHLO HELO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT",
			"HELP <verb> tells more of one",
		})
	}
	text, ok := helpTopics[upper(topic)]
	if !ok {
		return noTopic
	}
	return answer{code: 214, enhanced: "2.0.0", text: text}
}

func upper(s string) string { return strings.ToUpper(s) }
