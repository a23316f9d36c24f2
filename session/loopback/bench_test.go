package loopback

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"ehlo/session/smtp/beside"
)

// discard is a backend of go-smtp that takes everything and keeps nothing.
type discard struct{}

func (discard) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return discard{}, nil }
func (discard) Mail(string, *gosmtp.MailOptions) error          { return nil }
func (discard) Rcpt(string, *gosmtp.RcptOptions) error          { return nil }
func (discard) Reset()                                          {}
func (discard) Logout() error                                   { return nil }
func (discard) Data(r io.Reader) error                          { _, err := io.Copy(io.Discard, r); return err }

func other(b *testing.B) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := gosmtp.NewServer(discard{})
	s.Domain, s.MaxMessageBytes = "smtp.example.com", 10485760
	go s.Serve(ln)
	b.Cleanup(func() { s.Close() })
	return ln.Addr().String()
}

// A load is what a round of a benchmark sends.
type load struct {
	name     string
	kept     bool // over one connection for each sender, not one for each message
	size     int  // octets of a text
	messages int
	senders  int
}

var loads = []load{{"fresh-1kB", false, 1 << 10, 400, 10}, {"kept-1kB", true, 1 << 10, 2000, 10}, {"kept-5MB", true, 5 << 20, 20, 2}}

// BenchmarkMessages sends messages to the included server, which stores them,
// beside go-smtp, which does not.
func BenchmarkMessages(b *testing.B) {
	for _, l := range loads {
		b.Run(l.name, func(b *testing.B) {
			mine, theirs := serve(b, New(Options{})), other(b)
			beside.Run(b, l.messages*l.size, func() { l.send(b, mine) }, func() { l.send(b, theirs) })
		})
	}
}

// BenchmarkSource does the same with smtp-source of Postfix, beside go-smtp and
// Postfix's smtp-sink, which stores nothing either.
func BenchmarkSource(b *testing.B) {
	for _, l := range loads {
		for name, start := range map[string]func(*testing.B) string{"go-smtp": other, "smtp-sink": startSink} {
			b.Run(l.name+"/beside-"+name, func(b *testing.B) {
				source := installed(b, "smtp-source")
				mine, theirs := serve(b, New(Options{})), start(b)
				beside.Run(b, l.messages*l.size, func() { l.source(b, source, mine) }, func() { l.source(b, source, theirs) })
			})
		}
	}
}

func installed(b *testing.B, program string) string {
	for _, name := range []string{program, "/usr/sbin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	b.Skipf("%s is not installed", program)
	return ""
}

func (l load) source(b *testing.B, program, addr string) {
	args := []string{"-s", strconv.Itoa(l.senders), "-m", strconv.Itoa(l.messages), "-l", strconv.Itoa(l.size), "-f", "bob@example.com", "-t", "carol@example.com"}
	if l.kept {
		args = append(args, "-d")
	}
	if out, err := exec.Command(program, append(args, addr)...).CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// startSink starts smtp-sink on a free port.
func startSink(b *testing.B) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	addr := ln.Addr().String()
	ln.Close()
	args := []string{addr, "200"}
	if os.Getuid() == 0 {
		args = append([]string{"-u", "nobody"}, args...) // it insists
	}
	sink := exec.Command(installed(b, "smtp-sink"), args...)
	if err := sink.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sink.Process.Kill(); sink.Wait() })
	for range 1000 {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return addr
		}
		time.Sleep(time.Millisecond)
	}
	b.Fatal("smtp-sink does not listen")
	return ""
}

// send has all senders send their share.
func (l load) send(b *testing.B, addr string) {
	line := "Subject: x\r\n\r\n" + strings.Repeat("0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab\r\n", 16)
	text := strings.Repeat(line, max(1, l.size/len(line)))
	var left atomic.Int64
	left.Store(int64(l.messages))
	var senders sync.WaitGroup
	for range l.senders {
		senders.Go(func() {
			if err := pump(func() bool { return left.Add(-1) >= 0 }, addr, text, l.kept); err != nil {
				b.Error(err)
			}
		})
	}
	senders.Wait()
}

// pump sends messages step by step, as smtp-source does.
func pump(next func() bool, addr, text string, kept bool) error {
	steps := [][]byte{
		[]byte("MAIL FROM:<bob@example.com>\r\n"), []byte("RCPT TO:<carol@example.com>\r\n"), []byte("DATA\r\n"), []byte(text + ".\r\n"),
	}
	var p *pipe
	for next() {
		if p == nil {
			var err error
			if p, err = open(addr); err != nil {
				return err
			}
		}
		for _, step := range steps {
			if err := p.ask(step); err != nil {
				return err
			}
		}
		if !kept {
			if err := p.quit(); err != nil {
				return err
			}
			p = nil
		}
	}
	if p == nil {
		return nil
	}
	return p.quit()
}

type pipe struct {
	conn net.Conn
	r    *bufio.Reader
}

func open(addr string) (*pipe, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	p := &pipe{conn, bufio.NewReader(conn)}
	if err := p.reply(); err != nil {
		return nil, err
	}
	return p, p.ask([]byte("EHLO client.example\r\n"))
}

func (p *pipe) ask(octets []byte) error {
	if _, err := p.conn.Write(octets); err != nil {
		return err
	}
	return p.reply()
}

func (p *pipe) reply() error {
	for {
		line, err := p.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if line[3] == ' ' {
			if !bytes.ContainsAny(line[:1], "23") {
				return fmt.Errorf("refused: %s", line)
			}
			return nil
		}
	}
}

func (p *pipe) quit() error {
	defer p.conn.Close()
	return p.ask([]byte("QUIT\r\n"))
}
