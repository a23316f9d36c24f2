package lessons

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A server may say 421 at any time (RFC 5321 section 4.2.2), also inside the text:
// only behind a dot between line ends that are none has it taken something for the
// end of the text that is none.
func TestGoodbyeInTheText(t *testing.T) {
	for text, loose := range map[string]bool{"": false, "hi\r\n": false, "hi\r\n.\n": true} {
		s := smtp.State{}.Connected()
		for _, line := range []string{"220 a", "EHLO b", "250 a", "MAIL FROM:<>", "250 ok", "RCPT TO:<c@d>", "250 ok", "DATA", "354 go"} {
			if line[0] <= '9' {
				s = s.Answered(smtp.ParseReply([]byte(line + "\r\n")))
			} else {
				s = s.Said([]byte(line + "\r\n"))
			}
		}
		if text != "" {
			s = s.Said([]byte(text))
		}
		x := Explain(transcript.Event{Who: transcript.Server, Octets: []byte("421 4.3.2 closing\r\n"), Mark: -1}, s)
		if says := strings.Contains(strings.Join(x.Paragraphs, " "), "something else than CR LF"); says != loose {
			t.Errorf("421 behind %q: %q", text, x.Paragraphs)
		}
	}
}
