package loopback

import (
	"strings"
	"testing"
)

func TestLenient(t *testing.T) {
	perform(t, ofType(t, "lenient"), greeted+`C: MAIL FROM: bob@example.org
S: 250 2.1.0
C:  RCPT TO: <carol@example.com>
S: 250 2.1.5
C: RCPT TO : alice@example.com
S: 250 2.1.5
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: DATA now
S: 354
C: hi
C: .
S: 250 2.0.0
box carol 1
box alice 1
C: NOOP `+strings.Repeat("x", 2000)+`
S: 250 2.0.0
C: HELO [127.0.0.1]
S: 250 smtp.example.com greets [127.0.0.1]
`)
}

func TestStrictRefusesTextThatBreaksTheRules(t *testing.T) {
	for _, c := range []struct{ name, mail, text, want string }{
		{"bare LF", "", "C\"a\\nb\\r\\n\"\nnotice LF without CR", "554 5.6.0"},
		{"bare CR", "", `C"a\rb\r\n"`, "554 5.6.0"},
		{"8-bit", "", `C"\xe9\r\n"`, "554 5.6.0"},
		{"8-bit, announced", " BODY=8BITMIME", `C"\xe9\r\n"`, "250 2.0.0"},
		{"line of 1000 octets", "", "C: " + strings.Repeat("x", 998), "250 2.0.0"},
		{"line of 1001 octets", "", "C: " + strings.Repeat("x", 999), "554 5.6.0"},
		{"line of 1000 octets, stuffed", "", "C: ." + strings.Repeat(".", 998), "250 2.0.0"},
		{"plain", "", "C: hello", "250 2.0.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			perform(t, ofType(t, "strict"), greeted+"C: MAIL FROM:<bob@example.org>"+c.mail+`
S: 250 2.1.0
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
C: DATA
S: 354
`+c.text+`
C: .
S: `+c.want+`
box carol `+map[bool]string{true: "1", false: "0"}[c.want[0] == '2']+`
C: MAIL FROM:<bob@example.org>
S: 250
`)
		})
	}
}

func TestStrictRefusesWhatCameTooEarly(t *testing.T) {
	perform(t, ofType(t, "strict"), `C"EHLO client.example\r\nNO"
S: 220 smtp.example.com
S: 554 5.5.0
C"OP\r\n"
S: 554 5.5.0
C: NOOP
S: 250 2.0.0
C: MAIL FROM:<bob@example.org>
S: 503 5.5.1
notice octets came before the greeting
`)
}

func TestForwarding(t *testing.T) {
	perform(t, ofType(t, "forwarding"), inMail+`C: RCPT TO:<old.dan@example.com>
S: 251 2.1.5 User not local; will forward to <dan@example.net>
C: VRFY old.dan
S: 251 2.1.5 User not local; will forward to <dan@example.net>
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0
box dan@example.net 1
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<Dan@Example.Net>
S: 250 2.1.5
C: RCPT TO:<x@example.net>
S: 550 5.7.1
`)
}

func TestRedirecting(t *testing.T) {
	perform(t, ofType(t, "redirecting"), inMail+`C: RCPT TO:<old.dan@example.com>
S: 551 5.1.6 User not local; please try <dan@example.net>
C: RCPT TO:<dan@example.net>
S: 250 2.1.5
C: VRFY dan@example.net
S: 250 2.1.5 Dan Dorn <dan@example.net>
`)
}

func TestPersonaHoldsFromTheNextConnection(t *testing.T) {
	s := New(Options{})
	if s.Persona() != "default" {
		t.Fatalf("begins as %s", s.Persona())
	}
	if err := s.SetPersona("nosuch"); err == nil || !strings.Contains(err.Error(), "lenient") {
		t.Errorf("an unknown server type: %v", err)
	}
	first := begin(t, s)
	if err := s.SetPersona("lenient"); err != nil {
		t.Fatal(err)
	}
	second := begin(t, s)
	for _, c := range []struct {
		p    *client
		want string
	}{{first, "501"}, {second, "250"}} {
		c.p.ask("EHLO client.example", "250")
		c.p.ask("MAIL FROM: <bob@example.org>", c.want)
	}
}

func TestPublicHangsUpAfterManyErrors(t *testing.T) {
	perform(t, Options{Public: true}, "S: 220\n"+strings.Repeat("C: FOO\nS: 500 5.5.1\n", 99)+`C: FOO
S: 500 5.5.1
S: 421 4.7.0 smtp.example.com
closed
notice a limit was reached
`)
}

func TestPublicHangsUpOnIdle(t *testing.T) {
	perform(t, Options{Public: true}, "S: 220\nwait 4m\nC: NOOP\nS: 250\nwait 4m\nC: NOOP\nS: 250\nwait 4m59s\nsilence\nwait 2s\nS: 421 4.4.2\nclosed\n")
}

func TestTooManyConnections(t *testing.T) {
	s := New(Options{Limits: Limits{Connections: 1}})
	first := begin(t, s)
	second := dial(t, s)
	second.expect("421 ")
	first.ask("NOOP", "250")
}
