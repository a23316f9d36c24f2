package smtp

import (
	"bufio"
	"bytes"
	"io"
	"math/rand/v2"
	"net/textproto"
	"strings"
	"testing"

	"ehlo/session/smtp/beside"
)

const bodySize = 8 << 20

// bodies are the texts that transparency is measured on: what mail is made of, and
// the worst there is.
func bodies() map[string][]byte {
	fill := func(line string) []byte {
		return []byte(strings.Repeat(line, bodySize/len(line)))
	}
	random := make([]byte, bodySize)
	octets := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = "\r\n.x"[octets.IntN(4)]
	}
	return map[string][]byte{
		"text":   fill("The quick brown fox jumps over a lazy dog.\r\n"),
		"base64": fill(strings.Repeat("QUJD", 19) + "\r\n"),
		"dots":   fill(".\r\n"),
		"random": random,
	}
}

// BenchmarkStuff encodes beside net/textproto's DotWriter.
func BenchmarkStuff(b *testing.B) {
	for name, body := range bodies() {
		b.Run(name, func(b *testing.B) {
			out := make([]byte, 0, len(body)*2)
			beside.Run(b, len(body), func() {
				out, _ = Stuff(out[:0], body, true)
			}, func() {
				w := textproto.NewWriter(bufio.NewWriterSize(io.Discard, 64<<10)).DotWriter()
				w.Write(body)
				w.Close()
			})
		})
	}
}

// BenchmarkStuffCopy encodes beside a bare copy, the bound.
func BenchmarkStuffCopy(b *testing.B) {
	body := bodies()["text"]
	out, to := make([]byte, 0, len(body)*2), make([]byte, len(body))
	beside.Run(b, len(body), func() { out, _ = Stuff(out[:0], body, true) }, func() { copy(to, body) })
}

// BenchmarkUnstuff decodes beside net/textproto's DotReader.
func BenchmarkUnstuff(b *testing.B) {
	for name, body := range bodies() {
		if name == "random" {
			continue // for a DotReader it ends at the first dot between bare LFs
		}
		b.Run(name, func(b *testing.B) {
			wire := EndText(Stuff(nil, body, true))
			out := make([]byte, 0, len(wire)+64)
			in := bytes.NewReader(wire)
			beside.Run(b, len(wire), func() {
				var u Unstuffer
				if _, _, done := u.Write(out[:0], wire); !done {
					b.Fatal("no end")
				}
			}, func() {
				in.Reset(wire)
				r := textproto.NewReader(bufio.NewReaderSize(in, 64<<10)).DotReader()
				if _, err := io.Copy(io.Discard, r); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}
