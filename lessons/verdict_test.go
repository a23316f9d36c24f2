package lessons

import (
	"testing"

	"ehlo/session/smtp"
)

// TestJudge has every verdict, and the cases where there must be none. It is
// written by hand from the RFCs.
func TestJudge(t *testing.T) {
	greeted, ready, mail, rcpt := stateNamed("greeted"), stateNamed("ready"), stateNamed("mail"), stateNamed("rcpt")
	tired := after(ready, said("A"), answered("500 no"), said("B"), answered("500 no"), said("C"), answered("500 no"), said("D"), answered("500 no"))
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
		{"null reverse-path, malformed", ready, "MAIL FROM: <>", "501 no", Refused, "", false},
		{"null reverse-path, called a mistake", ready, "MAIL FROM:<>", "501 <>: sender address must contain a domain", RefusedRight, "RFC 1123 §5.2.9", true},
		{"null reverse-path, and nobody knows why", ready, "MAIL FROM:<>", "550 administrative prohibition", Refused, "", false},
		{"everything refused by a list", ready, "MAIL FROM:<>", "553 blocked, see https://list.example", Refused, "", false},
		{"null reverse-path, by policy", ready, "MAIL FROM:<>", "550 5.7.1 no", Refused, "", false},
		{"Postmaster refused", mail, "RCPT TO:<postmaster>", "550 5.1.1 no", RefusedRight, "RFC 5321 §4.5.1", true},
		{"Postmaster, for now", mail, "RCPT TO:<postmaster>", "450 4.7.1 greylisted", Refused, "", false},
		{"Postmaster, by what the text says", mail, "RCPT TO:<postmaster>", "550 unknown user", RefusedRight, "RFC 5321 §4.5.1", true},
		{"Postmaster, and nobody knows why", mail, "RCPT TO:<postmaster>", "550 rejected because 192.0.2.1 is in a black list", Refused, "", false},
		{"Postmaster, not the client", rcpt, "RCPT TO:<postmaster>", "550 no", RefusedRight, "RFC 5321 §4.5.1", true},
		{"Postmaster of a domain", mail, "RCPT TO:<postmaster@b.example>", "550 5.1.1 no", Refused, "", false},
		{"Postmaster, login first", mail, "RCPT TO:<postmaster>", "530 5.7.0 no", Refused, "", false},
		{"NOOP unknown", ready, "NOOP", "500 what", RefusedRight, "RFC 5321 §4.5.1", true},
		{"EHLO unknown", greeted, "EHLO client.example", "500 what", Refused, "", false},
		{"EHLO unknown after HELO", helo, "EHLO client.example", "500 what", RefusedRight, "RFC 5321 §4.5.1", true},
		{"NOOP, but tired", tired, "NOOP", "502 5.5.1 too many errors", Refused, "", false},
		{"NOOP after a farewell", after(ready, said("QUIT"), answered("221 bye")), "NOOP", "500 what", Refused, "", false},
		{"RSET refused", mail, "RSET", "503 no", RefusedRight, "RFC 5321 §4.1.1.5", true},
		{"RSET, TLS first", ready, "RSET", "530 5.7.0 STARTTLS first", Refused, "", false},
		{"RSET before the hello", greeted, "RSET", "503 EHLO first", Refused, "", false},
		{"QUIT refused", ready, "QUIT", "503 no", RefusedRight, "RFC 5321 §4.1.1.10", true},
		{"QUIT, closing anyway", ready, "QUIT", "421 bye", Refused, "", false},
		{"QUIT with words", ready, "QUIT now", "501 no", Refused, "", false},
		{"QUIT done", ready, "QUIT", "250 bye", Accepted, "", true},
		{"hello forgotten", after(ready, said("RSET"), answered("250 Ok")), "MAIL FROM:<a@b.example>", "503 polite people say HELO first", RefusedRight, "RFC 5321 §4.1.1.5", true},
		{"hello, and more is asked", ready, "MAIL FROM:<a@b.example>", "503 polite people say HELO first", Refused, "", false},
		{"AUTH wanted after RSET", after(ready, said("RSET"), answered("250 Ok")), "MAIL FROM:<a@b.example>", "503 AUTH first", Refused, "", false},
		{"Courier's out of order", ready, "RCPT TO:<a@b.example>", "502 5.5.1 ESMTP command error", Refused, "", true},
		{"the client's mistake", ready, "RCPT TO: <a@b.example>", "502 no", Refused, "", false},
		{"DATA done at once", rcpt, "DATA", "250 Ok", Accepted, "", true},
		{"MAIL to be gone on with", ready, "MAIL FROM:<a@b.example>", "354 go on", Accepted, "", true},
		{"a verb of its own", ready, "XEXCH50 4 2", "354 Send binary data", Accepted, "", false},
		{"HELP unlisted", ready, "HELP", "214 see the manual", Accepted, "", true},
		{"HELP unlisted and unknown", ready, "HELP", "502 no", Refused, "", false},
		{"VRFY unknown", ready, "VRFY carol", "502 no", Refused, "", false},
		{"EXPN listed and unknown", ready, "EXPN team", "502 no", Refused, "", true},
		{"list after HELO", greeted, "HELO client.example", "250-smtp.example.com\r\n250 SIZE 100", Accepted, "", true},
		{"prose after HELO", greeted, "HELO client.example", "250-smtp.example.com\r\n250 AUTH is required before MAIL", Accepted, "", false},
		{"two lines after HELO", greeted, "HELO client.example", "250-smtp.example.com\r\n250 nice to meet you", Accepted, "", false},
		{"codes disagree, none was promised", helo, "NOOP", "250 5.0.0 Ok", Accepted, "", false},
		{"soft_bounce", rcpt, "RCPT TO:<a@b.example>", "400 4.1.1 no", Refused, "", false},
		{"codes disagree", rcpt, "RCPT TO:<a@b.example>", "550 4.1.1 no", Refused, "", true},
		{"a code that is in no RFC", ready, "NOOP", "259 fine", Accepted, "", false},
		{"a first digit that is none", ready, "NOOP", "600 fine", NoVerdict, "", true},
		{"RCPT without MAIL accepted", ready, "RCPT TO:<a@b.example>", "250 Ok", AcceptedWrong, "RFC 5321 §4.1.4", true},
		{"RCPT after a refused message", after(rcpt, said("DATA"), answered("354 go"), said("."), answered("554 5.7.1 no")), "RCPT TO:<a@b.example>", "250 Ok", AcceptedWrong, "RFC 5321 §4.1.4", false},
		{"goodbye to a header field", ready, "Subject: hi", "221 bye", Refused, "", false},
		{"too many of one", rcpt, "RCPT TO:<a@b.example>", "452 4.5.3 Too many recipients", Refused, "", true},
		{"another transaction for it", rcpt, "RCPT TO:<a@b.example>", "452-4.5.3 Domain policy size per transaction exceeded,\r\n452 4.5.3 try this recipient in a separate transaction", Refused, "", false},
		{"a limit of policy", rcpt, "RCPT TO:<a@b.example>", "550 5.5.3 Too many recipients", Refused, "", false},
		{"no room", rcpt, "RCPT TO:<a@b.example>", "452 4.3.1 no room", Refused, "", false},
	} {
		j := Judge(answered(tt.reply), after(tt.state, said(tt.line)))
		if j.Verdict != tt.want || j.Breach != tt.breach || j.Broken() != tt.broken {
			t.Errorf("%s: %q, breach %q, server broke a rule %t; want %q, %q, %t (%+v)", tt.name, j.Verdict, j.Breach, j.Broken(), tt.want, tt.breach, tt.broken, j)
		}
	}
}
