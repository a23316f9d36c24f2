package line

import (
	"net"
	"strings"
	"testing"
	"time"

	"ehlo/tui/classroom"
)

// Beginnings of what a student types.
var (
	toCarol     = then(sender, "RCPT TO:<carol@example.com>")
	letterCarol = then(toCarol, "DATA")
)

// earlyMistakes are those of lessons 1 to 5, but for D1.3, see TestLeavesWithoutQuit, and
// for those that need a server of their own, see earlyServers.
var earlyMistakes = []mistake{
	{"D2.1", "hello", 5, []string{"EHLO"}, "EHLO can't stand alone: the name of your computer must follow."},
	{"D2.1", "hello", 3, []string{"HELO"}, "HELO can't stand alone: the name of your computer must follow."},
	{"D2.2", "hello", 5, []string{"EHELO client.example"}, "Did you mean EHLO?"},
	{"D2.2", "hello", 5, []string{"HELLO client.example"}, "Did you mean HELO?"},
	{"D2.3", "hello", 3, []string{"EHLO pc"}, "A name without a dot: often accepted, yet not a full host name."},
	{"D2.4", "hello", 2, []string{"SIZE"}, "SIZE in the list is an offer, not a command: it becomes a parameter"},
	{"D2.4", "hello", 2, []string{"PIPELINING"}, "PIPELINING in the list is an offer, not a command"},
	{"D2.6", "hello", 3, []string{"EHLO 192.0.2.7"}, "Worked, but breaks RFC 5321 section 4.1.3: square brackets around an address."},
	{"D3.1", "first-message", 3, then(hello, "mail from: <bob@example.org>"), "No space may follow the colon."},
	{"D3.1", "first-message", 4, then(hello, "MAIL FROM :<bob@example.org>"), "the rule asks for no space before the colon"},
	{"D3.2", "first-message", 3, then(hello, "mail from:bob@example.org"), "The address goes in angle brackets."},
	{"D3.3", "first-message", 2, then(hello, "MAIL TO:<bob@example.org>"), "MAIL goes FROM, RCPT goes TO."},
	{"D3.3", "first-message", 2, then(sender, "RCPT carol"), "The rule asks for TO: behind RCPT"},
	{"D3.4", "first-message", 2, then(sender, `RCPT TO:"Carol" <carol@example.com>`), "A person's name doesn't belong in the envelope."},
	{"D3.5", "first-message", 2, then(toCarol, "Subject: hi"), "It belongs in the text: MAIL, RCPT, DATA, and after 354 the header."},
	{"D3.6", "first-message", 2, then(toCarol, "DATA hello"), "DATA stands alone, here more follows. The text comes later, after the 354."},
	{"D3.7", "first-message", 2, then(hello, `:raw "MAIL FROM:<bop\x08b@example.org>\r\n"`), "A control octet is in the line, perhaps a backspace."},
	{"D3.8", "first-message", 2, then(letterCarol, "QUIT"), "You are inside the message, so QUIT is a line of it."},
	{"D3.8", "first-message", 3, then(letterCarol, "hi", "quit"), "You are inside the message, so QUIT is a line of it."},
	{"D3.9", "first-message", 3, then(letterCarol, "hi", "~40s"), "Nothing is wrong: the server says nothing until the line with one dot."},
	{"D4.1", "the-end-of-text", 5, then(letterCarol, "hi", " ."), "A space beside the dot makes it an ordinary line, not the end."},
	{"D4.1", "the-end-of-text", 5, then(letterCarol, "hi", ". "), "A space beside the dot makes it an ordinary line, not the end."},
	{"D4.2", "the-end-of-text", 5, then(letterCarol, "hi", ".."), "Two dots do not end a text: the end is one dot alone."},
	{"D4.3", "the-end-of-text", 5, then(letterCarol, ":eol lf", "hi", "."), "Not the end: only CR LF, a dot, CR LF ends the text."},
	{"D4.3", "the-end-of-text", 4, then(letterCarol, ":eol lf", "hi", ".", "~5s", ":eol crlf", "."), "Now that line is ended: the dot once more."},
	{"D4.4", "the-end-of-text", 5, then(sender, "DATA", "Hello carol"), "No 354 came, so this is no text. The server reads it as a command."},
	{"D4.5", "the-end-of-text", 5, letterCarol, "A line with one dot ends it, and gets a reply of its own."},
	{"D4.6", "the-end-of-text", 6, then(letterCarol, "hi", "", "."), "The empty line before the dot is part of the message."},
	{"D5.1", "dot-stuffing", 4, then(letterCarol, ".profile"), "Double every dot that begins a line."},
	{"D5.2", "dot-stuffing", 4, then(letterCarol, "www..example..com"), "Only a dot that begins a line is doubled."},
	{"D5.3", "dot-stuffing", 5, then(letterCarol, "..profile"), "ehlo doubles the first dot itself: the two that you typed arrive as two."},
	{"D5.4", "dot-stuffing", 3, then(letterCarol, "one", ".", "two"), "If it was meant as text: the message has ended, and lines are commands again."},
	{"D5.5", "dot-stuffing", 4, then(letterCarol, strings.Repeat("27.00 ", 200)), "turns 27.00 into 2700."},
}

// Who makes a mistake is told of it at that line, and not before.
func TestEarlyMistakes(t *testing.T) {
	for _, m := range earlyMistakes {
		t.Run(m.id, m.isTold)
	}
}

// ehlo says QUIT wherever it can be said. Half a line is in its way.
func TestLeavesWithoutQuit(t *testing.T) {
	for line, told := range map[string]bool{`:raw "NOO"`: true, "NOOP": false} {
		said, _ := study(t, "greeting", []string{"~3s", ":skip", ":predict off", line, ":reconnect", "~9s"}, new(classroom.Notebook))
		if strings.Contains(said, "Nothing was open, so nothing is lost. Without QUIT the server can't tell it from a crash.") != told {
			t.Errorf("behind %s it is said: %v\n%s", line, !told, said)
		}
	}
}

// A served is a diagnostic of a lesson that needs a server which dawdles, or breaks a
// rule.
type served struct {
	id, lesson string
	replies    []string // to the connection, then to each line; "~20s" is a pause
	lines      []string
	say        string
}

// earlyServers are those of lessons 1 and 2.
var earlyServers = []served{
	{"D1.1", "greeting", []string{"~10s", "220 mx.example.net\r\n", "250 Ok\r\n"}, []string{":skip", ":predict off", ":reconnect", "NOOP", "~12s"}, "held until the greeting is complete: the server speaks first"},
	{"D1.2", "greeting", []string{"220 mx.example.net\r\n", "214-more\r\n", "~10s", "214 end\r\n", "250 Ok\r\n"}, []string{":skip", ":predict off", "HELP", "NOOP", "~12s"}, "its last line has a space behind the code, those before it a hyphen"},
	{"D1.4", "greeting", []string{"554 no service\r\n"}, nil, "Only QUIT is useful; anything else should get 503."},
	{"D1.4", "greeting", []string{"521 mx.example.net\r\n"}, nil, "521 says: this host takes no mail, from anyone."},
	{"D1.5", "greeting", []string{"220 mx.example.net\r\n", "250\r\n"}, []string{":skip", ":predict off", "NOOP"}, "A bare code: a server should send some text with it."},
	{"D2.5", "hello", []string{"220 mx.example.net\r\n", "250-mx.example.net\r\n250 SIZE 1000\r\n"}, then(hello[:1], "HELO client.example"), "A list in answer to HELO: only EHLO asks for one."},
}

// What a server does wrong is told of in the lesson about it, and nothing of it where
// the included server is.
func TestEarlyServers(t *testing.T) {
	for _, s := range earlyServers {
		t.Run(s.id, s.isTold)
	}
}

func (s served) isTold(t *testing.T) {
	lines := then([]string{"~15s"}, then(s.lines, "~4s")...)
	for told, serve := range map[bool]func(net.Conn){true: script(s.replies), false: nil} {
		said, _ := attend(t, s.lesson, lines, new(classroom.Notebook), serve)
		if strings.Contains(said, s.say) != told {
			t.Errorf("%s is said: %v\n%s", s.say, !told, said)
		}
	}
}

// script is a server that gives replies in turn, whatever is said.
func script(replies []string) func(net.Conn) {
	return func(conn net.Conn) {
		defer conn.Close()
		b := make([]byte, 512)
		listen := false
		for _, r := range replies {
			if pause, err := time.ParseDuration(strings.TrimPrefix(r, "~")); err == nil {
				time.Sleep(pause)
				listen = false
				continue
			}
			if listen {
				if _, err := conn.Read(b); err != nil {
					return
				}
			}
			if _, err := conn.Write([]byte(r)); err != nil {
				return
			}
			listen = true
		}
		for {
			if _, err := conn.Read(b); err != nil {
				return
			}
		}
	}
}
