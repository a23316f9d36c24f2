//go:build unix

package loopback

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
)

// Whatever the umask is, others may not read the mail.
func TestMaildirModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	dir := filepath.Join(t.TempDir(), "mail")
	sendOne(t, New(Options{Maildir: dir}), "<carol@example.com>", "250 ")
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[e.IsDir()]; err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
