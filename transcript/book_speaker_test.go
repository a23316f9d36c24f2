package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

// speakers returns who says each line of a book: C the client, S the server, T the
// client within message text or a chunk, L nobody, as a note or a fact about the
// connection. A question mark follows if that is doubtful. "-" is a line of no
// account.
func speakers(b *Book, lines int) []string {
	who := make([]string, lines)
	for i := range who {
		who[i] = "-"
	}
	for _, l := range b.Lines {
		if l.Number == 0 || who[l.Number-1] != "-" {
			continue
		}
		letter := map[Who]string{Client: "C", Server: "S", Local: "L"}[l.Who]
		if as := b.Transcript().State(l.Event).Reading(); l.Who == Client && (as == smtp.AsText || as == smtp.AsChunk) {
			letter = "T"
		}
		if l.Doubt != "" {
			letter += "?"
		}
		who[l.Number-1] = letter
	}
	return who
}

// TestSpeakers compares who is read to speak each line of testdata/book with a file
// that says so, a line for each. To look at both: paste X.who X.txt.
func TestSpeakers(t *testing.T) {
	files, err := filepath.Glob("testdata/book/*.txt")
	if err != nil || len(files) < 60 {
		t.Fatal(files, err)
	}
	all := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			octets, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(string(octets), "\n"), "\n")
			columns, err := os.ReadFile(strings.TrimSuffix(file, ".txt") + ".who")
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Fields(string(columns))
			if len(want) != len(lines) {
				t.Fatalf("%d speakers for %d lines", len(want), len(lines))
			}
			for i, got := range speakers(readBook(t, string(octets)), len(lines)) {
				if all++; got != want[i] {
					t.Errorf("line %d: %s, want %s: %q", i+1, got, want[i], lines[i])
				}
			}
		})
	}
	t.Logf("%d lines of %d books", all, len(files))
}
