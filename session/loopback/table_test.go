package loopback

import "testing"

// A row is one thing that RFC 5321 gives a server a choice in or that is often
// missed, and a script of what the default server type does; each is written by
// hand from the sections named.
type row struct{ name, script string }

func TestTable(t *testing.T) {
	for _, rows := range [][]row{commandRows, addressRows, octetRows} {
		for _, r := range rows {
			t.Run(r.name, func(t *testing.T) { perform(t, Options{}, r.script) })
		}
	}
}

// Commands, their order, their form and their parameters.
var commandRows = []row{
	{"verb before order before syntax before parameters (3.3, 4.1.4)", `S: 220 smtp.example.com ESMTP ehlo
C: FOO FROM: x
S: 500 5.5.1
C: SAML FROM: <x
S: 502 5.5.1
C: MAIL FROM: x FOO=1
S: 503 5.5.1
C: EHLO client.example
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250 HELP
C: MAIL FROM: <bob@example.org> FOO=1
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> FOO=1
S: 555 5.5.4
C: RCPT TO: <carol@example.com>
S: 503 5.5.1
C: DATA x
S: 503 5.5.1
`},
	{"a bad address and a bad parameter", greeted + `C: MAIL FROM:<bob> FOO=1
S: 501 5.1.7
C: MAIL FROM:<bob@example.org> FOO=1 SIZE=x
S: 501 5.5.4
`},
	{"empty line, unknown verb, obsolete verbs (4.2.4)", `S: 220
C:
S: 500 5.5.2
C:    
S: 500 5.5.2
C: FOO
S: 500 5.5.1
C: Subject: hello
S: 500 5.5.1
C: SIZE 100
S: 500 5.5.1
C: TURN
S: 502 5.5.1
C: SEND FROM:<bob@example.org>
S: 502 5.5.1
C: SOML FROM:<bob@example.org>
S: 502 5.5.1
C: SAML FROM:<bob@example.org>
S: 502 5.5.1
`},
	{"extensions that are not done here", greeted + `C: AUTH PLAIN AGJvYgBzZWNyZXQ=
S: 502 5.5.1
C: STARTTLS
S: 502 5.5.1
C: BDAT 4 LAST
S: 502 5.5.1
C: NOOP
S: 250 2.0.0
C: ETRN example.com
S: 502 5.5.1
C: LHLO client.example
S: 502 5.5.1
`},
	{"hello without a name changes nothing (4.1.4)", inRcpt + `C: EHLO
S: 501 Syntax
C: HELO
S: 501 Syntax
C: DATA
S: 354 Start mail input
C: .
S: 250 2.0.0
box carol 1
notice stored a message without any text
`},
	{"no hello yet and none with a bad name", `S: 220
C: EHLO
S: 501 Syntax
C: MAIL FROM:<bob@example.org>
S: 503 5.5.1
C: EHLO under_score.example
S: 501 Bad address
C: EHLO [300.1.1.1]
S: 501 Bad address
C: HELO localhost
S: 250 smtp.example.com greets localhost
`},
	{"EHLO again: the transaction is gone (4.1.4)", inRcpt + `C: EHLO other.example
S: 250-smtp.example.com greets other.example
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-8BITMIME
S: 250-ENHANCEDSTATUSCODES
S: 250-EXPN
S: 250-VRFY
S: 250 HELP
C: RCPT TO:<carol@example.com>
S: 503 5.5.1
C: MAIL FROM:<bob@example.org> SIZE=5
S: 250 2.1.0
`},
	{"HELO after EHLO: no extension is in force (3.2)", inRcpt + `C: HELO client.example
S: 250 smtp.example.com greets client.example
C: DATA
S: 503 5.5.1
C: MAIL FROM:<bob@example.org> SIZE=5
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> BODY=7BIT
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=x
S: 555 5.5.4
C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
C: RCPT TO:<carol@example.com> FOO
S: 555 5.5.4
`},
	{"EHLO after HELO", `S: 220
C: HELO client.example
S: 250 smtp.example.com greets client.example
C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
C: EHLO [127.0.0.1]
S: 250-smtp.example.com greets [127.0.0.1]
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250 HELP
C: MAIL FROM:<bob@example.org> BODY=8bitmime SIZE=5
S: 250 2.1.0
`},
	{"parameters (4.1.1.11, RFC 1870 section 3)", greeted + `C: MAIL FROM:<bob@example.org> FOO
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> FOO=bar
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> BODY=BINARYMIME
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> BODY=x
S: 555 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=1 SIZE=2
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=abc
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=-1
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=123456789012345678901
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SIZE
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> BODY
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> F_O=1
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> FOO=
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> FOO==1
S: 501 5.5.4
C: MAIL FROM:<bob@example.org> SIZE=10485761
S: 552 5.3.4
C: MAIL FROM:<bob@example.org> SIZE=99999999999999999999
S: 552 5.3.4
C: MAIL FROM:<bob@example.org> size=10485760 body=7bit
S: 250 2.1.0
C: RCPT TO:<carol@example.com> SIZE=5
S: 555 5.5.4
C: RCPT TO:<carol@example.com> NOTIFY=NEVER
S: 555 5.5.4
`},
	{"the colon and the brackets (3.3)", greeted + `C: MAIL FROM: <x@y.example>
S: 501 5.5.4
C: MAIL FROM:x@y.example
S: 501 5.5.4
C: MAIL FROM :<x@y.example>
S: 501 5.5.4
C: MAIL FROM<x@y.example>
S: 501 5.5.4
C: MAIL <x@y.example>
S: 501 5.5.4
C: MAIL TO:<x@y.example>
S: 501 5.5.4
C: MAIL
S: 501 5.5.4
C: MAIL FROM:
S: 501 5.5.4
C: mail from:<x@y.example>
S: 250 2.1.0
C: RCPT TO: <carol@example.com>
S: 501 5.5.4
C: RCPT TO:carol@example.com
S: 501 5.5.4
C: RCPT TO:<carol@example.com>,<alice@example.com>
S: 501 5.5.4
C: RCPT
S: 501 5.5.4
C: Rcpt To:<carol@example.com>
S: 250 2.1.5
`},
	{"arguments where none are (4.3.2, 4.1.1.9, 4.1.1)", inRcpt + `C: RSET x
S: 501 5.5.4
C: DATA x
S: 501 5.5.4
C: QUIT x
S: 501 5.5.4
C: NOOP x y
S: 250 2.0.0
C: NOOP  	
S: 250 2.0.0
C: RSET   
S: 250 2.0.0
C: QUIT  
S: 221 2.0.0 smtp.example.com
closed
`},
	{"before EHLO (4.1.4)", `S: 220
C: NOOP
S: 250 2.0.0
C: HELP
S: 214-
S: 214 
C: VRFY carol
S: 250 2.1.5
C: EXPN team
S: 250-
S: 250 
C: RSET
S: 250 2.0.0
C: QUIT
S: 221 2.0.0
closed
`},
}
