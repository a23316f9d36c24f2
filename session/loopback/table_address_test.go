package loopback

import "strings"

// Whom the server knows.
var addressRows = []row{
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
C: VRFY "car\ol"
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
C: EXPN <team@example.com>
S: 250-2.1.5 Alice Adams <alice@example.com>
S: 250 2.1.5 Carol Clark <carol@example.com>
C: EXPN <team@example.com
S: 501 5.1.3
C: EXPN smith
S: 550 5.1.0
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
}
