package transcript

import (
	"context"
	"strings"
	"testing"
)

var authOffer = hears("250-a\r\n250 AUTH PLAIN CRAM-MD5 SCRAM-SHA-256\r\n")

// loggedIn is a login with one challenge, which ends with reply.
func loggedIn(driven bool, mechanism, answer, reply string) []Entry {
	entries := []Entry{local(Connected, ""), hears("220 a\r\n"), says("EHLO b\r\n"), authOffer}
	if driven {
		entries = append(entries, local(Login, LoginText(strings.ToUpper(mechanism), "alice", true)))
	}
	return append(entries, says("AUTH "+mechanism+"\r\n"), hears("334 PDFAYT4=\r\n"), says(answer+"\r\n"), hears(reply+"\r\n"))
}

// TestWriteLogin: what only one challenge fits is not written, since it would fit no
// other.
func TestWriteLogin(t *testing.T) {
	const head, ok = "S: 220 a\nC: EHLO b\nS: 250-a\nS: 250 AUTH PLAIN CRAM-MD5 SCRAM-SHA-256\n", "235 2.7.0 in"
	const typed = "S: 334 PDFAYT4=\n@send ${SECRET_1}\nS: "
	with := func(entries []Entry, at int, e Entry) []Entry {
		return append(append(append([]Entry{}, entries[:at]...), e), entries[at:]...)
	}
	user := func(name, mechanism string) []Entry {
		entries := loggedIn(true, mechanism, "YQ==", ok)
		entries[4].Text = LoginText(mechanism, name, false)
		return entries
	}
	for name, c := range map[string]struct {
		entries []Entry
		want    string
	}{
		"driven":                     {loggedIn(true, "CRAM-MD5", "YWxpY2UgMDA=", ok), "@auth CRAM-MD5 alice\nS: 235 2.7.0 in\n"},
		"driven and refused":         {loggedIn(true, "SCRAM-SHA-256", "YQ==", "535 5.7.8 no"), "@auth SCRAM-SHA-256 alice\nS: 535 5.7.8 no\n"},
		"driven, bound to nothing":   {loggedIn(true, "LOGIN", "YQ==", ok), "@auth LOGIN alice\nS: 235 2.7.0 in\n"},
		"typed":                      {loggedIn(false, "cram-md5", "YWxpY2UgMDA=", ok), "@auth CRAM-MD5 ${USER_1}\nS: 235 2.7.0 in\n"},
		"typed and refused":          {loggedIn(false, "CRAM-MD5", "YWxpY2UgMDA=", "535 5.7.8 no"), "C: AUTH CRAM-MD5\n" + typed + "535 5.7.8 no\n"},
		"typed, bound to nothing":    {loggedIn(false, "LOGIN", "YQ==", ok), "C: AUTH LOGIN\n" + typed + "235 2.7.0 in\n"},
		"given up":                   {loggedIn(true, "CRAM-MD5", "*", "501 5.7.0 given up"), "C: AUTH CRAM-MD5\nS: 334 PDFAYT4=\nC: *\nS: 501 5.7.0 given up\n"},
		"cut off":                    {loggedIn(true, "CRAM-MD5", "YQ==", ok)[:8], "C: AUTH CRAM-MD5\n" + typed[:len(typed)-len("S: ")] + "@close\n"},
		"with a note":                {with(loggedIn(true, "CRAM-MD5", "YQ==", ok), 6, local(Note, "now the answer")), "@auth CRAM-MD5 alice\n# now the answer\nS: 235 2.7.0 in\n"},
		"something between":          {with(loggedIn(true, "CRAM-MD5", "YQ==", ok), 6, says("NOOP\r\n")), "@group\nC: AUTH CRAM-MD5\nC: NOOP\n"},
		"another mechanism":          {with(loggedIn(false, "LOGIN", "YQ==", ok), 4, local(Login, LoginText("CRAM-MD5", "alice", true))), "C: AUTH LOGIN\n" + typed + "235 2.7.0 in\n"},
		"a user with blanks":         {user("al ice; \"x\" ${Y}", "CRAM-MD5"), "@auth CRAM-MD5 \"al ice; \\\"x\\\" \\x24{Y}\"\nS: 235 2.7.0 in\n"},
		"no user, where one is due":  {user("", "CRAM-MD5"), "@auth CRAM-MD5 ${USER_1}\nS: 235 2.7.0 in\n"},
		"no user, where none is due": {user("", "EXTERNAL"), "@auth EXTERNAL\nS: 235 2.7.0 in\n"},
	} {
		got := scriptOf(t, tapeOf(c.entries...))
		var lines []string
		for line := range strings.Lines(got) {
			if !strings.HasPrefix(line, "#:") {
				lines = append(lines, line)
			}
		}
		body := strings.Join(lines, "")
		if name == "something between" {
			body = body[:min(len(body), len(head)+len(c.want))]
		}
		if body != head+c.want {
			t.Errorf("%s: wrote\n%s\nwant\n%s", name, body, head+c.want)
		}
		stable(t, []byte(got))
	}
}

// TestLoginReadBack: a login is still one when it was saved and read, with who it was
// and how it was protected.
func TestLoginReadBack(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{LoginText("CRAM-MD5", "alice", true), "CRAM-MD5; user alice; protected"},
		{LoginText("CRAM-MD5", "a b", false), "CRAM-MD5; user a b; unprotected, as was allowed"},
		{LoginText("EXTERNAL", "", true), "EXTERNAL; protected"},
	} {
		mechanism, _, _ := strings.Cut(c.text, ";")
		entries := loggedIn(true, mechanism, "YQ==", "235 2.7.0 in")
		entries[4].Text = c.text
		back, err := parse(t, scriptOf(t, tapeOf(entries...))).Transcript()
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for i := range back.Len() {
			if e := back.At(i); e.Fact == Login {
				found = e.Text
			}
		}
		if found != c.want || !back.State(back.Len()).Authenticated() {
			t.Errorf("%q is read as %q", c.text, found)
		}
	}
	for script, want := range map[string]bool{
		hello + "@auth PLAIN alice\n":                               true, // a run asks for the 235
		hello + "@auth PLAIN alice\nS: 235\n":                       true,
		hello + "@auth PLAIN alice\nS: 535\n":                       false,
		hello + "@auth \"a\\r\\nAUTH\" alice\nS: 235\n":             false,
		"@auth PLAIN alice\nS: 235\n":                               false,
		hello + "C: AUTH CRAM-MD5\nS: 334\n@auth PLAIN a\nS: 250\n": false,
	} {
		tape, err := parse(t, script).Transcript()
		if err != nil {
			t.Fatal(err)
		}
		if got := tape.State(tape.Len()).Authenticated(); got != want {
			t.Errorf("%q is read as authenticated %v", script, got)
		}
		stable(t, []byte(script))
	}
}

// TestSaveAndRunLogin: a login bound to its challenge passes again, with another one.
func TestSaveAndRunLogin(t *testing.T) {
	for _, driven := range []bool{true, false} {
		login := func(p *modelPeer, user, answer string) error {
			if driven {
				p.tape.Record(local(Login, LoginText("CRAM-MD5", user, true)))
			}
			if err := p.Send(t.Context(), []byte("AUTH CRAM-MD5\r\n")); err != nil {
				return err
			}
			return p.Send(t.Context(), []byte(answer+"\r\n"))
		}
		p := newPeer(New(Start{}), modelGreeting, "AUTH CRAM-MD5")
		if err := p.Send(t.Context(), []byte("EHLO a\r\n")); err != nil {
			t.Fatal(err)
		}
		if err := login(p, "alice", "YWxpY2UgMDA="); err != nil {
			t.Fatal(err)
		}
		q, asked := newPeer(New(Start{}), modelGreeting, "AUTH CRAM-MD5"), ""
		r := rehearse(t, scriptOf(t, p.tape), q, RunOptions{
			Vars:     map[string]string{"USER_1": "alice"},
			MayLogin: func(string, string) error { return nil },
			Login: func(_ context.Context, mechanism, user string) error {
				asked = mechanism + " " + user
				return login(q, user, "YWxpY2UgZmY=")
			},
		})
		if r.Outcome != AsExpected || asked != "CRAM-MD5 alice" {
			t.Errorf("driven %v: %v %v %v, asked for %q", driven, r.Outcome, r.Differences, r.Err, asked)
		}
	}
}

// TestMaskedLoginIsWritten: a masked login names nobody in either form.
func TestMaskedLoginIsWritten(t *testing.T) {
	masked := Masked(tapeOf(loggedIn(true, "CRAM-MD5", "YQ==", "235 2.7.0 in, alice")...))
	script, lines := scriptOf(t, masked), jsonOf(t, masked)
	if !strings.Contains(script, "\n@auth CRAM-MD5 user1\n") || !strings.Contains(lines, `"user":"user1"`) || strings.Contains(script+lines, "alice") {
		t.Errorf("%s\n%s", script, lines)
	}
}
