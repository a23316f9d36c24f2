package course

import (
	"fmt"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// BenchmarkEvent is what a lesson costs for each event: its goals, mistakes and what
// must not happen are asked about it, on top of the events before.
func BenchmarkEvent(b *testing.B) {
	course, err := Open(Included(), "en")
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"several-recipients", "dot-stuffing", "when-the-server-says-no"} {
		l, err := course.Lesson(name)
		if err != nil {
			b.Fatal(err)
		}
		for _, before := range []int{100, 10_000} {
			b.Run(fmt.Sprintf("%s/behind-%d", name, before), func(b *testing.B) {
				tape := transcript.New(transcript.Start{})
				tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected})
				noop(tape, before/2)
				p := Begin(l)
				p.Open(1, tape, 0, nil)
				p.Follow(tape.Len())
				b.ReportAllocs()
				for b.Loop() {
					noop(tape, 1)
					p.Follow(tape.Len())
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/event")
			})
		}
	}
}

// BenchmarkWorst is what the dearest steps that are let through cost for each event, on
// the largest scene: each is one hostile expression, as often as a step may ask it.
func BenchmarkWorst(b *testing.B) {
	for i, source := range costly {
		c, err := compileCondition(source)
		if err != nil {
			b.Fatalf("%s: %v", source, err)
		}
		for name, s := range largest() {
			b.Run(fmt.Sprintf("%d-%s", i, name), func(b *testing.B) {
				for b.Loop() {
					s.tape.Record(transcript.Entry{Who: transcript.Server, Octets: []byte("250 ok\r\n")})
					s.Follow(s.tape.Len())
					for range WorkLimit / c.work {
						c.Holds(s)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs/event")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*(WorkLimit/c.work*c.work)), "ns/work")
			})
		}
	}
}

// noop records n exchanges.
func noop(tape *transcript.Transcript, n int) {
	for range n {
		tape.Said([]byte("NOOP\r\n"), 0, tape.NextGroup())
		tape.Record(transcript.Entry{Who: transcript.Server, Octets: []byte("250 ok\r\n")})
	}
}

// BenchmarkCourse is what "ehlo lesson" costs before anything is shown: the list, and
// one lesson.
func BenchmarkCourse(b *testing.B) {
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			if _, err := Open(Included(), "en"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("lesson", func(b *testing.B) {
		course, err := Open(Included(), "en")
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := course.Lesson("first-message"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestViewFollows holds the view that is kept to the events that come.
func TestViewFollows(t *testing.T) {
	tape := transcript.New(transcript.Start{})
	s := NewScene(tape, 0, nil)
	wire, err := compileCondition(`wire.client contains "NOOP" && count(said("NOOP")) == 1 && state.phase == "` + smtp.State{}.Phase().String() + `"`)
	if err != nil {
		t.Fatal(err)
	}
	if wire.Holds(s) {
		t.Error("it holds before anything was said")
	}
	noop(tape, 1)
	s.Follow(1)
	if !wire.Holds(s) {
		t.Errorf("it doesn't hold behind %s", strings.TrimSpace(string(tape.At(0).Octets)))
	}
	noop(tape, 1)
	s.Follow(tape.Len())
	if wire.Holds(s) {
		t.Error("it still holds behind a second NOOP")
	}
}
