package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var pipelining = []string{"PIPELINING", "SIZE 1000", "8BITMIME"}

// rehearse runs a script against a model peer.
func rehearse(t *testing.T, script string, p *modelPeer, o RunOptions) Result {
	t.Helper()
	return Run(t.Context(), parse(t, script), p, p.tape, o)
}

// told is a result in one line: outcome, replies met, text lines skipped, places.
func told(r Result) string {
	s := fmt.Sprintf("%v met=%d", r.Outcome, r.Met)
	if r.Skipped > 0 {
		s += fmt.Sprintf(" skipped=%d", r.Skipped)
	}
	for _, d := range r.Differences {
		s += fmt.Sprintf(" %d:%d", d.Line, d.Col)
	}
	return s
}

const (
	hello   = "S: 220\nC: EHLO a\nS: 250\n"
	toAlice = "C: MAIL FROM:<b@example.org>\nC: RCPT TO:<alice@example.com>\nC: DATA\n"
	toZoe   = "C: MAIL FROM:<b@example.org>\nC: RCPT TO:<zoe@example.com>\nC: DATA\n"
	quit    = "C: QUIT\nS: 221\n"
)

// A dialogue is a script, the server it meets, and what comes of it.
type dialogue struct {
	name, script string
	peer         func(*modelPeer)
	options      RunOptions
	sent         []string // what leaves behind the first write, write by write; nil: not looked at
	want         string
}

func (d dialogue) run(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(New(Start{}), modelGreeting, pipelining...)
		if d.peer != nil {
			d.peer(p)
		}
		r := rehearse(t, d.script, p, d.options)
		if got := told(r); got != d.want {
			t.Errorf("%s, want %s\n%v %v", got, d.want, r.Differences, r.Err)
		}
		if d.sent != nil && !slices.Equal(p.writes[1:], d.sent) {
			t.Errorf("sent %q, want %q", p.writes[1:], d.sent)
		}
		if p.gone == d.options.Fragment {
			t.Errorf("closed: %v", p.gone)
		}
	})
}

func answers(line, reply string) func(*modelPeer) {
	return func(p *modelPeer) { p.fixed = map[string]string{line: reply} }
}

// TestRunExamples runs the examples of the table that describes the form, each
// behind a hello.
func TestRunExamples(t *testing.T) {
	envelope := "MAIL FROM:<b@example.org>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n"
	for _, d := range []dialogue{
		{name: "empty line and blanks", script: "C:\nS: 500\nC:  x\nS: 500\n",
			sent: []string{"\r\n", " x\r\n", "QUIT\r\n"}, want: "as expected met=4"},
		{name: "a prefix counts once", script: "C: S: hi\nS: 500\nC: # hi\nS: 500\nC: @hi\nS: 500\nC: NOOP # x\nS: 250\n",
			sent: []string{"S: hi\r\n", "# hi\r\n", "@hi\r\n", "NOOP # x\r\n", "QUIT\r\n"}, want: "as expected met=6"},
		{name: "dots", script: toAlice + "S: 250\nS: 250\nS: 354\nC: ..\nC: .\nS: 250\n",
			sent: []string{envelope, "..\r\n.\r\n", "QUIT\r\n"}, want: "as expected met=6"},
		{name: "text, not compared", script: toAlice + "S: 250\nS: 250\nS: 354 begin with \":\" alone\n@close\n", want: "as expected met=5"},
		{name: "must occur", script: "C: NOOP\nS: 250 \"2.0.0 Ok\"\nC: NOOP\nS: 250 \"example.com\"\n", want: "different met=3 7:8"},
		{name: "several lines", script: "C: EHLO b\nS: 250-a\nS: 250-SIZE 9\nS: 250 HELP\nC: EHLO c\nS: 250 \"SIZE\"\n", want: "as expected met=4"},
		{name: "two replies", script: "C: LHLO a\nS: 250\n" + toAlice + "S: 250\nS: 250\nS: 354\nC: .\nS: 250 Ok\nS: 452 full\n",
			peer: func(p *modelPeer) { p.eod = "250 Ok\r\n452 full\r\n" }, want: "as expected met=8"},
		{name: "either, a class, both codes, any", script: "C: RCPT TO:<x@y>\nS: 503|554\nC: VRFY x\nS: 50x\nC: DATA\nS: 503 5.5.1\nC: x\nS:\n",
			want: "as expected met=6"},
		{name: "one group", script: toAlice + "S: 250\nS: 250\nS: 354\n@close\n", sent: []string{envelope}, want: "as expected met=5"},
		{name: "no pipelining, same verdict", script: toAlice + "S: 250\nS: 250\nS: 354\n@close\n", peer: func(p *modelPeer) { p.offers = nil },
			sent: strings.SplitAfter(envelope, "\r\n")[:3], want: "as expected met=5"},
		{name: "two segments", script: "C\"EH\"\n@wait 1s\nC\"LO a\\r\\n\"\nS: 250\n",
			sent: []string{"EH", "LO a\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "LF ends no message", script: toAlice + "S: 250\nS: 250\nS: 354\nC\"\\n.\\n\"\n@silence 5s\nC\"\\r\\n.\\r\\n\"\nS: 250\n",
			sent: []string{envelope, "\n.\n", "\r\n.\r\n", "QUIT\r\n"}, want: "as expected met=6"},
		{name: "goodbye", script: "S: 421\n@closed\n", peer: func(p *modelPeer) { p.later(time.Second, "421 4.3.2 bye\r\n", true) },
			want: "as expected met=3"},
		{name: "goodbye and on", script: "S: 421\nC: NOOP\n", peer: func(p *modelPeer) { p.later(time.Second, "421 4.3.2 bye\r\n", true) },
			want: "gone met=3"},
		{name: "octets that are no UTF-8", script: "C\"MAIL FROM:<j\\xe9@a>\\r\\n\"\nS: 250\n",
			sent: []string{"MAIL FROM:<j\xe9@a>\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "a reply that ends in a bare LF", script: "C: NOOP\nS\"250 ok\\n\"\n", peer: answers("NOOP", "250 ok\n"), want: "as expected met=3"},
	} {
		d.script = hello + d.script
		t.Run(d.name, d.run)
	}
}
