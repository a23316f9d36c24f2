package progress

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"greeting 2 mastered 2026-11-20 tries=2 hints=1 quiz=2/3", "greeting 2 mastered 2026-11-20 tries=2 hints=1 quiz=2/3"},
		{"a 1 helped solution", "a 1 helped solution"},
		{"  a   1  begun  \r", "a 1 begun"},
		{"a 1 begun later=9 2026-13-40 tries=-1 hints=x quiz=4/3 quiz=2", "a 1 begun"},
		{"a 1 begun tries=99999999999999999999", "a 1 begun"},
		{"", ""}, {"# a 1 begun", ""}, {"a 0 begun", ""}, {"a -1 begun", ""}, {"a x begun", ""}, {"a 1 finished", ""}, {"a 1", ""}, {"a 1001 begun", ""},
		{"\x1b[2J 1 begun", ""}, {"../../x 1 begun", ""}, {strings.Repeat("a", 65) + " 1 begun", ""},
	} {
		m, ok := parseMark(c.in)
		if got := m.String(); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q gives %q, %v", c.in, got, ok)
		}
	}
}

// What is known never becomes less.
func TestAdd(t *testing.T) {
	for _, c := range []struct{ known, more, want string }{
		{"", "a 1 begun tries=1", "a 1 begun tries=1"},
		{"a 1 mastered 2026-01-02 tries=1 quiz=1/3", "a 1 skipped 2026-01-03 tries=2 hints=1 quiz=2/3", "a 1 mastered 2026-01-03 tries=2 hints=1 quiz=2/3"},
		{"a 1 helped solution quiz=2/3", "a 1 mastered quiz=1/3", "a 1 mastered solution quiz=2/3"},
		{"a 1 skipped", "a 1 begun", "a 1 skipped"},
		{"a 1 begun", "bad/name 1 begun", "a 1 begun"},
	} {
		b := Parse(c.known)
		m, _ := parseMark(c.more)
		if m.Lesson == "" {
			m = Mark{Place: Place{"bad/name", 1}}
		}
		b.Add(m)
		if got := strings.TrimSpace(strings.TrimPrefix(b.String(), header)); got != c.want {
			t.Errorf("%q and %q give %q", c.known, c.more, got)
		}
	}
}

func TestBook(t *testing.T) {
	b := Parse("b 1 begun\na 10 begun\na 2 mastered\nnonsense\na 2 begun tries=3\n")
	want := header + "a 2 mastered tries=3\na 10 begun\nb 1 begun\n"
	if got := b.String(); got != want {
		t.Errorf("%q", got)
	}
	if marks := b.Of("a"); len(marks) != 2 || marks[0].Step != 2 || marks[1].Step != 10 {
		t.Errorf("%v", marks)
	}
	if again := Parse(b.String()); again.String() != want {
		t.Error("it is not read as it was written")
	}
	if b := Parse(strings.Repeat("a 1 begun\n", 10) + many(Limit+50)); len(b) > Limit {
		t.Errorf("%d lines are kept", len(b))
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(Mark{Place: Place{"l" + strings.Repeat("x", i%50), 1 + i/50}}.String() + "\n")
	}
	return b.String()
}

// Several programs at once keep each other's lines.
func TestFile(t *testing.T) {
	f := File(filepath.Join(t.TempDir(), "data", "ehlo", "progress"))
	if b, err := f.Load(); err != nil || len(b) != 0 {
		t.Fatal(b, err)
	}
	var wait sync.WaitGroup
	for step := 1; step <= 20; step++ {
		wait.Go(func() {
			if err := f.Save(Mark{Place: Place{"greeting", step}, Outcome: Mastered, Tries: step}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	b, err := f.Load()
	if err != nil || len(b) != 20 {
		t.Fatalf("%d lines, %v", len(b), err)
	}
}

// What tells nothing new leaves the file as a person wrote it.
func TestNothingNew(t *testing.T) {
	f := File(filepath.Join(t.TempDir(), "progress"))
	const text = "# mine\ngreeting 1 mastered tries=2\n"
	if err := os.WriteFile(string(f), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, m := range []Mark{{Place: Place{"greeting", 1}, Outcome: Begun, Tries: 1}, {Place: Place{"bad/name", 1}}} {
		if err := f.Save(m); err != nil {
			t.Error(err)
		}
	}
	if now, err := os.ReadFile(string(f)); err != nil || string(now) != text {
		t.Errorf("it is %q, %v", now, err)
	}
}

// What cannot be read is no empty book, and is not replaced.
func TestNoPlainFile(t *testing.T) {
	f := File(t.TempDir())
	if _, err := f.Load(); err == nil {
		t.Error("a folder was read")
	}
	if err := f.Save(Mark{Place: Place{"a", 1}}); err == nil {
		t.Error("a folder was replaced")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a 1 mastered 2026-11-20 tries=2 hints=1 solution quiz=2/3\n")
	f.Add("a 1 begun\na 1 skipped\n")
	f.Fuzz(func(t *testing.T, text string) {
		written := Parse(text).String()
		if again := Parse(written).String(); again != written {
			t.Errorf("%q becomes %q", written, again)
		}
	})
}
