package transcript

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"

	"pgregory.net/rapid"
)

const canary = "Tr0ub4dor & ü/?+=3"

// spellings are the forms of a secret that may be written nowhere.
func spellings(secret string) []string {
	forms := []string{secret, hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
		url.QueryEscape(secret), url.PathEscape(secret), strings.ToLower(url.QueryEscape(secret))}
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		for pad := range 3 {
			// Without the digits at the edges, which hold bits of the neighbours.
			whole := enc.EncodeToString([]byte(strings.Repeat("\x00", pad) + secret))
			forms = append(forms, strings.TrimRight(whole, "=")[4*min(pad, 1):len(whole)-4])
		}
	}
	return forms
}

// written is everything that leaves the transcript.
func written(t testing.TB, tr *Transcript) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, tr); err != nil {
		t.Fatal(err)
	}
	for i := range tr.Len() {
		e := tr.At(i)
		b.Write(e.Octets)
		b.WriteString(e.Text)
		b.Write(appendEvent(nil, &e))
		fmt.Fprintf(&b, "%s", tr.State(i).Pending())
	}
	return b.String()
}

func noCanary(t testing.TB, tr *Transcript, secret string) {
	t.Helper()
	out := written(t, tr)
	for _, s := range spellings(secret) {
		if strings.Contains(out, s) {
			t.Errorf("%q is written\n%q", s, wires(tr))
		}
	}
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// Nobody gave ehlo the secret: the language alone tells where it is.
func TestSecretsNamedByTheLanguage(t *testing.T) {
	ready := []string{"@connect", "S: 220 a", "C: EHLO b", "S: 250 AUTH PLAIN LOGIN CRAM-MD5"}
	plain := b64("\x00tim\x00" + canary)
	for _, c := range []struct {
		name  string
		lines []string
	}{
		{"PLAIN at once", []string{"C: AUTH PLAIN " + plain, "S: 235 ok"}},
		{"PLAIN in lower case, refused", []string{"C: auth plain " + plain, "S: 535 no"}},
		{"PLAIN behind 334", []string{"C: AUTH PLAIN", "S: 334 ", "C: " + plain, "S: 235 ok"}},
		{"LOGIN", []string{"C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: dGlt", "S: 334 UGFzc3dvcmQ6", "C: " + b64(canary), "S: 235 ok"}},
		{"LOGIN pipelined", []string{fmt.Sprintf(`C"AUTH LOGIN\r\ndGlt\r\n%s\r\n"`, b64(canary)), "S: 334 VXNlcm5hbWU6", "S: 334 UGFzc3dvcmQ6", "S: 235 ok"}},
		{"LOGIN, plain instead of base64", []string{"C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: " + canary, "S: 501 no"}},
		{"XOAUTH2", []string{"C: AUTH XOAUTH2 " + b64("user=a\x01auth=Bearer "+canary+"\x01\x01"), "S: 235 ok"}},
		{"mistyped", []string{"C: AUHT PLAIN " + plain, "S: 500 what"}},
		{"before the hello", []string{"C: RSET", "S: 250 ok", "C: AUTH PLAIN " + plain, "S: 503 no"}},
		{"at the wrong prompt", []string{"C: AUTH LOGIN", "S: 535 no", "C: " + b64(canary), "S: 500 what"}},
		{"in pieces", []string{`C"AUTH PL"`, fmt.Sprintf(`C"AIN %s"`, plain[:9]), fmt.Sprintf(`C"%s"`, plain[9:]), `C"\r\n"`, "S: 235 ok"}},
		{"an answer in pieces", []string{"C: AUTH PLAIN", "S: 334 ", fmt.Sprintf(`C"%s"`, plain[:9]), fmt.Sprintf(`C"%s\r"`, plain[9:]), `C"\n"`, "S: 235 ok"}},
		{"cut by the end", []string{"C: AUTH PLAIN", "S: 334 ", fmt.Sprintf(`C"%s"`, plain), "@close"}},
		{"behind a bare LF", []string{fmt.Sprintf(`C"NOOP\nAUTH PLAIN %s\r\n"`, plain), "S: 250 ok", "S: 503 no"}},
		{"behind a bare CR, in pieces", []string{`C"NOOP\rAUTH "`, fmt.Sprintf(`C"PLAIN %s\r\n"`, plain), "S: 500 what"}},
		{"typed into a chunk", []string{"C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok", fmt.Sprintf(`C"BDAT %d\r\n"`, len(plain)+13), "C: AUTH PLAIN " + plain, "S: 250 ok", "C: NOOP", "S: 250 ok"}},
		{"typed into the text", []string{"C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok", "C: DATA", "S: 354 go", "C: AUTH PLAIN " + plain, "C: .", "S: 250 ok"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := New(Start{})
			var kept []string
			tr.OnSecret(func(i int, octets []byte) { kept = append(kept, string(octets)) })
			play(t, tr, ready...)
			play(t, tr, c.lines...)
			noCanary(t, tr, canary)
			if len(kept) == 0 || !strings.Contains(strings.Join(kept, ""), plain[len(plain)-8:]) && !strings.Contains(strings.Join(kept, ""), b64(canary)) &&
				!strings.Contains(strings.Join(kept, ""), canary) && !strings.Contains(c.name, "XOAUTH2") {
				t.Errorf("the session was told %q", kept)
			}
			foldsAlike(t, tr, append(ready, c.lines...))
		})
	}
}

// foldsAlike compares the state with the one that the whole octets make.
func foldsAlike(t testing.TB, tr *Transcript, lines []string) {
	t.Helper()
	s := smtp.State{}
	for _, line := range lines {
		whole := New(Start{})
		switch {
		case line[0] == 'C' && line[1] == ':':
			s = s.Said([]byte(line[3:] + "\r\n"))
		case line[0] == 'C':
			s = s.Said([]byte(goString(t, line[1:])))
		default:
			play(t, whole, line)
			s = whole.At(0).After(s)
		}
	}
	if got, want := outline(tr.State(tr.Len())), outline(s); got != want {
		t.Errorf("after the cut the dialogue stands at\n%s, without at\n%s", got, want)
	}
}

// outline is a sketch without the octets of a text: a cut makes it shorter.
func outline(s smtp.State) string {
	from, ok := s.Sender()
	return fmt.Sprint(s.Phase(), s.Reading(), s.Hello(), s.TLS(), s.Authenticated(), s.OwedCount(), s.ChunkLeft(),
		s.Owner(), s.Messages(), s.Refusals(), s.Unasked(), from, ok, s.Recipients())
}

// Spans that the fold does not name are cut because ehlo was given the secret.
func TestConceal(t *testing.T) {
	data := append(append([]string{}, toText...), "C: DATA", "S: 354 go")
	for _, c := range []struct {
		name  string
		lines []string
	}{
		{"in a command", []string{"@connect", "S: 220 a", "C: XPASS " + canary, "S: 500 what", "C: " + canary, "S: 500 what"}},
		{"in hexadecimal", []string{"@connect", "S: 220 a", "C: NOOP " + hex.EncodeToString([]byte(canary)), "S: 250 ok"}},
		{"in upper hexadecimal", []string{"@connect", "S: 220 a", fmt.Sprintf("C: NOOP %X", canary), "S: 250 ok"}},
		{"in a URL", []string{"@connect", "S: 220 a", "C: HELP " + url.QueryEscape(canary), "S: 214 ok", "C: HELP " + url.PathEscape(canary), "S: 214 ok"}},
		{"in base64", []string{"@connect", "S: 220 a", "C: NOOP " + b64(canary), "C: NOOP " + b64("a"+canary), "C: NOOP " + b64("ab"+canary+"c"), "S: 250 ok"}},
		{"echoed by the server", []string{"@connect", "S: 220 a", "C: NOOP", "S: 250-" + canary + "|250-" + b64("x"+canary) + "|250 " + canary}},
		{"in two pieces", []string{"@connect", "S: 220 a", fmt.Sprintf(`C"NOOP %s"`, canary[:7]), fmt.Sprintf(`C"%s\r\n"`, canary[7:]), "S: 250 ok"}},
		{"in a chunk", append(append([]string{}, toText...), fmt.Sprintf(`C"BDAT %d LAST\r\n"`, len(canary)+4), fmt.Sprintf(`C"ab%scd"`, canary), "S: 250 ok", "C: NOOP", "S: 250 ok")},
		{"in a chunk twice", append(append([]string{}, toText...), fmt.Sprintf(`C"BDAT %d LAST\r\n"`, 2*len(canary)+4), fmt.Sprintf(`C"%sabcd%s"`, canary, canary), "S: 250 ok", "C: NOOP", "S: 250 ok")},
		{"in the text", append(append([]string{}, data...), "C: my password is "+canary, "C: .", "S: 250 ok")},
		{"behind the dot", append(append([]string{}, data...), "C: ."+canary, "C: x", "C: .", "S: 250 ok")},
		{"behind the dot in pieces", append(append([]string{}, data...), `C"."`, fmt.Sprintf(`C"%s\r\n"`, canary), "C: x", "C: .", "S: 250 ok")},
		{"behind the dot, held", append(append([]string{}, toText...), fmt.Sprintf(`C"DATA\r\n.%s\r\nx\r\n.\r\n"`, canary), "S: 354 go", "S: 250 ok")},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := New(Start{})
			tr.Conceal([]byte(canary))
			play(t, tr, c.lines...)
			noCanary(t, tr, canary)
			foldsAlike(t, tr, c.lines)
			marked := false
			for i := range tr.Len() {
				e := tr.At(i)
				marked = marked || e.Flags&Secret != 0
				if (e.Mark >= 0) != (e.Flags&Secret != 0) {
					t.Errorf("event %d: flags %d, mark %d", i, e.Flags, e.Mark)
				}
			}
			if !marked {
				t.Error("nothing is marked")
			}
		})
	}
}

func TestConcealOctetByOctet(t *testing.T) {
	tr := tape(t, Start{}, "@connect", "S: 220 a")
	tr.Conceal([]byte(canary))
	for i := range len(canary) {
		tr.Said([]byte(canary[i:i+1]), 0, 0)
	}
	all := strings.Join(wires(tr)[2:], "")
	if strings.Contains(all, canary[:5]) || strings.Contains(canary[5:], all) && all != "" {
		t.Errorf("%q is left", all)
	}
}

// TestConcealWithoutACode: of a line that begins with no code nothing is left.
func TestConcealWithoutACode(t *testing.T) {
	for said, want := range map[string]string{
		canary: "\r\n", b64(canary): "==\r\n", "25" + canary: "25\r\n", "250 " + canary: "250 \r\n", "250-" + canary + "|250 b": "250-\r\n250 b\r\n",
	} {
		tr := New(Start{})
		tr.Conceal([]byte(canary))
		play(t, tr, "@connect", "S: 220 a", "C: NOOP", "S: "+said)
		if got := string(tr.At(tr.Len() - 1).Octets); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestConcealInLocalText(t *testing.T) {
	tr := New(Start{})
	tr.Conceal([]byte(canary))
	e := tr.Record(Entry{Who: Local, Fact: Warning, Text: "bad password " + canary + "!", At: Now})
	if e.Text != "bad password (secret)!" || e.Flags != Secret || e.Mark >= 0 {
		t.Errorf("%q, flags %d, mark %d", e.Text, e.Flags, e.Mark)
	}
}

func TestConcealKeepsTheDialogue(t *testing.T) {
	// Words of the language are no secret where they are the language.
	tr := New(Start{})
	for _, word := range []string{"MAIL", "250", "354", "QUIT", "EHLO"} {
		tr.Conceal([]byte(word))
	}
	lines := append(append([]string{}, toText...), "C: DATA", "S: 354 go", "C: MAIL", "C: .", "S: 250 ok", "C: QUIT", "S: 221 bye")
	play(t, tr, lines...)
	foldsAlike(t, tr, lines)
	if got := wires(tr)[10]; got != "\r\n" {
		t.Errorf("in the text %q is left", got)
	}
}

func TestConcealMark(t *testing.T) {
	for _, c := range []struct {
		secret, octets, want string
		mark                 int
		reads, wantReads     []int
	}{
		{"sesame", "NOOP sesame\r\n", "NOOP \r\n", 5, nil, nil},
		{"sesame", "NOOP sesame sesame\r\n", "NOOP  \r\n", 5, nil, nil},
		{"sesame", "NOOP sesame!\r\n", "NOOP !\r\n", 5, []int{2, 7, 12}, []int{2, 5, 6}},
		{"se", "NOOP sesame\r\n", "NOOP sesame\r\n", -1, nil, nil},
		{"", "NOOP\r\n", "NOOP\r\n", -1, nil, nil},
		{"esam", "NOOP sesame\r\n", "NOOP se\r\n", 6, nil, nil},
	} {
		tr := tape(t, Start{}, "@connect", "S: 220 a")
		tr.Conceal([]byte(c.secret))
		e := tr.Record(Entry{Who: Client, Octets: []byte(c.octets), Reads: c.reads, At: Now})
		if string(e.Octets) != c.want || e.Mark != c.mark || fmt.Sprint(e.Reads) != fmt.Sprint(c.wantReads) {
			t.Errorf("%q without %q is %q, mark %d, reads %v", c.octets, c.secret, e.Octets, e.Mark, e.Reads)
		}
	}
}

// A reply that ends at the bound is known by its length; a cut must not change it.
func TestConcealInACutReply(t *testing.T) {
	octets := "250 " + canary + strings.Repeat("x", smtp.ReplyLineCut)
	tr := tape(t, Start{}, "@connect", "S: 220 a", "C: NOOP")
	tr.Conceal([]byte(canary))
	tr.Record(Entry{Who: Server, Flags: Cut, Octets: []byte(octets[:smtp.ReplyLineCut]), At: Now})
	noCanary(t, tr, canary)
	if s := tr.State(4); s.OwedCount() != 0 || tr.Question(3) != 2 {
		t.Errorf("%d owed, answers %d", s.OwedCount(), tr.Question(3))
	}
}

// Whatever is said with a given secret in it, in whatever pieces: the secret is
// nowhere whole, and the dialogue stands where it would stand.
func TestConcealProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[a-zA-Z0-9+/~%][a-zA-Z0-9+/ .~%]{3,10}[a-zA-Z0-9+/~%]`).Draw(t, "secret")
		tr := New(Start{})
		tr.Conceal([]byte(secret))
		whole := smtp.State{}
		record := func(e Entry) {
			tr.Record(e)
			whole = Event{Who: e.Who, Fact: e.Fact, Octets: bytes.Clone(e.Octets)}.After(whole)
		}
		record(Entry{Who: Local, Fact: Connected, At: time.Second})
		lead := []string{"220 a\r\n", "EHLO b\r\n", "250 CHUNKING\r\n", "MAIL FROM:<>\r\n", "250 ok\r\n", "RCPT TO:<a@b.c>\r\n", "250 ok\r\n", "DATA\r\n", "354 go\r\n"}
		for i, l := range lead[:rapid.IntRange(0, len(lead)).Draw(t, "lead")] {
			if strings.Contains(l, secret) {
				t.Skip("the secret is part of the dialogue")
			}
			record(Entry{Who: Server - Who(i%2), Octets: []byte(l), At: time.Second})
		}
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			secret, secret, b64(secret), b64("x" + secret), hex.EncodeToString([]byte(secret)), "\r\n", "\r", "\n", ".", ".\r\n", "x", "BDAT 9\r\n", "NOOP ", "DATA\r\n",
		}), 1, 9).Draw(t, "said")
		said := strings.Join(parts, "")
		for said != "" {
			n := rapid.IntRange(1, len(said)).Draw(t, "piece")
			tr.Said([]byte(said[:n]), 0, 0)
			whole = whole.Said([]byte(said[:n]))
			said = said[n:]
		}
		if s, want := outline(tr.State(tr.Len())), outline(whole); s != want {
			t.Fatalf("%q\nstands at %s\nwant %s", wires(tr), s, want)
		}
		for _, w := range wires(tr) {
			if strings.Contains(w, secret) {
				t.Fatalf("%q is written in %q", secret, w)
			}
		}
	})
}
