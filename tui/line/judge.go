package line

import (
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A judge reads the events for what counts in the end.
type judge struct {
	state    smtp.State
	seen     int
	code     int  // of the last reply
	goodbye  bool // ehlo itself said QUIT
	timedOut bool
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
	switch e.Fact {
	case transcript.Connected:
		r.Connected = true
	case transcript.Waiting:
		j.timedOut = true
		r.Lost = r.Lost || !j.excused()
	case transcript.Lost:
		r.Lost = r.Lost || !j.excused()
	case transcript.Closed:
		byServer := strings.HasPrefix(e.Text, transcript.ClosedByServer)
		proper := j.code == 221 && j.state.Phase() == smtp.Leaving
		r.Lost = r.Lost || byServer && !proper && !j.excused()
		r.Broken = r.Broken || strings.HasPrefix(e.Text, transcript.ClosedByClient+": ")
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
	owed, _ := j.state.Owed()
	ours := j.goodbye && owed.Matter == smtp.ForCommand && owed.Command.Verb == smtp.QUIT
	switch {
	case e.Flags&transcript.Stray != 0:
		r.Broken = r.Broken || j.state.Phase() != smtp.Leaving
		return
	case reply.Marks.Has(smtp.ReplyCut):
		return // the connection ended inside it, which counts by itself
	case reply.Malformed(), reply.Marks.Has(smtp.ReplyTooLong):
		r.Broken = true
	case (reply.Class() == 4 || reply.Class() == 5) && !ours:
		r.Refused++
	}
	j.code = reply.Code
	switch lessons.Explain(e, j.state).Verdict {
	case lessons.AcceptedWrong, lessons.RefusedRight:
		r.Breaches++
	}
}
