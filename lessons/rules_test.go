package lessons

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A staged is the last line of a dialogue and the state it came upon.
type staged struct {
	source string
	event  transcript.Event // zero if the line is half typed
	typed  bool
	line   string
	before smtp.State
	Setting
}

// play folds a dialogue up to its last line. Besides the lines of dialogues.txt it
// knows "› " for a line that is half typed, and "idle" for half a minute of silence.
func play(t testing.TB, dialogue string) staged {
	t.Helper()
	p := staged{before: smtp.State{}.Connected()}
	lines := strings.Split(dialogue, "\n")
	for i := 0; i < len(lines); i++ {
		source := lines[i]
		for strings.HasPrefix(source, "S: ") && len(lines[i]) > 6 && lines[i][6] == '-' && i+1 < len(lines) {
			i++
			source += "\n" + lines[i]
		}
		p.source = source
		last := i == len(lines)-1
		line, typed := strings.CutPrefix(source, "› ")
		switch {
		case source == "idle":
			p.Idle = 30 * time.Second
		case typed && last:
			p.typed, p.line = true, line
		case typed:
			t.Fatalf("a half-typed line ends a dialogue: %s", dialogue)
		default:
			p.event = eventOf(t, source)
			if p.before.Phase() == smtp.Opening && p.event.Who == transcript.Client {
				p.event.Flags |= transcript.Early
			}
			if !last {
				p.before = p.event.After(p.before)
			}
		}
	}
	return p
}

// findings are those of the last line.
func (p staged) findings() []Finding {
	if p.typed {
		return p.Advise(p.line, p.before).Findings
	}
	return Find(p.event, p.before)
}

// shown is what a person reads of the last line, in one line.
func (p staged) shown() string {
	if p.typed {
		return strings.Join(p.Advise(p.line, p.before).Say, " ")
	}
	x := Explain(p.event, p.before)
	return strings.Join(x.Paragraphs, " ")
}

func (p staged) finding(id string) (Finding, bool) {
	for _, f := range p.findings() {
		if f.Rule.ID == id {
			return f, true
		}
	}
	return Finding{}, false
}

// TestRules plays the two examples of every rule of lines and moments: it must be
// found in the last line of the one, and not in that of the other.
func TestRules(t *testing.T) {
	known := sections(t)
	var ids []string
	for _, r := range Rules() {
		if slices.Contains(ids, strings.ToLower(r.ID)) {
			t.Errorf("%s: two rules of that id", r.ID)
		}
		ids = append(ids, strings.ToLower(r.ID))
		rfc, section, _ := strings.Cut(strings.TrimPrefix(r.Section, "RFC "), " §")
		if !known[rfc][section] {
			t.Errorf("%s: %q is no section", r.ID, r.Section)
		}
		if r.Say == "" || strings.ContainsAny(r.Say+r.Remedy, "{}|") || r.Breaks == "" || r.Keeps == "" || r.Breaks == r.Keeps {
			t.Errorf("%s: something is missing: %+v", r.ID, r)
			continue
		}
		if n := height([]string{strings.TrimSpace(r.Say + " " + r.Remedy)}); n > 5 {
			t.Errorf("%s: %d lines", r.ID, n)
		}
		if got, ok := RuleNamed(strings.ToLower(r.ID)); !ok || got.Say != r.Say {
			t.Errorf("%s: is not found by its id", r.ID)
		}
		if slices.ContainsFunc(ServerRules(), func(s Rule) bool { return s.ID == r.ID }) {
			continue // its examples are played beside the verdicts
		}
		if p := play(t, r.Breaks); !slices.ContainsFunc(p.findings(), func(f Finding) bool { return f.Rule.ID == r.ID }) {
			t.Errorf("%s: not found in\n%s\nbut %v", r.ID, r.Breaks, idsOf(p.findings()))
		}
		if p := play(t, r.Keeps); slices.ContainsFunc(p.findings(), func(f Finding) bool { return f.Rule.ID == r.ID }) {
			t.Errorf("%s: found in\n%s", r.ID, r.Keeps)
		}
	}
	if _, ok := RuleNamed("D0.0"); ok || len(ids) < 90 {
		t.Errorf("%d rules", len(ids))
	}
}

func idsOf(found []Finding) []string {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.Rule.ID)
	}
	return ids
}

// TestFindings holds every finding in all that is played anywhere to a span within
// its line and to words without an open place.
func TestFindings(t *testing.T) {
	check := func(what string, octets int, found []Finding) {
		for _, f := range found {
			if f.Span.From < 0 || f.Span.To < f.Span.From || f.Span.To > octets {
				t.Errorf("%s: %s: span %v of %d octets", what, f.Rule.ID, f.Span, octets)
			}
			if f.Say == "" || strings.ContainsAny(f.Say+f.Remedy, "{}|") {
				t.Errorf("%s: %s: %q", what, f.Rule.ID, f.text())
			}
		}
	}
	for _, r := range Rules() {
		for _, dialogue := range []string{r.Breaks, r.Keeps} {
			p := play(t, dialogue)
			check(r.ID, len(p.event.Octets)+len(p.line), p.findings())
			for i := range p.line {
				check(p.line[:i], i, p.Advise(p.line[:i], p.before).Findings)
			}
		}
	}
	_, all := dialogues(t)
	for _, events := range all {
		for _, told := range events {
			check(told.source, len(told.event.Octets), Find(told.event, told.before))
			odd := told.event // as a transcript from elsewhere may have it
			odd.Flags |= transcript.Stuffed
			check(told.source+" (stuffed)", len(odd.Octets), Find(odd, told.before))
			if told.event.Who == transcript.Client && told.event.Flags&transcript.Secret == 0 {
				line := string(bytes.TrimRight(told.event.Octets, "\r\n"))
				for _, setting := range []Setting{{}, {Unstuffed: true}, {LoneLF: true}} {
					check("› "+line, len(line), setting.Advise(line, told.before).Findings)
				}
			}
		}
	}
}

// A prediction is asked for: no code is given away, whatever is typed.
func TestPredicting(t *testing.T) {
	for _, in := range typed {
		for _, line := range in.lines {
			setting := usualSetting
			setting.Predicting = true
			for _, say := range setting.Advise(line, stateNamed(in.state)).Say {
				if predictedCode.MatchString(say) {
					t.Errorf("%s: %q: %s", in.state, line, say)
				}
			}
		}
	}
}

var predictedCode = regexp.MustCompile(`RFC: |[Ee]xpect|\b[245][0-5][0-9]\b|^DATA:.*354`)

// TestLoginIsNotShown holds what is said of a login to nothing of it.
func TestLoginIsNotShown(t *testing.T) {
	for _, line := range []string{"AGJvYgBzZWNyZXQxIQ==", "AGJvYgBzZWNyZXQxIQ", "Ym9iOnNlY3JldDEh", "Ym9iIHNlY3JldDEhCg==", "secret1!", "secret1! "} {
		for _, state := range []smtp.State{play(t, toPlain+"› ").before, play(t, toLogin+"› ").before} {
			for i := range len(line) + 1 {
				a := Advise(line[:i], state)
				if text := fmt.Sprint(a.Say, a.Suggestion, a.Completions); strings.Contains(text, "ecret1") || strings.Contains(text, "bob") {
					t.Errorf("%q: %s", line[:i], text)
				}
			}
		}
		hello := play(t, toHello+"› ").before
		a := Advise("AUTH PLAIN "+line, hello)
		if text := fmt.Sprint(a.Say); strings.Contains(text, "ecret1") || strings.Contains(text, "bob") {
			t.Errorf("AUTH PLAIN %s: %s", line, text)
		}
	}
}
