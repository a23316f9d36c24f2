package lint

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ehlo/lessons/course"
	"ehlo/transcript"
)

var update = flag.Bool("update", false, "write testdata/problems.txt anew")

// checked returns what is wrong with the lesson of a file.
func checked(t *testing.T, file string, open Opener) []*course.Problem {
	t.Helper()
	octets, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l, err := course.Parse(filepath.Base(file), octets)
	if err != nil {
		t.Fatal(err)
	}
	return Check(t.Context(), l, open)
}

// read finds the problems that no session shows.
var read = regexp.MustCompile(`^(RFC|persona:|the pool|the right one|the last hint|the line has|a word|waits for|behind the block|".*" says nothing)`)

// TestBrokenLessons: each lesson of testdata has one thing wrong with it, and that is
// named at its line; with those called fine nothing is.
func TestBrokenLessons(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.md")
	if len(files) < 20 {
		t.Fatalf("%d lessons", len(files))
	}
	var b strings.Builder
	for _, file := range files {
		found := checked(t, file, openModel)
		if broken := !strings.HasPrefix(filepath.Base(file), "fine"); broken != (len(found) > 0) {
			t.Errorf("%s: %d problems", file, len(found))
		}
		for _, p := range found {
			mild := ""
			if p.Mild {
				mild = "warning: "
			}
			fmt.Fprintf(&b, "%s:%d: %s%s\n", p.File, p.Line, mild, p.What)
			if read.MatchString(p.What) != (p.Session == "") {
				t.Errorf("%s: the session is %q", p, p.Session)
			}
		}
	}
	if *update {
		if err := os.WriteFile("testdata/problems.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/problems.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("testdata/problems.txt differs (-update writes it anew):\n%s", b.String())
	}
}

// TestSessionProves: the session that is shown is a script, and it is the one that does
// not pass.
func TestSessionProves(t *testing.T) {
	found := checked(t, "testdata/too-strict-case.md", openModel)
	if len(found) == 0 {
		t.Fatal("nothing is found")
	}
	if _, err := transcript.ParseScript("proof", []byte(found[0].Session)); err != nil {
		t.Error(err)
	}
	if !strings.Contains(found[0].Session, "C: rcpt to:<alice@example.com>\nS: 250") {
		t.Errorf("the session is\n%s", found[0].Session)
	}
}

// TestTimeIsBounded: an end of the time is said, and nothing is played behind it.
func TestTimeIsBounded(t *testing.T) {
	octets, _ := os.ReadFile("testdata/fine.md")
	l, err := course.Parse("fine.md", octets)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	found := Check(ctx, l, openModel)
	if len(found) != 1 || found[0].Mild || !strings.Contains(found[0].What, "took too long") {
		t.Errorf("%v", found)
	}
}

// TestCourse: what lessons need of each other, and the time of the lab.
func TestCourse(t *testing.T) {
	lesson := func(name, front string) *course.Lesson {
		l, err := course.Parse(name, []byte("---\ntitle: T\n"+front+"---\n## One\n\n```step\ncore: true\n```\n"))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	found := Course([]*course.Lesson{
		lesson("01-a.md", "minutes: 40\nneeds: [b]\n"), lesson("02-b.md", "minutes: 25\nneeds: [a, zebra]\n"), lesson("03-c.md", "minutes: 9\n"),
	})
	var got []string
	for _, p := range found {
		got = append(got, fmt.Sprintf("%s %t", p, p.Mild))
	}
	want := []string{
		"01-a.md:4: needs: b does not come before this lesson true",
		"02-b.md:4: needs: there is no lesson zebra false",
		"02-b.md:3: the core steps up to here take 65 minutes; a lab has 60 true",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if core, minutes := Summary([]*course.Lesson{lesson("01-a.md", "minutes: 40\n")}); core != 1 || minutes != 40 {
		t.Errorf("%d core steps, %d minutes", core, minutes)
	}
}
