package desk

import (
	"testing"

	"ehlo/tui/classroom"
)

// The words of a lesson are told in plain text, and joined as their end asks for.
func TestNoticeIsPlain(t *testing.T) {
	for _, c := range []struct {
		n    Notice
		want string
	}{
		{Notice{Words: "it took `NOOP`", Remedy: ":save keeps it"}, "it took `NOOP`; :save keeps it"},
		{Notice{Words: "goal met: *no operation* got `550`", Lesson: true}, "goal met: no operation got 550"},
		{Notice{Words: "RSET took it away.\n", Remedy: again, Lesson: true}, "RSET took it away. " + again},
		{Notice{Words: "Why `250`?", Remedy: again, Lesson: true}, "Why 250? " + again},
		{Notice{Words: "step 1 of 2 is done", Remedy: ":next goes on", Lesson: true}, "step 1 of 2 is done; :next goes on"},
	} {
		if got := c.n.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What is told again is told, and kept once.
func TestNoticeIsKeptOnce(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types(":lesson first", ":skip", ":skip", ":skip")
		p.page = nil
		before := len(p.d.Notices())
		p.types(":nosuch", ":nosuch")
		p.shows("ehlo has no command :nosuch", "ehlo has no command :nosuch")
		if n := len(p.d.Notices()) - before; n != 1 {
			t.Errorf("%d notices are kept", n)
		}
		p.types("1", ":nosuch")
		if n := len(p.d.Notices()) - before; n != 3 {
			t.Errorf("%d notices are kept", n)
		}
	})
}

// A step may be done when its connection is gone; trying things asks for another.
func TestDoneWithoutConnection(t *testing.T) {
	learn(t, new(classroom.Notebook), func(p *person) {
		p.types(":lesson first", ":skip", ":skip", ":eol crlf", "QUIT")
		if v := p.view(); !v.Done || v.Next != ":next goes on, :next core to the end, or :reconnect and try things" {
			t.Errorf("%+v", v)
		}
		p.types(":reconnect")
		if v := p.view(); v.Next != ":next goes on, :next core to the end, or try things" {
			t.Errorf("%+v", v)
		}
	})
}
