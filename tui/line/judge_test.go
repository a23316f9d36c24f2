package line

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
)

// answering serves with an answer for each verb; "." is the final dot. What is not
// in the list is accepted.
func answering(answers map[string]string) func(net.Conn) {
	say := func(c net.Conn, to, otherwise string) string {
		reply, ok := answers[to]
		if !ok {
			reply = otherwise
		}
		io.WriteString(c, reply)
		return reply
	}
	return func(c net.Conn) {
		defer c.Close()
		say(c, "", "220 mx.example.net\r\n")
		text := false
		for in := bufio.NewScanner(c); in.Scan(); {
			verb, _, _ := strings.Cut(in.Text(), " ")
			switch {
			case text && verb != ".":
			case text:
				text = false
				say(c, ".", "250 stored\r\n")
			case verb == "DATA":
				text = strings.HasPrefix(say(c, verb, "354 go\r\n"), "354")
			case verb == "QUIT":
				say(c, verb, "221 bye\r\n")
				return
			default:
				say(c, verb, "250 ok\r\n")
			}
		}
	}
}

// A reply from which nobody can tell whether it was done what was asked breaks the
// protocol: ehlo says no more, and does not end as if all were well.
func TestRepliesThatSayNothing(t *testing.T) {
	for _, c := range []struct {
		verb, reply string
		broken      bool
	}{
		{"DATA", "354 go\r\n", false},
		{"NOOP", "251 other\r\n", false},
		{"", "354 go\r\n", true},
		{"EHLO", "334 \r\n", true},
		{"MAIL", "354 go\r\n", true},
		{"RCPT", "300 well\r\n", true},
		{"MAIL", "199 well\r\n", true},
		{"MAIL", "600 well\r\n", true},
		{"MAIL", "000 well\r\n", true},
		{"DATA", "250 ok\r\n", true},
		{"DATA", "334 \r\n", true},
		{".", "354 again\r\n", true},
		{".", "550-no\r\n250 yes\r\n", true},
		{"XNEW", "350 private\r\n", false},
		{"AUTH", "334 \r\n", false},
		{"AUTH", "354 \r\n", true},
	} {
		in := envelope + "DATA\nhi\n.\nNOOP\n"
		if c.verb == "XNEW" || c.verb == "AUTH" {
			in = "EHLO a\n" + c.verb + " LOGIN\n"
		}
		s := stage{in: in, serve: answering(map[string]string{c.verb: c.reply})}
		s.play(t)
		if s.result.Broken != c.broken {
			t.Errorf("%q to %s: %+v", c.reply, c.verb, s.result)
		}
	}
}

// A server that talks without being asked has broken the protocol; nothing is
// wrong with the input.
func TestUnaskedFlood(t *testing.T) {
	s := stage{in: "EHLO a\nNOOP\nNOOP\n", serve: answering(map[string]string{"EHLO": strings.Repeat("250 ok\r\n", 500)})}
	s.play(t)
	if !s.result.Broken || s.result.Failed != 0 {
		t.Errorf("%+v", s.result)
	}
}

// A 221 is a goodbye only to a QUIT: what was to be said behind it was not said.
func TestGoodbyeThatNobodyAskedFor(t *testing.T) {
	for _, verb := range []string{"EHLO", "RCPT", "NOOP"} {
		s := stage{in: envelope + "NOOP\nNOOP\n", serve: answering(map[string]string{verb: "221 bye\r\n"})}
		s.play(t)
		if !s.result.Lost {
			t.Errorf("221 to %s: %+v", verb, s.result)
		}
	}
	s := stage{in: envelope + "QUIT\n", serve: answering(nil)}
	s.play(t)
	if s.result.Lost || s.result.Broken {
		t.Errorf("221 to QUIT: %+v", s.result)
	}
}

// What came of a login is known by the last reply to one.
func TestLoginsOfAPipe(t *testing.T) {
	for _, c := range []struct {
		reply   string
		refused bool
	}{
		{"235 fine\r\n", false},
		{"535 no\r\n", true},
		{"454 later\r\n", true},
		{"535 no\r\n235 fine\r\n", false},
		{"235 fine\r\n503 twice\r\n", true},
	} {
		in := "EHLO a\nAUTH PLAIN AGEAYg==\n"
		if strings.Count(c.reply, "\n") == 2 {
			in += "AUTH PLAIN AGEAYw==\n"
		}
		s := stage{in: in, serve: logins(c.reply)}
		s.play(t)
		if s.result.NoLogin != c.refused {
			t.Errorf("%q: %+v", c.reply, s.result)
		}
	}
}

// logins serves with one line of replies for each AUTH.
func logins(replies string) func(net.Conn) {
	return func(c net.Conn) {
		defer c.Close()
		io.WriteString(c, "220 mx.example.net\r\n")
		for in := bufio.NewScanner(c); in.Scan(); {
			reply := "250 ok\r\n"
			if strings.HasPrefix(in.Text(), "AUTH") {
				first, rest, _ := strings.Cut(replies, "\n")
				reply, replies = first+"\n", rest
			}
			io.WriteString(c, reply)
		}
	}
}

// A handshake that fails is no broken SMTP: no TLS came about, and that is said once.
func TestNoTLSInAPipe(t *testing.T) {
	for _, c := range []struct {
		behind string // what follows the 220 to STARTTLS
		noTLS  bool
		says   string
	}{
		{"220 go\r\n", true, "ehlo: no TLS: "},
		{"220 go\r\n250 injected\r\n", true, "in plain text behind the 220 to STARTTLS"},
		{"454 not now\r\n", false, ""},
	} {
		s := stage{in: "EHLO a\nSTARTTLS\nQUIT\n", serve: func(conn net.Conn) {
			defer conn.Close()
			io.WriteString(conn, "220 mx.example.net\r\n")
			for in := bufio.NewScanner(conn); in.Scan(); {
				switch in.Text() {
				case "STARTTLS":
					io.WriteString(conn, c.behind)
					if strings.HasPrefix(c.behind, "220") {
						return
					}
				case "QUIT":
					io.WriteString(conn, "221 bye\r\n")
					return
				default:
					io.WriteString(conn, "250-a\r\n250 STARTTLS\r\n")
				}
			}
		}}
		s.play(t)
		if s.result.NoTLS != c.noTLS || strings.Count(s.said, "ehlo: ") > 1 || !strings.Contains(s.said, c.says) {
			t.Errorf("%q: %+v, said %q", c.behind, s.result, s.said)
		}
	}
}

// A QUIT that was accepted with another code than 221 ends a conversation as well.
func TestOddGoodbye(t *testing.T) {
	for _, c := range []struct {
		reply string
		lost  bool
	}{
		{"221 bye\r\n", false},
		{"250 bye\r\n", false},
		{"", true},
	} {
		s := stage{in: "EHLO a\nQUIT\n", serve: answering(map[string]string{"QUIT": c.reply})}
		s.play(t)
		if s.result.Lost != c.lost || s.result.Refused > 0 {
			t.Errorf("%q: %+v", c.reply, s.result)
		}
	}
}

// An end before the goodbye is told with what it means for the message, and for
// the server.
func TestEndsInWords(t *testing.T) {
	closes := func(at string) func(net.Conn) {
		return func(c net.Conn) {
			defer c.Close()
			io.WriteString(c, "220 mx.example.net\r\n")
			for in := bufio.NewScanner(c); in.Scan() && in.Text() != at; {
				if strings.HasPrefix(in.Text(), "DATA") {
					io.WriteString(c, "354 go\r\n")
				} else if in.Text() != "hi" {
					io.WriteString(c, "250 ok\r\n")
				}
			}
		}
	}
	for at, says := range map[string]string{
		"hi":  "The message was not completed: nobody got it.",
		".":   "You can't know whether the server has it.",
		"FOO": "RFC 5321 section 3.8",
	} {
		in := envelope + "DATA\nhi\n."
		if at == "FOO" {
			in = "EHLO a\nFOO"
		}
		// A line a second: what is said while the server closes is another matter.
		s := stage{types: strings.Split(in, "\n"), serve: closes(at)}
		s.play(t)
		if !strings.Contains(s.out, says) {
			t.Errorf("closed at %s:\n%s", at, s.out)
		}
	}
}

// A server that waits for TLS says nothing, and how to speak with it is the hint.
func TestHintOfASilentServer(t *testing.T) {
	for greeting, want := range map[string]bool{"": true, "220 mx.example.net\r\n": false} {
		s := stage{in: "EHLO a\n", serve: func(c net.Conn) {
			defer c.Close()
			io.WriteString(c, greeting)
			io.Copy(io.Discard, c)
		}}
		s.play(t)
		if strings.Contains(s.said, "smtps://HOST:PORT") != want || !s.result.Lost {
			t.Errorf("%q: %+v, said %q", greeting, s.result, s.said)
		}
	}
}
