package smtp

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"strings"
	"testing"
)

// declaredKinds reads the constants of the Kind type from their source.
func declaredKinds(t *testing.T) []string {
	file, err := goparser.ParseFile(token.NewFileSet(), "fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			names = append(names, spec.Names[0].Name)
		}
		return true
	})
	return names
}

func TestKindNames(t *testing.T) {
	names := declaredKinds(t)
	if len(names) != len(Kinds())+1 {
		t.Fatalf("%d kinds are declared, %d have names", len(names), len(Kinds())+1)
	}
	for i, name := range names {
		if Kind(i).String() != name {
			t.Errorf("kind %d is %s, named %s", i, name, Kind(i))
		}
		if k, ok := KindNamed(name); i > 0 && (!ok || k != Kind(i)) {
			t.Errorf("KindNamed(%s) is %v %v", name, k, ok)
		}
	}
	for _, name := range []string{"", "NoFault", "twopaths", "Kind(200)"} {
		if k, ok := KindNamed(name); ok {
			t.Errorf("KindNamed(%q) is %v", name, k)
		}
	}
	if got := Kind(200).String(); got != "Kind(200)" {
		t.Errorf("Kind(200) is %s", got)
	}
}

// TestEveryKindHasAnExample fails for a kind of a command or of text that no table
// of these tests shows.
func TestEveryKindHasAnExample(t *testing.T) {
	seen := map[Kind]bool{}
	for _, x := range examples(oddLines + oddInState) {
		for _, m := range x.marks {
			words := strings.Fields(m)
			k, ok := KindNamed(words[len(words)-1])
			if !ok {
				t.Errorf("no kind %q", m)
			}
			seen[k] = true
		}
	}
	for _, x := range oddOctets {
		for _, f := range x.want {
			seen[f.Kind] = true
		}
	}
	for _, x := range oddText {
		for _, f := range x.want {
			seen[f.Kind] = true
		}
	}
	for k := EmptyLine; k <= LineAfterLast; k++ {
		if !seen[k] {
			t.Errorf("%v has no example", k)
		}
	}
}
