package loopback

import "strings"

// AUTH, from RFC 4954 sections 4 and 6, RFC 4616 (PLAIN) and RFC 2195 (CRAM-MD5); for
// LOGIN there is no RFC. The user is alice, the password wonderland.
var authRows = []row{
	{"in plain text: what shows the password is 504, what is not known too (4)", modernPlain + `C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
S: 504 5.5.4 Mechanism not available without TLS
C: AUTH PLAIN
S: 504 5.5.4
C: auth login
S: 504 5.5.4
C: AUTH GSSAPI
S: 504 5.5.4 Unrecognized
C: AUTH PLAI
S: 504 5.5.4 Unrecognized
C: NOOP
S: 250 2.0.0
`},
	{"out of order: before EHLO, after HELO, in a transaction (4)", `S: 220
C: AUTH CRAM-MD5
S: 503 5.5.1
C: HELO client.example
S: 250 smtp
C: AUTH CRAM-MD5
S: 503 5.5.1
` + strings.TrimPrefix(modernRcpt, "S: 220 smtp.example.com ESMTP\n") + `C: AUTH CRAM-MD5
S: 503 5.5.1
C: AUTH
S: 503 5.5.1
C: RSET
S: 250 2.0.0
C: AUTH
S: 501 5.5.4
C: AUTH CRAM-MD5 YQ== YQ==
S: 501 5.5.4
`},
	{"PLAIN with an initial response; only once (4)", modernTLS + `C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
S: 235 2.7.0
C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
S: 503 5.5.1
C: AUTH FOO
S: 503 5.5.1
C: MAIL FROM:<bob@example.org>
S: 250 2.1.0
`},
	{"PLAIN with a 334, which has a space and nothing else (4)", modernTLS + `C: AUTH PLAIN
S: 334 ` + `
C: AGFsaWNlAHdvbmRlcmxhbmQ=
S: 235 2.7.0
`},
	{"PLAIN under one's own name; under another it fails (4616 section 2)", modernTLS + `C: AUTH PLAIN Y2Fyb2wAYWxpY2UAd29uZGVybGFuZA==
S: 535 5.7.8
C: AUTH PLAIN YWxpY2UAYWxpY2UAd29uZGVybGFuZA==
S: 235 2.7.0
`},
	{"PLAIN: wrong password, wrong user, two NULs too few or too many, nothing", modernTLS + `C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbg==
S: 535 5.7.8
C: AUTH PLAIN AGNhcm9sAHdvbmRlcmxhbmQ=
S: 535 5.7.8
C: AUTH PLAIN YWxpY2UAd29uZGVybGFuZA==
S: 535 5.7.8
C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQAAA==
S: 535 5.7.8
C: AUTH PLAIN =
S: 535 5.7.8
C: AUTH PLAIN
S: 334
C:
S: 535 5.7.8
C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
S: 235 2.7.0
`},
	{"LOGIN: two prompts, or the name at once", modernTLS + `C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: d29uZGVybGFu
S: 535 5.7.8
C: AUTH LOGIN Y2Fyb2w=
S: 334 UGFzc3dvcmQ6
C: d29uZGVybGFuZA==
S: 535 5.7.8
C: AUTH LOGIN =
S: 334 UGFzc3dvcmQ6
C:
S: 535 5.7.8
C: AUTH LOGIN YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: d29uZGVybGFuZA==
S: 235 2.7.0
`},
	{"CRAM-MD5: the server speaks first (4, 2195 section 2)", modernPlain + `C: AUTH CRAM-MD5 YWxpY2U=
S: 501 5.7.0
C: AUTH CRAM-MD5 =
S: 501 5.7.0
C: AUTH CRAM-MD5
S: 334 PE4wMDAxLjE3OTUyNDk4MDBAc210cC5leGFtcGxlLmNvbT4=
C: YWxpY2UgYTFjN2E3YTc3NTBjYzM0NmRkYWQwMjgyNmM3MjQyNzQ=
S: 535 5.7.8
C: AUTH CRAM-MD5
S: 334 PE4wMDAyLjE3OTUyNDk4MDBAc210cC5leGFtcGxlLmNvbT4=
C: YWxpY2UgYjc5YjFlNjZlNDkzMTcwMDM5ZTVjMTYxNmQ3NTM5MGI=
S: 235 2.7.0
`},
	{"canceled, at each step (4)", modernTLS + `C: AUTH PLAIN
S: 334
C: *
S: 501 5.7.0
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: *
S: 501 5.7.0
C: AUTH CRAM-MD5
S: 334
C: *
S: 501 5.7.0
C: NOOP
S: 250 2.0.0
`},
	{"no base64 (4)", modernTLS + `C: AUTH PLAIN =AAA
S: 501 5.5.2
C: AUTH PLAIN AAA=BBB
S: 501 5.5.2
C: AUTH PLAIN AGFsaWNl!
S: 501 5.5.2
C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C: alice
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C: YWxp Y2U=
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C: =
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C:  YWxpY2U=
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C: **
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C"YWxp\nY2U=\r\n"
S: 501 5.5.2
C: AUTH LOGIN
S: 334
C: QUIT
S: 334 UGFzc3dvcmQ6
C: *
S: 501 5.7.0
`},
	{"12,288 octets with CRLF, and one more (4, 6)", modernTLS +
		"C: AUTH PLAIN " + strings.Repeat("A", 12272) + "\nS: 535 5.7.8\n" +
		"C: AUTH PLAIN " + strings.Repeat("A", 12276) + "\nS: 500 5.5.6\n" +
		"C: AUTH PLAIN\nS: 334\nC: " + strings.Repeat("A", 12284) + "\nS: 535 5.7.8\n" +
		"C: AUTH PLAIN\nS: 334\nC: " + strings.Repeat("A", 12288) + "\nS: 500 5.5.6\n" +
		"C: AUTH PLAIN\nS: 334\nC: " + strings.Repeat("A", 200000) + "\nS: 500 5.5.6\n" +
		"C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\nS: 235 2.7.0\n"},
	{"in a group: last, but for what is done in one round trip (4)", modernTLS + `C"AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbg==\r\nNOOP\r\n"
S: 535 5.7.8
S: 250 2.0.0
notice octets came behind a command that must be the last
C"AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\nMAIL FROM:<bob@example.org>\r\n"
S: 235 2.7.0
S: 250 2.1.0
`},
	{"in a group: an answer before its 334", modernTLS + `C"AUTH PLAIN\r\nAGFsaWNlAHdvbmRlcmxhbmQ=\r\n"
S: 334
S: 235 2.7.0
notice octets came behind a command that must be the last
`},
	{"lost in the middle", modernTLS + `C: AUTH LOGIN
S: 334
lost
`},
	{"idle in the middle: the server's own clock", modernTLS + `C: AUTH LOGIN
S: 334
wait 6m
silence
advance 6m
S: 421 4.4.2
closed
`},
}
