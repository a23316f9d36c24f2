package line

import (
	"strings"

	"ehlo/lessons"
	"ehlo/session"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A judge reads the events for what counts in the end.
type judge struct {
	state    smtp.State
	seen     int
	parted   bool // a QUIT was accepted
	goodbye  bool // ehlo itself said QUIT
	timedOut bool
	cut      bool // the last reply was cut off
	trouble  trouble
}

// take judges the events that are new.
func (j *judge) take(tape *transcript.Transcript, r *Result) {
	for ; j.seen < tape.Len(); j.seen++ {
		e := tape.At(j.seen)
		switch e.Who {
		case transcript.Local:
			j.fact(e, r)
		case transcript.Server:
			j.reply(e, r)
		}
		j.state = e.After(j.state)
	}
}

func (j *judge) fact(e transcript.Event, r *Result) {
	if j.state.Phase() == smtp.Handshake && (e.Fact == transcript.Closed || e.Fact == transcript.Lost) {
		r.NoTLS = true
		return // the desk says why
	}
	switch e.Fact {
	case transcript.Connected:
		r.Connected, j.parted, j.cut = true, false, false
	case transcript.Waiting:
		j.timedOut = true
		hint := "--timeout gives it longer"
		if j.state.Phase() == smtp.Opening && !j.state.TLS() {
			hint += "; where TLS comes first, as on port 465, the server waits for you: smtps://HOST:PORT; behind a load balancer it may wait for --proxy-header"
		}
		j.lost(shown(e.Text), hint, r)
	case transcript.Lost:
		hint := ""
		if why, ok := e.EndedTLS(); ok {
			r.NoTLS = !j.excused()
			if strings.Contains(why, "certificate") {
				hint = "--cert FILE and --key FILE name a certificate of yours"
			}
		}
		j.lost(j.ending(e), hint, r)
	case transcript.Warning:
		if e.Text == session.ErrPaused.Error() {
			j.broke("the server goes on talking unasked; ehlo stopped reading", r)
		}
	case transcript.Closed:
		switch {
		case strings.HasPrefix(e.Text, transcript.ClosedByClient+": "):
			j.broke(shown(e.Text), r)
		case strings.HasPrefix(e.Text, transcript.ClosedByServer) && e.Text != transcript.ClosedInTurn && !j.parted:
			j.lost(j.ending(e), "", r)
		}
	}
}

// excused reports whether only the reply to QUIT is missing, and a message was
// accepted before: what was asked for was done.
func (j *judge) excused() bool {
	owed, ok := j.state.Owed()
	return ok && owed.Matter == smtp.ForCommand && owed.Command.Verb == smtp.QUIT && j.state.Messages() > 0
}

func (j *judge) reply(e transcript.Event, r *Result) {
	reply := e.Reply()
	owed, asked := j.state.Owed()
	toQUIT := asked && owed.Matter == smtp.ForCommand && owed.Command.Verb == smtp.QUIT
	switch {
	case e.Flags&transcript.Stray != 0:
		if at := j.state.Phase(); at != smtp.Leaving && at != smtp.Handshake { // of which the desk says why
			j.broke("the server sent octets that answer nothing", r)
		}
		return
	case reply.Marks.Has(smtp.ReplyCut):
		j.cut = true
		return // the connection ended inside it, which counts by itself
	case reply.Malformed(), reply.Marks.Has(smtp.ReplyTooLong), reply.Marks.Has(smtp.DifferentCodes),
		asked && saysNothing(reply, owed):
		j.broke(j.flaw(reply), r)
	case (reply.Class() == 4 || reply.Class() == 5) && !(j.goodbye && toQUIT):
		r.Refused++
	case reply.Class() == 2 && toQUIT:
		j.parted = true // 221 is asked for; any 2yz says goodbye
	case reply.Code == 221:
		j.lost("the server said goodbye in the middle; what was to be said is not said", "", r)
	}
	if asked && isLogin(owed) && reply.Class() != 3 {
		r.NoLogin = reply.Class() != 2
	}
	switch lessons.Explain(e, j.state).Verdict {
	case lessons.AcceptedWrong, lessons.RefusedRight:
		r.Breaches++
	}
}

// isLogin reports whether what is owed answers AUTH or a line of a login.
func isLogin(to smtp.Owed) bool {
	return to.Matter == smtp.ForAnswer || to.Matter == smtp.ForCommand && to.Command.Verb == smtp.AUTH
}

// saysNothing reports whether a reply leaves open if it was done what was asked: a
// first digit that SMTP does not have, a 2yz where a text must follow, or a 3yz
// where nothing may (RFC 5321 sections 4.2.1 and 4.3.2, RFC 4954 section 4).
func saysNothing(reply smtp.Reply, to smtp.Owed) bool {
	verb := to.Command.Verb
	switch reply.Class() {
	case 2:
		return to.Matter == smtp.ForCommand && verb == smtp.DATA
	case 3:
		answer := to.Matter == smtp.ForAnswer || to.Matter == smtp.ForCommand && verb == smtp.AUTH
		text := to.Matter == smtp.ForCommand && verb == smtp.DATA
		private := to.Matter == smtp.ForCommand && verb.Standing() == smtp.Foreign
		return !private && !(answer && reply.Code == 334) && !(text && reply.Code == 354)
	case 4, 5:
		return false
	}
	return true
}
