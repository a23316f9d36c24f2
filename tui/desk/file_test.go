package desk

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

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
		r := transcript.Run(p.t.Context(), parsed, p.d.session.(transcript.Peer), p.d.Tape(), transcript.RunOptions{})
		if r.Err != nil || len(r.Differences) != 0 {
			t.Errorf("%+v", r)
		}
		if info, err := os.Stat("s.jsonl"); err != nil || info.Mode().Perm() != 0o600 {
			t.Error(info.Mode(), err)
		}
	})
}

// A masked copy names nobody, and the session itself is as it was.
func TestSavedMasked(t *testing.T) {
	play(t, "included", func(p *person) {
		p.plays(letter + "> To: Alice <alice@example.com>\n> \n> Dear alice\n> .\n> VRFY carol\n> :save s.ehlo --addresses masked\n> :save s.jsonl --addresses masked\n")
		for _, file := range []string{"s.ehlo", "s.jsonl"} {
			octets, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, gone := range []string{"bob", "alice", "Alice", "carol", "Carol"} {
				if strings.Contains(string(octets), gone) {
					t.Errorf("%q is left in %s:\n%s", gone, file, octets)
				}
			}
			if !strings.Contains(string(octets), "@example.org") {
				t.Errorf("no domain is left in %s", file)
			}
		}
		if e := p.d.Tape().At(p.d.Tape().Len() - 1); !strings.Contains(string(e.Octets), "carol@") {
			t.Errorf("the session itself says %q", e.Octets)
		}
	})
}

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
		// It stops between two blocks, which may be in the middle of a line.
		if within := !p.d.State().LineStart(); within != strings.Contains(last.Remedy, "an empty line, then") {
			t.Errorf("within a line: %v, but %q", within, last)
		} else if within {
			p.plays("> \n")
		}
		p.plays("> .\n")
		if p.d.Mode() != CommandMode {
			t.Error(p.d.Mode())
		}
	})
}
