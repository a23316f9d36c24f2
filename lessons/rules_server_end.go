package lessons

import (
	"strings"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const closedByServer = "L: closed " + transcript.ClosedByServer

// endRules are about how the server closes a connection.
var endRules = []serverRule{
	{Rule: Rule{
		ID: "no-221", Severity: ServerFault, Section: "RFC 5321 §4.1.1.10",
		Say: "The server closed after QUIT and said no 221.", Remedy: "What was accepted before stays accepted.",
		Breaks: toHello + "C: QUIT\n" + closedByServer,
		Keeps:  toHello + "C: QUIT\nS: 221 bye\n" + closedByServer,
	}, met: exchange.without221},
	{Rule: Rule{
		ID: "hang-up", Severity: ServerFault, Section: "RFC 5321 §3.8",
		Say: "The server hung up over the first word that it didn't know.", Remedy: "Connect again; a server is to say 500 and wait.",
		Breaks: toHello + "C: XYZZY\nS: 500 what\n" + closedByServer,
		Keeps:  toHello + "C: XYZZY\nS: 500 what\nC: XYZZY\nS: 500 what\n" + closedByServer,
	}, met: func(x exchange) bool { return x.hungUp }},
	{Rule: Rule{
		ID: "closed-after-refusal", Severity: Note, Section: "RFC 5321 §3.1",
		Say: "A server that greets with a refusal is to wait for QUIT, unless it is attacked.", Remedy: "Nothing is lost.",
		Breaks: "S: 554 no service\n" + closedByServer,
		Keeps:  "S: 554 no service\nC: QUIT\nS: 221 bye\n" + closedByServer,
	}, met: func(x exchange) bool { return x.before.Phase() == smtp.Refused && x.before.OwedCount() == 0 }},
}

// without221 reports whether QUIT is what the server left unanswered. An error of
// the network looks different, see [transcript.Lost]. Where a refusal went before,
// the server may have closed because of that, and QUIT came too late.
func (x exchange) without221() bool {
	owed, ok := x.before.Owed()
	return ok && owed.Matter == smtp.ForCommand && owed.Command.Verb == smtp.QUIT && len(owed.Command.Faults) == 0 &&
		x.before.OwedCount() == 1 && x.whole() && !x.before.JustRefused()
}

// judgeEnd judges how a connection ended that the server closed.
func judgeEnd(e transcript.Event, before smtp.State, hungUp bool) Judgement {
	if !strings.HasPrefix(e.Text, transcript.ClosedByServer) {
		return Judgement{}
	}
	return judgeBy(endRules, exchange{before: before, after: before, to: nobody, hungUp: hungUp})
}

// JudgeAt judges event i of t as [Judge] does. Of the end of a connection it can
// tell more: whether the server hung up over a command that it didn't know.
func JudgeAt(t *transcript.Transcript, i int) Judgement { return judgeIn(t, i, t.State(i)) }

func judgeIn(t *transcript.Transcript, i int, before smtp.State) Judgement {
	if e := t.At(i); e.Fact == transcript.Closed {
		return judgeEnd(e, before, hungUp(t, i, before))
	}
	return Judge(t.At(i), before)
}

// hungUp reports whether the server closed a connection because of the first word
// that it didn't know. What RFC 5321 allows is left out: a close that was said
// before, one after a timeout (section 3.8; where times aren't known, nobody can
// tell), and one for something that may be an attack (section 7.8): more errors than
// one, commands that were sent without waiting, what isn't text, a header field and
// the verbs of HTTP, which a browser can be made to send.
func hungUp(t *transcript.Transcript, i int, before smtp.State) bool {
	const atOnce = time.Second
	if i < 2 || before.IsPartial() || before.Phase() == smtp.Leaving {
		return false
	}
	reply, q := t.At(i-1), t.Question(i-1)
	switch {
	case before.Refusals() != 1, before.OwedCount() > 0, reply.Who != transcript.Server, reply.Flags&transcript.Stray != 0:
		return false
	case q != i-2, t.State(q).OwedCount() > 0, t.At(q).At == reply.At, t.At(i).At-reply.At > atOnce:
		return false // a session without times has the same for all events
	}
	code := reply.Reply().Code
	return (code == 500 || code == 502) && harmless(smtp.ParseCommand(t.At(q).Octets))
}

// harmless reports whether nothing but its verb can be wrong with a command.
func harmless(c smtp.Command) bool {
	for _, f := range c.Faults {
		if f.Kind != smtp.UnknownVerb {
			return false
		}
	}
	switch c.Verb {
	case "", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PRI":
		return false
	}
	return c.Verb.Standing() == smtp.Foreign
}
