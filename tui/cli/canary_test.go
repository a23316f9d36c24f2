package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	canary     = "c4nary-Pa55+word"
	canaryUser = "alice"
)

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// canaryForms are the forms in which the password must be found nowhere.
func canaryForms() []string {
	forms := []string{canary, hex.EncodeToString([]byte(canary)), url.QueryEscape(canary), base64Of(canary)}
	for lead := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", lead) + canary))
		forms = append(forms, text[4:len(text)-4]) // the part that no neighbour changes
	}
	return forms
}

// A password that was typed, in whatever way, is in no output and in no file.
func TestCanaryIsNowhere(t *testing.T) {
	t.Parallel()
	plain := base64Of("\x00" + canaryUser + "\x00" + canary)
	hello := "S 220 mx.example.net\nC\nS 250-mx.example.net\nS 250 AUTH PLAIN LOGIN\n"
	for _, c := range []struct {
		name, peer string
		lines      []string
		wire       string
	}{
		{"AUTH PLAIN inline", hello + "C\nS 235 in\nC\nS 221 bye\nEND\n", []string{"AUTH PLAIN " + plain}, plain},
		{"AUTH PLAIN in small letters, with blanks", hello + "C\nS 235 in\nC\nS 221 bye\nEND\n", []string{"auth  plain  " + plain}, plain},
		{"AUTH PLAIN behind a 334", hello + "C\nS 334 \nC\nS 235 in\nC\nS 221 bye\nEND\n", []string{"AUTH PLAIN", plain}, plain},
		{"AUTH LOGIN", hello + "C\nS 334 VXNlcm5hbWU6\nC\nS 334 UGFzc3dvcmQ6\nC\nS 235 in\nC\nS 221 bye\nEND\n",
			[]string{"AUTH LOGIN", base64Of(canaryUser), base64Of(canary)}, base64Of(canary)},
		{"AUTH LOGIN, password in plain", hello + "C\nS 334 VXNlcm5hbWU6\nC\nS 334 UGFzc3dvcmQ6\nC\nS 535 no\nC\nS 221 bye\nEND\n",
			[]string{"AUTH LOGIN", base64Of(canaryUser), canary}, canary},
		{"at the wrong prompt", hello + "C\nS 535 5.7.8 no\nC\nS 500 what\nC\nS 221 bye\nEND\n",
			[]string{"AUTH LOGIN " + base64Of(canaryUser), base64Of(canary)}, base64Of(canary)},
		{"a letter wrong", hello + "C\nS 500 what\nC\nS 221 bye\nEND\n", []string{"AUHT PLAIN " + plain}, plain},
		{"echoed by the server", hello + "C\nS 535 not " + plain + "\nC\nS 221 bye\nEND\n", []string{"AUTH PLAIN " + plain}, plain},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, form := range []string{"", "--quiet", "--json"} {
				for _, file := range []string{"session.ehlo", "session.jsonl"} {
					cagedCanary(t, c.peer, c.lines, c.wire, form, file)
				}
			}
		})
	}
}

// cagedCanary has one session and looks for the password everywhere but on the
// wire, where it must be.
func cagedCanary(t *testing.T, script string, lines []string, wire, form, file string) {
	t.Helper()
	p, err := startPeer(script)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	dir := t.TempDir()
	args := []string{p.addr, "-o", filepath.Join(dir, file)}
	if form != "" {
		args = append(args, form)
	}
	cmd := exec.Command("ehlo", args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Stdin = strings.NewReader("EHLO client.example\n" + strings.Join(lines, "\n") + "\n")
	cmd.Env = append(cmd.Environ(), "XDG_STATE_HOME="+filepath.Join(dir, "state"), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "HOME="+dir)
	cmd.Run() // whatever the server said
	if !strings.Contains(p.heard(), wire) {
		t.Errorf("%s %s: the server did not get the secret: %q", form, file, p.heard())
	}
	places := filesBelow(t, dir)
	if places["/"+file] == "" {
		t.Errorf("%s %s: nothing was saved", form, file)
	}
	places["the output"] = out.String()
	for name, text := range places {
		for _, secret := range canaryForms() {
			if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Errorf("%s: %s holds %q:\n%s", form, name, secret, text)
			}
		}
	}
}
