package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/loopback"
	"ehlo/session/loopback/persona"
)

// The server type that README shows can be read.
func TestREADMEShowsAServerType(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(house, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, behind, found := strings.Cut(string(text), "```yaml\n")
	file, _, ended := strings.Cut(behind, "```")
	if !found || !ended {
		t.Fatal("README shows no file")
	}
	p, err := persona.Parse("README.md", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "mine" || !p.Does("STARTTLS") || p.Size != 70000 || len(p.World.Users) != 2 {
		t.Errorf("read as\n%s", p.YAML())
	}
}

func TestAServerTypeIsNamedOrAPath(t *testing.T) {
	for name, want := range map[string]bool{
		"mine": false, "1982": false, "": false, "mine.txt": false, "mine.yaml": true, "mine.yml": true, "./mine": true, "a/b": true, "/a": true,
	} {
		if got := isPersonaFile(name); got != want {
			t.Errorf("%q is a path: %t", name, got)
		}
	}
}

// A script has no file where it has no folder.
func TestReadBelowNoFolder(t *testing.T) {
	if _, err := readBelow(nil, "a script")("mine.yaml"); err == nil {
		t.Error("read without a folder")
	}
	folder := os.DirFS(t.TempDir())
	if _, err := readBelow(folder, "a script")("."); err == nil {
		t.Error("read a folder")
	}
}

// A server type of a file can be given back by its name, as a lesson does in the end.
func TestServerTypeIsGivenBack(t *testing.T) {
	own := func(name string) *persona.Persona {
		p, err := persona.Parse(name, []byte("name: "+name+"\nsays: Refuses what breaks a rule.\nbased-on: strict\n"))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	s, err := startIncluded(loopback.Options{Persona: own("mine")}.Fixed(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	path := filepath.Join(t.TempDir(), "other.yaml")
	if err := os.WriteFile(path, []byte(own("other").YAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"lenient", "mine", path, "mine", "other"} {
		if now, _, err := s.persona(to); err != nil || now != strings.TrimSuffix(filepath.Base(to), ".yaml") {
			t.Errorf("%s: %s, %v", to, now, err)
		}
	}
	if now, _, err := s.persona("third"); err == nil || now != "other" {
		t.Errorf("%s, %v", now, err)
	}
}
