package smtp

import "testing"

// Postfix's postscreen says the first line of its greeting, and goes on with the
// answer to a hello that came too early: one reply for two things owed. Those that
// follow must still meet their own commands.
func TestGreetingThatGoesOn(t *testing.T) {
	const together = "220-mx.example ESMTP\r\n250-mx.example\r\n250 SIZE 65536\r\n"
	s := State{}.Connected().Said([]byte("EHLO client.example\r\n"))
	s = s.Answered(ParseReply([]byte(together)))
	if s.Phase() != Ready || s.OwedCount() != 0 || !s.Offers("SIZE") || len(s.Offered()) != 1 || s.ServerName() != "mx.example" {
		t.Errorf("with a hello before it: %v, %d owed, offers %v, from %q", s.Phase(), s.OwedCount(), s.Offered(), s.ServerName())
	}
	s = State{}.Connected().Answered(ParseReply([]byte(together)))
	if s.Phase() != Greeted || s.Unasked() != 0 {
		t.Errorf("with nothing before it: %v, %d unasked", s.Phase(), s.Unasked())
	}
	refused := "220-mx.example ESMTP\r\n521 5.5.1 Protocol error\r\n"
	s = State{}.Connected().Said([]byte("EHLO client.example\r\n")).Answered(ParseReply([]byte(refused)))
	if s.Phase() != Greeted || s.Refusals() != 1 {
		t.Errorf("with a hello that was refused: %v, %d refused", s.Phase(), s.Refusals())
	}
}
