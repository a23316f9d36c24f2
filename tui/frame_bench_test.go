package tui

import (
	"bytes"
	"fmt"
	"testing"

	"ehlo/transcript"
	"ehlo/tui/desk"
)

// recorded is a transcript of n events: a greeting, a long EHLO reply, then
// commands and their replies; with text, message text of that many octets an event.
func recorded(n, text int) *transcript.Transcript {
	tape := transcript.New(transcript.Start{Target: "mx.example.net"})
	record := func(who transcript.Who, octets string) {
		tape.Record(transcript.Entry{Who: who, Octets: []byte(octets), At: transcript.Now})
	}
	tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected, Text: "from a to b", At: transcript.Now})
	record(server, "220 mx.example.net\r\n")
	record(client, "EHLO client.example\r\n")
	record(server, "250-mx.example.net\r\n250-PIPELINING\r\n250-SIZE 1\r\n250-VRFY\r\n250 HELP\r\n")
	if text > 0 {
		for _, line := range []string{"MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"} {
			record(client, line+"\r\n")
			record(server, map[bool]string{true: "354 go\r\n", false: "250 Ok\r\n"}[line == "DATA"])
		}
	}
	block := string(bytes.Repeat([]byte("a line of text\r\n"), text/16))
	for tape.Len() < n {
		if text > 0 {
			record(client, block)
			continue
		}
		record(client, "NOOP a line that is as long as most are\r\n")
		record(server, "250 2.0.0 Ok, and some words behind it\r\n")
	}
	return tape
}

// screenOver is a screen over a transcript, without a connection.
func screenOver(b testing.TB, tape *transcript.Transcript) *Model {
	d := desk.New(desk.Config{Tape: tape})
	b.Cleanup(d.Close)
	m := New(d)
	m.take(d.Connect(), true)
	m.resize(120, 36)
	return m
}

// A frame costs the same however long the session is: at its end, where it is
// scrolled and while looking back.
func BenchmarkFrame(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000, 1_000_000} {
		m := screenOver(b, recorded(n, 0))
		for place, enter := range map[string]func(){
			"end":       func() {},
			"scrolled":  func() { m.view = view{event: n / 2} },
			"look back": func() { m.lookBack() },
		} {
			b.Run(fmt.Sprintf("%s/%d", place, n), func(b *testing.B) {
				m.view, m.back.event = view{follow: true}, -1
				enter()
				b.ReportAllocs()
				for b.Loop() {
					m.View()
				}
			})
		}
	}
}

// A frame within a long message, in events of 32 KiB as a file is sent.
func BenchmarkFrameInText(b *testing.B) {
	for _, n := range []int{20, 2_000} {
		m := screenOver(b, recorded(n, 32<<10))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				m.View()
			}
		})
	}
}

// A key that scrolls a page, upwards through the session and down again.
func BenchmarkScroll(b *testing.B) {
	m := screenOver(b, recorded(100_000, 0))
	for b.Loop() {
		for range 10 {
			m.pageUp()
		}
		for range 10 {
			m.pageDown()
		}
	}
}

// What a frame allocates tells, on a busy machine too, whether it does more work in
// a long session.
func TestFrameDoesNotGrow(t *testing.T) {
	allocs := func(n int) float64 {
		m := screenOver(t, recorded(n, 0))
		return testing.AllocsPerRun(20, func() { m.View() })
	}
	short, long := allocs(300), allocs(30_000)
	if long > 1.1*short {
		t.Errorf("a frame makes %.0f allocations after 300 events and %.0f after 30,000", short, long)
	}
}
