package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
)

// scriptOf returns the script of a transcript.
func scriptOf(t testing.TB, tape *Transcript) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteScript(&b, tape); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var zone = time.FixedZone("", 2*60*60)

// tapeOf returns a transcript of the entries, ten milliseconds apart.
func tapeOf(entries ...Entry) *Transcript {
	tape := New(Start{Time: time.Date(2026, 11, 21, 22, 32, 0, 123e6, zone), Target: "mx.example:25", Program: "ehlo 0.1"})
	for i, e := range entries {
		e.At = time.Duration(i) * 10 * time.Millisecond
		tape.Record(e)
	}
	return tape
}

func local(f Fact, text string) Entry { return Entry{Who: Local, Fact: f, Text: text} }
func says(s string) Entry             { return Entry{Who: Client, Octets: []byte(s)} }
func hears(s string) Entry            { return Entry{Who: Server, Octets: []byte(s)} }
func grouped(n uint32, s string) Entry {
	return Entry{Who: Client, Group: n, Octets: []byte(s)}
}

func TestWriteScript(t *testing.T) {
	tape := tapeOf(
		local(Resolved, "127.0.0.1"), local(Connected, "from 127.0.0.1:5000 to 127.0.0.1:25"),
		hears("220 mx.example \"ESMTP\"\r\n"),
		says("EHLO a \r\n"), hears("250-mx.example\r\n250-SIZE \"9\"\r\n250-\"x\"\r\n250 AUTH PLAIN\r\n"),
		says("AUTH PLAIN AGFsaWNlAHg=\r\n"), hears("235 2.7.0 welcome\r\n"),
		local(Note, "now a group\nof three"),
		grouped(1, "NOOP\r\n"), grouped(1, "MAIL FROM:<j\xe9@a>\r\n"), grouped(1, "RCPT TO:<c@d>\r\n"),
		hears("250 2.0.0 Ok\r\n"), hears("250\r\n"), hears("250-\r\n250 2.1.5 \"Ok\"\r\n"),
		says("DATA\r\n"), hears("354 end with \".\" alone\r\n"),
		says("Subject: x\r\n\r\n..dot\r\n"), says("caf\u00e9 \u202e\r\n"), says("\tx\r\n"), says("\n.\n"), says("\r\n.\r\n"),
		hears("250 2.0.0 Ok: queued as 4F3A\r\n"),
		says("NO"), says("OP\r\n"), hears("250 b\x1b[2Jell\r\n"),
		says("FOO\r\n"), hears("hello\r\n"),
		says("FOO\r\n"), hears("500 no\n"),
		hears("421 bye\r\n"), local(Closed, ClosedByServer),
	)
	const want = `#: program ehlo 0.1
#: start 2026-11-21T22:32:00.123+02:00
#: target mx.example:25
#: connected from 127.0.0.1:5000 to 127.0.0.1:25
S: 220 mx.example "ESMTP"
C"EHLO a \r\n"
S: 250-mx.example
S: 250-SIZE "9"
S: 250-
S: 250 AUTH PLAIN
@send AUTH PLAIN ${SECRET_1}
S: 235 2.7.0 welcome
# now a group
# of three
@group
C: NOOP
C"MAIL FROM:<j\xe9@a>\r\n"
C: RCPT TO:<c@d>
S: 250 2.0.0 Ok
S: 250
S: 250-
S: 250
C: DATA
S: 354 end with "." alone
C: Subject: x
C:
C: ..dot
C"café \u202e\r\n"
C: 	x
C"\n"
C".\n"
C:
C: .
S: 250 2.0.0 Ok: queued as 4F3A
#: queue-id 4F3A
C"NO"
C: OP
S: 250 b\x1b[2Jell
C: FOO
S"hello\r\n"
C: FOO
S"500 no\n"
S: 421 bye
@closed
`
	got := scriptOf(t, tape)
	if body, times, _ := strings.Cut(got, "#: ms "); body != want || !strings.HasPrefix(times, "20 30 40 50 60 70 70 ") {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

func TestWriteEnds(t *testing.T) {
	greeting, ok := hears("220 a\r\n"), hears("250 Ok\r\n")
	connected := local(Connected, "")
	for name, c := range map[string]struct {
		tape *Transcript
		want string // behind the greeting, without headings
	}{
		"open":               {tapeOf(connected, greeting), ""},
		"dropped":            {tapeOf(connected, greeting, local(Closed, ClosedByClient)), "@close\n"},
		"closed":             {tapeOf(connected, greeting, local(Closed, ClosedByServer+": EOF")), "@closed\n"},
		"lost":               {tapeOf(connected, greeting, local(Lost, "connection reset")), "@closed\n"},
		"left":               {tapeOf(connected, greeting, says("QUIT\r\n"), hears("221 b\r\n"), local(Closed, ClosedByClient)), "C: QUIT\nS: 221 b\n"},
		"cut":                {tapeOf(connected, greeting, says("NOOP\r\n"), Entry{Who: Server, Flags: Cut, Octets: []byte("25")}, local(Closed, ClosedByServer)), "C: NOOP\nS\"25\"\n@closed\n"},
		"inside the message": {tapeOf(connected, greeting, says("DATA\r\n"), hears("354 go\r\n"), says("x\r\n")), "C: DATA\nS: 354 go\nC: x\n@close\n"},
		"a second connection": {tapeOf(connected, greeting, local(Closed, ClosedByClient), connected, hears("220 b\r\n")),
			"@close\n@connect mx.example:25\nS: 220 b\n"},
		"pipelined": {tapeOf(connected, greeting, says("EHLO a\r\n"), hears("250-a\r\n250 PIPELINING\r\n"), grouped(1, "RSET\r\n"), grouped(1, "RSET\r\n"), grouped(1, "RSET\r\n"), ok, ok, ok),
			"C: EHLO a\nS: 250-a\nS: 250 PIPELINING\nC: RSET\nC: RSET\nC: RSET\nS: 250 Ok\nS: 250 Ok\nS: 250 Ok\n"},
		"a reply that came late": {tapeOf(connected, greeting, grouped(1, "RSET\r\n"), grouped(1, "NOOP\r\n"), ok, says("FOO\r\n"), ok, hears("500 no\r\n")),
			"@group\nC: RSET\nC: NOOP\nS: 250 Ok\nC\"FOO\\r\\n\"\nS: 250 Ok\nS: 500 no\n"},
		"a reply that never came": {tapeOf(connected, greeting, says("NOOP\r\n"), local(Waiting, ""), says("RSET\r\n"), ok, says("AUTH PLAIN YQ==\r\n"), ok),
			"@group\nC: NOOP\nC: RSET\nS: 250 Ok\n@send \"AUTH PLAIN ${SECRET_1}\\r\\n\"\nS: 250 Ok\n@close\n"},
		"said behind DATA":        {tapeOf(connected, greeting, says("DATA\r\n"), says("NOOP\r\n"), hears("503 no\r\n"), ok), "@group\nC: DATA\nC: NOOP\nS: 503 no\nS: 250 Ok\n"},
		"literals in @send":       {tapeOf(connected, greeting, says("AUTH PLAIN YQ==\n"), hears("501 no\r\n")), "@send \"AUTH PLAIN ${SECRET_1}\\n\"\nS: 501 no\n"},
		"a secret in pieces":      {tapeOf(connected, greeting, says("AUTH PLAIN YQ"), says("=="), says("\r\nNOOP\r\n"), hears("501 no\r\n"), hears("250 ok\r\n")), "@send AUTH PLAIN ${SECRET_1}\nC: NOOP\nS: 501 no\nS: 250 ok\n"},
		"a variable that is none": {tapeOf(connected, greeting, says("DATA\r\n"), hears("354 go\r\n"), says("AUTH ${X} YQ==\r\n")), "C: DATA\nS: 354 go\n@send \"AUTH \\x24{X} ${SECRET_1}\\r\\n\"\n@close\n"},
	} {
		got := scriptOf(t, c.tape)
		var lines []string
		for line := range strings.Lines(got) {
			if !strings.HasPrefix(line, "#:") {
				lines = append(lines, line)
			}
		}
		if body := strings.Join(lines, ""); body != "S: 220 a\n"+c.want {
			t.Errorf("%s: wrote\n%s\nwant\n%s", name, body, c.want)
		}
		parse(t, got)
	}
}

func TestWriteEarly(t *testing.T) {
	p := newPeer(New(Start{}), "")
	p.greet = modelGreeting
	if err := p.Send(t.Context(), []byte("EHLO a\r\nNOOP\r\n")); err != nil {
		t.Fatal(err)
	}
	got := scriptOf(t, p.tape)
	if !strings.Contains(got, "\n@early\n@group\nC: EHLO a\nC: NOOP\nS: 220 model.example ESMTP\nS: 250") {
		t.Error(got)
	}
}

func TestWriteTooLong(t *testing.T) {
	tape := tapeOf(local(Connected, ""), hears("220 a\r\n"), says("DATA\r\n"), hears("354 go\r\n"))
	line := strings.Repeat("x", 998) + "\r\n"
	for range 1100 {
		tape.Record(says(line))
	}
	var b bytes.Buffer
	if err := WriteScript(&b, tape); !errors.Is(err, ErrScriptTooLong) || b.Len() > 0 {
		t.Errorf("%v, %d octets", err, b.Len())
	}
}

func TestLongLines(t *testing.T) {
	long := strings.Repeat("\xff", 3*pieceLimit/2)
	tape := tapeOf(local(Connected, ""), hears("220 a\r\n"), says(long+"\r\n"), hears("500 too long\r\n"), local(Note, strings.Repeat("n", ScriptLineLimit)))
	s := parse(t, scriptOf(t, tape))
	var said string
	for _, step := range s.Steps {
		said += string(step.Octets)
	}
	if said != long+"\r\n" {
		t.Errorf("%d octets of %d", len(said), len(long)+2)
	}
}

// TestReadBack shows that a saved session is read as the same events.
func TestReadBack(t *testing.T) {
	tape := tapeOf(local(Connected, "from a to b"), hears("220 a\r\n"), says("EHLO b\r\n"), hears("250-a\r\n250 AUTH PLAIN\r\n"),
		says("AUTH PLAIN YQ==\r\n"), hears("235 2.7.0 ok\r\n"), grouped(1, "NOOP\r\n"), grouped(1, "RSET\r\n"), hears("250 Ok\r\n"), hears("250 Ok\r\n"),
		local(Note, "a note"), says("QUIT\r\n"), hears("221 bye\r\n"), local(Closed, ClosedByServer))
	back, err := parse(t, scriptOf(t, tape)).Transcript()
	if err != nil {
		t.Fatal(err)
	}
	if !back.Start().Time.Equal(tape.Start().Time) || back.Start().Target != "mx.example:25" || back.Start().Program != "ehlo 0.1" {
		t.Errorf("%+v", back.Start())
	}
	list := func(t *Transcript) (s []string) {
		for i := range t.Len() {
			e := t.At(i)
			at := e.At
			if e.Fact == Connected {
				at, e.Text = 0, ""
			}
			s = append(s, fmt.Sprintf("%v %v %v %v %d %q %q %d", at, e.Who, e.Fact, e.Flags, e.Group, e.Octets, e.Text, e.Mark))
		}
		return s
	}
	got, want := list(back), list(tape)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestImport shows what is made of what a script leaves open.
func TestImport(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{"S:\nC: EHLO a\nS: 2xx\nC: MAIL FROM:<a@b>\nS:\nC: RCPT TO:<c@d>\nS: 45x|550\nC: DATA\nS: 503|554\nC: QUIT\nS:\n", "220 250 250 550 503 221"},
		{"S:\nC: LHLO a\nS:\nC: MAIL FROM:<>\nS:\nC: RCPT TO:<c@d>\nS:\nC: DATA\nS:\n@data x\nS:\n", "220 250 250 250 354 250"},
		{"C: MAIL FROM:<a@b>\nS:\nC: RCPT TO:<c@d>\nS: 25x\n", "250 250"},
		{"S:\nC: AUTH LOGIN\nS: 334\n@send ${A}\nS:\n", "220 334 235"},
		{"S:\nC: STARTTLS\nS:\nC: EHLO a\nS:\n", "220 220 250"},
		{"@connect a\nS:\nC: NOOP\n@connect b\nS: 299\n", "220 299"},
		{"S: 250 2.1.0 \"a\\nb\"\n", "250"},
		{"S: 421 4.7.0 \"be gone\"\n@closed\n", "421"},
	} {
		tape, err := parse(t, c.script).Transcript()
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for i := range tape.Len() {
			if e := tape.At(i); e.Who == Server {
				codes = append(codes, fmt.Sprint(e.Reply().Code))
				if smtp.ParseReply(e.Octets).Malformed() {
					t.Errorf("%q is no reply", e.Octets)
				}
			}
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%q: %s, want %s", c.script, got, c.want)
		}
	}
}

func TestQueueID(t *testing.T) {
	for text, want := range map[string]string{
		"250 2.0.0 Ok: queued as 4F3A9C\r\n":                         "4F3A9C",
		"250 OK id=1rAbCd-000123-AB\r\n":                             "1rAbCd-000123-AB",
		"250 2.0.0 3ALMW0Xy000123 Message accepted for delivery\r\n": "3ALMW0Xy000123",
		"250 2.0.0 abcdef01 Message accepted for delivery\r\n":       "abcdef01",
		"250 2.0.0 Message accepted for delivery\r\n":                "",
		"250 2.6.0 <a@b> queued mail for delivery as 42\x1b[2J.\r\n": "42",
		"250 Ok\r\n":                    "",
		"550 5.0.0 not queued as 1\r\n": "",
	} {
		if got := QueueID(smtp.ParseReply([]byte(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
