package desk

import (
	"fmt"

	"ehlo/lessons"
)

// setPredict is :predict. Alone it shows how the predictions turned out.
func (d *Desk) setPredict(c call) {
	if c.arg == "" {
		d.out.Views = append(d.out.Views, Request{View: Guesses, Event: -1, Lines: d.guesses.Lines()})
		return
	}
	if !d.switched(&d.predict, c.arg, ":predict takes on or off; alone it shows how you did") {
		return
	}
	if d.predict {
		d.say(Info, "before each reply is shown you say what you expect", predictKeys+"Esc or an empty line skips")
		return
	}
	d.unveil()
	d.say(Info, "replies are shown as they come", ":predict shows how you did")
}

// Guesses returns how the predictions of this session turned out.
func (d *Desk) Guesses() lessons.Calibration { return d.guesses }

// tallied is the score in brackets.
func tallied(right, of int) string { return fmt.Sprintf(" (%d of %d right)", right, of) }
