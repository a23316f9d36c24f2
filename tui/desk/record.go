package desk

import (
	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// take folds the events that are new into the state.
func (d *Desk) take() {
	for d.seen < d.tape.Len() {
		i := d.seen
		e := d.tape.At(i)
		if d.hides(e) {
			return
		}
		before := d.state
		d.state = e.After(before)
		d.seen++
		d.happened(i, e, before)
	}
}

// happened does what an event asks of the desk.
func (d *Desk) happened(i int, e transcript.Event, before smtp.State) {
	switch e.Who {
	case transcript.Client:
		d.used = true
		d.texts.said(i, e, before)
	case transcript.Server:
		d.replied(e, before)
		d.tally(i)
	case transcript.Local:
		switch e.Fact {
		case transcript.Connected:
			d.used, d.joined = false, i
			d.made, d.tls = e.Text, lessons.Protection{}
		case transcript.Secured:
			d.tls = lessons.ReadProtection(e.Text)
		}
	}
	d.outcome(i, e)
	d.follow()
	if d.state.Phase() == smtp.Ended && before.Phase() != smtp.Ended {
		d.ended()
	}
}

// replied does what a reply asks of the desk.
func (d *Desk) replied(e transcript.Event, before smtp.State) {
	if e.Flags&transcript.Stray != 0 {
		return
	}
	if before.Phase() == smtp.Opening {
		d.lmtp = lessons.SpeaksLMTP(e.Reply())
	}
	if d.state.Messages() > before.Messages() {
		d.stored(e)
	}
	if d.state.Phase() == smtp.Handshake && before.Phase() != smtp.Handshake {
		d.secure()
	}
	if r := e.Reply(); r.Class() == 4 || r.Class() == 5 || unexpected(r.Code, before) {
		d.pausePaste(r.Code)
		d.upload.refuse()
	}
}

// unexpected reports whether a reply to DATA is not the 354 behind which alone
// message text may go out (RFC 5321 section 3.3).
func unexpected(code int, before smtp.State) bool {
	owed, _ := before.Owed()
	return owed.Matter == smtp.ForCommand && owed.Command.Verb == smtp.DATA && code != 354
}
