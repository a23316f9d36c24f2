package loopback

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// deliver stores a copy of the text for each mailbox that the envelope leads to,
// and answers 250 only then (RFC 5321 section 4.1.1.4).
func (d *dialogue) deliver(body []byte, faults []smtp.Fault) answer {
	copies := d.copies(body, faults)
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
func (d *dialogue) copies(body []byte, faults []smtp.Fault) []Message {
	var (
		rcpts   = slices.DeleteFunc(d.state.Recipients(), func(r smtp.Recipient) bool { return !r.Accepted() })
		base, s = d.envelope(rcpts, faults)
		seen    []delivery
		copies  []Message
	)
	for _, r := range rcpts {
		for _, to := range d.persona.World.deliveries(r.Path, d.isOwn) {
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
	sender, _ := d.state.Sender()
	m := Message{
		ID: d.server.opt.NextID(), From: withoutRoute(sender), Helo: helloName(d.state.HelloName()),
		Extended: d.state.Hello() == smtp.ExtendedHello, At: d.server.Now(), Faults: faults,
	}
	s := stamp{
		helo: m.Helo, client: d.remote, by: d.server.opt.Name, extended: m.Extended, id: m.ID, at: m.At,
	}
	for _, r := range rcpts {
		m.Rcpts = append(m.Rcpts, r.Path.String())
	}
	if len(rcpts) == 1 {
		s.rcpt = d.forClause(rcpts[0].Path)
	}
	return m, s
}

// addressed returns the copy of m for one mailbox.
func (m Message) addressed(to delivery, s stamp, body []byte) Message {
	m.To = to.to
	if to.returns != "" {
		m.From = to.returns
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
