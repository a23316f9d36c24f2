package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ehlo/session"
)

// A drip says how typed lines leave slowly, and which one is on its way.
type drip struct {
	pause time.Duration // between two pieces; 0: lines leave whole
	piece int           // octets of one
	since time.Time
	stop  context.CancelFunc // of the line on its way; nil: there is none
}

// dripLimit is the longest pause.
const dripLimit = time.Hour

// setDrip sets the pause between the octets of a typed line.
func (d *Desk) setDrip(c call) {
	text, octets, _ := strings.Cut(c.arg, " ")
	pause, err := time.ParseDuration(text)
	piece, wrong := 1, error(nil)
	if octets != "" {
		piece, wrong = strconv.Atoi(strings.TrimSpace(octets))
	}
	switch {
	case c.arg == "off":
		d.drip.pause = 0
	case c.arg == "":
	case err != nil || wrong != nil || pause <= 0 || pause > dripLimit || piece < 1:
		d.say(Wrong, ":drip takes a time of at most 1h, and how many octets leave at once", "for example :drip 200ms, or :drip 1s 4; :drip off ends it")
		return
	default:
		d.drip.pause, d.drip.piece = pause, piece
	}
	if d.drip.pause == 0 {
		d.say(Info, "typed lines leave whole", "")
		return
	}
	d.say(Info, fmt.Sprintf("typed lines leave in pieces of %s, %v apart", counted(d.drip.piece, "one octet", "%d octets"), d.drip.pause), ":drip off ends it")
}

// drips reports whether e leaves slowly.
func (d *Desk) drips(e entry) bool { return d.drip.pause > 0 && (e.from == typed || e.from == dot) }

// trickle sends one parcel slowly.
func (d *Desk) trickle(p parcel) {
	s, pause, piece := d.session, d.drip.pause, d.drip.piece
	stop, cancel := context.WithCancel(d.work.ctx)
	d.drip.stop, d.drip.since = cancel, d.cfg.Now()
	d.work.begin(d.crashed, func(context.Context) func() {
		defer cancel()
		err := s.Drip(stop, p.octets, p.flags, piece, pause)
		return func() {
			d.sending, d.drip.stop = false, nil
			switch {
			case err == nil || d.session != s || d.leaving:
			case errors.Is(err, context.Canceled):
				d.say(Warn, show(err.Error()), "what you send next goes on in that line")
			case errors.Is(err, session.ErrPaused):
				d.sayError("not sent", err, "")
			default:
				d.sayError("not all was sent", err, "")
			}
		}
	})
}

// halt stops the line on its way between two pieces, and reports whether there was
// one.
func (r *drip) halt() bool {
	if r.stop == nil {
		return false
	}
	r.stop()
	return true
}

// closeNow closes the connection without a word.
func (d *Desk) closeNow(call) {
	d.upload.stop()
	d.drip.halt()
	d.stopLogin()
	d.drop(d.session)
}

// endInput closes our side for sending, as "nc -N" does.
func (d *Desk) endInput(call) {
	if d.sending || d.upload.on() {
		d.say(Wrong, "not now: something is on its way", "Ctrl+C stops it")
		return
	}
	if err := d.session.CloseWrite(); err != nil {
		d.sayError("", err, "")
		return
	}
	d.halved = true
}
