//go:build unix

package hosts

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestNobodyElseReads(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "state", "ehlo")
	path := filepath.Join(dir, "hosts")
	keep(t, at(t, path, "2026-11-20"), "a.example:25", Unknown)
	if mode(t, path) != 0o600 || mode(t, dir) != 0o700 || mode(t, filepath.Dir(dir)) != 0o700 {
		t.Errorf("modes %o %o %o", mode(t, path), mode(t, dir), mode(t, filepath.Dir(dir)))
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	keep(t, at(t, path, "2026-11-21"), "a.example:25", Unknown)
	if mode(t, path) != 0o600 || mode(t, dir) != 0o700 {
		t.Errorf("modes %o %o", mode(t, path), mode(t, dir))
	}
}

// What is no plain file is neither read nor written over, and the memory goes on
// without; that is told once.
func TestPlantedFiles(t *testing.T) {
	for name, plant := range map[string]func(path, aside string) error{
		"link":    func(path, aside string) error { return os.Symlink(aside, path) },
		"nowhere": func(path, aside string) error { return os.Symlink(aside+".none", path) },
		"fifo":    func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"folder":  func(path, _ string) error { return os.Mkdir(path, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path, aside := filepath.Join(dir, "hosts"), filepath.Join(dir, "aside")
			const theirs = "a.example:25 STARTTLS verified 2026-11-19\n"
			if err := os.WriteFile(aside, []byte(theirs), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := plant(path, aside); err != nil {
				t.Fatal(err)
			}
			m := at(t, path, "2026-11-20")
			if err := m.Keep("b.example:25", Verified); err == nil || !strings.Contains(err.Error(), "is no plain file and was not touched") {
				t.Errorf("Keep says %v", err)
			}
			if got := recall(t, m, "b.example:25"); got != "2026-11-20 verified" {
				t.Errorf("in this run it is %q", got)
			}
			if _, ok, err := at(t, path, "2026-11-20").Recall("a.example:25"); ok || err == nil {
				t.Errorf("Recall: known %v, %v", ok, err)
			}
			if text, err := os.ReadFile(aside); err != nil || string(text) != theirs {
				t.Errorf("what the link leads to is %q, %v", text, err)
			}
		})
	}
}

// Where nothing can be kept the program goes on.
func TestNoFolder(t *testing.T) {
	m := at(t, "/dev/null/ehlo/hosts", "2026-11-20")
	if err := m.Keep("a.example:25", Unknown); err == nil {
		t.Error("Keep says nothing")
	}
	keep(t, m, "a.example:25", Unknown)
	if got := recall(t, m, "a.example:25"); got != "2026-11-20 unknown" {
		t.Errorf("%q", got)
	}
	if _, ok, _ := at(t, "/dev/null/ehlo/hosts", "2026-11-20").Recall("a.example:25"); ok {
		t.Error("it is known")
	}
}
