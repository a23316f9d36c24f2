package transcript

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

// talked returns a transcript of what was said, "C" and "S" in turn as marked.
func talked(lines ...string) *Transcript {
	t := New(Start{})
	t.Record(Entry{Who: Local, Fact: Connected, Text: "from 127.0.0.1:1 to 127.0.0.1:25"})
	for _, line := range lines {
		switch octets := []byte(line[1:]); line[0] {
		case 'C':
			t.Said(octets, 0, 0)
		case 'S':
			t.Record(Entry{Who: Server, Octets: octets})
		default:
			t.Record(Entry{Who: Local, Fact: Note, Text: line[1:]})
		}
	}
	return t
}

// everybody is a session that names people wherever they can be named.
func everybody() *Transcript {
	chunk := "From: Bob <bob@example.org>\r\nDear Alice, postmaster@example.com\r\nb\r\n"
	return talked("S220 smtp.example.com ESMTP\r\n", "CEHLO alice.example.org\r\n", "S250-smtp.example.com\r\n250-SIZE\r\n250-CHUNKING\r\n250 DSN\r\n",
		"#bob@example.org says that bob complains",
		"CVRFY zoe\r\n", "S550 5.1.1 zoe: no such user\r\n",
		"CMAIL FROM:<Bob@example.org> SIZE=99 AUTH=bob@example.org ENVID=Q1\r\n", "S250 2.1.0 <bob@example.org>... Sender ok\r\n",
		"CRCPT TO:<alice@example.com> ORCPT=rfc822;alice@example.com\r\n", "S250 2.1.5 ok\r\n",
		"CRCPT TO:<", "C\"joe smi", "Cth\"@example.com>\r\n", "S250 2.1.5 \"joe smith\"@example.com\r\n",
		"CRCPT TO:<c\\arol@example.com>\r\n", "S550 5.1.1 carol is not here\r\n",
		"CRCPT TO:<\"c\\arol\"@example.com>\r\n", "S550 5.1.1 carol is not here\r\n",
		"CRCPT TO:<Postmaster>\r\n", "S250 2.1.5 Ok\r\n", "CRCPT TO:<@hop.example:size@example.net>\r\n", "S250 2.1.5 Ok\r\n",
		fmt.Sprintf("CBDAT %d LAST\r\n%s", len(chunk), chunk),
		"S250 2.0.0 queued as bob-1 for alice@example.com\r\n", "CQUIT\r\n", "S221 bye b@example.com\r\n")
}

// TestMasked: no local part is left where it can be told from other words; domains,
// postmaster, sizes and the dialogue are as they were.
func TestMasked(t *testing.T) {
	tape := everybody()
	masked := Masked(tape)
	var all strings.Builder
	for i := range masked.Len() {
		was, is := tape.At(i), masked.At(i)
		if len(was.Octets) != len(is.Octets) || was.At != is.At || was.Who != is.Who {
			t.Errorf("event %d became %q", i, is.Octets)
		}
		all.WriteString(is.Text)
		all.Write(is.Octets)
	}
	for _, gone := range []string{"bob@", "Bob", "alice@", "Alice", "zoe", "joe", "smith", "carol", `c\arol`, "size@", "\nb\r", " b@", "bob complains"} {
		if strings.Contains(all.String(), gone) {
			t.Errorf("%q is left in\n%s", gone, all.String())
		}
	}
	for _, kept := range []string{
		"EHLO alice.example.org", "<us1@example.org>", "SIZE=99 AUTH=us1@example.org ENVID=Q1", "ORCPT=rfc822;user1@example.com", "<Postmaster>",
		"postmaster@example.com", "@hop.example:", "250-SIZE\r\n", "From: us1 <us1@example.org>\r\nDear user1,", "bob-1",
	} {
		if !strings.Contains(all.String(), kept) {
			t.Errorf("%q is missing in\n%s", kept, all.String())
		}
	}
	was, is := tape.State(tape.Len()), masked.State(masked.Len())
	if was.Messages() != 1 || is.Messages() != 1 || was.Phase() != is.Phase() {
		t.Errorf("the dialogue ends in %v with %d messages, was %v with %d", is.Phase(), is.Messages(), was.Phase(), was.Messages())
	}
}

// TestMaskedRecordings: of no recorded session is a local part left in its saved
// forms.
func TestMaskedRecordings(t *testing.T) {
	for _, tape := range recordedTapes(t) {
		masked := Masked(tape)
		var script, lines bytes.Buffer
		if err := WriteScript(&script, masked); err != nil {
			t.Fatal(err)
		}
		if err := WriteJSON(&lines, masked); err != nil {
			t.Fatal(err)
		}
		for _, local := range locals(tape) {
			for _, file := range []string{script.String(), lines.String()} {
				eachLocalPart([]byte(file), func(found []byte) {
					if strings.EqualFold(string(found), local) {
						t.Errorf("%q is left", local)
					}
				})
			}
		}
	}
}

// locals returns the local parts of the paths in a transcript, found by the parser.
func locals(t *Transcript) []string {
	var found []string
	for i := range t.Len() {
		if e := t.At(i); e.Who == Client && t.State(i).Reading() == smtp.AsCommand {
			if c := smtp.ParseCommand(e.Octets); c.HasP && c.Path.Local != "" && !strings.EqualFold(c.Path.Local, "postmaster") {
				found = append(found, c.Path.Local)
			}
		}
	}
	return found
}

// TestMaskNames: each name is of the length it is to have, and is given once while
// there are names.
func TestMaskNames(t *testing.T) {
	m := &mask{names: map[string]string{"user2": "", "1": ""}, used: map[string]bool{}}
	for _, want := range []string{"user1", "user3"} {
		if got := m.free(5); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	seen := map[string]bool{}
	for range 34 {
		seen[m.free(1)] = true
	}
	if len(seen) != 34 || seen["1"] || m.free(1) != "x" {
		t.Errorf("of one letter: %v", seen)
	}
}

// recordedTapes returns the sessions recorded with real servers, as far as they are
// lines.
func recordedTapes(t *testing.T) (tapes []*Transcript) {
	files, err := filepath.Glob("../session/smtp/testdata/corpora/*/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		lines, ok := recorded(t, file)
		if !ok {
			continue
		}
		said, reply := []string{}, ""
		for _, line := range lines {
			switch reply += line.text + "\r\n"; {
			case line.who == Client:
				said, reply = append(said, "C"+line.text+"\r\n"), ""
			case len(line.text) < 4 || line.text[3] != '-':
				said, reply = append(said, "S"+reply), ""
			}
		}
		tapes = append(tapes, talked(said...))
	}
	return tapes
}
