package desk

import (
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// outlook is the state once everything that is being sent is recorded.
func (d *Desk) outlook() smtp.State {
	if d.sending {
		return d.after
	}
	return d.state
}

// expected returns what the next line will be read as. While the reply to DATA or
// AUTH is awaited it is what a reply of 354 or 334 would make of it.
func (d *Desk) expected() smtp.Reading {
	s := d.outlook()
	for _, e := range d.queue {
		s = s.Said(d.parcel(e, s).octets)
	}
	r := s.Reading()
	owed, _ := s.Owed()
	switch {
	case r == smtp.AsNothing:
		return smtp.AsCommand // nothing is connected yet
	case r != smtp.AsHeld || s.OwedCount() != 1:
		return r
	case owed.Matter == smtp.ForAnswer || owed.Command.Verb == smtp.AUTH:
		return smtp.AsAnswer
	case owed.Command.Verb == smtp.DATA:
		return smtp.AsText
	}
	return smtp.AsCommand
}

// awaited reports whether the next line has to wait for a reply. Text and chunks
// flow; and who has stopped a wait does not wait.
func (d *Desk) awaited() bool {
	if d.dialing {
		return true
	}
	if d.session == nil || d.freed {
		return false
	}
	s := d.outlook()
	return s.OwedCount() > 0 && s.Reading() != smtp.AsText && s.Reading() != smtp.AsChunk
}

// Ready reports whether a line that is given now would leave at once.
func (d *Desk) Ready() bool {
	return d.session != nil && !d.awaited() && !d.sending && !d.securing && !d.leaving &&
		!d.veiled() && !d.upload.on() && d.login == nil && d.asked == nil && d.hidden == nil && len(d.queue) == 0
}

// twice is how close two presses of Ctrl+C leave.
const twice = 2 * time.Second

// Stop is Ctrl+C. cleared says that the prompt held text, which the front end has
// cleared. Otherwise it does the first of these that there is reason for: answer
// the question with n, drop the pasted lines, drop the held line, stop the file on
// its way, stop waiting. A second press within two seconds leaves, unless the
// first answered or dropped something.
func (d *Desk) Stop(cleared bool) Shown {
	return d.turn(func() {
		now := d.cfg.Now()
		if d.stops(cleared) {
			return
		}
		if !d.stopped.IsZero() && now.Sub(d.stopped) <= twice {
			d.leave()
			return
		}
		d.stopped = now
		if !cleared && !d.stopWait("stopped waiting for "+d.matter()) {
			d.say(Info, "Ctrl+C once more leaves", "")
		}
	})
}

// stops does what Ctrl+C does before it would leave.
func (d *Desk) stops(cleared bool) bool {
	switch {
	case cleared || d.leaving:
		return false
	case d.veiled():
		d.unveil()
	case d.asked != nil:
		d.withdraw()
	case d.hidden != nil:
		d.dropHidden()
	case d.giveUp():
	case d.paste.waits():
		d.dropPaste()
	case d.securing:
		d.noTLS()
	case d.upload.stop():
	case d.drip.halt():
	case d.group.on:
		d.dropGroup()
	case d.awaited() && len(d.queue) > 0:
		d.queue = nil
		d.say(Info, "the held line was dropped", "")
	default:
		return false
	}
	return true
}

// stopWait frees the prompt. The reply stays owed, and is paired with its own
// command when it comes.
func (d *Desk) stopWait(words string) bool {
	switch {
	case d.dialing:
		d.hangUp()
		return true
	case !d.awaited():
		return false
	}
	d.freed = true
	d.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Waiting, Text: words, At: transcript.Now})
	return true
}

// Tick tells the time; call it once a second while something is awaited. When the
// time for a reply is up the prompt is freed.
func (d *Desk) Tick(now time.Time) Shown {
	return d.turn(func() {
		w := d.wait()
		if !w.On || w.Of <= 0 || now.Sub(w.Since) < w.Of {
			return
		}
		if d.stopWait("no complete answer within " + minutes(w.Of) + ": " + w.For) {
			d.say(Warn, "the prompt is free; the reply stays owed", ":quit leaves")
		}
	})
}

// wait returns what is awaited.
func (d *Desk) wait() Wait {
	switch {
	case d.veiled():
		return Wait{}
	case d.dialing:
		return Wait{On: true, For: "the connection to " + show(d.target), Since: d.dialed}
	case d.securing:
		return Wait{On: true, For: "the TLS handshake", Since: d.shaking}
	case d.drip.stop != nil:
		return Wait{On: true, For: "the line to leave", Since: d.drip.since}
	case d.upload.on():
		return Wait{On: true, For: d.upload.name + " to leave", Since: d.upload.since}
	case !d.awaited():
		return Wait{}
	}
	w := Wait{On: true, For: d.matter(), Since: d.cfg.Now()}
	if due, limit, ok := d.session.Due(); ok {
		w.Since, w.Of, w.Section = due.Add(-limit.Wait), limit.Wait, limit.Section
		w.Chosen = limit.Section == ""
	}
	return w
}

// matter names what is awaited.
func (d *Desk) matter() string {
	if d.dialing {
		return "the connection"
	}
	return Matter(d.outlook())
}

// Matter names the reply that is owed next in state s, "the reply" if none is. A
// verb that is none may be a secret at the wrong prompt, and is not named.
func Matter(s smtp.State) string {
	owed, ok := s.Owed()
	if !ok {
		return "the reply"
	}
	switch owed.Matter {
	case smtp.ForGreeting:
		return "the greeting"
	case smtp.ForAnswer:
		return "the reply to the answer"
	case smtp.ForText:
		return "the reply to the message"
	}
	if owed.Command.Verb.Standing() == smtp.Foreign {
		return "the reply to the last line"
	}
	return "the reply to " + string(owed.Command.Verb)
}
