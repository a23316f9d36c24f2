package session

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp/beside"
	"ehlo/session/target"
)

// BenchmarkSecureText is BenchmarkText inside TLS from the first octet, beside bare
// writes of the same octets into TLS.
func BenchmarkSecureText(b *testing.B) {
	cert, roots := certify(b, time.Now().Add(time.Hour), "mx.example.org")
	addr := secureSink(b, &tls.Config{Certificates: []tls.Certificate{cert}})
	to, err := target.Parse("smtps://" + addr)
	must(b, err)
	o := Options{TLS: TLSOptions{Roots: roots, ServerName: "mx.example.org", Verify: true}}
	for name, line := range map[string]string{
		"text":   "The quick brown fox jumps over a lazy dog.\r\n",
		"base64": strings.Repeat("QUJD", 19) + "\r\n",
	} {
		piece := []byte(strings.Repeat(line, 64<<10/len(line)))
		b.Run(name+"/beside-bare-writes", func(b *testing.B) {
			beside.Run(b, textSize, func() { must(b, sendRecordedWith(b, to, o, piece)) }, func() {
				conn, err := tls.Dial("tcp", addr, &tls.Config{RootCAs: roots, ServerName: "mx.example.org"})
				must(b, err)
				defer conn.Close()
				_, err = io.WriteString(conn, "DATA\r\n")
				must(b, err)
				must(b, eachPiece(piece, func(text []byte) error {
					_, err := conn.Write(text)
					return err
				}))
			})
		})
	}
}

func secureSink(b *testing.B, config *tls.Config) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	b.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go swallow(tls.Server(conn, config))
		}
	}()
	return l.Addr().String()
}
