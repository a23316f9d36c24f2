package transcript

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
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
	late         bool // the server greets when the first octets have come
	options      RunOptions
	sent         []string // what leaves behind the first write, write by write; nil: not looked at
	want         string
}

func (d dialogue) run(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(New(Start{}), modelGreeting, pipelining...)
		if d.late {
			p = newPeer(New(Start{}), "", pipelining...)
			p.greet = modelGreeting
		}
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

// TestRunGroups shows what leaves in one write and what is waited for.
func TestRunGroups(t *testing.T) {
	for _, d := range []dialogue{
		{name: "nothing before the greeting", script: "C: EHLO a\nS: 250\n", sent: []string{"QUIT\r\n"}, want: "as expected met=1"},
		{name: "EHLO is last", script: "S: 220\nC: EHLO a\nC: NOOP\nS: 250\nS: 250\n", sent: []string{"NOOP\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "NOOP, VRFY, an unknown verb and QUIT are last", script: hello + "C: RSET\nC: NOOP\nC: VRFY x\nC: FOO\nC: RSET\nC: QUIT\n",
			sent: []string{"RSET\r\nNOOP\r\n", "VRFY x\r\n", "FOO\r\n", "RSET\r\nQUIT\r\n"}, want: "as expected met=2"},
		{name: "AUTH and its answers are last", script: hello + "C: AUTH LOGIN\nC: YQ==\nC: RSET\nS: 334\nS: 235\nS: 250\n",
			sent: []string{"AUTH LOGIN\r\n", "YQ==\r\n", "RSET\r\n", "QUIT\r\n"}, want: "as expected met=5"},
		{name: "the dot is not last", script: hello + toAlice + "C: hi\nC: .\nC: RSET\nS: 250\nS: 250\nS: 354\nS: 250\nS: 250\n",
			sent: []string{"MAIL FROM:<b@example.org>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n", "hi\r\n.\r\nRSET\r\n", "QUIT\r\n"}, want: "as expected met=7"},
		{name: "the dot is last without PIPELINING", script: hello + toAlice + "C: hi\nC: .\nC: RSET\nS: 250\nS: 250\nS: 354\nS: 250\nS: 250\n",
			peer: func(p *modelPeer) { p.offers = nil },
			sent: []string{"MAIL FROM:<b@example.org>\r\n", "RCPT TO:<alice@example.com>\r\n", "DATA\r\n", "hi\r\n.\r\n", "RSET\r\n", "QUIT\r\n"}, want: "as expected met=7"},
		{name: "@group", script: "S: 220\n@group\nC: EHLO a\n# now\nC\"NOOP\\r\\n\"\nC: FOO\nS: 250\nS: 250\nS: 500\n",
			sent: []string{"QUIT\r\n"}, want: "as expected met=4"},
		{name: "@early", script: "@early\nC: EHLO a\nS: 220\nS: 250\n", late: true,
			sent: []string{"QUIT\r\n"}, want: "as expected met=2"},
		{name: "octets never wait", script: hello + "C\"NOOP\\r\\n\"\nC\"NOOP\\r\\n\"\nC: RSET\nS: 250\nS: 250\nS: 250\n",
			sent: []string{"NOOP\r\n", "NOOP\r\n", "RSET\r\n", "QUIT\r\n"}, want: "as expected met=5"},
		{name: "octets before the greeting", script: "C\"EHLO a\\r\\n\"\nS: 220\nS: 250\n", late: true,
			want: "as expected met=2"},
		{name: "a chunk is not waited for", script: hello + "C: BDAT 5 LAST\nC\"hello\"\nC: RSET\nS: 250 \"chunk\"\nS: 250\n",
			peer: func(p *modelPeer) { p.offers = nil }, want: "as expected met=4"},
		{name: "unwritten replies are not judged", script: hello + "C: FOO\nC: NOOP\n@mark x\nC: FOO\nC: RSET\n# x\nS: 500\nS: 250\nC: BAR\n",
			want: "as expected met=4"},
		{name: "octets leave them to be met", script: hello + "C: NOOP\nC: FOO\nS: 250\nC\"RSET\\r\\n\"\nS: 500\nS: 250\n", want: "as expected met=5"},
		{name: "a reply written behind a directive", script: hello + "C: FOO\n@wait 1s\nS: 500\n", want: "as expected met=3"},
	} {
		t.Run(d.name, d.run)
	}
}

// TestRunText shows that message text is never sent without a 354 (RFC 5321
// section 3.3).
func TestRunText(t *testing.T) {
	envelope := "MAIL FROM:<b@example.org>\r\nRCPT TO:<zoe@example.com>\r\nDATA\r\n"
	for _, d := range []dialogue{
		{name: "in one group", script: hello + toZoe + "C: RCPT TO:<alice@example.com>\nC: .\nC: NOOP\nS: 250\nS: 550\nS: 503\nS: 250\n",
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=6 skipped=2"},
		{name: "not judged", script: hello + toZoe + "@mark x\nC: hello\nC: .\nC: NOOP\nS: 250\n",
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=3 skipped=2"},
		{name: "either would do", script: hello + toZoe + "S: 250\nS: 550\nS: 354|503\nC: hello\nC: .\nC: NOOP\nS: 250\n",
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=6 skipped=2"},
		{name: "either would do, behind a directive", script: hello + toZoe + "@mark x\nS: 250\nS: 550\nS:\nC: hello\nC: .\nC: NOOP\nS: 250\n",
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=6 skipped=2"},
		{name: "the refusal is expected", script: hello + toZoe + "S: 250\nS: 550\nS: 503\nC: NOOP\nS: 250\n",
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=6"},
		{name: "keep going", script: hello + toZoe + "S: 250\nS: 250\nS: 354\nC: NOOP\nC: .\nS: 250\nC: NOOP\nS: 250\n",
			options: RunOptions{KeepGoing: true}, sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "different met=4 skipped=2 8:4 9:4 12:1"},
		{name: "octets", script: hello + toZoe + "S: 250\nS: 550\nS:\nC\"a\\r\\n.\\r\"\nC\"\\nNOOP\\r\\n\"\nS: 250\n",
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=6 skipped=2"},
		{name: "a file", script: hello + toZoe + "@data text.eml\nC: NOOP\nS: 250\n", options: RunOptions{Files: mailFiles},
			sent: []string{envelope, "NOOP\r\n", "QUIT\r\n"}, want: "as expected met=3 skipped=1"},
		{name: "unfinished", script: hello + toAlice + "C: hello\n",
			sent: []string{"MAIL FROM:<b@example.org>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n", "hello\r\n"}, want: "unfinished met=2"},
		{name: "unfinished chunk", script: hello + "C: BDAT 5 LAST\nC\"hell\"\n", want: "unfinished met=2"},
		{name: "a difference inside a message", script: hello + toAlice + "S: 250\nS: 550\nS: 354\nC: hello\nC: .\n",
			sent: []string{"MAIL FROM:<b@example.org>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n"}, want: "different met=3 8:4"},
		{name: "a difference inside AUTH", script: hello + "C: AUTH LOGIN\nS: 235\n",
			sent: []string{"AUTH LOGIN\r\n", "*\r\n", "QUIT\r\n"}, want: "different met=2 5:4"},
		{name: "half a command at the end", script: hello + "C\"NO\"\n", sent: []string{"NO"}, want: "as expected met=2"},
	} {
		t.Run(d.name, d.run)
	}
}

var mailFiles = fstest.MapFS{
	"text.eml":  {Data: []byte("Subject: x\n\n.hidden\r\nend")},
	"empty.eml": {Data: nil},
	"cr.eml":    {Data: []byte(strings.Repeat("x", fileBlock-1) + "\r\ny\r")},
	"dir/a":     {Data: []byte("a")},
}

// TestRunDirectives runs each directive.
func TestRunDirectives(t *testing.T) {
	envelope := "MAIL FROM:<b@example.org>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n"
	for _, d := range []dialogue{
		{name: "@data", script: toAlice + "@data text.eml\nS: 250 \"queued\"\n", sent: []string{envelope, "Subject: x\r\n\r\n..hidden\r\nend", "\r\n.\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "@data exact", script: toAlice + "S: 250\nS: 250\nS: 354\n@data text.eml exact\nS: 250\n", sent: []string{envelope, "Subject: x\n\n.hidden\r\nend", "\r\n.\r\n", "QUIT\r\n"}, want: "as expected met=6"},
		{name: "@data below", script: toAlice + "@data ./empty.eml\nS: 250\n", sent: []string{envelope, ".\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "@data, empty", script: toAlice + "@data empty.eml\nS: 250\n", sent: []string{envelope, ".\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "@data, CR at the end of a block", script: toAlice + "@data cr.eml\nS: 250\n",
			sent: []string{envelope, strings.Repeat("x", fileBlock-1), "\r\ny\r", "\r\n.\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "@data out of place", script: "@data text.eml\n", sent: []string{"QUIT\r\n"}, want: "usage met=2"},
		{name: "@data from a variable", script: toAlice + "@data ${F}.eml\nS: 250\n", options: RunOptions{Vars: map[string]string{"F": "empty"}}, want: "as expected met=3"},
		{name: "@bdat", script: "@bdat text.eml\nS: 250\n", sent: []string{"BDAT 26 LAST\r\nSubject: x\r\n\r\n.hidden\r\nend", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "@bdat in pieces", script: "@bdat text.eml 13 exact\nS: 250\nS: 250\n", sent: []string{"BDAT 13\r\nSubject: x\n\n.", "BDAT 11 LAST\r\nhidden\r\nend", "QUIT\r\n"}, want: "as expected met=4"},
		{name: "@bdat, empty", script: "@bdat empty.eml\nS: 250\n", sent: []string{"BDAT 0 LAST\r\n", "QUIT\r\n"}, want: "as expected met=3"},
		{name: "@close", script: "@close\n", sent: []string{}, want: "as expected met=2"},
		{name: "@close inside a message", script: toAlice + "C: x\n@close\n", want: "as expected met=2"},
		{name: "@closed", script: "C: QUIT\n@closed\n", want: "as expected met=2"},
		{name: "@closed without an answer", script: "C: NOOP\n@closed\n", peer: func(p *modelPeer) { p.hangUp = "NOOP" }, want: "as expected met=2"},
		{name: "not closed", script: "C: NOOP\n@closed\n", want: "different met=2 5:1"},
		{name: "not closed without a word", script: "@closed\n", peer: func(p *modelPeer) { p.later(time.Second, "421 bye\r\n", true) }, want: "different met=2 4:1"},
		{name: "closed instead of an answer", script: "C: NOOP\nS: 250\n", peer: func(p *modelPeer) { p.hangUp = "NOOP" }, want: "gone met=2"},
		{name: "closed, and no word of it", script: "C: NOOP\n", peer: func(p *modelPeer) { p.hangUp = "NOOP" }, want: "gone met=2"},
		{name: "say more behind the end", script: quit + "C: NOOP\n", want: "gone met=3"},
		{name: "@silence", script: "C: NOOP\n@silence 5s\nS: 250\n", want: "as expected met=3"},
		{name: "no silence", script: " @silence 5s\n", peer: func(p *modelPeer) { p.later(3*time.Second, "421 bye\r\n", false) }, want: "different met=2 4:2"},
		{name: "silence broken before it began", script: "C: NOOP\nS: 250\n@silence 1s\n", peer: answers("NOOP", "250 a\r\n250 b\r\n"), want: "different met=3 6:1"},
		{name: "silence long enough", script: "@silence 5s\nS: 421\n", peer: func(p *modelPeer) { p.later(6*time.Second, "421 bye\r\n", false) }, want: "as expected met=3"},
		{name: "no reply in time", script: "C: NOOP\nS: 250\n", peer: answers("NOOP", ""), sent: []string{"NOOP\r\n"}, want: "gone met=2"},
		{name: "nothing was asked", script: "S: 250\n", sent: []string{"QUIT\r\n"}, want: "gone met=2"},
		{name: "a reply that is none", script: "C: NOOP\nS: 250\n", peer: answers("NOOP", "hello\r\n"), want: "protocol met=2 5:4"},
		{name: "a reply that is none, any would do", script: "C: NOOP\nS:\n", peer: answers("NOOP", "hello\r\n"), want: "as expected met=3"},
		{name: "a bare LF", script: "C: NOOP\nS: 250\n", peer: answers("NOOP", "250 ok\n"), want: "protocol met=2 5:4"},
		{name: "other octets", script: "C: NOOP\nS\"250 ok\\n\"\n", peer: answers("NOOP", "250 ok\r\n"), want: "different met=2 5:1"},
		{name: "half a reply", script: "C: NOOP\nS: 250\n", peer: answers("NOOP", "250-a\r\n"), want: "gone met=2"},
		{name: "half a reply, expected", script: "C: NOOP\nS\"250-a\\r\\n\"\n@close\n", peer: answers("NOOP", "250-a\r\n"), want: "as expected met=3"},
		{name: "another enhanced code", script: "C: FOO\nS: 500 5.5.2\n", want: "different met=2 5:8"},
		{name: "enhanced codes differ by line", script: "C: NOOP\nS: 550 5.7.1\n", peer: answers("NOOP", "550-5.1.1 a\r\n550 5.7.1 b\r\n"), want: "as expected met=3"},
		{name: "STARTTLS at the end", script: "C: STARTTLS\nS: 220\n", sent: []string{"STARTTLS\r\n"}, want: "usage met=3"},
		{name: "STARTTLS", script: "C: STARTTLS\nS: 220\nC: EHLO a\n", sent: []string{"STARTTLS\r\n"}, want: "usage met=3"},
	} {
		d.script = hello + d.script
		d.options.Files = mailFiles
		t.Run(d.name, d.run)
	}
}

// TestFragment runs a piece in a session that stands and stays.
func TestFragment(t *testing.T) {
	p := newPeer(New(Start{}), modelGreeting, pipelining...)
	if err := p.Send(t.Context(), []byte("EHLO a\r\n")); err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{toAlice, "S: 354\n", "C: x\nC: .\nS: 250\n", "C: FOO\nS: 250\n"} {
		from := p.tape.Len()
		if script == "S: 354\n" {
			continue
		}
		r := rehearse(t, script, p, RunOptions{Fragment: true, From: from})
		if want := map[bool]Outcome{true: Different, false: AsExpected}[strings.Contains(script, "FOO")]; r.Outcome != want {
			t.Errorf("%q: %s %v", script, told(r), r.Err)
		}
	}
	if p.gone || p.writes[len(p.writes)-1] != "FOO\r\n" {
		t.Errorf("sent %q", p.writes)
	}
}

func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(New(Start{}), modelGreeting)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		r := Run(ctx, parse(t, hello+"@wait 1h\n"), p, p.tape, RunOptions{})
		if r.Outcome != Gone || !errors.Is(r.Err, context.Canceled) || p.writes[len(p.writes)-1] != "QUIT\r\n" {
			t.Errorf("%v %v, sent %q", r.Outcome, r.Err, p.writes)
		}
	})
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(New(Start{}), modelGreeting)
		p.fixed = map[string]string{"NOOP": ""}
		begin := time.Now()
		r := rehearse(t, hello+"C: NOOP\nS: 250\n", p, RunOptions{Timeout: 7 * time.Second})
		var gone *GoneError
		if !errors.As(r.Err, &gone) || !strings.HasPrefix(r.Err.Error(), "test.ehlo:5: no complete reply within 7s") {
			t.Errorf("%v", r.Err)
		}
		if waited := time.Since(begin); waited != 7*time.Second {
			t.Errorf("waited %v", waited)
		}
	})
}

// A message that was accepted stays so if the server then hangs up at QUIT or says
// nothing: that is told, but no failure, unless the script asks for the 221.
func TestNoReplyToQuit(t *testing.T) {
	message := hello + toAlice + "S: 250\nS: 250\nS: 354\nC: .\nS: 250\n"
	hangUp := func(p *modelPeer) { p.hangUp = "QUIT" }
	silent := answers("QUIT", "")
	for _, c := range []struct {
		name, script string
		peer         func(*modelPeer)
		want         string
		unparted     bool
	}{
		{"closed", message, hangUp, "as expected met=6", true},
		{"silent", message, silent, "as expected met=6", true},
		{"closed, QUIT written", message + "C: QUIT\n", hangUp, "as expected met=6", true},
		{"silent, QUIT written", message + "C: QUIT\n", silent, "as expected met=6", true},
		{"a 221 is asked for", message + quit, hangUp, "gone met=6", false},
		{"no message", hello + "C: QUIT\n", hangUp, "gone met=2", false},
		{"another reply is missing", message + "C: NOOP\n", func(p *modelPeer) { p.hangUp = "NOOP" }, "gone met=6", false},
		{"goodbye is said", message + "C: QUIT\n", func(*modelPeer) {}, "as expected met=6", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPeer(New(Start{}), modelGreeting, pipelining...)
				c.peer(p)
				r := rehearse(t, c.script, p, RunOptions{})
				if told(r) != c.want || r.Unparted != c.unparted {
					t.Errorf("%s, unparted is %v; want %s, %v", told(r), r.Unparted, c.want, c.unparted)
				}
			})
		})
	}
}

// TestDifferenceWords shows how a difference is told, whatever the server sent.
func TestDifferenceWords(t *testing.T) {
	p := newPeer(New(Start{}), modelGreeting, pipelining...)
	p.fixed = map[string]string{"RCPT TO:<zoe@example.com>": "550-5.1.1 No \x1b[2Jsuch\r\n550 5.1.1 user\r\n"}
	r := rehearse(t, "S: 220\nC: EHLO a\nS: 250\nC: MAIL FROM:<>\nS: 250\nC: RCPT TO:<zoe@example.com>\n  S: 250|251 2.1.5\n", p, RunOptions{})
	if len(r.Differences) != 1 {
		t.Fatalf("%s %v", told(r), r.Err)
	}
	want := `test.ehlo:7: expected 250|251 2.1.5, got 550-5.1.1 No \x1b[2Jsuch / 550 5.1.1 user` + "\n    S: 250|251 2.1.5\n       ^\n"
	if got := r.Differences[0].Detail(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}
