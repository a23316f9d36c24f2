package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// TestOthersWhereThereIsRoom: what other servers were recorded to answer stands in
// the sidebar, and gives way to everything else.
func TestOthersWhereThereIsRoom(t *testing.T) {
	state := smtp.State{}.Connected()
	var x lessons.Explanation
	for _, line := range []string{"220 smtp.example.com", "EHLO client.example", "250 smtp.example.com", "MAIL FROM:<bob@example.org>", "250 2.1.0 Ok", "DATA", "554 5.5.1 no valid recipients"} {
		e := transcript.Event{Who: transcript.Client, Octets: []byte(line + "\r\n"), Mark: -1}
		if line[0] == '2' || line[0] == '5' {
			e.Who = transcript.Server
		}
		x = lessons.Explain(e, state)
		state = e.After(state)
	}
	if x.Others == "" {
		t.Fatal("nothing of other servers")
	}
	const width = 38
	whole := len(explanationRows(x, width)) + len(othersRows(x, width)) + 1
	for h := 2; h < whole+4; h++ {
		rows := explanationIn(x, width, h)
		text := ansi.Strip(strings.Join(rows, "\n"))
		if len(rows) > h {
			t.Errorf("%d rows of %d", len(rows), h)
		}
		shown := strings.Contains(text, "Recorded: Postfix 3.7: 554 5.5.1")
		if h >= whole && !(shown && strings.Contains(text, "└ 5: no")) {
			t.Errorf("%d rows have room for all:\n%s", h, text)
		}
		if shown && !(strings.Contains(text, "Next: ") && strings.Contains(text, "sendmail 8.17: 503 5.0.0.")) {
			t.Errorf("%d rows: it drove something else out:\n%s", h, text)
		}
		if h <= 8 && shown {
			t.Errorf("%d rows:\n%s", h, text)
		}
	}
}
