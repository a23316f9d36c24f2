package smtp

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// sequences is RFC 5321 section 4.3.2 as it is printed there, I and S before the
// bar, E behind it, with the codes that RFC 7504 section 5 adds; then the verbs of
// extensions: RFC 2033 section 4.1, RFC 3207 section 4, RFC 4954 sections 4 and 6,
// RFC 3030 section 2 (success and 503; a failed chunk may be told as a failed text
// is), RFC 4468 section 6, RFC 1985 section 5.3, RFC 2645 section 5.2.1.
const sequences = `
CONNECTION | 220 | 521 554
EHLO | 250 | 504 550 502
HELO | 250 | 504 550 502
MAIL | 250 | 552 451 452 550 553 503 455 555
RCPT | 250 251 | 550 551 552 553 450 451 452 503 455 555 556
DATA | 354 | 503 554
TEXT | 250 | 552 554 451 452 450 550
RSET | 250 |
VRFY | 250 251 252 | 550 551 553 502 504
EXPN | 250 252 | 550 500 502 504
HELP | 211 214 | 502 504
NOOP | 250 |
QUIT | 221 |
ANY | | 500 501 421
LHLO | 250 | 504 550 502
STARTTLS | 220 | 454 501
AUTH | 235 334 | 432 454 500 501 503 504 530 534 535 538
BDAT | 250 | 503 552 554 451 452 450 550
BURL | 250 | 503 552 554 451
ETRN | 250 251 252 253 | 458 459 500 501
ATRN | 250 | 450 451 453 502 530
`

func TestRepliesAreThoseOfTheRFC(t *testing.T) {
	said := 0
	for row := range strings.Lines(strings.TrimSpace(sequences)) {
		cells := strings.Split(row, "|")
		name := strings.TrimSpace(cells[0])
		next, ok := Verb(name).Answers()
		switch name {
		case "CONNECTION":
			next, ok = Connection, true
		case "TEXT":
			next, ok = EndOfText, true
		case "ANY":
			next, ok = Next{Failure: Anywhere}, true
		default:
			said++
		}
		want := strings.Join(strings.Fields(cells[1]), " ") + " | " + strings.Join(strings.Fields(cells[2]), " ")
		got := strings.Trim(fmt.Sprint(next.Success), "[]") + " | " + strings.Trim(fmt.Sprint(next.Failure), "[]")
		if !ok || got != want {
			t.Errorf("%s may be answered %s, want %s", name, got, want)
		}
	}
	if said != len(answers) {
		t.Errorf("%d verbs are in this table, %d in the other", said, len(answers))
	}
}

// legals are the commands that RFC 5321 section 4.1.4 allows in each state. RSET,
// NOOP, HELP, VRFY and EXPN may come at any time, a hello ends a transaction, QUIT
// ends all; behind a greeting of 554 only QUIT is taken (section 3.1).
var legals = []struct{ place, dialogue, want string }{
	{"before the greeting", "", ""},
	{"refused", "S: 554 no\n", "QUIT"},
	{"refused with 521", "S: 521 no\n", "QUIT"},
	{"greeted", greeted, "EHLO HELO | RSET NOOP HELP VRFY EXPN QUIT"},
	{"hello refused", greeted + "C: EHLO c.example\nS: 502 no\n", "EHLO HELO | RSET NOOP HELP VRFY EXPN QUIT"},
	{"HELO", plain, "MAIL | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"EHLO", ready, "MAIL STARTTLS AUTH | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"EHLO with more", greeted + "C: EHLO c\nS: 250-a|250-ETRN|250-ATRN|250 AUTH PLAIN\n", "MAIL AUTH ETRN | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"ATRN is for who is known", greeted + "C: EHLO c\nS: 250-a|250-ATRN|250 AUTH PLAIN\nC: AUTH PLAIN AA==\nS: 235 ok\n", "MAIL ATRN | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"logged in", authed, "MAIL STARTTLS | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"LHLO", greeted + "C: LHLO c\nS: 250 a\n", "MAIL | RSET NOOP HELP VRFY EXPN QUIT LHLO"},
	{"a MAIL accepted", inMail, "RCPT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"a MAIL refused", ready + "C: MAIL FROM:<>\nS: 451 no\n", "MAIL STARTTLS AUTH | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"a RCPT refused", inMail + "C: RCPT TO:<a@b.c>\nS: 550 no\n", "RCPT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"a RCPT accepted", inRcpt, "RCPT DATA BDAT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"without CHUNKING", plain + "C: MAIL FROM:<>\nS: 250 a\nC: RCPT TO:<a@b.c>\nS: 250 a\n", "RCPT DATA | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"binary", greeted + "C: EHLO c\nS: 250-a|250-CHUNKING|250-BURL imap|250 BINARYMIME\nC: MAIL FROM:<> BODY=BinaryMime\nS: 250 a\nC: RCPT TO:<a@b.c>\nS: 250 a\n",
		"RCPT BDAT BURL | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"a chunk accepted", inBDAT, "BDAT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"a chunk refused", inRcpt + "C: BDAT 0\nS: 552 no\n", "RSET QUIT"},
	{"a second chunk refused", inBDAT + "C: BDAT 0\nS: 452 no\n", "RSET QUIT"},
	{"a refused chunk cleared", inRcpt + "C: BDAT 0\nS: 552 no\nC: RSET\nS: 250 ok\n", "MAIL STARTTLS AUTH | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"BDAT LAST before RCPT", inMail + "C: BDAT 0 LAST\nS: 503 no\n", "RCPT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"BDAT before MAIL", ready + "C: BDAT 0\nS: 503 no\n", "MAIL STARTTLS AUTH | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"BDAT not known", inRcpt + "C: BDAT 0\nS: 502 no\n", "RCPT DATA BDAT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"DATA refused", inRcpt + "C: DATA\nS: 451 no\n", "RCPT DATA BDAT | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"in the text", inRcpt + "C: DATA\nS: 354 go\n", ""},
	{"after the dot", inRcpt + "C: DATA\nS: 354 go\nC: .\n", ""},
	{"accepted", inRcpt + "C: DATA\nS: 354 go\nC: .\nS: 250 ok\n", "MAIL STARTTLS AUTH | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"refused after the dot", inRcpt + "C: DATA\nS: 354 go\nC: .\nS: 554 no\n", "MAIL STARTTLS AUTH | RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
	{"asked in AUTH", ready + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n", ""},
	{"handshake", ready + "C: STARTTLS\nS: 220 go\n", ""},
	{"behind QUIT", ready + "C: QUIT\nS: 221 bye\n", ""},
	{"421 before the hello", greeted + "S: 421 later\n", ""},
	{"421 to RCPT", inMail + "C: RCPT TO:<a@b.c>\nS: 421 later\n", ""},
	{"421 to the dot", inRcpt + "C: DATA\nS: 354 go\nC: .\nS: 421 later\n", ""},
}

func TestLegalIsWhatTheRFCAllows(t *testing.T) {
	for _, x := range legals {
		s := stateAfter(t, x.dialogue)
		var got []Verb
		for _, next := range s.Legal() {
			got = append(got, next.Verb)
			if answers, _ := next.Verb.Answers(); !slices.Equal(answers.Success, next.Success) || !slices.Equal(answers.Failure, next.Failure) {
				t.Errorf("%s: %s has %v", x.place, next.Verb, next)
			}
		}
		want := strings.Fields(strings.ReplaceAll(x.want, "|", " "))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: legal is %v, want %v", x.place, got, want)
		}
	}
}

// TestOwedMay holds which replies may come next, in each state that owes one.
func TestOwedMay(t *testing.T) {
	for _, x := range []struct{ dialogue, want string }{
		{"", "220"},
		{ready + "C: NOOP\n", "250"},
		{ready + "C: AUTH LOGIN\n", "235 334"},
		{ready + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YQ==\n", "235 334"},
		{inRcpt + "C: DATA\n", "354"},
		{inRcpt + "C: DATA\nS: 354 go\nC: .\n", "250"},
		{inRcpt + "C: BDAT 0 LAST\n", "250"},
		{ready + "C: FOO\n", ""},
		{ready, "none"},
	} {
		got := "none"
		if owed, ok := stateAfter(t, x.dialogue).Owed(); ok {
			next, known := owed.May()
			got = strings.Trim(fmt.Sprint(next.Success), "[]")
			if known != (got != "") {
				t.Errorf("after %q: %v is known: %v", x.dialogue, next, known)
			}
		}
		if got != x.want {
			t.Errorf("after %q the replies may be %q, want %q", x.dialogue, got, x.want)
		}
	}
}

// TestDeadlines holds RFC 5321 section 4.5.3.2, minute by minute.
func TestDeadlines(t *testing.T) {
	for _, x := range []struct{ dialogue, want string }{
		{"", "5m0s 4.5.3.2.1"},
		{greeted + "C: EHLO a\n", "5m0s "},
		{ready + "C: MAIL FROM:<>\n", "5m0s 4.5.3.2.2"},
		{inMail + "C: RCPT TO:<a@b.c>\n", "5m0s 4.5.3.2.3"},
		{inRcpt + "C: DATA\n", "2m0s 4.5.3.2.4"},
		{inRcpt + "C: DATA\nS: 354 go\nC: .\n", "10m0s 4.5.3.2.6"},
		{inRcpt + "C: BDAT 0 LAST\n", "5m0s "},
		{ready + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YQ==\n", "5m0s "},
		{ready, ""},
	} {
		got := ""
		if d, ok := stateAfter(t, x.dialogue).Deadline(); ok {
			got = d.Wait.String() + " " + d.Section
		}
		if got != x.want {
			t.Errorf("after %q: %q, want %q", x.dialogue, got, x.want)
		}
	}
}
