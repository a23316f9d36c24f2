package cli

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/loopback"
	"ehlo/session/smtp/beside"
)

const oneMessage = `S: 220
C: EHLO localhost
S: 250
C: MAIL FROM:<bob@example.org>
C: RCPT TO:<alice@example.com>
C: DATA
S: 250
S: 250
S: 354
C: Subject: hello
C:
C: hello, world
C: .
C: QUIT
S: 250
S: 221
`

// BenchmarkRun runs the built program from start to end: it sends one message by a
// script that compares every reply, beside programs that send the same. The server
// is a small one, or the included one.
func BenchmarkRun(b *testing.B) {
	dir := b.TempDir()
	exe := build(b, dir, house)
	script := filepath.Join(dir, "one.ehlo")
	if err := os.WriteFile(script, []byte(oneMessage), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, server := range []struct {
		name string
		addr string
	}{{"small-server", smallServer(b)}, {"included-server", includedServer(b)}} {
		ours := []string{exe, "run", "--quiet", script, server.addr}
		for name, theirs := range map[string][]string{
			"net/smtp":    {build(b, dir, "testdata/oneshot/standard.go"), server.addr},
			"bare-writes": {build(b, dir, "testdata/oneshot/bare.go"), server.addr},
			"swaks":       {"swaks", "--server", server.addr, "--from", "bob@example.org", "--to", "alice@example.com", "--silent", "3"},
		} {
			b.Run(server.name+"/beside-"+name, func(b *testing.B) {
				if _, err := exec.LookPath(theirs[0]); err != nil {
					b.Skipf("%s is not installed", name)
				}
				beside.Run(b, 0, func() { launch(b, ours) }, func() { launch(b, theirs) })
			})
		}
	}
}

// BenchmarkStart runs what needs no network, beside a program that does nothing.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	exe, nothing := build(b, dir, house), build(b, dir, "testdata/oneshot/nothing.go")
	for _, args := range []string{"version", "explain 550 5.7.1", "--help"} {
		b.Run(strings.Fields(args)[0], func(b *testing.B) {
			beside.Run(b, 0, func() { launch(b, append([]string{exe}, strings.Fields(args)...)) }, func() { launch(b, []string{nothing}) })
		})
	}
}

func build(b *testing.B, dir, source string) string {
	exe := filepath.Join(dir, strings.TrimSuffix(filepath.Base(source), ".go")+".exe")
	if source == house {
		exe = filepath.Join(dir, "ehlo.exe")
	}
	if out, err := exec.Command("go", "build", "-o", exe, source).CombinedOutput(); err != nil {
		b.Fatalf("go build %s: %v\n%s", source, err, out)
	}
	return exe
}

func launch(b *testing.B, argv []string) {
	if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil {
		b.Fatalf("%q: %v\n%s", argv, err, out)
	}
}

func includedServer(b *testing.B) string {
	s := loopback.New(loopback.Options{})
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go s.Serve(context.Background())
	b.Cleanup(func() { s.Close() })
	return addr.String()
}

// smallServer takes one message after the other and does nothing with them.
func smallServer(b *testing.B) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go takeOne(conn)
		}
	}()
	return ln.Addr().String()
}

func takeOne(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	var out bytes.Buffer
	out.WriteString("220 small\r\n")
	for inText := false; ; {
		if r.Buffered() == 0 {
			if _, err := out.WriteTo(conn); err != nil {
				return
			}
		}
		line, err := r.ReadSlice('\n')
		switch verb := string(line[:min(len(line), 4)]); {
		case err != nil:
			return
		case inText && verb != ".\r\n":
		case verb == "DATA":
			inText = true
			out.WriteString("354 go on\r\n")
		case verb == "EHLO":
			out.WriteString("250-small\r\n250 PIPELINING\r\n")
		case verb == "QUIT":
			out.WriteString("221 bye\r\n")
			out.WriteTo(conn)
			return
		default:
			inText = false
			out.WriteString("250 ok\r\n")
		}
	}
}
