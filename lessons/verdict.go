package lessons

import (
	"slices"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Verdict judges what was asked and what was answered, by the rules and not
// by this server. The zero value is no verdict: nothing was asked, nothing came,
// or what would decide was not seen.
type Verdict uint8

// The four verdicts of a command and its reply.
const (
	NoVerdict     Verdict = iota
	Accepted              // the server did it, or says go on
	Refused               // the server did not, for now or for good
	AcceptedWrong         // accepted, but the client's line is against the RFC
	RefusedRight          // refused, though the RFC asks the server to take it
)

var verdictNames = [...]string{"", "accepted", "refused", "accepted, but against the RFC", "refused, though the RFC asks for it"}

// String returns the verdict in words, "" for [NoVerdict].
func (v Verdict) String() string { return verdictNames[v] }

// A Judgement is the verdict of one exchange and what it rests on.
type Judgement struct {
	Verdict Verdict
	Kinds   []smtp.Kind // for AcceptedWrong: what the client's line breaks
	Breach  string      // for AcceptedWrong and RefusedRight: the section that is broken
	Server  []Remark    // what there is to say of the server, its faults first
}

// A Remark is one thing to say of what the server did.
type Remark struct {
	Finding
	Section string // of the rule
	Fault   bool   // a MUST or MUST NOT is broken; else no more than a note
}

func remarksOf(found []Finding) []Remark {
	var remarks []Remark
	for _, f := range found {
		remarks = append(remarks, Remark{f, f.Rule.Section, f.Rule.Severity == ServerFault})
	}
	return remarks
}

// Broken reports whether the server broke a rule that leaves it no choice.
func (j Judgement) Broken() bool { return len(j.faults()) > 0 }

// faults returns what the server broke.
func (j Judgement) faults() []Remark {
	n := slices.IndexFunc(j.Server, func(r Remark) bool { return !r.Fault })
	if n < 0 {
		n = len(j.Server)
	}
	return j.Server[:n]
}

// Judge returns the verdict of the reply in event e, which came upon state before,
// and of the command that it answers. Of octets that are no reply, and of the end
// of a connection, it judges what the server did. For any other event the judgement
// is the zero value. [JudgeAt] knows more of an end.
func Judge(e transcript.Event, before smtp.State) Judgement {
	switch {
	case e.Fact == transcript.Closed:
		return judgeEnd(e, before, false)
	case e.Who != transcript.Server:
		return Judgement{}
	case e.Flags&transcript.Stray != 0:
		return judgeStray(e, before)
	}
	x := newExchange(e, before)
	if x.reply.Marks.Has(smtp.ReplyCut) {
		return Judgement{Server: remarksOf([]Finding{x.finding(serverRuleOf(smtp.ReplyCut))})} // it answers nothing
	}
	return x.judge()
}

// judge gives the verdict of an exchange.
func (x exchange) judge() Judgement {
	var j Judgement
	found, demanded := x.findings()
	j.Server = remarksOf(found)
	if x.to == nobody {
		return j
	}
	switch class := x.reply.Class(); {
	case x.reply.Code == 221 && x.to != string(smtp.QUIT):
		j.Verdict = Refused // it says goodbye instead of doing it
	case class == 2, class == 3:
		j.Verdict = Accepted
		if kinds := x.breaches(); len(kinds) > 0 {
			j.Verdict, j.Kinds, j.Breach = AcceptedWrong, kinds, kindRule(kinds[0]).Section
		}
	case class == 4, class == 5:
		j.Verdict = Refused
		if demanded != "" {
			j.Verdict, j.Breach = RefusedRight, demanded
		}
	}
	return j
}

// breaches returns what the answered command breaks without a doubt.
func (x exchange) breaches() []smtp.Kind {
	var kinds []smtp.Kind
	for _, f := range x.faults {
		if kindRule(f.Kind).broken() && !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}

// faultsOf returns the faults of a command whose reply comes upon state s. What came
// before it has been answered by then, so its place in the order is known.
func faultsOf(c smtp.Command, s smtp.State) []smtp.Fault {
	if len(c.Line) == 0 {
		return c.Faults
	}
	faults := c.FaultsIn(s)
	needs := s.Needs(c.Verb)
	if needs == "" || s.IsPartial() || slices.Contains(kindsOf(faults), smtp.OutOfOrder) {
		return faults
	}
	if needs == smtp.RCPT && len(s.Recipients()) > 0 {
		// Sent in one group with RCPT commands that were all refused: the client
		// could not know (RFC 2920 section 3.1).
		return faults
	}
	return append(faults, smtp.Fault{Kind: smtp.OutOfOrder})
}
