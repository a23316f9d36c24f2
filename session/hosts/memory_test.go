package hosts

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func at(t *testing.T, path, day string) *Memory {
	t.Helper()
	now, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	m := Open(path)
	m.now = func() time.Time { return now }
	return m
}

func keep(t *testing.T, m *Memory, server string, p Proof) {
	t.Helper()
	if err := m.Keep(server, p); err != nil {
		t.Fatal(err)
	}
}

// recall returns the day and the proof, "" for a server that is not known.
func recall(t *testing.T, m *Memory, server string) string {
	t.Helper()
	p, ok, err := m.Recall(server)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return ""
	}
	return p.Day + " " + p.Proof.String()
}

func contents(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rest, ok := strings.CutPrefix(string(text), header)
	if !ok {
		t.Fatalf("no header:\n%s", text)
	}
	return rest
}

func TestMemoryLasts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ehlo", "hosts")
	first := at(t, path, "2026-11-20")
	keep(t, first, "Mail.Example.org.:25", Unknown)
	keep(t, first, "[2001:db8::1]:587", Unverified)
	keep(t, first, "mail.example.org:25", Verified)
	keep(t, first, "mail.example.org:25", Unknown) // what is known stays

	second := at(t, path, "2026-11-22")
	for server, want := range map[string]string{
		"MAIL.example.org:25": "2026-11-20 verified",
		"[2001:db8::1]:587":   "2026-11-20 unverified",
		"mail.example.org:26": "",
	} {
		if got := recall(t, second, server); got != want {
			t.Errorf("%s: %q, want %q", server, got, want)
		}
	}
	keep(t, second, "mail.example.org:25", Unknown)
	want := "[2001:db8::1]:587 STARTTLS unverified 2026-11-20\nmail.example.org:25 STARTTLS verified 2026-11-22\n"
	if got := contents(t, path); got != want {
		t.Errorf("the file has\n%swant\n%s", got, want)
	}
}

// A file that says the same already is left alone.
func TestUnchangedIsNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	keep(t, at(t, path, "2026-11-20"), "a.example:25", Verified)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, at(t, path, "2026-11-20"), "a.example:25", Unknown)
	after, err := os.Stat(path)
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("it was written anew: %v", err)
	}
}

// A line that a person takes out is gone, in a program that runs as well.
func TestRemovedLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	m := at(t, path, "2026-11-20")
	keep(t, m, "a.example:25", Unknown)
	if err := os.WriteFile(path, []byte(header), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := recall(t, m, "a.example:25"); got != "" {
		t.Errorf("it is still known: %s", got)
	}
}

// TestKeptOnce: the second time in a run nobody looks into the file, unless something
// changes or the day is another.
func TestKeptOnce(t *testing.T) {
	for _, c := range []struct {
		day    string
		proof  Proof
		looked bool
	}{
		{"2026-11-20", Verified, false}, {"2026-11-20", Unknown, false}, {"2026-11-20", Unverified, true}, {"2026-11-21", Unknown, true},
	} {
		path := filepath.Join(t.TempDir(), "hosts")
		m := at(t, path, "2026-11-20")
		keep(t, m, "a.example:25", Unknown)
		keep(t, m, "a.example:25", Verified)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		m.now = at(t, path, c.day).now
		keep(t, m, "a.example:25", c.proof)
		if _, err := os.Stat(path); (err == nil) != c.looked {
			t.Errorf("%s, %v: looked into the file: %v", c.day, c.proof, !c.looked)
		}
	}
}

func TestWithoutFile(t *testing.T) {
	m := at(t, "", "2026-11-20")
	keep(t, m, "a.example:25", Unverified)
	if got := recall(t, m, "a.example:25"); got != "2026-11-20 unverified" {
		t.Errorf("%q", got)
	}
}

func TestOldestIsForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	var full strings.Builder
	for i := range Limit {
		fmt.Fprintf(&full, "h%04d.example:25 STARTTLS unknown 2026-10-%02d\n", i, 1+i%20)
	}
	if err := os.WriteFile(path, []byte(full.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	m := at(t, path, "2026-11-20")
	keep(t, m, "a.example:25", Unknown)
	if n := strings.Count(contents(t, path), "\n"); n != Limit {
		t.Errorf("%d lines", n)
	}
	for server, want := range map[string]string{
		"a.example:25": "2026-11-20 unknown", "h0000.example:25": "", "h0020.example:25": "2026-10-01 unknown",
	} {
		if got := recall(t, m, server); got != want {
			t.Errorf("%s: %q, want %q", server, got, want)
		}
	}
}

func TestBrokenLines(t *testing.T) {
	good := "good.example:25 STARTTLS verified 2026-11-19\n"
	for _, broken := range []string{
		"", "\x00\x00\n", "a.example:25\n", "a.example STARTTLS verified 2026-11-19\n", "a.example:25 STARTTLS verified 2026-13-40\n",
		"a.example:25 STARTTLS maybe 2026-11-19\n", "a.example:25 starttls verified 2026-11-19\n", "a.example:25 STARTTLS verified 2026-11-21\n",
		"a.example:25 STARTTLS verified 2026-11-19 more\n", "a\x1b[2J.example:25 STARTTLS verified 2026-11-19\n", ":25 STARTTLS verified 2026-11-19\n",
		"a.example:smtp STARTTLS verified 2026-11-19\n", strings.Repeat("a", 300) + ":25 STARTTLS verified 2026-11-19\n",
		strings.Repeat("x", 100_000) + "\n", "#a:25 STARTTLS verified 2026-11-19\n", "a.\xffexample:25 STARTTLS verified 2026-11-19\n",
	} {
		path := filepath.Join(t.TempDir(), "hosts")
		if err := os.WriteFile(path, []byte(broken+good+broken), 0o600); err != nil {
			t.Fatal(err)
		}
		m := at(t, path, "2026-11-20")
		if got := recall(t, m, "good.example:25"); got != "2026-11-19 verified" || len(m.known) != 1 {
			t.Errorf("%.40q: %q of %d", broken, got, len(m.known))
		}
		keep(t, m, "b.example:25", Unknown)
		if got, want := contents(t, path), "b.example:25 STARTTLS unknown 2026-11-20\n"+good; got != want {
			t.Errorf("%.40q: the file has\n%s", broken, got)
		}
	}
}

// A file without end takes no more memory than a full one.
func TestHugeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	text := strings.Repeat("a.example:25 STARTTLS verified 2026-11-19\n", 1+fileLimit/40)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := at(t, path, "2026-11-20")
	keep(t, m, "b.example:25", Unknown)
	if n := strings.Count(contents(t, path), "\n"); n != 2 {
		t.Errorf("%d lines", n)
	}
}

func TestKeepTakesNoNonsense(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ehlo", "hosts")
	m := at(t, path, "2026-11-20")
	for _, server := range []string{"", "a.example", "/run/lmtp", "a b:25", "a\n:25", "bob@a.example:25", strings.Repeat("a", 300) + ":25"} {
		keep(t, m, server, Verified)
	}
	if _, err := os.Stat(path); err == nil {
		t.Errorf("the file has\n%s", contents(t, path))
	}
}

func TestTwoAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ehlo", "hosts")
	var programs sync.WaitGroup
	for p := range 4 {
		programs.Go(func() {
			m := at(t, path, "2026-11-20")
			for i := range 10 {
				if err := m.Keep(fmt.Sprintf("h%d-%d.example:25", p, i), Unknown); err != nil {
					t.Error(err)
				}
			}
		})
	}
	programs.Wait()
	if n := strings.Count(contents(t, path), "\n"); n != 40 {
		t.Errorf("%d of 40 lines", n)
	}
}
