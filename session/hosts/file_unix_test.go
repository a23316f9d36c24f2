//go:build unix

package hosts

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"ehlo/transcript/shelf"
)

// What is no plain file is neither read nor written over, and the memory goes on
// without; that is told once.
func TestPlantedFile(t *testing.T) {
	dir := t.TempDir()
	path, aside := filepath.Join(dir, "hosts"), filepath.Join(dir, "aside")
	const theirs = "a.example:25 STARTTLS verified 2026-11-19\n"
	if err := os.WriteFile(aside, []byte(theirs), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(aside, path); err != nil {
		t.Fatal(err)
	}
	m := at(t, path, "2026-11-20")
	if err := m.Keep("b.example:25", Verified); !errors.Is(err, shelf.ErrNotPlain) {
		t.Errorf("Keep says %v", err)
	}
	if got := recall(t, m, "b.example:25"); got != "2026-11-20 verified" {
		t.Errorf("in this run it is %q", got)
	}
	if _, ok, err := at(t, path, "2026-11-20").Recall("a.example:25"); ok || !errors.Is(err, shelf.ErrNotPlain) {
		t.Errorf("Recall: known %v, %v", ok, err)
	}
	if text, err := os.ReadFile(aside); err != nil || string(text) != theirs {
		t.Errorf("what the link leads to is %q, %v", text, err)
	}
}

// What was kept in a folder that is others' as well tells nothing.
func TestFolderOfOthers(t *testing.T) {
	const path = "/proc/self/comm"
	if _, err := os.Stat(path); err != nil {
		t.Skip("there is no such folder: ", err)
	}
	if _, _, err := at(t, path, "2026-11-20").Recall("a.example:25"); err == nil {
		t.Error("Recall says nothing")
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
