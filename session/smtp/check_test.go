package smtp

import (
	"slices"
	"strings"
	"testing"
)

// stateAfter folds a dialogue whose lines begin with "C: " or "S: ".
func stateAfter(t *testing.T, dialogue string) State {
	t.Helper()
	s := State{}.Connected()
	for l := range strings.SplitSeq(strings.TrimSpace(dialogue), "\n") {
		who, text, ok := strings.Cut(strings.TrimSpace(l), ": ")
		switch {
		case ok && who == "C":
			s = s.Said([]byte(text + "\r\n"))
		case ok && who == "S":
			s = s.Answered(ParseReply([]byte(strings.ReplaceAll(text, "|", "\r\n") + "\r\n")))
		case l != "":
			t.Fatalf("not a line of a dialogue: %q", l)
		}
	}
	return s
}

const (
	greeted = "S: 220 mx.example\n"
	plain   = greeted + "C: HELO c.example\nS: 250 mx.example\n"
	ready   = greeted + "C: EHLO c.example\nS: 250-mx.example|250-SIZE 9|250-8BITMIME|250-PIPELINING|250-DSN|250-SMTPUTF8|250-AUTH PLAIN|250-STARTTLS|250-XODD|250 CHUNKING\n"
	inMail  = ready + "C: MAIL FROM:<a@b.example>\nS: 250 ok\n"
	inRcpt  = inMail + "C: RCPT TO:<c@d.example>\nS: 250 ok\n"
	inBDAT  = inRcpt + "C: BDAT 0\nS: 250 ok\n"
	authed  = ready + "C: AUTH PLAIN AGE=\nS: 235 ok\n"
)

// oddInState are lines and their faults, below the name of the state they are said
// in.
const oddInState = `
HELO only
MAIL FROM:<a@b.example> SIZE=1
                        ~~~~~~ ParameterNotOffered
STARTTLS
~~~~~~~~ VerbNotOffered
EHLO c.example

before the greeting
NOOP
~~~~ OutOfOrder

before the hello
MAIL FROM:<a@b.example>
~~~~ OutOfOrder
AUTH PLAIN
~~~~ OutOfOrder
NOOP
VRFY carol
QUIT
FOO
~~~ UnknownVerb

ready
MAIL FROM:<a@b.example> SIZE=1 BODY=8BITMIME RET=FULL SMTPUTF8 AUTH=<>
MAIL FROM:<a@b.example> BODY=BINARYMIME
                        ~~~~~~~~~~~~~~~ ParameterNotOffered
MAIL FROM:<a@b.example> FOO=1
                        ~~~~~ ParameterNotOffered
MAIL FROM:<a@b.example> XODD=1
MAIL FROM:<a@b.example> NOTIFY=NEVER
                        ~~~~~~~~~~~~ ParameterNotOffered
 RSET
~ LeadingSpace
RCPT TO:<c@d.example>
~~~~ OutOfOrder
rcpt to: <c@d.example>
~~~~ OutOfOrder
        ~ SpaceAfterColon
DATA
~~~~ OutOfOrder
ETRN b.example
~~~~ VerbNotOffered
SEND FROM:<a@b.example>
~~~~ VerbNotOffered
EXPN team
VRFY carol SMTPUTF8

a MAIL accepted
MAIL FROM:<a@b.example>
~~~~ OutOfOrder
RCPT TO:<c@d.example> SIZE=1
                      ~~~~~~ ParameterNotOffered
RCPT TO:<c@d.example> SMTPUTF8
                      ~~~~~~~~ ParameterNotOffered
RCPT TO:<c@d.example> NOTIFY=NEVER
DATA
~~~~ OutOfOrder
STARTTLS
~~~~~~~~ OutOfOrder
ETRN b.example
~~~~ VerbNotOffered
EHLO c.example

a RCPT accepted
DATA
BDAT 5 LAST
RCPT TO:<c@d.example>

a chunk accepted
DATA
~~~~ OutOfOrder
RCPT TO:<c@d.example>
~~~~ OutOfOrder
BDAT 0 LAST
RSET

authenticated
AUTH PLAIN
~~~~ OutOfOrder

greeted with 554
EHLO c.example
~~~~ OutOfOrder
NOOP
~~~~ OutOfOrder
QUIT

behind a 221
NOOP
~~~~ OutOfOrder

behind DATA
NOOP
~~~~ LineAfterLast

behind EHLO
MAIL FROM:<a@b.example>
~~~~~~~~~~~~~~~~~~~~~~~ LineAfterLast

without PIPELINING
NOOP
~~~~ LineAfterLast

behind MAIL
RCPT TO:<c@d.example>
`

var places = map[string]string{
	"HELO only":           plain,
	"before the greeting": "",
	"before the hello":    greeted,
	"ready":               ready,
	"a MAIL accepted":     inMail,
	"a RCPT accepted":     inRcpt,
	"a chunk accepted":    inBDAT,
	"authenticated":       authed,
	"greeted with 554":    "S: 554 no\n",
	"behind a 221":        ready + "C: QUIT\nS: 221 bye\n",
	"behind DATA":         inRcpt + "C: DATA\n",
	"behind EHLO":         greeted + "C: EHLO c.example\n",
	"without PIPELINING":  plain + "C: MAIL FROM:<a@b.example>\n",
	"behind MAIL":         ready + "C: MAIL FROM:<a@b.example>\n",
}

func TestFaultsInState(t *testing.T) {
	for block := range strings.SplitSeq(oddInState, "\n\n") {
		place, lines, _ := strings.Cut(strings.Trim(block, "\n"), "\n")
		dialogue, ok := places[place]
		if !ok {
			t.Fatalf("no state is named %q", place)
		}
		s := stateAfter(t, dialogue)
		for _, x := range examples(lines) {
			c := ParseCommand([]byte(x.line))
			if got := marksOf(append(c.FaultsIn(s), c.CheckGroup(s)...)); !slices.Equal(got, x.marks) {
				t.Errorf("%s: got\n%s\nwant\n%s", place, picture(x.line, got), picture(x.line, x.marks))
			}
		}
	}
}

// TestCheckAgreesWithLegal holds that what a state calls legal is in order there.
func TestCheckAgreesWithLegal(t *testing.T) {
	for place, dialogue := range places {
		s := stateAfter(t, dialogue)
		if s.OwedCount() > 0 {
			continue
		}
		for _, next := range s.Legal() {
			for _, f := range ParseCommand([]byte(next.Verb)).Check(s) {
				if f.Kind == OutOfOrder || f.Kind == VerbNotOffered {
					t.Errorf("%s: %s is legal and %v", place, next.Verb, f.Kind)
				}
			}
		}
	}
}

func TestNoVerdictWithoutGround(t *testing.T) {
	long := "MAIL FROM:<a@b.example> X=" + strings.Repeat("x", 600)
	for name, s := range map[string]State{
		"partial": Partial(),
		"in text": stateAfter(t, inRcpt+"C: DATA\nS: 354 go\n"),
		"in AUTH": stateAfter(t, ready+"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n"),
		"chunk":   stateAfter(t, inRcpt).Said([]byte("BDAT 9\r\n")),
	} {
		for _, line := range []string{"RCPT TO:<c@d.example> X=1", "STARTTLS", "DATA", "NOOP", long} {
			c := ParseCommand([]byte(line))
			if got := append(c.Check(s), c.CheckGroup(s)...); len(got) > 0 {
				t.Errorf("%s: %.20s: %v", name, line, got)
			}
		}
	}
}

func TestLineTooLong(t *testing.T) {
	ehlo := stateAfter(t, ready) // SIZE, AUTH, SMTPUTF8 add 26, 500, 10 to MAIL
	for _, x := range []struct {
		state State
		line  string
		limit int
	}{
		{stateAfter(t, plain), "NOOP ", 512},
		{stateAfter(t, plain), "MAIL FROM:<a@b.example> X=", 512},
		{ehlo, "NOOP ", 512},
		{ehlo, "RCPT TO:<a@b.example> X=", 512},
		{ehlo, "MAIL FROM:<a@b.example> X=", 1048},
		{ehlo, "AUTH PLAIN ", 12288},
	} {
		for over := range 2 {
			line := x.line + strings.Repeat("x", x.limit+over-2-len(x.line))
			var want []Fault
			if over > 0 {
				want = []Fault{{LineTooLong, Span{x.limit - 2, x.limit - 1}}}
			}
			var got []Fault
			for _, f := range ParseCommand([]byte(line + "\r\n")).Check(x.state) {
				if f.Kind == LineTooLong {
					got = append(got, f)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s with %d octets: got %v, want %v", x.line, len(line)+2, got, want)
			}
		}
	}
}

// TestEightBitRecipient holds that UTF-8 in a RCPT is allowed by the MAIL before.
func TestEightBitRecipient(t *testing.T) {
	for name, x := range map[string]struct {
		state State
		line  string
		odd   bool
	}{
		"said":     {stateAfter(t, ready+"C: MAIL FROM:<> SMTPUTF8\nS: 250 ok\n"), "RCPT TO:<zoë@d.example>", false},
		"owed":     {stateAfter(t, ready+"C: MAIL FROM:<> SMTPUTF8\n"), "RCPT TO:<zoë@d.example>", false},
		"not said": {stateAfter(t, inMail), "RCPT TO:<zoë@d.example>", true},
		"no UTF-8": {stateAfter(t, ready+"C: MAIL FROM:<> SMTPUTF8\nS: 250 ok\n"), "RCPT TO:<zo\xeb@d.example>", true},
	} {
		got := faultList(ParseCommand([]byte(x.line)).FaultsIn(x.state)).has(EightBit)
		if got != x.odd {
			t.Errorf("%s: fault is %v", name, got)
		}
	}
}
