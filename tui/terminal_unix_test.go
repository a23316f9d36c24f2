//go:build unix

package tui

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// A real is the built program on a terminal of the operating system.
type real struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	tty    *os.File
	before *term.State

	mu     sync.Mutex
	stream strings.Builder
	ended  chan struct{}
}

// begins runs ehlo on its included server.
func begins(t *testing.T, program string) *real {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no terminal can be made here:", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	r := &real{t: t, master: master, tty: tty, before: before, ended: make(chan struct{}), cmd: exec.Command(program, "--fixed", "--listen", "127.0.0.1:0")}
	r.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "HOME="+home, "XDG_STATE_HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home)
	r.cmd.Stdin, r.cmd.Stdout, r.cmd.Stderr = tty, tty, tty
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go r.read()
	go func() { _ = r.cmd.Wait(); close(r.ended) }()
	t.Cleanup(func() {
		_ = r.cmd.Process.Kill()
		<-r.ended
		master.Close()
		tty.Close()
	})
	return r
}

func (r *real) read() {
	buf := make([]byte, 4096)
	for {
		n, err := r.master.Read(buf)
		if err != nil {
			return
		}
		r.mu.Lock()
		r.stream.Write(buf[:n])
		r.mu.Unlock()
	}
}

func (r *real) written() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stream.String()
}

// shows waits until something is written that was not before.
func (r *real) shows(text string) {
	r.t.Helper()
	for range 1500 {
		if strings.Contains(r.written(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.t.Fatalf("%q does not come: %q", text, r.written())
}

func (r *real) types(keys string) { io.WriteString(r.master, keys) }

// ends waits for the end and demands that the terminal is as it was.
func (r *real) ends() {
	r.t.Helper()
	select {
	case <-r.ended:
	case <-time.After(20 * time.Second):
		r.t.Fatal("the program does not end")
	}
	after, err := term.GetState(r.tty.Fd())
	if err != nil {
		r.t.Fatal(err)
	}
	if !reflect.DeepEqual(after, r.before) {
		r.t.Errorf("the terminal was %+v and is %+v", r.before, after)
	}
	for range 100 { // the last octets may still be on their way
		if strings.Contains(r.written(), "\x1b[?1049l") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	restored(r.t, r.written())
}

// However the built program ends, the terminal is as it was before.
func TestTerminalIsGivenBack(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	program := filepath.Join(t.TempDir(), "ehlo")
	if out, err := exec.Command("go", "build", "-o", program, "ehlo").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, end := range map[string]func(r *real){
		"Ctrl+C twice": func(r *real) { r.types("\x03"); r.shows("once more leaves"); r.types("\x03") },
		"Ctrl+D":       func(r *real) { r.types("\x04") },
		":quit":        func(r *real) { r.types(":quit\r") },
		"SIGTERM":      func(r *real) { _ = r.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGHUP":       func(r *real) { _ = r.cmd.Process.Signal(syscall.SIGHUP) },
		"SIGINT":       func(r *real) { _ = r.cmd.Process.Signal(syscall.SIGINT) },
		"in a message": func(r *real) {
			r.types("EHLO me\rMAIL FROM:<a@b.example>\r")
			r.shows("2.1.0")
			r.types("RCPT TO:<alice@example.com>\r")
			r.shows("2.1.5")
			r.types("DATA\r")
			r.shows("354")
			r.types("half a message\r")
			_ = r.cmd.Process.Signal(syscall.SIGTERM)
		},
		"another size": func(r *real) {
			if err := pty.Setsize(r.master, &pty.Winsize{Cols: 20, Rows: 6}); err != nil {
				r.t.Fatal(err)
			}
			r.types("NOOP\r")
			r.shows("2.0.0")
			r.types("\x03\x03")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := begins(t, program)
			r.shows("220 ")
			end(r)
			r.ends()
		})
	}
}
