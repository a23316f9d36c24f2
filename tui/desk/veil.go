package desk

import (
	"bytes"
	"context"
	"time"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A veil hides what comes behind a line until the person has said what they expect:
// nothing recorded behind it is taken in. Then it waits for what does come.
type veil struct {
	about    string // the line, sanitised and without its secret
	said     bool   // it was recorded
	event    int    // the line
	lifted   bool
	expected lessons.Outcome // once it is lifted
}

// hush is how long nothing may come until that counts as an outcome.
const hush = 2 * time.Second

// Skip is the key that makes no prediction.
const Skip = '\x1b'

// predictKeys says what may be pressed.
const predictKeys = "2 3 4 5, 0 nothing, c hangs up, "

// veiled reports whether something is hidden until a prediction is made.
func (d *Desk) veiled() bool { return d.veil != nil && !d.veil.lifted }

// hides reports whether event e, the next, may not be taken in yet.
func (d *Desk) hides(e transcript.Event) bool {
	v := d.veil
	switch {
	case v == nil:
		return false
	case e.Who == transcript.Client && (!v.said || !v.lifted):
		v.said, v.event = true, d.seen
		return false
	}
	return v.said && !v.lifted
}

// predicting reports whether the next line is asked about.
func (d *Desk) predicting() bool { return d.predict }

// wantsGuess reports whether what comes behind an entry that leaves in state s is to be
// predicted: one typed line that asks for a reply, or that looks like the end of a text.
func (d *Desk) wantsGuess(e entry, s smtp.State) bool {
	if !d.predicting() || e.from != typed && e.from != dot {
		return false
	}
	switch s.Reading() {
	case smtp.AsText:
		return e.from != dot && isDot(e.line)
	case smtp.AsChunk:
		return false
	}
	return s.Said(d.parcel(e, s).octets).OwedCount() > s.OwedCount()
}

// draw hides what comes behind an entry that leaves in state s.
func (d *Desk) draw(e entry, s smtp.State) {
	about := smtp.Printable(bytes.TrimSpace(without(e.line, s))).Cut(60).String()
	if s.Reading() == smtp.AsText {
		about = "the line with one dot"
	} else if about == "" {
		about = "the line"
	}
	d.veil = &veil{about: about}
}

// Asked returns the line whose reply is to be predicted: sanitised, without its secret.
// It is false in any other mode than [PredictMode], and until the line has left.
func (d *Desk) Asked() (about string, ok bool) {
	if !d.veiled() || !d.veil.said {
		return "", false
	}
	return d.veil.about, true
}

// Predict answers what is asked for in [PredictMode]: 2, 3, 4 or 5 for the first digit
// of the reply, 0 for none, c for a connection that is closed without one, [Skip] for
// no prediction. Any other key only says which there are.
func (d *Desk) Predict(key rune) Shown {
	return d.turn(func() { d.guess(key) })
}

func (d *Desk) guess(key rune) {
	if !d.veiled() {
		return
	}
	if key == Skip {
		d.unveil()
		return
	}
	o, ok := lessons.OutcomeOf(key)
	if !ok {
		d.mention("what comes? "+predictKeys+"Esc or an empty line skips", "")
		return
	}
	v := d.veil
	v.lifted, v.expected = true, o
	d.gather()
	d.awaitHush(v)
}

// guessLine takes a line where a prediction is asked for.
func (d *Desk) guessLine(line string) {
	switch {
	case line == "":
		d.unveil()
	case len(line) == 1:
		d.guess(rune(line[0]))
	default:
		d.guess('?')
	}
}

// unveil shows what was hidden, without a prediction.
func (d *Desk) unveil() {
	if d.veiled() {
		d.veil = nil
		d.gather()
	}
}

// awaitHush counts silence as the outcome where it was expected, and where no reply is
// owed.
func (d *Desk) awaitHush(v *veil) {
	if d.veil != v || v.expected != lessons.ComesNothing && d.state.OwedCount() > 0 {
		return
	}
	d.work.begin(d.crashed, func(ctx context.Context) func() {
		left := hush
		if v.said {
			left -= d.tape.Elapsed() - d.tape.At(v.event).At
		}
		timer := time.NewTimer(max(left, 0))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		return func() {
			if silent := v.expected == lessons.ComesNothing || d.state.OwedCount() == 0; silent && d.veil == v && ctx.Err() == nil {
				d.judge(lessons.ComesNothing, d.seen, "")
			}
		}
	})
}

// outcome judges the prediction by event i, if that tells what came.
func (d *Desk) outcome(i int, e transcript.Event) {
	v := d.veil
	if v == nil || !v.lifted {
		return
	}
	switch {
	case e.Who == transcript.Server && d.tape.Question(i) == v.event:
		code := e.Reply().Code
		came, ok := lessons.OutcomeOf(rune('0' + code/100))
		switch {
		case !ok || came == lessons.ComesNothing:
			d.veil = nil // no reply of SMTP: nothing was right or wrong
			return
		case v.expected == lessons.ComesClosing && lessons.Parting(code) != "":
			came = lessons.ComesClosing
		}
		d.judge(came, i+1, lessons.Parting(code))
	case d.state.Phase() == smtp.Ended:
		d.judge(lessons.ComesClosing, i+1, "")
	case e.Fact == transcript.Waiting, e.Who == transcript.Client && i > v.event:
		d.judge(lessons.ComesNothing, i, "")
	}
}

// judge tells how the prediction turned out, before event before; if it was right also
// what there is to add.
func (d *Desk) judge(came lessons.Outcome, before int, aside string) {
	expected := d.veil.expected
	d.veil = nil
	d.guesses.Add(expected, came)
	right, of := d.guesses.Score()
	words := lessons.Compare(expected, came) + tallied(right, of)
	if expected != came {
		aside = ""
	}
	d.notice(Notice{Level: Info, Before: before, Words: words, Remedy: aside})
	d.lessonPredicted(expected, came)
}
