package lessons

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

var update = flag.Bool("update", false, "write the golden files of this package anew")

// A told is one event of a dialogue and the state it came upon.
type told struct {
	event  transcript.Event
	before smtp.State
	source string
}

// dialogues reads testdata/dialogues.txt.
func dialogues(t testing.TB) (names []string, all map[string][]told) {
	t.Helper()
	text, err := os.ReadFile("testdata/dialogues.txt")
	if err != nil {
		t.Fatal(err)
	}
	all = map[string][]told{}
	var state smtp.State
	name := ""
	lines := strings.Split(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "== "):
			name = line[3:]
			names = append(names, name)
			state = smtp.State{}.Connected()
			continue
		}
		source := line
		for strings.HasPrefix(line, "S: ") && len(line) > 6 && line[6] == '-' && i+1 < len(lines) {
			i++
			line = lines[i]
			source += "\n" + line
		}
		e := eventOf(t, source)
		all[name] = append(all[name], told{e, state, source})
		state = e.After(state)
	}
	return names, all
}

// eventOf makes an event of one or more lines of dialogues.txt.
func eventOf(t testing.TB, source string) transcript.Event {
	t.Helper()
	e := transcript.Event{Mark: -1}
	kind, rest, _ := strings.Cut(source, ":")
	rest = strings.TrimPrefix(rest, " ")
	switch {
	case strings.HasPrefix(source, `C"`), strings.HasPrefix(source, `S"`):
		octets, err := strconv.Unquote(source[1:])
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		e.Octets, e.Who = []byte(octets), transcript.Client
		if source[0] == 'S' {
			e.Who = transcript.Server
		}
	case kind == "C":
		e.Who, e.Octets = transcript.Client, []byte(rest+"\r\n")
	case kind == "secret":
		e.Who, e.Octets, e.Flags, e.Mark = transcript.Client, []byte("\r\n"), transcript.Secret, 0
	case kind == "S":
		e.Who = transcript.Server
		for _, l := range strings.Split(source, "\n") {
			e.Octets = append(e.Octets, l[3:]+"\r\n"...)
		}
	case kind == "stray":
		e.Who, e.Octets, e.Flags = transcript.Server, []byte(rest+"\r\n"), transcript.Stray
	case kind == "L":
		word, text, _ := strings.Cut(rest, " ")
		e.Text = text
		e.Fact = map[string]transcript.Fact{"closed": transcript.Closed, "lost": transcript.Lost, "secured": transcript.Secured, "connected": transcript.Connected, "dial-error": transcript.DialError}[word]
	default:
		t.Fatalf("no event: %s", source)
	}
	return e
}

// TestExplained compares what is said of every event in dialogues.txt with the
// file in which all of it can be read.
func TestExplained(t *testing.T) {
	var b bytes.Buffer
	names, all := dialogues(t)
	for _, name := range names {
		fmt.Fprintf(&b, "== %s\n\n", name)
		for _, told := range all[name] {
			fmt.Fprintf(&b, "%s\n", told.source)
			for _, line := range Explain(told.event, told.before).Lines(Width) {
				fmt.Fprintf(&b, "    | %s\n", line)
			}
			fmt.Fprintf(&b, "    says: %s\n\n", Speak(told.event, told.before))
		}
	}
	golden(t, "testdata/explained.txt", b.Bytes())
}

// A verb with a colon behind it is not explained by that verb, which looks the same.
func TestColonBehindAVerb(t *testing.T) {
	for _, tt := range []struct{ line, verb string }{
		{"EHLO: lab.example", "EHLO"}, {"ehlo: lab.example", "EHLO"}, {"MAIL: FROM:<a@b.example>", "MAIL"}, {"DATA:", "DATA"},
	} {
		ready := stateNamed("ready")
		for _, code := range []string{"500", "501", "502"} {
			sent := said(tt.line)
			x := Explain(answered(code+" 5.5.1 no"), sent.After(ready))
			text := smtp.Upper(strings.Join(append(x.Paragraphs, x.Title), " "))
			if strings.Contains(text, "DID YOU MEAN") || !strings.Contains(text, tt.verb+" HAS NONE") || strings.Contains(text, "::") {
				t.Errorf("%s to %q: %q, %q", code, tt.line, x.Title, x.Paragraphs)
			}
		}
		text := strings.Join(Advise(tt.line, ready).Say, " ")
		if !strings.Contains(text, tt.verb+" has no colon") {
			t.Errorf("before %q is sent: %q", tt.line, text)
		}
	}
	if x := Explain(answered("500 no"), said("EHELO a.example").After(stateNamed("ready"))); !strings.Contains(strings.Join(x.Paragraphs, " "), "Did you mean EHLO?") {
		t.Errorf("of EHELO is said: %q", x.Paragraphs)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			was := "(nothing)"
			if i < len(w) {
				was = w[i]
			}
			t.Fatalf("%s:%d differs; go test ./lessons -update writes it anew\n got: %s\nwant: %s", name, i+1, g[i], was)
		}
	}
	t.Fatalf("%s has %d lines, got %d", name, len(w), len(g))
}
