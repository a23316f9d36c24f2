package line

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// until serves like a server that accepts everything until it is told verb ("" is
// the greeting, "." the final dot); then it says last and hangs up, or with hang
// says nothing any more.
func until(verb, last string, hang bool) func(net.Conn) {
	return func(c net.Conn) {
		defer c.Close()
		if verb == "" {
			io.WriteString(c, last)
		} else {
			io.WriteString(c, "220 mx.example.net\r\n")
		}
		text := false
		for in := bufio.NewScanner(c); verb != "" && in.Scan(); {
			word, _, _ := strings.Cut(in.Text(), " ")
			switch {
			case word == verb:
				io.WriteString(c, last)
				verb = ""
			case text && word != ".":
			case word == "DATA":
				text = true
				io.WriteString(c, "354 go\r\n")
			default:
				text = false
				io.WriteString(c, "250 ok\r\n")
			}
		}
		if hang {
			io.Copy(io.Discard, c)
		}
	}
}

// Whatever makes a pipe end with a code other than 0 is told on the error output,
// also if the dialogue alone is told.
func TestTroubleIsTold(t *testing.T) {
	const in = envelope + "DATA\nhi\n.\nQUIT\n"
	for _, c := range []struct {
		name         string
		serve        func(net.Conn)
		lost, broken bool
		want         string
	}{
		{"no greeting", until("", "", true), true, false, "ehlo: no complete answer within 0:30: the greeting\nhint: --timeout gives it longer; where TLS comes first, as on port 465, the server waits for you: smtps://HOST:PORT; behind a load balancer it may wait for --proxy-header\n"},
		{"closed at once", until("", "", false), true, false, "ehlo: the server closed the connection, before the greeting came\n"},
		{"no reply", until("EHLO", "", true), true, false, "ehlo: no complete answer within 0:30: the reply to EHLO\nhint: --timeout gives it longer\n"},
		{"closed", until("MAIL", "", false), true, false, "ehlo: the server closed the connection, before the reply to MAIL came\n"},
		{"cut off", until("MAIL", "250-a\r\n25", false), true, false, "ehlo: the server closed the connection, inside a reply\n"},
		{"in the text", until("DATA", "354 go\r\n", false), true, false, "inside the message; it was not completed, nobody got it\n"},
		{"a 421", until("MAIL", "421 bye\r\n", false), true, false, "ehlo: the server closed the connection, as it had said\n"},
		{"unasked", until("MAIL", "250 ok\r\n", false), true, false, "ehlo: the server closed the connection unasked\n"},
		{"no reply to the dot", until(".", "", true), true, false, "ehlo: no complete answer within 0:30: the reply to the message\nhint: nobody knows whether the server has the message; "},
		{"closed behind the dot", until(".", "", false), true, false, "before the reply to the message came\nhint: nobody knows whether the server has the message; "},
		{"no 221", until("QUIT", "", false), false, false, "ehlo: the message was accepted; only the reply to QUIT did not come\n"},
		{"a 221 that does not come", until("QUIT", "", true), false, false, "ehlo: the message was accepted; only the reply to QUIT did not come\n"},
		{"no code", until("", "SSH-2.0-OpenSSH\r\n", true), false, true, "ehlo: the server's octets are no reply by RFC 5321 section 4.2, in place of the greeting\n"},
		{"neither yes nor no", until("MAIL", "354 go\r\n", true), false, true, "ehlo: the reply to MAIL is 354, which says neither yes nor no\n"},
		{"two codes", until("RCPT", "550-no\r\n250 yes\r\n", true), false, true, "ehlo: the lines of the reply to RCPT have different codes\n"},
		{"all is well", until("QUIT", "221 bye\r\n", false), false, false, ""},
	} {
		s := stage{in: in, serve: c.serve, o: Options{Quiet: true}}
		if c.name == "unasked" { // or the server closes while the next line leaves
			s.types = strings.Split(strings.TrimSpace(in), "\n")
		}
		s.play(t)
		if s.result.Lost != c.lost || s.result.Broken != c.broken {
			t.Errorf("%s: %+v", c.name, s.result)
		}
		if c.want == "" && s.said != "" {
			t.Errorf("%s: said was %q", c.name, s.said)
		}
		has(t, "the error output of "+c.name, s.said, c.want)
		misses(t, "the error output of "+c.name, s.said, "prompt", ":quit", transcript.ClosedByClient)
	}
}

// A connection that breaks behind the server's goodbye ended as it had said: some
// systems tell a close with octets unread as a reset.
func TestResetBehindGoodbye(t *testing.T) {
	bye := transcript.Event{Who: transcript.Server, Octets: []byte("421 bye\r\n"), Mark: -1}
	j := &judge{state: bye.After(smtp.State{}.Connected())}
	got := j.ending(transcript.Event{Who: transcript.Local, Fact: transcript.Lost, Text: "read: connection reset by peer"})
	if got != "the server closed the connection, as it had said" {
		t.Error(got)
	}
}
