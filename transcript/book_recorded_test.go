package transcript

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A recordedLine is a line of a session that was recorded with a real server.
type recordedLine struct {
	who  Who
	text string
}

// recorded reads a recording as lines. False if it has what no terminal shows: TLS,
// lines cut in two by the other side, octets that end no line or are no text.
func recorded(t *testing.T, path string) ([]recordedLine, bool) {
	t.Helper()
	octets, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []recordedLine
	var whole [3][]byte
	for row := range bytes.Lines(octets) {
		var chunk struct {
			Dir, Layer, Event string
			Octets            []byte `json:"bytes_b64"`
		}
		if err := json.Unmarshal(row, &chunk); err != nil {
			t.Fatal(err)
		}
		who := Client
		if chunk.Dir == "S" {
			who = Server
		}
		if chunk.Layer != "" {
			return nil, false
		}
		whole[who] = append(whole[who], chunk.Octets...)
		for {
			line, rest, ok := bytes.Cut(whole[who], crlf)
			if !ok {
				break
			}
			if len(whole[Client+Server-who]) > 0 || bytes.ContainsAny(line, "\r\n\x00") || len(line) > 2000 {
				return nil, false
			}
			lines, whole[who] = append(lines, recordedLine{who, string(line)}), rest
		}
	}
	return lines, len(whole[Client])+len(whole[Server]) == 0 && len(lines) > 1
}

// eventOf returns the event of a line of a book, -1 if it has none.
func eventOf(b *Book, number int) int {
	for _, l := range b.Lines {
		if l.Number == number {
			return l.Event
		}
	}
	return -1
}

// TestRecordedBooks writes what real servers and a client said as a terminal would
// show it. Every line that is read without a doubt has the right speaker.
func TestRecordedBooks(t *testing.T) {
	paths, err := filepath.Glob("../session/smtp/testdata/corpora/*/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	read, all, doubtful := 0, 0, 0
	for _, path := range paths {
		lines, ok := recorded(t, path)
		if !ok {
			continue
		}
		read++
		var text strings.Builder
		text.WriteString("Trying 192.0.2.1...\nConnected to mx.\nEscape character is '^]'.\n")
		const before = 3
		for _, l := range lines {
			text.WriteString(l.text + "\n")
		}
		b, err := ReadBook("f", []byte(text.String()))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		seen := map[int]bool{}
		for _, l := range b.Lines {
			if seen[l.Number] = true; l.Number <= before {
				continue
			}
			all++
			want := lines[l.Number-before-1]
			switch {
			case l.Doubt != "":
				doubtful++
			case l.Who != want.who:
				t.Errorf("%s: %q is read as the %v's", path, want.text, l.Who)
			}
		}
		for i, l := range lines {
			// A line that was broken is read with the one above it.
			if n := i + before + 1; !seen[n] && l.text != "" && !strings.Contains(strings.Join(b.Doubts(eventOf(b, n-1)), ""), "the next line") {
				t.Errorf("%s: %q is not read", path, l.text)
			}
		}
	}
	t.Logf("%d recordings, %d lines, %d doubtful", read, all, doubtful)
	if read < 100 {
		t.Errorf("only %d recordings can be shown", read)
	}
}
