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
