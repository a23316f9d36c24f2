package cli

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// mailServer starts Postfix with all it has in a folder of its own, on a free
// loopback port, and returns its address. It throws away what it accepts.
func mailServer(t *testing.T) string {
	t.Helper()
	return mailServerWith(t, "", "", func(string) error { return nil })
}

// mailServerWith is mailServer with more lines in its two files of configuration, and
// with what prepare puts into its folder.
func mailServerWith(t *testing.T, main, master string, prepare func(dir string) error) string {
	t.Helper()
	postfix := called(t, "postfix")
	owner, err := user.Lookup("postfix")
	if err != nil || os.Geteuid() != 0 {
		if os.Getenv("EHLO_JUDGES") != "" {
			t.Fatalf("postfix needs its user and root: %v", err)
		}
		t.Skip("postfix needs its user and root")
	}
	addr := freeAddress(t)
	// Its folders must be reachable for its own user, which a test's folder is not.
	dir, err := os.MkdirTemp("", "ehlo-postfix")
	if err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(dir, "etc")
	for _, d := range []string{dir, conf, filepath.Join(dir, "spool"), filepath.Join(dir, "data")} {
		if err := errors.Join(os.MkdirAll(d, 0o755), os.Chmod(d, 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	uid, _ := strconv.Atoi(owner.Uid)
	if err := os.Chown(filepath.Join(dir, "data"), uid, -1); err != nil {
		t.Fatal(err)
	}
	if err := prepare(dir); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(conf, "main.cf"), strings.ReplaceAll(mainCf+main, "DIR", dir))
	write(t, filepath.Join(conf, "master.cf"), addr+masterCf+master)
	if out, err := exec.Command(postfix, "-c", conf, "start").CombinedOutput(); err != nil {
		t.Fatalf("postfix start: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		exec.Command(postfix, "-c", conf, "stop").Run()
		os.RemoveAll(dir)
	})
	return addr
}

func freeAddress(t *testing.T) string {
	t.Helper()
	addr, err := vacant()
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// vacant returns an address where nobody listens. Its port is below those that a system
// gives away by itself: what runs beside a test is not given it.
func vacant() (addr string, err error) {
	for range 100 {
		var ln net.Listener
		if ln, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(10000))); err == nil {
			return ln.Addr().String(), ln.Close()
		}
	}
	return "", err
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const mainCf = `compatibility_level = 3.6
queue_directory = DIR/spool
data_directory = DIR/data
maillog_file = DIR/mail.log
maillog_file_prefixes = /var, /tmp, /dev
myhostname = mx.example.com
mydestination =
mynetworks = 192.0.2.1/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = example.com
virtual_mailbox_maps = inline:{ {alice@example.com=x} {carol@example.com=x} {theboss@example.com=x} {postmaster@example.com=x} }
virtual_transport = discard:
default_transport = discard:
local_transport = discard:
relay_transport = discard:
message_size_limit = 65536
mailbox_size_limit = 0
smtpd_error_sleep_time = 0
`

const masterCf = ` inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

// textbook is the first session everybody types; ACT marks what a test changes.
const textbook = `S: 220
C: HELO relay.example.org
S: 250
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<alice@example.com>
S: 250
C: RCPT TO:<theboss@example.com>
S: 250
C: DATA
S: 354
C: From: Bob <bob@example.org>
C: To: Alice <alice@example.com>
C: Cc: The Boss <theboss@example.com>
C: Date: Sat, 21 Nov 2026 09:30:00 +0100
C: Subject: the textbook
C:
C: Dear Alice,
C: ..hidden begins with a dot
C: ..
C: is one dot.
C: .
S: 250
C: QUIT
S: 221
`

// pipelined is the same in one group, then one message line and the end.
const pipelined = `S: 220
C: EHLO relay.example.org
S: 250 "PIPELINING"
C: MAIL FROM:<bob@example.org>
C: RCPT TO:<alice@example.com>
C: RCPT TO:<theboss@example.com>
C: DATA
S: 250
S: 250
S: 250
S: 354
C: Subject: one group
C:
C: ..
C: .
C: QUIT
S: 250
S: 221
`

// judged runs a script with ehlo and returns the exit code and what was said.
func judged(t *testing.T, exe, script string, target ...string) (int, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "textbook.ehlo")
	write(t, file, script)
	out, err := exec.Command(exe, append([]string{"run", "--yes", file}, target...)...).CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, string(out)
	case errors.As(err, &exit):
		return exit.ExitCode(), string(out)
	}
	t.Fatal(err)
	return 0, ""
}

func TestJudgePostfix(t *testing.T) {
	addr := mailServer(t)
	exe := built(t)
	awaitGreeting(t, addr)
	zoe := strings.ReplaceAll(strings.ReplaceAll(textbook, "alice@", "zoe@"), "theboss@", "zoe@")
	for _, c := range []struct {
		name, script string
		exit         int
		says         string
	}{
		{"the textbook session", textbook, 0, ""},
		{"one expectation changed", strings.Replace(textbook, "theboss@example.com>\nS: 250", "theboss@example.com>\nS: 251", 1), 1, ":9: expected 251, got 250"},
		{"nobody of that name", zoe, 1, ":7: expected 250, got 550 5.1.1"},
		{"pipelined", pipelined, 0, ""},
	} {
		for _, target := range [][]string{{addr}, nil} {
			t.Run(fmt.Sprint(c.name, target), func(t *testing.T) {
				exit, said := judged(t, exe, c.script, target...)
				if exit != c.exit || !strings.Contains(said, c.says) {
					t.Errorf("exit %d, want %d with %q:\n%s", exit, c.exit, c.says, said)
				}
			})
		}
	}
}

// awaitGreeting waits until the server talks.
func awaitGreeting(t *testing.T, addr string) {
	t.Helper()
	for range 100 {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			b := make([]byte, 3)
			conn.SetDeadline(time.Now().Add(5 * time.Second))
			_, err = conn.Read(b)
			conn.Write([]byte("QUIT\r\n"))
			conn.Close()
			if err == nil && string(b) == "220" {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("nothing greets on %s", addr)
}
