package cli

import (
	"strings"
	"testing"

	"ehlo/transcript"
)

// A refusal pasted alone is told by its codes: what it answers, nobody knows.
func TestUnplaced(t *testing.T) {
	for _, c := range []struct{ reply, says, section string }{
		{"550 5.1.1 no such user\r\n", "550: No such mailbox", "RFC 3463 §3.2"},
		{"550 5.1.1 no such user\r\n", "5.1.1: No such mailbox", "RFC 3463 §3.2"},
		{"450 later\r\n", "450: ", "RFC 5321 §4.2.2"},
		{"250 Ok\r\n", "", "RFC 5321 §4.2"},
		{"hello\r\n", "", "RFC 5321 §4.2"},
	} {
		e := transcript.Event{Who: transcript.Server, Octets: []byte(c.reply), Mark: -1}
		x := unplaced(e.Reply())
		said := strings.Join(x.Paragraphs, "\n")
		if !strings.Contains(said, c.says) || c.says == "" && said != "" || x.Section != c.section {
			t.Errorf("%q: %q, %s", c.reply, said, x.Section)
		}
	}
}
