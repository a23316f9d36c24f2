package desk

import (
	"context"
	"errors"
	"strings"

	"ehlo/session/target"
)

// Connect opens Config.Target, with the lesson of the configuration. A desk that only
// reads stays as it is.
func (d *Desk) Connect() Shown {
	return d.turn(func() {
		if d.cfg.Lesson != "" && d.course == nil {
			d.beginWith(d.cfg.Lesson)
			return
		}
		if d.cfg.Open != nil {
			d.connect(d.target)
		}
	})
}

// connect leaves the connection that stands, if one does, and opens another.
func (d *Desk) connect(to string) {
	if why := d.cannotDial(to); why != "" {
		d.say(Wrong, why, "")
		return
	}
	if _, err := target.Parse(to); err != nil && to != d.cfg.Target { // that one the opener knows
		d.say(Wrong, show(err.Error()), show(hint(err)))
		return
	}
	d.unveil()
	d.stopLogin()
	old := d.session
	d.aside()
	d.drip.halt()
	if d.upload.chunked() {
		d.endUpload()
	}
	d.session, d.queue, d.asked, d.paste, d.group = nil, nil, nil, paste{}, gathering{}
	d.halved = false
	d.target, d.foreign, d.agreed = to, d.cfg.Foreign(to), false
	d.dialing, d.dialed, d.freed, d.securing = true, d.cfg.Now(), false, false
	d.dial(old)
}

func (d *Desk) cannotDial(target string) string {
	switch {
	case d.cfg.Open == nil:
		return "there is no network here; a transcript is shown, not a connection"
	case d.dialing:
		return "a connection is being opened already"
	case target == "":
		return "nothing to connect to; name it: :connect HOST:PORT"
	case strings.Contains(target, "@") && !strings.HasPrefix(target, "unix:"):
		return "a target is HOST:PORT, without a user"
	}
	return ""
}

func (d *Desk) dial(old Session) {
	target, foreign := d.target, d.foreign
	d.worn = d.persona()
	ctx, cancel := context.WithCancel(d.work.ctx)
	d.hangUp = cancel
	d.work.begin(d.crashed, func(context.Context) func() {
		defer cancel()
		if old != nil {
			_ = old.Leave(ctx) // it is left for another, whatever it says
		}
		if d.cfg.Keeper != nil {
			d.cfg.Keeper.Aim(target, foreign)
		}
		s, err := d.cfg.Open(ctx, target, d.tape)
		if s != nil {
			d.work.hold(s)
		}
		return func() { d.opened(s, err) }
	})
}

// opened takes in the outcome of dialling.
func (d *Desk) opened(s Session, err error) {
	d.dialing = false
	if s != nil {
		d.work.give(s)
	}
	if err != nil {
		d.dropQueue()
		if !d.leaving {
			d.sayError("", err, ":reconnect tries again")
		}
		return
	}
	if d.leaving {
		d.drop(s) // the person has left meanwhile
		return
	}
	d.session = s
	d.work.begin(d.crashed, func(ctx context.Context) func() {
		select {
		case <-s.Done():
		case <-ctx.Done():
		}
		return func() {
			if d.session == s {
				d.ended()
			}
		}
	})
}

// ended takes in that the connection is gone.
func (d *Desk) ended() {
	if d.session == nil {
		return
	}
	d.drop(d.session) // the other end is gone; this frees ours
	d.session, d.asked, d.freed, d.halved = nil, nil, false, false
	d.stopLogin()
	d.dropQueue()
	d.dropPaste()
	if d.group.on {
		d.dropGroup()
	}
	if d.upload.chunked() {
		d.say(Warn, "stopped: "+d.upload.chunks.gone(d.upload.name), "")
		d.endUpload()
	}
	if !d.leaving && !d.securing {
		d.sayClosed()
	}
}

func (d *Desk) sayClosed() { d.say(Info, "the connection is closed", ":reconnect opens it again") }

// secure begins TLS: behind the 220 to STARTTLS nothing else may be said
// (RFC 3207 section 4).
func (d *Desk) secure() {
	if d.session == nil || d.securing {
		return
	}
	s := d.session
	stop, cancel := context.WithCancel(d.work.ctx)
	d.securing, d.shaking, d.noTLS = true, d.cfg.Now(), cancel
	d.work.begin(d.crashed, func(context.Context) func() {
		defer cancel()
		err := s.Secure(stop)
		return func() {
			d.securing = false
			if err == nil || d.session != nil && d.session != s {
				return
			}
			d.sayNoTLS(err)
			if d.session == nil {
				d.sayClosed()
			}
			d.drop(d.session) // nothing but TLS may follow
		}
	})
}

// Leave says QUIT, if the server takes commands, and leaves. A [Shown] with Quit
// follows, at once or about a second later.
func (d *Desk) Leave() Shown { return d.turn(d.leave) }

func (d *Desk) leave() {
	if d.leaving {
		return
	}
	d.unveil()
	d.leaving = true
	d.aside()
	d.queue, d.asked, d.hidden, d.paste = nil, nil, nil, paste{}
	d.upload.stop()
	d.drip.halt()
	d.stopLogin()
	if d.dialing {
		d.hangUp()
	}
	if d.session == nil {
		d.quit = true
		return
	}
	s := d.session
	d.work.begin(func() { d.quit = true }, func(ctx context.Context) func() {
		_ = s.Leave(ctx) // the transcript has what came of it
		return func() { d.quit = true }
	})
}

// crashed tells of a panic in one of the desk's goroutines and brings the desk
// into a state from which the person can go on.
func (d *Desk) crashed() {
	d.dialing, d.sending, d.securing = false, false, false
	d.login = nil
	d.upload = upload{}
	d.drop(d.session)
	d.say(Wrong, "ehlo itself failed in the background; the connection is closed, what was recorded is kept", ":save FILE keeps the session")
}

// drop closes a connection without a word.
func (d *Desk) drop(s Session) {
	if s == nil {
		return
	}
	d.work.begin(func() {}, func(context.Context) func() {
		_ = s.Close() // it is gone either way
		return func() {}
	})
}

// connected reports whether something can be said.
func (d *Desk) connected() bool { return d.session != nil }

// isForeign reports whether the server lies outside this computer: its real
// address counts as well as its name.
func (d *Desk) isForeign() bool {
	return d.foreign || d.session != nil && d.session.Unprotected()
}

// outside reports whether a target lies outside this computer, by its name.
func outside(to string) bool {
	t, err := target.Parse(to)
	return err != nil || !t.Loopback()
}

// LMTP reports whether the server speaks LMTP, as far as its greeting or the target
// says so.
func (d *Desk) LMTP() bool {
	t, err := target.Parse(d.target)
	return d.lmtp || err == nil && t.Scheme == target.LMTP
}

// sameTarget reports whether two targets, however they are written, are one.
func sameTarget(a, b string) bool {
	ta, errA := target.Parse(a)
	tb, errB := target.Parse(b)
	return a == b || errA == nil && errB == nil && ta.String() == tb.String()
}

// HelloName returns the name to suggest behind EHLO: the one of the
// configuration, client.example for the included server, elsewhere the address of
// this computer as a literal (RFC 5321 section 4.1.4).
func (d *Desk) HelloName() string {
	switch {
	case d.cfg.HelloName != "":
		return d.cfg.HelloName
	case d.included() || !d.isForeign():
		return "client.example"
	}
	if literal := d.localLiteral(); literal != "" {
		return literal
	}
	return "client.example"
}

// hint returns what an error advises, "" if it does not.
func hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return strings.TrimSuffix(h.Hint(), ".")
	}
	return ""
}
