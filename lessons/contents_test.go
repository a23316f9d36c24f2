package lessons

import "testing"

// TestContents looks up every name that the contents list.
func TestContents(t *testing.T) {
	for _, s := range Contents() {
		if len(s.Names) == 0 {
			t.Errorf("%s: none", s.What)
		}
		for _, name := range s.Names {
			if e := Look(name)[0]; e.What == "unknown" {
				t.Errorf("%s: %s is not found", s.What, name)
			}
		}
		for _, line := range s.Lines(Width) {
			if columns(line) > Width {
				t.Errorf("%q has %d columns", line, columns(line))
			}
		}
	}
}
