package loopback

import (
	"net/netip"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// A stamp is what the trace fields of a delivered copy tell (RFC 5321 section 4.4).
type stamp struct {
	returns string // the reverse-path, with brackets
	helo    string // the name the client gave
	client  netip.Addr
	by      string // the server's name
	with    string // the kind of dialogue (RFC 3848)
	id      string
	rcpt    string // the one forward-path, with brackets; "" if there was more than one (section 7.2)
	at      time.Time
}

// room is a good guess at the octets that append takes.
func (s stamp) room() int {
	return len(s.returns) + len(s.helo) + len(s.by) + len(s.id) + len(s.rcpt) + 160
}

// append appends Return-Path and Received, in the order of section 4.4.
func (s stamp) append(b []byte) []byte {
	b = append(b, "Return-Path: "...)
	b = append(b, s.returns...)
	b = append(b, "\r\nReceived: from "...)
	b = append(b, s.helo...)
	if s.client.IsValid() {
		b = append(b, " ("...)
		b = append(b, literal(s.client)...)
		b = append(b, ')')
	}
	b = append(b, "\r\n\tby "...)
	b = append(b, s.by...)
	b = append(b, " with "...)
	b = append(b, s.with...)
	b = append(b, " id "...)
	b = append(b, s.id...)
	if s.rcpt != "" {
		b = append(b, "\r\n\tfor "...)
		b = append(b, s.rcpt...)
	}
	b = append(b, ";\r\n\t"...)
	b = s.at.AppendFormat(b, "Mon, 2 Jan 2006 15:04:05 -0700")
	return append(b, "\r\n"...)
}

// protocol names the kind of dialogue for the "with" of a trace field (RFC 3848
// section 1, RFC 6531 section 4.3). Only HELO makes it plain SMTP.
func protocol(s smtp.State) string {
	name := "ESMTP"
	_, utf8 := mailParameter(s, "SMTPUTF8")
	switch hello := s.Hello(); {
	case hello == smtp.PlainHello:
		return "SMTP"
	case hello == smtp.LocalHello && utf8:
		name = "UTF8LMTP"
	case hello == smtp.LocalHello:
		name = "LMTP"
	case utf8:
		name = "UTF8SMTP"
	}
	if s.TLS() {
		name += "S"
	}
	if s.Authenticated() {
		name += "A"
	}
	return name
}

// mailParameter returns a parameter of the MAIL that opened the transaction.
func mailParameter(s smtp.State, keyword string) (smtp.Parameter, bool) {
	mail, _ := s.MailCommand()
	return mail.Param(keyword)
}

// literal returns an address as an address literal (section 4.1.3).
func literal(a netip.Addr) string {
	if a = a.Unmap().WithZone(""); a.Is6() {
		return "[IPv6:" + a.String() + "]"
	}
	return "[" + a.String() + "]"
}

// helloName returns the name in the argument of a hello. What RFC 2821 let follow it
// is no part of it (RFC 5321 section 4.1.1.1), and a lenient server cuts it where a
// domain must end.
func helloName(arg string) string {
	name, _, _ := strings.Cut(arg, " ")
	return name[:min(len(name), smtp.DomainLimit)]
}
