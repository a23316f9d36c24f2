package desk

import (
	"strings"
	"testing"
)

// FuzzColon enters lines for ehlo at a desk without a network. Whatever they are,
// something is said, it is safe to print, and a completion begins as typed, but for one
// that looks the word up.
func FuzzColon(f *testing.F) {
	for _, c := range commands() {
		f.Add(":" + c.name + " " + c.args)
	}
	f.Add(":")
	f.Add(":nosuch\x1b[31m \u202e")
	f.Add(":raw \"\\x00\"")
	f.Add(":explain \x9b31m")
	d := New(Config{})
	f.Cleanup(d.Close)
	f.Fuzz(func(t *testing.T, line string) {
		for _, c := range d.Completion(line) {
			if !c.Reference && !strings.HasPrefix(c.Line, line) {
				t.Errorf("%q completes %q", c.Line, line)
			}
		}
		if name, _ := parseColon(line); !d.Mine(line) || name == "save" || name == "quit" {
			return // a file is not to be written here
		}
		s := d.Enter(line)
		var said []string
		for _, n := range s.Notices {
			said = append(said, n.String())
		}
		for _, v := range s.Views {
			said = append(append(said, v.Arg), v.Lines...)
		}
		if len(said) == 0 && s.From == s.To && d.work.ctx.Err() == nil {
			t.Errorf("%q is silent", line)
		}
		for _, words := range said {
			if strings.ContainsFunc(words, func(r rune) bool { return r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u202e' || r == 0xfffd }) {
				t.Errorf("%q says %q", line, words)
			}
		}
	})
}
