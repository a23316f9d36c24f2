package line

import (
	"bufio"
	"encoding/base64"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const canary = "tweet~tweet~canary"

// answers plays a server that greets and gives each line its answer.
func answers(answer func(line string) string) func(net.Conn) {
	return func(conn net.Conn) {
		defer conn.Close()
		io.WriteString(conn, "220 a.example\r\n")
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			io.WriteString(conn, answer(lines.Text())+"\r\n")
		}
	}
}

// asksForLogin answers like a server with AUTH that knows no password.
func asksForLogin() func(string) string {
	asked := 0
	return func(line string) string {
		switch {
		case asked == 1:
			asked = 0
			return "535 5.7.8 no"
		case asked > 1:
			asked--
			return "334 UGFzc3dvcmQ6"
		case strings.HasPrefix(line, "EHLO"):
			return "250-a.example\r\n250 AUTH PLAIN LOGIN"
		case line == "AUTH LOGIN":
			asked = 2
			return "334 VXNlcm5hbWU6"
		case strings.HasPrefix(line, "AUTH"):
			return "535 5.7.8 no"
		}
		return "221 bye"
	}
}

// A person's secret is typed while the terminal shows nothing, and is told nowhere.
func TestPersonTypesASecretUnseen(t *testing.T) {
	var echoes []bool
	s := stage{serve: answers(asksForLogin()), types: []string{
		"EHLO c.example", ":auth PLAIN bob", canary, "AUTH LOGIN", ":b64", canary, ":b64 " + canary, ":auth bob", "^C", ":history", "QUIT",
	}}
	s.o.Person = true
	s.o.Echo = func(on bool) { echoes = append(echoes, on) }
	s.play(t)
	if want := []bool{false, true, false, true, false, true}; !slices.Equal(echoes, want) {
		t.Errorf("the terminal shows what is typed: %v, want %v", echoes, want)
	}
	has(t, "what is said", s.said, "the password of bob, unseen: ", "the answer to the 334, in plain, unseen: ", "nothing is sent")
	has(t, "the dialogue", s.out, "server, 334, go on, unspecified: Password:")
	coded := base64.StdEncoding.EncodeToString([]byte(canary))
	for _, form := range []string{canary, coded, coded[4:16]} {
		misses(t, "what is said", s.said, form)
		misses(t, "the dialogue", s.out, form)
	}
}

// Where nobody can be asked unseen, nothing is asked.
func TestNoSecretFromAPipe(t *testing.T) {
	for name, s := range map[string]stage{
		"a pipe":                  {in: "EHLO c.example\n:auth PLAIN bob\nQUIT\n"},
		"a terminal without echo": {types: []string{"EHLO c.example", ":auth PLAIN bob", "QUIT"}},
	} {
		t.Run(name, func(t *testing.T) {
			s.serve = answers(asksForLogin())
			s.o.Person, s.o.Commands = s.types != nil, true
			s.play(t)
			has(t, "what is said", s.said, "--password-command COMMAND")
			misses(t, "what was sent", s.client(), "AUTH")
			if !s.o.Person && s.result.Failed != 1 {
				t.Errorf("%d commands failed", s.result.Failed)
			}
		})
	}
}

// What came in plain text behind the 220 is told as what it is, and once.
func TestInjectedOctets(t *testing.T) {
	s := stage{in: "EHLO c.example\nSTARTTLS\nEHLO c.example\n", serve: answers(func(line string) string {
		if line == "STARTTLS" {
			return "220 go\r\n250 2.1.0 Sender ok"
		}
		return "250-a.example\r\n250 STARTTLS"
	})}
	s.play(t)
	has(t, "the dialogue", s.out, "Somebody may be writing into this connection. ehlo shows them, does not believe them", "no TLS: ehlo closed the connection")
	if n := strings.Count(s.out, "does not believe them"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, s.out)
	}
	if n := strings.Count(s.client(), "EHLO"); n != 1 {
		t.Errorf("%d EHLO:\n%s", n, s.client())
	}
}

// A certificate that does not verify has its own words, after what happened.
func TestCertificateInWords(t *testing.T) {
	for fact, row := range map[transcript.Fact]struct{ text, want string }{
		transcript.Secured: {"TLS 1.3, x; not verified: the certificate is for b, not for a", "TLS is in force: TLS 1.3, x, not verified: the certificate is for b, not for a\n  The server proved another name"},
		transcript.Closed:  {"ehlo closed the connection: the server's certificate does not verify: nobody this machine trusts vouches for the certificate", "no TLS: ehlo closed the connection: the server's certificate does not verify: nobody this machine trusts vouches for the certificate\n  Nobody this machine trusts vouches for it"},
	} {
		tape := transcript.New(transcript.Start{Time: time.Unix(0, 0)})
		tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected})
		for i, line := range []string{"220 a", "EHLO c.example", "250-a\r\n250 STARTTLS", "STARTTLS", "220 go"} {
			tape.Record(transcript.Entry{Who: []transcript.Who{transcript.Server, transcript.Client}[i%2], Octets: []byte(line + "\r\n")})
		}
		if phase := tape.State(tape.Len()).Phase(); phase != smtp.Handshake {
			t.Fatalf("the dialogue stands at %v", phase)
		}
		tape.Record(transcript.Entry{Who: transcript.Local, Fact: fact, Text: row.text})
		var out strings.Builder
		if err := NewTeller(&out, Spoken, tape).Tell(tape.Len(), nil); err != nil {
			t.Fatal(err)
		}
		has(t, "the dialogue", out.String(), row.want)
	}
}
