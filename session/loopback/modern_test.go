package loopback

import (
	"strings"
	"testing"
)

func TestModern(t *testing.T) {
	for _, rows := range [][]row{tlsRows, authRows, chunkRows, parameterRows} {
		for _, r := range rows {
			t.Run(r.name, func(t *testing.T) { perform(t, ofType(t, "modern"), r.script) })
		}
	}
}

// The extension lists of the server type modern, before and inside TLS.
const (
	modernPlain = `S: 220 smtp.example.com ESMTP
C: EHLO client.example
S: 250-smtp.example.com greets client.example
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-8BITMIME
S: 250-BINARYMIME
S: 250-CHUNKING
S: 250-SMTPUTF8
S: 250-DSN
S: 250-ENHANCEDSTATUSCODES
S: 250-STARTTLS
S: 250-AUTH CRAM-MD5 SCRAM-SHA-256
S: 250-EXPN
S: 250-VRFY
S: 250 HELP
`
	modernHello = `C: EHLO client.example
S: 250-smtp.example.com greets client.example
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-8BITMIME
S: 250-BINARYMIME
S: 250-CHUNKING
S: 250-SMTPUTF8
S: 250-DSN
S: 250-ENHANCEDSTATUSCODES
S: 250-AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256
S: 250-EXPN
S: 250-VRFY
S: 250 HELP
`
	modernTLS = modernPlain + `C: STARTTLS
S: 220 2.0.0 Ready to start TLS
tls
` + modernHello
	modernMail = modernPlain + `C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
`
	modernRcpt = modernMail + `C: RCPT TO:<carol@example.com>
S: 250 2.1.5
`
)

// STARTTLS, from RFC 3207 and, for its place in the dialogue, RFC 5321 section 4.1.4.
var tlsRows = []row{
	{"before EHLO, after HELO, with an argument, in a transaction (4)", `S: 220
C: STARTTLS
S: 503 5.5.1
C: HELO client.example
S: 250 smtp
C: STARTTLS
S: 503 5.5.1
` + strings.TrimPrefix(modernMail, "S: 220 smtp.example.com ESMTP\n") + `C: STARTTLS
S: 503 5.5.1
C: RSET
S: 250 2.0.0
C: STARTTLS now
S: 501 5.5.4
C: starttls
S: 220 2.0.0
tls
`},
	{"all is forgotten, and there is no second TLS (4.2)", modernPlain + `C: STARTTLS
S: 220 2.0.0
tls
C: MAIL FROM:<bob@example.org>
S: 503 5.5.1 Bad sequence of commands: EHLO
C: STARTTLS
S: 503 5.5.1
C: AUTH PLAIN
S: 503 5.5.1
C: BDAT 3
C: x
S: 503 5.5.1
` + modernHello + `C: STARTTLS
S: 503 5.5.1
C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
`},
	{"a login in plain text is forgotten too (4.2)", modernPlain + `C: AUTH CRAM-MD5
S: 334 PE4wMDAxLjE3OTUyNDk4MDBAc210cC5leGFtcGxlLmNvbT4=
C: YWxpY2UgYTFjN2E3YTc3NTBjYzM0NmRkYWQwMjgyNmM3MjQyNzM=
S: 235 2.7.0
C: STARTTLS
S: 220 2.0.0
tls
` + modernHello + `C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
S: 235 2.7.0
`},
	{"what stands behind it is dropped (SECURITY: command injection)", modernPlain + `C"STARTTLS\r\nMAIL FROM:<mallory@example.org>\r\nRCPT TO:<carol@example.com>\r\n"
S: 220 2.0.0
notice octets came in plain text behind STARTTLS
tls
C: RCPT TO:<carol@example.com>
S: 503 5.5.1
` + modernHello + `C: RCPT TO:<carol@example.com>
S: 503 5.5.1 Bad sequence of commands: MAIL
C: QUIT
S: 221 2.0.0
closed
`},
	{"half a line behind it is dropped", modernPlain + `C"STARTTLS\r\nEH"
S: 220 2.0.0
notice octets came in plain text behind STARTTLS
tls
C: LO client.example
S: 500 5.5.1
`},
	{"half a handshake behind it is dropped as well", modernPlain + `C"STARTTLS\r\n\x16\x03\x01"
S: 220 2.0.0
notice octets came in plain text behind STARTTLS
tls
`},
	{"a refused one drops nothing", `S: 220
C"STARTTLS\r\nNOOP\r\n"
S: 503 5.5.1
S: 250 2.0.0
notice octets came behind a command that must be the last
`},
	{"no handshake but a command", modernPlain + `C: STARTTLS
S: 220 2.0.0
C: EHLO client.example
notice the TLS handshake failed
`},
	{"no handshake at all", modernPlain + `C: STARTTLS
S: 220 2.0.0
wait 29s
silence
wait 2s
closed
notice the TLS handshake failed
`},
	{"a handshake that stalls", modernPlain + `C: STARTTLS
S: 220 2.0.0
C"\x16\x03\x01\x02\x00\x01"
wait 29s
C"\x00"
wait 2s
closed
notice the TLS handshake failed
`},
	{"a handshake that is broken off", modernPlain + `C: STARTTLS
S: 220 2.0.0
lost
notice the TLS handshake failed
`},
	{"help knows what is done here", modernPlain + `C: HELP
S: 214-2.0.0 Commands: EHLO HELO STARTTLS AUTH MAIL RCPT DATA BDAT RSET VRFY EXPN HELP NOOP QUIT
S: 214 2.0.0
C: HELP BDAT
S: 214 2.0.0 BDAT
C: HELP LHLO
S: 504 5.5.4
C: ETRN example.com
S: 502 5.5.1
C: LHLO client.example
S: 502 5.5.1
`},
}
