package lessons

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// cardEvents are events whose cards can be read in testdata/cards.txt.
func cardEvents() []struct {
	what   string
	before smtp.State
	event  transcript.Event
} {
	open := smtp.State{}.Connected()
	greeted := after(open, answered("220 smtp.example.com ESMTP"))
	hello := after(greeted, said("EHLO client.example"))
	ready := after(hello, answered("250-smtp.example.com\r\n250-PIPELINING\r\n250-SIZE 10485760\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250-DSN\r\n250-XFOO 1 2\r\n250 ENHANCEDSTATUSCODES"))
	mail := after(ready, said("MAIL FROM:<bob@example.org> SIZE=1000"), answered("250 2.1.0 Ok"))
	rcpt := after(mail, said("RCPT TO:<alice@example.com>"), answered("250 2.1.5 Ok"))
	text := after(rcpt, said("DATA"), answered("354 go"))
	login := after(ready, said("AUTH LOGIN"))
	return []struct {
		what   string
		before smtp.State
		event  transcript.Event
	}{
		{"greeting", open, answered("220 smtp.example.com ESMTP")},
		{"list of offers", hello, answered("250-smtp.example.com\r\n250-PIPELINING\r\n250-SIZE 10485760\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250-DSN\r\n250-XFOO 1 2\r\n250 ENHANCEDSTATUSCODES")},
		{"MAIL with parameters", ready, said("MAIL FROM:<bob@example.org> SIZE=1000 RET=HDRS BODY=8BITMIME FOO=1")},
		{"RCPT refused", after(mail, said("RCPT TO:<zoe@example.com>")), answered("550 5.1.1 No such user here")},
		{"RCPT relaying denied", after(mail, said("RCPT TO:<zoe@example.net>")), answered("554 5.7.1 Relay access denied")},
		{"RCPT with NOTIFY", mail, said("RCPT TO:<alice@example.com> NOTIFY=NEVER")},
		{"MAIL with a space", ready, said("MAIL FROM: <bob@example.org>")},
		{"its acceptance", after(ready, said("MAIL FROM: <bob@example.org>")), answered("250 2.1.0 Ok")},
		{"misspelt", ready, said("RCTP TO:<alice@example.com>")},
		{"DATA", rcpt, said("DATA")},
		{"354", after(rcpt, said("DATA")), answered("354 End data with <CR><LF>.<CR><LF>")},
		{"a dotted line", text, transcript.Event{Who: transcript.Client, Octets: []byte("..hidden\r\n"), Flags: transcript.Stuffed, Mark: -1}},
		{"a header field", text, said("Subject: hi")},
		{"taken", after(text, said(".")), answered("250 2.0.0 Ok: queued as 4Zx1")},
		{"AUTH", ready, said("AUTH LOGIN")},
		{"challenge", login, answered("334 VXNlcm5hbWU6")},
		{"codes that disagree", after(mail, said("DATA")), answered("503 4.5.1 no recipients")},
		{"shutting down", ready, answered("421 4.3.2 going down")},
	}
}

// TestCards compares the cards with the file in which they can be read.
func TestCards(t *testing.T) {
	var b bytes.Buffer
	for _, c := range cardEvents() {
		fmt.Fprintf(&b, "== %s\n\n%s", c.what, c.event.Octets)
		seen := map[string]bool{}
		for _, p := range Card(c.event, c.before) {
			for line := range strings.Lines(p) {
				for _, l := range wrap(strings.TrimRight(line, "\n"), Width) {
					fmt.Fprintf(&b, "    | %s\n", l)
				}
			}
			if len(p) > len("RFC 5321 §4.5.3.1.10") && seen[p] {
				t.Errorf("%s: said twice: %s", c.what, p)
			}
			if strings.Contains(p, ".  ") {
				t.Errorf("%s: two blanks: %s", c.what, p)
			}
			seen[p] = true
		}
		b.WriteString("\n")
	}
	golden(t, "testdata/cards.txt", b.Bytes())
}
