package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// The judges are programs that know nothing of ehlo: mail clients that send
// through its server, and a mail server that its scripts talk to. They are asked
// where they are installed, and must be there when EHLO_JUDGES is set.

// called finds a judge, or skips the test.
func called(t *testing.T, program string) string {
	t.Helper()
	for _, name := range []string{program, "/usr/sbin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("EHLO_JUDGES") != "" {
		t.Fatalf("%s is not installed, and EHLO_JUDGES is set", program)
	}
	t.Skipf("%s is not installed", program)
	return ""
}

// built builds ehlo once for all judges, and returns the path.
func built(t *testing.T) string {
	t.Helper()
	exe, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return exe
}

var buildOnce = sync.OnceValues(func() (string, error) {
	exe := filepath.Join(yard, "ehlo.exe")
	out, err := exec.Command("go", "build", "-o", exe, house).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return exe, nil
})

// A post is a running `ehlo serve` and the folder it stores in.
type post struct {
	addr string
	dir  string
	ca   string // a file with its certificate

	user, password string // "" if nobody can log in
}

// open starts `ehlo serve` on a free port; the first line of its log says which.
func open(t *testing.T, exe string, flags ...string) post {
	t.Helper()
	p := post{dir: t.TempDir(), ca: filepath.Join(t.TempDir(), "ca.pem")}
	cmd := exec.Command(exe, append([]string{"serve", "--json", "--listen", "127.0.0.1:0", "--maildir", p.dir, "--write-ca", p.ca}, flags...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("serve said nothing")
	}
	var first logLine
	if err := json.Unmarshal(lines.Bytes(), &first); err != nil || first.Listen == "" {
		t.Fatalf("serve does not say where it listens: %q, %v", lines.Text(), err)
	}
	p.addr, p.user, p.password = first.Listen, first.User, first.Password
	go func() {
		for lines.Scan() {
		}
	}()
	return p
}

var trace = regexp.MustCompile(`\AReturn-Path: <[^\r\n]*>\r\nReceived: [^\r\n]*(\r\n[ \t][^\r\n]*)*\r\n`)

// stored returns the only message in a mailbox, without the trace fields.
func (p post) stored(t *testing.T, mailbox string) []byte {
	t.Helper()
	octets := p.delivered(t, mailbox)
	at := trace.FindIndex(octets)
	if at == nil {
		t.Fatalf("no trace fields:\n%.300q", octets)
	}
	return octets[at[1]:]
}

// delivered returns the only message in a mailbox.
func (p post) delivered(t *testing.T, mailbox string) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, mailbox, "new", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s has %d messages, want one (%v)", mailbox, len(files), err)
	}
	octets, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

// letter has what clients get wrong: dots at line starts, lines of 998 octets,
// octets above 127, empty lines at the end.
var letter = strings.Join([]string{
	"From: Bob <bob@example.org>", "To: Alice <alice@example.com>", "Cc: <theboss@example.com>",
	"Date: Sat, 21 Nov 2026 09:30:00 +0100", "Message-ID: <judge@example.org>", "Subject: dots", "",
	".", "..", "...", ".hidden", "a.b", " .", ". ", strings.Repeat("x", 998), "." + strings.Repeat("y", 997),
	"caf\xc3\xa9 \xff\xfe", "", ".", "the end.", "",
}, "\r\n")

func TestJudgesAsClients(t *testing.T) {
	t.Parallel()
	exe := built(t)
	file, bare := letterFiles(t)
	for _, judge := range []struct {
		name string
		send func(t *testing.T, addr string) error
	}{
		{"net/smtp", func(t *testing.T, addr string) error {
			return smtp.SendMail(addr, nil, "bob@example.org", []string{"alice@example.com"}, []byte(letter))
		}},
		{"swaks", func(t *testing.T, addr string) error {
			return command(t, "", called(t, "swaks"), "--server", addr, "--from", "bob@example.org", "--to", "alice@example.com", "--data", "@"+bare)
		}},
		{"curl", func(t *testing.T, addr string) error {
			return command(t, "", called(t, "curl"), "-sS", "--url", "smtp://"+addr, "--mail-from", "bob@example.org", "--mail-rcpt", "alice@example.com", "-T", file)
		}},
		{"msmtp", func(t *testing.T, addr string) error {
			host, port, _ := net.SplitHostPort(addr)
			return command(t, bare, called(t, "msmtp"), "--file=/dev/null", "--host="+host, "--port="+port, "--from=bob@example.org", "alice@example.com")
		}},
		{"smtplib", func(t *testing.T, addr string) error {
			host, port, _ := net.SplitHostPort(addr)
			return command(t, "", called(t, "python3"), "-c", fmt.Sprintf(
				"import smtplib; s = smtplib.SMTP(%q, %s); s.sendmail('bob@example.org', ['alice@example.com'], open(%q, 'rb').read()); s.quit()", host, port, file))
		}},
	} {
		t.Run(judge.name, func(t *testing.T) {
			p := open(t, exe)
			if err := judge.send(t, p.addr); err != nil {
				t.Fatal(err)
			}
			p.hasLetter(t)
		})
	}
}

// letterFiles writes the letter, its lines ended by CR LF and by LF.
func letterFiles(t *testing.T) (crlf, lf string) {
	t.Helper()
	crlf = filepath.Join(t.TempDir(), "letter")
	lf = crlf + ".lf"
	for name, text := range map[string]string{crlf: letter, lf: strings.ReplaceAll(letter, "\r\n", "\n")} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return crlf, lf
}

// hasLetter compares what alice got with the letter.
func (p post) hasLetter(t *testing.T) {
	t.Helper()
	// swaks ends every text with an empty line of its own.
	got := strings.TrimRight(string(p.stored(t, "alice@example.com")), "\r\n")
	if want := strings.TrimRight(letter, "\r\n"); got != want {
		t.Errorf("stored %d octets, want %d\n%s", len(got), len(want), firstDifference(got, want))
	}
}

func command(t *testing.T, input, name string, args ...string) error {
	t.Helper()
	cmd := exec.Command(name, args...)
	if input != "" {
		f, err := os.Open(input)
		if err != nil {
			return err
		}
		defer f.Close()
		cmd.Stdin = f
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out.Bytes())
	}
	return nil
}

func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-20):min(len(s), i+20)] }
	return fmt.Sprintf("at octet %d: %q, want %q", i, around(got), around(want))
}
