package course

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"testing"

	"ehlo/transcript"
)

// A pile is a world in which every mailbox holds the same letters.
type pile []Letter

func (p pile) Addresses() []string { return nil }
func (p pile) Box(string) []Letter { return p }

// costly are expressions that a hostile lesson could think of, as far as they are let
// through.
var costly = []string{
	`any(events, .code == 999)`,
	`any(events, .line == "a" || last.line == .text || .enhanced == "x")`,
	`any(events, lower(.line) == "x")`,
	`any(events, .line contains "` + strings.Repeat("a", 100) + `b")`,
	`any(events, [.line, .line, .line][2] == "x")`,
	`any(events, .line in [.text, .argument, .path, .text])`,
	`any(events, last.line contains "aaaaab")`,
	`"b" in map(filter(events, .at >= 0), upper(.line))`,
	`count(replies("NOOP", "2x1|2x1|2x1|2x1|2x1|2x1|2x1|2x1")) > 0`,
	`order("NOOP 2xx", "NOOP 251")`,
	`wire.client contains "` + strings.Repeat("a", 100) + `b"`,
	`lower(upper(lower(upper(wire.client)))) == "b"`,
	`last.line matches "(a|aa)(a|aa)(a|aa)(a|aa)c"`,
	`last.line matches "[^b]*[^c]*[^d]*e"`,
	`any(box("alice@example.com").letters, .octets contains "aaaaaaab")`,
	`any(box("alice@example.com").letters, .header("x") == "" && .header("y") != "")`,
	`events[-2000].code == 0`,
	`count(said(wire.client)) > 1`,
	`box(wire.client).n > 1`,
}

// crowd is a session of as many events as a scene keeps, whose lines have n octets.
func crowd(n int) *transcript.Transcript {
	tape := transcript.New(transcript.Start{})
	tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected})
	tape.Record(transcript.Entry{Who: transcript.Server, Octets: []byte("220 hi\r\n")})
	line := "NOOP " + strings.Repeat("a", n) + "\r\n"
	for range EventLimit {
		tape.Said([]byte(line), 0, tape.NextGroup())
		tape.Record(transcript.Entry{Who: transcript.Server, Octets: []byte("250 " + line)})
	}
	return tape
}

// largest returns the largest scenes: many short texts, few long ones, small letters and
// long ones.
func largest() map[string]*Scene {
	small, long := make(pile, 500), make(pile, 500)
	for i := range small {
		small[i].Octets = []byte("x: y\r\n" + strings.Repeat("aaa\r\n", 45))
		long[i].Octets = []byte("x: y\r\n" + strings.Repeat("a:\r\n", 50_000))
	}
	scenes := map[string]*Scene{}
	for name, tape := range map[string]*transcript.Transcript{"short": crowd(0), "middling": crowd(54), "long": crowd(1000)} {
		scenes[name] = NewScene(tape, 0, nil)
		scenes[name].Follow(tape.Len())
		scenes[name].world = small
	}
	scenes["long"].world = long
	return scenes
}

// TestSceneIsBounded: however much there is, a condition sees so much of it.
func TestSceneIsBounded(t *testing.T) {
	for name, s := range largest() {
		octets := 0
		for _, e := range s.events {
			octets += e.octets()
			if len(e.Line) > TextLimit || len(e.Text) > TextLimit {
				t.Errorf("%s: a text of %d octets", name, max(len(e.Line), len(e.Text)))
			}
		}
		if len(s.events) > EventLimit || octets > OctetLimit || octets != s.octets {
			t.Errorf("%s: %d events, %d octets, counted %d", name, len(s.events), octets, s.octets)
		}
		if n := len(s.view(true).Wire.Client); n > OctetLimit || n < OctetLimit && name == "long" {
			t.Errorf("%s: %d octets of the wire", name, n)
		}
		b := s.box("alice@example.com")
		octets = 0
		for _, m := range b.Letters {
			octets += len(m.Octets)
		}
		if b.N != 500 || len(b.Letters) == 0 || len(b.Letters) > LetterLimit || octets > OctetLimit || b.Last != b.Letters[len(b.Letters)-1] {
			t.Errorf("%s: %d letters of %d, %d octets", name, len(b.Letters), b.N, octets)
		}
	}
}

// TestTextIsForgottenFirst: what a long message begins with is still known behind it.
func TestTextIsForgottenFirst(t *testing.T) {
	var b strings.Builder
	b.WriteString("S: 220 hi\nC: EHLO a.example\nS: 250 hi\nC: MAIL FROM:<bob@example.org>\nS: 250 ok\nC: RCPT TO:<alice@example.com>\nS: 250 ok\nC: DATA\nS: 354 go\n")
	dialogue := b.String()
	tape := played(t, dialogue)
	for i := range 2 * EventLimit {
		tape.Said(fmt.Appendf(nil, "line %d\r\n", i), 0, 0)
	}
	s := NewScene(tape, 0, nil)
	s.Follow(tape.Len())
	for source, want := range map[string]bool{
		`count(said("MAIL")) == 1 && count(replies("RCPT", "25x")) == 1 && order("greeting 220", "DATA 354")`: true,
		`any(said("text"), .line == "line 3")`:   false,
		`any(said("text"), .line == "line 500")`: true,
		`count(events) == 256`:                   true,
	} {
		c, err := compileCondition(source)
		if err != nil {
			t.Fatal(err)
		}
		if c.Holds(s) != want {
			t.Errorf("%s is not %t", source, want)
		}
	}
}

// TestStepsOfPattern holds the count, which repeats nothing, to the program.
func TestStepsOfPattern(t *testing.T) {
	for _, pattern := range []string{
		"", "a", "^$", "[^.]\\.\\.[^.]", "^ +\\.$|^\\.+ +$", "(?i)abc|d", "(a|aa)(a|aa)c", "(a|b|ab){10}$", "x{2,}", "x{0,3}y?",
		"(a?){20}", "((a|b)*c){3}", "a??b*?", "\\bfoo\\b|bar", "[a-z]{1,5}", "\\pL{3}", "(?:(?:a{10}){10}){10}", "a{1000}",
	} {
		tree, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		program, err := syntax.Compile(tree.Simplify())
		if err != nil {
			t.Fatal(err)
		}
		if got, is := stepsOf(pattern), len(program.Inst); got < is-1 || got > 3*is+20 && !strings.Contains(pattern, "pL") {
			t.Errorf("%q: %d steps, the program has %d", pattern, got, is)
		}
	}
}

// TestStepHasItsWork: what a step asks altogether is bounded, and the condition that is
// too much is named at its place.
func TestStepHasItsWork(t *testing.T) {
	goal := "  - say: One\n    when: any(events, lower(.line) == \"x\")\n    unmet: Not yet.\n"
	of := func(goals int) string {
		return "---\ntitle: T\n---\n## One\n\n```step\ngoals:\n" + strings.Repeat(goal, goals) + "hints: [a, b]\nsolution: |\n  C: NOOP\n```\n"
	}
	if _, err := Parse("01-a.md", []byte(of(4))); err != nil {
		t.Error(err)
	}
	_, err := Parse("01-a.md", []byte(of(9)))
	if got := Problems(err); len(got) != 1 || !strings.Contains(got[0].Detail(), "01-a.md:30:11: up to here the step takes") ||
		!strings.Contains(got[0].Detail(), "    when: any(events") {
		t.Errorf("%v", err)
	}

	l, err := Parse("01-a.md", []byte(of(4)))
	if err != nil {
		t.Fatal(err)
	}
	words := "---\ntitle: T\n---\n## Eins\n\n```step\ngoals:\n" + strings.Repeat("  - unmet: '{{any(events, lower(.line) == \"x\")}}'\n", 4) + "```\n"
	if _, err = l.Translate("01-a.de.md", []byte(words)); len(Problems(err)) != 1 || !strings.Contains(err.Error(), "01-a.de.md:4: up to here") {
		t.Errorf("%v", err)
	}
}

// TestWordsAreWeighed: a function of the scene goes through the word it is given, too.
func TestWordsAreWeighed(t *testing.T) {
	for long, short := range map[string]string{
		`count(said(wire.client)) > 1`:           `count(said("NOOP")) > 1`,
		`count(replies(wire.client, "2xx")) > 1`: `count(replies("NOOP", "2xx")) > 1`,
		`box(wire.client).n > 1`:                 `box("a@example.com").n > 1`,
	} {
		of := func(source string) int {
			c, err := compileCondition(source)
			if err != nil {
				t.Fatal(err)
			}
			return c.work
		}
		if more := of(long) - of(short); more < OctetLimit/caseOctets {
			t.Errorf("%s takes only %d more than %s", long, more, short)
		}
	}
}

// TestCaseIsOctetwise: upper and lower change ASCII letters alone.
func TestCaseIsOctetwise(t *testing.T) {
	tape := transcript.New(transcript.Start{})
	tape.Said([]byte("NOOP \xff\u212a\u00e9k\r\n"), 0, 1)
	s := NewScene(tape, 0, nil)
	s.Follow(1)
	c, err := compileCondition("len(last.line) < 100 && upper(last.argument) endsWith \"\u212a\u00e9K\" && lower(last.line) startsWith \"noop\" && lower(last.argument) contains \"\u212a\u00e9k\"")
	if err != nil {
		t.Fatal(err)
	}
	if !c.Holds(s) {
		t.Errorf("%q", s.last.Argument)
	}
}
