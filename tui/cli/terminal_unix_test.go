//go:build unix

package cli

import (
	"io"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// A seat is the whole program at a terminal of 80 by 24.
type seat struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	tty    *os.File
	before *term.State
	ended  chan error

	mu     sync.Mutex
	screen vt10x.Terminal
	stream strings.Builder // all that was written
	rest   []byte          // the beginning of a character, which a read has cut in two
}

// sits starts the program with its files below home.
func sits(t *testing.T, home string, env []string, args ...string) *seat {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no terminal can be made here:", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: 80, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	s := &seat{t: t, master: master, tty: tty, before: before, ended: make(chan error, 1), screen: vt10x.New(vt10x.WithSize(80, 24))}
	s.cmd = exec.Command("ehlo", args...)
	s.cmd.Dir = home
	s.cmd.Env = append(s.cmd.Environ(), "TERM=xterm-256color", "HOME="+home, "XDG_STATE_HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home)
	s.cmd.Env = append(s.cmd.Env, env...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() { s.ended <- s.cmd.Wait(); close(over) }()
	go func() { io.Copy(s, master) }()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		<-over
		master.Close()
		tty.Close()
	})
	return s
}

// Write draws what the program writes, whole characters only: the screen loses what it
// gets in two pieces.
func (s *seat) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stream.Write(b)
	s.rest = append(s.rest, b...)
	whole := len(s.rest)
	for cut := whole - 1; cut >= 0 && cut > whole-utf8.UTFMax; cut-- {
		if utf8.RuneStart(s.rest[cut]) {
			if !utf8.FullRune(s.rest[cut:]) {
				whole = cut
			}
			break
		}
	}
	_, err := s.screen.Write(s.rest[:whole])
	s.rest = append(s.rest[:0], s.rest[whole:]...)
	return len(b), err
}

func (s *seat) drawn() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

func (s *seat) written() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stream.String()
}

// types presses keys.
func (s *seat) types(keys string) { io.WriteString(s.master, keys) }

// until waits until something holds.
func (s *seat) until(what string, holds func() bool) {
	s.t.Helper()
	for range 2000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("%s does not come:\n%s", what, s.drawn())
}

// shows waits until texts are on the screen.
func (s *seat) shows(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.until(text, func() bool { return strings.Contains(s.drawn(), text) })
	}
}

// hides waits until a text is not on the screen any more.
func (s *seat) hides(text string) {
	s.t.Helper()
	s.until("an end of "+text, func() bool { return !strings.Contains(s.drawn(), text) })
}

// leaves waits for the end of the program and demands that the terminal is as it was.
func (s *seat) leaves(code int) {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(20 * time.Second):
		s.t.Fatalf("the program does not end:\n%s", s.drawn())
	}
	if got := s.cmd.ProcessState.ExitCode(); got != code {
		s.t.Errorf("it ended with %d, not %d:\n%s", got, code, s.drawn())
	}
	after, err := term.GetState(s.tty.Fd())
	if err != nil || !reflect.DeepEqual(after, s.before) {
		s.t.Errorf("the terminal was %+v and is %+v, %v", s.before, after, err)
	}
}

// gives waits until the full screen was given back.
func (s *seat) gives() {
	s.t.Helper()
	last := func(text string) int { return strings.LastIndex(s.written(), text) }
	s.until("the end of the full screen", func() bool { return last("\x1b[?1049l") > last("\x1b[?1049h") })
	s.until("the end of pastes", func() bool { return last("\x1b[?2004l") > last("\x1b[?2004h") })
	s.until("the cursor", func() bool { return last("\x1b[?25h") > last("\x1b[?25l") })
}
