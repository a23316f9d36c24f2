package smtp

import (
	"iter"
	"unicode/utf8"
)

// Check returns the faults that only the state shows: a command out of order, a
// verb or a parameter that was not offered, a line longer than this server must
// take. It judges the line as the next thing said. There are none while the server
// reads anything but commands, and none that rest on what was not seen; while a
// reply is owed the order is not judged, for the reply may change it.
func (c Command) Check(s State) []Fault {
	if s.Reading() != AsCommand && s.Phase() != Handshake || len(c.Line) == 0 {
		return nil
	}
	var f faultList
	f.length(c, s)
	if s.IsPartial() {
		return f
	}
	verb := c.verbSpan()
	sure := s.OwedCount() == 0 || s.Phase() == Opening
	switch offer := c.Verb.Offer(); {
	case offer != "" && s.Hello() != NoHello && !s.Offers(offer):
		f.add(VerbNotOffered, verb.From, verb.To)
	case sure && c.Verb.Standing() != Foreign && outOfOrder(c.Verb, s):
		f.add(OutOfOrder, verb.From, verb.To)
	}
	for _, p := range c.Params {
		if !c.attributes() && !offered(p, c.Verb, s) {
			f.add(ParameterNotOffered, p.Span.From, p.Span.To)
		}
	}
	return f.sorted()
}

// FaultsIn returns all faults of c as the next thing said in s, in the order of
// their spans: its own, less those that the state permits, and those of
// [Command.Check]. UTF-8 in a RCPT is permitted if the MAIL before it said
// SMTPUTF8 (RFC 6531 section 3.4).
func (c Command) FaultsIn(s State) []Fault {
	mail := openingMail(s)
	_, says := mail.Param("SMTPUTF8")
	permitted := says && c.Verb == RCPT && utf8.Valid(c.Line)
	var f faultList
	for _, x := range c.Faults {
		if x.Kind != EightBit || !permitted {
			f = append(f, x)
		}
	}
	return append(f, c.Check(s)...).sorted()
}

// CheckGroup returns the fault of having sent c in state s, before the replies that
// s owes: only PIPELINING allows it, and not behind a verb whose reply must be
// awaited (RFC 5321 section 4.3.1, RFC 2920 section 3.1). It is for a line that was
// sent; one that is only typed may still wait.
func (c Command) CheckGroup(s State) []Fault {
	if s.IsPartial() || s.Reading() != AsCommand && s.Reading() != AsHeld {
		return nil
	}
	var f faultList
	for o := range owedAll(s) {
		if o.Matter == ForCommand && (o.Command.Verb.LastInGroup() || !s.Offers("PIPELINING")) {
			f.add(LineAfterLast, 0, len(c.Line))
			break
		}
	}
	return f
}

// openingMail returns the MAIL that a RCPT said now would belong to, accepted or
// not answered yet.
func openingMail(s State) Command {
	mail, _ := s.MailCommand()
	for o := range owedAll(s) {
		if o.Command.Verb.Opens() {
			mail = o.Command
		}
	}
	return mail
}

// owedAll yields all that s owes, the oldest first.
func owedAll(s State) iter.Seq[Owed] {
	return func(yield func(Owed) bool) {
		for o, q, ok := s.owed.pop(); ok && yield(*o); o, q, ok = q.pop() {
		}
	}
}

// verbSpan returns where the verb stands.
func (c Command) verbSpan() Span {
	for _, t := range c.Tokens {
		if t.Role == RoleVerb {
			return t.Span
		}
	}
	return Span{}
}

// length judges the line with the CRLF that it has or will have.
func (f *faultList) length(c Command, s State) {
	limit := s.CommandLimit(c.Verb) - len("\r\n")
	unseen := s.IsPartial() && (c.Verb.Opens() || c.Verb == RCPT)
	if len(c.Line) > limit && !unseen {
		f.add(LineTooLong, limit, len(c.Line))
	}
}

// offered reports whether the server offered what brings the parameter. One that
// ehlo does not know may belong to an extension that it does not know.
func offered(p Parameter, v Verb, s State) bool {
	for _, keyword := range p.OffersOf(v) {
		if s.Offers(keyword) {
			return true
		}
	}
	return !isParameter(p.Keyword) && s.Offers(p.Keyword)
}

// outOfOrder reports whether v may not be sent in s (RFC 5321 section 4.1.4, RFC
// 3030 section 2, RFC 3207 section 4, RFC 4954 section 4).
func outOfOrder(v Verb, s State) bool {
	switch phase := s.Phase(); phase {
	case Opening, Handshake, Leaving, Unconnected, Ended:
		return true
	case Refused:
		return v != QUIT
	case Greeted:
		return !beforeHello(v)
	default:
		return !anyTime(v) && !fits(v, phase, s)
	}
}

// anyTime is for the verbs that may be sent between any two others.
func anyTime(v Verb) bool {
	switch v {
	case EHLO, HELO, LHLO, NOOP, HELP, VRFY, EXPN, RSET, QUIT:
		return true
	}
	return false
}

func beforeHello(v Verb) bool { return anyTime(v) || v == XCLIENT }

// fits reports whether v may be sent in a phase after the hello.
func fits(v Verb, phase Phase, s State) bool {
	switch v {
	case RCPT:
		return phase == InMail || phase == InRcpt
	case DATA:
		return phase == InRcpt && s.Accepted() > 0 && !mustChunk(s)
	case BDAT, BURL:
		return phase == InChunks || phase == InRcpt && s.Accepted() > 0
	case AUTH:
		return phase == Ready && !s.Authenticated()
	case ATRN:
		return phase == Ready && s.Authenticated()
	case STARTTLS:
		return phase == Ready && !s.TLS()
	}
	return phase == Ready
}

// mustChunk reports whether the transaction said BODY=BINARYMIME, whose text only BDAT
// can carry (RFC 3030 section 3).
func mustChunk(s State) bool {
	mail, _ := s.MailCommand()
	body, _ := mail.Param("BODY")
	return sameWord(body.Value, "BINARYMIME")
}
