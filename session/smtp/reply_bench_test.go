package smtp

import (
	"bufio"
	"bytes"
	"net/textproto"
	"testing"
)

const oneLine = "250 2.1.0 Sender <bob@example.org> Ok\r\n"

const tenLines = "250-mx.example.com Hello client.example [192.0.2.1]\r\n" +
	"250-PIPELINING\r\n250-SIZE 10485760\r\n250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n" +
	"250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 CHUNKING\r\n"

func BenchmarkReply(b *testing.B) {
	for _, c := range []struct{ name, octets string }{{"1line", oneLine}, {"10lines", tenLines}} {
		octets := []byte(c.octets)
		b.Run(c.name+"/next", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, ok := NextReply(octets, false); !ok {
					b.Fatal("no reply")
				}
			}
		})
		b.Run(c.name+"/scanner", func(b *testing.B) {
			b.ReportAllocs()
			var s ReplyScanner
			for b.Loop() {
				s.Write(octets)
				if _, ok := s.Next(); !ok {
					b.Fatal("no reply")
				}
			}
		})
		b.Run(c.name+"/textproto", func(b *testing.B) {
			b.ReportAllocs()
			in := bytes.NewReader(octets)
			buf := bufio.NewReader(in)
			r := textproto.NewReader(buf)
			for b.Loop() {
				in.Reset(octets)
				buf.Reset(in)
				if _, _, err := r.ReadResponse(250); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
