package persona

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestEveryFileIsAServerTypeOfItsName(t *testing.T) {
	entries, err := files.ReadDir("types")
	if err != nil || len(entries) != len(names) {
		t.Fatalf("%d files, %d names: %v", len(entries), len(names), err)
	}
	for _, name := range Names() {
		p, ok := Named(name)
		if !ok || p.Name != name || !strings.HasSuffix(p.Says, ".") {
			t.Errorf("%s: %+v", name, p)
		}
		for _, mark := range p.Marks {
			if !strings.Contains(mark, "RFC 5321 §") {
				t.Errorf("%s: the mark %q names no section", name, mark)
			}
		}
	}
	if p, ok := Named("../types/default"); ok || p != nil {
		t.Error("a name is a path")
	}
}

func TestWhatIsMarked(t *testing.T) {
	var marked []string
	for _, name := range Names() {
		if p, _ := Named(name); len(p.Marks) > 0 {
			marked = append(marked, name)
		}
	}
	if want := []string{"crowded", "bare", "1982", "unstuffing-bug"}; !slices.Equal(marked, want) {
		t.Errorf("marked are %v, want %v", marked, want)
	}
}

// What YAML writes is read as the same type, whatever it was based on.
func TestYAMLSaysAll(t *testing.T) {
	for _, name := range Names() {
		p, _ := Named(name)
		r := &reader{file: name}
		again, err := r.read([]byte(p.YAML()), named)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, p.YAML())
			continue
		}
		if again.YAML() != p.YAML() || !reflect.DeepEqual(nilled(*again), nilled(*p)) {
			t.Errorf("%s:\n%s\n%+v\n%+v", name, again.YAML(), *again, *p)
		}
	}
}

// nilled makes no difference between an empty list and none. An empty list inside TLS
// is not the same as none: see [Persona.List].
func nilled(p Persona) Persona {
	w := *p.World
	p.World = &w
	empty(&p.Marks)
	empty(&p.Extensions)
	empty(&p.Full)
	empty(&p.Forgives)
	empty(&p.Refuses)
	empty(&w.Users)
	empty(&w.Guests)
	empty(&w.Lists)
	empty(&w.Moves)
	return p
}

func empty[T any](list *[]T) {
	if len(*list) == 0 {
		*list = nil
	}
}

func TestTheDefaultIsWhatItsFileSays(t *testing.T) {
	if file := embedded("default", nil); !reflect.DeepEqual(file, standard()) {
		t.Errorf("the file says\n%+v %+v\nthe program\n%+v %+v", *file, *file.World, *standard(), *standard().World)
	}
}

// BenchmarkNamed gets a server type as a program does that has just begun: strict is a
// file, and so is modern.
func BenchmarkNamed(b *testing.B) {
	for _, name := range []string{"default", "strict", "modern"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				read.types = nil
				if _, ok := Named(name); !ok {
					b.Fatal("there is none")
				}
			}
		})
	}
}

// TestNotes: what is shown says what its fields are, and is read again all the same.
func TestNotes(t *testing.T) {
	p, _ := Named("modern")
	for name, note := range notes {
		_, line, found := strings.Cut(p.YAML(), "\n"+name+":")
		if line, _, _ = strings.Cut(line, "\n"); !found || !strings.HasSuffix(line, " # "+note) {
			t.Errorf("%s is written %q", name, line)
		}
	}
}
