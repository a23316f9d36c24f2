package smtp

import "time"

// ChosenWait is how long ehlo waits where RFC 5321 names no time.
const ChosenWait = 5 * time.Minute

// Deadline returns how long the client should wait for the reply that comes next,
// counted from the last octet it sent to the complete reply; false if none is
// owed. The times are those of RFC 5321 section 4.5.3.2, all of them minimums.
func (s State) Deadline() (Deadline, bool) {
	o, ok := s.Owed()
	if !ok {
		return Deadline{}, false
	}
	switch o.Matter {
	case ForGreeting:
		return Deadline{GreetingTimeout, "4.5.3.2.1"}, true
	case ForText:
		return Deadline{FinalDotTimeout, "4.5.3.2.6"}, true
	case ForChunk, ForAnswer:
		return Deadline{Wait: ChosenWait}, true
	}
	switch o.Command.Verb {
	case MAIL:
		return Deadline{MailTimeout, "4.5.3.2.2"}, true
	case RCPT:
		return Deadline{RcptTimeout, "4.5.3.2.3"}, true
	case DATA:
		return Deadline{DataTimeout, "4.5.3.2.4"}, true
	}
	return Deadline{Wait: ChosenWait}, true
}
