//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"ehlo/session"
)

// TestKeylogIsPrivate: the keys of a session go into a plain file that only its owner
// reads. What a neighbour has planted in its place is not touched.
func TestKeylogIsPrivate(t *testing.T) {
	for name, c := range map[string]struct {
		plant func(t *testing.T, path, victim string) error
		taken bool
	}{
		"nothing there":       {func(_ *testing.T, _, _ string) error { return nil }, true},
		"its own":             {func(_ *testing.T, path, _ string) error { return os.WriteFile(path, nil, 0o600) }, true},
		"readable for others": {func(_ *testing.T, path, _ string) error { return os.WriteFile(path, nil, 0o644) }, false},
		"a link":              {func(_ *testing.T, path, victim string) error { return os.Symlink(victim, path) }, false},
		"a link to nothing":   {func(_ *testing.T, path, victim string) error { return os.Symlink(victim+"2", path) }, false},
		"a pipe":              {func(_ *testing.T, path, _ string) error { return unix.Mkfifo(path, 0o600) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			old := unix.Umask(0)
			defer unix.Umask(old)
			dir := t.TempDir()
			path, victim := filepath.Join(dir, "keys"), filepath.Join(dir, "victim")
			write(t, victim, "mine")
			if err := c.plant(t, path, victim); err != nil {
				t.Fatal(err)
			}
			e := encryption{keylog: path}
			var o session.TLSOptions
			err := e.keys(&o)
			if (err == nil) != c.taken || (o.KeyLog != nil) != c.taken {
				t.Errorf("taken is %t: %v", err == nil, err)
			}
			if o.KeyLog != nil {
				o.KeyLog.Write([]byte("CLIENT_RANDOM"))
				o.KeyLog.(*os.File).Close()
				if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 || info.Size() == 0 {
					t.Errorf("%v, %v", info.Mode(), err)
				}
			}
			if text, _ := os.ReadFile(victim); string(text) != "mine" {
				t.Errorf("the victim holds %q", text)
			}
			if _, err := os.Stat(victim + "2"); err == nil {
				t.Error("a file was made where the link led")
			}
		})
	}
}

// TestPasswordCommand: a password command that prints too much, fails, or leaves
// something behind that holds its output open gives a clear end, in time, and half a
// password is never sent.
func TestPasswordCommand(t *testing.T) {
	for command, c := range map[string]struct {
		wire string
		err  string
		code int
	}{
		"echo " + canary: {wire: base64Of("\x00alice\x00" + canary)},
		"printf '%s\\nsecond\\n' '" + canary + "'":                                    {wire: base64Of("\x00alice\x00" + canary)},
		"echo " + canary + "; while [ -e run.ehlo ]; do sleep 1; done 2> /dev/null &": {wire: base64Of("\x00alice\x00" + canary)},
		"yes " + canary:                        {err: "prints more than", code: exitLogin},
		"head -c 70000 /dev/zero | tr '\\0' a": {err: "prints more than", code: exitLogin},
		"printf 'a\\0b\\n'":                    {err: "no NUL", code: exitLogin},
		"echo":                                 {err: "printed nothing", code: exitLogin},
		"echo " + canary + "; exit 3":          {err: "failed: exit status 3", code: exitLogin},
	} {
		v := trial{
			peer: helloAuth + "C\nS 235 in\n" + goodbye, script: opening + "@auth PLAIN alice\n",
			args: []string{"--password-command", command},
		}.run(t)
		if v.code != c.code || !strings.Contains(v.err, c.err) || !strings.Contains(v.heard, c.wire) || c.wire == "" && strings.Contains(v.heard, "AUTH") {
			t.Errorf("%q: exit code %d, heard %q: %s", command, v.code, v.heard, v.err)
		}
		v.wantSecretless(t)
	}
}

// TestNetrcReadByOthers: that others can read the password is told.
func TestNetrcReadByOthers(t *testing.T) {
	for mode, told := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o644: true, 0o640: true, 0o602: true} {
		netrc := filepath.Join(t.TempDir(), "netrc")
		write(t, netrc, "default login alice password "+canary+"\n")
		if err := os.Chmod(netrc, mode); err != nil {
			t.Fatal(err)
		}
		v := trial{peer: helloAuth + "C\nS 235 in\n" + goodbye, script: opening + "@auth PLAIN alice\n", env: []string{"NETRC=" + netrc}}.run(t)
		if v.code != exitOK || strings.Contains(v.err, "others on this machine can read "+netrc) != told {
			t.Errorf("%v: exit code %d: %s", mode, v.code, v.err)
		}
		v.wantSecretless(t)
	}
}
