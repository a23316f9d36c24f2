package lessons

import (
	"slices"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

// offering returns the state behind a hello that brought these offers, with a MAIL
// accepted if it is to go on with RCPT.
func offering(rcpt bool, offers ...string) smtp.State {
	hello := "250-mx.example.net\r\n250-" + strings.Join(offers, "\r\n250-") + "\r\n250 HELP\r\n"
	said := []string{"", "220 mx.example.net\r\n", "EHLO client.example\r\n", hello}
	if rcpt {
		said = append(said, "MAIL FROM:<bob@example.org>\r\n", "250 2.1.0 Ok\r\n")
	}
	s := smtp.State{}.Connected()
	for i := 0; i < len(said); i += 2 {
		s = s.Said([]byte(said[i])).Answered(smtp.ParseReply([]byte(said[i+1])))
	}
	return s
}

// What may stand behind a path is completed as far as it was offered.
func TestParametersCompleted(t *testing.T) {
	const mail, rcpt = "MAIL FROM:<bob@example.org> ", "RCPT TO:<alice@example.com> "
	for _, row := range []struct {
		line   string
		offers []string
		want   string
	}{
		{mail, []string{"SIZE 100"}, "SIZE="},
		{mail, []string{"8BITMIME", "BINARYMIME", "SMTPUTF8", "REQUIRETLS"}, "BODY=8BITMIME BODY=BINARYMIME SMTPUTF8 REQUIRETLS"},
		{mail, []string{"DSN", "DELIVERBY", "MT-PRIORITY MIXER", "AUTH PLAIN"}, "RET= ENVID= BY= MT-PRIORITY= AUTH="},
		{mail, []string{"FUTURERELEASE 86400 2027-01-01T00:00:00Z"}, "HOLDFOR= HOLDUNTIL="},
		{rcpt, []string{"DSN", "RRVS"}, "NOTIFY= ORCPT= RRVS="},
		{mail + "BODY=", []string{"8BITMIME"}, "BODY=7BIT BODY=8BITMIME"},
		{mail + "BODY=", []string{"8BITMIME", "BINARYMIME"}, "BODY=7BIT BODY=8BITMIME BODY=BINARYMIME"},
		{mail + "RET=", []string{"DSN"}, "RET=FULL RET=HDRS"},
		{mail + "ret=h", []string{"DSN"}, "ret=HDRS"},
		{rcpt + "NOTIFY=", []string{"DSN"}, "NOTIFY=NEVER NOTIFY=SUCCESS NOTIFY=FAILURE NOTIFY=DELAY"},
		{rcpt + "NOTIFY=SUCCESS,", []string{"DSN"}, "NOTIFY=SUCCESS,FAILURE NOTIFY=SUCCESS,DELAY"},
		{rcpt + "NOTIFY=FAILURE,D", []string{"DSN"}, "NOTIFY=FAILURE,DELAY"},
	} {
		s := offering(strings.HasPrefix(row.line, "RCPT"), row.offers...)
		var got []string
		for _, c := range Advise(row.line, s).Completions {
			got = append(got, c[strings.LastIndexByte(c, ' ')+1:])
		}
		if !slices.Equal(got, strings.Fields(row.want)) {
			t.Errorf("%q with %v: %q", row.line, row.offers, got)
		}
	}
}

// While a parameter is typed its form is told; once a blank ends it, what is wrong
// with its value.
func TestParameterForms(t *testing.T) {
	for _, row := range []struct{ parameter, offer, form string }{
		{"SIZE=1k", "SIZE", "SIZE=1*20DIGIT"}, {"BODY=8BIT", "8BITMIME", "BODY=7BIT"}, {"RET=ALL", "DSN", "RET=FULL / HDRS"},
		{"ENVID=a+b", "DSN", "ENVID=xtext"}, {"BY=0;R", "DELIVERBY", "BY=seconds;(N|R)[T]"}, {"HOLDFOR=0", "FUTURERELEASE 9 2027-01-01T00:00:00Z", "HOLDFOR=seconds"},
		{"HOLDUNTIL=soon", "FUTURERELEASE 9 2027-01-01T00:00:00Z", "HOLDUNTIL=UTC date-time"}, {"MT-PRIORITY=10", "MT-PRIORITY", "MT-PRIORITY=-9..9"},
		{"AUTH=bob", "AUTH PLAIN", "AUTH=xtext(mailbox)"},
	} {
		const mail = "MAIL FROM:<bob@example.org> "
		s := offering(false, row.offer)
		begun := Advise(mail+row.parameter[:strings.IndexByte(row.parameter, '=')+1], s)
		if !strings.HasPrefix(strings.Join(begun.Say, "\n"), row.form) {
			t.Errorf("%s is begun: %q", row.parameter, begun.Say)
		}
		ended := Advise(mail+row.parameter+" ", s)
		value := len(mail) + strings.IndexByte(row.parameter, '=') + 1
		if ended.Sign != SignBreach || len(ended.Wrong) != 1 || ended.Wrong[0] != (smtp.Span{From: value, To: len(mail) + len(row.parameter)}) {
			t.Errorf("%s is ended: %q, %v", row.parameter, ended.Say, ended.Wrong)
		}
	}
}
