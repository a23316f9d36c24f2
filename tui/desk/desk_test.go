package desk

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const letter = `
	> EHLO client.example
	> MAIL FROM:<bob@example.org>
	> RCPT TO:<alice@example.com>
	> DATA
`

func TestStatus(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		s := p.d.Status()
		if !s.Included || s.Foreign || !s.Open || s.Wait.On || s.Server.String() != "smtp.example.com" || !s.Stuffing || s.Ending != smtp.CRLF {
			t.Errorf("%+v", s)
		}
		p.plays("delay 5s\n> EHLO client.example\n> MAIL FROM:<bob@example.org>\nsleep 2s\n")
		s = p.d.Status()
		waited := time.Since(s.Wait.Since)
		if !s.Wait.On || s.Wait.For != "the reply to EHLO" || waited != 2*time.Second || s.Wait.Of != 5*time.Minute || !s.Wait.Chosen {
			t.Errorf("waiting %+v since %v", s.Wait, waited)
		}
		if !s.HasHeld || s.Held.String() != "MAIL FROM:<bob@example.org>" {
			t.Errorf("held %q", s.Held)
		}
		if p.d.Ready() {
			t.Error("ready while a reply is awaited")
		}
		p.plays("sleep 4s\nsleep 6s\n")
		if s = p.d.Status(); s.Wait.On || s.HasHeld || !p.d.Ready() {
			t.Errorf("afterwards %+v", s)
		}
	})
}

// A saved session is shown without a word about the network that it does not need.
func TestDeskThatReads(t *testing.T) {
	d := New(Config{Tape: transcript.New(transcript.Start{Target: "127.0.0.1:42525"})})
	defer d.Close()
	if got := d.Connect(); len(got.Notices) > 0 || !d.Status().Reads {
		t.Errorf("%+v", got.Notices)
	}
	if got := d.Enter(":reconnect"); len(got.Notices) != 1 || !strings.Contains(got.Notices[0].Words, "no network here") {
		t.Errorf("%+v", got.Notices)
	}
}

// A reply that comes late is paired with its own command.
func TestLateReplyIsPaired(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		p.plays("delay 10s\n> EHLO client.example\nstop\n> NOOP\nsleep 30s\n")
		tape := p.d.Tape()
		pairs := map[string]string{}
		for i := range tape.Len() {
			if a := tape.Answer(i); a >= 0 {
				pairs[string(tape.At(i).Octets)] = string(tape.At(a).Octets[:4])
			}
		}
		if pairs["EHLO client.example\r\n"] != "250-" || pairs["NOOP\r\n"] != "250 " {
			t.Error(pairs)
		}
	})
}

// The stored lane is what the server stored, even if that is not what was sent.
func TestHistory(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		p.plays("> EHLO a.example\n> NOOP\n> NOOP\n> EHLO b.example\n> :where\n>\n")
		steps := []struct {
			up       bool
			in, want string
		}{
			{true, "", ":where"}, {true, ":where", "EHLO b.example"}, {true, "EHLO b.example", "NOOP"},
			{true, "NOOP", "EHLO a.example"}, {true, "EHLO a.example", ""},
			{false, "EHLO a.example", "NOOP"}, {false, "NOOP", "EHLO b.example"},
			{false, "EHLO b.example", ":where"}, {false, ":where", ""}, {false, "", ""},
			{true, "EH", "EHLO b.example"}, {true, "EHLO b.example", "EHLO a.example"},
			{false, "EHLO a.example", "EHLO b.example"}, {false, "EHLO b.example", "EH"},
		}
		for i, s := range steps {
			var line string
			if s.up {
				line, _ = p.d.Earlier(s.in)
			} else {
				line, _ = p.d.Later(s.in)
			}
			if line != s.want {
				t.Errorf("step %d: %q, wanted %q", i, line, s.want)
			}
		}
	})
}

// No form of a secret is in what the desk says, remembers or shows beside the
// prompt, whatever way it was typed.
// Each colon command can be typed as listed, and says something or does something.
// A save never touches a file that is there, and with ! replaces only a file.
// What :data sends is the file with CRLF, dots doubled and the end added, whatever
// its line ends and however it falls into blocks.
// A server that does not read keeps nothing from being typed, stopped and left.
// A file that is stopped on its way leaves the message open.
// A panic in the background costs the connection, not the program.
func TestPanicInBackground(t *testing.T) {
	c := Config{Open: func(context.Context, string, *transcript.Transcript) (Session, error) { panic("boom") }}
	sit(t, c, func(p *person) {
		if n := p.d.Notices(); len(n) != 1 || n[0].Level != Wrong || strings.Contains(n[0].String(), "boom") {
			t.Error(n)
		}
		if p.d.Mode() != ClosedMode || p.d.Status().Wait.On {
			t.Error(p.d.Mode(), p.d.Status().Wait)
		}
	})
}

// Dialling can be stopped, and leaving does not wait for it.
func TestDialling(t *testing.T) {
	open := func(ctx context.Context, _ string, _ *transcript.Transcript) (Session, error) {
		<-ctx.Done()
		return nil, errors.New("gave up")
	}
	sit(t, Config{Open: open}, func(p *person) {
		if w := p.d.Status().Wait; !w.On || w.For != "the connection to "+here {
			t.Errorf("%+v", w)
		}
		p.plays("> EHLO too.early\nstop\nstop\n")
		if p.d.Mode() != ClosedMode || p.put != "EHLO too.early" && p.d.Status().HasHeld {
			t.Error(p.d.Mode())
		}
		p.plays("> :reconnect\nleave\n")
		if !p.quit {
			t.Error("leaving waits for a connection")
		}
	})
}

// Without a network a desk shows a transcript and refuses the rest.
func TestOpenedTranscript(t *testing.T) {
	tape := transcript.New(transcript.Start{})
	tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Note, Text: "old"})
	d := New(Config{Tape: tape})
	defer d.Close()
	if s := d.Grew(); s.From != 0 || s.To != 1 {
		t.Errorf("%+v", s)
	}
	for _, line := range []string{"NOOP", ":reconnect", ":connect x", ":raw \"x\"", ":data x", ":mail", ":journal", ":forget"} {
		if s := d.Enter(line); len(s.Notices) != 1 {
			t.Errorf("%s: %v", line, s.Notices)
		}
	}
	if d.Mode() != ClosedMode {
		t.Error(d.Mode())
	}
}

func TestHelloName(t *testing.T) {
	for _, row := range []struct {
		c    Config
		made string
		want string
	}{
		{Config{HelloName: "me.example"}, "", "me.example"},
		{Config{}, "from 127.0.0.1:1 to 127.0.0.1:25", "client.example"},
		{Config{Target: "192.0.2.25:25"}, "from 198.51.100.7:4000 to 192.0.2.25:25", "[198.51.100.7]"},
		{Config{Target: "192.0.2.25:25"}, "from [2001:db8::7%eth0]:4000 to [2001:db8::1]:25", "[IPv6:2001:db8::7]"},
		{Config{Target: "192.0.2.25:25"}, "from pipe to pipe", "client.example"},
	} {
		if row.c.Target == "" {
			row.c.Target = here
		}
		d := New(row.c)
		d.made = row.made
		if got := d.HelloName(); got != row.want {
			t.Errorf("%q: %q, wanted %q", row.made, got, row.want)
		}
		d.Close()
	}
}
