package lessons

import (
	"bytes"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A situation is a kind of exchange in which the answers of several servers were
// recorded. It is found by what was said and the state that it was said in; where
// the server's world decides, as with a mailbox that does not exist, by the reply
// as well.
type situation struct {
	id      string
	title   string // at most Width columns
	section string
	place   string // the verb, or a place of a saying; "" for any
	kind    smtp.Kind
	is      func(exchange) bool // nil: always
	says    func(exchange) bool // of the reply; nil: any, or none yet
	ahead   bool                // it is about what was said before a reply that is owed
	repeats bool                // its rows tell how often the server answered before it hung up
}

// situation returns the first situation that fits.
func (x exchange) situation() (situation, bool) {
	if x.before.IsPartial() || !x.canBeFound() {
		return situation{}, false
	}
	place := x.place()
	for i := range situations {
		s := &situations[i]
		if s.place != "" && s.place != place || x.reply.Count == 0 && x.before.OwedCount() > 0 && !s.ahead {
			continue // the replies that are owed may change the state
		}
		if s.asks(x) && (s.says == nil || x.reply.Count > 0 && s.says(x)) {
			return *s, true
		}
	}
	return situation{}, false
}

// canBeFound is false where no command is read and no reply is owed.
func (x exchange) canBeFound() bool {
	switch x.before.Phase() {
	case smtp.Unconnected, smtp.Refused, smtp.Handshake, smtp.Ended:
		return false
	case smtp.Leaving:
		return x.reply.Count == 0
	}
	return true
}

// asks reports whether s fits but for the reply.
func (s *situation) asks(x exchange) bool {
	return (s.place == "" || s.place == x.place()) &&
		(s.kind == smtp.NoFault || x.command.Has(s.kind)) &&
		(s.is == nil || s.is(x))
}

// named reports whether word means the situation.
func (s situation) named(word string) bool {
	word = strings.ToLower(strings.TrimSpace(word))
	return word != "" && (strings.EqualFold(word, s.place) || word == s.id || strings.Contains(strings.ToLower(s.title), word))
}

// place is the verb that was said, or what else was answered.
func (x exchange) place() string {
	if x.command.Verb.Standing() != smtp.Foreign {
		return string(x.command.Verb)
	}
	return x.to
}

// saidExchange is an exchange whose reply has not come yet.
func saidExchange(e transcript.Event, before smtp.State) exchange {
	x := exchange{before: before, to: nobody}
	if len(before.Pending()) > 0 {
		return x // the end of a line that began before
	}
	switch before.Reading() {
	case smtp.AsCommand, smtp.AsHeld:
		x.command = smtp.ParseCommand(e.Octets)
		x.to = placeOf(x.command)
	case smtp.AsNothing:
		if before.Phase() == smtp.Leaving {
			x.command = smtp.ParseCommand(e.Octets)
			x.to = placeOf(x.command)
		}
	case smtp.AsText:
		if looseDot(e, before) {
			x.to, x.loose = theDot, true
		}
	}
	return x
}

// looseDot reports whether the text ends, for a lenient server, in LF, a dot and
// LF: whether it would be an answer to the text if one came now.
func looseDot(e transcript.Event, before smtp.State) bool {
	if !bytes.HasSuffix(e.Octets, []byte(".\n")) || bytes.HasSuffix(e.Octets, []byte("\r\n.\n")) || before.LineStart() && len(e.Octets) == 2 {
		return false
	}
	lenient := e.After(before).Answered(smtp.ParseReply([]byte("250 2.0.0\r\n")))
	return lenient.Reading() != smtp.AsText
}

// The conditions below are what situations are made of.

func (x exchange) open() bool { _, open := x.before.Sender(); return open }

// hello reports whether a hello was accepted.
func (x exchange) hello() bool { return x.before.Hello() != smtp.NoHello }

func (x exchange) greeted() bool { return x.before.Phase() == smtp.Greeted }

// argHas reports whether one of the octets is in the argument.
func (x exchange) argHas(octets string) bool { return strings.ContainsAny(x.command.Arg, octets) }

// badParam reports whether the parameter is there with a value that its rule does
// not allow.
func (x exchange) badParam(keyword string, is func(smtp.Parameter) bool) bool {
	p, ok := x.command.Param(keyword)
	return ok && x.command.Has(smtp.BadParameter) && is(p)
}

func emptyValue(p smtp.Parameter) bool { return p.HasValue && p.Value == "" }
func noValue(p smtp.Parameter) bool    { return !p.HasValue }
func someValue(p smtp.Parameter) bool  { return p.Value != "" }

// notOffered reports whether a parameter is there that the server did not offer.
func (x exchange) notOffered() bool {
	if len(x.command.Params) == 0 || x.before.Hello() != smtp.ExtendedHello {
		return false
	}
	return slices.Contains(kindsOf(x.command.Check(x.before)), smtp.ParameterNotOffered)
}

// domainHas reports whether the path's domain has text in it.
func (x exchange) domainHas(text string) bool {
	return x.command.HasP && strings.Contains(x.command.Path.Domain, text)
}

// textHas reports whether the reply's text has a word, in lower case.
func (x exchange) textHas(word string) bool {
	return strings.Contains(strings.ToLower(x.reply.Text()), word)
}

func (x exchange) refused() bool { return x.reply.Class() >= 4 }

// timedOut reports whether the reply speaks of a time that is over.
func (x exchange) timedOut() bool {
	return x.reply.Code == 421 && (x.textHas("timeout") || x.textHas("timed out"))
}

// ordinaryWord reports whether an unknown verb is letters and digits only, and none
// of HTTP: other words meet servers that hang up at once.
func (x exchange) ordinaryWord() bool {
	switch x.command.Verb {
	case "", "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT":
		return false
	}
	return !strings.ContainsFunc(string(x.command.Verb), func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
}

// longLabel reports whether a label of the path's domain has more than 63 octets.
func (x exchange) longLabel() bool {
	if !x.command.HasP || len(x.command.Path.Domain) <= 63 {
		return false
	}
	return slices.ContainsFunc(strings.Split(x.command.Path.Domain, "."), func(label string) bool { return len(label) > 63 })
}

// overSize reports whether SIZE announces more than the server said that it takes.
func (x exchange) overSize() bool { return overSize(x.command, x.before) }

func overSize(c smtp.Command, s smtp.State) bool {
	p, ok := c.Param("SIZE")
	offer, offered := s.Offer("SIZE")
	if !ok || !offered || len(offer.Params) == 0 || c.Has(smtp.BadParameter) {
		return false
	}
	most, size := strings.TrimLeft(offer.Params[0], "0"), strings.TrimLeft(p.Value, "0")
	return most != "" && (len(size) > len(most) || len(size) == len(most) && size > most)
}

// asksMailbox reports whether the argument is a mailbox with its domain.
func (x exchange) asksMailbox() bool { return x.argHas("@") && !x.argHas(" ") }

// unknownMechanism reports whether AUTH names a mechanism that was not offered.
func (x exchange) unknownMechanism() bool {
	offer, offered := x.before.Offer("AUTH")
	mechanism, ok := x.command.Mechanism()
	return offered && ok && !slices.ContainsFunc(offer.Params, func(m string) bool { return strings.EqualFold(m, mechanism) })
}
