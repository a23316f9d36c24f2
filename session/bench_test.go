package session

import (
	"bufio"
	"io"
	"net"
	netsmtp "net/smtp"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/session/smtp/beside"
	"ehlo/session/target"
)

const textSize = 64 << 20

// BenchmarkText sends a message text of 64 MiB over loopback, dots doubled and
// every octet recorded, in the pieces in which a file goes out: beside net/smtp,
// which records nothing, and beside bare writes of the same octets, the bound.
func BenchmarkText(b *testing.B) {
	addr := sink(b)
	to, err := target.Parse(addr)
	if err != nil {
		b.Fatal(err)
	}
	for name, line := range map[string]string{
		"text":   "The quick brown fox jumps over a lazy dog.\r\n",
		"base64": strings.Repeat("QUJD", 19) + "\r\n",
	} {
		piece := []byte(strings.Repeat(line, 64<<10/len(line)))
		ours := func() { must(b, sendRecorded(b, to, piece)) }
		b.Run(name+"/beside-net/smtp", func(b *testing.B) {
			beside.Run(b, textSize, ours, func() { must(b, sendStandard(addr, piece)) })
		})
		b.Run(name+"/beside-bare-writes", func(b *testing.B) {
			beside.Run(b, textSize, ours, func() { must(b, sendBare(addr, piece)) })
		})
	}
}

func must(b *testing.B, err error) {
	if err != nil {
		b.Fatal(err)
	}
}

func sendRecorded(b *testing.B, to target.Target, piece []byte) error {
	return sendRecordedWith(b, to, Options{}, piece)
}

func sendRecordedWith(b *testing.B, to target.Target, o Options, piece []byte) error {
	s, err := Open(b.Context(), to, o)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, line := range []string{"EHLO a.example\r\n", "MAIL FROM:<b@a.example>\r\n", "RCPT TO:<c@a.example>\r\n", "DATA\r\n"} {
		if err := s.Send(b.Context(), []byte(line)); err != nil {
			return err
		}
		if err := s.Settled(b.Context()); err != nil {
			return err
		}
	}
	wire := make([]byte, 0, 2*len(piece))
	return eachPiece(piece, func(text []byte) error {
		wire, _ = smtp.Stuff(wire[:0], text, true)
		return s.Send(b.Context(), wire)
	})
}

func sendStandard(addr string, piece []byte) error {
	c, err := netsmtp.Dial(addr)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Mail("b@a.example"); err != nil {
		return err
	}
	if err := c.Rcpt("c@a.example"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	return eachPiece(piece, func(text []byte) error {
		_, err := w.Write(text)
		return err
	})
}

func sendBare(addr string, piece []byte) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "DATA\r\n"); err != nil {
		return err
	}
	return eachPiece(piece, func(text []byte) error {
		_, err := conn.Write(text)
		return err
	})
}

func eachPiece(piece []byte, send func([]byte) error) error {
	for sent := 0; sent < textSize; sent += len(piece) {
		if err := send(piece); err != nil {
			return err
		}
	}
	return nil
}

// sink is a server that takes every command, and after DATA drops what comes.
func sink(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	b.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go swallow(conn)
		}
	}()
	return l.Addr().String()
}

func swallow(conn net.Conn) {
	defer conn.Close()
	io.WriteString(conn, "220 a\r\n")
	for r := bufio.NewReader(conn); ; {
		line, err := r.ReadString('\n')
		switch {
		case err != nil:
			return
		case line == "DATA\r\n":
			io.WriteString(conn, "354 b\r\n")
			io.Copy(io.Discard, conn)
			return
		}
		io.WriteString(conn, "250 c\r\n")
	}
}
