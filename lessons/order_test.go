package lessons

import (
	"strings"
	"testing"
)

// What is missing first comes first: the words before a line is sent, those that judge
// it, those below the reply and what is to be done next name the same command.
func TestWhatIsMissingFirst(t *testing.T) {
	for _, c := range []struct{ state, line, first string }{
		{"greeted", "MAIL FROM:<bob@example.org>", "EHLO"},
		{"greeted", "RCPT TO:<alice@example.com>", "EHLO"},
		{"greeted", "DATA", "EHLO"},
		{"greeted", "BDAT 0 LAST", "EHLO"},
		{"ready", "RCPT TO:<alice@example.com>", "MAIL"},
		{"ready", "DATA", "MAIL"},
		{"mail", "DATA", "RCPT"},
	} {
		s := stateNamed(c.state)
		if a := (Setting{}).Advise(c.line, s); !strings.Contains(strings.Join(a.Say, "\n"), "out of order: "+c.first+" first") {
			t.Errorf("%s, %s: while it is typed: %q", c.state, c.line, a.Say)
		}
		if say, _ := Doubt([]byte(c.line+"\r\n"), s); !strings.Contains(say, c.first+" first") {
			t.Errorf("%s, %s: before it is sent: %q", c.state, c.line, say)
		}
		x := Explain(answered("503 5.5.1 no"), after(s, said(c.line)))
		told := strings.Join(x.Paragraphs, " ")
		at := strings.Index(told, c.first)
		for _, other := range []string{"EHLO", "MAIL", "RCPT"} {
			if i := strings.Index(told, "`"+other); at < 0 || i >= 0 && other != c.first {
				t.Errorf("%s, %s: below the 503: %q", c.state, c.line, told)
			}
		}
		if !strings.Contains(x.Next, c.first) {
			t.Errorf("%s, %s: next: %q", c.state, c.line, x.Next)
		}
	}
}
