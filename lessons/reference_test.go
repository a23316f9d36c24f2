package lessons

import (
	"strings"
	"testing"
)

func TestLook(t *testing.T) {
	for _, tt := range []struct {
		word  string
		names []string // name and kind of what is found
	}{
		{"550", []string{"550 reply code"}},
		{"5.7.1", []string{"5.7.1 enhanced status code"}},
		{"x.7.1", []string{"X.7.1 enhanced status code"}},
		{"4.2.99", []string{"4.2.99 enhanced status code"}},
		{"rcpt", []string{"RCPT command"}},
		{"SIZE", []string{"SIZE EHLO keyword"}},
		{"starttls", []string{"STARTTLS command", "STARTTLS EHLO keyword"}},
		{"BODY", []string{"BODY parameter of MAIL", "body word"}},
		{"ALT-ADDRESS", []string{"ALT-ADDRESS parameter of MAIL", "ALT-ADDRESS parameter of RCPT"}},
		{"relay", []string{"relay word"}},
		{"Relays", []string{"relay word"}},
		{"mailboxes", []string{"mailbox word"}},
		{"null MX", []string{"null MX word"}},
		{"dot-stuffing", []string{"transparency word"}},
		{"DSN", []string{"DSN EHLO keyword", "delivery status notification word"}},
		{"domain", []string{"domain name word", "domain limit"}},
		{"<>", []string{"null reverse-path word"}},
		{"rfc 821", []string{"RFC 821 RFC"}},
		{"RFC5321", []string{"RFC 5321 RFC"}},
		{"2821", []string{"RFC 2821 RFC"}},
		{"badargument", []string{"BadArgument rule"}},
		{"commands", []string{"commands list", "command word"}},
		{"keywords", []string{"keywords list", "extension word"}},
		{"mechanisms", []string{"mechanisms list"}},
		{"TLS", []string{"TLS word"}},
		{"issuer", []string{"certificate word"}},
		{"d9.3", []string{"D9.3 rule"}},
		{"OutOfOrder", []string{"D9.3 rule"}},
		{"RFC 1", []string{"RFC 1 unknown"}},
		{"relai", []string{"relai unknown"}},
		{"scram-sha-256", []string{"SCRAM-SHA-256 login mechanism"}},
		{"587", []string{"587 port"}},
		{"25", []string{"25 port"}},
		{"command-line", []string{"command line limit"}},
		{"259", []string{"259 reply code"}},
		{"RCTP", []string{"RCTP unknown"}},
		{"", []string{" unknown"}},
	} {
		var got []string
		for _, e := range Look(tt.word) {
			got = append(got, e.Name+" "+e.What)
		}
		if strings.Join(got, ", ") != strings.Join(tt.names, ", ") {
			t.Errorf("Look(%q) found %q, want %q", tt.word, got, tt.names)
		}
	}
	if e := Look("relai")[0]; len(e.Text) == 0 || !strings.Contains(e.Text[0], "relay") {
		t.Errorf("relai: the nearest is not named: %q", e.Text)
	}
	if e := Look("RCTP")[0]; len(e.Text) == 0 || !strings.Contains(e.Text[0], "RCPT") {
		t.Errorf("RCTP: the nearest is not named: %q", e.Text)
	}
	if e := Look("\x1b[2J")[0]; strings.ContainsRune(e.Name, 0x1b) {
		t.Errorf("an escape sequence came through: %q", e.Name)
	}
}

// TestReferenceIsWhole holds the reference to what other rooms rely on.
func TestReferenceIsWhole(t *testing.T) {
	if n := len(replyFacts()); n < 50 {
		t.Errorf("%d reply codes", n)
	}
	if n := len(enhancedFacts()); n != 81 {
		t.Errorf("%d enhanced codes, want 81", n)
	}
	for _, r := range replyFacts() {
		if r.Short == "" || columns(r.Short) > 34 || r.Meaning == "" || r.Next == "" {
			t.Errorf("%d: %+v", r.Code, r)
		}
	}
	for _, f := range enhancedFacts() {
		if f.Short == "" || columns(f.Short) > 34 || f.Meaning == "" || f.Next == "" {
			t.Errorf("%s: %+v", f.Code, f)
		}
	}
	for _, k := range keywordFacts() {
		if k.Short == "" || columns(k.Short) > 24 || k.Meaning == "" {
			t.Errorf("%s: %+v", k.Keyword, k)
		}
	}
	for _, verb := range everyPlace {
		switch verb {
		case theConnection, theDot, noVerb, nobody:
			continue
		}
		if c, ok := commandNamed(verb); !ok || len(c.Replies) == 0 || c.Purpose == "" {
			t.Errorf("%s: %+v", verb, c)
		}
		if hintFor(verb) == "" || deedOf(verb).say == "" {
			t.Errorf("%s has no hint or no deed", verb)
		}
	}
	for _, e := range everyEntry() {
		if e.What == "unknown" {
			t.Errorf("%s is not found by its own name", e.Name)
		}
		for _, line := range e.Lines(40) {
			if columns(line) > 40 {
				t.Errorf("%s: %d columns: %s", e.Name, columns(line), line)
			}
		}
	}
}

// TestLookTogether takes words together that are one name.
func TestLookTogether(t *testing.T) {
	for _, tt := range []struct{ words, names string }{
		{"null reverse-path RCPT", "null reverse-path, RCPT"},
		{"550 mail transfer agent 25", "550, MTA, 25"},
		{"command line", "command line"},
		{"RFC 821 history", "RFC 821, RFC 772, RFC 780, RFC 788, RFC 821, RFC 822, RFC 974, RFC 1047, RFC 1123, RFC 1425, RFC 1426, RFC 1427, RFC 1651, RFC 1869, RFC 2821, RFC 2822, RFC 5321, RFC 5322"},
	} {
		if got := strings.Join(namesOf(Look(strings.Fields(tt.words)...), func(e Entry) string { return e.Name }), ", "); got != tt.names {
			t.Errorf("%s: %s, want %s", tt.words, got, tt.names)
		}
	}
}

// TestGlossary holds each word to the form of the reference.
func TestGlossary(t *testing.T) {
	names := map[string]string{}
	for _, w := range wordFacts() {
		if n := strings.Count(w.Meaning, ". ") + 1; w.Title == "" || w.Section == "" || n > 4 || columns(w.Meaning) > 300 {
			t.Errorf("%s: %d sentences, %d columns: %+v", w.Name, n, columns(w.Meaning), w)
		}
		for _, name := range append([]string{w.Name}, w.Also...) {
			if before := names[spelled(name)]; before != "" {
				t.Errorf("%s means %s and %s", name, before, w.Name)
			}
			names[spelled(name)] = w.Name
		}
		for _, other := range w.See {
			if e := Look(strings.Fields(other)...)[0]; e.What == "unknown" || e.Name == w.Name {
				t.Errorf("%s: see %s: %s", w.Name, other, e.What)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"RCTP", "RCPT"}, {"EHELO", "EHLO"}, {"STARTLS", "STARTTLS"}, {"8BITMIM", "8BITMIME"}, {"QUITT", "QUIT"},
	} {
		if near := nearest(tt.word, names(), 3); len(near) == 0 || near[0] != tt.want {
			t.Errorf("nearest to %s: %q, want %s first", tt.word, near, tt.want)
		}
	}
	if near := nearest("ZZZZZZZZ", names(), 3); len(near) != 0 {
		t.Errorf("nothing is near ZZZZZZZZ, got %q", near)
	}
}
