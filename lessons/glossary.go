package lessons

// firstDigits says what the first digit of a reply code means, and the class of
// an enhanced status code (RFC 5321 section 4.2.1, RFC 3463 section 2).
var firstDigits = [...]string{2: "done", 3: "go on, more is needed", 4: "not now; the same may work later", 5: "no; do not repeat unchanged"}

// secondDigits says what the second digit of a reply code means (RFC 5321 section
// 4.2.1).
var secondDigits = [...]string{"syntax", "information", "connection", "unspecified", "unspecified", "mail system"}

// subjects says what the second number of an enhanced status code means (RFC 3463
// section 2).
var subjects = [...]string{"no subject", "address", "mailbox", "mail system", "network or route", "dialogue", "content", "security or policy"}

// firstDigit returns what the first digit of code means.
func firstDigit(code string) string { return digit(firstDigits[:], code, 0) }

// secondDigit returns what the second digit of code means.
func secondDigit(code string) string { return digit(secondDigits[:], code, 1) }

func digit(meanings []string, code string, i int) string {
	if i < len(code) {
		if n := int(code[i]) - '0'; n >= 0 && n < len(meanings) && meanings[n] != "" {
			return meanings[n]
		}
	}
	return "outside the grammar"
}

// subjectMeaning returns what an enhanced code's subject means, "" for one that is
// not registered.
func subjectMeaning(subject string) string {
	if len(subject) != 1 || subject[0] < '0' || int(subject[0]-'0') >= len(subjects) {
		return ""
	}
	return subjects[subject[0]-'0']
}

// spokenClasses are the words for a reply's first digit in one spoken line.
var spokenClasses = [...]string{2: "done", 3: "go on", 4: "temporary", 5: "permanent"}

// titles say in a few words what a command is for.
var titles = []struct{ to, title string }{
	{theConnection, "The greeting"},
	{"EHLO", "EHLO: say who you are"},
	{"HELO", "HELO: say who you are, the old way"},
	{"LHLO", "LHLO: say who you are, in LMTP"},
	{"MAIL", "MAIL: open a mail transaction"},
	{"RCPT", "RCPT: name one recipient"},
	{"DATA", "DATA: ask to send the text"},
	{theDot, "The final dot: hand the message over"},
	{"BDAT", "BDAT: send a counted chunk"},
	{"BURL", "BURL: let the server fetch the text"},
	{"RSET", "RSET: drop the transaction"},
	{"VRFY", "VRFY: ask about one name"},
	{"EXPN", "EXPN: ask who is on a list"},
	{"HELP", "HELP: ask for text to read"},
	{"NOOP", "NOOP: ask for an answer"},
	{"QUIT", "QUIT: end the session"},
	{"AUTH", "AUTH: log in"},
	{"STARTTLS", "STARTTLS: switch to TLS"},
	{"ETRN", "ETRN: ask for waiting mail"},
	{"ATRN", "ATRN: turn around and get mail"},
	{"TURN", "TURN: change roles (withdrawn)"},
	{"SEND", "SEND: to a terminal (withdrawn)"},
	{"SOML", "SOML: send or mail (withdrawn)"},
	{"SAML", "SAML: send and mail (withdrawn)"},
	{"XCLIENT", "XCLIENT: pose as another client"},
	{"XFORWARD", "XFORWARD: name the first client"},
	{noVerb, "A word that is no verb"},
	{nobody, "A reply that nothing asked for"},
}

// titleOf returns the title for a place.
func titleOf(to string) string {
	for _, t := range titles {
		if t.to == to {
			return t.title
		}
	}
	return to
}
