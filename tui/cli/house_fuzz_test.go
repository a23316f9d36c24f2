package cli

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unfuzzed are the fuzz targets that do not run before each change, and why. As
// tests, over what they begin with, all run.
var unfuzzed = map[string]string{
	"session:FuzzReader": "a session links TLS; FuzzReply reads the same octets",
	"tui:FuzzScreen":     "it links the screen and TLS",
	"tui/desk:FuzzColon": "it links TLS by way of the session",
}

// fuzzed returns the targets that .ci/run fuzzes, as PACKAGE:TARGET.
func fuzzed(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(house, ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	targets := regexp.MustCompile(`[a-z/]+:Fuzz\w+`).FindAllString(string(text), -1)
	if len(targets) < 10 {
		t.Fatalf("read %d fuzz targets", len(targets))
	}
	return targets
}

// What is linked into a fuzz target is looked through at each of its steps: without
// the screen and TLS it tries many times as many inputs.
func TestWhatIsFuzzedLinksLittle(t *testing.T) {
	seen := map[string]bool{}
	for _, target := range fuzzed(t) {
		room, _, _ := strings.Cut(target, ":")
		if seen[room] {
			continue
		}
		seen[room] = true
		reached := dependencies(t, "-test", "ehlo/"+room)
		for name := range reached {
			if name == "crypto/tls" || name == "ehlo/tui" || strings.HasPrefix(name, "ehlo/tui/") {
				t.Errorf("%s is fuzzed and links %s", room, name)
			}
		}
		if !reached["ehlo/"+room+".test"] {
			t.Errorf("%s has no tests", room)
		}
	}
}

func TestEveryFuzzTargetIsRun(t *testing.T) {
	run, here := fuzzed(t), map[string]bool{}
	eachFile(t, func(file string, _ *token.FileSet, parsed *ast.File) {
		if !strings.HasSuffix(file, "_test.go") {
			return
		}
		room := path.Dir(strings.TrimPrefix(filepath.ToSlash(file), house+"/"))
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Fuzz") {
				here[room+":"+f.Name.Name] = true
			}
		}
	})
	for target := range here {
		if slices.Contains(run, target) == (unfuzzed[target] != "") {
			t.Errorf("%s must be in .ci/run or, with the reason, among the unfuzzed", target)
		}
	}
	for _, target := range run {
		if !here[target] {
			t.Errorf(".ci/run fuzzes %s, which is not there", target)
		}
	}
	for target := range unfuzzed {
		if !here[target] {
			t.Errorf("%s is not there", target)
		}
	}
}
