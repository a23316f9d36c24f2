package smtp

import (
	"fmt"
	"strings"
	"testing"
)

// TestLMTPHandsOverForEachRecipient holds for whom the server has the message at
// each step (RFC 2033 section 4.2).
func TestLMTPHandsOverForEachRecipient(t *testing.T) {
	const ready = "S: 220 a\nC: LHLO a\nS: 250-a|250 CHUNKING\n"
	const three = ready + "C: MAIL FROM:<>\nS: 250 a\nC: RCPT TO:<a@b.c>\nS: 250 a\nC: RCPT TO:<no@b.c>\nS: 550 a\nC: RCPT TO:<z@b.c>\nS: 250 a\n"
	const sent = three + "C: DATA\nS: 354 a\nC: .\n"
	owners := [...]string{"nobody", "client", "server", "divided"}
	for _, x := range []struct{ dialogue, owner, handed string }{
		{three, "client", ""},
		{sent, "client", ""},
		{sent + "S: 452 full\n", "client", "<a@b.c> 452"},
		{sent + "S: 452 full\nS: 550 no\n", "client", "<a@b.c> 452, <z@b.c> 550"},
		{sent + "S: 250 ok\n", "divided", "<a@b.c> 250"},
		{sent + "S: 250 ok\nS: 250 ok\n", "server", "<a@b.c> 250, <z@b.c> 250"},
		{sent + "S: 250 ok\nS: 452 full\n", "divided", "<a@b.c> 250, <z@b.c> 452"},
		{sent + "S: 452 full\nS: 250 ok\nC: RSET\nS: 250 ok\n", "divided", "<a@b.c> 452, <z@b.c> 250"},
		{sent + "S: 452 full\nS: 250 ok\nC: QUIT\nS: 221 bye\n", "divided", "<a@b.c> 452, <z@b.c> 250"},
		{sent + "S: 250 ok\nS: 452 full\nC: MAIL FROM:<>\nS: 250 a\n", "client", ""},
		{three + "C: BDAT 0 LAST\nS: 250 ok\nS: 452 full\n", "divided", "<a@b.c> 250, <z@b.c> 452"},
	} {
		for name, s := range map[string]State{"open": stateAfter(t, x.dialogue), "closed": stateAfter(t, x.dialogue).Closed()} {
			var handed []string
			for _, r := range s.Handed() {
				handed = append(handed, fmt.Sprint(r.Path, " ", r.Code))
			}
			if got := owners[s.Owner()]; got != x.owner || strings.Join(handed, ", ") != x.handed {
				t.Errorf("%s, after %q: %s's, handed %q; want %s's, %q", name, x.dialogue, got, handed, x.owner, x.handed)
			}
		}
	}
}

func TestChunked(t *testing.T) {
	for _, x := range []struct {
		dialogue string
		want     bool
	}{
		{inRcpt, false},
		{inBDAT, true},
		{inBDAT + "C: BDAT 0 LAST\nS: 250 ok\n", true},
		{inRcpt + "C: BDAT 0 LAST\nS: 502 no\n", false},
		{inBDAT + "C: RSET\nS: 250 ok\nC: MAIL FROM:<>\nS: 250 ok\n", false},
		{inRcpt + "C: DATA\nS: 354 go\nC: .\nS: 250 ok\n", false},
	} {
		if got := stateAfter(t, x.dialogue).Chunked(); got != x.want {
			t.Errorf("after %q: chunked is %v", x.dialogue, got)
		}
	}
}

// A message that was being named when TLS began, or XCLIENT, is nobody's (RFC 3207
// section 4.2).
func TestNothingIsOwnedBehindANewBeginning(t *testing.T) {
	if got := stateAfter(t, inRcpt+"C: STARTTLS\nS: 220 go\n").Secured().Owner(); got != Nobody {
		t.Errorf("after TLS it is %d's", got)
	}
	if got := stateAfter(t, inRcpt+"C: XCLIENT NAME=a\nS: 220 go\n").Owner(); got != Nobody {
		t.Errorf("after XCLIENT it is %d's", got)
	}
	sent := inRcpt + "C: DATA\nS: 354 go\nC: .\nS: 250 ok\nC: STARTTLS\nS: 220 go\n"
	if got := stateAfter(t, sent).Secured().Owner(); got != Server {
		t.Errorf("a message accepted before TLS is %d's", got)
	}
}
