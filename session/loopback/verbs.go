package loopback

import (
	"strings"

	"ehlo/session/loopback/persona"
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
	case smtp.EHLO, smtp.HELO, smtp.LHLO:
		return d.hello(c)
	case smtp.STARTTLS:
		return d.readyForTLS()
	case smtp.AUTH:
		return d.auth(c)
	case smtp.MAIL:
		return senderOK
	case smtp.RCPT:
		return d.rcpt(c)
	case smtp.DATA:
		return startInput
	case smtp.VRFY:
		return d.vrfy(askedFor(c))
	case smtp.EXPN:
		return d.expn(askedFor(c))
	case smtp.HELP:
		return d.help(c.Arg)
	case smtp.QUIT:
		return answer{code: 221, enhanced: "2.0.0", text: d.named("goodbye", "Service closing transmission channel")}
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
	case d.persona.Hello == persona.LMTP && (c.Verb == smtp.EHLO || c.Verb == smtp.HELO):
		return wrongHello // RFC 2033 section 4.1
	case d.persona.Hello == persona.Old && (c.Verb == smtp.EHLO || c.Verb.Standing() == smtp.Extension):
		return unknownVerb // it came after RFC 821
	case !d.persona.Does(c.Verb):
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

// hello answers EHLO and HELO (RFC 5321 section 4.1.1.1), and LHLO, which is the EHLO
// of LMTP (RFC 2033 section 4.1).
func (d *dialogue) hello(c smtp.Command) answer {
	greets := d.named("hello", "greets "+helloName(c.Arg))
	if c.Verb == smtp.HELO {
		return answer{code: 250, text: greets}
	}
	return answer{code: 250, text: greets, more: d.persona.List(d.state.TLS())}
}

// rcpt answers RCPT by what is known of the mailbox.
func (d *dialogue) rcpt(c smtp.Command) answer {
	f := d.persona.World.Find(c.Path, d.isOwn)
	a := recipientOK
	switch {
	case f.Standing == persona.Elsewhere:
		return noRelay
	case f.Standing == persona.Unknown:
		return noSuchUser
	case f.Standing == persona.OfMoved && d.persona.Moved == persona.Redirect:
		return notLocal(f.To)
	case f.Standing == persona.OfMoved:
		a = answer{code: 251, enhanced: "2.1.5", text: "User not local; will forward to <" + f.To + ">"}
	}
	if d.state.Accepted() >= d.persona.Recipients {
		return tooMany
	}
	return a
}

// notLocal is the 551 whose text clients may read (RFC 5321 section 3.4).
func notLocal(mailbox string) answer {
	return answer{code: 551, enhanced: "5.1.6", text: "User not local; please try <" + mailbox + ">"}
}
