package smtp

import "testing"

// TestParameterValues: the forms that the RFC of each parameter gives its value, and
// next to each what is nearly so.
func TestParameterValues(t *testing.T) {
	for _, row := range []struct {
		verb, source string
		right, wrong []string
	}{
		{"MAIL", "RFC 1870 section 3",
			[]string{"SIZE=0", "size=10485760", "SIZE=99999999999999999999"},
			[]string{"SIZE", "SIZE=", "SIZE=1k", "SIZE=-1", "SIZE=+1", "SIZE=100000000000000000000"}},
		{"MAIL", "RFC 6152 section 2, RFC 3030 section 3",
			[]string{"BODY=7BIT", "BODY=8bitmime", "BODY=BINARYMIME"},
			[]string{"BODY", "BODY=", "BODY=8BIT", "BODY=BINARY"}},
		{"MAIL", "RFC 6531 section 3.4", []string{"SMTPUTF8", "smtputf8"}, []string{"SMTPUTF8=", "SMTPUTF8=YES"}},
		{"MAIL", "RFC 8689 section 2", []string{"REQUIRETLS"}, []string{"REQUIRETLS=YES"}},
		{"MAIL", "RFC 3461 section 4.3", []string{"RET=FULL", "RET=hdrs"}, []string{"RET", "RET=", "RET=BODY", "RET=FULL,HDRS"}},
		{"MAIL", "RFC 3461 sections 4 and 4.4",
			[]string{"ENVID=QQ314159", "ENVID=a+2Bb+3Dc", "ENVID=<x@y>"},
			[]string{"ENVID", "ENVID=", "ENVID=a+b", "ENVID=a+2", "ENVID=a+2b", "ENVID=a=b"}},
		{"MAIL", "RFC 4954 section 5",
			[]string{"AUTH=<>", "AUTH=e+3Dmc2@example.com", "AUTH=bob@example.org"},
			[]string{"AUTH", "AUTH=", "AUTH=bob", "AUTH=<bob@example.org>", "AUTH=e=mc2@example.com", "AUTH=a+@b.example"}},
		{"MAIL", "RFC 2852 section 4",
			[]string{"BY=120;R", "BY=+120;RT", "BY=-10;N", "BY=0;NT", "BY=999999999;n"},
			[]string{"BY", "BY=120", "BY=120;", "BY=;R", "BY=0;R", "BY=-10;R", "BY=+-10;N", "BY=1234567890;N", "BY=120;T", "BY=120;RN"}},
		{"MAIL", "RFC 4865 section 4",
			[]string{"HOLDFOR=1", "HOLDFOR=999999999", "HOLDUNTIL=2026-11-22T10:00:00Z", "HOLDUNTIL=2026-11-22t10:00:00.5z"},
			[]string{"HOLDFOR", "HOLDFOR=0", "HOLDFOR=060", "HOLDFOR=-5", "HOLDFOR=1234567890", "HOLDUNTIL=tomorrow", "HOLDUNTIL=2026-11-22", "HOLDUNTIL=2026-13-22T10:00:00Z", "HOLDUNTIL=2026-11-22T10:00:00+01:00"}},
		{"MAIL", "RFC 6710 sections 4 and 7",
			[]string{"MT-PRIORITY=0", "MT-PRIORITY=9", "MT-PRIORITY=-9"},
			[]string{"MT-PRIORITY", "MT-PRIORITY=10", "MT-PRIORITY=+3", "MT-PRIORITY=03", "MT-PRIORITY=-0", "MT-PRIORITY=-10", "MT-PRIORITY=high"}},
		{"RCPT", "RFC 3461 section 4.1",
			[]string{"NOTIFY=NEVER", "NOTIFY=SUCCESS,FAILURE,DELAY", "NOTIFY=failure"},
			[]string{"NOTIFY", "NOTIFY=", "NOTIFY=NEVER,FAILURE", "NOTIFY=FAILURE,NEVER", "NOTIFY=SUCCESS,", "NOTIFY=ALWAYS", "NOTIFY=SUCCESS;FAILURE"}},
		{"RCPT", "RFC 3461 section 4.2",
			[]string{"ORCPT=rfc822;bob@example.org", "ORCPT=rfc822;bob+2Btag@example.org", "ORCPT=x400;C+3DUS"},
			[]string{"ORCPT", "ORCPT=", "ORCPT=bob@example.org", "ORCPT=;bob@example.org", "ORCPT=rfc822;bob+tag@example.org", "ORCPT=rfc(822;x"}},
		{"RCPT", "RFC 7293 section 3.1",
			[]string{"RRVS=2014-04-03T23:01:00Z", "RRVS=2014-04-03T23:01:00+02:00;C", "RRVS=2014-04-03T23:01:00Z;r"},
			[]string{"RRVS", "RRVS=", "RRVS=2014", "RRVS=2014-04-03T23:01:00.5Z", "RRVS=2014-04-03T23:01:00Z;X", "RRVS=2014-04-03T23:01:00Z;"}},
	} {
		begin := "MAIL FROM:<> "
		if row.verb == "RCPT" {
			begin = "RCPT TO:<alice@example.com> "
		}
		for _, p := range row.right {
			if c := ParseCommand([]byte(begin + p)); len(c.Faults) > 0 {
				t.Errorf("%s, %s: %v", row.source, p, c.Faults)
			}
		}
		for _, p := range row.wrong {
			c := ParseCommand([]byte(begin + p))
			at := Span{len(begin), len(begin) + len(p)}
			if len(c.Faults) != 1 || c.Faults[0].Kind != BadParameter || c.Faults[0].Span.From < at.From || c.Faults[0].Span.To != at.To {
				t.Errorf("%s, %s: %v", row.source, p, c.Faults)
			}
		}
	}
}
