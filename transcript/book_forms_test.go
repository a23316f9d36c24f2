package transcript

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ehlo/session/smtp"
)

// spoken is what was said in a transcript: a line for each of the client's, a piece
// for each reply.
func spoken(t *Transcript) []string {
	var all []string
	for i := range t.Len() {
		switch e := t.At(i); e.Who {
		case Client:
			for line := range strings.Lines(string(e.Octets)) {
				all = append(all, "C "+line)
			}
		case Server:
			all = append(all, "S "+string(e.Octets))
		}
	}
	return all
}

// words are what a generated session is made of.
var (
	wordsSaid = []string{
		"EHLO client.example", "HELO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "rcpt to:<zoe@example.com>",
		"RSET", "NOOP", "VRFY alice", "HELP", "DATA", "DATA", "QUIT",
	}
	wordsAnswered = []string{"250 2.1.0 Ok", "250", "550 5.1.1 No such user here", "503 5.5.1 MAIL first", "252-a\r\n252 b"}
	wordsText     = []string{"Subject: x", "", "250 2.1.5 Ok", "354 go", "..", "..dot", "S: 250 x", "<- 250 x", "> quoted", "* a", "QUIT", "dear alice,"}
)

// generated returns a session in which each command awaits its reply.
func generated(t *rapid.T) *Transcript {
	tape := New(Start{})
	tape.Record(local(Connected, ""))
	tape.Record(hears("220 mx.example.com ESMTP\r\n"))
	for range rapid.IntRange(1, 12).Draw(t, "commands") {
		line := rapid.SampledFrom(wordsSaid).Draw(t, "command")
		tape.Record(says(line + "\r\n"))
		answer := rapid.SampledFrom(wordsAnswered).Draw(t, "reply")
		switch {
		case line == "QUIT":
			tape.Record(hears("221 Bye\r\n"))
			return tape
		case strings.HasPrefix(line, "EHLO"):
			answer = "250-mx.example.com\r\n250-SIZE 1000\r\n250 HELP"
		case line == "DATA" && rapid.Bool().Draw(t, "go"):
			tape.Record(hears("354 End with a dot\r\n"))
			for range rapid.IntRange(0, 6).Draw(t, "lines") {
				tape.Record(says(rapid.SampledFrom(wordsText).Draw(t, "text") + "\r\n"))
			}
			tape.Record(says(".\r\n"))
		}
		tape.Record(hears(answer + "\r\n"))
	}
	return tape
}

// A hand writes a line of a session as some program or author would.
type hand struct {
	form           string
	client, server string
	before, end    string
}

var hands = []hand{
	{"listing", "C: ", "S: ", "(a listing)\n", "\n"},
	{"listing", "      C: ", "      S: ", "A heading of a book\n\n", "\r\n"},
	{"listing", "   S: ", "   R: ", "", "\n"},
	{"listing", "Client: ", "Server: ", "", "\n"},
	{"swaks", " -> ", "<-  ", "=== Trying mx:25...\n=== Connected to mx.\n", "\n"},
	{"swaks", " ~> ", "<~  ", "=== Trying mx:25...\n=== Connected to mx.\n", "\n"},
	{"curl", "> ", "< ", "*   Trying 192.0.2.1:25...\n* Connected to mx (192.0.2.1) port 25 (#0)\n", "\r\n"},
	{"arrows", "--> ", "<-- ", "", "\n"},
	{"arrows", "  SMTP>> ", "  SMTP<< ", "", "\n"},
	{"postfix", "postfix/smtp[1]: > mx[192.0.2.1]:25: ", "postfix/smtp[1]: < mx[192.0.2.1]:25: ", "", "\n"},
	{"notice", " In:  ", " Out: ", "Transcript of session follows.\n\n", "\n"},
	{"notice", " Out: ", " In:  ", "Transcript of session follows.\n\n", "\n"},
	{"terminal", "", "", "$ telnet mx 25\nTrying 192.0.2.1...\nConnected to mx.\nEscape character is '^]'.\n", "\n"},
	{"terminal", "", "", "Connection to mx 25 port [tcp/smtp] succeeded!\r\n", "\r\r\n"},
	{"terminal", "    ", "    ", "", "\n"},
}

func (h hand) write(t *Transcript) string {
	var b strings.Builder
	b.WriteString(h.before)
	for _, said := range spoken(t) {
		sign := h.client
		if said[0] == 'S' {
			sign = h.server
		}
		for line := range strings.Lines(said[2:]) {
			b.WriteString(sign + strings.TrimSuffix(line, "\r\n") + h.end)
		}
	}
	return b.String()
}

// TestBooksReadBack shows that a session written down in any form is read as it
// was, without a doubt.
func TestBooksReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tape := generated(t)
		want := strings.Join(spoken(tape), "")
		h := rapid.SampledFrom(hands).Draw(t, "hand")
		text := h.write(tape)
		b, err := ReadBook("book", []byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got := strings.Join(spoken(b.Transcript()), ""); got != want || b.Form != h.form && b.Form != "script" {
			t.Fatalf("as %s\n%s\nread as %s\n%s", h.form, text, b.Form, got)
		}
		if b.Doubtful() > 0 {
			t.Fatalf("%d doubtful lines in\n%s\n%v", b.Doubtful(), text, b.Lines)
		}
	})
}

// TestScriptsReadBack shows the same of what WriteScript writes.
func TestScriptsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tape := generated(t)
		var script bytes.Buffer
		if err := WriteScript(&script, tape); err != nil {
			t.Fatal(err)
		}
		b, err := ReadBook("book", script.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, &script)
		}
		if got, want := strings.Join(spoken(b.Transcript()), ""), strings.Join(spoken(tape), ""); got != want || b.Form != "script" {
			t.Fatalf("wrote\n%s\nread\n%s\nwant\n%s", &script, got, want)
		}
	})
}

// gist is what was said, of replies the code of each line: in a script their text
// is for people.
func gist(t *Transcript) []string {
	all := spoken(t)
	for i, said := range all {
		r := smtp.ParseReply([]byte(said[2:]))
		if said[0] == 'C' || r.Malformed() {
			continue
		}
		all[i] = "S"
		for l := range r.Lines() {
			all[i] += fmt.Sprint(" ", l.Code, l.Last)
		}
	}
	return all
}

// converted checks that what was read of a book can be written as a script, and
// that this reads as the same.
func converted(t *testing.T, b *Book) {
	var script bytes.Buffer
	if err := b.WriteScript(&script); err != nil {
		if err == ErrScriptTooLong {
			return
		}
		t.Fatal(err)
	}
	s, err := ParseScript("converted", script.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, &script)
	}
	tape, err := s.Transcript()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%q", gist(tape)), fmt.Sprintf("%q", gist(b.Transcript())); got != want {
		t.Errorf("wrote\n%s\nread %s\nwant %s", &script, got, want)
	}
}

func FuzzBook(f *testing.F) {
	for _, h := range hands {
		tape := tapeOf(local(Connected, ""), hears("220 mx\r\n"), says("EHLO a\r\n"), hears("250-mx\r\n250 SIZE\r\n"),
			says("DATA\r\n"), hears("354 go\r\n"), says("x\r\n"), says(".\r\n"), hears("250 Ok\r\n"))
		f.Add([]byte(h.write(tape)))
	}
	for _, s := range []string{
		"220 a\nEHLO b\n250-c\n  d\n\nFOO\n.\n\n500 x\nAUTH LOGIN\n334 \n250 x\nDONE\nRENEGOTIATING\n",
		"CONNECTED(00000003)\n---\nNew, TLSv1.3, Cipher is X\n250 HELP\nread R BLOCK\nBDAT 9\nabc\n421 x\nclosed\n220 b\n",
		"S: BDAT 99999999\nR: 250 Ok\nS: BDAT 5 LAST\nS: (five)\nR: 250\nS: x<CRLF>\nS: <CRLF>.<CRLF>\nR: ...\n\n   x [Page 3]\n\n\fRFC 1\n\nfoo\n",
		"C: DATA\nS: 354\nx\n\n  y\n.\nC\"a\\n\"\nS\"25\"\n# n\n#: p\n@closed\nS\"2\"\nS: 220-x\nS: 334 AAAAAAAAAAAAAAAA\n   AAAA\n",
		" -> DATA\n<-  354 x\n -> 3 lines sent\n<** Timeout\n<-  250 y\n*** z\n=== TLS started w\n",
		"connect: to ('a', 25) None\nreply: b'220 a\\r\\n'\nsend: 'data\\r\\n'\nreply: b'354\\xff\\r\\n'\nsend: b\"it\\'s\\n.\\r\\n\"\nreply: '2'\n",
		"**** SMTP testing session as if from host a\n220 a\nDATA\n354 x\n>>> y\nLOG: z\n.\n250 Ok\n",
		"> > 220 a\n> > QUIT\n", "< 220\n> DATA\n< 354\n} [4 bytes data]\n< 250\n\r x\r* Closing connection 0\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		var b *Book
		var err error
		if n := allocated(func() { b, err = ReadBook("f", octets) }); n > 8<<20+uint64(4000*len(octets)) {
			t.Errorf("%d octets of memory for %d", n, len(octets))
		}
		if err != nil {
			return
		}
		for _, l := range b.Lines {
			if l.Event >= b.Transcript().Len() || l.Number < 0 || l.Number > bytes.Count(octets, []byte("\n"))+1 {
				t.Fatalf("%+v of %d events", l, b.Transcript().Len())
			}
		}
		for i := range b.Marked().Len() {
			_ = smtp.Printable(b.Marked().At(i).Octets)
		}
		if b.Form != "script" {
			converted(t, b)
		}
	})
}
