package transcript

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// parse reads a script that must be one.
func parse(t testing.TB, text string) *Script {
	t.Helper()
	s, err := ParseScript("test.ehlo", []byte(text))
	if err != nil {
		t.Fatalf("ParseScript(%q): %v", text, err)
	}
	return s
}

func TestClientLines(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"C:", "\r\n"},
		{"C: ", "\r\n"},
		{"C:  x", " x\r\n"},
		{"C:x", "x\r\n"},
		{"C:\tx", "\tx\r\n"},
		{"C: S: hi", "S: hi\r\n"},
		{"C: # hi", "# hi\r\n"},
		{"C: @hi", "@hi\r\n"},
		{"C: NOOP # x", "NOOP # x\r\n"},
		{"C: .", ".\r\n"},
		{"C: ..", "..\r\n"},
		{"C: NOOP  ", "NOOP  \r\n"},
		{"C: ${NAME}", "${NAME}\r\n"},
		{"C: a\rb", "a\rb\r\n"},
		{"C: j\xe9", "j\xe9\r\n"},
		{" \t C: NOOP", "NOOP\r\n"},
		{"\xef\xbb\xbfC: NOOP", "NOOP\r\n"},
		{"C: NOOP\r\n", "NOOP\r\n"},
		{"C: NOOP\r\r\n", "NOOP\r\r\n"},
		{`C"EH"`, "EH"},
		{`C"" `, ""},
		{`C"\n.\n"`, "\n.\n"},
		{`C"MAIL FROM:<j\xe9@a>\r\n"`, "MAIL FROM:<j\xe9@a>\r\n"},
		{`C"\"\\\t\u00e9é\101" 	`, "\"\\\t\u00e9éA"},
	} {
		s := parse(t, c.in)
		if len(s.Steps) != 1 || !s.Steps[0].Says() || string(s.Steps[0].Octets) != c.want {
			t.Errorf("%q: %+v, want one step that says %q", c.in, s.Steps, c.want)
		}
	}
}

func TestExpectations(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"S:", "any reply"},
		{"S: \t", "any reply"},
		{"S: 250", "250"},
		{"S: 250 ", "250"},
		{"S: 503|554 no", "503|554"},
		{"S: 45x", "45x"},
		{"S: 550 5.1.1", "550 5.1.1"},
		{"S: 550 5.1.1 No such user", "550 5.1.1"},
		{`S: 550 5.1.1 "No such"`, `550 5.1.1 with "No such"`},
		{`S: 250 "SIZE"`, `250 with "SIZE"`},
		{`S: 250 "SIZE" 	`, `250 with "SIZE"`},
		{`S: 220 "example.com"`, `220 with "example.com"`},
		{`S: 354 end with "." alone`, "354"},
		{`S: 250 "a" is text`, "250"},
		{`S: 250 "unended`, "250"},
		{`S: 250 "\q"`, "250"},
		{"S: 220 1.2.3.4 ready", "220"},
		{"S: 220 2.0.0-rc1 ready", "220"},
		{"S: 250-a\nS: 250-SIZE 9\nS: 250 HELP", "250"},
		{"S: 250-a\n# note\n\n  S: 250-\"X\"\nS: 250 HELP", `250 with "X"`},
		{`S"250 ok\n"`, `"250 ok\n"`},
	} {
		s := parse(t, c.in)
		var got []string
		for _, step := range s.Steps {
			if step.Kind == ExpectReply {
				got = append(got, step.Expect.String())
			}
		}
		if !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q: %q, want one reply %q", c.in, got, c.want)
		}
	}
}

func TestTwoReplies(t *testing.T) {
	s := parse(t, "S: 250 Ok\nS: 452 full\n")
	if len(s.Steps) != 2 || s.Steps[1].Line != 2 || !s.Steps[1].Expect.Admits(452) {
		t.Errorf("%+v", s.Steps)
	}
}

func TestNotesAndHeadings(t *testing.T) {
	s := parse(t, "# a note\n#b\n#\n#: start x\n\n \t\n")
	var got []string
	for _, step := range s.Steps {
		got = append(got, fmt.Sprintf("%d %d %s", step.Line, step.Kind, step.Text))
	}
	want := []string{
		fmt.Sprintf("1 %d a note", Remark), fmt.Sprintf("2 %d b", Remark),
		fmt.Sprintf("3 %d ", Remark), fmt.Sprintf("4 %d start x", Heading),
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestDirectives(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"@connect mail.example.org:587 tls=starttls", "connect|mail.example.org:587|tls=starttls"},
		{"@tls", "tls"},
		{"@auth PLAIN alice", "auth|PLAIN|alice"},
		{"@auth external", "auth|external"},
		{"@auth ANONYMOUS me@here.example", "auth|ANONYMOUS|me@here.example"},
		{"@auth ${M}", "auth|${M}"},
		{"@send AUTH  PLAIN ${S_1} ", "send|AUTH  PLAIN ${S_1} "},
		{`@send "a\tb"`, "send|a\tb"},
		{`@send "a" b`, `send|"a" b`},
		{"@data a.eml exact", "data|a.eml|exact"},
		{`@data "my file.eml" exact`, "data|my file.eml|exact"},
		{`@data "\x24{X}"`, "data|${X}"},
		{"@bdat a.eml 1000 exact", "bdat|a.eml|1000|exact"},
		{"@bdat ${F}", "bdat|${F}"},
		{"@silence 5s", "silence|5s"},
		{" @wait  1m30s  ", "wait|1m30s"},
		{"@mark here", "mark|here"},
		{"@clock +31m", "clock|+31m"},
		{"@persona strict", "persona|strict"},
		{"@closed", "closed"}, {"@close", "close"}, {"@pause", "pause"},
	} {
		s := parse(t, c.in)
		d := s.Steps[0].Directive
		got := d.Name
		for _, a := range d.Args {
			got += "|" + a.String()
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// TestScriptErrors shows where each breach of the grammar is told to be.
func TestScriptErrors(t *testing.T) {
	long := strings.Repeat("x", ScriptLineLimit)
	for _, c := range []struct{ in, where, msg string }{
		{"MAIL FROM:<a@b>", "1:1", "begins with"},
		{"S: 250\n  hello", "2:3", "begins with"},
		{"...", "1:1", "begins with"},
		{"C", "1:1", "begins with"},
		{"c: NOOP", "1:1", "begins with"},
		{"S:250", "1:3", "a blank"},
		{"S:\t250", "1:3", "a blank"},
		{"S:  250", "1:4", "three digits"},
		{"S: 25", "1:4", "three digits"},
		{"S: 150", "1:4", "three digits"},
		{"S: 650", "1:4", "three digits"},
		{"S: x50", "1:4", "three digits"},
		{"S: 250|", "1:8", "three digits"},
		{"S: 250|5", "1:8", "three digits"},
		{"S: 250, 251", "1:7", "followed by"},
		{"S: 2500", "1:7", "followed by"},
		{"S: 250-a", "1:7", "another line of this reply"},
		{"S: 250-a\nC: NOOP", "1:7", "another line of this reply"},
		{"S: 250-a\nS:", "1:7", "another line of this reply"},
		{"S: 250-a\nS\"x\"", "1:7", "another line of this reply"},
		{"S: 250-a\n@close", "1:7", "another line of this reply"},
		{"S: 250-a\nS: 251 b", "2:4", "began with 250"},
		{`S""`, "1:2", "has octets"},
		{`C"abc`, "1:6", "closing quote"},
		{`C"a\qc"`, "1:4", "no such escape"},
		{`C"a\'c"`, "1:4", "no such escape"},
		{`C"a\x4"`, "1:4", "no such escape"},
		{"C\"a\xe9c\"", "1:4", `write \xe9`},
		{`C"a" b`, "1:6", "nothing may stand"},
		{`  S"250" x`, "1:10", "nothing may stand"},
		{"@nosuch", "1:1", "unknown directive @nosuch"},
		{"@", "1:1", "unknown directive"},
		{"@Wait 2s", "1:1", "unknown directive"},
		{"@wait", "1:1", "0 arguments"},
		{"@wait 2", "1:7", "a duration"},
		{"@wait -2s", "1:7", "a duration"},
		{"@silence 25h", "1:10", "a duration"},
		{"@wait 2s 3s", "1:1", "2 arguments"},
		{"@closed now", "1:1", "@closed has 1 argument"},
		{"@clock 31m", "1:8", "only goes forward"},
		{"@clock -31m", "1:8", "only goes forward"},
		{"@data", "1:1", "0 arguments"},
		{"@auth PLAIN", "1:7", "only EXTERNAL and ANONYMOUS need no user"},
		{"@auth EXTERNAL a b", "1:1", "3 arguments"},
		{"@data f raw", "1:9", "exact"},
		{"@data \"f", "1:9", "closing quote"},
		{"@data \"f\"x", "1:10", "a blank"},
		{`@data ""`, "1:7", "empty"},
		{"@bdat f 0", "1:9", "a chunk has"},
		{"@bdat f exact 1", "1:9", "a chunk has"},
		{"@connect h starttls", "1:12", "tls="},
		{"@send", "1:1", "0 arguments"},
		{"@send a ${1}", "1:9", "no variable"},
		{"@send a ${X", "1:9", "no variable"},
		{"@send ${}", "1:7", "no variable"},
		{"@group", "1:1", "none follow"},
		{"@early\nS: 220", "1:1", "none follow"},
		{"@group\n@early\n# x\n@wait 1s\nC: x", "1:1", "none follow"},
		{"C: " + long, fmt.Sprintf("1:%d", ScriptLineLimit+1), "at most"},
	} {
		_, err := ParseScript("f", []byte(c.in))
		var e *ScriptError
		if !errors.As(err, &e) {
			t.Errorf("%.40q: error %v", c.in, err)
			continue
		}
		if got := fmt.Sprintf("%d:%d", e.Line, e.Col); got != c.where || !strings.Contains(e.Msg, c.msg) {
			t.Errorf("%.40q: %s %q, want %s %q", c.in, got, e.Msg, c.where, c.msg)
		}
	}
}

func TestScriptTooLarge(t *testing.T) {
	_, err := ParseScript("f", []byte(strings.Repeat("# x\n", ScriptLimit/4+1)))
	var e *ScriptError
	if !errors.As(err, &e) || e.Line != 0 {
		t.Errorf("error %v", err)
	}
	parse(t, strings.Repeat("# x\n", ScriptLimit/4))
}

func TestForeignListing(t *testing.T) {
	_, err := ParseScript("rfc.txt", []byte("C: DATA\nS: 354 go\n   [message]\n"))
	var e *ScriptError
	if !errors.As(err, &e) || e.Line != 3 || !strings.Contains(e.Hint, "ehlo convert FILE") {
		t.Errorf("%#v", err)
	}
}

func TestScriptErrorDetail(t *testing.T) {
	_, err := ParseScript("a\x1bb.ehlo", []byte("S: 2\x1b0 ok"))
	var e *ScriptError
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	want := `a\x1bb.ehlo:1:4: a reply code is three digits from 200 to 599, x for any digit but the first` +
		"\n  " + `S: 2\x1b0 ok` + "\n     ^\nhint: ehlo convert FILE reads listings of other forms\n"
	if e.Detail() != want {
		t.Errorf("%q\nwant %q", e.Detail(), want)
	}
}

// TestBookListings reads listings as RFC 5321 appendix D and RFC 2033 print them.
func TestBookListings(t *testing.T) {
	for _, name := range []string{"rfc5321-d1.ehlo", "rfc5321-d2.ehlo", "rfc5321-d3.ehlo", "rfc5321-d4.ehlo", "rfc2033.ehlo"} {
		b, err := os.ReadFile("testdata/scripts/" + name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := ParseScript(name, b)
		if err != nil {
			t.Error(err)
			continue
		}
		tape, err := s.Transcript()
		if err != nil {
			t.Error(err)
			continue
		}
		if st := tape.State(tape.Len()); st.OwedCount() != 0 || st.Unasked() != 0 {
			t.Errorf("%s: %d replies owed, %d unasked", name, st.OwedCount(), st.Unasked())
		}
	}
}
