package smtp

import (
	"bufio"
	"bytes"
	"io"
	"net/textproto"
	"strings"
	"testing"
)

const bodySize = 8 << 20

// bodies are the texts that transparency is measured on.
func bodies() map[string][]byte {
	fill := func(line string) []byte {
		return []byte(strings.Repeat(line, bodySize/len(line)))
	}
	return map[string][]byte{
		"text":   fill("The quick brown fox jumps over a lazy dog.\r\n"),
		"base64": fill(strings.Repeat("QUJD", 19) + "\r\n"),
		"dots":   fill(".\r\n"),
	}
}

func BenchmarkStuff(b *testing.B) {
	for name, body := range bodies() {
		out := make([]byte, 0, len(body)*2)
		b.Run(name+"/ehlo", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				out, _ = Stuff(out[:0], body, true)
			}
		})
		b.Run(name+"/textproto", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				w := textproto.NewWriter(bufio.NewWriterSize(io.Discard, 64<<10)).DotWriter()
				w.Write(body)
				w.Close()
			}
		})
		b.Run(name+"/copy", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				copy(out[:len(body)], body)
			}
		})
	}
}

func BenchmarkUnstuff(b *testing.B) {
	for name, body := range bodies() {
		wire, starts := Stuff(nil, body, true)
		wire = EndText(wire, starts)
		out := make([]byte, 0, len(wire)+64)
		b.Run(name+"/ehlo", func(b *testing.B) {
			b.SetBytes(int64(len(wire)))
			for b.Loop() {
				var u Unstuffer
				if _, _, done := u.Write(out[:0], wire); !done {
					b.Fatal("no end")
				}
			}
		})
		b.Run(name+"/textproto", func(b *testing.B) {
			b.SetBytes(int64(len(wire)))
			in := bytes.NewReader(wire)
			for b.Loop() {
				in.Reset(wire)
				r := textproto.NewReader(bufio.NewReaderSize(in, 64<<10)).DotReader()
				if _, err := io.Copy(io.Discard, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
