package smtp

import (
	"bufio"
	"bytes"
	"net/textproto"
	"testing"

	"ehlo/session/smtp/beside"
)

const oneLine = "250 2.1.0 Sender <bob@example.org> Ok\r\n"

const tenLines = "250-mx.example.com Hello client.example [192.0.2.1]\r\n" +
	"250-PIPELINING\r\n250-SIZE 10485760\r\n250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n" +
	"250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 CHUNKING\r\n"

// BenchmarkReply reads replies beside net/textproto, from octets and as they come
// from a connection.
func BenchmarkReply(b *testing.B) {
	for _, c := range []struct{ name, octets string }{{"1line", oneLine}, {"10lines", tenLines}} {
		octets := []byte(c.octets)
		in := bytes.NewReader(octets)
		buf := bufio.NewReader(in)
		r := textproto.NewReader(buf)
		theirs := func() {
			in.Reset(octets)
			buf.Reset(in)
			if _, _, err := r.ReadResponse(250); err != nil {
				b.Fatal(err)
			}
		}
		var s ReplyScanner
		for _, ours := range []struct {
			name string
			read func()
		}{
			{"next", func() {
				if _, _, ok := NextReply(octets, false); !ok {
					b.Fatal("no reply")
				}
			}},
			{"scanner", func() {
				s.Write(octets)
				if _, ok := s.Next(); !ok {
					b.Fatal("no reply")
				}
			}},
		} {
			b.Run(c.name+"/"+ours.name, func(b *testing.B) {
				beside.Run(b, 0, often(ours.read), often(theirs))
				b.ReportMetric(testing.AllocsPerRun(100, ours.read), "allocs")
			})
		}
	}
}

// often makes of what is over at once something that a clock can measure.
func often(f func()) func() {
	return func() {
		for range 1000 {
			f()
		}
	}
}

// BenchmarkReplyLength shows that a reply of twice as many lines takes twice as
// long.
func BenchmarkReplyLength(b *testing.B) {
	read := func(lines int) func() {
		octets := append(bytes.Repeat([]byte("250-PIPELINING\r\n"), lines-1), "250 HELP\r\n"...)
		return func() {
			if _, _, ok := NextReply(octets, false); !ok {
				b.Fatal("no reply")
			}
		}
	}
	beside.Run(b, 0, often(read(1_000)), often(read(2_000)))
}

// BenchmarkCommand reads a command line.
func BenchmarkCommand(b *testing.B) {
	for _, line := range []string{"EHLO client.example\r\n", "MAIL FROM:<bob@example.org> SIZE=1000 BODY=8BITMIME\r\n", "RCPT TO:<alice@example.com>\r\n", "DATA\r\n"} {
		b.Run(line[:4], func(b *testing.B) {
			octets := []byte(line)
			b.ReportAllocs()
			for b.Loop() {
				ParseCommand(octets)
			}
		})
	}
}

// BenchmarkPrintable makes text fit to be shown.
func BenchmarkPrintable(b *testing.B) {
	for name, octets := range map[string]string{"plain": "250 2.1.5 <alice@example.com> recipient ok", "utf8": "Subject: Grüße aus Köln, 日本", "hostile": "\x1b]0;owned\a\u202e\x00\xff\r"} {
		b.Run(name, func(b *testing.B) {
			line := []byte(octets)
			b.ReportAllocs()
			for b.Loop() {
				_ = Printable(line).String()
			}
		})
	}
}
