package tui

import (
	"net"
	"testing"

	tea "charm.land/bubbletea/v2"

	"ehlo/session/loopback"
	"ehlo/tui/desk"
)

// BenchmarkKey types a letter, takes it away and draws the screen after each: without
// a lesson, beside the text of one, and beside its goals.
func BenchmarkKey(b *testing.B) {
	for _, c := range []struct {
		name, lesson string
		reading      bool
	}{{"without", "", false}, {"lesson/text", "party", true}, {"lesson/goals", "party", false}} {
		b.Run(c.name, func(b *testing.B) {
			m := greeted(b, c.lesson)
			m.taught.reading = c.reading
			keys := []tea.KeyPressMsg{{Code: 'n', Text: "n"}, {Code: tea.KeyBackspace}}
			b.ReportAllocs()
			for b.Loop() {
				for _, k := range keys {
					m.Update(k)
					m.View()
				}
			}
		})
	}
}

// greeted is a screen at the included server, in a lesson if one is named.
func greeted(b testing.TB, lesson string) *Model {
	b.Helper()
	server := loopback.New(loopback.Options{}.Fixed())
	d := desk.New(lessonConfig(lesson, server, func(conn net.Conn) { server.ServeConn(conn) }))
	b.Cleanup(func() { d.Close(); server.Close() })
	m := New(d)
	m.take(d.Connect(), true)
	m.resize(120, 36)
	for m.told < 0 || lesson != "" && (!m.taught.open || m.taught.Opening) {
		<-d.Wake()
		m.take(d.Grew(), true)
	}
	return m
}

// What a key allocates tells, on a busy machine too, whether a lesson makes it dearer.
func TestLessonCostsNoKey(t *testing.T) {
	allocs := func(lesson string, reading bool) float64 {
		m := greeted(t, lesson)
		m.taught.reading = reading
		return testing.AllocsPerRun(20, func() {
			m.Update(tea.KeyPressMsg{Code: 'n', Text: "n"})
			m.View()
			m.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
			m.View()
		})
	}
	without := allocs("", false)
	for _, reading := range []bool{true, false} {
		if with := allocs("party", reading); with > 1.1*without {
			t.Errorf("a key makes %.0f allocations without a lesson and %.0f with one", without, with)
		}
	}
}
