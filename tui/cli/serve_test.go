package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A served is `ehlo serve` while it runs.
type served struct {
	t     *testing.T
	cmd   *exec.Cmd
	log   *bufio.Reader
	first string
}

// startServe runs `ehlo serve` on a free port and waits for its first line.
func startServe(t *testing.T, args ...string) *served {
	t.Helper()
	s := &served{t: t, cmd: exec.Command("ehlo", append([]string{"serve", "--fixed", "--listen", "127.0.0.1:0"}, args...)...)}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() }) // in vain after stop
	s.log = bufio.NewReader(out)
	s.first, err = s.log.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stop ends it as Ctrl+C does and returns the rest of its log.
func (s *served) stop() string {
	s.t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		s.t.Skipf("no interrupt here: %v", err)
	}
	rest, err := io.ReadAll(s.log)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("it ended with %v", err)
	}
	return string(rest)
}

// say has a dialogue: each line behind the reply to the one before it.
func say(t *testing.T, addr string, lines ...string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	for _, line := range append([]string{""}, lines...) {
		if line != "" {
			io.WriteString(conn, line+"\r\n")
		}
		for more := true; more; {
			reply, err := r.ReadString('\n')
			if err != nil || len(reply) < 4 {
				t.Fatalf("%q: %v behind %q", reply, err, line)
			}
			more = reply[3] == '-'
		}
	}
}

func TestServe(t *testing.T) {
	s := startServe(t)
	words, rest, _ := strings.Cut(s.first, ", ")
	addr, ok := strings.CutPrefix(words, "listening on ")
	if !ok || rest != "smtp.example.com, server type default; Ctrl+C ends\n" {
		t.Fatalf("the first line is %q", s.first)
	}
	say(t, addr, "EHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>",
		"DATA", "Subject: hi\r\n\r\nhi\r\n.", "AUTH PLAIN AGFsaWNlAGNhbmFyeQ==", "NOOP \x1b[31m", "QUIT")
	log := s.stop()
	for _, want := range []string{" 1 C RCPT TO:<alice@example.com>\n", " 1 S 250 2.1.5 Ok\n", " 1 - stored M0001, 19 octets\n",
		" 1 C AUTH PLAIN  <secret, cut>\n", ` 1 C NOOP \x1b[31m`, " 1 C QUIT\n"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	if strings.Contains(log, "AGFsaWNl") || strings.Contains(log, "\x1b") {
		t.Errorf("the log holds a secret or an escape sequence:\n%s", log)
	}
}

func TestServeJSON(t *testing.T) {
	s := startServe(t, "--json")
	var first logLine
	if err := json.Unmarshal([]byte(s.first), &first); err != nil || first.Listen == "" || first.Persona != "default" {
		t.Fatalf("%q: %v", s.first, err)
	}
	say(t, first.Listen, "EHLO client.example", "NOOP \x9b", "AUTH PLAIN AGFsaWNlAGNhbmFyeQ==", "QUIT")
	log := s.stop()
	octets := map[string]bool{}
	for text := range strings.Lines(log) {
		var l logLine
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		octets[l.Who+" "+l.Octets+string(l.Base64)] = true
	}
	for _, want := range []string{"client EHLO client.example\r\n", "client NOOP \x9b\r\n", "client AUTH PLAIN \r\n", "client QUIT\r\n"} {
		if !octets[want] {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

// A pipe that ends inside the message stores nothing.
func TestCutInsideTheTextStoresNothing(t *testing.T) {
	dir := t.TempDir()
	s := startServe(t, "--maildir", dir)
	addr, _, _ := strings.Cut(strings.TrimPrefix(s.first, "listening on "), ", ")
	session := "EHLO client.example\nMAIL FROM:<bob@example.org>\nRCPT TO:<alice@example.com>\nDATA\nSubject: "
	for text, want := range map[string]int{"cut\n\nhalf of a": 2, "cut\n\n..": 2, "whole\n\nall of it\n.\n": 0} {
		cmd := exec.Command("ehlo", addr, "--quiet")
		cmd.Stdin = strings.NewReader(session + text)
		cmd.Run() // its exit code tells
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("%q ended with %d, want %d", text, got, want)
		}
	}
	s.stop()
	var stored []string
	for name, text := range filesBelow(t, dir) {
		stored = append(stored, name)
		if !strings.Contains(text, "Subject: whole") {
			t.Errorf("%s holds %q", name, text)
		}
	}
	if len(stored) != 1 {
		t.Errorf("stored are %q", stored)
	}
}
