package lessons

// The beginnings of the dialogues in which rules have their examples. They are
// written as in a file of dialogues: "C: " and "S: " lines, `C"…"` for octets as
// they stand, "L: " for a local fact, "› " for a line that is half typed, "idle" for
// half a minute of silence.
const (
	toGreeting = "S: 220 smtp.example.com\n"
	toHello    = toGreeting + "C: EHLO client.example\nS: 250-smtp.example.com\nS: 250-SIZE 10485760\nS: 250-8BITMIME\nS: 250-STARTTLS\nS: 250-AUTH PLAIN LOGIN\nS: 250 CHUNKING\n"
	toMail     = toHello + "C: MAIL FROM:<bob@example.org>\nS: 250 Ok\n"
	toRcpt     = toMail + "C: RCPT TO:<alice@example.com>\nS: 250 Ok\n"
	toText     = toRcpt + "C: DATA\nS: 354 go on\n"
	toBody     = toText + "C: Subject: hi\nC:\nC: hello\n"
	toEnd      = toBody + "C: .\nS: 250 Ok\n"
	toPlain    = toHello + "C: AUTH PLAIN\nS: 334 \n"
	toLogin    = toHello + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n"
	toLMTP     = toGreeting + "C: LHLO client.example\nS: 250 smtp.example.com\n"
	tooLong    = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
	label      = "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz."
)
