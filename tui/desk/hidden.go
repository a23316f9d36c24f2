package desk

import (
	"encoding/base64"

	"ehlo/session/smtp"
)

// hidden is a question that is answered by a line that nobody may see: it goes into
// no history and comes back to no prompt.
type hidden struct {
	words    string // sanitised
	then     func(line string)
	searched bool // an answer is looked for elsewhere still
}

// Hidden says what is asked for unseen, in a few words; in none while it is looked for
// elsewhere. The answer is given to [Desk.Enter]; [Desk.Stop] gives none. A front end
// shows nothing of it, not even how long it is.
func (d *Desk) Hidden() (words string, asked bool) {
	if d.hidden == nil || d.hidden.searched {
		return "", d.hidden != nil
	}
	return d.hidden.words, true
}

// hide asks for a line unseen. It is asked even if the connection ends meanwhile: what
// is half typed must not go on in the open.
func (d *Desk) hide(words string, then func(line string)) {
	s := d.session
	d.hidden = &hidden{words: words, then: func(line string) {
		switch {
		case d.session == nil || d.session != s:
			d.say(Wrong, "not sent: there is no connection", ":reconnect opens it again")
		case line == "":
			d.say(Info, "nothing was typed, nothing is sent", "")
		default:
			then(line)
		}
	}}
}

func (d *Desk) answerHidden(line string) {
	h := d.hidden
	d.hidden = nil
	d.stopLogin() // the search for it
	h.then(line)
}

func (d *Desk) dropHidden() {
	d.hidden = nil
	d.stopLogin()
	d.say(Info, "nothing is sent", "")
}

// answerBase64 is :b64. What stands behind it is a secret.
func (d *Desk) answerBase64(c call) {
	if c.arg == "" {
		d.hide("the answer to the 334, in plain", d.sendBase64)
		return
	}
	d.sendBase64(c.arg)
}

func (d *Desk) sendBase64(plain string) {
	if why := needsChallenge(d); why != "" {
		d.say(Wrong, "not sent: "+why, "")
		return
	}
	d.offer(entry{line: []byte(base64.StdEncoding.EncodeToString([]byte(plain))), from: answer})
}

func needsChallenge(d *Desk) string {
	if why := hides(d); why != "" {
		return why
	}
	if !d.connected() || d.state.Reading() != smtp.AsAnswer || d.awaited() || d.sending {
		return "only where a 334 waits for its answer"
	}
	return ""
}
