package lessons

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// ruleTape records a dialogue, see rules_beginnings.go, and returns it. Each event
// comes a millisecond behind the one before it.
func ruleTape(t testing.TB, dialogue string) *transcript.Transcript {
	t.Helper()
	tape := transcript.New(transcript.Start{})
	tape.Record(transcript.Entry{Fact: transcript.Connected})
	lines := strings.Split(dialogue, "\n")
	for i := 0; i < len(lines); i++ {
		if lines[i] == "" {
			continue
		}
		source := lines[i]
		for strings.HasPrefix(lines[i], "S: ") && len(lines[i]) > 6 && lines[i][6] == '-' && i+1 < len(lines) {
			i++
			source += "\n" + lines[i]
		}
		e := eventOf(t, source)
		tape.Record(transcript.Entry{Who: e.Who, Fact: e.Fact, Flags: e.Flags, Octets: e.Octets, Text: e.Text, At: time.Duration(tape.Len()) * time.Millisecond})
	}
	return tape
}

// found returns the ids of what is found of the last event, with their severity.
func found(tape *transcript.Transcript) map[string]Severity {
	ids := map[string]Severity{}
	for _, f := range JudgeAt(tape, tape.Len()-1).Server {
		ids[f.Rule.ID] = f.Rule.Severity
	}
	return ids
}

// TestServerRules plays both dialogues of every rule about the server.
func TestServerRules(t *testing.T) {
	known := sections(t)
	seen := map[string]bool{}
	for _, r := range ServerRules() {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		if r.Say == "" || r.Breaks == "" || r.Keeps == "" || r.Severity != Note && r.Severity != ServerFault {
			t.Errorf("%s: %+v", r.ID, r)
		}
		cited := citation.FindStringSubmatch(r.Section)
		if cited == nil || cited[0] != r.Section || !known[cited[1]][cited[2]] {
			t.Errorf("%s: there is no %s", r.ID, r.Section)
		}
		broken, kept := ruleTape(t, r.Breaks), ruleTape(t, r.Keeps)
		if severity, ok := found(broken)[r.ID]; !ok || severity != r.Severity {
			t.Errorf("%s doesn't speak of\n%.400s\n%v is found", r.ID, r.Breaks, found(broken))
		}
		if severity, ok := found(kept)[r.ID]; ok {
			t.Errorf("%s (%v) speaks of\n%s", r.ID, severity, r.Keeps)
		}
	}
}

// TestServerRulesAlone fails when the example of a rule breaks another rule as well:
// then nobody can tell which of the two is meant. Rules that a client's own fault
// comes with are apart.
func TestServerRulesAlone(t *testing.T) {
	for _, r := range ServerRules() {
		for id, severity := range found(ruleTape(t, r.Breaks)) {
			if severity == ServerFault && id != r.ID {
				t.Errorf("%s: %s is found too", r.ID, id)
			}
		}
		for id, severity := range found(ruleTape(t, r.Keeps)) {
			if severity == ServerFault && !(r.ID == "reply-eight-bit" || r.ID == "behind-starttls") {
				t.Errorf("%s: %s is found where nothing is broken", r.ID, id)
			}
		}
	}
}

// TestFaultIsSeen holds what the sidebar says of a server fault: the section first,
// and behind it still what the reply means.
func TestFaultIsSeen(t *testing.T) {
	for _, r := range ServerRules() {
		tape := ruleTape(t, r.Breaks)
		last := tape.Len() - 1
		e, before := tape.At(last), tape.State(last)
		x := ExplainAt(tape, last, before)
		if n := len(x.Lines(Width)) - len(x.Anatomy); n > 14 {
			t.Errorf("%s: %d rows\n%s", r.ID, n, strings.Join(x.Lines(Width), "\n"))
		}
		if r.Severity != ServerFault {
			continue
		}
		if len(x.Paragraphs) == 0 || !strings.HasPrefix(x.Paragraphs[0], "! ") {
			t.Errorf("%s isn't seen: %q", r.ID, x.Paragraphs)
			continue
		}
		if e.Who == transcript.Server && e.Flags&transcript.Stray == 0 {
			if !strings.Contains(x.Paragraphs[0], r.Section) || len(x.Paragraphs) < 2 {
				t.Errorf("%s: no section, or nothing of what the reply means: %q", r.ID, x.Paragraphs)
			}
		}
		if card := strings.Join(Card(e, before), "\n"); strings.Count(card, "That breaks") > 1 {
			t.Errorf("%s is said twice on the card:\n%s", r.ID, card)
		}
	}
}

// TestServerRuleWords reads the words of the rules as TestTone reads all prose.
func TestServerRuleWords(t *testing.T) {
	for _, r := range ServerRules() {
		tape := ruleTape(t, r.Breaks)
		for _, f := range JudgeAt(tape, tape.Len()-1).Server {
			said := f.text()
			if strings.ContainsAny(said, "{}!") || banned.MatchString(said) || !strings.HasSuffix(f.Say, ".") {
				t.Errorf("%s: %s", f.Rule.ID, said)
			}
			if n := height([]string{broken(f)}); n > 4 {
				t.Errorf("%s takes %d lines: %s", f.Rule.ID, n, broken(f))
			}
		}
	}
}

// TestReplyFaultsHaveRules fails for a fault of replies that no rule speaks of.
func TestReplyFaultsHaveRules(t *testing.T) {
	every := smtp.Marks(1<<15 - 1)
	kinds := slices.Collect(every.Kinds())
	if len(kinds) != 15 {
		t.Fatalf("%d kinds of faults in replies", len(kinds))
	}
	for _, k := range kinds {
		if r := serverRuleOf(k); r.Kind != k || r.Asks == "" {
			t.Errorf("%v: %+v", k, r)
		}
	}
}

// TestWhatIsNoHangUp has the closes that RFC 5321 section 3.8 allows, or that its
// section 7.8 may excuse.
func TestWhatIsNoHangUp(t *testing.T) {
	const unknown = toHello + "C: XYZZY\nS: 500 what\n"
	late := ruleTape(t, unknown)
	late.Record(transcript.Entry{Fact: transcript.Closed, Text: transcript.ClosedByServer, At: 2 * time.Second})
	untimed := transcript.New(transcript.Start{})
	for tape := ruleTape(t, unknown+closedByServer); untimed.Len() < tape.Len(); {
		e := tape.At(untimed.Len())
		untimed.Record(transcript.Entry{Who: e.Who, Fact: e.Fact, Octets: e.Octets, Text: e.Text})
	}
	for name, tape := range map[string]*transcript.Transcript{
		"a timeout of two seconds":    late,
		"a session without times":     untimed,
		"421":                         ruleTape(t, toHello+"C: XYZZY\nS: 421 bye\n"+closedByServer),
		"we closed":                   ruleTape(t, unknown+"L: closed "+transcript.ClosedByClient),
		"the network broke":           ruleTape(t, unknown+"L: lost reset"),
		"the second error":            ruleTape(t, toHello+"C: RCPT TO:<a@b.example>\nS: 503 no\nC: XYZZY\nS: 500 what\n"+closedByServer),
		"a browser":                   ruleTape(t, toHello+"C: GET / HTTP/1.1\nS: 500 what\n"+closedByServer),
		"a header field":              ruleTape(t, toHello+"C: Subject: hi\nS: 500 what\n"+closedByServer),
		"not text":                    ruleTape(t, toHello+"C\"\\x16\\x03\\x01\\r\\n\"\nS: 500 what\n"+closedByServer),
		"a command that it does know": ruleTape(t, toHello+"C: MAIL FROM: <a@b.example>\nS: 500 what\n"+closedByServer),
		"not waited for":              ruleTape(t, toHello+"C: NOOP\nC: XYZZY\nS: 250 Ok\nS: 500 what\n"+closedByServer),
		"something said behind it":    ruleTape(t, unknown+"C: NOOP\n"+closedByServer),
	} {
		if _, ok := found(tape)["hang-up"]; ok {
			t.Errorf("%s: called a hang-up", name)
		}
	}
}
