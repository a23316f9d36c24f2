package lessons

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

func lines(list []Example) string {
	var all []string
	for _, e := range list {
		all = append(all, e.Line)
	}
	return strings.Join(all, " | ")
}

func TestExamples(t *testing.T) {
	ehlo := after(stateNamed("greeted"), said("EHLO client.example"))
	all := answered("250-mx\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-DSN\r\n250-AUTH PLAIN LOGIN\r\n250-STARTTLS\r\n250-CHUNKING\r\n250-XFOO\r\n250 VRFY")
	for _, tt := range []struct {
		name   string
		before smtp.State
		event  transcript.Event
		want   string
	}{
		{"an answer to EHLO", ehlo, all,
			"MAIL FROM:<bob@example.org> SIZE=500 | MAIL FROM:<bob@example.org> BODY=8BITMIME | MAIL FROM:<bob@example.org> RET=HDRS | " +
				"MAIL FROM:<bob@example.org> ENVID=QQ314159 | RCPT TO:<alice@example.com> NOTIFY=SUCCESS,FAILURE | AUTH PLAIN | AUTH LOGIN | " +
				"MAIL FROM:<bob@example.org> AUTH=<> | STARTTLS | BDAT 7 LAST | VRFY postmaster"},
		{"a greeting", smtp.State{}.Connected(), answered("220 mx"), "EHLO client.example"},
		{"a verb that is none", stateNamed("ready"), said("RCTP TO:<alice@example.com>"), "RCPT TO:<alice@example.com>"},
		{"a keyword as a verb", stateNamed("ready"), said("SIZE 100"), "MAIL FROM:<bob@example.org> SIZE=500"},
		{"a fault", stateNamed("ready"), said("MAIL FROM: bob@example.org"),
			"MAIL FROM:<bob@example.org> | MAIL FROM:<> | MAIL FROM:<bob@example.org> SIZE=500 | MAIL FROM:<bob@example.org> BODY=8BITMIME | MAIL FROM:<bob@example.org> AUTH=<>"},
		{"out of order", stateNamed("ready"), said("RCPT TO:<alice@example.com>"), "MAIL FROM:<bob@example.org> | MAIL FROM:<> | RCPT TO:<alice@example.com> | RCPT TO:<carol@example.com> | RCPT TO:<"},
		{"a yes", after(stateNamed("rcpt"), said("RSET"), answered("250 Ok"), said("MAIL FROM:<bob@example.org>")), answered("250 Ok"),
			"MAIL FROM:<bob@example.org> | MAIL FROM:<> | MAIL FROM:<bob@example.org> SIZE=500 | MAIL FROM:<bob@example.org> BODY=8BITMIME | MAIL FROM:<bob@example.org> AUTH=<>"},
		{"a reply", after(stateNamed("ready"), said("NOOP")), answered("250 Ok"), "NOOP"},
		{"message text", stateNamed("text"), said("hello"), ""},
		{"an answer", stateNamed("login"), said("AGE="), ""},
	} {
		if got := lines(usualSetting.Examples(tt.event, tt.before)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	for _, e := range usualSetting.Examples(all, ehlo) {
		if e.Why == "" {
			t.Errorf("nothing says why to try %q", e.Line)
		}
	}
}

// Without an address that was used before, no example has one; nor does one that a
// server wrote.
func TestExamplesInventNoAddress(t *testing.T) {
	hostile := answered("250-mx\r\n250-SIZE\r\n250-DSN\r\n250-AUTH \x1b[2J \u202eNIALP <victim@example.net>\r\n250-VRFY victim@example.net\r\n250 EXPN")
	s := after(stateNamed("greeted"), said("EHLO a"))
	for _, e := range (Setting{}).Examples(hostile, s) {
		if strings.ContainsAny(e.Line, "@\x1b\u202e") {
			t.Errorf("%q is to be tried", e.Line)
		}
	}
	if got := lines(Setting{}.Examples(answered("503 no"), after(stateNamed("ready"), said("RCPT TO:<x@y.example>")))); strings.Contains(got, "@") {
		t.Errorf("%q is to be tried", got)
	}
}
