package smtp

import (
	"fmt"
	"slices"
	"testing"
)

func TestParseOffers(t *testing.T) {
	for _, c := range []struct {
		octets string
		want   []string
	}{
		{"250 mx.example.com\r\n", nil},
		{"250-mx.example.com SIZE\r\n250 size 100\r\n", []string{`SIZE ["100"]`}},
		{"250-mx\r\n250-SIZE\r\n250-8bitmime\r\n250 XCLIENT Name aDdr\r\n", []string{"SIZE []", "8BITMIME []", `XCLIENT ["Name" "aDdr"]`}},
		{"250-mx\r\n250 AUTH=LOGIN PLAIN\r\n", []string{`AUTH ["LOGIN" "PLAIN"]`}},
		{"250-mx\r\n250 AUTH= PLAIN\r\n", []string{`AUTH ["PLAIN"]`}},
		{"250-mx\r\n250-AUTH PLAIN\r\n250-DSN\r\n250 auth=login plain\r\n", []string{`AUTH ["PLAIN" "login"]`, "DSN []"}},
		{"250-mx\r\n250-DSN  \r\n250 \r\n", []string{"DSN []"}},
		{"250-mx\r\n250-si\xff\r\n250 \u017fize 1\r\n", []string{"SI\xff []", "\u017fIZE [\"1\"]"}}, // no letters of the protocol
		{"250-mx\r\n250-2.0.0 DSN\r\noops\r\n250 HELP\r\n", []string{"DSN []", "HELP []"}},
		{"502-no\r\n502 SIZE\r\n", nil},
	} {
		var got []string
		for _, o := range ParseOffers(ParseReply([]byte(c.octets))) {
			got = append(got, fmt.Sprintf("%s %q", o.Keyword, o.Params))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.octets, got, c.want)
		}
	}
}
