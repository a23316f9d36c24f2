package course

import (
	"os"
	"strings"
	"testing"

	"ehlo/transcript"
)

func lessonFile(t *testing.T, name string) *Lesson {
	t.Helper()
	octets, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Parse(name, octets)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// played returns the transcript of a dialogue.
func played(t *testing.T, dialogue string) *transcript.Transcript {
	t.Helper()
	s, err := transcript.ParseScript("dialogue", []byte(dialogue))
	if err != nil {
		t.Fatal(err)
	}
	tape, err := s.Transcript()
	if err != nil {
		t.Fatal(err)
	}
	return tape
}

// Text is one event a line where it was typed, and one with its end where a program sent
// it in one write.
func TestTextInOneWrite(t *testing.T) {
	head := "S: 220 hi\nC: HELO a\nS: 250\nC: MAIL FROM:<>\nS: 250\nC: RCPT TO:<a@b.example>\nS: 250\nC: DATA\nS: 354\n"
	for _, c := range []struct {
		writes []string
		text   int
	}{{[]string{"one\r\n", "two\r\n", ".\r\n"}, 2}, {[]string{"one\r\n", "two\r\n.\r\n"}, 1}, {[]string{"one\r\ntwo\r\n.\r\n"}, 0}} {
		tape := played(t, head)
		for _, w := range c.writes {
			tape.Said([]byte(w), 0, 0)
		}
		s := NewScene(tape, 0, nil)
		s.Follow(tape.Len())
		if got := len(s.said("text")); got != c.text || len(s.said(".")) != 1 {
			t.Errorf("%q: %d of text, %d ends", c.writes, got, len(s.said(".")))
		}
		whole, err := compileCondition(`wire.client contains "\r\none\r\ntwo\r\n.\r\n"`)
		if err != nil || !whole.Holds(s) {
			t.Errorf("%q: the text is not on the wire: %v", c.writes, err)
		}
	}
}

func TestSeveralRecipients(t *testing.T) {
	l := lessonFile(t, "07-several-recipients.md")
	tape := played(t, `
S: 220 hi
C: EHLO a.example
S: 250 hi
C: MAIL FROM:<bob@example.org>
S: 250 ok
C: RCPT TO:<alice@example.com> <carol@example.com>
S: 501 one path
C: RCPT TO:<alice@example.com>
S: 250 ok
C: RCPT TO:<carol@example.com>
S: 250 ok
C: RCPT TO:<zoe@example.com>
S: 550 no
`)
	p := Begin(l)
	p.Open(0, tape, 0, nil)
	var said []string
	for n := range tape.Len() + 1 {
		for _, told := range p.Follow(n) {
			said = append(said, told.Say)
		}
		if n == tape.Len()-2 && p.Goals()[1].Unmet != "All were accepted; the one who does not exist is still missing." {
			t.Errorf("before the last reply: %+v", p.Goals())
		}
	}
	if len(said) != 1 || !strings.HasPrefix(said[0], "One forward-path") {
		t.Errorf("said %q", said)
	}
	if !p.Done() {
		t.Errorf("not done: %+v", p.Goals())
	}
}

// Who names one recipient where the worked session names two is not told to say the
// second as text, and who has more text than it is told how the text ends.
func TestWorkedTextBegins(t *testing.T) {
	l, err := Parse("worked.md", []byte("---\ntitle: Worked\nminutes: 1\n---\n## One\n\n```step\nworked: |\n"+
		"  C: RCPT TO:<____>\n  C: RCPT TO:<____>\n  C: DATA\n  S: 354\n  C: DATA\n  C: .\n  C: QUIT\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	tape := played(t, `
S: 220 hi
C: EHLO a.example
S: 250 hi
C: MAIL FROM:<bob@example.org>
S: 250 ok
C: RCPT TO:<alice@example.com>
S: 250 ok
C: DATA
S: 354 go on
C: hi
C: RSET
C: .
S: 250 ok
`)
	p := Begin(l)
	p.Open(0, tape, 0, nil)
	for _, c := range []struct {
		events int
		next   string
	}{{8, "RCPT TO:<____>"}, {10, "DATA"}, {11, "."}, {12, "."}, {13, "QUIT"}} {
		p.Follow(c.events)
		if w, _ := p.Worked(); w.Text != c.next {
			t.Errorf("behind %d events comes %q, not %q", c.events, w.Text, c.next)
		}
	}
}

// A blank that was filled in wrong is to be filled in again, unless the worked session
// shows a refusal there.
func TestBlankIsTakenBack(t *testing.T) {
	l, err := Parse("worked.md", []byte("---\ntitle: Worked\nminutes: 1\n---\n## One\n\n```step\nworked: |\n"+
		"  C: ____ a.example\n  S: 250\n  C: ____ FROM:<bob@example.org>\n  S: 250\n  C: RCPT TO:<____>\n  S: 550\n  C: ____\n  S: 354\n  C: hi\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	dialogue := strings.Split("S: 220 hi\nC: HELP a.example\nS: 504 no\nC: EHLO a.example\nS: 250 hi\nC: MAIL FROM:<bob@example.org>\nS: 250 ok\n"+
		"C: RCPT TO:<zoe@example.com>\nS: 550 no\nC: DATA hello\nS: 501 no\nC: DATA\nS: 503 no", "\n")
	tape := played(t, strings.Join(dialogue, "\n"))
	p := Begin(l)
	p.Open(0, tape, 0, nil)
	want := []string{"____ a.example", "____ FROM:<bob@example.org>", "____ a.example", "____ FROM:<bob@example.org>", "____ FROM:<bob@example.org>",
		"RCPT TO:<____>", "RCPT TO:<____>", "____", "____", "hi", "____", "hi", "____"}
	before := tape.Len() - len(dialogue) // of events in front of the dialogue
	for i, next := range want {
		p.Follow(before + i + 1)
		if w, _ := p.Worked(); w.Text != next {
			t.Errorf("behind %s comes %q, not %q", dialogue[i], w.Text, next)
		}
	}
}

// What must not happen in a step may be tried once it is done.
func TestNeverEnds(t *testing.T) {
	l, err := Parse("never.md", []byte("---\ntitle: Never\nminutes: 1\n---\n## One\n\n```step\n"+
		"goals:\n  - {say: a, when: 'count(said(\"NOOP\")) >= 1', unmet: b}\nhints: [c, d]\nsolution: |\n  C: NOOP\nnever:\n  - {when: 'count(said(\"RSET\")) >= 1', say: c}\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	for dialogue, broken := range map[string]bool{"C: NOOP\nC: RSET": false, "C: RSET\nC: NOOP": true} {
		tape := played(t, "S: 220 hi\n"+dialogue)
		p := Begin(l)
		p.Open(0, tape, 0, nil)
		p.Follow(tape.Len())
		if _, was := p.Broken(); was != broken || p.Done() == broken {
			t.Errorf("%q: broken %v, done %v", dialogue, was, p.Done())
		}
	}
}

// What an earlier connection had meets no goal of a step that begins with the next one.
func TestNextConnectionForgets(t *testing.T) {
	l, err := Parse("x.md", []byte("---\ntitle: X\n---\n## One\n```step\ngoals:\n- {say: a, when: state.hello == \"EHLO\", unmet: b}\nhints: [c, d]\nsolution: |\n  C: EHLO a.example\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	tape := played(t, "S: 220 hi\nC: EHLO a.example\nS: 250 hi\nC: QUIT\nS: 221 bye\n")
	local := func(f transcript.Fact) int {
		tape.Record(transcript.Entry{Who: transcript.Local, Fact: f, At: transcript.Now})
		return tape.Len() - 1
	}
	local(transcript.Closed)
	p := Begin(l)
	p.Open(0, tape, local(transcript.Connected), nil)
	if p.Done() {
		t.Error("a goal was met before anything was said")
	}
}
