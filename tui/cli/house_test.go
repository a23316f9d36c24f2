package cli

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const house = "../.." // the top of the repository

// Each room may reach only the rooms below it, and some never touch a socket.
func TestRoomsKeepTheirPromises(t *testing.T) {
	wire := []string{"net", "crypto/tls", "os/exec"}
	screen := []string{"charm.land/bubbletea/v2", "charm.land/lipgloss/v2"}
	rooms := []string{"ehlo/session/smtp", "ehlo/transcript", "ehlo/session", "ehlo/lessons", "ehlo/tui"}
	for _, room := range []struct {
		path  string
		never []string
	}{
		{"ehlo/session/smtp", slices.Concat(wire, screen, []string{"ehlo/transcript", "ehlo/session", "ehlo/lessons", "os", "math/rand"})},
		{"ehlo/transcript", slices.Concat(wire, screen, []string{"ehlo/session", "ehlo/lessons", "ehlo/tui"})},
		{"ehlo/transcript/shelf", slices.Concat(wire, screen, rooms)}, // files, whatever is in them
		{"ehlo/lessons", slices.Concat(wire, screen, []string{"ehlo/session", "ehlo/tui"})},
		{"ehlo/lessons/course/lint", slices.Concat(wire, screen, []string{"ehlo/session", "ehlo/tui"})}, // and with it lessons/course
		{"ehlo/lessons/course/draft", slices.Concat(wire, screen, []string{"ehlo/session", "ehlo/lessons", "ehlo/tui"})},
		{"ehlo/lessons/progress", slices.Concat(wire, screen, rooms)},
		{"ehlo/session", slices.Concat(screen, []string{"ehlo/session/loopback", "ehlo/lessons", "ehlo/tui"})},
		{"ehlo/session/hosts", slices.Concat(screen, rooms, []string{"crypto/tls", "os/exec"})},
		{"ehlo/session/loopback", slices.Concat(screen, []string{"crypto/tls", "ehlo/session", "ehlo/transcript", "ehlo/lessons", "ehlo/tui"})},
		{"ehlo/tui/desk", slices.Concat(screen, []string{"ehlo/session/loopback", "ehlo/tui"})},
		{"ehlo/tui/line", slices.Concat(screen, []string{"ehlo/session/loopback", "ehlo/tui"})},
		{"ehlo/tui", []string{"ehlo/session/loopback", "ehlo/tui/line", "ehlo/tui/cli"}},
		{"ehlo/tui/classroom", []string{"ehlo/tui/desk", "ehlo/tui", "ehlo/tui/line", "ehlo/tui/cli"}},
		{"ehlo", []string{"ehlo/tui/classroom"}}, // tests alone enter it
	} {
		reached := dependencies(t, room.path)
		for _, name := range room.never {
			if reached[name] {
				t.Errorf("%s reaches %s", room.path, name)
			}
		}
	}
}

// dependencies returns what go list says that a package reaches.
func dependencies(t *testing.T, args ...string) map[string]bool {
	t.Helper()
	out, err := exec.Command("go", slices.Concat([]string{"list", "-deps"}, args)...).Output()
	if err != nil {
		t.Fatalf("go list -deps %v: %v", args, err)
	}
	reached := map[string]bool{}
	for _, name := range strings.Fields(string(out)) {
		reached[name] = true
	}
	return reached
}

func TestTopLevelHoldsWhatItShould(t *testing.T) {
	entries, err := os.ReadDir(house)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"README.md", "go.mod", "go.sum", "lessons", "main.go", "session", "transcript", "tui"}
	var got []string
	for _, e := range entries {
		built := e.Name() == "ehlo" || e.Name() == "ehlo.exe"
		if !strings.HasPrefix(e.Name(), ".") && !built {
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the top level holds %v, want %v", got, want)
	}
}

// go-runewidth v0.0.26 and v0.0.27 spend 19 ms at every start of the program.
func TestRunewidthStartsFast(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(house, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`go-runewidth v0\.0\.(\d+)`).FindSubmatch(text)
	if m == nil {
		t.Fatal("go.mod does not name go-runewidth")
	}
	if n, _ := strconv.Atoi(string(m[1])); n < 28 {
		t.Errorf("go-runewidth v0.0.%d is slow at start; use v0.0.28 or newer", n)
	}
}

const (
	fileLines     = 400
	functionLines = 80
)

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	eachFile(t, func(path string, fset *token.FileSet, file *ast.File) {
		if n := fset.File(file.Pos()).LineCount(); n > fileLines {
			t.Errorf("%s has %d lines, at most %d", path, n, fileLines)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := fset.Position(f.End()).Line - fset.Position(f.Pos()).Line + 1
			if n > functionLines && !strings.HasSuffix(path, "_test.go") {
				t.Errorf("%s: %s has %d lines, at most %d", path, f.Name.Name, n, functionLines)
			}
		}
	})
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	eachFile(t, func(path string, fset *token.FileSet, file *ast.File) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, d := range file.Decls {
			for _, name := range unexplained(d) {
				t.Errorf("%s: %s has no doc comment", path, name)
			}
		}
	})
}

func unexplained(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Names[0].Name)
				}
			}
		}
	}
	return names
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

func TestNamesSayWhatTheyHold(t *testing.T) {
	vague := regexp.MustCompile(`(?i)^(utils?|common|helpers?|misc)(_test)?\.go$`)
	eachFile(t, func(path string, _ *token.FileSet, file *ast.File) {
		if vague.MatchString(filepath.Base(path)) || vague.MatchString(file.Name.Name+".go") {
			t.Errorf("%s is named after nothing", path)
		}
	})
}

// eachFile does something with each Go file. All are read once.
func eachFile(t *testing.T, do func(path string, fset *token.FileSet, file *ast.File)) {
	t.Helper()
	files, err := parsed()
	if err != nil || len(files) < 20 {
		t.Fatalf("read %d files: %v", len(files), err)
	}
	for _, f := range files {
		do(f.path, f.fset, f.file)
	}
}

type parsedFile struct {
	path string
	fset *token.FileSet
	file *ast.File
}

var parsed = sync.OnceValues(func() (files []parsedFile, err error) {
	err = filepath.WalkDir(house, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != house:
			return fs.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		files = append(files, parsedFile{path, fset, file})
		return nil
	})
	return files, err
})
