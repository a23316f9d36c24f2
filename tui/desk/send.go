package desk

import (
	"context"
	"errors"
	"strings"

	"ehlo/session"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// queueLimit bounds the lines that wait for a server that does not read.
const queueLimit = 4096

// batchLimit bounds the text lines that leave in one go; each is still a write
// and an event of its own.
const batchLimit = 256

// Enter takes a line that the person typed, without its end. Afterwards the prompt
// is empty unless the Shown has something to put there. With pasted lines waiting,
// an empty line sends the next of them.
func (d *Desk) Enter(line string) Shown {
	return d.turn(func() { d.enter(line) })
}

func (d *Desk) enter(line string) {
	d.past.reset()
	switch {
	case d.leaving:
	case d.veiled() && (!strings.HasPrefix(line, ":") || strings.HasPrefix(line, "::")):
		d.guessLine(strings.TrimSpace(line))
	case d.veiled():
		d.colon(line)
	case d.asked != nil:
		d.answerLine(line)
	case d.hidden != nil:
		d.answerHidden(line)
	case line == "" && d.paste.waits():
		d.paste.one = true
	case d.gathers(line):
	case d.Mine(line):
		d.colon(line)
	case d.quizzing():
		d.answerQuiz(line)
	case line != "" && d.opens():
		d.say(Wrong, "not sent: the step is still being opened", "Enter gives the line once it is open")
		d.out.Put, d.out.HasPut = line, true
	case line == "" && d.sayWorked(), d.leavesBlank(line):
	default:
		d.offer(entry{line: []byte(unescape(line)), from: typed})
		d.tellColon(line)
	}
}

// Feed takes a line that was piped, without its end: it is never ehlo's, is not
// remembered, and ends in CRLF. Give it when [Desk.Ready] says so.
func (d *Desk) Feed(line string) Shown {
	return d.turn(func() { d.offer(entry{line: []byte(line), from: piped}) })
}

// offer puts an entry into the queue, or says why not.
func (d *Desk) offer(e entry) {
	e.meant = d.expected()
	why, remedy := d.refusal(e)
	switch {
	case d.leaving:
		return
	case e.from == typed && len(e.line) == 0 && !takesEmpty(e.meant):
		return
	case why != "":
		d.say(Wrong, why, remedy)
		d.putBack(e)
		return
	case e.from == raw && d.awaited():
		d.queue = append([]entry{e}, d.queue...) // what :raw asks for is not held
		return
	case d.awaited():
		e.ahead = true
		d.mention(d.held(), "Ctrl+C drops it")
	}
	d.queue = append(d.queue, e)
}

// held says that a line waits for a reply, to who learns it also why.
func (d *Desk) held() string {
	switch {
	case d.lesson == nil:
		return "held until the reply is complete"
	case d.state.Phase() == smtp.Opening:
		return "held until the greeting is complete: the server speaks first"
	}
	return "held until the reply is complete: its last line has a space behind the code, those before it a hyphen"
}

// takesEmpty reports whether an empty line says something there: in the text it is
// a line, after a 334 it is an empty answer (RFC 4954 section 4).
func takesEmpty(r smtp.Reading) bool {
	return r == smtp.AsText || r == smtp.AsChunk || r == smtp.AsAnswer
}

func (d *Desk) refusal(e entry) (why, remedy string) {
	switch {
	case !d.connected() && !d.dialing:
		return "not sent: there is no connection", ":reconnect opens it again"
	case d.upload.on():
		return "not sent: a file is on its way", "Ctrl+C stops it"
	case d.login != nil:
		return "not sent: a login is under way", "Ctrl+C gives it up"
	case d.securing || d.state.Phase() == smtp.Handshake:
		return "not sent: nothing but TLS may follow the 220 to STARTTLS", ":reconnect begins anew"
	case e.from != raw && d.awaited() && len(d.queue) > 0:
		return "one line is held already", "Ctrl+C drops it"
	case len(d.queue) >= queueLimit:
		return "not sent: the server does not read what was sent before", "Ctrl+C twice leaves"
	}
	return "", ""
}

// putBack gives a typed line back to the prompt; a group is gathered still, of a
// file nothing more leaves.
func (d *Desk) putBack(e entry) {
	switch e.from {
	case typed:
		d.out.Put, d.out.HasPut = string(e.line), true
	case grouped:
		d.regather(e)
	case chunk:
		d.endUpload()
	}
}

// dropQueue drops what was not sent, and says so.
func (d *Desk) dropQueue() {
	n := len(d.queue)
	if n == 0 {
		return
	}
	e := d.queue[0]
	d.queue = nil
	d.say(Warn, counted(n, "the line that was held was not sent", "%d lines were not sent"), "")
	d.putBack(e)
}

// pump lets out what may leave now.
func (d *Desk) pump() {
	for d.asked == nil && d.step() {
	}
}

// step moves one thing on and reports whether to look again.
func (d *Desk) step() bool {
	if d.session == nil || d.sending || d.veiled() || d.leaving || d.login != nil || d.upload.on() && !d.upload.chunked() {
		return false
	}
	if len(d.queue) == 0 && d.upload.chunked() {
		d.nextChunk()
	}
	if len(d.queue) == 0 {
		return d.takePasted()
	}
	e := &d.queue[0]
	if e.from != raw && d.awaited() {
		return false
	}
	if e.misfits(d.state) {
		d.misfit()
		return true
	}
	if d.asks(e) {
		return true
	}
	d.dispatch()
	return false
}

// misfits reports whether the reply that was awaited made a line that was typed
// ahead something else than it was meant as. Message text goes out behind a 354
// only (RFC 5321 section 3.3), a secret only behind a 334.
func (e entry) misfits(s smtp.State) bool {
	now := s.Reading()
	if !e.ahead || e.from == raw {
		return false
	}
	if e.meant == smtp.AsAnswer {
		isCommand := smtp.ParseCommand(e.line).Verb.Standing() != smtp.Foreign
		return isCommand != (now == smtp.AsCommand)
	}
	return now != e.meant && e.meant != smtp.AsHeld
}

func (d *Desk) misfit() {
	e, n := d.queue[0], len(d.queue)
	d.queue = nil
	d.say(Warn, counted(n, "not sent: after this reply the line would mean something else",
		"%d lines not sent: after this reply they would mean something else"), "")
	d.putBack(e)
}

// dispatch sends the first entry; if it is message text, with it those behind it
// that are text as well.
func (d *Desk) dispatch() {
	s, first := d.state, d.queue[0]
	var out []parcel
	for len(d.queue) > 0 && len(out) < batchLimit {
		e := &d.queue[0]
		if len(out) > 0 && (d.veiled() || d.wantsGuess(*e, s) || d.drips(first) || s.Reading() != smtp.AsText || d.state.Reading() != smtp.AsText || d.needsAnswer(e, s)) {
			break
		}
		p := d.parcel(*e, s)
		d.remember(*e, s)
		if d.wantsGuess(*e, s) {
			d.draw(*e, s)
		}
		s = s.Said(p.octets)
		out = append(out, p)
		d.queue = d.queue[1:]
	}
	d.sending, d.after, d.freed = true, s, false
	if d.drips(first) {
		d.trickle(out[0])
		return
	}
	d.write(out, first)
}

// write sends parcels, the first of which is e.
func (d *Desk) write(out []parcel, e entry) {
	s := d.session
	d.work.begin(d.crashed, func(ctx context.Context) func() {
		err := writeAll(ctx, s, out)
		return func() {
			d.sending = false
			if err != nil && d.veiled() {
				d.veil = nil // there is nothing to expect
			}
			if err == nil || d.session != s || d.leaving {
				return
			}
			d.sayError("not sent", err, "")
			if errors.Is(err, session.ErrPaused) || errors.Is(err, transcript.ErrTLS) {
				d.putBack(e) // nothing of it has left
			}
		}
	})
}

func writeAll(ctx context.Context, s Session, out []parcel) error {
	for _, p := range out {
		if err := s.SendFlags(ctx, p.octets, p.flags); err != nil {
			return err
		}
	}
	return nil
}
