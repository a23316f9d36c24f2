package tui

import (
	"os"
	"strings"
	"testing"
)

// The picture in README is a golden screen like the others.
func TestReadmeShowsTheScreen(t *testing.T) {
	const readme, begin, end = "../README.md", "makes it anew -->\n```\n", "```\n"
	sit(t, 120, 32, func(p *person) {
		p.says(upToRcpt...).says("RCPT TO:<zoe@example.com>").types("RCPT TO:<carol@ex")
		p.golden("readme")
		text, err := os.ReadFile(readme)
		if err != nil {
			t.Fatal(err)
		}
		before, rest, found := strings.Cut(string(text), begin)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatal("README has no place for the screen")
		}
		want := before + begin + p.screen() + "\n" + end + after
		if *update {
			err = os.WriteFile(readme, []byte(want), 0o644)
		} else if want != string(text) {
			t.Error("the picture in README is not what the program shows: go test ./tui -update")
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}
