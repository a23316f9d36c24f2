//go:build unix

package transcript

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Whatever the umask lets through, folder and file are for the owner alone.
func TestJournalModes(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "state", "ehlo", "journal")
	j, err := OpenJournal(dir, Start{}, Full)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for path, want := range map[string]os.FileMode{
		j.Path(): 0o600, dir: 0o700 | os.ModeDir, filepath.Dir(dir): 0o700 | os.ModeDir,
	} {
		info, err := os.Lstat(path)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestJournalFolderOpenToOthers(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	j, err := OpenJournal(dir, Start{}, Full)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if info, _ := os.Lstat(dir); info.Mode().Perm() != 0o700 {
		t.Errorf("the folder stays %v", info.Mode())
	}
}

// A link or a file where the folder should be is refused, and what it leads to is
// left alone.
func TestJournalFolderPlanted(t *testing.T) {
	base := t.TempDir()
	victim := filepath.Join(base, "victim")
	link, file, pipe := filepath.Join(base, "link"), filepath.Join(base, "file"), filepath.Join(base, "pipe")
	if err := os.Mkdir(victim, 0o755); err != nil {
		t.Fatal(err)
	}
	plantJournal(t, victim, "1", 15*24*time.Hour, 10)
	if err := os.Symlink(victim, link); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{link, file, pipe} {
		if j, err := OpenJournal(dir, Start{}, Full); err == nil {
			t.Errorf("%s was taken: %s", dir, j.Path())
		}
		if path, ok := LastUnfinished(dir); ok {
			t.Errorf("%s holds %s", dir, path)
		}
	}
	if left, _ := os.ReadDir(victim); len(left) != 1 {
		t.Errorf("%d files in the folder behind the link", len(left))
	}
}

// Links and FIFOs among the journals are neither followed, waited for, nor removed.
func TestJournalFilesPlanted(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-15 * 24 * time.Hour)
	os.Chtimes(victim, old, old)
	if err := os.Symlink(victim, filepath.Join(dir, "9999-link"+journalSuffix)); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "9999-pipe"+journalSuffix), 0o600); err != nil {
		t.Fatal(err)
	}
	if path, ok := LastUnfinished(dir); ok {
		t.Errorf("%s counts as a journal", path)
	}
	j, err := OpenJournal(dir, Start{}, Full)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if b, err := os.ReadFile(victim); err != nil || string(b) != "precious" {
		t.Errorf("behind the link is %q, %v", b, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 3 {
		t.Errorf("%d files are left", len(left))
	}
}

// A file in the place of the new one is not written to: neither itself nor what it
// links to.
func TestJournalNameTaken(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	now := time.Now()
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	name := now.UTC().Format(journalTime)
	for _, plant := range []func(path string) error{
		func(path string) error { return os.Symlink("victim", path) },
		func(path string) error { return os.Link(victim, path) },
		func(path string) error { return syscall.Mkfifo(path, 0o600) },
	} {
		path := filepath.Join(dir, name+journalSuffix)
		if err := plant(path); err != nil {
			t.Fatal(err)
		}
		file, got, err := createJournal(root, now)
		if err != nil || got != name+"-2"+journalSuffix {
			t.Fatalf("%s, %v", got, err)
		}
		file.Close()
		os.Remove(filepath.Join(dir, got))
		os.Remove(path)
	}
	if b, _ := os.ReadFile(victim); string(b) != "precious" {
		t.Errorf("the victim is %q", b)
	}
}

// What another ehlo is writing has not crashed, and is not swept away.
func TestJournalInUse(t *testing.T) {
	dir := t.TempDir()
	j, err := OpenJournal(dir, Start{}, Full)
	if err != nil {
		t.Fatal(err)
	}
	if path, ok := LastUnfinished(dir); ok {
		t.Errorf("%s counts as crashed", path)
	}
	old := time.Now().Add(-15 * 24 * time.Hour)
	os.Chtimes(j.Path(), old, old)
	other, err := OpenJournal(dir, Start{}, Full)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := os.Lstat(j.Path()); err != nil {
		t.Error(err)
	}
	j.file.Close()
	third, err := OpenJournal(dir, Start{}, Full)
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	if _, err := os.Lstat(j.Path()); err == nil {
		t.Error("once nobody writes it, it stays all the same")
	}
}
