package loopback

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	gosmtp "github.com/emersion/go-smtp"
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

// BenchmarkMessages sends messages to the included server, which stores them, and
// to go-smtp, which does not; over one connection for each sender, or over one
// for each message.
func BenchmarkMessages(b *testing.B) {
	small := "Subject: x\r\n\r\n" + strings.Repeat("0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab\r\n", 16)
	large := strings.Repeat(small, 5<<20/len(small))
	for _, load := range []struct {
		name string
		text string
		kept bool
	}{{"kept/1kB", small, true}, {"fresh/1kB", small, false}, {"kept/5MB", large, true}} {
		for _, server := range []struct {
			name string
			addr func(*testing.B) string
		}{
			{"ehlo", func(b *testing.B) string { return serve(b, New(Options{})) }},
			{"go-smtp", other},
		} {
			b.Run(load.name+"/"+server.name, func(b *testing.B) {
				addr := server.addr(b)
				b.SetBytes(int64(len(load.text)))
				b.SetParallelism(5)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					if err := pump(pb.Next, addr, load.text, load.kept); err != nil {
						b.Error(err)
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
			})
		}
	}
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
