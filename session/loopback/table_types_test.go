package loopback

import "testing"

// What the server types that stand for another time or another taste answer, written by
// hand from the sections named.
func TestServerTypes(t *testing.T) {
	for name, rows := range map[string][]row{
		"1982": oldRows, "crowded": crowdedRows, "discreet": discreetRows, "bare": bareRows, "unstuffing-bug": stuffedRows,
	} {
		for _, r := range rows {
			t.Run(name+"/"+r.name, func(t *testing.T) { perform(t, ofType(t, name), r.script) })
		}
	}
}

const oldMail = `S: 220 smtp.example.com Service ready
C: HELO client.example
S: 250 smtp.example.com
C: MAIL FROM:<bob@example.org>
S: 250 OK
`

// RFC 821; its sections are meant.
var oldRows = []row{
	{"EHLO is no command, HELO is the way in (4.1.1, 5321 section 3.2)", `S: 220 smtp.example.com Service ready
C: EHLO client.example
S: 500 Syntax error, command unrecognized
C: MAIL FROM:<bob@example.org>
S: 503 Bad
C: HELO client.example
S: 250 smtp.example.com
C: MAIL FROM:<bob@example.org>
S: 250 OK
C: EHLO client.example
S: 500 Syntax
C: RCPT TO:<carol@example.com>
S: 250 OK
`},
	{"what came later is no command", `S: 220
C: STARTTLS
S: 500 S
C: AUTH PLAIN
S: 500 S
C: BDAT 3 LAST
S: 500 S
C: LHLO client.example
S: 500 S
`},
	{"SEND, SOML, SAML, TURN may be 502 (4.3)", oldMail + `C: RSET
S: 250 OK
C: SEND FROM:<bob@example.org>
S: 502 C
C: SOML FROM:<bob@example.org>
S: 502 C
C: SAML FROM:<bob@example.org>
S: 502 C
C: TURN
S: 502 C
`},
	{"no parameters, and no 555 (4.3)", `S: 220
C: HELO client.example
S: 250
C: MAIL FROM:<bob@example.org> SIZE=100
S: 501 Syntax error in parameters or arguments
C: MAIL FROM:<bob@example.org> BODY=8BITMIME
S: 501 S
C: MAIL FROM:<bob@example.org>
S: 250 OK
`},
	{"a source route is taken (3.6)", oldMail + `C: RCPT TO:<@hop.example,@b.example:carol@example.com>
S: 250 OK
C: RCPT TO:<@hop.example:x@example.net>
S: 550 R
`},
	{"a whole message, and no codes of 1996 (2034)", oldMail + `C: RCPT TO:<zoe@example.com>
S: 550 No such user here
C: RCPT TO:<old.dan@example.com>
S: 551 User not local; please try <dan@example.net>
C: RCPT TO:<carol@example.com>
S: 250 OK
C: DATA
S: 354 Start mail input; end with <CRLF>.<CRLF>
C: ..dot
C: .
S: 250 Ok: queued as M0001
box carol 1
C: NOOP
S: 250 OK
C: QUIT
S: 221 smtp.example.com Service closing transmission channel
closed
`},
	{"VRFY knows neither 252 nor a list of names (3.3)", `S: 220
C: VRFY carol
S: 250 Carol Clark <carol@example.com>
C: VRFY smith
S: 553 User ambiguous
C: VRFY team
S: 550 That is a mailing list, not a user
C: VRFY zoe
S: 550 N
C: EXPN team
S: 250-Alice Adams <alice@example.com>
S: 250 Carol Clark <carol@example.com>
C: EXPN carol
S: 550 That is a user name, not a mailing list
`},
	{"of NOOP and QUIT only 500 is known (4.3)", `S: 220
C"NOOP \x07\r\n"
S: 500 S
C: QUIT now
S: 500 S
C: HELP MAIL
S: 214 MAIL FROM:<reverse-path>
C: HELP EHLO
S: 504 N
`},
	{"too many recipients are 552 (4.5.3)", oldMail + recipients(100, "250 OK") + `C: RCPT TO:<carol@example.com>
S: 552 Too many recipients
C: RSET
S: 250
`},
}

// recipients names carol so many times.
func recipients(n int, reply string) string {
	script := ""
	for range n {
		script += "C: RCPT TO:<carol@example.com>\nS: " + reply + "\n"
	}
	return script
}

// RFC 5321 sections 4.5.3.1.8 and 4.5.3.1.10.
var crowdedRows = []row{
	{"the third is put off, and gets the second message", inMail + `C: RCPT TO:<alice@example.com>
S: 250 2.1.5
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
C: RCPT TO:<theboss@example.com>
S: 452 4.5.3
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0
box theboss 0
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<theboss@example.com>
S: 250 2.1.5
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0
box theboss 1
box alice 1
box carol 1
`},
}

const discreetHello = `S: 220 smtp.example.com ESMTP
C: EHLO client.example
S: 250-smtp.example.com greets client.example
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-8BITMIME
S: 250-ENHANCEDSTATUSCODES
S: 250 HELP
`

// RFC 5321 sections 3.5 and 7.3.
var discreetRows = []row{
	{"252, whoever is asked for", discreetHello + `C: VRFY carol
S: 252 2.0.0
C: VRFY zoe
S: 252 2.0.0
C: VRFY smith
S: 252 2.0.0
C: VRFY <x@example.net>
S: 252 2.0.0
C: VRFY old.dan
S: 252 2.0.0
C: EXPN team
S: 252 2.0.0
C: EXPN carol
S: 252 2.0.0
C: VRFY
S: 501 5.5.4
`},
	{"RCPT must decide all the same", discreetHello + `C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
`},
}

// RFC 5321 sections 4.1.1.1, 4.2.4 and 4.5.1.
var bareRows = []row{
	{"one line to EHLO, so no parameter and no enhanced code", `S: 220 smtp.example.com ESMTP
C: EHLO client.example
S: 250 smtp.example.com greets client.example
C: MAIL FROM:<bob@example.org> SIZE=100
S: 555 P
C: MAIL FROM:<bob@example.org>
S: 250 Ok
C: RCPT TO:<zoe@example.com>
S: 550 No such user here
C: RCPT TO:<carol@example.com>
S: 250 Ok
C: DATA
S: 354
C: hi
C: .
S: 250 Ok
box carol 1
`},
	{"VRFY and EXPN are not done", `S: 220
C: VRFY carol
S: 502 Command not implemented
C: EXPN team
S: 502 C
C: VRFY
S: 502 C
C: HELP
S: 214-Commands: EHLO HELO MAIL RCPT DATA RSET HELP NOOP QUIT
S: 214 H
`},
}

// RFC 5321 section 4.5.2.
var stuffedRows = []row{
	{"the dot that was added stays", inRcpt + `C: DATA
S: 354
C: ..profile
C: a..b
C: ..
C: .
S: 250 2.0.0
stored "..profile\r\na..b\r\n..\r\n"
`},
	{"wherever the octets are split", inRcpt + `C: DATA
S: 354
C"."
C".x\r\n."
C"\r"
C"\n"
S: 250 2.0.0
stored "..x\r\n"
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<carol@example.com>
S: 250
C: DATA
S: 354
C: .
S: 250 2.0.0
stored ""
notice stored a message without any text
`},
	{"no dot, no difference", inRcpt + `C: DATA
S: 354
C: hello
C: .
S: 250 2.0.0
stored "hello\r\n"
`},
}
