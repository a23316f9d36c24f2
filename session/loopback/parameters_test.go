package loopback

import (
	"fmt"
	"strings"
	"testing"
)

// Parameters of DSN (RFC 3461 section 4), of AUTH (RFC 4954 section 5) and of SMTPUTF8
// (RFC 6531 section 3).
var parameterRows = []row{
	{"RET and ENVID (3461 sections 4.3 and 4.4)", modernPlain + `C: MAIL FROM:<bob@example.org> RET=ALL
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> RET
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> RET=
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> RET=FULL RET=HDRS
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=a+
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=a+2
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=a+2b
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=a=b
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=a+00
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> ENVID=` + strings.Repeat("x", 101) + `
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SMTPUTF8 ENVID=é
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> NOTIFY=NEVER
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> ret=hdrs envid=QQ+2B314159
S: 250 2.1.0
C: RSET
S: 250
C: MAIL FROM:<bob@example.org> RET=FULL ENVID=` + strings.Repeat("x", 97) + `+20+2B+3D
S: 250 2.1.0
`},
	{"NOTIFY and ORCPT (3461 sections 4.1 and 4.2)", modernMail + `C: RCPT TO:<carol@example.com> NOTIFY=
S: 501 5.5.4
C: RCPT TO:<carol@example.com> NOTIFY
S: 501 5.5.4
C: RCPT TO:<carol@example.com> NOTIFY=ALWAYS
S: 501 5.5.4
C: RCPT TO:<carol@example.com> NOTIFY=NEVER,SUCCESS
S: 501 5.5.4
C: RCPT TO:<carol@example.com> NOTIFY=SUCCESS,
S: 501 5.5.4
C: RCPT TO:<carol@example.com> ORCPT=carol@example.com
S: 501 5.5.4
C: RCPT TO:<carol@example.com> ORCPT=;carol@example.com
S: 501 5.5.4
C: RCPT TO:<carol@example.com> ORCPT=rfc822;carol+zz
S: 501 5.5.4
C: RCPT TO:<carol@example.com> ORCPT=rfc822;` + strings.Repeat("x", 488) + `
S: 501 5.5.4
C: RCPT TO:<carol@example.com> RET=FULL
S: 555 5.5.4
C: RCPT TO:<carol@example.com> ORCPT=rfc822;` + strings.Repeat("x", 487) + `
S: 250 2.1.5
C: RCPT TO:<carol@example.com> NOTIFY=never
S: 250 2.1.5
C: RCPT TO:<carol@example.com> notify=Success,DELAY,failure orcpt=rfc822;carol+2Bx@example.com
S: 250 2.1.5
`},
	{"AUTH of MAIL needs no login (4954 section 5)", modernPlain + `C: MAIL FROM:<e=mc2@example.com> AUTH
S: 501 5.5.4
C: MAIL FROM:<e=mc2@example.com> AUTH=
S: 501 5.5.4
C: MAIL FROM:<e=mc2@example.com> AUTH=e=mc2@example.com
S: 501 5.5.4
C: MAIL FROM:<e=mc2@example.com> AUTH=bob
S: 501 5.5.4
C: MAIL FROM:<e=mc2@example.com> AUTH=<bob@example.org>
S: 501 5.5.4
C: MAIL FROM:<e=mc2@example.com> AUTH=e+3Dmc2@example.com
S: 250 2.1.0
C: RSET
S: 250
C: MAIL FROM:<john+@example.org> AUTH=<>
S: 250 2.1.0
`},
	{"SMTPUTF8 (6531 sections 3 and 3.5)", modernPlain + `C: MAIL FROM:<jürgen@example.org>
S: 550 5.6.7
C: MAIL FROM: <jürgen@example.org>
S: 501 5.5.2
C: MAIL FROM:<bob@example.org> ENVID=jürgen
S: 501 5.5.2
C"MAIL FROM:<j\xfcrgen@example.org>\r\n"
S: 501 5.5.2
C: MAIL FROM:<jürgen@example.org> SMTPUTF8=1
S: 501 5.5.4
C"MAIL FROM:<j\xfcrgen@example.org> SMTPUTF8\r\n"
S: 501 5.5.2
C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
C: RCPT TO:<jürgen@example.com>
S: 553 5.6.7
C: RCPT TO:<carol@bücher.example>
S: 553 5.6.7
C: RSET
S: 250
C: MAIL FROM:<jürgen@bücher.example> SMTPUTF8 BODY=8BITMIME
S: 250 2.1.0
C"RCPT TO:<j\xfcrgen@example.com>\r\n"
S: 501 5.5.2
C: RCPT TO:<jürgen@example.com>
S: 550 5.1.1
C: RCPT TO:<jürgen@bücher.example>
S: 550 5.7.1
C: RCPT TO:<carol@example.com> ORCPT=utf-8;jürgen@example.com
S: 250 2.1.5
C: RCPT TO:<carol@example.com> ORCPT=rfc822;jürgen@example.com
S: 501 5.5.4
C: RCPT TO:<carol@example.com> SMTPUTF8
S: 555 5.5.4
`},
	{"VRFY and EXPN with SMTPUTF8 (6531 section 3.7.4.2)", modernPlain + `C: VRFY carol SMTPUTF8
S: 250 2.1.5 Carol Clark
C: EXPN team SMTPUTF8
S: 250-2.1.5 Alice
S: 250 2.1.5 Carol
C: VRFY jürgen SMTPUTF8
S: 550 5.1.1
C: VRFY jürgen
S: 501 5.5.2
C: HELO client.example
S: 250
C: VRFY carol SMTPUTF8
S: 504 5.5.4
`},
	{"none of it after HELO", `S: 220
C: HELO client.example
S: 250
C: MAIL FROM:<bob@example.org> RET=FULL
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> SMTPUTF8
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> AUTH=<>
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> BODY=BINARYMIME
S: 555 5.5.4
`},
}

func TestParametersAreRecorded(t *testing.T) {
	s := New(ofType(t, "modern").Fixed())
	c := begin(t, s)
	c.ask("EHLO client.example", "250 ")
	c.ask("MAIL FROM:<jürgen@example.org> SMTPUTF8 RET=HDRS ENVID=QQ314159", "250")
	c.ask("RCPT TO:<carol@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;carol@old.example", "250")
	c.ask("RCPT TO:<zoe@example.com> NOTIFY=NEVER", "550")
	c.ask("RCPT TO:<alice@example.com>", "250")
	c.ask("BDAT 4 LAST\r\nhi\r\n", "250")
	m := s.Box("carol")[0]
	got := fmt.Sprintf("%s %s %s | %v", m.Params[0].Keyword, m.Params[1].Value, m.Params[2].Value, m.Rcpts)
	for _, params := range m.RcptWith {
		for _, p := range params {
			got += " " + p.Keyword + " " + p.Value
		}
		got += ";"
	}
	want := "SMTPUTF8 HDRS QQ314159 | [<carol@example.com> <alice@example.com>] NOTIFY SUCCESS,DELAY ORCPT rfc822;carol@old.example;;"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if trace := string(m.Octets[:m.TraceLen]); !strings.HasPrefix(trace, "Return-Path: <jürgen@example.org>\r\n") || !strings.Contains(trace, " with UTF8SMTP id ") {
		t.Errorf("%q", trace)
	}
}
