package smtp

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"
)

// dialogue folds lines into a state. "C " and "S " lines are what was said, CR LF
// added; a Go string behind "C" or "S" is said as it stands; "? " states what must
// be true then.
func dialogue(t *testing.T, text string) State {
	t.Helper()
	s := State{}.Connected()
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		line = strings.TrimSpace(line)
		who, what, _ := strings.Cut(line, " ")
		switch who {
		case "C":
			s = s.Said([]byte(unquoted(what)))
		case "S":
			s = s.Answered(ParseReply([]byte(unquoted(what))))
		case "TLS":
			s = s.Secured()
		case "?":
			if got := describe(s); got != what {
				t.Fatalf("line %d: %s\n got %s", n+1, line, got)
			}
		}
	}
	return s
}

func unquoted(s string) string {
	if strings.HasPrefix(s, `"`) {
		var out string
		fmt.Sscanf(s, "%q", &out)
		return out
	}
	return strings.ReplaceAll(s, "|", "\r\n") + "\r\n"
}

var readings = [...]string{"nothing", "command", "answer", "text", "chunk", "held"}

func describe(s State) string {
	return fmt.Sprintf("%s, reads %s, owes %d, %s", s.Phase(), readings[s.Reading()], s.OwedCount(), [...]string{"nobody", "client", "server", "divided"}[s.Owner()])
}

func TestStateFollowsADialogue(t *testing.T) {
	for name, text := range map[string]string{
		"textbook": `
			? opening, reads command, owes 1, nobody
			S 220 mx.example.com ready
			? greeted, reads command, owes 0, nobody
			C EHLO client.example
			? greeted, reads command, owes 1, nobody
			S 250-mx.example.com|250-SIZE 1000|250 HELP
			? ready, reads command, owes 0, nobody
			C MAIL FROM:<bob@example.org>
			S 250 ok
			? mail, reads command, owes 0, client
			C RCPT TO:<zoe@example.com>
			S 550 no
			? mail, reads command, owes 0, client
			C RCPT TO:<alice@example.com>
			S 250 ok
			? rcpt, reads command, owes 0, client
			C DATA
			? rcpt, reads held, owes 1, client
			S 354 go on
			? text, reads text, owes 0, client
			C Subject: x||..dotted|QUIT
			? text, reads text, owes 0, client
			C .
			? text, reads command, owes 1, client
			S 250 taken
			? ready, reads command, owes 0, server
			C QUIT
			S 221 bye
			? leaving, reads command, owes 0, server`,
		"refused after the dot": `
			S 220 a|
			C HELO a
			S 250 a
			C MAIL FROM:<>
			S 250 a
			C RCPT TO:<a@b.c>
			S 250 a
			C DATA
			S 354 a
			C "."
			C "\r"
			C "\n"
			? text, reads command, owes 1, client
			S 554 no
			? ready, reads command, owes 0, client`,
		"pipelined and refused": `
			S 220 a
			C EHLO a
			S 250-a|250 PIPELINING
			C "MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\nSubject: x\r\n.\r\nQUIT\r\n"
			? ready, reads held, owes 3, nobody
			S 250 a
			S 550 a
			S 503 a
			? mail, reads command, owes 3, client`,
		"pipelined and accepted": `
			S 220 a
			C EHLO a
			S 250-a|250 PIPELINING
			C "MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\nSubject: x\r\n.\r\nQUIT\r\n"
			S 250 a
			S 250 a
			S 354 a
			? text, reads command, owes 2, client
			S 250 a
			S 221 a
			? leaving, reads command, owes 0, server`,
		"auth by hand": `
			S 220 a
			C EHLO a
			S 250-a|250 AUTH LOGIN
			C AUTH LOGIN
			? ready, reads held, owes 1, nobody
			S 334 VXNlcm5hbWU6
			? auth, reads answer, owes 0, nobody
			C YWxpY2U=
			S 334 UGFzc3dvcmQ6
			C d29uZGVybGFuZA==
			S 235 in
			? ready, reads command, owes 0, nobody`,
		"two DATA held behind each other": `
			S 220 a
			C EHLO a
			S 250 a
			C "DATA\r\nDATA\r\nNOOP\r\n"
			? ready, reads held, owes 1, nobody
			S 503 a
			? ready, reads held, owes 1, nobody
			S 503 a
			? ready, reads command, owes 1, nobody`,
		"BDAT": `
			S 220 a
			C EHLO a
			S 250-a|250 CHUNKING
			C MAIL FROM:<a@b.c>
			S 250 a
			C RCPT TO:<x@y.z>
			S 250 a
			C "BDAT 5\r\nab"
			? rcpt, reads chunk, owes 1, client
			C "cdeBDAT 0 LAST\r\n"
			? rcpt, reads command, owes 2, client
			S 250 a
			? chunks, reads command, owes 1, client
			S 250 a
			? ready, reads command, owes 0, server`,
		"BDAT unknown to the server": `
			S 220 a
			C EHLO a
			S 250 a
			C MAIL FROM:<a@b.c>
			S 250 a
			C RCPT TO:<x@y.z>
			S 250 a
			C BDAT 9 LAST
			? rcpt, reads chunk, owes 1, client
			S 502 no
			? rcpt, reads command, owes 0, client`,
		"LMTP answers for each recipient": `
			S 220 a
			C LHLO a
			S 250-a|250 PIPELINING
			C MAIL FROM:<a@b.c>
			S 250 a
			C RCPT TO:<x@y.z>
			S 250 a
			C RCPT TO:<no@y.z>
			S 550 a
			C RCPT TO:<x@y.z>
			S 250 a
			C DATA
			S 354 a
			C .
			? text, reads command, owes 2, client
			S 250 a
			? text, reads command, owes 1, divided
			S 452 a
			? ready, reads command, owes 0, divided
			C MAIL FROM:<a@b.c>
			? ready, reads command, owes 1, divided
			S 250 a
			? mail, reads command, owes 0, client`,
		"STARTTLS drops what was said behind it": `
			S 220 a
			C EHLO a
			S 250-a|250 STARTTLS
			C "STARTTLS\r\nMAIL FROM:<evil@b.c>\r\n"
			S 220 go
			? handshake, reads nothing, owes 0, nobody
			TLS
			? greeted, reads command, owes 0, nobody`,
		"greeting 554": `
			S 554 no service
			? refused, reads command, owes 0, nobody`,
		"unasked 421": `
			S 220 a
			S 421 too slow
			? leaving, reads command, owes 0, nobody`,
		"a bare LF ends no command, unless the server answers": `
			S 220 a
			C "EHLO a\nNOOP\n"
			? greeted, reads command, owes 0, nobody
			S 250-a|250 SIZE
			? ready, reads command, owes 0, nobody
			S 250 ok
			? ready, reads command, owes 0, nobody`,
		"LF.LF ends no text, unless the server answers": `
			S 220 a
			C HELO a
			S 250 a
			C MAIL FROM:<>
			S 250 a
			C RCPT TO:<a@b.c>
			S 250 a
			C DATA
			S 354 a
			C "x\n.\n"
			? text, reads text, owes 0, client
			S 250 ok
			? ready, reads command, owes 0, server`,
		"hello again": `
			S 220 a
			C EHLO a
			S 250 a
			C MAIL FROM:<>
			S 250 a
			C EHLO
			S 501 a
			? mail, reads command, owes 0, client
			C HELO a
			S 250 a
			? ready, reads command, owes 0, nobody`,
	} {
		t.Run(name, func(t *testing.T) { dialogue(t, text) })
	}
}

func TestStateIsSmallAndImmutable(t *testing.T) {
	if n := unsafe.Sizeof(State{}); n > 200 {
		t.Errorf("a state takes %d octets, want at most 200", n)
	}
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC MAIL FROM:<a@b.c>\nS 250 a\nC \"RCPT TO:<one@b.c>\\r\\nRCP\"")
	left := s.Said([]byte("T TO:<two@b.c>\r\n")).Answered(ParseReply([]byte("250 a\r\n"))).Answered(ParseReply([]byte("250 a\r\n")))
	right := s.Said([]byte("T TO:<six@b.c>\r\n")).Answered(ParseReply([]byte("550 a\r\n"))).Answered(ParseReply([]byte("250 a\r\n")))
	if got := fmt.Sprint(left.Recipients(), left.Accepted()); !strings.Contains(got, "two") || strings.Contains(got, "six") || left.Accepted() != 2 {
		t.Errorf("left: %s", got)
	}
	if got := fmt.Sprint(right.Recipients(), right.Accepted()); !strings.Contains(got, "six") || strings.Contains(got, "two") || right.Accepted() != 1 {
		t.Errorf("right: %s", got)
	}
	if s.OwedCount() != 1 || len(s.Recipients()) != 0 {
		t.Error("continuing a state changed it")
	}
}

func TestSecretNamesWhatMustNotBeKept(t *testing.T) {
	ready := "S 220 a\nC EHLO a\nS 250 a\n"
	asked := ready + "C AUTH LOGIN\nS 334 VXNlcm5hbWU6\n"
	failed := asked + "C abcd\nS 535 no\n"
	text := ready + "C MAIL FROM:<>\nS 250 a\nC RCPT TO:<a>\nS 250 a\nC DATA\nS 354 a\n"
	for _, c := range []struct{ before, line, secret string }{
		{ready, "AUTH PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "auth plain  AGFs aWNl", "AGFs aWNl"},
		{ready, "AHTU FOO AGFsaWNl", ""},
		{ready, "AHTU PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "AUHT PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "AUTHH PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "ATH PLAIN AGFsaWNl", "AGFsaWNl"},
		{"", "AUTH PLAIN AGFsaWNl", "AGFsaWNl"},
		{"", "auth Cram-Md5 AGFsaWNl", "AGFsaWNl"},
		{"", "AUTH xOAuth2 AGFsaWNl", "AGFsaWNl"},
		{"", "AUTH pa$$ word", "pa$$ word"},
		{"", "AUHT pa$$ word", "pa$$ word"},
		{ready, "AUTH PLAIN", ""},
		{ready, "AUTH LOGIN ", ""},
		{ready, "EXPN team list", ""},
		{ready, "AUTH AGFsaWNlAHdvbmRlcmxhbmQ=", "AGFsaWNlAHdvbmRlcmxhbmQ="},
		{ready, "AUTH d29uZGVy", "d29uZGVy"},
		{ready, "AUTH PLAIN=AGFsaWNl", "PLAIN=AGFsaWNl"},
		{ready, "AUTHPLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "auth-login YWxpY2U=", "YWxpY2U="},
		{ready, "AUTHPLAIN", ""},
		{ready, "AUTH Plain", ""},
		{ready, "AUTH CRAM-MD5", ""},
		{ready, "auth scram-sha-256-plus", ""},
		{ready, "AUTHOR alice", ""},
		{ready, "AUTHOR alice liddell", ""},
		{ready, "auth Digest-Md5", ""},
		{ready, "AUTH Scram-Sha-256-Plus", ""},
		{ready, "AUTHENTICATE PLAIN", ""},
		{ready, "AUTHENTICATE PLAIN wonder", "wonder"},
		{ready, "a1 authenticate plain wonder", "wonder"},
		{ready, "a1 LOGIN alice wonder", "alice wonder"},
		{ready, "LOGIN wonder", "wonder"},
		{ready, "PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "pass wonder", "wonder"},
		{ready, "PASS", ""},
		{ready, "HELP AUTH PLAIN", ""},
		{ready, "NOOP PASS it on", ""},
		{ready, "C: AUTH PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "> AUTH PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "\ufeffAUTH PLAIN AGFsaWNl", "AGFsaWNl"},
		{ready, "AUTH\u00a0PLAIN\u00a0AGFsaWNl", "AGFsaWNl"},
		{ready, "AUTH=PLAIN=AGFsaWNl", "AGFsaWNl"},
		{ready, "AUTH:LOGIN:", ""},
		{ready, "AUTHPLAINwonder", "wonder"},
		{ready, "AUTH PLAINwonder", "wonder"},
		{ready, "AUTH PLAIN-CLIENTTOKEN", ""},
		{ready, "AUHTPLIAN wonder", "wonder"},
		{text, "Auth, x@y.example", ""},
		{text, "Ruth is coming tonight", ""},
		{text, "auth is broken", ""},
		{text, "login with your password", ""},
		{text, "AUTH PLAIN AGFsaWNl", "AGFsaWNl"},
		{text, "AUTH FOO AGFsaWNl", "AGFsaWNl"},
		{text, "atuh plain AGFsaWNl", "AGFsaWNl"},
		{asked, "YWxpY2U=", "YWxpY2U="},
		{asked, "hunter2", "hunter2"},
		{asked, "*", ""},
		{asked, "", ""},
		{failed, "d29uZGVybGFuZA==", "d29uZGVybGFuZA=="},
		{failed, "d29uZGVybGFuZA", "d29uZGVybGFuZA"},
		{failed, "d29uZGVybGFu_-8=", "d29uZGVybGFu_-8="},
		{failed, "NOOP", ""},
		{failed, "FOO", ""},
		{failed, "not base64", ""},
		{failed, "d29uZGVy bGFuZA==", "d29uZGVy bGFuZA=="},
		{failed + "C MAIL FROM:<>\nS 250 a\n", "d29uZGVybGFuZA==", ""},
		{ready + "C AUTH LOGIN\n", "d29uZGVybGFuZA==", "d29uZGVybGFuZA=="},
		{ready + "C AUTH LOGIN\n", "MAIL FROM:<>", ""},
		{ready + "C \"AUTH PLAIN ab\"\n", "cd", "cd"},
		{ready + "C \"AUTH PL\"\n", "AIN abcd", "abcd"},
		{ready + "C \"NOOP\\n\"\n", "AUTH PLAIN abcd", "abcd"},
		{ready + "C \"NOOP\\r\"\n", "AUTH PLAIN abcd", "abcd"},
	} {
		s := dialogue(t, c.before)
		for _, end := range []string{"\r\n", ""} {
			line := []byte(c.line + end)
			span, ok := s.Secret(line)
			if got := string(span.Of(line)); got != c.secret || ok != (c.secret != "") {
				t.Errorf("after %q: Secret(%q) = %q, %v; want %q", c.before, line, got, ok, c.secret)
			}
		}
	}
}

func TestNothingGrowsWithAHostileQueue(t *testing.T) {
	s := State{}.Connected().Answered(ParseReply([]byte("220 a\r\n")))
	const n = 20000
	for range n {
		s = s.Said([]byte("DATA\r\n"))
	}
	work := testing.AllocsPerRun(1, func() {
		next := s
		for range n {
			next = next.Answered(ParseReply([]byte("503 a\r\n")))
		}
		if next.OwedCount() != 0 {
			t.Errorf("owes %d", next.OwedCount())
		}
	})
	if work > 60*n {
		t.Errorf("%v allocations for %d replies", work, n)
	}
}
