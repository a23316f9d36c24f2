package course

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// stepTo returns a step with this solution.
func stepTo(t testing.TB, solution string) *Step {
	t.Helper()
	script, err := transcript.ParseScript("t.md", []byte(solution))
	if err != nil {
		t.Fatal(err)
	}
	return &Step{Solution: &Fragment{Source: solution, Script: script}}
}

// behind returns the state behind a greeting and the replies to these lines.
func behind(dialogue ...string) smtp.State {
	s := smtp.State{}.Connected()
	for i, line := range append([]string{"220 mx.example.com\r\n"}, dialogue...) {
		if i%2 == 1 {
			s = s.Said([]byte(line + "\r\n"))
			continue
		}
		s = s.Answered(smtp.ParseReply([]byte(line + "\r\n")))
	}
	return s
}

const (
	toCarol = "C: MAIL FROM:<b@example.org>\nS: 250\nC: RCPT TO:<carol@example.com>\nS: 25x\nC: DATA\nS: 354\nC: hi\nC: .\nS: 250\n"
	toAll   = "C: MAIL FROM:<b@example.org>\nS: 250\nC: RCPT TO:<Carol@Example.COM>\nS: 2xx\nC: RCPT TO:<zoe@example.com>\nS: 5xx\n" +
		"C: RCPT TO:<alice@example.com>\nS: 250|251\nC: DATA\nS: 354\nC: .\nS: 250\n"
	inOne = "C: LHLO a\nC: MAIL FROM:<b@example.org>\nC: RCPT TO:<carol@example.com>\nC: RCPT TO:<alice@example.com>\nC: DATA\n" +
		"S: 250\nS: 250\nS: 250\nS: 250\nS: 354\nC: hi\nC: .\nS: 250\nS: 250\n"
)

func TestAim(t *testing.T) {
	ready := behind("EHLO a.example", "250 mx")
	open := behind("EHLO a.example", "250 mx", "MAIL FROM:<b@example.org>", "250 ok", "RCPT TO:<dan@example.com>", "250 ok")
	full := behind("EHLO a.example", "250 mx", "MAIL FROM:<b@example.org>", "250 ok", "RCPT TO:<dan@example.com>", "250 ok", "DATA", "354 go", ".", "250 ok")
	for _, x := range []struct {
		what     string
		from     smtp.State
		solution string
		phase    smtp.Phase
		messages int
		people   int
		goodbye  bool
		closed   bool
	}{
		{"a hello", behind(), "C: EHLO a.example\nS: 250\n", smtp.Ready, 0, 0, false, false},
		{"a class of codes", ready, "C: MAIL FROM:<b@example.org>\nS: 2xx\nC: RCPT TO:<c@example.com>\nS: 5xx|4xx\n", smtp.InMail, 0, 0, false, false},
		{"either code", behind(), "C: EHLO a.example\nS: 500|502\nC: HELO a.example\nS: 250\n", smtp.Ready, 0, 0, false, false},
		{"a message", ready, toCarol, smtp.Ready, 1, 1, false, false},
		{"a message in a group", ready, "C: MAIL FROM:<b@example.org>\nC: RCPT TO:<c@example.com>\nC: DATA\n# a note\nS: 250\nS: 250\nS: 354\nC: .\nS: 250\n", smtp.Ready, 1, 1, false, false},
		{"its text comes before the reply", ready, "C: MAIL FROM:<b@example.org>\nC: RCPT TO:<c@example.com>\nC: DATA\nC: hi\nC: .\nC: QUIT\nS: 250\nS: 250\nS: 354\nS: 250\nS: 221\n", smtp.Ready, 1, 1, true, true},
		{"two", ready, toCarol + toAll, smtp.Ready, 2, 2, false, false},
		{"behind another", full, toCarol, smtp.Ready, 1, 1, false, false},
		{"in LMTP", behind(), inOne, smtp.Ready, 1, 2, false, false},
		{"in the middle", open, "C: DATA\nS: 354\nC: .\nS: 250\n", smtp.Ready, 1, 1, false, false},
		{"the goodbye takes nothing back", open, "C: QUIT\nS: 221\n@closed\n", smtp.InRcpt, 0, 0, true, true},
		{"nor does RSET", ready, toCarol + "C: RSET\nS: 250\n", smtp.Ready, 1, 1, false, false},
		{"the server closes", ready, "C: NOOP\nS: 421\n@closed\n", smtp.Ready, 0, 0, false, true},
		{"we close", open, "C: DATA\nS: 354\nC: hi\n@close\n", smtp.InText, 0, 0, false, true},
		{"STARTTLS", ready, "C: STARTTLS\nS: 220\nC: EHLO a.example\nS: 250\n", smtp.Ready, 0, 0, false, false},
		{"STARTTLS alone", ready, "C: STARTTLS\nS: 220\n@tls\n", smtp.Greeted, 0, 0, false, false},
		{"octets", open, "C: DATA\nS: 354\nC\"a\\n.\\n\"\n@silence 2s\nC\"\\r\\n.\\r\\n\"\nS: 250\n", smtp.Ready, 1, 1, false, false},
	} {
		t.Run(x.what, func(t *testing.T) {
			a, ok := stepTo(t, x.solution).Aim(x.from)
			if !ok {
				t.Fatal("it leads nowhere")
			}
			got := []any{a.State.Phase(), a.Messages, a.People, a.Goodbye, a.Closed}
			for i, want := range []any{x.phase, x.messages, x.people, x.goodbye, x.closed} {
				if got[i] != want {
					t.Errorf("got %v, want %v, %d, %d, %v, %v", got, x.phase, x.messages, x.people, x.goodbye, x.closed)
					break
				}
			}
		})
	}
}

// Where nothing is to be shown, there is no aim; nothing of that is an error.
func TestNoAim(t *testing.T) {
	ready := behind("EHLO a.example", "250 mx")
	for what, solution := range map[string]string{
		"it ends where it began": "C: VRFY carol\nS: 250\nC: FOO\nS: 500\nC: EHLO b.example\nS: 250\n",
		"a file":                 toCarol + "@data letter.eml\n",
		"a login":                "@auth PLAIN carol\n" + toCarol,
		"another connection":     "C: QUIT\nS: 221\n@connect mx.example.net\nS: 220\n",
		"a value":                "@send ${LINE}\n" + toCarol,
		"nothing":                "# nothing\n",
		"a reply is not written": "C: MAIL FROM:<b@example.org>\nC: RCPT TO:<zoe@example.com>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 250\n",
		"nor is the last":        "C: MAIL FROM:<b@example.org>\n",
		"any reply":              "C: MAIL FROM:<b@example.org>\nS:\n",
		"yes or no":              "C: MAIL FROM:<b@example.org>\nS: 250|550\n",
	} {
		if a, ok := stepTo(t, solution).Aim(ready); ok {
			t.Errorf("%s: it leads to %+v", what, a)
		}
	}
	guessed := stepTo(t, toCarol)
	if _, ok := guessed.Aim(ready); !ok {
		t.Error("a message leads nowhere")
	}
	guessed.Predict = true
	if _, ok := guessed.Aim(ready); ok {
		t.Error("the replies are to be guessed, and where they lead is told")
	}
	if _, ok := (&Step{}).Aim(ready); ok {
		t.Error("without a solution it leads somewhere")
	}
}

// FuzzAim: whatever an author writes, it comes to an end, and the state that it begins in
// stays as it is.
func FuzzAim(f *testing.F) {
	for _, s := range []string{toCarol, toAll, inOne, "C: AUTH PLAIN\nC: x\nC: STARTTLS\nC: BDAT 9\nC: BDAT 1 LAST\n", "S\"bad\"\nC\"\\n\"\n@close\nC: DATA\n@tls\n"} {
		f.Add(s, true)
		f.Add(strings.ReplaceAll(s, "S: 250", "S:"), false)
	}
	f.Fuzz(func(t *testing.T, solution string, hello bool) {
		script, err := transcript.ParseScript("f", []byte(solution))
		if err != nil {
			return
		}
		from := behind()
		if hello {
			from = behind("EHLO a.example", "250-mx\r\n250 CHUNKING")
		}
		was := placeOf(from)
		a, ok := (&Step{Solution: &Fragment{Script: script}}).Aim(from)
		if placeOf(from) != was {
			t.Error("the state it begins in has changed")
		}
		if ok && a.Messages == 0 && a.People > 0 {
			t.Errorf("%d people have a message that nobody accepted", a.People)
		}
	})
}
