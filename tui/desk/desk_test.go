package desk

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
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

func TestLanes(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		p.plays(letter + "> Subject: x\n>\n> .dot\n> :dot\n> :stuffing off\n> .raw\n> :stuffing on\n")
		preview, ok := p.d.Preview(".half")
		if !ok || string(preview.Wire) != "..half\r\n" || string(preview.Typed) != ".half\r\n" || string(preview.Kept) != ".half\r\n" || preview.Stored {
			t.Errorf("preview %+v", preview)
		}
		if end, _ := p.d.Preview("."); !end.Ends || len(end.Kept) != 0 || string(end.Wire) != ".\r\n" {
			t.Errorf("end %+v", end)
		}
		lane := func(wire string) LanesOf {
			for i := range p.d.Tape().Len() {
				if string(p.d.Tape().At(i).Octets) == wire {
					l, ok := p.d.Lanes(i)
					if !ok {
						t.Fatalf("%q has no lanes", wire)
					}
					return l
				}
			}
			t.Fatalf("%q was not said", wire)
			return LanesOf{}
		}
		if l := lane("..dot\r\n"); l.Stored || string(l.Kept) != ".dot\r\n" {
			t.Errorf("before the end %+v", l)
		}
		p.plays("> .\n")
		for _, row := range []struct{ wire, typed, kept string }{
			{"Subject: x\r\n", "Subject: x\r\n", "Subject: x\r\n"},
			{"..dot\r\n", ".dot\r\n", ".dot\r\n"},
			{"..\r\n", ".\r\n", ".\r\n"},
			{".raw\r\n", ".raw\r\n", "raw\r\n"},
			{".\r\n", ".\r\n", ""},
		} {
			l := lane(row.wire)
			if string(l.Typed) != row.typed || string(l.Kept) != row.kept || !l.Stored {
				t.Errorf("%q: %+v", row.wire, l)
			}
		}
		if _, ok := p.d.Lanes(0); ok {
			t.Error("a local fact has lanes")
		}
		if _, ok := p.d.Preview("x"); ok {
			t.Error("a command has lanes")
		}
	})
}

// The stored lane is what the server stored, even if that is not what was sent.
func TestStoredLaneComesFromTheServer(t *testing.T) {
	c := Config{House: House{Target: here, Stored: func(id string) (Message, bool) {
		return Message{ID: id, Octets: []byte("Trace: x\r\nHELLO\r\n"), Trace: 10}, id == "M0001"
	}}}
	sit(t, c, func(p *person) {
		p.plays(letter + "> hello\n> and more than was kept\n> .\n")
		var kept []string
		for i := range p.d.Tape().Len() {
			if l, ok := p.d.Lanes(i); ok {
				kept = append(kept, string(l.Kept))
			}
		}
		if !slices.Equal(kept, []string{"HELLO\r\n", "", ""}) {
			t.Errorf("%q", kept)
		}
	})
}

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
func TestSecretsStayOut(t *testing.T) {
	const secret = "AGJvYgBzZWNyZXQ="
	for _, dialogue := range []string{
		"> AUTH PLAIN " + secret + "\ny\n",
		"> auth plain " + secret + "\nn\n",
		"> AUHT PLAIN " + secret + "\nn\n",
		"> AUTH PLAIN\n> " + secret + "\ny\n",
		"> AUTH PLAIN\n> " + secret + "\nn\n",
		"> AUTH LOGIN\n> " + secret + "\ny\n> " + secret + "\ny\n> " + secret + "\ny\n> " + secret + "\nstop\n",
		"delay 1s\n> AUTH PLAIN\n> " + secret + "\nsleep 2s\nstop\n",
		"delay 1s\n> AUTH PLAIN\n> " + secret + "\nstop\n",
		"> HANG\n> AUTH PLAIN " + secret + "\nstop\n",
		"> HANG\n> AUTH PLAIN " + secret + "\n> BYE\n",
		"> :raw \"AUTH PLAIN " + secret + "\\r\\n\"\ny\n",
		"> :raw \"AUTH LOGIN\\r\\n" + secret + "\\r\\n\"\nn\n",
		"> :AUTH PLAIN " + secret + "\n",
		"> :" + secret + "\n",
		"> :note AUTH PLAIN " + secret + "\n",
		"> :connect smtp://bob:" + secret + "@mx.example.net\n",
		"> AUTH PLAIN =\ny\n> " + secret + "\nn\n",
		"paste \"AUTH PLAIN " + secret + "\\nNOOP\\n\"\n>\ny\n",
		"paste \"AUTH PLAIN " + secret + "\\nNOOP\\n\"\nall\nn\n",
	} {
		play(t, "auth foreign", func(p *person) {
			var seen []string
			for line := range strings.Lines("> EHLO client.example\n" + dialogue) {
				p.plays(line)
				q, _ := p.d.Question()
				s := p.d.Status()
				seen = append(seen, q.Words, s.Held.String(), s.Next.String(), s.Wait.For, s.Target, s.Peer)
			}
			for _, n := range p.d.Notices() {
				seen = append(seen, n.String())
			}
			seen = append(seen, p.d.past.lines...)
			for i := range p.d.Tape().Len() {
				if e := p.d.Tape().At(i); e.Who == transcript.Client {
					seen = append(seen, string(e.Octets))
				}
			}
			for _, s := range seen {
				if strings.Contains(s, secret) || strings.Contains(s, "AGJvYgB") {
					t.Errorf("after %q: %q", dialogue, s)
				}
			}
		})
	}
}

func TestReveal(t *testing.T) {
	play(t, "auth", func(p *person) {
		p.plays("> EHLO client.example\n> AUTH PLAIN AGJvYgBzZWNyZXQ=\n> :reveal\n")
		want := []string{"AUTH PLAIN AGJvYgBzZWNyZXQ=", "base64 of " + show("\x00bob\x00secret")}
		if v := p.last.Views; len(v) != 1 || v[0].View != Reveal || !slices.Equal(v[0].Lines, want) {
			t.Errorf("%+v", v)
		}
		p.plays("> BYE\n> :reveal\n")
		if len(p.last.Views) != 0 {
			t.Error("a secret outlived its connection")
		}
	})
}

func TestCompletion(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		for line, want := range map[string][]string{
			"":              nil,
			"EHLO":          nil,
			"::q":           nil,
			":st":           {":stuffing", ":stop"},
			":con":          {":connect "},
			":stuffing ":    {":stuffing on", ":stuffing off"},
			":eol l":        {":eol lf"},
			":nosuch":       nil,
			":save ":        nil,
			":persona stri": {":persona strict"},
		} {
			var got []string
			for _, c := range p.d.Completion(line) {
				got = append(got, c.Line)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q: %q, wanted %q", line, got, want)
			}
		}
	})
}

// Each colon command can be typed as listed, and says something or does something.
func TestEveryCommandAnswers(t *testing.T) {
	names := map[string]bool{}
	for _, c := range commands() {
		if names[c.name] || c.help == "" || len(c.help) > 60 {
			t.Errorf(":%s is listed badly", c.name)
		}
		names[c.name] = true
		play(t, "included", func(p *person) {
			p.plays("> :" + c.name + "\n")
			line := ":" + c.name
			s := p.d.Enter(line)
			if !p.d.Mine(line) {
				t.Errorf("%s is not ehlo's", line)
			}
			silent := map[string]bool{"reconnect": true, "quit": true, "read": true}
			if len(s.Notices)+len(s.Views) == 0 && s.From == s.To && !silent[c.name] {
				t.Errorf("%s is silent", line)
			}
			p.settle()
		})
	}
}

func TestMine(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		mine := func(want bool, lines ...string) {
			t.Helper()
			for _, line := range lines {
				if p.d.Mine(line) != want {
					t.Errorf("%q: %v", line, !want)
				}
			}
		}
		mine(true, ":", ":help", ":-)", ":nosuch", ": help")
		mine(false, "", "EHLO", "::help", " :help")
		p.plays(letter)
		mine(true, ":help", ":dot", ":save! x.ehlo", ":note some words")
		mine(false, ":", ":-)", ":nosuch", ": help", "::help", ":help!", ":HELP", ":helpme")
		p.plays("> .\n> QUIT\n")
		mine(true, ":", ":reconnect", ":-)")
	})
}

func TestSavedSessionRunsAgain(t *testing.T) {
	play(t, "included", func(p *person) {
		p.plays(letter + "> .hidden\n> \n> .\n> NOOP\n> :note done\n> QUIT\n> :save s.ehlo\n> :save s.jsonl\n")
		script, err := os.ReadFile("s.ehlo")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"C: EHLO client.example\n", "C: ..hidden\n", "S: 354 ", "# done\n"} {
			if !strings.Contains(string(script), line) {
				t.Errorf("%q is not in\n%s", line, script)
			}
		}
		parsed, err := transcript.ParseScript("s.ehlo", script)
		if err != nil {
			t.Fatal(err)
		}
		p.plays("> :reconnect\nsleep 1s\n")
		r := transcript.Run(p.t.Context(), parsed, peer{p.d.session.(transcript.Peer)}, p.d.Tape(), transcript.RunOptions{})
		if r.Err != nil || len(r.Differences) != 0 {
			t.Errorf("%+v", r)
		}
		if info, err := os.Stat("s.jsonl"); err != nil || info.Mode().Perm() != 0o600 {
			t.Error(info.Mode(), err)
		}
	})
}

type peer struct{ transcript.Peer }

// A save never touches a file that is there, and with ! replaces only a file.
func TestSaveTouchesNothingElse(t *testing.T) {
	play(t, "included", func(p *person) {
		os.WriteFile("old.ehlo", []byte("old"), 0o600)
		os.Mkdir("folder.ehlo", 0o700)
		if err := os.Symlink("old.ehlo", "link.ehlo"); err != nil {
			t.Skip(err)
		}
		p.plays("> :save old.ehlo\n> :save link.ehlo\n> :save! link.ehlo\n> :save! folder.ehlo\n> :save! nosuch/x.ehlo\n")
		if b, _ := os.ReadFile("old.ehlo"); string(b) != "old" {
			t.Errorf("the old file is %q", b)
		}
		for _, n := range p.d.Notices() {
			if n.Level != Wrong {
				t.Error(n)
			}
		}
		p.plays("> :save! old.ehlo\n")
		if b, _ := os.ReadFile("old.ehlo"); string(b) == "old" || len(b) == 0 {
			t.Errorf("the old file is still %q", b)
		}
		left, _ := os.ReadDir(".")
		for _, f := range left {
			if strings.HasPrefix(f.Name(), ".ehlo-") {
				t.Error(f.Name(), "was left behind")
			}
		}
	})
}

// What :data sends is the file with CRLF, dots doubled and the end added, whatever
// its line ends and however it falls into blocks.
func TestDataSendsTheFile(t *testing.T) {
	long := strings.Repeat(".line\r\nanother\n..\n", 9000)
	for _, text := range []string{"", ".", ".\n", "a", "a\r\n", "\r", strings.Repeat("x", blockSize-1) + "\r\n.\r\n", long} {
		play(t, "included", func(p *person) {
			os.WriteFile("text", []byte(text), 0o600)
			p.plays(letter + "> :data text\n")
			want := string(smtp.Canonical(nil, []byte(text)))
			if want != "" && !strings.HasSuffix(want, "\r\n") {
				want += "\r\n"
			}
			m, ok := p.server.Stored("M0001")
			if !ok || string(m.Body) != want {
				t.Errorf("%d octets were stored of %.40q, wanted %d", len(m.Body), text, len(want))
			}
			if p.d.Mode() != CommandMode {
				t.Error(p.d.Mode())
			}
		})
	}
}

// A server that does not read keeps nothing from being typed, stopped and left.
func TestServerThatDoesNotRead(t *testing.T) {
	hold := make(chan struct{})
	answer := newMailServer()
	deaf := func(line string) string {
		if line == "deaf" {
			<-hold
		}
		return answer(line)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("text", []byte("deaf\n"+strings.Repeat("line\n", 100000)), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		hold = make(chan struct{})
		p := &person{t: t, answer: deaf}
		p.begin(Config{})
		defer p.rise()
		defer func() { close(hold) }()
		p.plays(letter + "> :data text\n")
		if w := p.d.Status().Wait; !w.On || w.For != "text to leave" {
			t.Errorf("%+v", w)
		}
		p.plays("> more\n")
		if p.put != "more" {
			t.Error("a line was lost behind a file")
		}
		p.plays("stop\n> :where\n")
		if len(p.last.Views) != 1 {
			t.Error("a colon command waits for the server")
		}
		p.plays("stop\nstop\n")
		if !p.quit {
			t.Error("leaving waits for the server")
		}
		if p.d.State().Messages() != 0 {
			t.Error("half a message was accepted")
		}
	})
}

// A file that is stopped on its way leaves the message open.
func TestStoppedFile(t *testing.T) {
	play(t, "auth", func(p *person) {
		p.plays(letter)
		if err := os.WriteFile("text", []byte(strings.Repeat("line\n", 20000)), 0o600); err != nil {
			t.Fatal(err)
		}
		p.show(p.d.Enter(":data text"))
		p.show(p.d.Stop(false))
		p.settle()
		last := p.d.Notices()[len(p.d.Notices())-1]
		if p.d.Mode() != TextMode || last.Level == Info {
			t.Error(p.d.Mode(), last)
		}
		p.plays("> .\n")
		if p.d.Mode() != CommandMode {
			t.Error(p.d.Mode())
		}
	})
}

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

func TestAnswersWithoutAPerson(t *testing.T) {
	for _, yes := range []bool{true, false} {
		var asked []About
		c := Config{Target: "192.0.2.25:25", Answer: func(q Question) (bool, bool) {
			asked = append(asked, q.About)
			return yes, true
		}}
		sitAt(t, c, newMailServer(), func(p *person) {
			shown := p.plays("feed EHLO client.example\nfeed Subject: x\nfeed AUTH PLAIN AGJvYgBzZWNyZXQ=\nfeed MAIL FROM:<>\nfeed RCPT TO:<a@b.example>\nfeed DATA\n")
			if got := strings.Contains(shown, "C DATA"); got != yes {
				t.Errorf("%v:\n%s", yes, shown)
			}
			if !slices.Equal(asked, []About{AboutHeader, AboutSecret, AboutMessage}) {
				t.Error(asked)
			}
			if !p.d.Ready() {
				t.Error("not ready")
			}
		})
	}
}
