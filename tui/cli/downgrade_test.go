package cli

import (
	"strings"
	"testing"
)

// TestNoDowngrade: where TLS is asked for, a server, or somebody on the way, that
// keeps it from coming about gets no login and no envelope in plain text, however it
// does that.
func TestNoDowngrade(t *testing.T) {
	t.Parallel()
	const script = opening + "C: STARTTLS\nS:\nC: EHLO client.example\nS: 250\n@auth PLAIN alice\n" + toCarol + "S: 250\n"
	again := "C\nS 250-mx\nS 250 AUTH PLAIN\n" + goodbye
	for name, server := range map[string]string{
		"454":                   greeted + "C\nS 454 4.7.0 not now\n" + again,
		"500":                   "S 220 mx\nC\nS 250 mx\nC\nS 500 what\n" + again,
		"not in the list":       "S 220 mx\nC\nS 250-mx\nS 250 AUTH PLAIN\nC\nS 502 no\n" + again,
		"220, then the end":     greeted + "C\nS 220 go\nEND\n",
		"220, then garbage":     greeted + "C\nS 220 go\nS 250 AUTH PLAIN\n" + again,
		"as if logged in":       "S \"220 mx\\r\\n235 welcome\\r\\n\"\nC\nS 250-mx\nS 250 AUTH PLAIN\nC\nS 454 no\n" + again,
		"as if TLS were there":  greeted + "C\nS 250 encrypted already\n" + again,
		"a keyword that is cut": "S 220 mx\nC\nS 250-mx\nS 250-XXXXXXXX\nS 250 AUTH PLAIN\nC\nS 500 what\n" + again,
	} {
		for _, mode := range []string{"verify", "require"} {
			v := trial{peer: server, script: script, args: []string{"--tls", mode, "--password", canary, "--keep-going"}}.run(t)
			if strings.Contains(v.heard, "AUTH") || strings.Contains(v.heard, "MAIL") {
				t.Errorf("%s, --tls %s: heard %q", name, mode, v.heard)
			}
			if v.code != exitTLS && v.code != exitProtocol {
				t.Errorf("%s, --tls %s: exit code %d: %s", name, mode, v.code, v.err)
			}
			v.wantSecretless(t)
		}
	}
}
