package shelf

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func at(path string) File { return File{Path: path, Limit: 1000} }

// adds returns what adds a line to a text.
func adds(line string) func(string) string {
	return func(text string) string { return text + line + "\n" }
}

func change(t *testing.T, f File, edit func(string) string) {
	t.Helper()
	if err := f.Change(edit); err != nil {
		t.Fatal(err)
	}
}

func says(t *testing.T, f File, want string) {
	t.Helper()
	if text, err := f.Read(); text != want || err != nil {
		t.Errorf("%s says %q, %v; want %q", f.Path, text, err, want)
	}
}

// lie fails unless exactly these files lie in the folder.
func lie(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("there lie %v, want %v", got, want)
	}
}

func TestFile(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "state", "ehlo", "file"))
	says(t, f, "")
	if _, err := os.Stat(filepath.Dir(f.Path)); err == nil {
		t.Error("a folder was made only to read")
	}
	change(t, f, adds("one"))
	change(t, f, adds("two"))
	says(t, f, "one\ntwo\n")
	lie(t, filepath.Dir(f.Path), "file")
}

// A file that says the same already is left alone.
func TestUnchangedIsNotWritten(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "file"))
	same := func(text string) string { return text }
	change(t, f, same)
	lie(t, filepath.Dir(f.Path))
	change(t, f, adds("one"))
	before, err := os.Stat(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	change(t, f, same)
	if after, err := os.Stat(f.Path); err != nil || !os.SameFile(before, after) {
		t.Errorf("it was written anew: %v", err)
	}
}

// A file without end takes no more memory than its limit.
func TestLimit(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "file"))
	if err := os.WriteFile(f.Path, []byte(strings.Repeat("x", 1001)), 0o600); err != nil {
		t.Fatal(err)
	}
	says(t, f, strings.Repeat("x", 1000))
	change(t, f, func(text string) string { return fmt.Sprint(len(text)) })
	says(t, f, "1000")
}

// What a crash left behind goes a day later; nothing else does.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{
		".ehlo-123": 25 * time.Hour, ".ehlo-124": 23 * time.Hour, ".ehlo-old": 25 * time.Hour, "file.old": 25 * time.Hour,
	} {
		then := time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(filepath.Join(dir, name), nil, 0o600), os.Chtimes(filepath.Join(dir, name), then, then)); err != nil {
			t.Fatal(err)
		}
	}
	change(t, at(filepath.Join(dir, "file")), adds("one"))
	lie(t, dir, ".ehlo-124", ".ehlo-old", "file", "file.old")
}

// Several at once, in one program, keep each other's lines.
func TestSeveralAtOnce(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "ehlo", "file"))
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if err := f.Change(adds("x")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	says(t, f, strings.Repeat("x\n", 20))
	lie(t, filepath.Dir(f.Path), "file")
}

// Who reads while others replace the file reads all of it, before or after.
func TestReadMeanwhile(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "file"))
	change(t, f, adds("x"))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 100 {
				if err := Replace(f.Path, line("x\n")); err != nil {
					t.Error(err)
				}
				for range 10 {
					if text, err := f.Read(); text != "x\n" || err != nil {
						t.Errorf("%q, %v", text, err)
					}
				}
			}
		})
	}
	wait.Wait()
}

func line(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

func TestCreate(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "file"))
	if err := Create(f.Path, 0o600, line("one")); err != nil {
		t.Fatal(err)
	}
	if err := Create(f.Path, 0o600, line("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("it is there, and the error is %v", err)
	}
	says(t, f, "one")
}

func TestReplace(t *testing.T) {
	f := at(filepath.Join(t.TempDir(), "file"))
	for _, text := range []string{"one", "two"} {
		if err := Replace(f.Path, line(text)); err != nil {
			t.Fatal(err)
		}
		says(t, f, text)
	}
	lie(t, filepath.Dir(f.Path), "file")
	if err := Replace(filepath.Join(filepath.Dir(f.Path), "nosuch", "file"), line("x")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is no such folder, and the error is %v", err)
	}
}

// A file that cannot be written whole is not there, or as it was.
func TestTornWriting(t *testing.T) {
	dir := t.TempDir()
	f, broken := at(filepath.Join(dir, "file")), errors.New("broken")
	torn := func(w io.Writer) error { return errors.Join(line("half")(w), broken) }
	if err := Create(f.Path, 0o600, torn); !errors.Is(err, broken) {
		t.Error(err)
	}
	lie(t, dir)
	change(t, f, adds("one"))
	if err := Replace(f.Path, torn); !errors.Is(err, broken) {
		t.Error(err)
	}
	says(t, f, "one\n")
	lie(t, dir, "file")
}

// A link's end is not written over, nor a folder; what is there stays.
func TestNoPlainFile(t *testing.T) {
	dir := t.TempDir()
	aside := at(filepath.Join(dir, "aside"))
	change(t, aside, adds("theirs"))
	for name, plant := range map[string]func(path string) error{
		"link":    func(path string) error { return os.Symlink(aside.Path, path) },
		"nowhere": func(path string) error { return os.Symlink(aside.Path+".none", path) },
		"folder":  func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		f := at(filepath.Join(dir, name))
		if err := plant(f.Path); err != nil {
			t.Skip(err)
		}
		refuses(t, f)
	}
	says(t, aside, "theirs\n")
	lie(t, dir, "aside", "folder", "link", "nowhere")
}

// refuses fails unless all leave what is no plain file alone.
func refuses(t *testing.T, f File) {
	t.Helper()
	if _, err := f.Read(); !errors.Is(err, ErrNotPlain) {
		t.Errorf("Read says %v", err)
	}
	if err := f.Change(adds("x")); !errors.Is(err, ErrNotPlain) {
		t.Errorf("Change says %v", err)
	}
	if err := Replace(f.Path, line("x")); !errors.Is(err, ErrNotPlain) {
		t.Errorf("Replace says %v", err)
	}
	if err := Create(f.Path, 0o600, line("x")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create says %v", err)
	}
}
