package transcript

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"
)

// allocated returns how many octets of memory f took, freed or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// What can be read can be written, and reads the same again.
func FuzzJSONL(f *testing.F) {
	f.Add([]byte(odditiesJSON))
	f.Add([]byte(jsonOf(f, tape(f, Start{Time: time.Unix(0, 0).UTC()}, session...))))
	f.Add([]byte(jsonOf(f, tapeOf(local(Secured, unprovedText), local(Login, LoginText("PLAIN", "alice", false)), local(Secured, provedText)))))
	f.Add([]byte(strings.Replace(odditiesJSON, `"mark":11`, `"mark":3`, 1)))
	f.Add([]byte("{\"format\":\"ehlo-transcript\",\"version\":1,\"time\":\"2026-08-11T10:11:12Z\"}\n[[[[[[[["))
	f.Fuzz(func(t *testing.T, octets []byte) {
		var tr *Transcript
		var err error
		// Each event costs its place; a line of an event is 25 octets at least.
		if n := allocated(func() { tr, err = ReadJSON(bytes.NewReader(octets)) }); n > 5<<20+uint64(400*len(octets)) {
			t.Errorf("%d octets of memory for %d", n, len(octets))
		}
		if err != nil {
			return
		}
		// What is read is censored anew, and in a hostile file more may have to go
		// than its marks say. That settles, and nothing else changes.
		for range 4 {
			written := jsonOf(t, tr)
			again, err := readJSON([]byte(written))
			if err != nil {
				t.Fatalf("%v\n%s", err, written)
			}
			if jsonOf(t, again) == written {
				sameTranscript(t, again, tr)
				return
			}
			onlySecretsDiffer(t, again, tr)
			tr = again
		}
		t.Error("read and written again and again it never stays the same")
	})
}

// onlySecretsDiffer holds that got is want but for events of which a secret was cut.
func onlySecretsDiffer(t *testing.T, got, want *Transcript) {
	t.Helper()
	if got.Len() != want.Len() {
		t.Fatalf("%d events, want %d", got.Len(), want.Len())
	}
	for i := range want.Len() {
		if g, w := got.At(i), want.At(i); g.Flags&Secret == 0 && !sameEvent(g, w) {
			t.Fatalf("event %d is\n%+v, want\n%+v", i, g, w)
		}
	}
}

// settles holds that a transcript written as a journal reads the same again, once
// all has gone that the marks of a hostile file did not say.
func settles(t *testing.T, tr *Transcript) {
	t.Helper()
	for range 4 {
		b := journalFrames(tr)
		again, end, err := ReadJournal(b)
		if err != nil || !end.Clean {
			t.Fatal(end, err)
		}
		if bytes.Equal(journalFrames(again), b) {
			sameTranscript(t, again, tr)
			return
		}
		onlySecretsDiffer(t, again, tr)
		tr = again
	}
	t.Error("read and written again and again it never stays the same")
}

func journalFrames(tr *Transcript) []byte {
	b := appendStart([]byte(journalMagic), tr.Start())
	for i := range tr.Len() {
		e := tr.At(i)
		b = appendEvent(b, &e)
	}
	return appendEnd(b)
}

// The same for journals; and cut short they are still a beginning of the whole.
func FuzzJournal(f *testing.F) {
	f.Add(journalOf(f, tape(f, Start{Time: time.Unix(0, 0).UTC()}, session...), Full), uint(100))
	f.Add(journalOf(f, oddities(), Envelope), uint(3))
	f.Add([]byte(journalMagic), uint(0))
	f.Fuzz(func(t *testing.T, octets []byte, cut uint) {
		mended := mend(octets)
		var tr *Transcript
		var err error
		if n := allocated(func() { tr, _, err = ReadJournal(mended) }); n > 5<<20+uint64(400*len(octets)) {
			t.Errorf("%d octets of memory for %d", n, len(octets))
		}
		if err != nil {
			return
		}
		settles(t, tr)
		short, _, err := ReadJournal(mended[:cut%uint(len(mended)+1)])
		if err != nil {
			return
		}
		for i := range short.Len() {
			if !sameEvent(short.At(i), tr.At(i)) {
				t.Fatalf("cut short, event %d is %+v, want %+v", i, short.At(i), tr.At(i))
			}
		}
	})
}

// mend gives the frames of a journal the right checksum, so that what is in them
// is looked at.
func mend(octets []byte) []byte {
	b := bytes.Clone(octets)
	for at := len(journalMagic); at+frameHead < len(b); {
		n := int(uint32(b[at]) | uint32(b[at+1])<<8 | uint32(b[at+2])<<16 | uint32(b[at+3])<<24)
		if n <= 0 || n > len(b)-at-frameHead {
			break
		}
		endFrame(b[:at+frameHead+n], at)
		at += frameHead + n
	}
	return b
}
