package loopback

import (
	"bytes"
	"io"
	"net"
	"regexp"
	"testing"
	"time"
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
			converse(t, must(PersonaNamed(name)), way, line)
		}
	})
}

func converse(t *testing.T, p *Persona, way, line []byte) {
	s := New(Options{Persona: p, Notice: func(n Notice) {
		if n.Remark == ServerError {
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
