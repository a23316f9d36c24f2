package draft

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ehlo/lessons/course"
	"ehlo/transcript"
)

var update = flag.Bool("update", false, "write the skeletons anew")

var users = []string{"alice@example.com", "carol@example.com", "hsmith@example.com", "jsmith@example.com", "postmaster@example.com", "theboss@example.com"}

// session reads a session as a test writes it down.
func session(t *testing.T, script string) *transcript.Transcript {
	t.Helper()
	book, err := transcript.Import("session.ehlo", []byte(script))
	if err != nil {
		t.Fatal(err)
	}
	return book.Transcript()
}

// asRehearsed returns a session after its people took their parts. The replies stay as
// they were, as if the included server had given them.
func asRehearsed(t *testing.T, tape *transcript.Transcript) (r Rehearsed, played []*transcript.Transcript) {
	t.Helper()
	r, err := Rehearsal(tape, users)
	if err != nil {
		t.Fatal(err)
	}
	turns := read(tape).turns
	for _, piece := range r.Pieces {
		var b strings.Builder
		b.WriteString("S: 220\n")
		for line := range strings.Lines(piece) {
			if !strings.HasPrefix(line, "S:") {
				b.WriteString(line)
				continue
			}
			for len(turns[0].codes) == 0 {
				turns = turns[1:]
			}
			code := turns[0].codes[0]
			turns[0].codes = turns[0].codes[1:]
			fmt.Fprintf(&b, "S: %03d\n", code)
		}
		played = append(played, session(t, b.String()))
	}
	return r, played
}

// TestSkeletons: the lessons that become of the sessions of RFC 5321 appendix D, and of
// some others, as they are written.
func TestSkeletons(t *testing.T) {
	for _, c := range []struct{ name, from string }{
		{"typical", "../../../transcript/testdata/book/rfc5321-d1.txt"},
		{"aborted", "../../../transcript/testdata/book/rfc5321-d2.txt"},
		{"relayed", "../../../transcript/testdata/book/rfc5321-d3.txt"},
		{"relayed-on", "../../../transcript/testdata/book/rfc5321-d4.txt"},
		{"two-connections", "testdata/two-connections.ehlo"},
		{"empty", ""},
	} {
		text := Empty(c.name, "")
		if c.from != "" {
			octets, err := os.ReadFile(c.from)
			if err != nil {
				t.Fatal(err)
			}
			_, played := asRehearsed(t, session(t, string(octets)))
			text, _ = Lesson(Options{Name: c.name, Users: users}, played...)
		}
		golden := filepath.Join("testdata", c.name+".md")
		if *update {
			if err := os.WriteFile(golden, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || !bytes.Equal(text, want) {
			t.Errorf("%s is written otherwise, %v; go test ./lessons/course/draft -update, and look at it\n%s", golden, err, text)
		}
		if _, err := course.Parse(c.name+".md", text); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestWhereStepsBegin names each step by its verbs and codes.
func TestWhereStepsBegin(t *testing.T) {
	const hello = "S: 220\nC: EHLO a.example\nS: 250\n"
	const mail = "C: MAIL FROM:<bob@example.org>\nS: 250\nC: RCPT TO:<alice@example.com>\nS: 250\nC: DATA\nS: 354\nC: hi\nC: .\nS: 250\n"
	for _, c := range []struct{ script, want string }{
		{hello + mail + "C: QUIT\nS: 221\n", "EHLO250 MAIL250 RCPT250 DATA354 .250 QUIT221"},
		{hello + mail + mail, "EHLO250 MAIL250 RCPT250 DATA354 .250 | MAIL250 RCPT250 DATA354 .250"},
		{hello + "C: RCPT TO:<a@example.com>\nS: 503\nC: DATA\nS: 503\nC: NOOP\nS: 250\n", "EHLO250 RCPT503 DATA503 | NOOP250"},
		{"S: 220\nC: EHLO a.example\nS: 502\nC: HELO a.example\nS: 250\n", "EHLO502 HELO250"},
		{hello + "C: FOO\nS: 500\nC: QUIT\nS: 221\n@close\n@connect =\n" + hello, "EHLO250 500 QUIT221 | EHLO250"},
		{hello + "C: MAIL FROM:<>\nS: 250\nC: MAIL FROM:<>\nS: 503\nC: RSET\nS: 250\n", "EHLO250 MAIL250 MAIL503 | RSET250"},
	} {
		var steps []string
		for _, step := range cut(read(session(t, c.script)).turns) {
			var turns []string
			for _, turn := range step {
				name := turn.verb
				for _, code := range turn.codes {
					name += fmt.Sprint(code)
				}
				turns = append(turns, name)
			}
			steps = append(steps, strings.Join(turns, " "))
		}
		if got := strings.Join(steps, " | "); got != c.want {
			t.Errorf("cut as %q, want %q\n%s", got, c.want, c.script)
		}
	}
}

// TestNoSecretInALesson: a login is left out as a whole, and who the people were.
func TestNoSecretInALesson(t *testing.T) {
	for _, login := range []string{
		"C: AUTH PLAIN AGFsaWNlAHMzY3JldA==\nS: 235\n",
		"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: czNjcmV0\nS: 235\n",
		"C: AUTH CRAM-MD5\nS: 334 PDE+\nC: YWxpY2UgMDA=\nS: 535\n",
	} {
		tape := session(t, "S: 220\nC: EHLO host.corp.test.net\nS: 250-x\nS: 250 AUTH PLAIN LOGIN CRAM-MD5\n"+login+
			"C: MAIL FROM:<Secret.Person@corp.net>\nS: 250\nC: RCPT TO:<other@corp.net>\nS: 250\nC: DATA\nS: 354\nC: From: secret.person@corp.net\nC:\nC: hi\nC: .\nS: 250\nC: QUIT\nS: 221\n")
		r, played := asRehearsed(t, tape)
		text, _ := Lesson(Options{Name: "x", Users: users}, played...)
		for _, word := range []string{"AUTH", "334", "AGFs", "YWxp", "czNj", "corp", "ecret"} {
			if at := bytes.Index(text, []byte(word)); at >= 0 {
				t.Errorf("the lesson has %q: %s", word, text[max(0, at-40):min(len(text), at+40)])
			}
		}
		if !slices.ContainsFunc(r.Told, func(s string) bool { return strings.Contains(s, "login is left out") }) {
			t.Errorf("the login was left out without a word: %q", r.Told)
		}
	}
}

// TestRefusedLoginInALesson: a mechanism alone that the included server refused is no
// secret, and it will refuse it again.
func TestRefusedLoginInALesson(t *testing.T) {
	for script, kept := range map[string]bool{
		"#: persona modern\nS: 220\nC: EHLO a.example\nS: 250\nC: AUTH PLAIN\nS: 504\nC: NOOP\nS: 250\n":               true,
		"S: 220\nC: EHLO a.example\nS: 250\nC: AUTH PLAIN\nS: 504\nC: NOOP\nS: 250\n":                                  false,
		"#: persona modern\nS: 220\nC: EHLO a.example\nS: 250\nC: AUTH PLAIN\nS: 334\nC: *\nS: 501\nC: NOOP\nS: 250\n": false,
		"#: persona modern\nS: 220\nC: EHLO a.example\nS: 250\nC: AUTH PLAIN AGEAYg==\nS: 504\nC: NOOP\nS: 250\n":      false,
	} {
		r, err := Rehearsal(session(t, script), users)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(r.Pieces[0], "C: AUTH PLAIN\n"); got != kept || strings.Contains(r.Pieces[0], "AGEAYg") {
			t.Errorf("%q is said as %q", script, r.Pieces)
		}
	}
}

// TestPeople: who plays whom.
func TestPeople(t *testing.T) {
	tape := session(t, `S: 220
C: EHLO mx.corp.net
S: 250
C: MAIL FROM:<boss@corp.net>
S: 250
C: RCPT TO:<one@corp.net>
S: 250
C: RCPT TO:<alice@example.com>
S: 250
C: RCPT TO:<gone@corp.net>
S: 550
C: RCPT TO:<far@elsewhere.net>
S: 454
C: RCPT TO:<farther@elsewhere.net>
S: 550 5.7.1 not here
C: RCPT TO:<emil@example.org>
S: 550 Relaying denied
C: RCPT TO:<ONE@corp.net>
S: 250
C: MAIL FROM:<carl@example.net>
S: 503
`)
	r, err := Rehearsal(tape, users)
	want := `C: EHLO client.example
S:
C: MAIL FROM:<bob@example.org>
S:
C: RCPT TO:<carol@example.com>
S:
C: RCPT TO:<alice@example.com>
S:
C: RCPT TO:<zoe@example.com>
S:
C: RCPT TO:<dora@example.net>
S:
C: RCPT TO:<fred@example.net>
S:
C: RCPT TO:<emil@example.org>
S:
C: RCPT TO:<carol@example.com>
S:
C: MAIL FROM:<carl@example.net>
S:
`
	if err != nil || len(r.Pieces) != 1 || r.Pieces[0] != want {
		t.Errorf("%v, played as\n%s", err, strings.Join(r.Pieces, "--\n"))
	}
}

// TestPartsKeepTheirNames: who is called like a part that is handed out plays it.
func TestPartsKeepTheirNames(t *testing.T) {
	script := "S: 220\nC: EHLO a.example\nS: 250\nC: MAIL FROM:<a@b.example>\nS: 250\nC: RCPT TO:<gone@corp.net>\nS: 550\nC: RCPT TO:<Zoe@example.com>\nS: 550\n"
	r, err := Rehearsal(session(t, script), users)
	want := "C: RCPT TO:<yves@example.com>\nS:\nC: RCPT TO:<Zoe@example.com>\nS:\n"
	if err != nil || !strings.HasSuffix(r.Pieces[0], want) {
		t.Errorf("%v\n%s", err, r.Pieces)
	}
}

// TestRefusedData: what is said behind it is no message text.
func TestRefusedData(t *testing.T) {
	r, err := Rehearsal(session(t, "S: 220\nC: HELO lab7\nS: 250\nC: DATA\nS: 503\nC: NOOP\nS: 250\n"), users)
	want := "C: HELO client\nS:\nC: DATA\nS: 2xx|4xx|5xx\nC: NOOP\nS:\n"
	if err != nil || r.Pieces[0] != want {
		t.Errorf("%v\n%s", err, r.Pieces)
	}
}

// TestChunk: an address of another length within a chunk changes its size.
func TestChunk(t *testing.T) {
	r, err := Rehearsal(session(t, "S: 220\nC: EHLO a.example\nS: 250\nC: MAIL FROM:<longer.name@corp.net>\nS: 250\nC: BDAT 26 LAST\nC: To: longer.name@corp.net\nS: 250\n"), users)
	want := "C: BDAT 21 LAST\nC: To: bob@example.org\nS:\n"
	if err != nil || !strings.HasSuffix(r.Pieces[0], want) || r.Persona != "modern" {
		t.Errorf("%v, %q\n%s", err, r.Persona, r.Pieces)
	}
}

// TestBounds: a session that is too much for a lesson still becomes one.
func TestBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString("S: 220\nC: EHLO a.example\nS: 250\n")
	for range 60 {
		b.WriteString("C: MAIL FROM:<bob@example.org>\nS: 250\nC: RCPT TO:<alice@example.com>\nS: 250\nC: DATA\nS: 354\n")
		b.WriteString(strings.Repeat("C: "+strings.Repeat("long ", 60)+"end\n", 30) + "C: .\nS: 250\n")
	}
	b.WriteString("C: NOOP " + strings.Repeat("x", 1000) + "\nS: 500\n")
	r, played := asRehearsed(t, session(t, b.String()))
	text, told := Lesson(Options{Name: "x", Users: users}, played...)
	l, err := course.Parse("x.md", text)
	if err != nil || len(l.Steps) != stepLimit+1 {
		t.Errorf("%d octets: %v", len(text), err)
	}
	if all := strings.Join(append(r.Told, told...), "\n"); !strings.Contains(all, "lines of message text") || !strings.Contains(all, "the first 20") {
		t.Errorf("told: %s", all)
	}
}

// TestOtherAnswers: what the server of the session said otherwise becomes a remark.
func TestOtherAnswers(t *testing.T) {
	was := session(t, "S: 220\nC: EHLO a.example\nS: 250\nC: NOOP\nS: 250\nC: DATA\nS: 554\n")
	now := session(t, "S: 220\nC: EHLO a.example\nS: 250\nC: DATA\nS: 503\n")
	text, told := Lesson(Options{Name: "x", Users: users, Was: was}, now)
	if !bytes.Contains(text, []byte("differs: Another server answered DATA with 554.")) || len(told) != 2 || !strings.HasSuffix(told[0], "left out: 1") {
		t.Errorf("%q\n%s", told, text)
	}
}
