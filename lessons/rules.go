package lessons

import (
	"slices"

	"ehlo/session/smtp"
)

// mustTake returns the section that asks the server to take the command which it
// refused; "" where no rule is that plain. A refusal by policy, for now, or of a
// line that breaks a rule itself never counts.
func (x exchange) mustTake() string {
	c := x.command
	if x.reply.Class() != 5 || x.before.IsPartial() || x.before.Phase() == smtp.Refused || len(faultsOf(c, x.before)) > 0 {
		return ""
	}
	switch {
	case x.byPolicy():
		return ""
	case c.Verb == smtp.MAIL && c.HasP && c.Path.IsNull() && len(c.Params) == 0 && x.aboutAddress():
		return "RFC 1123 §5.2.9"
	case c.Verb == smtp.RCPT && c.HasP && c.Path.IsPostmaster() && c.Path.Domain == "" && x.aboutAddress():
		return "RFC 5321 §4.5.1"
	case x.reply.Code != 500 && x.reply.Code != 502:
		return ""
	}
	switch c.Verb {
	case smtp.EHLO, smtp.HELO:
		// An LMTP server must refuse both (RFC 2033 section 4.1); one that took a
		// hello before is none.
		if h := x.before.Hello(); h != smtp.PlainHello && h != smtp.ExtendedHello {
			return ""
		}
		return "RFC 5321 §4.5.1"
	case smtp.MAIL, smtp.RCPT, smtp.DATA, smtp.RSET, smtp.NOOP, smtp.QUIT:
		return "RFC 5321 §4.5.1"
	}
	return ""
}

// byPolicy reports whether the reply says that policy decided: 530, or x.7.x.
func (x exchange) byPolicy() bool {
	return x.reply.Code == 530 || x.reply.Code == 554 || x.reply.Enhanced.Subject == 7
}

// aboutAddress reports whether the reply refuses the path itself.
func (x exchange) aboutAddress() bool {
	return slices.Contains([]int{500, 501, 502, 550, 553}, x.reply.Code)
}

// remarks returns what there is to say of the server's reply, faults first.
func (x exchange) remarks() []Remark {
	var remarks []Remark
	add := func(fault bool, say, section string) {
		remarks = append(remarks, Remark{Say: say, Section: section, Fault: fault})
	}
	for _, f := range x.reply.Faults() {
		if f.Kind == smtp.NoText && x.reply.Code == 334 {
			continue // an empty challenge (RFC 4954 section 4)
		}
		w := faultOf(f.Kind)
		add(w.weight == breach && !x.mild(f.Kind), w.what, w.section)
	}
	if x.loose {
		add(true, "The server took something else than CR LF for the end of a line.", "RFC 5321 §2.3.8")
	}
	x.helloRemarks(add)
	x.orderRemarks(add)
	if x.missingEnhanced() {
		add(false, "The server offers ENHANCEDSTATUSCODES, and this reply has none.", "RFC 2034 §4")
	}
	slices.SortStableFunc(remarks, func(a, b Remark) int {
		switch {
		case a.Fault == b.Fault:
			return 0
		case a.Fault:
			return -1
		}
		return 1
	})
	return remarks
}

// mild reports whether a breach is no more than a note here: an enhanced code is
// the server's to add, and of a code's digits only the first is fixed by a MUST
// NOT.
func (x exchange) mild(k smtp.Kind) bool {
	c := x.reply.Class()
	return k == smtp.BadEnhanced || k == smtp.CodeOutOfRange && c >= 2 && c <= 5
}

type adder func(fault bool, say, section string)

// helloRemarks are about the answer to EHLO and HELO.
func (x exchange) helloRemarks(add adder) {
	if x.reply.Class() != 2 {
		return
	}
	offers := smtp.ParseOffers(x.reply)
	switch x.to {
	case "HELO":
		if slices.ContainsFunc(offers, registered) {
			add(true, "A list in answer to HELO: only EHLO asks for one.", "RFC 5321 §3.2")
		}
	case "EHLO", "LHLO":
		if x.before.TLS() && slices.ContainsFunc(offers, func(o smtp.Offer) bool { return o.Keyword == "STARTTLS" }) {
			add(true, "STARTTLS is offered inside TLS.", "RFC 3207 §4.2")
		}
	}
}

func registered(o smtp.Offer) bool {
	k, ok := keywordNamed(o.Keyword)
	return ok && k.Registered && o.Keyword != "HELP" && o.Keyword != "SEND" && o.Keyword != "TURN"
}

// orderRemarks are about a reply that the command must not get.
func (x exchange) orderRemarks(add adder) {
	if x.before.IsPartial() {
		return
	}
	code, verb := x.reply.Code, x.command.Verb
	_, open := x.before.Sender()
	switch {
	case x.to == "RCPT" && x.reply.Class() == 2 && !open:
		add(true, "RCPT without MAIL must be answered 503.", "RFC 5321 §3.3")
	case x.to == "MAIL" && code == 503 && x.before.JustReset() && x.before.Hello() != smtp.NoHello && len(x.command.Faults) == 0:
		add(true, "MAIL is refused right behind RSET, which keeps the hello.", "RFC 5321 §4.1.1.5")
	case x.to == "QUIT" && x.reply.Class() == 2 && code != 221:
		add(true, "QUIT must be answered 221.", "RFC 5321 §4.1.1.10")
	case (code == 500 || code == 502) && x.listed(verb) && len(x.command.Faults) == 0:
		add(true, "The server lists this command in its EHLO answer, and refuses it as unknown.", "RFC 5321 §4.2.4")
	case code == 221 && x.to != "QUIT":
		add(false, "A server should close only after QUIT, 421 or a timeout.", "RFC 5321 §3.8")
	case x.tooFew():
		add(true, "Fewer than 100 recipients: too many for this server, too few for the rule.", "RFC 5321 §4.5.3.1.8")
	}
}

// listed reports whether the server's list offers verb.
func (x exchange) listed(verb smtp.Verb) bool {
	if verb == "" {
		return false
	}
	keyword := verb.Offer()
	if keyword == "" {
		keyword = string(verb)
	}
	return x.before.Offers(keyword)
}

// tooFew reports whether the reply says "too many recipients" of fewer than 100.
// A limit of policy may be a 5yz (RFC 5321 section 4.5.3.1.10), so only 4yz counts.
func (x exchange) tooFew() bool {
	r := x.reply
	return x.to == "RCPT" && r.Class() == 4 && r.Enhanced.Subject == 5 && r.Enhanced.Detail == 3 &&
		x.before.Accepted() < recipientsMinimum && !x.before.Offers("LIMITS")
}

// missingEnhanced reports whether an enhanced code was promised and is not there.
func (x exchange) missingEnhanced() bool {
	switch {
	case !x.before.Offers("ENHANCEDSTATUSCODES") || !x.reply.Enhanced.IsZero() || x.reply.Malformed():
		return false
	case x.to == theConnection, x.to == "EHLO", x.to == "HELO", x.to == "LHLO", x.to == nobody:
		return false
	}
	return x.reply.Class() != 3
}
