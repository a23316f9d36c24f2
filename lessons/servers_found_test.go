package lessons

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// played returns the events of a dialogue, "C: " and "S: " lines as in
// dialogues.txt, and the states before them.
func played(t testing.TB, dialogue string) (events []told) {
	t.Helper()
	state := smtp.State{}.Connected()
	for line := range strings.SplitSeq(dialogue, "\n") {
		e := eventOf(t, strings.TrimSpace(line))
		events = append(events, told{e, state, line})
		state = e.After(state)
	}
	return events
}

const (
	upToHello = "S: 220 smtp.example.com\nC: EHLO client.example\nS\"250-smtp.example.com\\r\\n250-PIPELINING\\r\\n250-SIZE 1000\\r\\n250 AUTH PLAIN\\r\\n\"\n"
	upToMail  = upToHello + "C: MAIL FROM:<bob@example.org>\nS: 250 2.1.0 Ok\n"
	upToRcpt  = upToMail + "C: RCPT TO:<alice@example.com>\nS: 250 2.1.5 Ok\n"
)

// TestServersFound finds the situation of the last event of each dialogue, and with
// it the line that the sidebar shows; "" for none.
func TestServersFound(t *testing.T) {
	for _, tt := range []struct{ name, dialogue, situation, line string }{
		{"nothing wrong", upToRcpt + "C: DATA", "", ""},
		{"no recipient, asked", upToMail + "C: DATA", "data-no-rcpt", "Postfix 554, Exim 503, sendmail 503"},
		{"no recipient, answered", upToMail + "C: DATA\nS: 503 5.5.1 no", "data-no-rcpt", "Postfix 554, Exim 503, sendmail 503"},
		{"all refused", upToMail + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: DATA\nS: 554 5.5.1 no", "data-all-refused", "Postfix 554, Exim 503, sendmail 503"},
		{"DATA first, where all agree", upToHello + "C: DATA\nS: 503 5.5.1 no", "data-before-mail", ""},
		{"RCPT first, where all agree", upToHello + "C: RCPT TO:<a@example.com>", "rcpt-before-mail", ""},
		{"DATA now", upToRcpt + "C: DATA now", "data-argument", "Postfix 501, Exim 501, sendmail 354"},
		{"no hello", "S: 220 x\nC: MAIL FROM:<bob@example.org>", "mail-before-hello", "Postfix 250, Exim 503, sendmail 250"},
		{"a hello too early", "C: EHLO client.example", "hello-early", "Postfix 250, Exim 250, sendmail 554"},
		{"nested", upToMail + "C: MAIL FROM:<carol@example.com>\nS: 503 no", "nested-mail", ""},
		{"hello again", upToMail + "C: EHLO client.example", "hello-in-mail", ""},
		{"no argument fits", upToHello + "C: MAIL FROM:<bob@example.org> FOO=bar\nS: 250 Ok", "mail-not-offered", "Postfix 555, Exim 501, sendmail 555"},
		{"a parameter that was offered", upToHello + "C: MAIL FROM:<bob@example.org> SIZE=10\nS: 250 Ok", "", ""},
		{"too big", upToHello + "C: MAIL FROM:<bob@example.org> SIZE=1001\nS: 552 no", "size-too-big", ""},
		{"SIZE", upToHello + "C: MAIL FROM:<bob@example.org> SIZE\nS: 501 no", "size-bare", "Postfix 555, Exim 250, sendmail 501"},
		{"after HELO", "S: 220 x\nC: HELO c\nS: 250 x\nC: MAIL FROM:<bob@example.org> SIZE=1", "mail-helo-params", "Postfix 250, Exim 501, sendmail 250"},
		{"a space", upToHello + "C: MAIL FROM: <bob@example.org>\nS: 250 Ok", "mail-space", ""},
		{"two blanks about the colon", upToHello + "C: MAIL FROM : <bob@example.org>", "mail-blank-colon", "Postfix 501, Exim 500, sendmail 250"},
		{"no brackets", upToHello + "C: MAIL FROM:bob@example.org", "mail-no-brackets", ""},
		{"no FROM", upToHello + "C: MAIL <bob@example.org>", "mail-no-from", "Postfix 501, Exim 500, sendmail 501"},
		{"relay, by word", upToMail + "C: RCPT TO:<zoe@example.net>\nS: 550 no relaying", "relay", "Postfix 454, Exim 550, sendmail 550"},
		{"relay, by code", upToMail + "C: RCPT TO:<zoe@example.net>\nS: 554 5.7.1 no", "relay", "Postfix 454, Exim 550, sendmail 550"},
		{"no such user", upToMail + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no", "no-such-user", ""},
		{"a refusal nobody recorded", upToMail + "C: RCPT TO:<zoe@example.com>\nS: 552 5.2.2 full", "", ""},
		{"a recipient who may exist", upToMail + "C: RCPT TO:<zoe@example.com>", "", ""},
		{"postmaster", upToMail + "C: RCPT TO:<postMaster>", "rcpt-postmaster", "Postfix 250, Exim 550, sendmail 250"},
		{"null", upToMail + "C: RCPT TO:<>", "rcpt-null", "Postfix 501, Exim 501, sendmail 553"},
		{"unknown", upToHello + "C: FROBNICATE", "unknown-verb", ""},
		{"again and again", upToHello + "C: A1\nS: 500 no\nC: A2\nS: 500 no\nC: A3", "many-unknown", "Postfix 421, Exim 500, sendmail 421"},
		{"a header field", upToHello + "C: Subject: hello", "colon-verb", "Postfix 221, Exim 500, sendmail 500"},
		{"a dot", upToHello + "C: .", "dot-command", "Postfix 221 2.7.0 and hung up, Exim 500"},
		{"HTTP", "S: 220 x\nC: GET / HTTP/1.1", "http", "Postfix 221, Exim 500, sendmail 421"},
		{"HTTP after EHLO", upToHello + "C: GET / HTTP/1.1", "", ""},
		{"an empty line", upToHello + "C: ", "empty-line", ""},
		{"a blank first", upToHello + "C:  NOOP", "leading-space", "Exim 4.96: 500; sendmail 8.17: 250 2.0.0"},
		{"VRFY of nobody", upToHello + "C: VRFY bob\nS: 550 no", "", ""},
		{"VRFY", upToHello + "C: VRFY bob\nS: 252 perhaps", "vrfy-name", "Postfix 454, Exim 501, sendmail 250"},
		{"VRFY, known", upToHello + "C: VRFY bob@example.com\nS: 250 yes", "vrfy-mailbox", "Postfix 252, Exim 250, sendmail 250"},
		{"EXPN", upToHello + "C: EXPN team\nS: 502 no", "expn", "Postfix 500, Exim 250, sendmail 250"},
		{"EXPN, refused", upToHello + "C: EXPN team\nS: 550 no", "expn-unknown", "Postfix 500, Exim 553, sendmail 550"},
		{"HELP", upToHello + "C: HELP", "help", "Postfix 500, Exim 214, sendmail 214"},
		{"AUTH, a mechanism of another server", upToHello + "C: AUTH CRAM-MD5", "auth-unknown", "Postfix 535, Exim 504, sendmail 504"},
		{"bare LF", upToHello + "C\"MAIL FROM:<bob@example.org>\\n\"", "lf-command", ""},
		{"bare LF, taken", upToHello + "C\"MAIL FROM:<bob@example.org>\\n\"\nS: 250 Ok", "lf-command", ""},
		{"bare CR", upToHello + "C\"NOOP\\rNOOP\\r\\n\"", "cr-command", "Postfix 250, Exim 500, sendmail 250"},
		{"LF.LF at once", upToRcpt + "C: DATA\nS: 354 go\nC\"hi\\n.\\n\"", "lf-dot-lf", "Postfix 250, Exim 250, sendmail 421"},
		{"LF.LF by the line", upToRcpt + "C: DATA\nS: 354 go\nC\"hi\\n\"\nC\".\\n\"", "lf-dot-lf", "Postfix 250, Exim 250, sendmail 421"},
		{"LF.LF taken", upToRcpt + "C: DATA\nS: 354 go\nC\"hi\\n.\\n\"\nS: 250 Ok", "lf-dot-lf", "Postfix 250, Exim 250, sendmail 421"},
		{"CRLF.LF, which nobody recorded", upToRcpt + "C: DATA\nS: 354 go\nC\"hi\\r\\n\"\nC\".\\n\"", "", ""},
		{"a sentence that ends in a dot", upToRcpt + "C: DATA\nS: 354 go\nC\"hi.\\n\"", "", ""},
		{"the right end", upToRcpt + "C: DATA\nS: 354 go\nC: hi\nC: .\nS: 250 Ok", "", ""},
		{"silence", upToHello + "S: 421 4.4.2 timeout", "idle", "Postfix 421, Exim 421, sendmail hung up"},
		{"silence in the text", upToRcpt + "C: DATA\nS: 354 go\nC: hi\nS: 421 4.4.2 timeout", "idle-text", ""},
		{"another 421", upToHello + "S: 421 4.3.2 going down", "", ""},
		{"QUIT QUIT", upToHello + "C: QUIT\nC: QUIT", "quit-twice", ""},
		{"behind the goodbye", upToHello + "C: QUIT\nS: 221 bye\nC: NOOP", "after-goodbye", ""},
		{"a reply is owed, so the state is not known", upToHello + "C: MAIL FROM:<bob@example.org>\nC: DATA", "", ""},
		{"a group behind EHLO", "S: 220 x\nC: EHLO client.example\nC: NOOP\nS: 250 x", "hello-group", "Postfix 250, Exim 250, sendmail 554"},
		{"the end of a line", upToHello + "C\"NOO\"\nC\"P\\r\\n\"", "", ""},
		{"no SMTP here", "S: 554 no\nC: MAIL FROM:<bob@example.org>", "", ""},
	} {
		events := played(t, tt.dialogue)
		last := events[len(events)-1]
		x := newExchange(last.event, last.before)
		if last.event.Who == transcript.Client {
			x = saidExchange(last.event, last.before)
		}
		if s, _ := x.situation(); s.id != tt.situation {
			t.Errorf("%s: found %q, want %q", tt.name, s.id, tt.situation)
		}
		line := ""
		a, ok := Servers(last.event, last.before)
		if ok {
			line = a.Line(Width)
		}
		if line != tt.line {
			t.Errorf("%s: %q, want %q", tt.name, line, tt.line)
		}
		if others := Explain(last.event, last.before).Others; ok != strings.HasPrefix(others, "Recorded: ") {
			t.Errorf("%s: others %q", tt.name, others)
		}
	}
}

// TestServersSayNothingOf: what answers nothing, what came in pieces, and a session
// whose beginning was not seen.
func TestServersSayNothingOf(t *testing.T) {
	stray := transcript.Event{Who: transcript.Server, Octets: []byte("503 no\r\n"), Flags: transcript.Stray, Mark: -1}
	for _, tt := range []struct {
		event  transcript.Event
		before smtp.State
	}{
		{stray, after(stateNamed("mail"), said("DATA"))},
		{said("DATA"), smtp.Partial()},
		{transcript.Event{Fact: transcript.Closed, Mark: -1}, stateNamed("mail")},
	} {
		if a, ok := Servers(tt.event, tt.before); ok {
			t.Errorf("%s: %s", tt.event.Octets, a.Situation)
		}
	}
}

// TestServersWidth holds every form of every answer to its width.
func TestServersWidth(t *testing.T) {
	for _, a := range ServerTable() {
		for _, width := range []int{30, Width, 60, 100} {
			if line := a.Line(width); columns(line) > width || line == "" {
				t.Errorf("%s: %d columns of %d: %q", a.Situation, columns(line), width, line)
			}
		}
		for _, line := range append(a.Lines(Width), wrap(a.others(), Width)...) {
			if columns(line) > Width {
				t.Errorf("%s: %d columns: %s", a.Situation, columns(line), line)
			}
		}
		if n := len(wrap(a.others(), Width)); n > 3 {
			t.Errorf("%s: others takes %d lines", a.Situation, n)
		}
	}
}

func TestServerTable(t *testing.T) {
	all := len(ServerTable())
	for _, tt := range []struct {
		words []string
		first string
		most  int
	}{
		{[]string{"data"}, "DATA with an argument", 8},
		{[]string{"relay"}, "A recipient elsewhere: relaying refused", 1},
		{[]string{"502"}, "VRFY of a name that exists", 6},
		{[]string{"data-no-rcpt"}, "DATA without a recipient", 1},
		{[]string{"QUIT", "TURN"}, "A second QUIT behind the first", 4},
	} {
		got := ServerTable(tt.words...)
		if len(got) == 0 || got[0].Situation != tt.first || len(got) > tt.most || len(got) >= all {
			t.Errorf("%q: %d situations: %+v", tt.words, len(got), got)
		}
	}
	if got := ServerTable("frobnicate", ""); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
	want := []string{"DATA without a recipient", "  Postfix 3.7.11: 554 5.5.1", "  Exim 4.96: 503", "  sendmail 8.17.1.9: 503 5.0.0", "  smtp-sink 3.7.11: 503 5.5.1", "  RFC 5321 §3.3"}
	if got := ServerTable("data-no-rcpt")[0].Lines(Width); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got)
	}
}

// TestServersCard: the card has the whole table and what to learn of it.
func TestServersCard(t *testing.T) {
	s := after(stateNamed("mail"), said("DATA"))
	card := strings.Join(Card(answered("554 5.5.1 no valid recipients"), s), "\n")
	for _, words := range []string{"Recorded · DATA without a recipient", "Postfix 3.7.11: 554 5.5.1; Exim 4.96: 503;", "Only the first digit is the same"} {
		if !strings.Contains(card, words) {
			t.Errorf("%q is not in the card:\n%s", words, card)
		}
	}
}

func BenchmarkServers(b *testing.B) {
	s := after(stateNamed("mail"), said("DATA"))
	e := answered("554 5.5.1 no valid recipients")
	for b.Loop() {
		Servers(e, s)
	}
}

// BenchmarkFirstServers is the time that reading the table takes, once in a program.
func BenchmarkFirstServers(b *testing.B) {
	for b.Loop() {
		facts[serverFact]("servers.json")()
	}
}
