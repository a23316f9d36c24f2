package loopback

import (
	"strings"
	"testing"
)

// What the default server type answers where RFC 5321 gives a choice or is often
// missed; each script is written by hand from the sections named.
var table = []struct {
	row    string
	script string
}{
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
	{"addresses without a domain or without anything (4.1.2)", greeted + `C: MAIL FROM:<alice>
S: 501 5.1.7
C: MAIL FROM:<alice@>
S: 501 5.1.7
C: MAIL FROM:<a@b@c.example>
S: 501 5.1.7
C: MAIL FROM:<alice@under_score.example>
S: 501 5.1.7
C: MAIL FROM:<>
S: 250 2.1.0
C: RCPT TO:<alice>
S: 501 5.1.3
C: RCPT TO:<>
S: 501 5.1.3
C: RCPT TO:<bo b@example.com>
S: 501 5.1.3
`},
	{"postmaster (4.5.1)", inMail + `C: RCPT TO:<Postmaster>
S: 250 2.1.5
C: RCPT TO:<POSTMASTER@example.com>
S: 250 2.1.5
C: RCPT TO:<postmaster>
S: 250 2.1.5
C: RCPT TO:<postmaster@example.net>
S: 550 5.7.1
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0
box postmaster 1
`},
	{"all quoted forms are one mailbox (4.1.2, 2.4)", inMail + `C: RCPT TO:<"carol"@example.com>
S: 250 2.1.5
C: RCPT TO:<"c\arol"@example.com>
S: 250 2.1.5
C: RCPT TO:<Carol@EXAMPLE.COM>
S: 250 2.1.5
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0 Ok: queued as M0001
box carol 1
`},
	{"a source route is ignored (4.1.1.3, appendix C)", inMail + `C: RCPT TO:<@hop.example,@b.example:carol@example.com>
S: 250 2.1.5
C: RCPT TO:<@example.com:carol@example.net>
S: 550 5.7.1
`},
	{"the server's own address (RFC 1123 section 5.2.17)", inMail + `C: RCPT TO:<carol@[127.0.0.1]>
S: 250 2.1.5
C: RCPT TO:<carol@[127.0.0.2]>
S: 550 5.7.1
`},
	{"relaying (3.6.2, 7.9)", inMail + `C: RCPT TO:<x@example.net>
S: 550 5.7.1
C: RCPT TO:<carol@sub.example.com>
S: 550 5.7.1
C: RCPT TO:<carol%example.net@example.com>
S: 550 5.1.1
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
`},
	{"moved (3.4)", inMail + `C: RCPT TO:<old.dan@example.com>
S: 551 5.1.6 User not local; please try <dan@example.net>
C: RCPT TO:<dan@example.net>
S: 550 5.7.1
`},
	{"DATA without a recipient (3.3)", inMail + `C: DATA
S: 503 5.5.1
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
`},
	{"DATA after all recipients were refused (3.3)", inMail + `C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: DATA
S: 554 5.5.1 No valid recipients
C: MAIL FROM:<bob@example.org>
S: 503 5.5.1
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
C: DATA
S: 354
C: .
S: 250 2.0.0
notice stored a message without any text
`},
	{"recipient 101 (4.5.3.1.8, 4.5.3.1.10)", inMail + strings.Repeat(`C: RCPT TO:<carol@example.com>
S: 250 2.1.5
`, 100) + `C: RCPT TO:<alice@example.com>
S: 452 4.5.3
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0
box carol 1
box alice 0
`},
	{"VRFY (3.5.1 to 3.5.3)", `S: 220
C: VRFY carol
S: 250 2.1.5 Carol Clark <carol@example.com>
C: VRFY Carol@Example.COM
S: 250 2.1.5 Carol Clark <carol@example.com>
C: VRFY <carol@example.com>
S: 250 2.1.5 Carol Clark <carol@example.com>
C: VRFY "carol"
S: 250 2.1.5 Carol Clark <carol@example.com>
C: VRFY zoe
S: 550 5.1.1
C: VRFY zoe@example.com
S: 550 5.1.1
C: VRFY smith
S: 553-5.1.4 Ambiguous
S: 553-5.1.4 Harry Smith <hsmith@example.com>
S: 553 5.1.4 Joe Smith <jsmith@example.com>
C: VRFY "Joe Smith"
S: 250 2.1.5 Joe Smith <jsmith@example.com>
C: VRFY Joe Smith
S: 501 5.5.4
C: VRFY joe
S: 250 2.1.5 Joe Smith <jsmith@example.com>
C: VRFY carol SMTPUTF8
S: 504 5.5.4
C: VRFY team
S: 252 2.1.5 Unable to verify members of mailing list <team@example.com>
C: VRFY old.dan
S: 551 5.1.6 User not local; please try <dan@example.net>
C: VRFY x@example.net
S: 550 5.7.1
C: VRFY Postmaster
S: 250 2.1.5 Postmaster <postmaster@example.com>
C: VRFY <a@b
S: 501 5.1.3
C: VRFY
S: 501 5.5.4
`},
	{"EXPN (3.5.1)", `S: 220
C: EXPN team
S: 250-2.1.5 Alice Adams <alice@example.com>
S: 250 2.1.5 Carol Clark <carol@example.com>
C: EXPN team@example.com
S: 250-2.1.5 Alice Adams <alice@example.com>
S: 250 2.1.5 Carol Clark <carol@example.com>
C: EXPN carol
S: 550 5.1.0 That is a user name, not a mailing list
C: EXPN old.dan
S: 550 5.1.0 That is a user name, not a mailing list
C: EXPN zoe
S: 550 5.1.1
C: EXPN x@example.net
S: 550 5.7.1
C: EXPN
S: 501 5.5.4
`},
	{"HELP (4.3.2)", `S: 220
C: HELP
S: 214-2.0.0 Commands: EHLO HELO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT
S: 214 2.0.0
C: HELP MAIL
S: 214 2.0.0 MAIL FROM:
C: help mail
S: 214 2.0.0 MAIL FROM:
C: HELP NOSUCH
S: 504 5.5.4
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
	{"octets that no command may hold (4.1.2)", greeted + `C"MAIL FROM:<j\xe9@y.example>\r\n"
S: 501 5.5.2
C"MAIL FROM:<j\x00@y.example>\r\n"
S: 501 5.5.2
C"NOOP \x1b[2J\r\n"
S: 501 5.5.2
C"NOOP caf\xc3\xa9\r\n"
S: 501 5.5.2
C"VRFY caf\xc3\xa9\r\n"
S: 501 5.5.2
C"F\xc3\xb6O\r\n"
S: 500 5.5.1
`},
	{"lines that are too long (4.5.3.1.4)", greeted +
		"C: NOOP " + strings.Repeat("x", 505) + "\nS: 250 2.0.0\n" +
		"C: NOOP " + strings.Repeat("x", 506) + "\nS: 500 5.5.2 Line too long\n" +
		"C: NOOP " + strings.Repeat("x", 200000) + "\nS: 500 5.5.2 Line too long\n" +
		"C: QUIT " + strings.Repeat("x", 600) + "\nS: 500 5.5.2 Line too long\n" +
		"C: AUTH PLAIN " + strings.Repeat("x", 600) + "\nS: 502 5.5.1\n" +
		"C: MAIL FROM:<bob@example.org>" + strings.Repeat(" ", 525-30) + "SIZE=5\nS: 501 5.5.4\n" +
		"C: MAIL FROM:<bob@example.org>" + strings.Repeat(" ", 600) + "SIZE=5\nS: 500 5.5.2\n" +
		"C: MAIL FROM:<bob@example.org>\nS: 250 2.1.0\n"},
	{"a bare LF or CR ends no command (2.3.8)", greeted + `C"NOOP\n"
silence
notice LF without CR: still waiting for CRLF
C"NOOP\n"
silence
C"\r\n"
S: 501 5.5.2
C"NOOP x\rNOOP"
silence
notice CR without LF: still waiting for CRLF
C"\r\n"
S: 501 5.5.2
C"MAIL FROM:<bob@example.org>\nRCPT TO:<carol@example.com>\r\n"
S: 501 5.5.2
C"NOOP\r"
silence
C"\n"
S: 250 2.0.0
`},
	{"odd text is stored as sent (2.3.8, 2.4, 4.5.3.1.6)", inRcpt + `C: DATA
S: 354
C"a\nb\r\n"
silence
notice LF without CR: only CRLF.CRLF ends the text
C"\n.\n"
silence
C"\r.\r"
silence
C"x\r\n.\n"
silence
C"\xff\x00\r\n.\r\n"
S: 250 2.0.0
box carol 1
notice stored a message whose text breaks the rules
`},
	{"a dot straight after 354 (4.1.1.4)", inRcpt + `C: DATA
S: 354
C: .
S: 250 2.0.0
box carol 1
notice stored a message without any text
`},
	{"text beyond SIZE (RFC 1870)", inRcpt + "C: DATA\nS: 354\n" +
		strings.Repeat("C: "+strings.Repeat("x", 99998)+"\n", 104) +
		"C: " + strings.Repeat("x", 85758) + "\nC: .\nS: 250 2.0.0\nbox carol 1\nnotice stored a message whose\n" +
		"C: MAIL FROM:<bob@example.org>\nS: 250\nC: RCPT TO:<carol@example.com>\nS: 250\nC: DATA\nS: 354\n" +
		strings.Repeat("C: "+strings.Repeat("x", 99998)+"\n", 104) +
		"C: " + strings.Repeat("x", 85759) + "\nsilence\nC: .\nS: 552 5.3.4\nbox carol 1\n" +
		"C: NOOP\nS: 250 2.0.0\nC: MAIL FROM:<bob@example.org>\nS: 250 2.1.0\n"},
	{"commands in one packet (RFC 2920 section 3)", greeted +
		`C"MAIL FROM:<bob@example.org>\r\nRCPT TO:<zoe@example.com>\r\nRCPT TO:<carol@example.com>\r\nDATA\r\n"
S: 250 2.1.0
S: 550 5.1.1
S: 250 2.1.5
S: 354
C"hi\r\n.\r\nRSET\r\nQUIT\r\n"
S: 250 2.0.0
S: 250 2.0.0
S: 221 2.0.0
closed
box carol 1
`},
	{"a group though PIPELINING was not offered", `S: 220
C"RSET\r\nRSET\r\n"
S: 250 2.0.0
S: 250 2.0.0
notice commands came in one group
`},
	{"something behind what must be last (RFC 2920 section 3.1)", greeted + `C"NOOP\r\nVRFY carol\r\nEHLO c.example\r\nMAIL FROM:<bob@example.org>\r\nRCPT TO:<carol@example.com>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\nNOOP\r\n"
S: 250 2.0.0
S: 250 2.1.5
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250 HELP
S: 250 2.1.0
S: 250 2.1.5
S: 354
S: 250 2.0.0
S: 221 2.0.0
closed
notice octets came behind
notice octets came behind
notice octets came behind
notice octets came behind
notice octets came behind
box carol 1
`},
	{"octets before the 220 (4.3.1)", `C"EHLO client.example\r\nNOOP\r\n"
S: 220 smtp.example.com
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250-
S: 250 HELP
S: 250 2.0.0
notice octets came before the greeting
`},
	{"many errors: it never hangs up (3.8, 7.8)", "S: 220\n" + strings.Repeat("C: FOO\nS: 500 5.5.1\n", 150) +
		"wait 20h\nC: NOOP\nS: 250 2.0.0\n"},
	{"the connection is lost inside the text (4.1.1.10)", inRcpt + `C: DATA
S: 354
C: hi
lost
box carol 0
notice the connection ended inside the text
`},
	{"QUIT inside the text is text (4.1.1.10)", inRcpt + `C: DATA
S: 354
C: hi
C: QUIT
silence
lost
box carol 0
notice the connection ended inside the text
`},
	{"the idle timeout runs on the server's clock (4.5.3.2.7)", greeted + `wait 20h
C: NOOP
S: 250
advance 4m
C: NOOP
S: 250
advance 4m
silence
advance 1m
S: 421 4.4.2 smtp.example.com
closed
`},
	{"the idle timeout inside the text", inRcpt + `C: DATA
S: 354
C: hi
advance 6m
S: 421 4.4.2 smtp.example.com
closed
box carol 0
notice the connection ended inside the text
`},
	{"several messages, one after another", inRcpt + `C: DATA
S: 354
C: one
C: .
S: 250 2.0.0 Ok: queued as M0001
C: DATA
S: 503 5.5.1
C: MAIL FROM:<>
S: 250 2.1.0
C: RCPT TO:<team@example.com>
S: 250 2.1.5
C: DATA
S: 354
C: two
C: .
S: 250 2.0.0 Ok: queued as M0002
box carol 2
box alice 1
`},
}

func TestTable(t *testing.T) {
	for _, c := range table {
		t.Run(c.row, func(t *testing.T) { perform(t, Options{}, c.script) })
	}
}
