package smtp

import (
	"slices"
	"testing"
)

func TestAddedOctets(t *testing.T) {
	for _, x := range []struct {
		keyword string
		verb    Verb
		want    int
	}{
		{"SIZE", MAIL, 26}, {"size", MAIL, 26}, {"SIZE", RCPT, 0}, {"SIZE", NOOP, 0}, {"AUTH", MAIL, 500}, {"SMTPUTF8", MAIL, 10}, {"BINARYMIME", MAIL, 16},
		{"8BITMIME", MAIL, 0}, {"RRVS", RCPT, 33}, {"RRVS", MAIL, 0}, {"DELIVERBY", MAIL, 17}, {"FUTURERELEASE", MAIL, 34}, {"MT-PRIORITY", MAIL, 15}, {"REQUIRETLS", MAIL, 11},
		{"NO-SOLICITING", MAIL, 1007}, {"MTRK", MAIL, 40}, {"CHECKPOINT", MAIL, 88}, {"UTF8SMTP", RCPT, 460}, {"PIPELINING", MAIL, 0}, {"UNHEARD", MAIL, 0}, {"", MAIL, 0},
	} {
		if got := AddedOctets(x.keyword, x.verb); got != x.want {
			t.Errorf("%s for %s: %d, want %d", x.keyword, x.verb, got, x.want)
		}
	}
}

func TestOffersOf(t *testing.T) {
	for _, x := range []struct {
		line string
		want []string
	}{
		{"MAIL FROM:<> SIZE=1", []string{"SIZE"}},
		{"MAIL FROM:<> BODY=8BITMIME", []string{"8BITMIME"}},
		{"MAIL FROM:<> body=binarymime", []string{"BINARYMIME"}},
		{"RCPT TO:<a@b.example> SIZE=1", nil},
		{"RCPT TO:<a@b.example> ORCPT=rfc822;a", []string{"DSN"}},
		{"VRFY a SMTPUTF8", []string{"SMTPUTF8"}},
		{"MAIL FROM:<> FOO", nil},
	} {
		c := ParseCommand([]byte(x.line))
		if got := c.Params[0].OffersOf(c.Verb); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.line, got, x.want)
		}
	}
}

func TestVerbs(t *testing.T) {
	for _, x := range []struct {
		verb     Verb
		standing string
		last     bool
		offer    string
	}{
		{EHLO, "core", true, ""}, {MAIL, "core", false, ""}, {RCPT, "core", false, ""}, {RSET, "core", false, ""}, {DATA, "core", true, ""}, {NOOP, "core", true, ""}, {HELP, "core", false, ""},
		{LHLO, "extension", true, ""}, {BDAT, "extension", false, "CHUNKING"}, {AUTH, "extension", true, "AUTH"}, {STARTTLS, "extension", true, "STARTTLS"},
		{SEND, "obsolete", false, "SEND"}, {TURN, "obsolete", true, "TURN"}, {"FOO", "foreign", true, ""}, {"", "foreign", true, ""},
	} {
		if got := x.verb.Standing().String(); got != x.standing || x.verb.LastInGroup() != x.last || x.verb.Offer() != x.offer {
			t.Errorf("%s: %s, last %v, offer %q", x.verb, got, x.verb.LastInGroup(), x.verb.Offer())
		}
	}
}
