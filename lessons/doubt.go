package lessons

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Doubt says what is wrong with a line that is about to be sent in state s, its end
// included; false if no rule is broken. What is no more than unusual is no doubt.
func Doubt(line []byte, s smtp.State) (say string, wrong bool) {
	e := transcript.Event{Who: transcript.Client, Octets: line, Mark: -1}
	if s.Reading() == smtp.AsNothing {
		return explainEvent(e, s).Title + ".", true
	}
	f, ok := deciding(Find(e, s))
	if !ok || !f.Rule.broken() && f.Rule.Kind != smtp.UnknownVerb {
		return "", false
	}
	return strings.ReplaceAll(f.text(), "`", ""), true
}
