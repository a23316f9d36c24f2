// Package hostile says any octets to the included server. It stands apart from the
// server's own tests, which link TLS: what is fuzzed links none. It has no code of its
// own.
package hostile

import (
	"bytes"
	"io"
	"net"
	"regexp"
	"testing"
	"time"

	"ehlo/session/loopback"
)

// What the four states of the fuzz target are reached with.
var fuzzWays = [][]byte{
	nil,
	[]byte("EHLO c.example\r\n"),
	[]byte("EHLO c.example\r\nMAIL FROM:<bob@example.org>\r\nRCPT TO:<carol@example.com>\r\n"),
	[]byte("HELO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<team@example.com>\r\nDATA\r\n"),
}

var replyLine = regexp.MustCompile(`^[2345][0-5][0-9][ -][ -~]*$`)

// FuzzServe says one line of any octets in each of four states. Whatever it is, the
// server neither fails nor falls silent: it answers QUIT, in lines that fit RFC
// 5321 sections 4.2 and 4.5.3.1.5.
func FuzzServe(f *testing.F) {
	for _, line := range []string{
		"", "NOOP", "EHLO [127.0.0.1]", "EHLO [IPv6:::1]", "MAIL FROM:<@a,@b:c@d> SIZE=1 BODY=8BITMIME",
		"MAIL FROM:<\"a\\\"@\"@x>", "RCPT TO:<carol@[127.0.0.1]>", "RCPT TO:<\"c\\arol\"@example.com>",
		"HELO [" + string(bytes.Repeat([]byte("1"), 3000)), "VRFY \"smith\"", "VRFY <>", "VRFY @", "EXPN team", "HELP \x00", "DATA", "BDAT 99999999999999 LAST", "QUIT",
		"a\nb", "a\rb", "\r\n.\r\nQUIT", ".", "\xff\xfe", "AUTH PLAIN =", "RCPT TO:<" + string(bytes.Repeat([]byte("a"), 600)),
	} {
		f.Add([]byte(line), false)
		f.Add([]byte(line), true)
	}
	f.Fuzz(func(t *testing.T, line []byte, lenient bool) {
		name := "default"
		if lenient {
			name = "lenient"
		}
		for _, way := range fuzzWays {
			converse(t, serverType(name), way, line)
		}
	})
}

func serverType(name string) *loopback.Persona {
	p, ok := loopback.PersonaNamed(name)
	if !ok {
		panic("there is no server type " + name)
	}
	return p
}

func converse(t *testing.T, p *loopback.Persona, way, line []byte) {
	s := loopback.New(loopback.Options{Persona: p, Notice: func(n loopback.Notice) {
		if n.Remark == loopback.ServerError {
			t.Errorf("the server failed at %q behind %q", line, way)
		}
	}}.Fixed())
	client, server := net.Pipe()
	client.SetDeadline(time.Now().Add(20 * time.Second)) // a hang, not a measure
	go func() {
		client.Write(bytes.Join([][]byte{way, line, []byte("\r\n.\r\nQUIT\r\n")}, nil))
	}()
	go s.ServeConn(server)
	heard, err := io.ReadAll(client)
	if err != nil {
		t.Fatalf("%q behind %q: %v, heard %q", line, way, err, heard)
	}
	lines := bytes.Split(bytes.TrimSuffix(heard, []byte("\r\n")), []byte("\r\n"))
	for _, l := range lines {
		if !replyLine.Match(l) || len(l) > 510 {
			t.Fatalf("%q behind %q: it said %q", line, way, l)
		}
	}
	if last := lines[len(lines)-1]; !bytes.HasPrefix(last, []byte("221 2.0.0 ")) {
		t.Fatalf("%q behind %q: it ended with %q", line, way, last)
	}
	client.Close()
	s.Close()
}

// loginWays lead to each step of a login and to each place where octets of a BDAT may
// come.
var loginWays = []string{
	"",
	"EHLO c.example\r\n",
	"EHLO c.example\r\nAUTH PLAIN\r\n",
	"EHLO c.example\r\nAUTH LOGIN\r\n",
	"EHLO c.example\r\nAUTH LOGIN YWxpY2U=\r\n",
	"EHLO c.example\r\nAUTH CRAM-MD5\r\n",
	"EHLO c.example\r\nAUTH SCRAM-SHA-256 biwsbj1hbGljZSxyPWFiYw==\r\n",
	"EHLO c.example\r\nMAIL FROM:<bob@example.org>\r\n",
	"EHLO c.example\r\nMAIL FROM:<bob@example.org> BODY=BINARYMIME\r\nRCPT TO:<carol@example.com>\r\n",
	"EHLO c.example\r\nMAIL FROM:<bob@example.org>\r\nRCPT TO:<carol@example.com>\r\nBDAT 3\r\nabc",
}

// FuzzLoginAndChunks says any octets as an answer to a 334, as a BDAT with what stands
// behind it, or as anything else. The server neither fails nor hangs, keeps no more
// than was said, logs in nobody, and answers in lines that fit RFC 5321 section 4.2.
func FuzzLoginAndChunks(f *testing.F) {
	for way := range loginWays {
		for _, line := range []string{
			"", "*", "=", "AGFsaWNlAHg=", "YWxpY2U=", "YWxpY2UgMDA=", "biwsbj1hbGljZSxyPWFiYw==", "biwsbj0=", "\x00", "a\nb",
			"Yz1iaXdzLHI9YWJjLHA9", "AUTH", "AUTH PLAIN =", "AUTH LOGIN AAA=BBB", "AUTH SCRAM-SHA-256 cD10bHMtdW5pcXVlLCxuPXVzZXI=",
			"BDAT 0 LAST", "BDAT 5 LAST\r\n.\r\n.\r", "BDAT 9223372036854775807", "BDAT 9223372036854775807 LAST", "BDAT -1", "BDAT 1 LAST x",
			"RCPT TO:<carol@example.com> NOTIFY=NEVER ORCPT=rfc822;+41", "MAIL FROM:<\xc3\xbc@x.example> SMTPUTF8 ENVID=+2B AUTH=+3C+3E", "STARTTLS x", "DATA",
		} {
			f.Add(uint8(way), []byte(line))
		}
	}
	modern := *serverType("modern")
	modern.Extensions = modern.Secure // what shows a password is to be had without TLS
	f.Fuzz(func(t *testing.T, way uint8, line []byte) {
		said := loginWays[int(way)%len(loginWays)] + string(line) + "\r\n"
		s := loopback.New(loopback.Options{Persona: &modern, Notice: func(n loopback.Notice) {
			if n.Remark == loopback.ServerError {
				t.Errorf("the server failed at %q", said)
			}
		}, Log: func(l loopback.Line) {
			if l.Who == loopback.ByServer && bytes.HasPrefix(l.Octets, []byte("235")) {
				t.Errorf("%q logged in", said)
			}
		}})
		client, server := net.Pipe()
		client.SetDeadline(time.Now().Add(20 * time.Second)) // a hang, not a measure
		heard := make(chan []byte)
		go func() { b, _ := io.ReadAll(client); heard <- b }()
		go func() { io.WriteString(client, said); client.Close() }()
		s.ServeConn(server)
		lines := bytes.Split(bytes.TrimSuffix(<-heard, []byte("\r\n")), []byte("\r\n"))
		for _, l := range lines[:len(lines)-1] { // the client may have left before the last one
			if !replyLine.Match(l) && !challengeLine.Match(l) {
				t.Fatalf("%q: it said %q", said, l)
			}
		}
		for _, m := range s.Box("carol") {
			if len(m.Body) > len(said) {
				t.Fatalf("%q: stored %d octets", said, len(m.Body))
			}
		}
	})
}

// A challengeLine is base64 and nothing else (RFC 4954 section 4).
var challengeLine = regexp.MustCompile(`^334 [A-Za-z0-9+/]*={0,2}$`)
