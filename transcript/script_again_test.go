package transcript

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

const modelSecret = "c2VjcmV0LXNlY3JldA=="

// commands are what a generated session is made of.
var commands = []string{
	"EHLO a", "HELO a", "LHLO a", "MAIL FROM:<b@example.org>", "MAIL FROM:<>  ", "RCPT TO:<alice@example.com>", "RCPT TO:<zoe@example.com>",
	"DATA", "RSET", "NOOP", "NOOP x ", "FOO", "VRFY j\xe9", "", " ", ".", "..", "hello", "S: 250 x", "# x", "${X}", "\tx", "AUTH LOGIN",
	"AUTH PLAIN " + modelSecret, modelSecret, "BDAT 3", "BDAT 0 LAST", "BDAT 7 LAST", "a\rb", "QUIT", "caf\u00e9 \u202e", "\"x\"",
}

// TestSaveAndRun shows that a session that is saved and run again passes, and says
// the same octets.
func TestSaveAndRun(tt *testing.T) {
	rapid.Check(tt, func(t *rapid.T) {
		offers := [][]string{nil, pipelining}[rapid.IntRange(0, 1).Draw(t, "pipelining")]
		early := rapid.IntRange(0, 9).Draw(t, "early") == 0
		fresh := func() *modelPeer {
			p := newPeer(New(Start{}), "", offers...)
			if p.greet = modelGreeting; !early {
				p.say(p.greet)
				p.greet = ""
			}
			return p
		}
		p := fresh()
		vars := secretsOf(p.tape)
		for range rapid.IntRange(1, 12).Draw(t, "writes") {
			var b []byte
			for range rapid.IntRange(1, 4).Draw(t, "lines") {
				end := rapid.SampledFrom([]string{"\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", ""}).Draw(t, "end")
				line := rapid.SampledFrom(commands).Draw(t, "line")
				b = append(append(b, line...), end...)
			}
			if p.gone {
				break
			}
			if err := p.Send(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
		if rapid.Bool().Draw(t, "drop") {
			p.Close()
		}
		saved := again(t, p.tape)
		s, err := ParseScript("saved", []byte(saved))
		if err != nil {
			t.Fatalf("%v\n%s", err, saved)
		}
		for _, v := range vars {
			if strings.ContainsAny(v, "\r\n") {
				t.Skip("the value of a variable has no line end")
			}
			if v != modelSecret && strings.Count(strings.Join(p.writes, ""), v) > 1 {
				t.Skip("a secret that a script is given is cut wherever it stands, also where it is none")
			}
		}
		var q *modelPeer
		var r Result
		// In a bubble a wait ends only when nothing else is left to do.
		synctest.Test(tt, func(tt *testing.T) {
			q = fresh()
			r = Run(tt.Context(), s, q, q.tape, RunOptions{Vars: vars, Timeout: time.Millisecond})
		})
		if r.Outcome != AsExpected {
			t.Fatalf("%v %v %v\n%s\nfirst %q\nagain %q", r.Outcome, r.Differences, r.Err, saved, p.writes, q.writes)
		}
		first, second := strings.Join(p.writes, ""), strings.Join(q.writes, "")
		if tail, ok := strings.CutPrefix(second, first); !ok || tail != "" && tail != "QUIT\r\n" && tail != "*\r\nQUIT\r\n" {
			t.Fatalf("said %q, then %q\n%s", first, second, saved)
		}
	})
}

// secretsOf collects the secrets that are cut out of a transcript from now on
// under the names that a script gives them.
func secretsOf(tape *Transcript) map[string]string {
	vars := map[string]string{}
	tape.OnSecret(func(i int, whole []byte) {
		e, value := tape.event(i), ""
		n := len(whole) - len(e.Octets)
		if n > 0 {
			value = string(whole[e.Mark : e.Mark+n])
		}
		if !bytes.Equal(slices.Concat(e.Octets[:e.Mark], []byte(value), e.Octets[e.Mark:]), whole) || whole[len(whole)-1] != '\n' {
			value = "\n" // one variable cannot stand for what was cut, or the line was said in pieces
		}
		vars[fmt.Sprintf("SECRET_%d", len(vars)+1)] = value
	})
	return vars
}

func again(t *rapid.T, tape *Transcript) string {
	var b bytes.Buffer
	if err := WriteScript(&b, tape); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// stable checks that a script that was written reads and writes as itself.
func stable(t *testing.T, octets []byte) {
	s, err := ParseScript("f", octets)
	if err != nil {
		return
	}
	texts := [3]string{}
	for i := range texts {
		tape, err := s.Transcript()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteScript(&b, tape); err != nil {
			if errors.Is(err, ErrScriptTooLong) {
				return
			}
			t.Fatal(err)
		}
		texts[i] = b.String()
		if s, err = ParseScript("f", b.Bytes()); err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
	}
	if texts[1] != texts[2] {
		t.Errorf("from %q\nwrote %q\nthen  %q", octets, texts[1], texts[2])
	}
}

func FuzzScript(f *testing.F) {
	for _, name := range []string{"rfc5321-d1.ehlo", "rfc5321-d4.ehlo", "rfc2033.ehlo"} {
		b, err := os.ReadFile("testdata/scripts/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{
		"S: 220\nC\"EH\"\n@wait 1s\nC\"LO a\\r\\n\"\nS: 250-a\nS: 250 \"SIZE\"\n@group\nC: NOOP\nC: DATA\nS: 25x|503\nS:\n@closed\n",
		"@early\nC: EHLO a\nS: 220\nS\"250 ok\\n\"\n@send AUTH PLAIN ${X}\nS: 235 2.7.0\n@close\n@connect b\n",
		"#: start 2026-11-21T22:32:00.123+02:00\n#: ms 0 1\n# a \\ b\n\xef\xbb\xbf\nC: j\xe9\nS\"25\"\n@data f\n@bdat g 3\n",
		"C: STARTTLS\nS: 220\nC: EHLO a\nS: 334 x\n@send \"a${B}\\n\"\nS: 250-\n\nS: 250 5.1.1 \"\"\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(stable)
}

// FuzzRun runs any script against a server: it ends and closes the connection.
func FuzzRun(f *testing.F) {
	for _, s := range []string{
		hello + toAlice + "S: 250\nS: 250\nS: 354\nC: a\nC: .\nS: 250\n" + quit + "@closed\n",
		hello + toZoe + "C: a\nC: .\nC: NOOP\n@silence 1s\nS: 250\n",
		"@early\nC\"EHLO a\\r\\n\"\nS: 220\n@wait 1h\nC: AUTH LOGIN\nS:\n@close\nC: BDAT 3\n",
		"@group\nC: RSET\n@send NOOP ${X}\nS: 25x|500\nS\"250 2.0.0 Ok\\r\\n\"\n@data text.eml\n@bdat text.eml 4\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		s, err := ParseScript("f", octets)
		if err != nil {
			return
		}
		synctest.Test(t, func(t *testing.T) {
			p := newPeer(New(Start{}), modelGreeting, pipelining...)
			o := RunOptions{Vars: map[string]string{"X": "y"}, Files: mailFiles, KeepGoing: len(octets)%2 == 0}
			r := Run(context.Background(), s, p, p.tape, o)
			if !p.gone {
				t.Error("the connection was left open")
			}
			if (r.Outcome == AsExpected) != (r.Err == nil && len(r.Differences) == 0) {
				t.Errorf("%v %v %v", r.Outcome, r.Err, r.Differences)
			}
		})
	})
}
