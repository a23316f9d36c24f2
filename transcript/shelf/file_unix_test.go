//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package shelf

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets the test be the program that changes a file.
func TestMain(m *testing.M) {
	f := File{Path: os.Getenv("SHELF_FILE"), Limit: 1000}
	if f.Path == "" {
		os.Exit(m.Run())
	}
	var err error
	switch os.Getenv("SHELF_DOES") {
	case "add":
		for range 25 {
			err = errors.Join(err, f.Change(adds("x")))
		}
	case "overflow":
		signal.Ignore(syscall.SIGXFSZ)
		room := syscall.Rlimit{Cur: 100, Max: 100}
		if err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &room); err == nil {
			err = f.Change(adds(strings.Repeat("x", 500)))
		}
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// program returns the program that does something with a file.
func program(t *testing.T, f File, does string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "SHELF_FILE="+f.Path, "SHELF_DOES="+does)
	return c
}

// Programs that change a file at once keep each other's lines.
func TestTwoPrograms(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "ehlo", "file"))
	one, two := program(t, f, "add"), program(t, f, "add")
	if err := errors.Join(one.Start(), two.Start()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(one.Wait(), two.Wait()); err != nil {
		t.Error(err)
	}
	says(t, f, strings.Repeat("x\n", 50))
	lie(t, filepath.Dir(f.Path), "file")
}

// Where there is no room for the whole, the file stays as it was.
func TestNoRoom(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "file"))
	change(t, f, adds("one"))
	if out, err := program(t, f, "overflow").Output(); err == nil || !strings.Contains(string(out), syscall.EFBIG.Error()) {
		t.Errorf("it says %q, %v", out, err)
	}
	says(t, f, "one\n")
	lie(t, filepath.Dir(f.Path), "file")
}

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
	f := at(filepath.Join(dir, "file"))
	change(t, f, adds("one"))
	if mode(t, f.Path) != 0o600 || mode(t, dir) != 0o700 || mode(t, filepath.Dir(dir)) != 0o700 {
		t.Errorf("modes %o %o %o", mode(t, f.Path), mode(t, dir), mode(t, filepath.Dir(dir)))
	}
	open := func() {
		if err := errors.Join(os.Chmod(dir, 0o755), os.Chmod(f.Path, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	open()
	change(t, f, adds("two"))
	if mode(t, f.Path) != 0o600 || mode(t, dir) != 0o700 {
		t.Errorf("modes %o %o", mode(t, f.Path), mode(t, dir))
	}
	open()
	says(t, f, "one\ntwo\n")
	if mode(t, dir) != 0o755 {
		t.Errorf("to read made the mode %o", mode(t, dir))
	}
	f.Trusted = true
	says(t, f, "one\ntwo\n")
	if mode(t, dir) != 0o700 {
		t.Errorf("to read what is trusted left the mode %o", mode(t, dir))
	}
}

// In a folder that cannot be kept from others nothing is written, and what is to be
// trusted is not read.
func TestFolderOfOthers(t *testing.T) {
	f := at("/proc/self/comm")
	text, err := f.Read()
	if err != nil || text == "" {
		t.Skip("there is no such folder: ", err)
	}
	f.Trusted = true
	if text, err := f.Read(); err == nil {
		t.Errorf("it was trusted: %q", text)
	}
	if err := f.Change(adds("x")); err == nil {
		t.Error("it was changed")
	}
}

// To open a pipe would wait for whoever writes into it.
func TestPipe(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "pipe"))
	if err := syscall.Mkfifo(f.Path, 0o600); err != nil {
		t.Skip(err)
	}
	refuses(t, f)
}

// What takes the place of a file between the look and the opening is not read, and a pipe
// not waited for.
func TestExchangedFile(t *testing.T) {
	dir := t.TempDir()
	f, aside := at(filepath.Join(dir, "file")), at(filepath.Join(dir, "aside"))
	change(t, aside, adds("theirs"))
	for name, plant := range map[string]func() error{
		"a pipe":       func() error { return syscall.Mkfifo(f.Path, 0o600) },
		"a link":       func() error { return os.Symlink("aside", f.Path) },
		"another file": func() error { return os.WriteFile(f.Path, []byte("theirs"), 0o600) },
	} {
		change(t, f, adds("one"))
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := root.Lstat("file")
		if err = errors.Join(err, os.Rename(f.Path, f.Path+".old"), plant()); err != nil {
			t.Fatal(err)
		}
		if opened, err := f.open(root, seen); opened != nil || err != nil {
			t.Errorf("%s: %v, %v", name, opened, err)
		}
		if err := errors.Join(root.Close(), os.Remove(f.Path)); err != nil {
			t.Fatal(err)
		}
	}
}

// A folder that gives its name to another while its file is changed is the one that is
// written into.
func TestExchangedFolder(t *testing.T) {
	dir := t.TempDir()
	own, theirs := filepath.Join(dir, "own"), filepath.Join(dir, "theirs")
	f := at(filepath.Join(own, "file"))
	change(t, at(filepath.Join(theirs, "file")), adds("theirs"))
	change(t, f, func(text string) string {
		if err := errors.Join(os.Rename(own, own+".old"), os.Symlink(theirs, own)); err != nil {
			t.Fatal(err)
		}
		return "one\n"
	})
	says(t, at(filepath.Join(theirs, "file")), "theirs\n")
	says(t, at(filepath.Join(own+".old", "file")), "one\n")
	lie(t, theirs, "file")
	lie(t, own+".old", "file")
}

// Where there can be no folder there is nothing to read; HOME may be /dev/null.
func TestNoFolder(t *testing.T) {
	f := at("/dev/null/ehlo/file")
	says(t, f, "")
	if err := f.Change(adds("x")); err == nil {
		t.Error("Change says nothing")
	}
}

func TestModeOfNew(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	path := filepath.Join(t.TempDir(), "file")
	if err := Create(path, 0o644, line("x")); err != nil || mode(t, path) != 0o644 {
		t.Errorf("%o, %v", mode(t, path), err)
	}
	if err := Replace(path, line("x")); err != nil || mode(t, path) != 0o600 {
		t.Errorf("%o, %v", mode(t, path), err)
	}
}
