package lessons

import (
	"strings"
	"testing"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
)

// A step of a lesson gives away no more than it says.
func TestAid(t *testing.T) {
	s := smtp.State{}.Connected().Answered(smtp.ParseReply([]byte("220 a\r\n")))
	for _, c := range []struct {
		line    string
		aid     course.Aid
		says    bool
		suggest bool
	}{
		{"EH", course.AidAll, true, true}, {"EH", course.AidFaults, false, false}, {"EH", course.AidNone, false, false},
		{"MAIL FROM: <bob@example.org>", course.AidAll, true, false},
		{"MAIL FROM: <bob@example.org>", course.AidFaults, true, false},
		{"MAIL FROM: <bob@example.org>", course.AidNone, false, false},
	} {
		a := Setting{Aid: c.aid}.Advise(c.line, s)
		if (len(a.Say) > 0) != c.says || (a.Suggestion != "") != c.suggest || len(a.Tokens) == 0 {
			t.Errorf("%q with aid %d: says %q, suggests %q, %d tokens", c.line, c.aid, a.Say, a.Suggestion, len(a.Tokens))
		}
		if c.aid != course.AidAll && strings.ContainsAny(strings.Join(a.Say, ""), "5") {
			t.Errorf("%q tells a code: %q", c.line, a.Say)
		}
	}
}

// What is worth knowing of a line, and breaks no rule, is for a step to find out; it is
// told behind the reply.
func TestAidKeepsNotes(t *testing.T) {
	s, line := stateNamed("mail"), "EHLO client.example"
	note := func(aid course.Aid) bool {
		return strings.Contains(strings.Join(Setting{Aid: aid}.Advise(line, s).Say, " "), "drops the open transaction")
	}
	if !note(course.AidAll) || note(course.AidFaults) || note(course.AidNone) {
		t.Errorf("noted: %v, %v, %v", note(course.AidAll), note(course.AidFaults), note(course.AidNone))
	}
	x := Explain(answered("250-hi\r\n250 SIZE"), after(s, said(line)))
	if told := strings.Join(x.Paragraphs, " "); !strings.Contains(told, "drops the open transaction") {
		t.Errorf("behind the reply: %q", told)
	}
}
