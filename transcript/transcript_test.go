package transcript

import (
	"fmt"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/smtp"
)

var session = []string{
	"@connect", "S: 220 mx.example.com ESMTP", "C: EHLO client.example", "S: 250-mx.example.com|250-SIZE 1000|250 PIPELINING",
	"C: MAIL FROM:<bob@example.org>", "S: 250 2.1.0 ok", "C: RCPT TO:<alice@example.com>", "S: 250 2.1.5 ok",
	"C: DATA", "S: 354 go on", "C: Subject: x", "C: ", "C: hello", "C: .", "S: 250 2.0.0 queued", "C: QUIT", "S: 221 bye", "@close",
}

func TestEventsAreWhatWasRecorded(t *testing.T) {
	tr := New(Start{})
	reads := []int{4, 9}
	octets := []byte("220 mx.example.com\r\n")
	got := tr.Record(Entry{Who: Server, Flags: TLS | Stray, Group: 7, Octets: octets, Reads: reads, At: 3 * time.Second})
	octets[0], reads[0] = 'x', 5
	want := Event{
		At: 3 * time.Second, Who: Server, Flags: TLS | Stray, Group: 7, Octets: []byte("220 mx.example.com\r\n"), Mark: -1, Reads: []int{4, 9},
	}
	for _, e := range []Event{got, tr.At(0)} {
		if !sameEvent(e, want) {
			t.Errorf("got %+v, want %+v", e, want)
		}
	}
}

func TestTimesAreSinceTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := New(Start{})
		time.Sleep(1500 * time.Millisecond)
		if e := tr.Record(Entry{Who: Local, Fact: Note, Text: "x", At: Now}); e.At != 1500*time.Millisecond {
			t.Errorf("at %v", e.At)
		}
		if !tr.Start().Time.Add(1500 * time.Millisecond).Equal(time.Now()) {
			t.Errorf("started at %v, now it is %v", tr.Start().Time, time.Now())
		}
	})
}

// A state folded from a checkpoint is the one folded from the beginning, at every
// event, over several rows.
func TestStateIsAFold(t *testing.T) {
	tr := New(Start{})
	for range 60 {
		play(t, tr, session...)
	}
	if tr.Len() < 3*rowSize {
		t.Fatalf("only %d events", tr.Len())
	}
	s := smtp.State{}
	for i := range tr.Len() {
		if got, want := sketch(tr.State(i)), sketch(s); got != want {
			t.Fatalf("before event %d the state is\n%s, want\n%s", i, got, want)
		}
		s = tr.At(i).After(s)
	}
	if got, want := sketch(tr.State(tr.Len())), sketch(s); got != want {
		t.Fatalf("the state now is\n%s, want\n%s", got, want)
	}
	if s.Phase() != smtp.Ended || s.Messages() != 1 {
		t.Errorf("phase %v, %d messages", s.Phase(), s.Messages())
	}
}

// So is the state near the end, which the writer knows without folding, whatever
// was recorded last.
func TestStateNearTheEnd(t *testing.T) {
	tr := New(Start{})
	for _, line := range session {
		play(t, tr, line)
		tr.Record(Entry{Who: Local, Fact: Note, Text: "moves nothing"})
		states := []smtp.State{{}}
		for i := range tr.Len() {
			states = append(states, tr.At(i).After(states[i]))
		}
		for i := max(0, tr.Len()-4); i <= tr.Len(); i++ {
			if got, want := sketch(tr.State(i)), sketch(states[i]); got != want {
				t.Fatalf("before event %d of %d the state is\n%s, want\n%s", i, tr.Len(), got, want)
			}
		}
	}
}

// The state at the end is right also when it cannot be taken from the writer and
// the last row is full.
func TestStateNowWhileSomebodyWrites(t *testing.T) {
	for _, n := range []int{0, 1, rowSize - 1, rowSize, rowSize + 1} {
		tr := New(Start{Partial: true})
		for i := range n {
			tr.Said(fmt.Appendf(nil, "NOOP %d\r\n", i), 0, 0)
		}
		tr.mu.Lock()
		s := tr.State(n)
		tr.mu.Unlock()
		if s.OwedCount() != n || !s.IsPartial() {
			t.Errorf("after %d events %d replies are owed, partial %v", n, s.OwedCount(), s.IsPartial())
		}
	}
}

func TestAtPanicsBeyondTheEnd(t *testing.T) {
	for _, i := range []int{-1, 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("At(%d) of one event did not panic", i)
				}
			}()
			tr := New(Start{})
			tr.Record(Entry{Who: Local, At: Now})
			tr.At(i)
		}()
	}
}

func TestLargeEntriesBecomeSeveralEvents(t *testing.T) {
	tr := New(Start{})
	octets := []byte(strings.Repeat("x", 2*maxOctets+5))
	first := tr.Record(Entry{Who: Server, Flags: Stray, Octets: octets, At: Now})
	if len(first.Octets) != maxOctets || tr.Len() != 3 || strings.Join(wires(tr), "") != string(octets) {
		t.Errorf("first %d octets, %d events", len(first.Octets), tr.Len())
	}
}

func TestWakeHasOneSlot(t *testing.T) {
	tr := New(Start{})
	other, stop := tr.Watch()
	tr.Said([]byte("NOOP\r\nNOOP\r\n"), 0, 0)
	tr.Said([]byte("NOOP\r\n"), 0, 0)
	for _, c := range []<-chan struct{}{tr.Wake(), other} {
		if len(c) != 1 {
			t.Fatalf("%d wakes wait", len(c))
		}
		<-c
	}
	stop()
	tr.Record(Entry{Who: Local, At: Now})
	if len(other) != 0 || len(tr.Wake()) != 1 {
		t.Errorf("after stop: %d, %d", len(other), len(tr.Wake()))
	}
}

// Many read while one writes; the race detector judges, too.
func TestReadersBesideAWriter(t *testing.T) {
	const lines = 2000
	tr := New(Start{Partial: true})
	saw := make(chan string)
	for range 3 {
		go func() {
			fault := ""
			for n := 0; n < 2*lines && fault == ""; n = tr.Len() {
				for i := max(0, n-30); i < n; i++ {
					if e := tr.At(i); e.Who == Client && string(e.Octets) != fmt.Sprintf("NOOP %d\r\n", i/2) {
						fault = fmt.Sprintf("event %d: %q", i, e.Octets)
					} else if q := tr.Question(i); e.Who == Server && q != i-1 {
						fault = fmt.Sprintf("event %d answers %d", i, q)
					}
				}
				if owed := tr.State(n).OwedCount(); owed != n%2 {
					fault = fmt.Sprintf("%d owed after %d events", owed, n)
				}
				if n > 0 {
					tr.Answer(n - 1)
				}
			}
			saw <- fault
		}()
	}
	for i := range lines {
		tr.Said(fmt.Appendf(nil, "NOOP %d\r\n", i), 0, 0)
		tr.Record(Entry{Who: Server, Octets: []byte("250 ok\r\n"), At: Now})
	}
	for range 3 {
		if fault := <-saw; fault != "" {
			t.Error(fault)
		}
	}
}

// What 100,000 lines take is at most one and a half times their octets.
func TestMemory(t *testing.T) {
	line := []byte("250 2.1.5 <somebody@mail.example.com> recipient ok, go on with the next\r\n")
	const lines = 100_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	tr := New(Start{})
	for i := range lines {
		tr.Record(Entry{Who: Server, Octets: line, At: time.Duration(i)})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	ratio := float64(after.HeapAlloc-before.HeapAlloc) / float64(lines*len(line))
	if t.Logf("%.2f octets an octet", ratio); ratio > 1.5 {
		t.Errorf("%.2f octets are held for one, want at most 1.5", ratio)
	}
	runtime.KeepAlive(tr)
}

// The record opens no socket and starts no program, nor does what it is built on.
func TestNeverKnows(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skipf("no go command here: %v", err)
	}
	deps := strings.Fields(string(out))
	for _, never := range []string{"net", "crypto/tls", "os/exec", "net/textproto", "net/url"} {
		if slices.Contains(deps, never) {
			t.Errorf("transcript reaches %s", never)
		}
	}
}

func TestNamesAreComplete(t *testing.T) {
	for f := NoFact + 1; f <= Committed; f++ {
		if f.String() == "" || f.String() == "unknown" {
			t.Errorf("fact %d has no name", f)
		}
	}
	if got := []string{Local.String(), Client.String(), Server.String(), Who(9).String()}; !reflect.DeepEqual(got, []string{"local", "client", "server", "unknown"}) {
		t.Errorf("%q", got)
	}
	if 1<<len(flagNames)>>1 != int(Omitted) {
		t.Errorf("%d flags have a name", len(flagNames))
	}
}
