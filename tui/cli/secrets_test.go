package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	helloAuth = "S 220 mx\nC\nS 250-mx\nS 250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER\n"
	goodbye   = "C\nS 221 bye\nEND\n"
	userAsked = "C\nS 334 VXNlcm5hbWU6\n"
	passAsked = "C\nS 334 UGFzc3dvcmQ6\n"
)

// TestDrivenLoginsLeaveNoSecret: a password or a token that ehlo was given for a
// login is in no output and no file, whatever the mechanism and whatever the server
// makes of it.
func TestDrivenLoginsLeaveNoSecret(t *testing.T) {
	t.Parallel()
	plain := base64Of("\x00" + canaryUser + "\x00" + canary)
	why := base64Of(`{"status":"401"}`)
	for _, c := range []struct {
		name, mechanism, peer string
		wire                  string // that the server must have got
		code                  int
	}{
		{"inline", "PLAIN", helloAuth + "C\nS 235 in\n" + goodbye, plain, exitOK},
		{"asked for again", "PLAIN", helloAuth + "C\nS 334 \nC\nS 235 in\n" + goodbye, plain + "\r\n" + plain, exitOK},
		{"user and password", "LOGIN", helloAuth + userAsked + passAsked + "C\nS 235 in\n" + goodbye, base64Of(canary), exitOK},
		{"asked in the wrong order", "LOGIN", helloAuth + passAsked + userAsked + "C\nS 535 no\n" + goodbye, base64Of(canary), exitLogin},
		{"asked once too often", "LOGIN", helloAuth + userAsked + passAsked + passAsked + "C\nS 501 stopped\n" + goodbye, base64Of(canary), exitLogin},
		{"a digest", "CRAM-MD5", helloAuth + "C\nS 334 PDFAbXg+\nC\nS 235 in\n" + goodbye, "", exitOK},
		{"a server that proves nothing", "SCRAM-SHA-256", helloAuth + "C\nS 334 " + base64Of("r=x,s=c2FsdA==,i=4096") + "\nC\nS 501 stopped\n" + goodbye, "", exitLogin},
		{"a token that is refused", "XOAUTH2", helloAuth + "C\nS 334 " + why + "\nC\nS 535 no\n" + goodbye, base64Of("user=alice\x01auth=Bearer " + canary + "\x01\x01"), exitLogin},
		{"a token that is refused, too", "OAUTHBEARER", helloAuth + "C\nS 334 " + why + "\nC\nS 535 no\n" + goodbye, "AUTH OAUTHBEARER ", exitLogin},
		{"the end of the connection", "PLAIN", helloAuth + "C\nEND\n", plain, exitLost},
		{"half a reply, then the end", "PLAIN", helloAuth + "C\nS \"535-" + canary[:9] + "\"\nEND\n", plain, exitLost},
		{"said back as it is", "PLAIN", helloAuth + "C\nS 535 " + canary + " is wrong\n" + goodbye, plain, exitLogin},
		{"said back in base64", "PLAIN", helloAuth + "C\nS 535 " + plain + " is wrong\n" + goodbye, plain, exitLogin},
		{"said back later", "PLAIN", helloAuth + "C\nS 235 in\nC\nS 221-bye, " + canary + "\nS 221 " + base64Of("x"+canary) + "\nEND\n", plain, exitOK},
		{"no reply", "LOGIN", helloAuth + userAsked + passAsked + "C\nS \"" + base64Of(canary) + "\\r\\n\"\n" + goodbye, base64Of(canary), exitProtocol},
	} {
		t.Run(c.mechanism+", "+c.name, func(t *testing.T) {
			for i, form := range [][]string{nil, {"--json"}, {"--quiet"}, {"--strict", "-o", "saved.ehlo"}, {"--json", "-o", "saved.jsonl"}} {
				source := [][]string{{"--password-command", "cat password"}, nil, {"--password", canary}}[i%3]
				v := trial{
					peer: c.peer, script: opening + "@auth " + c.mechanism + " " + canaryUser + "\n", args: append(source, form...),
					files: map[string]string{"password": canary + "\n", ".netrc": "default login alice password " + canary + "\n"},
				}.run(t)
				if v.code != c.code || !strings.Contains(v.heard, c.wire) {
					t.Errorf("%q: exit code %d, want %d; heard %q: %s", form, v.code, c.code, v.heard, v.err)
				}
				v.wantSecretless(t)
			}
		})
	}
}

// wantSecretless looks for the password in all that was shown or left behind.
func (v verdict) wantSecretless(t *testing.T) {
	t.Helper()
	all := v.everything(t)
	delete(all, "/password")
	delete(all, "/.netrc")
	for name, text := range all {
		for _, form := range canaryForms() {
			if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
				t.Errorf("%s holds %q:\n%s", name, form, text)
			}
		}
	}
}

// TestLoginsWithoutASecret: they ask for none.
func TestLoginsWithoutASecret(t *testing.T) {
	for _, mechanism := range []string{"EXTERNAL", "ANONYMOUS"} {
		v := trial{
			peer:   "S 220 mx\nC\nS 250-mx\nS 250 AUTH EXTERNAL ANONYMOUS\nC\nS 235 in\n" + goodbye,
			script: opening + "@auth " + mechanism + " alice\nS: 235\n",
		}.run(t)
		if v.code != exitOK || !strings.Contains(v.heard, "AUTH "+mechanism+" "+base64Of("alice")) {
			t.Errorf("%s: exit code %d, heard %q: %s", mechanism, v.code, v.heard, v.err)
		}
	}
}

// TestTypedSecretsLeaveNone: the same of one that a script brings in a variable, in a
// command of its own, or that is typed in two segments.
func TestTypedSecretsLeaveNone(t *testing.T) {
	t.Parallel()
	plain := base64Of("\x00" + canaryUser + "\x00" + canary)
	for name, tr := range map[string]trial{
		"in a command that nobody knows": {script: opening + "@send XLOGIN alice ${P}\nS: 250\n", args: []string{"--var", "P"}},
		"in an AUTH":                     {script: opening + "@send AUTH PLAIN ${A}\nS: 250\n", args: []string{"--var", "A"}},
		"in an AUTH, a letter wrong":     {script: opening + "@send AUHT PLAIN ${A}\nS: 250\n", args: []string{"--var", "A"}},
		"in the name to greet with":      {script: "S: 220\n@send EHLO ${P}\nS: 250\nC: NOOP\n", args: []string{"--var", "P"}},
		"in two segments":                {args: []string{"$PEER", "--commands"}, stdin: "EHLO a\n:raw \"AUTH PLAIN " + plain[:11] + "\"\n:raw \"" + plain[11:] + "\\r\\n\"\nQUIT\n"},
		"in two segments, cut in AUTH":   {args: []string{"$PEER", "--commands"}, stdin: "EHLO a\n:raw \"AU\"\n:raw \"TH PLAIN " + plain + "\\r\\n\"\nQUIT\n"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, form := range [][]string{{"-o", "saved.ehlo"}, {"--json", "-o", "saved.jsonl"}} {
				tr := tr
				tr.peer = helloAuth + "C\nS 550 5.7.0 no\n" + goodbye
				tr.args = append(append([]string{}, tr.args...), form...)
				tr.env = []string{"P=" + canary, "A=" + plain}
				v := tr.run(t)
				if !strings.Contains(v.heard, canary) && !strings.Contains(v.heard, plain) {
					t.Errorf("%q: the server did not get it: %q %s", form, v.heard, v.err)
				}
				v.wantSecretless(t)
			}
		})
	}
}

// TestASavedLoginAsksAnew: a saved session holds no secret, so it does not run again
// before it is given one; then it passes.
func TestASavedLoginAsksAnew(t *testing.T) {
	server := helloAuth + "C\nS 235 in\n" + goodbye
	v := trial{peer: server, script: opening + "@auth PLAIN alice\n", args: []string{"--password", canary, "-o", "saved.ehlo"}}.run(t)
	saved := filesBelow(t, v.dir)["/saved.ehlo"]
	again := trial{peer: server, script: saved}.run(t)
	if again.code != exitUsage || again.heard != "" || !strings.Contains(again.err, "no password is at hand") {
		t.Errorf("exit code %d, heard %q: %s\n%s", again.code, again.heard, again.err, saved)
	}
	plain := base64Of("\x00alice\x00" + canary)
	again = trial{peer: server, script: saved, args: []string{"--password-command", "echo " + canary}}.run(t)
	if again.code != exitOK || !strings.Contains(again.heard, plain) {
		t.Errorf("exit code %d, heard %q: %s\n%s", again.code, again.heard, again.err, saved)
	}
}

// TestASavedAnswerAsksAnew: the same for what was typed, where no challenge is in it.
func TestASavedAnswerAsksAnew(t *testing.T) {
	server, plain := helloAuth+"C\nS 235 in\n"+goodbye, base64Of("\x00alice\x00"+canary)
	v := trial{peer: server, script: opening + "C: AUTH PLAIN " + plain + "\nS: 235\n", args: []string{"-o", "saved.ehlo"}}.run(t)
	saved := filesBelow(t, v.dir)["/saved.ehlo"]
	again := trial{peer: server, script: saved}.run(t)
	if again.code != exitUsage || again.heard != "" || !strings.Contains(again.err, "${SECRET_1} has no value") {
		t.Errorf("exit code %d, heard %q: %s\n%s", again.code, again.heard, again.err, saved)
	}
	again = trial{peer: server, script: saved, args: []string{"--var", "SECRET_1=" + plain}}.run(t)
	if again.code != exitOK || !strings.Contains(again.heard, plain) {
		t.Errorf("exit code %d, heard %q: %s\n%s", again.code, again.heard, again.err, saved)
	}
}

// TestASavedLoginMeetsAnotherChallenge: what was saved of a login that answers a
// challenge passes again, and again when that is saved, with a right password and with
// a wrong one.
func TestASavedLoginMeetsAnotherChallenge(t *testing.T) {
	t.Parallel()
	for _, mechanism := range []string{"CRAM-MD5", "SCRAM-SHA-256"} {
		for password, code := range map[string]string{"wonderland": "235", "looking-glass": "535"} {
			script := opening + "@auth " + mechanism + " alice\nS: " + code + "\n"
			for range 3 {
				v := trial{
					files: map[string]string{"a.ehlo": script}, peer: goodbye,
					args: []string{"run", "a.ehlo", "--persona", "modern", "--fixed", "--password-command", "echo " + password, "-o", "b.ehlo"},
				}.run(t)
				if v.code != exitOK {
					t.Fatalf("%s: exit code %d: %s\n%s", mechanism, v.code, v.err, script)
				}
				script = filesBelow(t, v.dir)["/b.ehlo"]
			}
			if !strings.Contains(script, "\n@auth "+mechanism+" alice\n") || strings.Contains(script, "SECRET") {
				t.Errorf("saved\n%s", script)
			}
		}
	}
}

// TestNoSecretInTheProcessList: a password that a command printed or that stands in a
// .netrc is in no argument and in no environment, neither of ehlo nor of a program it
// starts. Beside it no test may run that gives its password as an argument.
func TestNoSecretInTheProcessList(t *testing.T) {
	if _, err := os.Stat("/proc/self/environ"); err != nil {
		t.Skip("needs /proc")
	}
	const server = `printf '220 mx\r\n'
while read line; do
	case $line in
	AUTH*) printf '%s\n' "$line" > password.heard; for f in /proc/[0-9]*/cmdline /proc/$$/environ /proc/$PPID/environ; do tr '\0' ' ' < $f; echo; done > seen 2> /dev/null; printf '235 in\r\n';;
	QUIT*) printf '221 bye\r\n'; exit;;
	*) printf '250-mx\r\n250 AUTH PLAIN\r\n';;
	esac
done
`
	for _, source := range [][]string{{"--password-command", "cat password"}, nil} {
		v := trial{
			args: append([]string{"run", "login.ehlo", "--pipe", "sh server.sh"}, source...),
			files: map[string]string{
				"server.sh": server, "login.ehlo": opening + "@auth PLAIN alice\nS: 235\n",
				"password": canary + "\n", ".netrc": "default login alice password " + canary + "\n",
			},
		}.run(t)
		heard, _ := os.ReadFile(filepath.Join(v.dir, "password.heard"))
		os.Remove(filepath.Join(v.dir, "password.heard"))
		if v.code != exitOK || !strings.Contains(string(heard), base64Of("\x00alice\x00"+canary)) {
			t.Errorf("exit code %d, heard %q: %s", v.code, heard, v.err)
		}
		if seen := v.everything(t)["/seen"]; !strings.Contains(seen, "login.ehlo") || !strings.Contains(seen, "HOME=") {
			t.Errorf("the list of processes was not seen: %q", seen)
		}
		v.wantSecretless(t)
	}
}

// TestChildrenDoNotInherit: what $EHLO_PROXY and its like hold is not for a program that
// ehlo starts.
func TestChildrenDoNotInherit(t *testing.T) {
	const server = `env > server.seen; printf '220 mx\r\n'; read line; printf '250-mx\r\n250 AUTH PLAIN\r\n'; read line; printf '235 in\r\n'; read line`
	v := trial{
		files: map[string]string{"server.sh": server, "login.ehlo": opening + "@auth PLAIN alice\nS: 235\n@close\n"},
		args:  []string{"run", "login.ehlo", "--pipe", "sh server.sh", "--password-command", "env > command.seen; echo x"},
		env:   []string{"EHLO_TIMEOUT=17s", "EHLO_ANYTHING=" + canary, "ehlo_lower=" + canary, "MINE=kept"},
	}.run(t)
	if v.code != exitOK {
		t.Fatalf("exit code %d: %s", v.code, v.err)
	}
	files := filesBelow(t, v.dir)
	for _, name := range []string{"/server.seen", "/command.seen"} {
		if seen := files[name]; !strings.Contains(seen, "MINE=kept") || strings.Contains(strings.ToUpper(seen), "EHLO_") {
			t.Errorf("%s: %s", name, seen)
		}
	}
}
