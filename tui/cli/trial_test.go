package cli

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A trial is the whole program against a server that says what is written down.
type trial struct {
	peer   string            // see startPeer
	args   []string          // $PEER is the server's address
	script string            // run as run.ehlo, with that and $PEER as the first arguments; "": no run
	stdin  string            // what is typed
	files  map[string]string // in the folder where it runs
	env    []string
}

// A verdict is what came of a trial.
type verdict struct {
	heard    string // by the server
	out, err string
	code     int
	dir      string // where it ran; its home is there, too
}

func (tr trial) run(t *testing.T) verdict {
	t.Helper()
	p, err := startPeer(tr.peer)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	v := verdict{dir: t.TempDir()}
	args := tr.args
	if tr.script != "" {
		args = append([]string{"run", "run.ehlo", "$PEER"}, args...)
		write(t, filepath.Join(v.dir, "run.ehlo"), tr.script)
	}
	for name, text := range tr.files {
		write(t, filepath.Join(v.dir, name), text)
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "$PEER", p.addr)
	}
	cmd := exec.Command("ehlo", args...)
	cmd.Dir = v.dir
	cmd.Stdin = strings.NewReader(tr.stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Env = append(append(cmd.Environ(), "HOME="+v.dir, "XDG_STATE_HOME="+filepath.Join(v.dir, "state"), "XDG_CONFIG_HOME="+filepath.Join(v.dir, "config")), tr.env...)
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		v.code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	v.out, v.err, v.heard = out.String(), errs.String(), p.heardNow()
	return v
}

// heardNow is heard where the client may never have come.
func (p *peer) heardNow() string {
	p.close()
	return p.heard()
}
