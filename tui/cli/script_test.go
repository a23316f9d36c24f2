package cli

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(watch{m}, map[string]func(){"ehlo": func() { os.Exit(Main(os.Args[1:])) }})
}

// TestScripts runs the whole program. Besides the usual commands a script has
//
//	peer FILE    starts a server that says what FILE has, see startPeer; $PEER is its address
//	heard FILE   waits until the peer's connection is over and writes what it heard
//	nobody       makes $PEER an address where no server listens
//	code N ehlo  runs ehlo, which must end with exit code N
//	sober FILE   fails if FILE has an octet that could command a terminal
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("TERM", "xterm")
			e.Setenv("ESC", "\x1b]0;owned\x07")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"peer":   peerCommand,
			"heard":  heardCommand,
			"nobody": nobodyCommand,
			"sober":  soberCommand,
			"code":   codeCommand,
		},
	})
}

var peers = map[*testscript.TestScript]*peer{}

func peerCommand(ts *testscript.TestScript, _ bool, args []string) {
	p, err := startPeer(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Defer(p.close)
	peers[ts] = p
	ts.Setenv("PEER", p.addr)
}

func heardCommand(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(peers[ts].heard()), 0o600))
}

func nobodyCommand(ts *testscript.TestScript, _ bool, _ []string) {
	addr, err := vacant()
	ts.Check(err)
	ts.Setenv("PEER", addr)
}

func soberCommand(ts *testscript.TestScript, _ bool, args []string) {
	if r, ok := drunken(ts.ReadFile(args[0])); ok {
		ts.Fatalf("%s has %U", args[0], r)
	}
}

// drunken returns a character that could command a terminal, or hide something.
func drunken(text string) (rune, bool) {
	for _, r := range text {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\ufffd' {
			return r, true
		}
	}
	return 0, false
}

// filesBelow returns the contents of all files below a folder, by name.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir)] = string(text)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

// codeCommand runs a program and demands its exit code.
func codeCommand(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want, _ := strconv.Atoi(args[0]); code != want {
		ts.Fatalf("%q ended with %d, want %d", args[1:], code, want)
	}
}
