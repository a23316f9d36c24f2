package loopback

import (
	"bytes"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	"ehlo/session/smtp"

	"pgregory.net/rapid"
)

// wireForm is message text as it must cross the wire, octet by octet as RFC 5321
// section 4.5.2 says it, and what the server is to store of it.
func wireForm(text []byte) (wire, stored []byte) {
	start := true
	for i, c := range text {
		if start && c == '.' {
			wire = append(wire, '.')
		}
		wire = append(wire, c)
		start = c == '\n' && i > 0 && text[i-1] == '\r'
	}
	stored = slices.Clone(text)
	if !start {
		wire, stored = append(wire, "\r\n"...), append(stored, "\r\n"...)
	}
	return append(wire, ".\r\n"...), stored
}

// transact sends one message over a pipe, its text in pieces as cut asks, and
// returns what lies in carol's mailbox and what the server said last.
func transact(s *Server, wire []byte, cut func(left int) int) ([]Message, []byte) {
	client, server := net.Pipe()
	done := make(chan struct{})
	go func() { s.ServeConn(server); close(done) }()
	heard := make(chan []byte)
	go func() { b, _ := io.ReadAll(client); heard <- b }()
	io.WriteString(client, "EHLO c.example\r\nMAIL FROM:<bob@example.org>\r\nRCPT TO:<carol@example.com>\r\nDATA\r\n")
	for len(wire) > 0 {
		n := cut(len(wire))
		client.Write(wire[:n])
		wire = wire[n:]
	}
	io.WriteString(client, "QUIT\r\n")
	<-done
	return s.Box("carol"), <-heard
}

func TestTransparency(t *testing.T) {
	s := New(Options{Limits: Limits{Mail: 1}}.Fixed()) // holds the newest message only
	octet := rapid.SampledFrom([]byte("\r\r\n\n...a\x00\xff \t"))
	line := rapid.SampledFrom([]string{"\r\n", ".\r\n", "..\r\n", "\r\n.", "\n.\n", "\r.\r", "\n.\r\n", "text\r\n", strings.Repeat("x", 1200)})
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for _, piece := range rapid.SliceOfN(rapid.OneOf(
			rapid.Map(rapid.SliceOfN(octet, 0, 20), func(b []byte) string { return string(b) }), line,
		), 0, 20).Draw(t, "text") {
			text = append(text, piece...)
		}
		wire, want := wireForm(text)
		box, heard := transact(s, wire, func(left int) int { return rapid.IntRange(1, left).Draw(t, "piece") })
		if len(box) != 1 || !bytes.Equal(box[0].Body, want) {
			t.Fatalf("stored %+v, want %q; heard %q", box, want, heard)
		}
		if !bytes.HasSuffix(heard, []byte("\r\n221 2.0.0 smtp.example.com Service closing transmission channel\r\n")) {
			t.Fatalf("heard %q", heard)
		}
	})
}

// Sequences that end a message for some server, but for none that follows RFC 5321
// section 4.1.1.4. What stands behind must be text, whatever the pieces it comes in.
func TestNoFalseEndOfText(t *testing.T) {
	for _, end := range []string{
		"\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n.\r", "\r.\n",
		"\r\n\x00.\r\n", "\r\n.\x00\r\n", "\r\n..\r\n", "\r\n. \r\n", "\r\r.\r\r",
	} {
		text := "a" + end + "MAIL FROM:<admin@example.com>\r\n"
		for _, size := range []int{1, 2, 3, 1000} {
			s := New(Options{}.Fixed())
			box, heard := transact(s, []byte(text+".\r\n"), func(left int) int { return min(size, left) })
			if len(box) != 1 || !strings.HasSuffix(string(box[0].Body), "MAIL FROM:<admin@example.com>\r\n") {
				t.Errorf("%q in pieces of %d: %d messages; heard %q", end, size, len(box), heard)
			}
		}
	}
}

// scanSlowly is a textScan that looks at every octet.
func scanSlowly(b []byte) (found [textFaultCount]bool, at [textFaultCount]int) {
	mark := func(i, where int) {
		if !found[i] {
			found[i], at[i] = true, where
		}
	}
	line := 0
	for i, c := range b {
		switch {
		case c == '\n' && i > 0 && b[i-1] == '\r':
			if i+1-line > smtp.TextLineLimit {
				mark(longLine, line)
			}
			line = i + 1
		case c == '\n':
			mark(looseLF, i)
		case c == '\r' && i+1 < len(b) && b[i+1] != '\n':
			mark(looseCR, i)
		case c >= 0x80:
			mark(highOctet, i)
		case c == 0:
			mark(nul, i)
		}
	}
	if len(b)-line > smtp.TextLineLimit {
		mark(longLine, line)
	}
	return found, at
}

func TestFaultsOfText(t *testing.T) {
	octet := rapid.SampledFrom([]byte("\r\r\r\n\n\naaaaaaaa\x00\x80"))
	piece := rapid.OneOf(
		rapid.Map(rapid.SliceOfN(octet, 0, 10), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{"\r\n", "plain text\r\n", strings.Repeat("x", 700)}),
	)
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), ""))
		var scan textScan
		for rest := b; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			scan.write(rest[:n])
			rest = rest[n:]
		}
		found, at := scanSlowly(b)
		if scan.found != found {
			t.Fatalf("%q: found %v, want %v", b, scan.found, found)
		}
		for i := range found {
			if found[i] && scan.spans[i].From != at[i] {
				t.Fatalf("%q: fault %d at %d, want %d", b, i, scan.spans[i].From, at[i])
			}
		}
	})
}
