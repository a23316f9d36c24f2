package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

const brokenLessons = "../../lessons/course/lint/testdata"

// checkLessons runs ehlo lesson check.
func checkLessons(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	var b, errs strings.Builder
	p := &program{out: &b, err: &errs}
	root := p.root()
	root.SetArgs(append([]string{"lesson", "check"}, args...))
	root.SetOut(&b)
	root.SetErr(&errs)
	code = p.report(root.Execute())
	return b.String() + errs.String(), code
}

// TestLessonCheckAgainstTheIncludedServer: what is wrong with a lesson is named at the
// same line by the included server as by the model that the linter is tested with.
func TestLessonCheckAgainstTheIncludedServer(t *testing.T) {
	files, _ := filepath.Glob(brokenLessons + "/*.md")
	named, err := os.ReadFile(brokenLessons + "/problems.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d lessons, %v", len(files), err)
	}
	out, code := checkLessons(t, files...)
	if code != exitDifferent {
		t.Errorf("exit %d", code)
	}
	for line := range strings.Lines(string(named)) {
		parts := strings.SplitN(line, ":", 3)
		if want := parts[0] + ":" + parts[1] + ":"; !strings.Contains(out, "/"+want) {
			t.Errorf("not named: %s", want)
		}
	}
	if strings.Contains(out, "/fine") {
		t.Errorf("a lesson that is fine is named:\n%s", out)
	}
}

func TestLessonCheckExitCodes(t *testing.T) {
	for _, c := range []struct {
		file string
		code int
	}{{"fine.md", exitOK}, {"colour.md", exitOK}, {"unsolvable.md", exitDifferent}, {"there-is-none.md", exitUsage}} {
		if out, code := checkLessons(t, brokenLessons+"/"+c.file); code != c.code {
			t.Errorf("%s: exit %d, want %d\n%s", c.file, code, c.code, out)
		}
	}
}

// TestLessonHelp: who asks how lessons work reads what to type in one.
func TestLessonHelp(t *testing.T) {
	var b strings.Builder
	root := (&program{out: &b, err: &b}).root()
	root.SetArgs([]string{"lesson", "--help"})
	root.SetOut(&b)
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range desk.New(desk.Config{}).Commands() {
		known[c.Name] = true
	}
	for _, name := range []string{"next", "hint", "solution", "reset", "predict"} {
		if !known[name] || !strings.Contains(b.String(), ":"+name) {
			t.Errorf(":%s is not told", name)
		}
	}
}

// TestLessonCheckFolder: a folder is checked as --course checks it.
func TestLessonCheckFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"01-one.md", "02-two.md"} {
		text, _ := os.ReadFile(brokenLessons + "/fine.md")
		text = []byte(strings.Replace(string(text), "title: ", "needs: [nosuch]\ntitle: ", 1))
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, code := checkLessons(t, "--course", dir)
	if got, again := checkLessons(t, dir); got != want || again != code || !strings.Contains(got, "02-two.md:2: needs: there is no lesson nosuch") {
		t.Errorf("exit %d and %d\n%s\nis not\n%s", again, code, got, want)
	}
}

// TestLessonCheckNeeds: what a file of a course needs may lie beside it or come with ehlo.
func TestLessonCheckNeeds(t *testing.T) {
	dir := t.TempDir()
	text, _ := os.ReadFile(brokenLessons + "/fine.md")
	for name, needs := range map[string]string{"01-one.md": "[]", "02-two.md": "[one, greeting]", "03-three.md": "[two, nosuch]"} {
		text := strings.Replace(string(text), "title: ", "needs: "+needs+"\ntitle: ", 1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		files []string
		code  int
	}{{[]string{"02-two.md"}, exitOK}, {[]string{"01-one.md", "02-two.md"}, exitOK}, {[]string{"03-three.md"}, exitDifferent}, {[]string{"02-two.md", "03-three.md"}, exitDifferent}} {
		var paths []string
		for _, f := range c.files {
			paths = append(paths, filepath.Join(dir, f))
		}
		out, code := checkLessons(t, paths...)
		if code != c.code || strings.Contains(out, "03-three.md:2: needs: there is no lesson nosuch") != (code != exitOK) || strings.Count(out, "there is no") > 1 {
			t.Errorf("%s: exit %d\n%s", c.files, code, out)
		}
	}
}

func TestLessonCheckJSON(t *testing.T) {
	out, _ := checkLessons(t, "--json", brokenLessons+"/unsolvable.md")
	var p problemLine
	if err := json.Unmarshal([]byte(out), &p); err != nil || p.Line != 11 || p.Warning || !strings.Contains(p.Session, "C: EHLO") {
		t.Errorf("%v: %+v", err, p)
	}
}

// TestHostileLesson: a lesson from elsewhere takes neither the terminal nor the time.
func TestHostileLesson(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ text, want string }{
		"escape.md":    {"---\ntitle: \"\\x1b]0;x\\x07\"\n---\n## \x1b[31mOne\n", "escape.md:2"},
		"endless.md":   {"---\ntitle: T\n---\n## One\n```step\ngoals:\n  - say: x\n    when: len(1..1000000000) > 0\n    unmet: y\n```\n", "endless.md:8:16: a range"},
		"huge.md":      {strings.Repeat("x", 300<<10), "huge.md"},
		"anchors.md":   {"---\ntitle: &a [*a, *a]\n---\n## One\n", "anchors.md:2"},
		"elsewhere.md": {"---\ntitle: T\n---\n## One\n```step\nsolution: |\n  @connect 192.0.2.1:25\n```\n", "@connect: not in a lesson"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, code := checkLessons(t, path)
		if code == exitOK || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit %d, want %q\n%s", name, code, c.want, out)
		}
		for _, r := range out {
			if r != '\n' && !unicode.IsGraphic(r) {
				t.Errorf("%s: the output has %q", name, smtp.Printable([]byte(string(r))))
			}
		}
	}
}

// TestCourseMayNeedTheIncludedOne: who follows a folder of lessons may have followed those
// that come with ehlo.
func TestCourseMayNeedTheIncludedOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.md")
	if out, code := newLesson(t, path); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for need, want := range map[string]int{"hello": exitOK, "zebra": exitDifferent} {
		text := strings.Replace(string(text), "needs: []", "needs: ["+need+"]", 1)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, code := checkLessons(t, dir); code != want {
			t.Errorf("exit %d\n%s", code, out)
		}
	}
}
