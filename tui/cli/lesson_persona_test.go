package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/loopback"
)

// TestLessonNamesAFile: a server type of a lesson may be a file below its folder, and no
// other file.
func TestLessonNamesAFile(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "course")
	if err := os.MkdirAll(filepath.Join(folder, "types"), 0o700); err != nil {
		t.Fatal(err)
	}
	const mine = "name: mine\nsays: Refuses what breaks a rule.\nbased-on: strict\n"
	for path, text := range map[string]string{"course/types/mine.yaml": mine, "course/wrong.yaml": "name: Mine\n", "outside.yaml": mine} {
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{
		"types/mine.yaml": "", "./types/mine.yaml": "", "strict": "",
		"../outside.yaml":                        "cannot read ../outside.yaml; a lesson reads files below its own folder",
		filepath.Join(folder, "types/mine.yaml"): "a lesson reads files below its own folder",
		"none.yaml":                              "cannot read none.yaml",
		"./types":                                "is no plain file",
		"wrong.yaml":                             "wrong.yaml:1:7: a name has",
		"mine":                                   "there is no server type mine",
	}
	if err := os.Symlink("../outside.yaml", filepath.Join(folder, "link.yaml")); err == nil {
		want["link.yaml"] = "cannot read link.yaml"
	}
	for persona, what := range want {
		path := filepath.Join(folder, "01-one.md")
		if err := os.WriteFile(path, []byte("---\npersona: "+persona+"\ntitle: One\n---\n## Read\n\nOne.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{path}, {"--course", folder}} {
			out, code := checkLessons(t, args...)
			if (code == exitOK) != (what == "") || what != "" && !strings.Contains(out, "01-one.md:2: persona: ") || !strings.Contains(out, what) {
				t.Errorf("%s: exit %d\n%s", persona, code, out)
			}
		}
	}
}

// TestServerTypesCalledAlike: the server type of a lesson takes the place of no other, not
// even of one with its name, which the lesson gives back in the end.
func TestServerTypesCalledAlike(t *testing.T) {
	folder := t.TempDir()
	for _, base := range []string{"strict", "lenient"} {
		text := "name: mine\nsays: It has a name.\nbased-on: " + base + "\n"
		if err := os.WriteFile(filepath.Join(folder, base+".yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := startIncluded(loopback.Options{}.Fixed(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if _, _, err := s.persona(filepath.Join(folder, "strict.yaml")); err != nil {
		t.Fatal(err)
	}
	wear := s.beside(folder)
	if name, err := wear("strict.yaml"); name != "mine" || err != nil {
		t.Errorf("the same again: %s, %v", name, err)
	}
	if _, err := wear("lenient.yaml"); err == nil || err.Error() != "lenient.yaml is called mine, as another server type that was read before" {
		t.Errorf("another: %v", err)
	}
	if s.own["mine"].Forgives != nil {
		t.Error("lenient has taken the place of strict")
	}
}

// TestLessonInTLS: the check plays a lesson whose server type has TLS inside it.
func TestLessonInTLS(t *testing.T) {
	path := filepath.Join(t.TempDir(), "01-tls.md")
	const text = `---
title: A letter nobody else reads
persona: modern
minutes: 5
---
## Hide, then speak

Say what you want inside TLS.

` + "```step" + `
goals:
  - say: Somebody was named inside TLS
    when: state.tls && count(replies("RCPT", "25x")) >= 1
    unmet: STARTTLS comes before the envelope, and EHLO behind it once more.
hints: ["STARTTLS, then EHLO again.", "In other words: STARTTLS, EHLO other.example, MAIL FROM:<>"]
solution: |
  C: EHLO client.example
  S: 250
  C: STARTTLS
  S: 220
  C: EHLO client.example
  S: 250
  C: MAIL FROM:<bob@example.org>
  S: 250
  C: RCPT TO:<carol@example.com>
  S: 250
` + "```\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := checkLessons(t, path); code != exitOK || strings.Contains(out, "454") {
		t.Errorf("exit %d\n%s", code, out)
	}
}
