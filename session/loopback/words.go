package loopback

import (
	"ehlo/session/loopback/persona"
	"ehlo/session/smtp"
)

// named returns the words of a reply that begins with the server's name. reply is of
// [persona.TextNames].
func (d *dialogue) named(reply, usual string) string {
	text := d.persona.Text(reply, usual)
	if text == "" {
		return d.server.opt.Name
	}
	return d.server.opt.Name + " " + text
}

// protocol is the word of the greeting that names what is spoken.
func (d *dialogue) protocol() string {
	if d.persona.Hello == persona.LMTP {
		return "LMTP"
	}
	return "ESMTP"
}

// worded returns an answer in the words of the server type, with an enhanced code only
// where it offers them (RFC 2034 section 4).
func (d *dialogue) worded(a answer) answer {
	if a.reply != "" {
		a.text = d.persona.Text(a.reply, a.text)
	}
	if a.enhanced != "" && !d.persona.Offers("ENHANCEDSTATUSCODES", d.state.TLS()) {
		a.enhanced = ""
	}
	return a
}

// dated returns the answer that a server of 1982 has: RFC 821 section 4.3 lists the
// codes of each command, and section 4.5.3 the one for too many recipients.
func dated(c smtp.Command, a answer) answer {
	switch {
	case a.code == 452:
		return answer{code: 552, text: a.text, reply: a.reply}
	case a.code == 555:
		return answer{code: 501, text: "Syntax error in parameters or arguments"}
	case a.code == 252:
		return answer{code: 550, text: "That is a mailing list, not a user"} // section 3.3
	case c.Verb == smtp.VRFY && a.code == 553:
		return answer{code: 553, text: "User ambiguous"}
	case a.code == 501 && (c.Verb == smtp.NOOP || c.Verb == smtp.QUIT):
		return answer{code: 500, text: a.text}
	}
	return a
}
