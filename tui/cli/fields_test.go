package cli

import (
	"strings"
	"testing"
)

// TestNoFieldBecomesACommand: a name, an address or a value that is given to ehlo in
// a flag, the environment or a file cannot bring CR, LF or NUL along and so a command
// that nobody sees. It is refused before a connection is made.
func TestNoFieldBecomesACommand(t *testing.T) {
	const evil = "a\r\nRSET"
	send := func(line string) string { return "S: 220\n@send " + line + "\nS: 250\n" }
	typed := "NOOP\n"
	for name, tr := range map[string]trial{
		"the name to greet with":             {args: []string{"$PEER", "--helo", evil}, stdin: typed},
		"that name in the environment":       {args: []string{"$PEER"}, stdin: typed, env: []string{"EHLO_HELO=" + evil}},
		"that name with LF only":             {args: []string{"$PEER", "--helo", "a\nRSET"}, stdin: typed},
		"the target":                         {args: []string{"$PEER\r\nRSET"}, stdin: typed},
		"the target, escaped":                {args: []string{"smtp://$PEER/%0d%0aRSET"}, stdin: typed},
		"the header of a proxy":              {args: []string{"$PEER", "--proxy-header", "v1 192.0.2.1:1 192.0.2.2:2\r\nRSET"}, stdin: typed},
		"a name that a script greets with":   {script: send("EHLO ${V}"), args: []string{"--var", "V=" + evil}},
		"a sender":                           {script: send("MAIL FROM:<${V}>"), args: []string{"--var", "V=" + evil}},
		"a recipient":                        {script: send("RCPT TO:<${V}>"), args: []string{"--var", "V=" + evil}},
		"an envelope id":                     {script: send("MAIL FROM:<a@example.org> ENVID=${V}"), args: []string{"--var", "V=" + evil}},
		"an original recipient":              {script: send("RCPT TO:<a@example.org> ORCPT=rfc822;${V}"), args: []string{"--var", "V=a\nRSET"}},
		"a verb, from the environment":       {script: send("${V}"), args: []string{"--var", "V"}, env: []string{"V=" + evil}},
		"a value that ends in CR":            {script: send("NOOP ${V}"), args: []string{"--var", "V=a\r"}},
		"a value in a line with its own end": {script: send(`"NOOP ${V}\n"`), args: []string{"--var", "V=" + evil}},
		"a user of a script":                 {script: "S: 220\n@auth PLAIN ${V}\n", args: []string{"--password", "x", "--var", "V=" + evil}},
		"where a script connects to":         {script: "@connect ${V}\nS: 220\n", args: []string{"--allow-connect", "--var", "V=127.0.0.1:1" + evil}},
		"a name with an escape sequence":     {args: []string{"$PEER", "--helo", "a\x1b[2J"}, stdin: typed},
		"a name of two words, a parameter":   {args: []string{"$PEER", "--helo", "a SIZE=1"}, stdin: typed},
	} {
		t.Run(name, func(t *testing.T) {
			v := tr.run(t)
			if v.code != exitUsage || v.heard != "" {
				t.Errorf("exit code %d, heard %q: %s", v.code, v.heard, v.err)
			}
			if r, ok := drunken(v.out + v.err); ok {
				t.Errorf("told with %U: %q", r, v.out+v.err)
			}
		})
	}
}

// TestAUserStaysInItsLine: a login's fields are in base64, so each command still has
// one line end.
func TestAUserStaysInItsLine(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "XOAUTH2", "OAUTHBEARER"} {
		v := trial{
			peer:  "S 220 mx\nC\nS 250-mx\nS 250 AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER\nC\nS 535 no\nC\nS 221 bye\nEND\n",
			args:  []string{"$PEER", "--commands", "--auth", mechanism, "--user", "a\r\nRSET\r\n", "--authzid", "b\r\nRSET", "--password-command", "echo " + canary},
			stdin: "EHLO a\n:auth\nQUIT\n",
		}.run(t)
		lines := strings.Split(v.heard, "\r\n")
		if len(lines) != 4 || !strings.HasPrefix(lines[1], "AUTH "+mechanism) || lines[2] != "QUIT" {
			t.Errorf("%s: heard %q: %s%s", mechanism, v.heard, v.out, v.err)
		}
	}
}
