package transcript

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp/beside"
)

func BenchmarkRecordReply(b *testing.B) {
	line := []byte("250 2.1.5 <alice@example.com> recipient ok\r\n")
	tr := tape(b, Start{}, session[:5]...)
	b.ReportAllocs()
	for b.Loop() {
		tr.Record(Entry{Who: Server, Octets: line, At: time.Second})
	}
}

// BenchmarkRecordFact appends an event that moves no state: what the record alone
// costs.
func BenchmarkRecordFact(b *testing.B) {
	line := []byte("250 2.1.5 <alice@example.com> recipient ok\r\n")
	tr := New(Start{})
	b.ReportAllocs()
	for b.Loop() {
		tr.Record(Entry{Who: Local, Fact: Note, Octets: line, At: time.Second})
	}
}

func BenchmarkRecordNow(b *testing.B) {
	line := []byte("250 2.1.5 <alice@example.com> recipient ok\r\n")
	tr := tape(b, Start{}, session[:5]...)
	b.ReportAllocs()
	for b.Loop() {
		tr.Record(Entry{Who: Server, Octets: line, At: Now})
	}
}

func BenchmarkSaidTextLine(b *testing.B) {
	line := []byte("a line of message text, as a person types it, of 72 octets or thereabout\r\n")
	tr := tape(b, Start{}, append(toText, "C: DATA", "S: 354 go")...)
	b.ReportAllocs()
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		tr.Said(line, 0, 0)
	}
}

func BenchmarkSaidTextBlock(b *testing.B) {
	block := []byte(strings.Repeat("a line of message text, as a person types it, of 72 octets or thereabout\r\n", 870))
	tr := tape(b, Start{}, append(toText, "C: DATA", "S: 354 go")...)
	b.ReportAllocs()
	b.SetBytes(int64(len(block)))
	for b.Loop() {
		if tr.Len() > 2000 {
			tr = tape(b, Start{}, append(toText, "C: DATA", "S: 354 go")...)
		}
		tr.Said(block, 0, 0)
	}
}

func BenchmarkRecordWithASecret(b *testing.B) {
	line := []byte("250 2.1.5 <alice@example.com> recipient ok\r\n")
	tr := tape(b, Start{}, session[:5]...)
	tr.Conceal([]byte(canary))
	for b.Loop() {
		tr.Record(Entry{Who: Server, Octets: line, At: time.Second})
	}
}

// mail is a transcript of n messages, about 3 KB each.
func mail(tb testing.TB, messages int) *Transcript {
	tr := tape(tb, Start{}, session[:4]...)
	text := strings.Repeat("The quick brown fox jumps over the \"lazy\" dog, and 72 octets are the line.\r\n", 12)
	for range messages {
		play(tb, tr, session[4:10]...)
		for _, line := range strings.SplitAfter(text+text+text, "\r\n") {
			tr.Said([]byte(line), 0, 0)
		}
		play(tb, tr, "C: .", "S: 250 2.0.0 queued as 4F2A1")
	}
	return tr
}

func BenchmarkAt(b *testing.B) {
	tr := mail(b, 100)
	for i := 0; b.Loop(); i++ {
		tr.At(i % tr.Len())
	}
}

func BenchmarkState(b *testing.B) {
	tr := mail(b, 100)
	for i := 0; b.Loop(); i += 97 {
		tr.State(i % tr.Len())
	}
}

func BenchmarkJournalWrite(b *testing.B) {
	tr := mail(b, 1)
	e := tr.At(12)
	j, err := OpenJournal(b.TempDir(), tr.Start(), Full)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(e.Octets)))
	for b.Loop() {
		if j.size > sweepOctets/2 {
			j.size = 0
			j.file.Truncate(0)
		}
		if err := j.write(&e, &tr.state); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJSONWrite(b *testing.B) {
	tr := mail(b, 1000)
	b.SetBytes(int64(len(jsonOf(b, tr))))
	for b.Loop() {
		WriteJSON(io.Discard, tr)
	}
}

// BenchmarkJSONRead reads a file of JSON lines beside encoding/json: the lines, as
// encoding/json does, and the whole record that is made of them, which encoding/json
// does not.
func BenchmarkJSONRead(b *testing.B) {
	octets := []byte(jsonOf(b, mail(b, 1000)))
	b.Run("lines", func(b *testing.B) {
		beside.Run(b, len(octets), func() { readLines(b, octets) }, func() { readStandard(b, octets) })
	})
	b.Run("record", func(b *testing.B) {
		beside.Run(b, len(octets), func() {
			if _, err := readJSON(octets); err != nil {
				b.Fatal(err)
			}
		}, func() { readStandard(b, octets) })
	})
}

// BenchmarkJournalRead reads a journal beside encoding/json, which reads the same
// session as JSON lines.
func BenchmarkJournalRead(b *testing.B) {
	tr := mail(b, 1000)
	octets, lines := journalOf(b, tr, Full), []byte(jsonOf(b, tr))
	beside.Run(b, len(octets), func() {
		if _, _, err := ReadJournal(octets); err != nil {
			b.Fatal(err)
		}
	}, func() { readStandard(b, lines) })
}

func readLines(b *testing.B, octets []byte) {
	p := jsonReader{t: New(Start{})}
	for rest := octets[bytes.IndexByte(octets, '\n')+1:]; ; {
		n := bytes.IndexByte(rest, '\n')
		var e Event
		p.b, p.pos = rest[:n], 0
		p.readFields(&e)
		if p.err != nil {
			b.Fatal(p.err)
		}
		if bytes.HasPrefix(p.b, []byte(`{"end"`)) {
			return
		}
		p.events++
		rest = rest[n+1:]
	}
}

func readStandard(b *testing.B, octets []byte) {
	lines := bufio.NewScanner(bytes.NewReader(octets))
	for lines.Scan() {
		var e struct {
			I, Mark, Gone           int
			Ms                      float64
			Who, Fact, Octets, Text string
			B64, Text64             []byte
			Flags                   []string
			Group                   uint32
			Reads                   []int
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSmallSession records the envelope, a short text and the end of a
// session, with a journal and without one.
func BenchmarkSmallSession(b *testing.B) {
	for _, level := range []Level{Off, Full} {
		b.Run(level.String(), func(b *testing.B) {
			dir := b.TempDir()
			b.ReportAllocs()
			for b.Loop() {
				tr := New(Start{})
				b.StopTimer()
				j, err := OpenJournal(dir, tr.Start(), level)
				if err == nil && j != nil {
					err = tr.Keep(j)
				}
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				play(b, tr, session...)
				b.StopTimer()
				j.Forget()
				b.StartTimer()
			}
		})
	}
}

// BenchmarkMemory says how much memory a long session takes for each octet that
// crossed the wire.
func BenchmarkMemory(b *testing.B) {
	line := []byte("250 2.1.5 <alice@example.com> recipient ok, and some words behind it\r\n")
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		tr := tape(b, Start{}, session[:5]...)
		for range 100_000 {
			tr.Record(Entry{Who: Server, Octets: line, At: Now})
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(100_000*len(line)), "of-the-wire")
		runtime.KeepAlive(tr)
	}
}
