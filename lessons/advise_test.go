package lessons

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// typed is what is typed in each state for testdata/advice.txt.
var typed = []struct {
	state string
	lines []string
}{
	{"greeted", []string{"", "E", "eh", "EHLO", "EHLO ", "EHLO client.example", "EHLO pc", "EHLO 192.0.2.1", "HELO [192.0.2.1]", "EHELO client.example", "MA", "MAIL FROM:<bob@example.org>", "NOOP", "STARTTLS", "Subject: hi", "xyzzy"}},
	{"ready", []string{"", "M", "ma", "MAIL", "MAIL FROM", "MAIL FROM:", "MAIL FROM:<", "MAIL FROM:<bo", "MAIL FROM:<carol@exa", "MAIL FROM:<carol@example.com>", "MAIL FROM: <carol@example.com>", "mail from : carol@example.com",
		"MAIL FROM:<carol@example.com> ", "MAIL FROM:<carol@example.com> B", "MAIL FROM:<carol@example.com> SIZE=100", "MAIL FROM:<carol@example.com> RET=HDRS", "MAIL TO:<carol@example.com>", "MALI FROM:<bob@example.org>",
		"RCPT TO:<alice@example.com>", "DATA", "SIZE 100", "AUTH ", "VRFY carol", "EXPN team", "STARTTLS", "TURN", "QUIT", "QUIT now", "é", ".", "PIPELINING", "MAIL FROM:<carol@example.com> FOO=1",
		"MAIL FROM bob", "MAIL FROM:<carol@example.com> BODY=8BITMINE", "MAIL FROM:<carol@example.com> SIZE=abc", "MAIL FROM:<carol@example.com> SIZE=9999", "LHLO client.example"}},
	{"mail", []string{"", "R", "RCPT TO:<", "RCPT TO:<alice@example.com>", "RCPT TO:<>", "RCPT TO:<alice>", "RCPT TO:<postmaster>", "RCPT TO:Alice <alice@example.com>", "RCPT TO:<Alice Ames alice@example.com>", "DATA", "MAIL FROM:<x@y.example>"}},
	{"rcpt", []string{"", "RCPT", "RCPT TO:<c", "DATA", "DATA hello", "RSET"}},
	{"half a command", []string{"", "LO client.example"}},
	{"half a command, LF", []string{""}},
	{"command, LF", []string{"", "NOOP"}},
	{"text", []string{"", "hello", ".", "..", ".hidden", " .", ". ", "QUIT", "quit smoking", "Subject: hi", "grüße"}},
	{"unended", []string{"", ".", ".."}},
	{"text, LF", []string{".", "hello"}},
	{"unended, LF", []string{"."}},
	{"login", []string{"", "*", "bob", "Ym9i"}},
	{"waiting", []string{"", "RCPT TO:<alice@example.com>"}},
	{"sent", []string{"", "Q"}},
	{"refused", []string{"", "EHLO client.example", "QUIT"}},
	{"handshake", []string{"EHLO client.example"}},
	{"ended", []string{"NOOP"}},
	{"pasted", []string{"RCPT TO:<alice@example.com>", "DATA"}},
}

func stateNamed(name string) smtp.State {
	open := smtp.State{}.Connected()
	greeted := after(open, answered("220 smtp.example.com"))
	ready := after(greeted, said("EHLO client.example"), answered("250-smtp.example.com\r\n250-STARTTLS\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-AUTH PLAIN LOGIN\r\n250-EXPN\r\n250 ENHANCEDSTATUSCODES"))
	mail := after(ready, said("MAIL FROM:<bob@example.org>"), answered("250 2.1.0 Ok"))
	rcpt := after(mail, said("RCPT TO:<alice@example.com>"), answered("250 2.1.5 Ok"))
	text := after(rcpt, said("DATA"), answered("354 go"))
	switch name {
	case "greeted":
		return greeted
	case "ready":
		return ready
	case "mail":
		return mail
	case "rcpt":
		return rcpt
	case "text", "text, LF":
		return text
	case "half a command", "half a command, LF":
		return after(greeted, transcript.Event{Who: transcript.Client, Octets: []byte("EH"), Mark: -1})
	case "command, LF":
		return after(greeted, transcript.Event{Who: transcript.Client, Octets: []byte("EHLO a\n"), Mark: -1})
	case "unended", "unended, LF":
		return after(text, transcript.Event{Who: transcript.Client, Octets: []byte("a line\n"), Mark: -1})
	case "login":
		return after(ready, said("AUTH PLAIN"), answered("334 "))
	case "waiting":
		return after(ready, said("MAIL FROM:<bob@example.org>"))
	case "sent":
		return after(text, said("."), answered("250 2.0.0 Ok"))
	case "refused":
		return after(open, answered("554 no"))
	case "handshake":
		return after(ready, said("STARTTLS"), answered("220 go"))
	case "ended":
		return ready.Closed()
	case "pasted":
		return smtp.Partial()
	}
	panic("no state " + name)
}

var usualSetting = Setting{HelloName: "client.example", Sender: "bob@example.org", Recipients: []string{"alice@example.com", "carol@example.com"}}

// TestAdvice compares the two lines under the prompt with testdata/advice.txt.
func TestAdvice(t *testing.T) {
	var b bytes.Buffer
	for _, in := range typed {
		fmt.Fprintf(&b, "== %s\n\n", in.state)
		for _, line := range in.lines {
			setting := usualSetting
			setting.LoneLF = strings.HasSuffix(in.state, "LF")
			a := setting.Advise(line, stateNamed(in.state))
			fmt.Fprintf(&b, "› %s\n", line)
			if a.Suggestion != "" {
				fmt.Fprintf(&b, "  Tab: %s\n", a.Suggestion)
			} else if len(a.Completions) > 0 {
				fmt.Fprintf(&b, "  Tab instead: %s\n", a.Completions[0])
			}
			for i, say := range a.Say {
				sign := " "
				if i == 0 && a.Sign != 0 {
					sign = string(a.Sign)
				}
				fmt.Fprintf(&b, "  %s %s\n", sign, say)
			}
			for _, f := range a.Faults {
				fmt.Fprintf(&b, "  %v at %d to %d\n", f.Kind, f.Span.From, f.Span.To)
			}
			fmt.Fprintln(&b)
			if len(a.Say) > 2 {
				t.Errorf("%s: %q: %d lines", in.state, line, len(a.Say))
			}
			for _, say := range a.Say {
				if columns(say) > 84 {
					t.Errorf("%s: %q: %d columns: %s", in.state, line, columns(say), say)
				}
			}
		}
	}
	golden(t, "testdata/advice.txt", b.Bytes())
}

// TestSuggestionsFit holds every suggestion to going on where the line ends.
func TestSuggestionsFit(t *testing.T) {
	for _, in := range typed {
		for _, line := range in.lines {
			for i := range len(line) + 1 {
				a := usualSetting.Advise(line[:i], stateNamed(in.state))
				if a.Suggestion != "" && (!strings.HasPrefix(a.Suggestion, line[:i]) || len(a.Suggestion) == i) {
					t.Errorf("%s: %q suggests %q", in.state, line[:i], a.Suggestion)
				}
			}
		}
	}
}

// What a server or a setting would put into the line unseen is not suggested.
func TestSuggestionsAreSeen(t *testing.T) {
	for _, hostile := range []string{"\x1b]0;x\a", "A\x00B", "\u009b31m", "\u202eNIALP", "X\r\nRSET"} {
		s := smtp.State{}.Connected().Answered(smtp.ParseReply([]byte("220 a\r\n"))).Said([]byte("EHLO a\r\n"))
		setting := Setting{HelloName: hostile}
		s = s.Answered(smtp.ParseReply([]byte("250-b\r\n250 AUTH PLAIN " + hostile + "\r\n")))
		for _, line := range []string{"", "AUTH ", "EHLO ", "HELO ", "LHLO "} {
			for _, c := range setting.Advise(line, s).Completions {
				if smtp.Printable([]byte(c)).String() != c {
					t.Errorf("%q suggests %q", line, c)
				}
			}
		}
	}
}

// TestSuggestedDialogue takes every suggestion as it comes: that alone must hand a
// message over.
func TestSuggestedDialogue(t *testing.T) {
	s := stateNamed("greeted")
	for _, step := range []struct{ want, reply string }{
		{"EHLO client.example", "250 smtp.example.com"},
		{"MAIL FROM:<bob@example.org>", "250 Ok"},
		{"RCPT TO:<alice@example.com>", "250 Ok"},
		{"DATA", "354 go"},
	} {
		got := usualSetting.Advise("", s).Suggestion
		if got != step.want {
			t.Fatalf("suggested %q, want %q", got, step.want)
		}
		s = after(s, said(got), answered(step.reply))
	}
	s = after(s, said("hello"), said("."), answered("250 Ok"))
	if got := usualSetting.Advise("", s).Suggestion; got != "QUIT" {
		t.Errorf("after the message %q is suggested, want QUIT", got)
	}
}

// TestNoInventedAddress: with nothing given, no address is suggested.
func TestNoInventedAddress(t *testing.T) {
	for _, state := range []string{"ready", "mail", "rcpt"} {
		for _, line := range []string{"", "M", "MAIL FROM:<", "R", "RCPT TO:<"} {
			if got := Advise(line, stateNamed(state)).Suggestion; strings.Contains(got, "@") {
				t.Errorf("%s: %q suggests %q", state, line, got)
			}
		}
	}
}
