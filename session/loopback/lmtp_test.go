package loopback

import (
	"net"
	"strings"
	"testing"
)

const lhlo = `S: 220 smtp.example.com LMTP
C: LHLO client.example
S: 250-smtp.example.com greets client.example
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-8BITMIME
S: 250-ENHANCEDSTATUSCODES
S: 250-EXPN
S: 250-VRFY
S: 250 HELP
C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
`

// LMTP, from RFC 2033 section 4.
var lmtpRows = []row{
	{"EHLO and HELO are not there (4.1)", `S: 220 smtp.example.com LMTP
C: EHLO client.example
S: 500 Command unrecognized
C: HELO client.example
S: 500 Command unrecognized
C: MAIL FROM:<bob@example.org>
S: 503 5.5.1 Bad sequence of commands: LHLO
C: LHLO
S: 501 Syntax
C: lhlo [127.0.0.1]
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250 HELP
C: EHLO client.example
S: 500 Command unrecognized
C: STARTTLS
S: 502 5.5.1
C: HELP
S: 214-2.0.0 Commands: LHLO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT
S: 214 2.0.0
C: HELP EHLO
S: 504 5.5.4
C: QUIT
S: 221 2.0.0
closed
`},
	{"one answer for each accepted recipient, in order (4.2)", lhlo + `C: RCPT TO:<theboss@example.com>
S: 250 2.1.5
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
C: RCPT TO:<theboss@example.com>
S: 250 2.1.5
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
C: DATA
S: 354
C: hi
C: .
S: 452 4.2.2 <theboss@example.com> Mailbox full
S: 250 2.0.0 <carol@example.com> Ok: queued as M0001
S: 452 4.2.2 <theboss@example.com> Mailbox full
S: 250 2.0.0 <carol@example.com> Ok: queued as M0001
C: NOOP
S: 250 2.0.0 Ok
box carol 1
box theboss 0
C: RCPT TO:<carol@example.com>
S: 503 5.5.1
`},
	{"nobody with room", lhlo + `C: RCPT TO:<theboss@example.com>
S: 250
C: DATA
S: 354
C: hi
C: .
S: 452 4.2.2 <theboss@example.com>
box theboss 0
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<team@example.com>
S: 250
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0 <team@example.com> Ok: queued as M0001
box carol 1
box alice 1
`},
	{"DATA without a recipient, and with refused ones alone (4.2)", lhlo + `C: DATA
S: 503 5.5.1
C: RCPT TO:<zoe@example.com>
S: 550
C: DATA
S: 503 5.5.1
`},
	{"in one segment", lhlo + `C"RCPT TO:<alice@example.com>\r\nRCPT TO:<theboss@example.com>\r\nRCPT TO:<carol@example.com>\r\nDATA\r\n"
S: 250
S: 250
S: 250
S: 354
C"hi\r\n.\r\nQUIT\r\n"
S: 250 2.0.0 <alice@example.com>
S: 452 4.2.2 <theboss@example.com>
S: 250 2.0.0 <carol@example.com>
S: 221 2.0.0
closed
`},
	{"too big: the same for each", lhlo + `C: RCPT TO:<carol@example.com>
S: 250
C: RCPT TO:<theboss@example.com>
S: 250
C: DATA
S: 354
` + strings.Repeat("C: "+strings.Repeat("x", 99998)+"\n", 105) + `C: .
S: 552 5.3.4 <carol@example.com>
S: 552 5.3.4 <theboss@example.com>
`},
}

func TestLMTP(t *testing.T) {
	for _, r := range lmtpRows {
		t.Run(r.name, func(t *testing.T) { perform(t, ofType(t, "lmtp"), r.script) })
	}
}

func TestLMTPSaysHowItCame(t *testing.T) {
	s := New(ofType(t, "lmtp").Fixed())
	c := begin(t, s)
	c.ask("LHLO client.example", "250 ")
	c.ask("MAIL FROM:<bob@example.org>", "250")
	c.ask("RCPT TO:<carol@example.com>", "250")
	c.ask("DATA", "354")
	c.ask("hi\r\n.", "250")
	m := s.Box("carol")[0]
	if trace := string(m.Octets[:m.TraceLen]); !strings.Contains(trace, " with LMTP id M0001\r\n\tfor <carol@example.com>;") || !m.Extended {
		t.Errorf("%q", trace)
	}
}

// RFC 2033 section 5. No test opens the port itself.
func TestLMTPStaysAwayFromThePortOfSMTP(t *testing.T) {
	lmtp, standard := must(PersonaNamed("lmtp")), must(PersonaNamed("default"))
	for _, x := range []struct {
		p    *Persona
		port int
		ok   bool
	}{{lmtp, 25, false}, {lmtp, 24, true}, {lmtp, 2525, true}, {standard, 25, true}} {
		err := mayListen(x.p, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: x.port})
		if (err == nil) != x.ok {
			t.Errorf("%s on port %d: %v", x.p.Name, x.port, err)
		}
	}
	s := New(Options{})
	s.listener = listener25{}
	if err := s.SetPersona("lmtp"); err == nil || s.Persona() != "default" {
		t.Errorf("on port 25 it became %s: %v", s.Persona(), err)
	}
}

// A listener25 looks as if it listened on port 25.
type listener25 struct{ net.Listener }

func (listener25) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 25} }
