package persona

import (
	"reflect"
	"strings"
	"testing"
)

// FuzzPersona reads any octets as the file of a server type. It never panics, every
// problem lies in the file and is safe to print, and a type that was read is written
// as a file that is read as the same type.
func FuzzPersona(f *testing.F) {
	for _, name := range names {
		octets, err := files.ReadFile("types/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(octets)
		f.Add([]byte(strings.Replace(string(octets), "name: "+name, "name: mine", 1)))
	}
	for _, text := range []string{
		"", "name", "name:", "? a\n: b\n", "name: mine\nsays: x\ntexts: {ok: \"a\\\"b: #\"}\n", "a: |\n x\n", "a: >-\n", "{", "[", "- - - -", "---\n---\n", "%YAML 1.2\n",
		"name: mine\nsays: 'it''s'\nmarks: [\"a, b\", \"\", \" c \"]\nlimits: {recipients: 1}\n", "\"a\nb\": c", "a: b: c", "a:\n\tb: c", "\ufeffname: mine\r\nsays: x\r\n", "!!map {}", "*a", "? [a]: b",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		p, err := Parse("m.yaml", octets)
		lines := strings.Count(string(octets), "\n") + 1
		for _, problem := range Problems(err) {
			if problem.Line < 1 || problem.Line > lines || problem.Col < 0 || problem.Col > len(problem.Source)+1 {
				t.Errorf("%q: a problem at %d:%d", octets, problem.Line, problem.Col)
			}
			for _, c := range problem.Detail() {
				if c < ' ' && c != '\n' || c == 0x7f {
					t.Errorf("%q: told as %q", octets, problem.Detail())
				}
			}
		}
		if err != nil {
			if len(Problems(err)) == 0 || p != nil {
				t.Errorf("%q: %v without a problem", octets, err)
			}
			return
		}
		again, err := Parse("m.yaml", []byte(p.YAML()))
		if err != nil || !reflect.DeepEqual(nilled(*again), nilled(*p)) {
			t.Errorf("%q is written as\n%s\nand read as %v", octets, p.YAML(), err)
		}
	})
}
