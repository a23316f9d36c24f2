package loopback

import (
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// BDAT, from RFC 3030 sections 2 and 3.
var chunkRows = []row{
	{"one chunk, LAST", modernRcpt + `C"BDAT 7 LAST\r\nhello\r\n"
S: 250 2.0.0 Ok: queued as M0001
box carol 1
C"BDAT 7 LAST\r\nhello\r\n"
S: 503 5.5.1
C: RCPT TO:<carol@example.com>
S: 503 5.5.1
`},
	{"several chunks, LAST with 0, verb and LAST in any case", modernRcpt + `C"bdat 3\r\nhel"
S: 250 2.0.0 Ok: 3 octets
C: RCPT TO:<alice@example.com>
S: 503 5.5.1
C: MAIL FROM:<bob@example.org>
S: 503 5.5.1
C: STARTTLS
S: 503 5.5.1
C: AUTH CRAM-MD5
S: 503 5.5.1
C: NOOP
S: 250 2.0.0
C"BDAT 4\r\nlo\r\n"
S: 250 2.0.0
C: BDAT 0 last
S: 250 2.0.0 Ok: queued as M0001
box carol 1
box alice 0
`},
	{"nothing but LAST with 0", modernRcpt + `C: BDAT 0 LAST
S: 250 2.0.0 Ok: queued as M0001
box carol 1
notice stored a message without any text
`},
	{"what looks like an end or a command is text", modernRcpt + `C"BDAT 22 LAST\r\n.\r\n\r\n.\r\nRSET\r\n..\r\nQUIT"
S: 250 2.0.0
C: NOOP
S: 250 2.0.0
box carol 1
`},
	{"too small a count: the rest is a command", modernRcpt + `C"BDAT 3 LAST\r\nhello\r\n"
S: 250 2.0.0
S: 500 5.5.1
box carol 1
`},
	{"too great a count: it waits, and the command is text", modernRcpt + `C"BDAT 9 LAST\r\nhello\r\n"
silence
C: NOOP
S: 250 2.0.0
S: 500 5.5.1
box carol 1
`},
	{"without RCPT, MAIL: the octets are read all the same", modernMail + `C"BDAT 6\r\nNOOP\r\n"
S: 503 5.5.1 Bad sequence of commands: RCPT
C: RCPT TO:<zoe@example.com>
S: 550 5.1.1
C"BDAT 6 LAST\r\nNOOP\r\n"
S: 554 5.5.1
C: RSET
S: 250 2.0.0
C"BDAT 6\r\nNOOP\r\n"
S: 503 5.5.1 Bad sequence of commands: MAIL
`},
	{"before EHLO and after HELO it is read all the same", `S: 220
C"BDAT 6\r\nNOOP\r\n"
S: 503 5.5.1
C: HELO client.example
S: 250
C"BDAT 6 LAST\r\nNOOP\r\n"
S: 503 5.5.1
`},
	{"a count that is none: nothing follows", modernRcpt + `C: BDAT
S: 501 5.5.4
C: BDAT x
S: 501 5.5.4
C: BDAT -1
S: 501 5.5.4
C: BDAT 5 FIRST
S: 501 5.5.4
C: BDAT 5 LAST x
S: 501 5.5.4
C: BDAT 99999999999999999999
S: 501 5.5.4
C: NOOP
S: 250 2.0.0
`},
	{"DATA and BDAT do not mix", modernRcpt + `C"BDAT 3\r\nhel"
S: 250 2.0.0
C: DATA
S: 503 5.5.1
C: RSET
S: 250 2.0.0
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<carol@example.com>
S: 250
C: DATA
S: 354
C: hi
C: .
S: 250 2.0.0 Ok: queued as M0001
box carol 1
`},
	{"RSET drops what came", modernRcpt + `C"BDAT 3\r\nhel"
S: 250 2.0.0
C: RSET
S: 250 2.0.0
C: BDAT 0 LAST
S: 503 5.5.1
box carol 0
`},
	{"more than SIZE: 552, and all that follows in the group is dropped", modernRcpt +
		"C\"BDAT 5\\r\\nhello\"\nS: 250 2.0.0\n" +
		"C\"BDAT 10485756\\r\\n\"\n" + strings.Repeat("C\""+strings.Repeat("x", 10485756/12)+"\"\n", 12) + "S: 552 5.3.4\n" + `C"BDAT 2\r\nhi"
S: 552 5.3.4
C: DATA
S: 503 5.5.1
C: RCPT TO:<alice@example.com>
S: 503 5.5.1
C: BDAT 0 LAST
S: 552 5.3.4
box carol 0
C: BDAT 0 LAST
S: 503 5.5.1
C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<carol@example.com>
S: 250
C"BDAT 2 LAST\r\nhi"
S: 250 2.0.0
box carol 1
`},
	{"as much as SIZE", modernRcpt +
		"C\"BDAT 10485760 LAST\\r\\n\"\n" + strings.Repeat("C\""+strings.Repeat("x", 10485760/16)+"\"\n", 16) + "S: 250 2.0.0\nbox carol 1\nnotice stored a message whose text breaks\n"},
	{"a whole transaction in one segment (2920)", modernPlain + `C"MAIL FROM:<bob@example.org>\r\nRCPT TO:<zoe@example.com>\r\nRCPT TO:<carol@example.com>\r\nBDAT 3\r\nhelBDAT 4\r\nlo\r\nBDAT 0 LAST\r\nNOOP\r\n"
S: 250 2.1.0
S: 550 5.1.1
S: 250 2.1.5
S: 250 2.0.0 Ok: 3 octets
S: 250 2.0.0 Ok: 4 octets
S: 250 2.0.0 Ok: queued as M0001
S: 250 2.0.0 Ok
box carol 1
`},
	{"a refused transaction in one segment", modernPlain + `C"MAIL FROM:<bob@example.org>\r\nRCPT TO:<zoe@example.com>\r\nBDAT 3\r\nhelBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n"
S: 250 2.1.0
S: 550 5.1.1
S: 554 5.5.1
S: 554 5.5.1
S: 250 2.0.0
`},
	{"lost inside a chunk, and between two", modernRcpt + `C"BDAT 3\r\nhel"
S: 250 2.0.0
C"BDAT 9\r\nlo"
lost
box carol 0
notice the connection ended inside the text
`},
	{"BINARYMIME: BDAT only, and octets of any kind (3)", modernPlain + `C: MAIL FROM:<bob@example.org> BODY=BINARYMIME
S: 250 2.1.0
C: DATA
S: 503 5.5.1 Bad sequence of commands: RCPT
C: RCPT TO:<carol@example.com>
S: 250 2.1.5
C: DATA
S: 503 5.5.1 Bad sequence of commands: only BDAT
C"BDAT 6 LAST\r\n\x00\xff\n\r.\n"
S: 250 2.0.0
box carol 1
`},
	{"the same octets without it are stored and marked", modernRcpt + `C"BDAT 6 LAST\r\n\x00\xff\n\r.\n"
S: 250 2.0.0
box carol 1
notice stored a message whose text breaks
`},
}

// Whatever the octets and however they are cut into chunks and segments: what was
// said is what is stored.
func TestChunksAreKeptOctetByOctet(t *testing.T) {
	o := ofType(t, "modern")
	o.Limits.Mail = 1 // holds the newest message only
	s := New(o.Fixed())
	rapid.Check(t, func(t *rapid.T) {
		var wire, want []byte
		wire = append(wire, "EHLO c.example\r\nMAIL FROM:<bob@example.org> BODY=BINARYMIME\r\nRCPT TO:<carol@example.com>\r\n"...)
		pieces := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]byte("\r\n..a\x00\xffB")), 0, 50), 1, 6).Draw(t, "chunks")
		for i, piece := range pieces {
			wire = append(wire, "BDAT "+strconv.Itoa(len(piece))...)
			if i == len(pieces)-1 {
				wire = append(wire, " LAST"...)
			}
			wire = append(append(wire, "\r\n"...), piece...)
			want = append(want, piece...)
		}
		wire = append(wire, "QUIT\r\n"...)
		client, server := net.Pipe()
		go s.ServeConn(server)
		go func() {
			for len(wire) > 0 {
				n := rapid.IntRange(1, len(wire)).Draw(t, "segment")
				client.Write(wire[:n])
				wire = wire[n:]
			}
		}()
		heard, _ := io.ReadAll(client)
		box := s.Box("carol")
		if len(box) != 1 || !bytes.Equal(box[0].Body, want) || len(box[0].Faults) > 0 {
			t.Fatalf("stored %+v, want %q; heard %q", box, want, heard)
		}
		if n := bytes.Count(heard, []byte("\r\n250 2.0.0 ")); n != len(pieces) || !bytes.Contains(heard, []byte("\r\n221 ")) {
			t.Fatalf("%d answers to %d chunks: %q", n, len(pieces), heard)
		}
	})
}

func TestAGreatCountTakesNoMemory(t *testing.T) {
	c := &chunks{}
	for range 3 {
		c.announce(1<<63-1, 10)
	}
	if c.size != 11 || c.body != nil {
		t.Errorf("%+v", c)
	}
}
