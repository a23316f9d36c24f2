package session

import (
	"bytes"
	"io"
	"net"
	"testing"
)

// BenchmarkText sends a message text of 64 MiB over loopback, recorded, in the
// pieces in which a file goes out.
func BenchmarkText(b *testing.B) { benchText(b, true) }

// BenchmarkRawWrite sends the same octets on the bare connection: the bound.
func BenchmarkRawWrite(b *testing.B) { benchText(b, false) }

func benchText(b *testing.B, recorded bool) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				io.WriteString(conn, "220 a\r\n354 b\r\n")
				io.Copy(io.Discard, conn)
			}()
		}
	}()
	target, err := ParseTarget(l.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	piece := bytes.Repeat([]byte("all work and no play makes jack a dull boy, says the textbook\r\n"), 1024)
	b.SetBytes(64 << 20)
	for b.Loop() {
		s, err := Open(b.Context(), target, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Send(b.Context(), []byte("DATA\r\n")); err != nil {
			b.Fatal(err)
		}
		if err := s.Settled(b.Context()); err != nil {
			b.Fatal(err)
		}
		for sent := 0; sent < 64<<20; sent += len(piece) {
			if recorded {
				err = s.Send(b.Context(), piece)
			} else {
				_, err = s.conn.Write(piece)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		s.Close()
	}
}
