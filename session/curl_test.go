package session

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// A curlCase is one of curl's SMTP test cases as a script. The notes at its head say
// what the server does, what the client must be heard to say, and where and why
// that is something else than curl says.
type curlCase struct {
	name    string
	script  *transcript.Script
	notes   map[string][]string
	cert    tls.Certificate
	roots   *x509.CertPool
	outcome transcript.Outcome
}

var inBase64 = regexp.MustCompile(`b64"(?:[^"\\]|\\.)*"`)

// note returns the one note of that name; "" if there is none.
func (c *curlCase) note(name string) string { return append(c.notes[name], "")[0] }

func readCurlCase(t *testing.T, path string) *curlCase {
	t.Helper()
	octets, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &curlCase{name: filepath.Base(path), notes: map[string][]string{}}
	if c.script, err = transcript.ParseScript(c.name, octets); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(octets)) {
		note, ok := strings.CutPrefix(line, "# ")
		if !ok {
			break
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(note, "\n"), ": ")
		c.notes[name] = append(c.notes[name], inBase64.ReplaceAllStringFunc(value, func(s string) string {
			text, err := strconv.Unquote(s[len("b64"):])
			if err != nil {
				t.Fatalf("%s: %s: %v", c.name, s, err)
			}
			return b64(text)
		}))
	}
	if ends := c.note("ends"); ends != "" {
		for c.outcome.String() != ends {
			c.outcome++
		}
	}
	if c.note("scheme") == target.SMTPS {
		c.cert, c.roots = certify(t, bubbleDay.Add(time.Hour), "mx.example.org")
	}
	return c
}

func curlCases(t *testing.T) []*curlCase {
	t.Helper()
	paths, err := filepath.Glob("testdata/curl/*.ehlo")
	if err != nil || len(paths) < 40 {
		t.Fatalf("%d cases, %v", len(paths), err)
	}
	var cases []*curlCase
	for _, path := range paths {
		cases = append(cases, readCurlCase(t, path))
	}
	return cases
}

// secret is the password, or the token, of a case.
func (c *curlCase) secret() string {
	if s := c.note("secret"); s != "" {
		return s
	}
	return "secret"
}

// wire is what the client must be heard to say.
func (c *curlCase) wire() string {
	var b strings.Builder
	for _, part := range c.notes["wire"] {
		if strings.Trim(part, " ") == "" || strings.HasPrefix(part, "wire:") {
			continue
		}
		b.WriteString(strings.ReplaceAll(part, " | ", "\r\n") + "\r\n")
	}
	return b.String()
}

func (c *curlCase) options(t *testing.T, connect func() (*Session, error)) transcript.RunOptions {
	t.Helper()
	o := transcript.RunOptions{
		Vars: map[string]string{}, Files: fstest.MapFS{}, Timeout: 30 * time.Second,
		MayConnect: func(target, tls string) error { return nil },
		Connect:    func(context.Context, string, string) (transcript.Peer, error) { return connect() },
		MayLogin:   func(string, string) error { return nil },
	}
	for _, v := range c.notes["var"] {
		name, value, _ := strings.Cut(v, " ")
		if strings.HasPrefix(value, `"`) {
			value, _ = firstWord(t, value)
		}
		o.Vars[name] = value
	}
	for _, f := range c.notes["file"] {
		name, value, _ := strings.Cut(f, " ")
		octets, _ := firstWord(t, value)
		o.Files.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte(octets)}
	}
	return o
}

// A performance is what came of a case.
type performance struct {
	result  transcript.Result
	opened  error
	server  *curlServer
	dialled int
	tape    *transcript.Transcript
	journal []byte
	took    time.Duration
}

// A stage is where a case is played: over what connection, and how that fails.
type stage struct {
	pair   func(t *testing.T) (client, server net.Conn)
	budget budget
	kept   string // the folder of its journal; "" for none
}

func inMemory(*testing.T) (client, server net.Conn) { return net.Pipe() }

func (c *curlCase) play(t *testing.T, on stage) performance {
	t.Helper()
	began := time.Now()
	p := performance{server: newCurlServer(t, c.notes["server"]), tape: transcript.New(transcript.Start{})}
	p.server.budget = on.budget
	if c.roots != nil {
		p.server.tls = &tls.Config{Certificates: []tls.Certificate{c.cert}}
	}
	var journal *transcript.Journal
	if on.kept != "" {
		var err error
		if journal, err = transcript.OpenJournal(on.kept, p.tape.Start(), transcript.Full); err != nil {
			t.Fatal(err)
		}
		p.tape.Keep(journal)
	}
	o := Options{Tape: p.tape, Timeout: 30 * time.Second, TLS: TLSOptions{
		Required: c.note("tls") == "require", Verify: true, Roots: c.roots, ServerName: "mx.example.org",
		Now: func() time.Time { return bubbleDay },
	}}
	o.Dial = func(context.Context, string, string) (net.Conn, error) {
		p.dialled++
		client, server := on.pair(t)
		p.server.done.Add(1)
		go p.server.serve(server)
		if on.budget.single {
			client = sipping{client}
		}
		return client, nil
	}
	to := here
	if scheme := c.note("scheme"); scheme != "" {
		to.Scheme = scheme
	}
	var s *Session
	connect := func() (_ *Session, err error) { s, err = Open(t.Context(), to, o); return s, err }
	ro := c.options(t, connect)
	ro.Login = func(ctx context.Context, mechanism, user string) error {
		return s.Login(ctx, mechanism, Credentials{User: user, As: c.note("as"), Secret: []byte(c.secret())}, false)
	}
	if err := c.script.Check(ro); err != nil {
		p.result = transcript.Result{Outcome: transcript.Usage, Err: err}
		return p
	}
	if _, p.opened = connect(); p.opened != nil {
		p.result.Outcome = transcript.Gone
	} else {
		p.result = transcript.Run(t.Context(), c.script, s, p.tape, ro)
		s.Close()
	}
	p.server.done.Wait()
	if journal != nil {
		journal.Close()
		p.journal = journalBelow(t, on.kept)
	}
	p.took = time.Since(began)
	return p
}

// journalBelow returns the octets of all journals in a folder and removes them.
func journalBelow(t *testing.T, dir string) []byte {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(dir, "*"))
	var all []byte
	for _, path := range paths {
		octets, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, octets...)
		os.Remove(path)
	}
	return all
}

// TestCurlCases plays curl's SMTP test cases: the client says, octet for octet, what
// curl's client says in the same case, but where the note "differs" tells why not.
func TestCurlCases(t *testing.T) {
	for _, c := range curlCases(t) {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := c.play(t, stage{pair: inMemory, budget: budget{in: -1, out: -1}, kept: t.TempDir()})
				if p.result.Outcome != c.outcome {
					t.Errorf("the outcome is %v, want %v: %v%v%v", p.result.Outcome, c.outcome, p.opened, p.result.Err, p.result.Differences)
				}
				if p.server.heard != c.wire() {
					t.Errorf("heard\n%q, want\n%q", p.server.heard, c.wire())
				}
				if c.outcome == transcript.Usage && p.dialled > 0 {
					t.Error("a connection was made")
				}
				c.wantSecretless(t, p)
			})
		})
	}
}

// spellings are those in which a secret must be found nowhere: in hexadecimal
// and in base64, at each of three positions.
func spellings(secret string) []string {
	forms := []string{hex.EncodeToString([]byte(secret))}
	for lead := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", lead) + secret))
		forms = append(forms, text[(lead*8+5)/6:(lead+len(secret))*8/6])
	}
	return forms
}

// wantSecretless looks for the secret of a case in everything that is shown or kept.
func (c *curlCase) wantSecretless(t *testing.T, p performance) {
	t.Helper()
	var told bytes.Buffer
	fmt.Fprint(&told, p.opened, p.result.Err)
	for _, d := range p.result.Differences {
		told.WriteString(d.Detail())
	}
	for i := range p.tape.Len() {
		e := p.tape.At(i)
		fmt.Fprintf(&told, "%s %s\n", e.Octets, e.Text)
	}
	transcript.WriteScript(&told, p.tape)
	transcript.WriteJSON(&told, p.tape)
	told.Write(p.journal)
	text := strings.NewReplacer(`"secret"`, "", "(secret)", "").Replace(told.String()) // the words for one
	for _, form := range append(spellings(c.secret()), c.secret()) {
		if strings.Contains(text, form) {
			t.Errorf("%s: %q stands in\n%s", c.name, form, text)
		}
	}
}

// TestCurlCasesByOctet plays them with one octet a read, on both sides: nothing is
// otherwise.
func TestCurlCasesByOctet(t *testing.T) {
	for _, c := range curlCases(t) {
		t.Run(c.name, func(t *testing.T) {
			var events [2][]string
			for i, single := range []bool{false, true} {
				synctest.Test(t, func(t *testing.T) {
					p := c.play(t, stage{pair: inMemory, budget: budget{in: -1, out: -1, single: single}, kept: t.TempDir()})
					if p.result.Outcome != c.outcome || p.server.heard != c.wire() {
						t.Errorf("one octet a read %t: %v, heard %q", single, p.result.Outcome, p.server.heard)
					}
					c.wantSecretless(t, p)
					for _, line := range listing(p.tape) {
						event, _, _ := strings.Cut(line, " [") // where reads ended
						if !strings.HasPrefix(event, "closed: ") {
							events[i] = append(events[i], event) // behind QUIT either side may close first
						}
					}
				})
			}
			if c.note("tls") == "" && !slices.Equal(events[0], events[1]) {
				t.Errorf("events\n%q\none octet a read\n%q", events[0], events[1])
			}
		})
	}
}
