package lessons

import (
	"strings"
	"testing"

	"ehlo/transcript"
)

// longTape is a transcript of n events: many messages, one of them with recipients of
// every kind, the last not yet sent.
func longTape(n int) *transcript.Transcript {
	tape := transcript.New(transcript.Start{Target: "mx.example.net"})
	record := func(who transcript.Who, line string) {
		tape.Record(transcript.Entry{Who: who, Octets: []byte(line + "\r\n"), At: transcript.Now})
	}
	tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected, Text: "from a to b", At: transcript.Now})
	say := func(dialogue string) {
		for _, line := range strings.Split(strings.TrimSpace(dialogue), "\n") {
			who := transcript.Client
			if line[0] == 'S' {
				who = transcript.Server
			}
			if len(line) > 6 && line[6] == '-' {
				continue
			}
			record(who, strings.TrimPrefix(line[2:], " "))
		}
	}
	say(toHello)
	message := "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: RCPT TO:<carol@example.com>\nS: 452 4.5.3 later\n"
	for tape.Len() < n {
		say(message + "C: DATA\nS: 354 go\nC: Subject: hi\nC:\nC: hello\nC: .\nS: 250 Ok")
	}
	say(message)
	return tape
}

// A key: what is typed is advised on, and the last reply is explained, in a session
// of 100,000 events. DESIGN asks for less than 100 µs.
func BenchmarkKey(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		tape := longTape(n)
		last := tape.Len() - 1
		now, before := tape.State(last+1), tape.State(last) // the screen keeps both between two keys
		for name, line := range map[string]string{
			"start": "R", "path": "RCPT TO:<carol@example.com>", "fault": "RCPT TO: Carol <carol@example.com> SIZE = 1",
		} {
			b.Run(name+"/"+thousands(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					usualSetting.Advise(line, now)
					Explain(tape.At(last), before)
				}
			})
		}
	}
}

// A key in message text, of which much was sent.
func BenchmarkKeyInText(b *testing.B) {
	s := play(b, toText+"› ").before
	for range 100_000 {
		s = s.Said([]byte("a line of text\r\n"))
	}
	for b.Loop() {
		usualSetting.Advise("To: nobody in particular, for the header has ended", s)
	}
}
