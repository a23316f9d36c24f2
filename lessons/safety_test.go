package lessons

import (
	"strings"
	"testing"
	"unicode"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// FuzzForeignOctets explains arbitrary octets of either side in arbitrary places:
// nothing may panic, and nothing that could move a cursor may come out.
func FuzzForeignOctets(f *testing.F) {
	f.Add("220 \x1b[2J\x07\r\n", "EHLO \x1b]0;x\x07\r\n", "250-\u202eevil\r\n250 SIZE \x00\r\n", uint8(0))
	f.Add("220 a\r\n", "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", uint8(0))
	f.Add("220 a\r\n", "MAIL FROM:<\xff\xfe@\x80>\r\n", "550 5.1.1 \xff\r\n", uint8(transcript.Stray))
	f.Add("220 a\r\n", "EHLO a\r\n", "250-\ufffd\r\n250 si\xf0\xffze \ufffd\r\n", uint8(0))
	f.Add("554 a\r\n", "Subject\u200b: hi\n", "250-a\r\n251 b\r\n", uint8(transcript.Cut))
	f.Add("", "DATA\r\n.\r\n", "354\r\n", uint8(transcript.Secret))
	f.Fuzz(func(t *testing.T, greeting, line, reply string, flags uint8) {
		for _, s := range []smtp.State{smtp.State{}.Connected(), smtp.Partial()} {
			for _, e := range []transcript.Event{
				{Who: transcript.Server, Octets: []byte(greeting), Mark: -1},
				{Who: transcript.Client, Octets: []byte(line), Mark: -1, Flags: transcript.Flags(flags)},
				{Who: transcript.Server, Octets: []byte(reply), Mark: -1, Flags: transcript.Flags(flags)},
				{Who: transcript.Local, Fact: transcript.Note, Text: line},
				{Who: transcript.Local, Fact: transcript.Closed, Text: reply},
			} {
				check(t, Explain(e, s).Lines(Width))
				check(t, strings.Split(strings.Join(Card(e, s), "\n"), "\n"))
				check(t, []string{Speak(e, s)})
				check(t, Where(s, true).Lines(Width))
				check(t, Where(s, true).Spoken())
				a := usualSetting.Advise(strings.TrimRight(line, "\r\n"), s)
				check(t, a.Say)
				s = e.After(s)
			}
		}
	})
}

// check fails for a control character, a format character or a broken one.
func check(t *testing.T, lines []string) {
	t.Helper()
	for _, l := range lines {
		for _, r := range l {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
				t.Fatalf("%U in %q", r, l)
			}
		}
	}
}

// TestNoSecrets: what a person answers to a challenge is in no words.
func TestNoSecrets(t *testing.T) {
	s := stateNamed("login")
	e := transcript.Event{Who: transcript.Client, Octets: []byte("\r\n"), Flags: transcript.Secret, Mark: 0}
	words := strings.Join(append(Card(e, s), Speak(e, s)), "\n")
	if !strings.Contains(words, "secret") {
		t.Errorf("nothing says that a secret was cut: %s", words)
	}
}

func BenchmarkExplain(b *testing.B) {
	s := after(stateNamed("mail"), said("RCPT TO:<zoe@example.com>"))
	e := answered("550 5.1.1 No such user here")
	for b.Loop() {
		Explain(e, s)
	}
}

func BenchmarkAdvise(b *testing.B) {
	s := stateNamed("ready")
	for b.Loop() {
		usualSetting.Advise("MAIL FROM:<carol@example.com> SI", s)
	}
}

// BenchmarkFirstReply is the time of the first explanation in a program: reading
// the reply codes of the reference.
func BenchmarkFirstReply(b *testing.B) {
	for b.Loop() {
		facts[replyFact]("replies.json")()
	}
}
