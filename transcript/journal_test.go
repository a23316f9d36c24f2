package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"

	"pgregory.net/rapid"
)

// journalOf writes tr to a journal and returns its octets.
func journalOf(t testing.TB, tr *Transcript, level Level) []byte {
	t.Helper()
	j, err := OpenJournal(filepath.Join(t.TempDir(), "journal"), tr.Start(), level)
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Keep(j); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	octets, err := os.ReadFile(j.Path())
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

// anySession draws a transcript of anything, whether it makes sense or not.
func anySession(t *rapid.T) *Transcript {
	start := Start{
		Time:   time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).In(time.FixedZone("", 60*rapid.IntRange(-700, 700).Draw(t, "zone"))),
		Target: rapid.String().Draw(t, "target"), Local: "[::1]:40000", Partial: rapid.Bool().Draw(t, "partial"),
	}
	tr := New(start)
	octets := rapid.OneOf(
		rapid.SliceOf(rapid.Byte()),
		rapid.Map(rapid.String(), func(s string) []byte { return []byte(s) }),
		rapid.Map(rapid.SliceOf(rapid.SampledFrom(append(session, "\r\n", ".\r\n", "AUTH PLAIN aGVsbG8=\r\n", "334 \r\n", "BDAT 7\r\n", "\xff", "\x1b[31m", "ü\u202e\u2028"))), func(s []string) []byte {
			return []byte(strings.Join(s, ""))
		}),
	)
	for range rapid.IntRange(0, 30).Draw(t, "events") {
		e := Entry{
			Who: Who(rapid.IntRange(0, 2).Draw(t, "who")), Flags: Flags(rapid.Byte().Draw(t, "flags")), Group: rapid.Uint32().Draw(t, "group"),
			Octets: octets.Draw(t, "octets"), At: time.Duration(rapid.Int64Range(0, int64(maxAt)).Draw(t, "at")),
		}
		if e.Who == Local {
			e.Fact, e.Text = Fact(rapid.IntRange(0, int(Committed)).Draw(t, "fact")), string(octets.Draw(t, "text"))
		}
		for at := 0; len(e.Octets) > 0 && rapid.Bool().Draw(t, "read"); {
			at += rapid.IntRange(1, len(e.Octets)).Draw(t, "step")
			e.Reads = append(e.Reads, at)
		}
		tr.Record(e)
	}
	return tr
}

func TestJournalRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		tr := anySession(rt)
		j, err := OpenJournal(dir, tr.Start(), Full)
		if err != nil {
			rt.Fatal(err)
		}
		defer j.Forget()
		if err := tr.Keep(j); err != nil {
			rt.Fatal(err)
		}
		octets, err := os.ReadFile(j.Path())
		if err != nil {
			rt.Fatal(err)
		}
		got, end, err := ReadJournal(appendEnd(octets))
		if err != nil || !end.Clean || end.Dropped != 0 {
			rt.Fatal(end, err)
		}
		sameTranscript(t, got, tr)
	})
}

// A program that is killed at any octet of any write leaves a journal that can be
// read up to the last whole event.
func TestJournalCutAnywhere(t *testing.T) {
	tr := tape(t, Start{Target: "mx.example.com"}, session...)
	whole := journalOf(t, tr, Full)
	began := len(appendStart([]byte(journalMagic), tr.Start()))
	seen := 0
	for n := range len(whole) {
		got, end, err := ReadJournal(whole[:n])
		if n < began {
			var fault *FormatError
			if !errors.As(err, &fault) {
				t.Fatalf("%d octets: %v", n, err)
			}
			continue
		}
		if err != nil || end.Clean || end.Dropped < 0 {
			t.Fatalf("%d octets: %+v, %v", n, end, err)
		}
		if got.Len() < seen || got.Len() > seen+1 || end.Dropped == 0 != (got.Len() == seen+1 || n == began || n == len(whole)-9) {
			t.Fatalf("%d octets: %d events after %d, %d dropped", n, got.Len(), seen, end.Dropped)
		}
		for i := seen; i < got.Len(); i++ {
			if !sameEvent(got.At(i), tr.At(i)) {
				t.Fatalf("event %d is %+v", i, got.At(i))
			}
		}
		seen = got.Len()
	}
	if seen != tr.Len() {
		t.Errorf("%d events of %d", seen, tr.Len())
	}
}

// One octet that changed anywhere is noticed: nothing from there on is believed.
func TestJournalDamaged(t *testing.T) {
	tr := tape(t, Start{}, session...)
	whole := journalOf(t, tr, Full)
	for n := range len(whole) {
		damaged := bytes.Clone(whole)
		damaged[n] ^= 0x20
		got, end, err := ReadJournal(damaged)
		if err != nil {
			continue
		}
		if end.Clean || end.Dropped == 0 {
			t.Fatalf("octet %d: %+v", n, end)
		}
		for i := range got.Len() {
			if !sameEvent(got.At(i), tr.At(i)) {
				t.Fatalf("octet %d: event %d is %+v", n, i, got.At(i))
			}
		}
	}
}

// What is recorded is in the file before Record returns, in one write.
func TestJournalIsWrittenAtOnce(t *testing.T) {
	tr := New(Start{})
	tr.Conceal([]byte(canary))
	j, err := OpenJournal(t.TempDir(), tr.Start(), Full)
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Keep(j); err != nil {
		t.Fatal(err)
	}
	for i, line := range session {
		play(t, tr, line)
		octets, err := os.ReadFile(j.Path())
		if err != nil {
			t.Fatal(err)
		}
		got, end, err := ReadJournal(octets)
		if err != nil || end.Dropped != 0 || got.Len() != i+1 {
			t.Fatalf("after %d events: %d, %+v, %v", i+1, got.Len(), end, err)
		}
	}
	play(t, tr, "C: NOOP "+canary)
	octets, _ := os.ReadFile(j.Path())
	if bytes.Contains(octets, []byte(canary)) {
		t.Error("the secret is in the file")
	}
	if err := errors.Join(j.Close(), j.Close()); err != nil {
		t.Error(err)
	}
	play(t, tr, "C: NOOP")
	if e := tr.At(tr.Len() - 1); e.Who != Client {
		t.Errorf("after Close: %+v", e)
	}
}

func TestJournalEnvelope(t *testing.T) {
	text := strings.Repeat("0123456789 secret of the text\r\n", 1000)
	tr := tape(t, Start{}, append(toText, "C: DATA", "S: 354 go")...)
	tr.Said([]byte(text+".\r\n"), 0, 0)
	play(t, tr, "S: 250 ok", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok")
	tr.Said(fmt.Appendf(nil, "BDAT %d LAST\r\n%sNOOP\r\n", len(text), text), 0, 0)
	play(t, tr, "S: 250 ok", "S: 250 ok", "C: QUIT", "S: 221 bye", "@close")
	octets := journalOf(t, tr, Envelope)
	if n := bytes.Count(octets, []byte("secret of the text")); n < 2*100 || n > 2*envelopeText/30 || len(octets) > 12<<10 {
		t.Errorf("%d octets, %d lines of text", len(octets), n)
	}
	got, end, err := ReadJournal(octets)
	if err != nil || !end.Clean {
		t.Fatal(end, err)
	}
	if got.Len() != tr.Len() || pairs(got) != pairs(tr) {
		t.Errorf("%d events, pairs %s; want %d, %s", got.Len(), pairs(got), tr.Len(), pairs(tr))
	}
	for i := range tr.Len() + 1 {
		if a, b := sketch(got.State(i)), sketch(tr.State(i)); a != b {
			t.Fatalf("before event %d\n%s, want\n%s", i, a, b)
		}
	}
}

// Leaving text out never changes the dialogue, wherever the pieces end.
func TestJournalEnvelopeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lead := append(append([]string{}, toText...), "C: DATA", "S: 354 go")
		tr := New(Start{})
		for i, l := range lead {
			tr.Record(Entry{Who: Server - Who(i%2), Octets: []byte(strings.TrimLeft(l[2:], " ") + "\r\n"), Fact: Connected, At: 0})
			if i == 0 {
				tr = New(Start{})
				tr.Record(Entry{Who: Local, Fact: Connected, At: 0})
			}
		}
		s := tr.State(tr.Len())
		short := s
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			parts := rapid.SliceOf(rapid.SampledFrom([]string{"\r\n", "\r", "\n", ".", "\r\n.\r\n", "x", strings.Repeat("y", 700) + "\r\n"})).Draw(t, "said")
			e := Event{Who: Client, Octets: []byte(strings.Join(parts, "")), Mark: -1}
			if len(e.Octets) == 0 {
				continue
			}
			n, _ := piece(&s, 0, e.Octets)
			e.Octets = e.Octets[:n]
			cut := abridge(e, &short)
			s, short = e.After(s), cut.After(short)
			if a, b := sketch(short), sketch(s); a != b || short.LineStart() != s.LineStart() {
				t.Fatalf("%q becomes %+v\n%s, want\n%s", e.Octets, cut, a, b)
			}
		}
		if s.Reading() == smtp.AsNothing {
			t.Fatal("there was no text")
		}
	})
}

func TestJournalForget(t *testing.T) {
	dir := t.TempDir()
	tr := New(Start{})
	j, err := OpenJournal(dir, tr.Start(), Full)
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Keep(j); err != nil {
		t.Fatal(err)
	}
	play(t, tr, session...)
	if err := j.Forget(); err != nil {
		t.Fatal(err)
	}
	play(t, tr, session...)
	if left, _ := os.ReadDir(dir); len(left) != 0 || tr.Len() != 2*len(session) {
		t.Errorf("%d files left, %d events", len(left), tr.Len())
	}
}

func TestJournalOff(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	j, err := OpenJournal(dir, Start{}, Off)
	if j != nil || err != nil {
		t.Fatal(j, err)
	}
	tr := New(Start{})
	if err := errors.Join(tr.Keep(j), j.Close(), j.Forget()); err != nil {
		t.Error(err)
	}
	play(t, tr, session...)
	if _, err := os.Lstat(dir); err == nil || j.Path() != "" {
		t.Error("there is a folder")
	}
}

// When the journal cannot be written any more the session goes on and says so once.
func TestJournalFull(t *testing.T) {
	tr := New(Start{})
	j, err := OpenJournal(t.TempDir(), tr.Start(), Full)
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Keep(j); err != nil {
		t.Fatal(err)
	}
	j.size = sweepOctets - 60
	play(t, tr, "C: NOOP", "C: NOOP", "C: NOOP", "C: NOOP")
	var warnings []string
	for i := range tr.Len() {
		if e := tr.At(i); e.Fact == Warning {
			warnings = append(warnings, e.Text)
		}
	}
	if len(warnings) != 1 || warnings[0] != "the journal stops here: it has reached 100 MiB" || tr.Len() != 5 {
		t.Errorf("%q, %d events", warnings, tr.Len())
	}
}

func TestLevelNames(t *testing.T) {
	for _, l := range []Level{Full, Envelope, Off} {
		if got, ok := LevelNamed(l.String()); !ok || got != l {
			t.Errorf("%v: %v, %v", l, got, ok)
		}
	}
	if _, ok := LevelNamed("none"); ok {
		t.Error("none is a level")
	}
}

// A frame with the right checksum may still hold anything.
func TestJournalHostile(t *testing.T) {
	head := appendStart([]byte(journalMagic), Start{Time: time.Unix(0, 0)})
	frame := func(kind byte, payload ...byte) []byte {
		b := append(bytes.Clone(head), 0)
		b = b[:len(head)]
		return endFrame(append(beginFrame(b, kind), payload...), len(head))
	}
	event := func(e Event) []byte { return appendEvent(bytes.Clone(head), &e) }
	for name, octets := range map[string][]byte{
		"unknown kind":      frame(9),
		"an end with more":  frame(frameEnd, 1),
		"an end, then more": append(frame(frameEnd), 0),
		"a second start":    append(bytes.Clone(head), head[len(journalMagic):]...),
		"empty event":       frame(frameEvent),
		"unknown speaker":   event(Event{Who: 3, Mark: -1}),
		"unknown fact":      event(Event{Fact: 31, Mark: -1}),
		"a fact said":       event(Event{Who: Client, Fact: Closed, Mark: -1}),
		"mark beyond":       event(Event{Who: Client, Mark: 4, Octets: []byte("abc")}),
		"gone, no mark":     event(Event{Who: Client, Mark: -1, Gone: 5}),
		"gone too many":     event(Event{Who: Client, Mark: 0, Gone: maxGone + 1}),
		"reads fall":        event(Event{Who: Client, Mark: -1, Octets: []byte("abc"), Reads: []int{2, 2}}),
		"reads beyond":      event(Event{Who: Client, Mark: -1, Octets: []byte("abc"), Reads: []int{3}}),
		"too late":          event(Event{Who: Client, Mark: -1, At: maxAt + 1}),
		"text too long":     event(Event{Mark: -1, Text: strings.Repeat("x", maxText+1)}),
		"many octets":       event(Event{Who: Client, Mark: -1, Octets: make([]byte, maxOctets+1)}),
		"a million reads":   frame(frameEvent, 0, 1, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f),
		"a long text":       frame(frameEvent, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f),
	} {
		_, _, err := ReadJournal(octets)
		var fault *FormatError
		if !errors.As(err, &fault) || fault.Offset < int64(len(head)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a file says of its secrets is not believed.
func TestJournalWithASecretInIt(t *testing.T) {
	b := appendStart([]byte(journalMagic), Start{Time: time.Unix(0, 0)})
	for _, e := range []Event{
		{Fact: Connected, Mark: -1}, {Who: Server, Octets: []byte("220 a\r\n"), Mark: -1},
		{Who: Client, Flags: Secret, Mark: 3, Octets: []byte("AUTH PLAIN " + b64(canary) + "\r\n")},
	} {
		b = appendEvent(b, &e)
	}
	tr, _, err := ReadJournal(b)
	if err != nil {
		t.Fatal(err)
	}
	if e := tr.At(2); string(e.Octets) != "AUTH PLAIN \r\n" || e.Mark != 11 {
		t.Errorf("%+v", e)
	}
}
