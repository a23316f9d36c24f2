package tui

import (
	"net"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"ehlo/lessons/course"
	"ehlo/session/loopback"
)

var longLesson = "---\ntitle: A long one\n---\n## Read and do\n" + strings.Repeat("A paragraph that takes its place in the box of the lesson.\n\n", 18) + "```step" + `
goals:
  - say: NOOP was answered
    when: count(replies("NOOP", "250")) >= 1
    unmet: Say NOOP.
hints: [One verb., "Others say: RSET"]
solution: |
  C: NOOP
  S: 250
tip: It is noticed once.
` + "```\n"

// Where the text of a step is too long for its box and stands over the session, what
// there is to do and what was to be noticed stand in the box alone.
func TestNothingOfAStepIsShownTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{}.Fixed())
		config := lessonConfig("long", server, func(conn net.Conn) { server.ServeConn(conn) })
		config.Course = func() (*course.Course, error) {
			return course.Open(fstest.MapFS{"01-long.md": {Data: []byte(longLesson)}}, "en")
		}
		p := &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}
		p.at(120, 36, config)
		once := func(texts ...string) {
			t.Helper()
			for _, text := range texts {
				if n := strings.Count(p.screen(), text); n != 1 {
					t.Errorf("%s: %d times\n%s", text, n, p.screen())
				}
			}
		}
		p.sees("… F2 shows all of it", "NOOP was answered").press("f2").sees("PgDn: more")
		p.press("pgdown", "pgdown")
		once("NOOP was answered", "Say NOOP.")
		p.press("esc").says("NOOP")
		once("✓ NOOP was answered", "It is noticed once.")
		p.press("f2").sees("… F2 shows all of it").press("f2", "pgdown", "pgdown").misses("PgDn: more")
		once("✓ NOOP was answered", "It is noticed once.")
		p.send(sizeOf(80, 24)).press("pgdown", "pgdown", "pgdown") // here is no box
		once("✓ NOOP was answered", "It is noticed once.")
		p.leave()
		server.Close()
	})
}
