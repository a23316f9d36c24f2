package lessons

import (
	"testing"

	"ehlo/session/smtp"
)

// TestJudge has every verdict, and the cases where there must be none. It is
// written by hand from the RFCs.
func TestJudge(t *testing.T) {
	greeted, ready, mail, rcpt := stateNamed("greeted"), stateNamed("ready"), stateNamed("mail"), stateNamed("rcpt")
	helo := after(greeted, said("HELO client.example"), answered("250 smtp.example.com"))
	for _, tt := range []struct {
		name   string
		state  smtp.State
		line   string
		reply  string
		want   Verdict
		breach string
		broken bool
	}{
		{"plain yes", ready, "MAIL FROM:<a@b.example>", "250 Ok", Accepted, "", false},
		{"plain no", ready, "MAIL FROM:<a@b.example>", "550 5.7.1 no", Refused, "", false},
		{"not now", ready, "MAIL FROM:<>", "451 4.3.0 later", Refused, "", false},
		{"space after the colon", ready, "MAIL FROM: <a@b.example>", "250 Ok", AcceptedWrong, "RFC 5321 §3.3", false},
		{"the same refused", ready, "MAIL FROM: <a@b.example>", "501 no", Refused, "", false},
		{"no brackets", mail, "RCPT TO:a@b.example", "250 Ok", AcceptedWrong, "RFC 5321 §4.1.2", false},
		{"lower case", ready, "mail from:<a@b.example>", "250 Ok", Accepted, "", false},
		{"source route", mail, "RCPT TO:<@a.example:b@c.example>", "250 Ok", Accepted, "", false},
		{"single label", greeted, "EHLO pc", "250 smtp.example.com", Accepted, "", false},
		{"NOOP with words", ready, "NOOP two words", "250 Ok", Accepted, "", false},
		{"RSET with words", ready, "RSET now", "250 Ok", AcceptedWrong, "RFC 5321 §4.3.2", false},
		{"MAIL before the hello", greeted, "MAIL FROM:<a@b.example>", "250 Ok", AcceptedWrong, "RFC 5321 §4.1.4", false},
		{"parameter after HELO", helo, "MAIL FROM:<a@b.example> SIZE=1", "250 Ok", AcceptedWrong, "RFC 5321 §4.1.1.11", false},
		{"in the middle of a paste", smtp.Partial(), "RCPT TO:<a@b.example>", "250 Ok", Accepted, "", false},
		{"null reverse-path refused", ready, "MAIL FROM:<>", "550 5.1.0 no", RefusedRight, "RFC 1123 §5.2.9", true},
		{"null reverse-path, by policy", ready, "MAIL FROM:<>", "550 5.7.1 no", Refused, "", false},
		{"Postmaster refused", mail, "RCPT TO:<postmaster>", "550 5.1.1 no", RefusedRight, "RFC 5321 §4.5.1", true},
		{"Postmaster, login first", mail, "RCPT TO:<postmaster>", "530 5.7.0 no", Refused, "", false},
		{"NOOP unknown", ready, "NOOP", "500 what", RefusedRight, "RFC 5321 §4.5.1", true},
		{"EHLO unknown", greeted, "EHLO client.example", "500 what", Refused, "", false},
		{"EHLO unknown after HELO", helo, "EHLO client.example", "500 what", RefusedRight, "RFC 5321 §4.5.1", true},
		{"VRFY unknown", ready, "VRFY carol", "502 no", Refused, "", false},
		{"EXPN listed and unknown", ready, "EXPN team", "502 no", Refused, "", true},
		{"list after HELO", greeted, "HELO client.example", "250-smtp.example.com\r\n250 SIZE 100", Accepted, "", true},
		{"two lines after HELO", greeted, "HELO client.example", "250-smtp.example.com\r\n250 nice to meet you", Accepted, "", false},
		{"codes disagree", rcpt, "RCPT TO:<a@b.example>", "550 4.1.1 no", Refused, "", true},
		{"a code that is in no RFC", ready, "NOOP", "259 fine", Accepted, "", false},
		{"a first digit that is none", ready, "NOOP", "600 fine", NoVerdict, "", true},
		{"RCPT without MAIL accepted", ready, "RCPT TO:<a@b.example>", "250 Ok", AcceptedWrong, "RFC 5321 §4.1.4", true},
		{"goodbye to a header field", ready, "Subject: hi", "221 bye", Refused, "", false},
		{"too many of one", rcpt, "RCPT TO:<a@b.example>", "452 4.5.3 enough", Refused, "", true},
		{"no room", rcpt, "RCPT TO:<a@b.example>", "452 4.3.1 no room", Refused, "", false},
	} {
		j := Judge(answered(tt.reply), after(tt.state, said(tt.line)))
		if j.Verdict != tt.want || j.Breach != tt.breach || j.Broken() != tt.broken {
			t.Errorf("%s: %q, breach %q, server broke a rule %t; want %q, %q, %t (%+v)", tt.name, j.Verdict, j.Breach, j.Broken(), tt.want, tt.breach, tt.broken, j)
		}
	}
}
