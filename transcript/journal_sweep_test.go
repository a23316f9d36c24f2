package transcript

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// plantJournal makes a journal of the given name, age and size.
func plantJournal(t testing.TB, dir, name string, age time.Duration, size int64) {
	t.Helper()
	path := filepath.Join(dir, name+journalSuffix)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := errors.Join(os.Truncate(path, size), os.Chtimes(path, at, at)); err != nil {
		t.Fatal(err)
	}
}

func TestJournalSweep(t *testing.T) {
	left := func(dir string) (names []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, strings.TrimSuffix(e.Name(), journalSuffix))
		}
		return names
	}
	for _, c := range []struct {
		name  string
		plant func(dir string)
		want  string // of those planted
	}{
		{"the newest twenty", func(dir string) {
			for i := range 25 {
				plantJournal(t, dir, fmt.Sprintf("2001%02d", i), time.Hour, 10)
			}
		}, "200106 200107 200108 200109 200110 200111 200112 200113 200114 200115 200116 200117 200118 200119 200120 200121 200122 200123 200124"},
		{"fourteen days", func(dir string) {
			plantJournal(t, dir, "1", 15*24*time.Hour, 10)
			plantJournal(t, dir, "2", 13*24*time.Hour, 10)
		}, "2"},
		{"100 MiB", func(dir string) {
			plantJournal(t, dir, "1", 3*time.Hour, 10)
			plantJournal(t, dir, "2", 2*time.Hour, 60<<20)
			plantJournal(t, dir, "3", time.Hour, 60<<20)
		}, "1 3"},
		{"nothing else", func(dir string) {
			plantJournal(t, dir, "1", 15*24*time.Hour, 10)
			os.Rename(filepath.Join(dir, "1"+journalSuffix), filepath.Join(dir, "1.txt"))
			os.Mkdir(filepath.Join(dir, "0"+journalSuffix), 0o700)
		}, "0 1.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			c.plant(dir)
			j, err := OpenJournal(dir, Start{}, Full)
			if err != nil {
				t.Fatal(err)
			}
			own := strings.TrimSuffix(filepath.Base(j.Path()), journalSuffix)
			got := strings.Fields(strings.ReplaceAll(strings.Join(left(dir), " ")+" ", own+" ", ""))
			if strings.Join(got, " ") != c.want {
				t.Errorf("left\n%s, want\n%s", got, c.want)
			}
			j.Close()
		})
	}
}

func TestLastUnfinished(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	if path, ok := LastUnfinished(dir); ok {
		t.Fatalf("no folder: %s", path)
	}
	open := func() (*Journal, *Transcript) {
		tr := New(Start{})
		j, err := OpenJournal(dir, tr.Start(), Full)
		if err != nil {
			t.Fatal(err)
		}
		if err := tr.Keep(j); err != nil {
			t.Fatal(err)
		}
		play(t, tr, session...)
		return j, tr
	}
	first, _ := open()
	crashed := first.Path()
	first.file.Close()
	if path, ok := LastUnfinished(dir); !ok || path != crashed {
		t.Errorf("after a crash: %q, %v", path, ok)
	}
	second, _ := open()
	if path, ok := LastJournal(dir); !ok || path != second.Path() {
		t.Errorf("the newest: %q, %v", path, ok)
	}
	second.Close()
	if path, ok := LastUnfinished(dir); ok {
		t.Errorf("after an end in order: %q", path)
	}
}
