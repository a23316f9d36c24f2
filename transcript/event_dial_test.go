package transcript

import (
	"testing"

	"ehlo/session/smtp"
)

// TestDialErrorEnds: a connection that stood and came to no TLS is over; one that never
// stood changes nothing.
func TestDialErrorEnds(t *testing.T) {
	var s smtp.State
	step := func(fact Fact, want smtp.Phase) {
		t.Helper()
		e := Event{Who: Local, Fact: fact}
		if s = e.After(s); s.Phase() != want {
			t.Errorf("behind %v: %v, want %v", fact, s.Phase(), want)
		}
	}
	step(Dialing, smtp.Unconnected)
	step(DialError, smtp.Unconnected)
	step(Connected, smtp.Opening)
	step(DialError, smtp.Ended)
	if s.OwedCount() != 0 {
		t.Errorf("%d replies are owed", s.OwedCount())
	}
	step(DialError, smtp.Ended)
	step(Connected, smtp.Opening)
	step(Secured, smtp.Opening)
}
