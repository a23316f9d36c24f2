package lessons

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A server may say 421 at any time (RFC 5321 section 4.2.2), also inside the text,
// and sendmail says it of a bare LF: that a server has taken something for the end
// of the text that is none shows only when it accepts the message.
func TestGoodbyeInTheText(t *testing.T) {
	for _, tt := range []struct {
		text, reply string
		taken       bool
	}{
		{"", "421 4.3.2 closing", false},
		{"hi\r\n", "421 4.3.2 closing", false},
		{"hi\r\n.\n", "421 4.5.0 Bare linefeed (LF) not allowed", false},
		{"hi\r\n.\n", "521 5.5.2 bare <LF> received", false},
		{"hi\r\n.\n", "250 2.0.0 Ok", true},
		{"hi\n.\r\n", "250 2.0.0 Ok", true},
		{"hi\r\n.\r\n", "250 2.0.0 Ok", false},
	} {
		s := smtp.State{}.Connected()
		for _, line := range []string{"220 a", "EHLO b", "250 a", "MAIL FROM:<>", "250 ok", "RCPT TO:<c@d>", "250 ok", "DATA", "354 go"} {
			if line[0] <= '9' {
				s = s.Answered(smtp.ParseReply([]byte(line + "\r\n")))
			} else {
				s = s.Said([]byte(line + "\r\n"))
			}
		}
		if tt.text != "" {
			s = s.Said([]byte(tt.text))
		}
		x := Explain(transcript.Event{Who: transcript.Server, Octets: []byte(tt.reply + "\r\n"), Mark: -1}, s)
		if says := strings.Contains(strings.Join(x.Paragraphs, " "), "took less for it"); says != tt.taken {
			t.Errorf("%s behind %q: %q", tt.reply, tt.text, x.Paragraphs)
		}
	}
}
