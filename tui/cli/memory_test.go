package cli

import (
	"bufio"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// listing plays servers on one port, one after the other: each answers EHLO with the
// next of offers, the last one for ever.
func listing(t *testing.T, offers ...string) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for n := 0; ; n++ {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go listed(conn, offers[min(n, len(offers)-1)])
		}
	}()
	return l.Addr().String()
}

func listed(conn net.Conn, offer string) {
	defer conn.Close()
	io.WriteString(conn, "220 mx.example.net\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		switch strings.TrimSpace(lines.Text()) {
		case "QUIT":
			io.WriteString(conn, "221 bye\r\n")
			return
		case "EHLO client.example":
			io.WriteString(conn, "250-mx.example.net\r\n250 "+offer+"\r\n")
		default:
			io.WriteString(conn, "250 ok\r\n")
		}
	}
}

const (
	helloScript = "S: 220\nC: EHLO client.example\nS: 250\nC: QUIT\nS: 221\n"
	missing     = "ehlo: STARTTLS was offered here on "
)

// What a server offered in one run is known in the next, in a script and in a pipe,
// and is no reason for another exit code.
func TestMissingSTARTTLSInTheNextRun(t *testing.T) {
	for name, run := range map[string]trial{
		"run":        {args: []string{"run", "hello.ehlo"}},
		"run, JSON":  {args: []string{"run", "--json", "hello.ehlo"}},
		"run, quiet": {args: []string{"run", "--quiet", "--tls", "opportunistic", "hello.ehlo"}},
		"pipe":       {args: []string{"connect"}, stdin: "EHLO client.example\nQUIT\n"},
		"quiet pipe": {args: []string{"connect", "--quiet"}, stdin: "EHLO client.example\nQUIT\n"},
	} {
		t.Run(name, func(t *testing.T) {
			addr, state := listing(t, "STARTTLS", "SIZE"), t.TempDir()
			run.args = append(run.args, addr)
			run.files = map[string]string{"hello.ehlo": helloScript}
			run.env = []string{"XDG_STATE_HOME=" + state}
			first := run.run(t)
			if first.code != exitOK || strings.Contains(first.err, missing) {
				t.Fatalf("the first: %d\n%s", first.code, first.err)
			}
			second := run.run(t)
			if second.code != exitOK || strings.Count(second.err, missing) != 1 || !strings.Contains(second.err, "hint: --tls require") {
				t.Errorf("the second: %d\n%s", second.code, second.err)
			}
			if name != "run, quiet" && !strings.Contains(second.out, "and is missing now") {
				t.Errorf("in its place it is not told:\n%s", second.out)
			}
			text, err := os.ReadFile(filepath.Join(state, "ehlo", "hosts"))
			if err != nil || !strings.Contains(string(text), "\n"+addr+" STARTTLS unknown ") {
				t.Errorf("the file has %q, %v", text, err)
			}
		})
	}
}

// Who wants no journal leaves no trace; nor does the included server.
func TestNothingIsRemembered(t *testing.T) {
	for name, run := range map[string]trial{
		"off":         {args: []string{"run", "hello.ehlo", listing(t, "STARTTLS"), "--journal", "off"}},
		"environment": {args: []string{"run", "hello.ehlo", listing(t, "STARTTLS")}, env: []string{"EHLO_JOURNAL=off"}},
		"pipe, off":   {args: []string{"connect", listing(t, "STARTTLS"), "--journal", "off"}, stdin: "EHLO client.example\n"},
		"included":    {args: []string{"run", "hello.ehlo", "--persona", "modern"}},
		"no offer":    {args: []string{"run", "hello.ehlo", listing(t, "SIZE")}},
	} {
		run.files = map[string]string{"hello.ehlo": helloScript}
		v := run.run(t)
		if _, err := os.Stat(filepath.Join(v.dir, "state", "ehlo", "hosts")); err == nil || v.code != exitOK {
			t.Errorf("%s: it is remembered, or exit code %d\n%s", name, v.code, v.err)
		}
	}
}

// A file that cannot be used is told of and stops nothing.
func TestMemoryThatIsNoFile(t *testing.T) {
	addr, state := listing(t, "STARTTLS", "SIZE"), t.TempDir()
	if err := os.MkdirAll(filepath.Join(state, "ehlo", "hosts"), 0o700); err != nil {
		t.Fatal(err)
	}
	v := trial{args: []string{"run", "--json", "hello.ehlo", addr}, files: map[string]string{"hello.ehlo": helloScript}, env: []string{"XDG_STATE_HOME=" + state}}.run(t)
	if v.code != exitOK || !strings.Contains(v.out, "is remembered in this run only: ") {
		t.Errorf("%d\n%s%s", v.code, v.out, v.err)
	}
}

// Programs that end at once lose nothing of each other's.
func TestProgramsAtOnce(t *testing.T) {
	state := t.TempDir()
	var programs sync.WaitGroup
	addrs := make([]string, 4)
	for i := range addrs {
		addrs[i] = listing(t, "STARTTLS")
		programs.Go(func() {
			trial{args: []string{"run", "hello.ehlo", addrs[i]}, files: map[string]string{"hello.ehlo": helloScript}, env: []string{"XDG_STATE_HOME=" + state}}.run(t)
		})
	}
	programs.Wait()
	text, err := os.ReadFile(filepath.Join(state, "ehlo", "hosts"))
	for _, addr := range addrs {
		if !strings.Contains(string(text), addr+" STARTTLS") {
			t.Errorf("%s is missing in %q, %v", addr, text, err)
		}
	}
}
