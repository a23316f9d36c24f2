package cli

import (
	"crypto/x509/pkix"
	"regexp"
	"strings"
	"testing"
)

// TestPin: what ehlo tells of a certificate can be given to --pin, which then proves
// the server: a script needs no authority, whatever it asks for itself. With another
// pin nothing is said inside TLS.
func TestPin(t *testing.T) {
	t.Parallel()
	addr := serveCertificate(t, pkix.Name{CommonName: "mx"}, "mx.example.net")
	target := "smtps://" + addr
	script := map[string]string{
		"plain.ehlo":  "S: 220\nC: NOOP\nS: 250\n",
		"verify.ehlo": "S: 220\nC: QUIT\nS: 221\n@closed\n@connect - tls=verify\nS: 220\nC: NOOP\nS: 250\n",
	}
	v := trial{args: []string{"run", "plain.ehlo", target, "--tls", "require", "--json"}, files: script}.run(t)
	told := regexp.MustCompile(`"sha256":"([0-9a-f]{64})"`).FindStringSubmatch(v.out)
	key := regexp.MustCompile(`; (spki-sha256:[^"; ]+)`).FindStringSubmatch(v.out)
	if v.code != exitOK || told == nil || key == nil || !strings.Contains(v.err, "unverified") {
		t.Fatalf("exit code %d: %s%s", v.code, v.out, v.err)
	}
	certificate, wrong := "sha256:"+told[1], "sha256:"+strings.Repeat("00", 32)
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"plain.ehlo"}, exitTLS, "does not verify"},
		{[]string{"plain.ehlo", "--pin", certificate}, exitOK, ""},
		{[]string{"plain.ehlo", "--pin", key[1]}, exitOK, ""},
		{[]string{"plain.ehlo", "--pin", wrong, "--pin", key[1], "--tls", "verify"}, exitOK, ""},
		{[]string{"verify.ehlo", "--pin", certificate}, exitOK, ""},
		{[]string{"verify.ehlo", "--pin", certificate, "--tls", "require"}, exitOK, ""},
		{[]string{"verify.ehlo", "--tls", "require"}, exitTLS, "does not verify"},
		{[]string{"plain.ehlo", "--pin", wrong}, exitTLS, "not the pinned one: it is " + certificate + ", pinned is " + wrong},
		{[]string{"plain.ehlo", "--pin", wrong, "--tls", "opportunistic"}, exitTLS, "not the pinned one"},
		{[]string{"verify.ehlo", "--pin", wrong}, exitTLS, "not the pinned one"},
		{[]string{"plain.ehlo", "--pin", told[1]}, exitUsage, "--pin does not take"},
		{[]string{"plain.ehlo", "--pin", certificate, "--insecure"}, exitUsage, "exclude each other"},
	} {
		args := append([]string{"run", c.args[0], target}, c.args[1:]...)
		v := trial{args: args, files: script}.run(t)
		if v.code != c.code || !strings.Contains(v.err, c.says) || c.code == exitOK && strings.Contains(v.err, "unverified") {
			t.Errorf("%q: exit code %d, want %d: %s", c.args, v.code, c.code, v.err)
		}
	}
	v = trial{args: []string{target, "--pin", wrong}, stdin: "NOOP\n"}.run(t)
	if v.code != exitTLS || !strings.Contains(v.err, "hint: it was renewed, or somebody else answers there") {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}
