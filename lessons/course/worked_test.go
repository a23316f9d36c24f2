package course

import (
	"strings"
	"testing"
)

// workedPlay opens a step with these worked lines, and a solution or none, at a dialogue
// behind an envelope of two replies.
func workedPlay(t *testing.T, worked, solution, dialogue string) (p *Play, before int) {
	t.Helper()
	indented := func(name, text string) string {
		if text == "" {
			return ""
		}
		return name + ": |\n  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n"
	}
	l, err := Parse("worked.md", []byte("---\ntitle: Worked\nminutes: 1\n---\n## One\n\n```step\n"+
		indented("worked", worked)+indented("solution", solution)+"```\n"))
	if err != nil {
		t.Fatal(err)
	}
	tape := played(t, "S: 220 hi\nC: EHLO a.example\nS: 250 hi\nC: MAIL FROM:<bob@example.org>\nS: 250 ok\nC: RCPT TO:<alice@example.com>\nS: 250 ok\n"+dialogue)
	p = Begin(l)
	before = tape.Len() - strings.Count(dialogue, "\n") - 1
	p.Open(0, tape, before, nil)
	return p, before
}

// The worked session waits where its next line would be said to nobody, and goes on.
func TestWorkedPauses(t *testing.T) {
	const inText, inCommands = "! end the text first: a line with one dot", "! the next line is message text: DATA and its 354 come first"
	for _, c := range []struct {
		name, worked, dialogue string
		next                   []string // behind each event
	}{
		{"text where a command is next", "C: NOOP\nS: 250\nC: QUIT\nS: 221",
			"C: DATA\nS: 354 go\nC: NOOP\nC: .\nS: 250 ok\nC: noop\nS: 250 ok",
			[]string{"NOOP", "NOOP", inText, inText, "NOOP", "NOOP", "QUIT", "QUIT"}},
		{"a command where text is next", "C: DATA\nS: 354\nC: hi\nC: .\nS: 250\nC: QUIT",
			"C: DATA\nS: 250 what\nC: hi\nS: 500 no\nC: DATA\nS: 354 go\nC: hello\nC: .\nS: 250 ok",
			[]string{"DATA", "hi", inCommands, inCommands, inCommands, "hi", "hi", ".", "QUIT", "QUIT"}},
		{"a line that is refused comes again", "C: DATA\nS: 354\nC: hi\nC: .\nS: 250\nC: QUIT",
			"C: DATA x\nS: 501 no\nC: NOOP\nS: 250 ok\nC: DATA\nS: 354 go",
			[]string{"DATA", "hi", "DATA", "DATA", "DATA", "hi", "hi"}},
		{"the text ends early", "C: DATA\nS: 354\nC: hi\nC: there\nC: .\nS: 250\nC: QUIT",
			"C: DATA\nS: 354 go\nC: .\nS: 250 ok", []string{"DATA", "hi", "hi", "QUIT", "QUIT"}},
		{"a DATA that is to be refused opens no text", "C: DATA\nS: 503\nC: QUIT", "C: DATA\nS: 503 no", []string{"DATA", "QUIT", "QUIT"}},
	} {
		p, before := workedPlay(t, c.worked, "", c.dialogue)
		for i, want := range c.next {
			p.Follow(before + i)
			line, _ := p.Worked()
			got := line.Text
			if why := p.Paused(); why != "" {
				got += "! " + why
			}
			if got != want {
				t.Errorf("%s: behind %d events %q, want %q", c.name, i, got, want)
			}
		}
	}
}

// A blank in place of a verb is filled in with that of the solution.
func TestBlankVerb(t *testing.T) {
	for _, c := range []struct{ worked, solution, said, next string }{
		{"C: ____\nC: QUIT", "C: RSET\nC: QUIT", "NOOP", "____"},
		{"C: ____\nC: QUIT", "C: RSET\nC: QUIT", "rset", "QUIT"},
		{"C: ____ b.example\nC: QUIT", "C: EHLO b.example\nC: QUIT", "HELO c.example", "QUIT"},
		{"C: ____ b.example\nC: QUIT", "C: NOOP\nC: EHLO b.example\nC: QUIT", "NOOP", "QUIT"}, // the solution goes another way
		{"C: ____\nC: QUIT", "", "NOOP", "QUIT"},
		{"C: ____\nC: QUIT", "", "BLAH", "____"},
	} {
		p, before := workedPlay(t, c.worked, c.solution, "C: "+c.said)
		p.Follow(before + 1)
		if line, _ := p.Worked(); line.Text != c.next {
			t.Errorf("%s, solved by %q: behind %s comes %q", c.worked, c.solution, c.said, line.Text)
		}
	}
}

// A blank that is a line of its own opens or ends the text where the solution does, or
// where a reply is shown behind it.
func TestBlankOpensAndEndsText(t *testing.T) {
	dialogue := "C: DATA\nS: 354 go\nC: hi\nC: there\nC: .\nS: 250 ok"
	want := []string{"____", "hi", "hi", "____", "____", "QUIT", "QUIT"}
	for _, c := range [][2]string{
		{"C: ____\nC: hi\nC: ____\nC: QUIT", "C: DATA\nC: hi\nC: .\nC: QUIT"},
		{"C: ____\nS: 354\nC: hi\nC: ____\nS: 250\nC: QUIT", ""},
	} {
		p, before := workedPlay(t, c[0], c[1], dialogue)
		for i, next := range want {
			p.Follow(before + i)
			if line, _ := p.Worked(); line.Text != next || p.Paused() != "" {
				t.Errorf("%q: behind %d events %q%s, want %q", c[0], i, line.Text, p.Paused(), next)
			}
		}
	}
}
