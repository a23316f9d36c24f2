package loopback

import "strings"

// Lines, text, groups and the end of a connection.
var octetRows = []row{
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
