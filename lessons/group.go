package lessons

import (
	"bytes"

	"ehlo/session/smtp"
)

// GroupDoubt says which rule lines break that are about to leave in one write in
// state s; "" if none. Whether the lines are right one by one is not looked at.
func GroupDoubt(octets []byte, s smtp.State) string {
	for line := range bytes.Lines(octets) {
		c := smtp.ParseCommand(line)
		switch {
		case s.OwedCount() == 0 || len(c.CheckGroup(s)) == 0:
		case !s.Offers("PIPELINING"):
			return "PIPELINING isn't offered: lines sent before the replies break RFC 5321 §4.3.1"
		default:
			return "the line before " + verbName(c) + " must be the last of a group (RFC 2920 §3.1)"
		}
		s = s.Said(bytes.Clone(line))
	}
	return ""
}

// verbName names a command by its verb, if it has one that is known.
func verbName(c smtp.Command) string {
	if c.Verb.Standing() == smtp.Foreign {
		return "another one"
	}
	return string(c.Verb)
}
