package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Doubt says what is wrong with a line that is about to be sent in state s, its end
// included; false if no rule is broken. What is no more than unusual is no doubt.
func Doubt(line []byte, s smtp.State) (say string, wrong bool) {
	x := explainEvent(transcript.Event{Who: transcript.Client, Octets: line, Mark: -1}, s)
	c := smtp.ParseCommand(line)
	kinds := kindsOf(x.Faults)
	unknown := s.Reading() == smtp.AsCommand && slices.Contains(kinds, smtp.UnknownVerb)
	switch {
	case x.Sign != SignBreach && !unknown:
		return "", false
	case len(kinds) == 0:
		say = x.Title + "."
	case s.Reading() == smtp.AsCommand:
		say = faultSaid(deciding(x.Faults), c, s)
	default:
		say, _, _ = SayFault(kinds[0])
	}
	return strings.ReplaceAll(say, "`", ""), true
}
