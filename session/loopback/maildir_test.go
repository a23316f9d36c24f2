package loopback

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMaildir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	o := Options{Maildir: dir}.Fixed()
	s := New(o)
	sendOne(t, s, "<team@example.com>", "250 ")
	for _, box := range []string{"alice", "carol"} {
		files, err := filepath.Glob(filepath.Join(dir, box+"@example.com", "new", "*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s has the files %v, %v", box, files, err)
		}
		got, err := os.ReadFile(files[0])
		if err != nil || string(got) != string(s.Box(box)[0].Octets) {
			t.Errorf("%q, %v", got, err)
		}
		for sub, want := range map[string]int{"tmp": 0, "cur": 0} {
			if left, err := os.ReadDir(filepath.Join(dir, box+"@example.com", sub)); err != nil || len(left) != want {
				t.Errorf("%s holds %v, %v", sub, left, err)
			}
		}
	}
}

// What cannot be stored is not accepted, and no copy of it stays behind.
func TestMaildirThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "carol@example.com"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Maildir: dir})
	sendOne(t, s, "<team@example.com>", "451 4.3.0")
	if left, _ := filepath.Glob(filepath.Join(dir, "alice@example.com", "*", "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if len(s.Box("alice")) > 0 {
		t.Error("stored in memory all the same")
	}
	if _, err := New(Options{Maildir: filepath.Join(dir, "carol@example.com")}).Listen(""); err == nil {
		t.Error("a file served as a folder")
	}
}

func TestMaildirStaysInItsFolder(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "carol@example.com")); err != nil {
		t.Skip("no symbolic links here")
	}
	sendOne(t, New(Options{Maildir: dir}), "<carol@example.com>", "451 4.3.0")
	if left, _ := os.ReadDir(outside); len(left) > 0 {
		t.Errorf("written outside: %v", left)
	}
	if got := folderName("../..//a\x00b@[1]"); got != ".._..__a_b@_1_" {
		t.Errorf("%q", got)
	}
}

func sendOne(t *testing.T, s *Server, rcpt, want string) {
	t.Helper()
	c := begin(t, s)
	c.ask("EHLO client.example", "250 ")
	c.ask("MAIL FROM:<bob@example.org>", "250 ")
	c.ask("RCPT TO:"+rcpt, "250 ")
	c.ask("DATA", "354 ")
	c.ask("Subject: hi\r\n\r\nhello\r\n.", want)
}
