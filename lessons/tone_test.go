package lessons

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// everyPlace is everything that a reply can answer.
var everyPlace = []string{theConnection, theDot, noVerb, nobody, "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "BURL",
	"RSET", "VRFY", "EXPN", "HELP", "NOOP", "QUIT", "AUTH", "STARTTLS", "ETRN", "ATRN", "TURN", "SEND", "SOML", "SAML", "XCLIENT", "XFORWARD"}

// commandLines are one way to say each verb.
var commandLines = map[string]string{
	"EHLO": "EHLO client.example", "HELO": "HELO client.example", "LHLO": "LHLO client.example",
	"MAIL": "MAIL FROM:<a.sender.with.a.rather.long.name@some.department.example.org> SIZE=1000",
	"RCPT": "RCPT TO:<a.recipient.with.a.rather.long.name@some.department.example.com>",
	"DATA": "DATA", "BDAT": "BDAT 5", "BURL": "BURL imap://example.org/x", "RSET": "RSET", "VRFY": "VRFY carol", "EXPN": "EXPN team",
	"HELP": "HELP", "NOOP": "NOOP", "QUIT": "QUIT", "AUTH": "AUTH PLAIN", "STARTTLS": "STARTTLS", "ETRN": "ETRN example.org",
	"ATRN": "ATRN example.org", "TURN": "TURN", "SEND": "SEND FROM:<a@b.example>", "SOML": "SOML FROM:<a@b.example>",
	"SAML": "SAML FROM:<a@b.example>", "XCLIENT": "XCLIENT NAME=x", "XFORWARD": "XFORWARD NAME=x", noVerb: "FROBNICATE now",
}

func said(line string) transcript.Event {
	return transcript.Event{Who: transcript.Client, Octets: []byte(line + "\r\n"), Mark: -1}
}

func answered(line string) transcript.Event {
	return transcript.Event{Who: transcript.Server, Octets: []byte(line + "\r\n"), Mark: -1}
}

func after(s smtp.State, events ...transcript.Event) smtp.State {
	for _, e := range events {
		s = e.After(s)
	}
	return s
}

// statesFor returns states in which a reply answers that place, in different
// circumstances.
func statesFor(place string) []smtp.State {
	open := smtp.State{}.Connected()
	greeted := after(open, answered("220 smtp.example.com"))
	ready := after(greeted, said("EHLO client.example"), answered("250-smtp.example.com\r\n250-STARTTLS\r\n250-SIZE 1000\r\n250 ENHANCEDSTATUSCODES"))
	mail := after(ready, said("MAIL FROM:<bob@example.org>"), answered("250 2.1.0 Ok"))
	rcpt := after(mail, said("RCPT TO:<alice@example.com>"), answered("250 2.1.5 Ok"))
	text := after(rcpt, said("DATA"), answered("354 go"))
	switch place {
	case theConnection:
		return []smtp.State{open}
	case theDot:
		return []smtp.State{after(text, said(".")), after(text, said("x"), said("."))}
	case nobody:
		return []smtp.State{ready, smtp.Partial()}
	}
	var states []smtp.State
	for _, s := range []smtp.State{greeted, ready, mail, rcpt, smtp.Partial()} {
		states = append(states, after(s, said(commandLines[place])))
	}
	return states
}

// An explained is one explanation and what it is of.
type explained struct {
	what string
	Explanation
}

// everyReply has the explanation of every reply code, with and without enhanced
// codes, to every verb.
var everyReply = sync.OnceValue(func() (all []explained) {
	var codes []string
	for _, r := range replyFacts() {
		codes = append(codes, codeText(r.Code))
	}
	codes = append(codes, "199", "259", "399", "499", "599", "999")
	statuses := []string{"", " 1.1", " 2.2", " 5.1", " 5.3", " 7.1", " 7.1 relay denied", " 7.24", " 4.4", " 6.0", " 9.9"}
	for _, place := range everyPlace {
		for i, s := range statesFor(place) {
			for _, code := range codes {
				for _, status := range statuses {
					if status != "" && (code[0] < '4' || i > 2) {
						continue
					}
					line := code + " text"
					if status != "" {
						line = code + " " + code[:1] + "." + status[1:] + " text"
					}
					all = append(all, explained{fmt.Sprintf("%s in state %d answered %q", place, i, line), Explain(answered(line), s)})
				}
			}
		}
	}
	return all
})

// TestWidth holds every explanation to what fits the sidebar.
func TestWidth(t *testing.T) {
	const rows = 12 // without the anatomy
	check := func(what string, x Explanation) {
		if len([]rune(x.Title)) > Width {
			t.Errorf("%s: title of %d columns: %s", what, len([]rune(x.Title)), x.Title)
		}
		for _, l := range x.Lines(Width) {
			if n := columns(l); n > Width {
				t.Errorf("%s: %d columns: %s", what, n, l)
			}
		}
		if len(x.Paragraphs) == 0 || x.Section == "" {
			t.Errorf("%s: nothing said, or no section: %+v", what, x)
		}
		if n := len(x.Lines(Width)) - len(x.Anatomy); n > rows {
			t.Errorf("%s: %d rows\n%s", what, n, strings.Join(x.Lines(Width), "\n"))
		}
	}
	for _, x := range everyReply() {
		check(x.what, x.Explanation)
	}
	names, all := dialogues(t)
	for _, name := range names {
		for _, told := range all[name] {
			check(told.source, Explain(told.event, told.before))
		}
	}
}

var banned = regexp.MustCompile(`(?i)\b(simply|just|obviously|please|unfortunately|oops|sorry|great|perfect)\b`)

// TestTone reads all the prose there is for what it must not say.
func TestTone(t *testing.T) {
	check := func(what, text string) {
		if strings.Contains(strings.TrimPrefix(text, "! "), "!") {
			t.Errorf("%s: an exclamation mark: %s", what, text)
		}
		if w := banned.FindString(text); w != "" {
			t.Errorf("%s: %q: %s", what, w, text)
		}
		if strings.Contains(text, "{") {
			t.Errorf("%s: a place was not filled: %s", what, text)
		}
	}
	for _, x := range everyReply() {
		for _, p := range x.Paragraphs {
			check(x.what, p)
		}
	}
	for _, k := range smtp.Kinds() {
		r := kindRule(k)
		check(k.String(), r.Say)
		check(k.String(), r.Remedy)
	}
	for _, e := range everyEntry() {
		for _, p := range e.Text {
			if !strings.HasPrefix(p, "C:") { // what somebody may type
				check(e.Name, p)
			}
		}
	}
	for _, h := range hints {
		check(h.verb, h.hint)
		if columns(h.hint) > 76 {
			t.Errorf("%s: hint of %d columns", h.verb, columns(h.hint))
		}
	}
}

// TestFaultsHaveWords fails for a kind of fault that nobody can explain.
func TestFaultsHaveWords(t *testing.T) {
	for _, k := range smtp.Kinds() {
		what, remedy, section := SayFault(k)
		if what == "" || remedy == "" || section == "" || kindRule(k).Asks == "" {
			t.Errorf("%v has no words: %q, %q, %q", k, what, remedy, section)
		}
		if height([]string{what + " " + remedy}) > 4 {
			t.Errorf("%v takes %d lines", k, height([]string{what + " " + remedy}))
		}
	}
	if what, _, _ := SayFault(smtp.NoFault); what != "" {
		t.Errorf("no fault, and yet %q", what)
	}
}

// everyEntry returns all that Look can find.
func everyEntry() []Entry {
	var all []Entry
	for _, name := range names() {
		all = append(all, Look(name)...)
	}
	for _, r := range replyFacts() {
		all = append(all, Look(codeText(r.Code))...)
	}
	for _, f := range enhancedFacts() {
		for _, class := range "X245" {
			all = append(all, Look(string(class)+f.Code[1:])...)
		}
	}
	return append(all, Look("limits", "timeouts", "ports", "retry")...)
}

// sections reads which sections the RFCs have.
func sections(t *testing.T) map[string]map[string]bool {
	t.Helper()
	file, err := os.Open("reference/sections.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all := map[string]map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		all[words[0]] = map[string]bool{}
		for _, s := range words[1:] {
			all[words[0]][s] = true
		}
	}
	return all
}

var citation = regexp.MustCompile(`RFC (\d+)(?: (?:§|section )([0-9A-Z]+(?:\.[0-9]+)*))?`)

// wrongCitations names the sections that text cites and that don't exist, or that
// nobody knows of: an RFC whose sections aren't listed is cited without one.
func wrongCitations(known map[string]map[string]bool, text string) []string {
	var wrong []string
	for _, m := range citation.FindAllStringSubmatch(text, -1) {
		switch rfc, section := m[1], m[2]; {
		case section == "":
		case known[rfc] == nil:
			wrong = append(wrong, m[0]+": the sections of this RFC aren't known; cite it without one")
		case !known[rfc][section]:
			wrong = append(wrong, m[0]+": there is no such section")
		}
	}
	return wrong
}

// TestWrongCitations: a section that was made up is found.
func TestWrongCitations(t *testing.T) {
	known := sections(t)
	for text, wrong := range map[string]int{
		"RFC 5321 §4.5.3.1.10": 0, "RFC 9422": 0, "RFC 1123 §5.2.9, RFC 822 §B.1": 0, "RFC 974": 0,
		"RFC 5321 §4.5.6": 1, "RFC 5321 section 4.1.1.12": 1, "RFC 9422 §1": 1, "RFC 974 §1": 1, "RFC 3463 §3.9 and RFC 2034 §10": 2,
	} {
		if got := wrongCitations(known, text); len(got) != wrong {
			t.Errorf("%s: %q, want %d", text, got, wrong)
		}
	}
}

// TestSections follows every citation, in the Go files and in the reference, to a
// section that exists.
func TestSections(t *testing.T) {
	known := sections(t)
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			names = append(names, f.Name())
		}
	}
	entries, err := os.ReadDir("reference")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range entries {
		names = append(names, "reference/"+f.Name())
	}
	cited := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cited += len(citation.FindAllIndex(text, -1))
		for _, wrong := range wrongCitations(known, string(text)) {
			t.Errorf("%s: %s", name, wrong)
		}
	}
	if cited < 300 {
		t.Errorf("only %d citations found", cited)
	}
}
