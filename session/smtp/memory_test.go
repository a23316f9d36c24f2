package smtp

import (
	"fmt"
	"testing"
)

const (
	readyText = "S 220 a\nC EHLO a\nS 250 a\nC MAIL FROM:<a@b.c>\nS 250 a\nC RCPT TO:<d@e.f>\nS 250 a\n"
	inText    = readyText + "C DATA\nS 354 a\n"
)

// What a state remembers of the text: whether it is in the header, whether an empty
// line ends the body, whether a dot began a line.
func TestHeaderAndBody(t *testing.T) {
	for text, want := range map[string]string{
		`""`:                           "header",
		`"Subject: a\r\n"`:             "header",
		`"Subject: a\r\n b: c\r\n"`:    "header",
		`"Subject: a\n"`:               "header",
		`"\r\n"`:                       "body",
		`"A: b\r\n\r\n"`:               "body",
		`"A: b\r\n\r\n\r\n"`:           "body, empty line",
		`"A: b\r\n\r\nc\r\n\r\n"`:      "body, empty line",
		`"A: b\r\n\r\nc\r\n\r\nd\r\n"`: "body",
		`"hello\r\n"`:                  "body",
		`"hello\r\n\r\n"`:              "body, empty line",
		`"A: b\r\nhello you\r\n"`:      "body",
		`"A: b\r\n..c\r\n"`:            "body, dots",
		`"..c\r\n"`:                    "body, dots",
		`"A: b\r\n\r\na..b\r\n"`:       "body",

		"\"a: b\\r\"\nC \"\\n..c\\r\\n\"": "body, dots",
	} {
		s := dialogue(t, inText+"C "+text)
		got := "body"
		if s.InHeader() {
			got = "header"
		}
		if s.BodyEndsEmpty() {
			got += ", empty line"
		}
		if s.HasDots() {
			got += ", dots"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	next := dialogue(t, inText+"C ..a\nC \"\"\nC .\nS 250 a\nC MAIL FROM:<a@b.c>\nS 250 a\nC RCPT TO:<d@e.f>\nS 250 a\nC DATA\nS 354 a")
	if !next.InHeader() || next.HasDots() {
		t.Error("a second text doesn't begin with its header")
	}
}

// What a state remembers of the last message that was accepted.
func TestLast(t *testing.T) {
	two := readyText + "C RCPT TO:<g@e.f>\nS 452 a\nC DATA\nS 354 a\nC .\n"
	for text, want := range map[string]string{
		readyText:     "",
		two:           "",
		two + "S 250": "a@b.c to d@e.f 250, g@e.f 452",
		two + "S 554": "",
		two + "S 250\nC RSET\nS 250\nC MAIL FROM:<x@b.c>\nS 250":                                       "a@b.c to d@e.f 250, g@e.f 452",
		readyText + "C \"BDAT 0 LAST\\r\\n\"\nS 250":                                                   "a@b.c to d@e.f 250 in chunks",
		two + "S 250\nC MAIL FROM:<x@b.c>\nS 250\nC RCPT TO:<y@e.f>\nS 251\nC DATA\nS 354\nC .\nS 250": "x@b.c to y@e.f 251",
	} {
		s := dialogue(t, text)
		got := ""
		if mail, rcpts, ok := s.Last(); ok {
			got = mail.Path.Mailbox() + " to "
			for i, r := range rcpts {
				if i > 0 {
					got += ", "
				}
				got += fmt.Sprint(r.Path.Mailbox(), " ", r.Code)
			}
		}
		if s.LastChunked() {
			got += " in chunks"
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestLogin(t *testing.T) {
	for text, want := range map[string]string{
		"C AUTH LOGIN":                                                  " ",
		"C AUTH login\nS 334 VXNlcm5hbWU6":                              "LOGIN VXNlcm5hbWU6",
		"C AUTH LOGIN\nS 334 a\nC b\nS 334 c":                           "LOGIN c",
		"C AUTH LOGIN\nS 334 a\nC b\nS 535 c":                           " ",
		"C AUTH LOGIN\nS 334 a\nC *\nS 501 c\nC AUTH CRAM-MD5\nS 334 d": "CRAM-MD5 d",
	} {
		s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\n"+text)
		if got := s.Mechanism() + " " + string(s.Challenge()); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestJustReset(t *testing.T) {
	for text, want := range map[string]bool{
		readyText:                                   false,
		readyText + "C RSET":                        false,
		readyText + "C RSET\nS 250":                 true,
		readyText + "C RSET\nS 501":                 false,
		readyText + "C RSET\nS 250\nC MAIL FROM:<>": true,
		readyText + "C RSET\nS 250\nC NOOP\nS 250":  false,
	} {
		if got := dialogue(t, text).JustReset(); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC STARTTLS\nS 220 a").Secured()
	if !s.Restarted() || s.Said([]byte("EHLO a\r\n")).Answered(ParseReply([]byte("250 a\r\n"))).Restarted() {
		t.Error("STARTTLS makes a new EHLO necessary, until it is said")
	}
}
