package loopback

import (
	"ehlo/session/loopback/persona"
	"ehlo/session/smtp"
)

// untimely answers what is out of order (RFC 5321 section 4.1.4). What is not named
// here may be said at any time.
func (d *dialogue) untimely(c smtp.Command) answer {
	switch c.Verb {
	case smtp.MAIL:
		return d.betweenTransactions()
	case smtp.STARTTLS, smtp.AUTH:
		return either(d.extensionNow(c.Verb), d.betweenTransactions())
	case smtp.RCPT:
		if d.chunks != nil {
			return chunksBegun
		}
		return d.withinTransaction()
	case smtp.DATA:
		return either(d.withinTransaction(), d.textNow(c.Verb))
	case smtp.BDAT:
		return either(d.extensionNow(c.Verb), d.withinTransaction(), d.textNow(c.Verb))
	}
	return answer{}
}

// either returns the first answer that is one.
func either(answers ...answer) answer {
	for _, a := range answers {
		if a.code != 0 {
			return a
		}
	}
	return answer{}
}

func (d *dialogue) betweenTransactions() answer {
	switch d.state.Phase() {
	case smtp.Greeted:
		return d.firstHello()
	case smtp.Ready:
		return answer{}
	}
	return alreadyOpen
}

func (d *dialogue) withinTransaction() answer {
	switch d.state.Phase() {
	case smtp.Greeted:
		return d.firstHello()
	case smtp.Ready:
		return mailFirst
	}
	return answer{}
}

func (d *dialogue) firstHello() answer {
	switch d.persona.Hello {
	case persona.LMTP:
		return lhloFirst
	case persona.Old:
		return heloFirst
	}
	return helloFirst
}

// extensionNow answers a verb that only EHLO brings, and those that are said once (RFC
// 3207 section 4.2, RFC 4954 section 4).
func (d *dialogue) extensionNow(v smtp.Verb) answer {
	switch {
	case v == smtp.STARTTLS && d.state.TLS():
		return tlsInForce
	case v == smtp.AUTH && d.state.Authenticated():
		return loginInForce
	case !d.state.Offers(v.Offer()):
		return ehloFirst
	}
	return answer{}
}

// textNow answers DATA and BDAT in a transaction that is not ready for them (RFC 5321
// section 3.3, RFC 3030 sections 2 and 3). LMTP asks for 503 also where all recipients
// were refused (RFC 2033 section 4.2).
func (d *dialogue) textNow(v smtp.Verb) answer {
	switch {
	case d.state.Accepted() == 0 && d.state.Refused() > 0 && d.persona.Hello != persona.LMTP:
		return noRecipients
	case d.state.Accepted() == 0:
		return rcptFirst
	case v == smtp.DATA && d.chunks != nil:
		return notMixed
	case v == smtp.DATA && d.binary():
		return chunksOnly
	}
	return answer{}
}
