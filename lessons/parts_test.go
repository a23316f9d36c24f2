package lessons

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// parted writes the parts of an event as one line each, blanks and line ends left
// away.
func parted(e transcript.Event, s smtp.State) string {
	var b strings.Builder
	for _, p := range Parts(e, s) {
		if p.What == "space" || p.Note == "CR LF" {
			continue
		}
		fmt.Fprintf(&b, "%s %q", p.What, p.Span.Of(e.Octets))
		if p.Note != "" {
			fmt.Fprintf(&b, " (%s)", p.Note)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestParts(t *testing.T) {
	stuffed := said("..hidden")
	stuffed.Flags |= transcript.Stuffed
	bare := said("a")
	bare.Octets = []byte("a\nb\r")
	tests := []struct {
		state string
		event transcript.Event
		want  string
	}{
		{"ready", said("MAIL FROM:<bob@example.org> SIZE=100 SMTPUTF8"), `verb "MAIL"
keyword "FROM:"
reverse-path "<bob@example.org>"
parameter "SIZE"
equals sign "="
value "100"
parameter "SMTPUTF8"
`},
		{"ready", said("rcpt to:  Al <alice@example.com>  "), `verb "rcpt"
keyword "to:"
spaces "  "
left over "Al" (belongs to no part)
forward-path "<alice@example.com>"
spaces "  "
`},
		{"greeted", said("EHLO client.example"), "verb \"EHLO\"\nclient name \"client.example\"\n"},
		{"ready", said("AUTH PLAIN AGE="), "verb \"AUTH\"\nmechanism \"PLAIN\"\ninitial response \"AGE=\"\n"},
		{"ready", said("BDAT 86 LAST"), "verb \"BDAT\"\nchunk size \"86\"\nlast chunk \"LAST\"\n"},
		{"rcpt", said("DATA now"), "verb \"DATA\"\nargument \"now\"\n"},
		{"ready", bare, "verb \"a\"\nbare LF \"\\n\" (no line end: its CR is missing)\nverb \"b\"\nbare CR \"\\r\" (no line end: its LF is missing)\n"},
		{"text", stuffed, "stuffed dot \".\" (ehlo added it, the server takes it away)\ntext \".hidden\"\n"},
		{"text", said(".hidden"), "first dot \".\" (the server takes it away)\ntext \"hidden\"\n"},
		{"text", said("."), "final dot \".\" (ends the text)\n"},
		{"unended", said("."), "text \".\"\n"},
		{"login", said("Ym9i"), "answer \"Ym9i\" (to the challenge, in base64)\n"},
		{"mail", answered("550 5.1.1 No such user"), `reply code "550" (mailbox not available, or refused)
separator " " (the last line)
enhanced code "5.1.1" (no such mailbox)
text "No such user"
`},
		{"waiting", answered("250-a\r\n250"), `reply code "250" (done)
separator "-" (more lines follow)
text "a"
reply code "250" (done)
`},
		{"login", answered("334 VXNlcm5hbWU6"), `reply code "334" (a challenge, answer it)
separator " " (the last line)
challenge "VXNlcm5hbWU6" (base64 of Username:)
`},
		{"ready", answered("nonsense"), "octets \"nonsense\" (no reply line)\n"},
	}
	for _, tt := range tests {
		if got := parted(tt.event, stateNamed(tt.state)); got != tt.want {
			t.Errorf("%s: %q:\n%s\nwant\n%s", tt.state, tt.event.Octets, got, tt.want)
		}
	}
	e := answered("250-mx.example hello\r\n250-SIZE 1000\r\n250 XFOO")
	got := parted(e, after(stateNamed("greeted"), said("EHLO a")))
	for _, want := range []string{`server name "mx.example"`, `greeting "hello"`, `EHLO keyword "SIZE" (at most 1,000 octets)`, `parameter "1000"`, `EHLO keyword "XFOO" (private, by agreement)`} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// Whatever crossed the wire: the parts are all of it, in order.
func TestPartsAreTheWhole(t *testing.T) {
	letters := []string{"MAIL", "RCPT ", "FROM:", "<a@b.example>", " ", "=", "\r\n", "\n", "\r", ".", "250", "-", "5.1.1", "x", "\x00", "\xff", "\"", "334 ", "AUTH"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(letters[random.IntN(len(letters))])
		}
		for _, name := range []string{"greeted", "ready", "text", "unended", "login", "waiting", "ended"} {
			for _, who := range []transcript.Who{transcript.Client, transcript.Server} {
				e := transcript.Event{Who: who, Octets: []byte(b.String()), Mark: -1}
				at := 0
				for _, p := range Parts(e, stateNamed(name)) {
					if p.Span.From != at || p.Span.To <= at || p.What == "" {
						t.Fatalf("%s: %q: part %v behind octet %d", name, e.Octets, p, at)
					}
					at = p.Span.To
				}
				if at != len(e.Octets) {
					t.Fatalf("%s: %q: the parts end at octet %d", name, e.Octets, at)
				}
			}
		}
	}
}
