package desk

import (
	"bytes"
	"encoding/base64"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Reveal shows the octets of an event before its secret was cut, in a request for
// the view [Reveal]. They are in the session's memory until the connection closes,
// and nowhere else.
func (d *Desk) Reveal(event int) Shown {
	return d.turn(func() { d.reveal(event) })
}

// revealLast reveals the last event that had a secret.
func (d *Desk) revealLast(call) {
	for i := d.seen - 1; i >= 0; i-- {
		if d.tape.At(i).Flags&transcript.Secret != 0 {
			d.reveal(i)
			return
		}
	}
	d.say(Info, "there was no secret in this session", "")
}

func (d *Desk) reveal(event int) {
	if d.session == nil {
		d.say(Wrong, "the secret is gone: it is kept only while the connection stands", "")
		return
	}
	octets, ok := d.session.Reveal(event)
	if !ok {
		d.say(Wrong, "there is no secret to reveal there", "")
		return
	}
	d.out.Views = append(d.out.Views, Request{View: Reveal, Event: event, Lines: decoded(octets)})
}

// decoded returns the octets of a secret for the eye, and below them what their
// last word says if it is base64.
func decoded(octets []byte) []string {
	line := bytes.TrimRight(octets, "\r\n")
	lines := []string{smtp.Printable(line).String()}
	words := bytes.Fields(line)
	if len(words) == 0 {
		return lines
	}
	plain, err := base64.StdEncoding.DecodeString(string(words[len(words)-1]))
	if err != nil || len(plain) == 0 {
		return lines
	}
	return append(lines, "base64 of "+smtp.Printable(plain).String())
}
