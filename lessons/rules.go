package lessons

import (
	"bytes"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A serverRule is a rule about the server's side, and when it is met.
type serverRule struct {
	Rule
	met     func(exchange) bool // beside the fault of its Kind, if it has one; nil: always
	demands bool                // the server had to take what it refused
}

// serverRules are the rules about replies.
var serverRules = [...][]serverRule{formRules, statusRules, helloRules, orderRules, loginRules, askingRules, demandRules, unaskedRules}

// serverRuleOf returns the rule that has the words for the fault k of a reply; the
// zero value if there is none.
func serverRuleOf(k smtp.Kind) Rule {
	for _, table := range serverRules {
		for _, r := range table {
			if r.Kind == k && k != smtp.NoFault {
				return r.Rule
			}
		}
	}
	return Rule{}
}

// ServerRules returns every rule about the server's side.
func ServerRules() []Rule {
	var all []Rule
	for _, table := range append(serverRules[:], strayRules, endRules) {
		for _, r := range table {
			if !slices.ContainsFunc(all, func(have Rule) bool { return have.ID == r.ID }) {
				all = append(all, r.Rule)
			}
		}
	}
	return all
}

// findings returns what there is to say of the server's reply, faults first, and
// the section that asked the server to take what it refused, if one did.
func (x exchange) findings() (found []Finding, demanded string) {
	if !x.inSMTP() {
		return nil, ""
	}
	faults := x.reply.Faults()
	for _, table := range serverRules {
		for _, r := range table {
			f, ok := r.find(x, faults)
			if !ok {
				continue
			}
			found = append(found, f)
			if r.demands && demanded == "" {
				demanded = r.Section
			}
		}
	}
	return gravest(found), demanded
}

// find returns what the rule has to say of an exchange whose reply has those
// faults; false if it isn't met.
func (r serverRule) find(x exchange, faults []smtp.Fault) (Finding, bool) {
	i := slices.IndexFunc(faults, func(f smtp.Fault) bool { return f.Kind == r.Kind })
	if r.Kind != smtp.NoFault && i < 0 || r.met != nil && !r.met(x) {
		return Finding{}, false
	}
	f := x.finding(r.Rule)
	if r.Kind != smtp.NoFault {
		f.Span = faults[i].Span
	}
	return f, true
}

// finding makes the words of a rule particular.
func (x exchange) finding(r Rule) Finding {
	value := func(name string) string {
		switch {
		case name == "verb":
			return shownText(string(x.command.Verb), 16)
		case name == "code" && !x.reply.Malformed():
			return codeText(x.reply.Code)
		}
		return ""
	}
	return Finding{Rule: r, Say: filled(r.Say, value), Remedy: filled(r.Remedy, value)}
}

// inSMTP reports whether the octets are to be judged as a reply of SMTP at all: no
// TLS is being begun, they are no record of it, and the server hasn't taken the
// client's part (RFC 2645 section 5.3).
func (x exchange) inSMTP() bool {
	const alert = "\x15\x03"
	switch {
	case x.before.Phase() == smtp.Handshake, bytes.HasPrefix(x.reply.Octets, []byte(alert)):
		return false
	case x.reply.Malformed():
		return smtp.ParseCommand(x.reply.Octets).Verb.Standing() == smtp.Foreign
	}
	return true
}

// whole reports whether the dialogue was seen from its beginning, and goes on.
func (x exchange) whole() bool {
	return !x.before.IsPartial() && x.before.Phase() != smtp.Leaving && x.before.Phase() != smtp.Refused
}

// sound reports whether the reply answers a command that has no fault, in its
// place, in a dialogue that was seen whole.
func (x exchange) sound() bool {
	return x.whole() && x.to == string(x.command.Verb) && len(x.faults) == 0
}

// unknown reports whether the reply calls the command unknown. What is said of an
// address or of policy isn't that, nor what a server says that has lost its patience
// (RFC 5321 section 7.8).
func (x exchange) unknown() bool {
	e := x.reply.Enhanced
	return (x.reply.Code == 500 || x.reply.Code == 502) && (e.IsZero() || e.Subject == 5) && !x.says("too many")
}

// byPolicy reports whether the reply says that policy decided: 530, 554, or x.7.x.
func (x exchange) byPolicy() bool {
	return x.reply.Code == 530 || x.reply.Code == 554 || x.reply.Enhanced.Subject == 7
}

// goesOn reports whether the server did what was asked, or goes on with it.
func (x exchange) goesOn() bool {
	return (x.reply.Class() == 2 || x.reply.Class() == 3) && x.reply.Code != 221
}

// says reports whether the reply's text has one of these words, in any case. Text
// is for people (RFC 5321 section 4.2): it can clear a server, or name a reason,
// where the code leaves it open.
func (x exchange) says(words ...string) bool {
	text := strings.ToLower(x.reply.Text())
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// judgeStray judges octets that are no reply or stand where none may.
func judgeStray(e transcript.Event, before smtp.State) Judgement {
	return judgeBy(strayRules, exchange{reply: e.Reply(), before: before, after: before, to: nobody})
}

// judgeBy judges what has no verdict by one table.
func judgeBy(table []serverRule, x exchange) Judgement {
	var found []Finding
	for _, r := range table {
		if r.met(x) {
			found = append(found, x.finding(r.Rule))
		}
	}
	return Judgement{Server: remarksOf(gravest(found))}
}
