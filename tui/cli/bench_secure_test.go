package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/smtp/beside"
)

// BenchmarkRunSecure is BenchmarkRun with STARTTLS: the included server of the type
// modern takes one message from the built program and from others. Nobody proves
// anything about the server.
func BenchmarkRunSecure(b *testing.B) {
	dir := b.TempDir()
	b.Setenv("XDG_STATE_HOME", dir) // which servers offer TLS is remembered there
	exe := build(b, dir, house)
	script, letter := filepath.Join(dir, "secure.ehlo"), filepath.Join(dir, "letter.txt")
	hello := "S: 220\nC: EHLO localhost\nS: 250\nC: STARTTLS\nS: 220\n"
	if err := os.WriteFile(script, []byte(hello+strings.TrimPrefix(oneMessage, "S: 220\n")), 0o600); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(letter, []byte("Subject: hello\r\n\r\nhello, world\r\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	addr := modernServer(b)
	host, port, _ := strings.Cut(addr, ":")
	ours := []string{exe, "run", "--quiet", "--tls", "require", "--insecure", script, addr}
	for _, other := range []struct {
		name   string
		theirs []string
	}{
		{"net/smtp", []string{build(b, dir, "testdata/oneshot/secure.go"), addr}},
		{"curl", []string{"curl", "-sk", "--ssl-reqd", "smtp://" + addr, "--mail-from", "bob@example.org", "--mail-rcpt", "alice@example.com", "-T", letter}},
		{"msmtp", []string{"sh", "-c", "msmtp --host=" + host + " --port=" + port + " --tls=on --tls-certcheck=off --from=bob@example.org alice@example.com < " + letter}},
		{"swaks", []string{"swaks", "-tls", "--server", addr, "--from", "bob@example.org", "--to", "alice@example.com", "--silent", "3"}},
	} {
		b.Run("beside-"+other.name, func(b *testing.B) {
			if program := strings.ToLower(other.name); other.name != "net/smtp" {
				if _, err := exec.LookPath(program); err != nil {
					b.Skipf("%s is not installed", program)
				}
			}
			beside.Run(b, 0, func() { launch(b, ours) }, func() { launch(b, other.theirs) })
		})
	}
}

func modernServer(b *testing.B) string {
	modern, ok := loopback.PersonaNamed("modern")
	if !ok {
		b.Fatal("there is no server type modern")
	}
	s := loopback.New(loopback.Options{Persona: modern, Certify: certificate.New})
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go s.Serve(context.Background())
	b.Cleanup(func() { s.Close() })
	return addr.String()
}
