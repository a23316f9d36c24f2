package session

import (
	"errors"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"ehlo/session/target"
)

func TestSieve(t *testing.T) {
	long := strings.Repeat("x", 2*chatterOctets)
	many := strings.Repeat("noise\n", chatterLines)
	for _, c := range []struct {
		name, from, dialogue string
		notes                []string
	}{
		{"nothing else", "220 a\r\n250-b\r\n250 c\r\n", "220 a\r\n250-b\r\n250 c\r\n", nil},
		{"before the greeting", "\n**** a test\r\n\n220 a\r\n", "220 a\r\n", []string{"**** a test"}},
		{"between replies", "220 a\r\n\n**** no real id\n221 b\r\n", "220 a\r\n221 b\r\n", []string{"**** no real id"}},
		{"only that", "cannot start\n", "", []string{"cannot start"}},
		{"TLS", "220 go\r\n\x16\x03\x03\nabc\nx", "220 go\r\n\x16\x03\x03\nabc\nx", nil},
		{"a line without an end", long + "\n220 a\r\n", "220 a\r\n", []string{long[:chatterOctets]}},
		{"too many", many + "noise\n220 a\r\n", "noise\n220 a\r\n", slices.Repeat([]string{"noise"}, chatterLines)},
	} {
		for _, read := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.DataErrReader} {
			var notes []string
			s := &sieve{from: read(strings.NewReader(c.from)), said: &chatter{note: func(line string) { notes = append(notes, line) }}}
			got, err := io.ReadAll(s)
			if err != nil || string(got) != c.dialogue || !slices.Equal(notes, c.notes) {
				t.Errorf("%s: %q, %.60q, %v", c.name, got, notes, err)
			}
		}
	}
}

// TestPipeSays has a program that says more than SMTP, as "exim -bh" does.
func TestPipeSays(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program of this test is a shell script")
	}
	notes := make(chan string, 8)
	conn, err := openPipe(`sh -c "echo why >&2; printf '**** a test\n220 here\r\n'"`, func(line string) { notes <- line })
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	dialogue, err := io.ReadAll(conn)
	<-conn.(*pipe).ended
	close(notes)
	var said []string
	for line := range notes {
		said = append(said, line)
	}
	slices.Sort(said)
	if string(dialogue) != "220 here\r\n" || err != nil || !slices.Equal(said, []string{"**** a test", "why"}) {
		t.Errorf("%q, %q, %v", dialogue, said, err)
	}
}

func TestPipeNotFound(t *testing.T) {
	_, err := Open(t.Context(), target.Target{Scheme: target.Pipe, Path: "no-such-program-of-ehlo -bs"}, Options{})
	var failed *DialError
	if !errors.As(err, &failed) || !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("%v", err)
	}
}
