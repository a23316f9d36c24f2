//go:build unix

package cli

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// onto runs a command whose output goes to a terminal so wide, and returns its lines.
func onto(t *testing.T, columns uint16, args ...string) []string {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no terminal can be made here:", err)
	}
	defer master.Close()
	if err := pty.Setsize(master, &pty.Winsize{Cols: columns, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	read := make(chan []string)
	go func() {
		var lines []string
		for s := bufio.NewScanner(master); s.Scan(); {
			lines = append(lines, strings.TrimSuffix(s.Text(), "\r"))
		}
		read <- lines
	}()
	p := &program{out: &output{file: tty}, err: os.Stderr}
	root := p.root()
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
	return <-read
}

// The list of lessons is broken between words where the terminal is narrow, not by it.
func TestLessonListInANarrowTerminal(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	whole := onto(t, 200, "lesson", "list")
	for _, w := range []uint16{10, 40, 60} {
		lines := onto(t, w, "lesson", "list")
		if len(lines) <= len(whole) {
			t.Errorf("at %d columns nothing is broken: %q", w, lines)
		}
		for _, line := range lines {
			if got := ansi.StringWidth(line); got > max(int(w), 40) {
				t.Errorf("at %d columns a line has %d: %s", w, got, line)
			}
		}
		if got := strings.ReplaceAll(strings.Join(lines, "\n"), "\n    ", " "); got != strings.Join(whole, "\n") {
			t.Errorf("at %d columns it reads\n%s", w, got)
		}
	}
}
