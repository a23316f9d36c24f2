package loopback

import (
	"slices"
	"strings"

	"ehlo/session/loopback/persona"
	"ehlo/session/smtp"
)

// verdicts delivers a text and returns the answers to its end: one, or in LMTP one
// for each accepted recipient, in order (RFC 2033 section 4.2). size counts octets
// that were too many to be kept as well.
func (d *dialogue) verdicts(body []byte, size int, faults []smtp.Fault) []answer {
	var a answer
	rcpts := slices.DeleteFunc(d.state.Recipients(), func(r smtp.Recipient) bool { return !r.Accepted() })
	roomy := slices.DeleteFunc(slices.Clone(rcpts), d.isFull)
	switch refused := d.refusedFault(faults); {
	case size > d.persona.Size:
		a = tooBig
	case refused != smtp.NoFault:
		a = answer{code: 554, enhanced: "5.6.0", text: "Message refused: " + textWords[refused]}
	case len(roomy) > 0:
		a = d.deliver(body, faults, roomy)
	default:
		a = mailboxFull
	}
	if d.persona.Hello != persona.LMTP {
		return []answer{a}
	}
	var each []answer
	for _, r := range rcpts {
		verdict := a
		if a.code/100 == 2 && d.isFull(r) {
			verdict = mailboxFull
		}
		verdict.text = r.Path.String() + " " + verdict.text
		each = append(each, verdict)
	}
	return each
}

// isFull reports whether a recipient's mailbox has no room left.
func (d *dialogue) isFull(r smtp.Recipient) bool {
	f := d.persona.World.Find(r.Path, d.isOwn)
	return f.Standing == persona.OfUser && slices.Contains(d.persona.Full, f.User.Name)
}

// deliver stores a copy of the text for each mailbox that the recipients lead to,
// and answers 250 only then (RFC 5321 section 4.1.1.4).
func (d *dialogue) deliver(body []byte, faults []smtp.Fault, rcpts []smtp.Recipient) answer {
	copies := d.copies(body, faults, rcpts)
	if err := d.server.keep(copies); err != nil {
		d.fact("not stored: " + err.Error())
		return notStored
	}
	first := copies[0]
	switch {
	case len(body) == 0:
		d.notice(EmptyText, smtp.NoFault)
	case len(faults) > 0:
		d.notice(MarkedText, faults[0].Kind)
	}
	if d.server.opt.Log != nil {
		d.log(Line{Text: "stored", ID: first.ID, Size: len(body), Faults: faults})
	}
	if d.server.opt.Committed != nil {
		d.server.opt.Committed(first)
	}
	return answer{code: 250, enhanced: "2.0.0", text: "Ok: queued as " + first.ID}
}

// copies returns the copies to be stored. One mailbox named twice gets one, unless
// a list leads to it as well: that copy has another reverse-path.
func (d *dialogue) copies(body []byte, faults []smtp.Fault, rcpts []smtp.Recipient) []Message {
	var (
		base, s = d.envelope(rcpts, faults)
		seen    []persona.Delivery
		copies  []Message
	)
	for _, r := range rcpts {
		for _, to := range d.persona.World.Deliveries(r.Path, d.isOwn) {
			if slices.Contains(seen, to) {
				continue
			}
			seen = append(seen, to)
			copies = append(copies, base.addressed(to, s, body))
		}
	}
	return copies
}

// envelope returns what all copies have in common.
func (d *dialogue) envelope(rcpts []smtp.Recipient, faults []smtp.Fault) (Message, stamp) {
	mail, _ := d.state.MailCommand()
	m := Message{
		ID: d.server.opt.NextID(), From: withoutRoute(mail.Path), Params: mail.Params, Helo: helloName(d.state.HelloName()),
		Extended: d.state.Hello() != smtp.PlainHello, At: d.server.Now(), Faults: faults,
	}
	s := stamp{
		helo: m.Helo, client: d.remote, by: d.server.opt.Name, with: protocol(d.state), id: m.ID, at: m.At,
	}
	for _, r := range rcpts {
		m.Rcpts = append(m.Rcpts, r.Path.String())
		m.RcptWith = append(m.RcptWith, r.Params)
	}
	if d.state.Accepted() == 1 {
		s.rcpt = d.forClause(rcpts[0].Path)
	}
	return m, s
}

// addressed returns the copy of m for one mailbox.
func (m Message) addressed(to persona.Delivery, s stamp, body []byte) Message {
	m.To = to.To
	if to.Returns != "" {
		m.From = to.Returns
	}
	s.returns = m.From
	octets := s.append(make([]byte, 0, len(body)+s.room()))
	m.TraceLen = len(octets)
	m.Octets = append(octets, body...)
	m.Body = m.Octets[m.TraceLen:len(m.Octets):len(m.Octets)]
	return m
}

// withoutRoute returns a path as it is written into a trace field: a source route
// must not be copied there (RFC 5321 section 4.1.1.3).
func withoutRoute(p smtp.Path) string {
	p.Route = nil
	return p.String()
}

// forClause is the forward-path of the FOR clause. <Postmaster> alone is no path,
// so it gets its domain.
func (d *dialogue) forClause(p smtp.Path) string {
	if p.IsPostmaster() && p.Domain == "" {
		return "<" + strings.ToLower(p.Local) + "@" + d.persona.World.Domain + ">"
	}
	return withoutRoute(p)
}
