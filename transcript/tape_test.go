package transcript

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
)

// tape records a dialogue given as lines: "C: x" and "S: x" with CRLF added,
// `C"x"` and `S"x"` as they stand (\r \n \x.. are Go escapes), and "@connect",
// "@secure", "@close" for the local facts. A C line is given to Said.
func tape(t testing.TB, start Start, lines ...string) *Transcript {
	t.Helper()
	tr := New(start)
	play(t, tr, lines...)
	return tr
}

func play(t testing.TB, tr *Transcript, lines ...string) {
	t.Helper()
	for _, line := range lines {
		switch {
		case line == "@connect":
			tr.Record(Entry{Who: Local, Fact: Connected, Text: "[::1]:1 [::1]:25", At: Now})
		case line == "@secure":
			tr.Record(Entry{Who: Local, Fact: Secured, Text: "TLS 1.3", At: Now})
		case line == "@close":
			tr.Record(Entry{Who: Local, Fact: Closed, Text: "server", At: Now})
		case strings.HasPrefix(line, "C: "):
			tr.Said([]byte(line[3:]+"\r\n"), 0, 0)
		case strings.HasPrefix(line, "S: "):
			octets := strings.ReplaceAll(line[3:], "|", "\r\n") + "\r\n"
			tr.Record(Entry{Who: Server, Octets: []byte(octets), At: Now})
		case strings.HasPrefix(line, `C"`):
			tr.Said([]byte(goString(t, line[1:])), 0, 0)
		case strings.HasPrefix(line, `S"`):
			tr.Record(Entry{Who: Server, Octets: []byte(goString(t, line[1:])), At: Now})
		default:
			t.Fatalf("no such line: %s", line)
		}
	}
}

func goString(t testing.TB, quoted string) string {
	t.Helper()
	var s string
	if _, err := fmt.Sscanf(quoted, "%q", &s); err != nil {
		t.Fatalf("%s: %v", quoted, err)
	}
	return s
}

// sketch is what can be asked of a state, for comparison.
func sketch(s smtp.State) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.Phase(), s.Reading(), s.Hello(), s.HelloName(), s.ServerName(), s.TLS(), s.Authenticated(),
		s.OwedCount(), s.Accepted(), s.ChunkLeft(), s.TextOctets(), s.Owner(), s.Messages(), s.Refusals(), s.Unasked())
	from, ok := s.Sender()
	o, owed := s.Owed()
	fmt.Fprintln(&b, from, ok, s.Recipients(), s.Offered(), o.Matter, o.Command.Verb, owed)
	fmt.Fprintf(&b, "%q", s.Challenge())
	return b.String()
}

// wires lists the octets of the events.
func wires(tr *Transcript) (all []string) {
	for i := range tr.Len() {
		all = append(all, string(tr.At(i).Octets))
	}
	return all
}

func sameTranscript(t testing.TB, got, want *Transcript) {
	t.Helper()
	a, b := got.Start(), want.Start()
	if !a.Time.Equal(b.Time) || a.Time.Format(time.RFC3339Nano) != b.Time.Format(time.RFC3339Nano) {
		t.Fatalf("time %v, want %v", a.Time, b.Time)
	}
	if a.Time, b.Time = (time.Time{}), (time.Time{}); a != b {
		t.Fatalf("start %+v, want %+v", a, b)
	}
	if got.Len() != want.Len() {
		t.Fatalf("%d events, want %d", got.Len(), want.Len())
	}
	for i := range want.Len() {
		if g, w := got.At(i), want.At(i); !sameEvent(g, w) {
			t.Fatalf("event %d is\n%+v, want\n%+v", i, g, w)
		}
		if g, w := got.Answer(i), want.Answer(i); g != w {
			t.Fatalf("event %d is answered by %d, want %d", i, g, w)
		}
		if g, w := got.Question(i), want.Question(i); g != w {
			t.Fatalf("event %d answers %d, want %d", i, g, w)
		}
	}
	if g, w := sketch(got.State(got.Len())), sketch(want.State(want.Len())); g != w {
		t.Fatalf("state\n%s, want\n%s", g, w)
	}
}

func sameEvent(a, b Event) bool {
	if string(a.Octets) != string(b.Octets) {
		return false
	}
	a.Octets, b.Octets = nil, nil
	return reflect.DeepEqual(a, b)
}
