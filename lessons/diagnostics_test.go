package lessons

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ehlo/transcript"
)

// numbered are the diagnostics of the course, every one. Where rule says what it
// is not about, the diagnostic is of no line and of no moment.
var numbered = []struct {
	id  string
	not string   // why no line and no moment shows it
	of  []string // dialogues besides the example of the rule of that number
}{
	{id: "D1.1"},
	{id: "D1.2"},
	{id: "D1.3"},
	{id: "D1.4", of: []string{"S: 521 mx.example.net takes no mail"}},
	{id: "D1.5"},
	{id: "D2.1", of: []string{toGreeting + "C: HELO"}},
	{id: "D2.2", of: []string{toGreeting + "C: HELLO client.example"}},
	{id: "D2.3"},
	{id: "D2.4", of: []string{toHello + "C: PIPELINING"}},
	{id: "D2.5"},
	{id: "D2.6"},
	{id: "D3.1", of: []string{toHello + "C: MAIL FROM :<bob@example.org>", toHello + "C: MAIL FROM: <bob@example.org>\nS: 250 Ok"}},
	{id: "D3.2", of: []string{toMail + "C: RCPT TO:carol@example.com"}},
	{id: "D3.3", of: []string{toMail + "C: RCPT FROM:<carol@example.com>", toMail + "C: RCPT carol"}},
	{id: "D3.4", of: []string{toMail + "C: RCPT TO:\"Carol\" <carol@example.com>"}},
	{id: "D3.5", of: []string{toHello + "C: From: bob@example.org"}},
	{id: "D3.6"},
	{id: "D3.7"},
	{id: "D3.8", of: []string{toBody + "C: MAIL FROM:<bob@example.org>"}},
	{id: "D3.9"},
	{id: "D4.1", of: []string{toBody + "C: . "}},
	{id: "D4.2", of: []string{toBody + "› .."}},
	{id: "D4.3"},
	{id: "D4.4"},
	{id: "D4.5"},
	{id: "D4.6"},
	{id: "D5.1"},
	{id: "D5.2"},
	{id: "D5.3"},
	{id: "D5.4"},
	{id: "D5.5"},
	{id: "D6.1", of: []string{toText + "C: Cc: carol@example.com"}},
	{id: "D6.2", of: []string{toText + "C: Hello Alice"}},
	{id: "D6.3"},
	{id: "D6.4", of: []string{toHello + "C: DATA\nS: 503 MAIL first", toMail + "C: DATA\nS: 554 no valid recipients"}},
	{id: "D6.5"},
	{id: "D7.1", of: []string{toRcpt + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: QUIT"}},
	{id: "D7.2"},
	{id: "D7.3"},
	{id: "D7.4"},
	{id: "D7.5"},
	{id: "D8.1"},
	{id: "D8.2"},
	{id: "D8.3", of: []string{toEnd + "C: RCPT TO:<carol@example.com>"}},
	{id: "D8.4"},
	{id: "D8.5"},
	{id: "D9.1"},
	{id: "D9.2"},
	{id: "D9.3", of: []string{toHello + "C: DATA"}},
	{id: "D9.4"},
	{id: "D10.1"},
	{id: "D10.2"},
	{id: "D10.3"},
	{id: "D10.4"},
	{id: "D10.5", of: []string{toGreeting + "C: EXPN team"}},
	{id: "D11.1"},
	{id: "D11.2"},
	{id: "D11.3"},
	{id: "D11.4", of: []string{toHello + "S: 421 closing"}},
	{id: "D11.5"},
	{id: "D12.1"},
	{id: "D12.2"},
	{id: "D12.3"},
	{id: "D12.4"},
	{id: "D12.5"},
	{id: "D13.1"},
	{id: "D13.2", not: "a belief about a stored message: which Received line is the newest"},
	{id: "D13.3"},
	{id: "D13.4"},
	{id: "D13.5"},
	{id: "D14.1", not: "a choice made before any connection: MX or A"},
	{id: "D14.2", not: "a choice made before any connection: the order of MX"},
	{id: "D14.3", of: []string{toMail + "C: RCPT TO:<alice@elsewhere.example>\nS: 550 5.7.1 not for you"}},
	{id: "D14.4", not: "what stands in the DNS"},
	{id: "D14.5"},
	{id: "D15.1"},
	{id: "D15.2", of: []string{toHello + "C: MAIL FROM:<bob@example.org> SIZE=1,000"}},
	{id: "D15.3"},
	{id: "D15.4"},
	{id: "D15.5"},
	{id: "D16.1"},
	{id: "D16.2"},
	{id: "D16.3", of: []string{toRcpt + "C: BDAT 4\nC\"hi\\r\\n\"\nS: 250 Ok\nC: ."}},
	{id: "D16.4"},
	{id: "D16.5"},
	{id: "D17.1"},
	{id: "D17.2"},
	{id: "D17.3"},
	{id: "D17.4"},
	{id: "D17.5"},
	{id: "D18.1", of: []string{toHello + "› AUTH PLAIN AGJvYgBzZWNyZXQK"}},
	{id: "D18.2"},
	{id: "D18.3"},
	{id: "D18.4"},
	{id: "D18.5", of: []string{toPlain + "› password"}},
	{id: "D18.6"},
	{id: "D19.1", not: "the roles are reversed: the person answers as the server"},
	{id: "D19.2"},
	{id: "D19.3", of: []string{toHello + "C: R: 250 Ok"}},
	{id: "D20.1", not: "a belief about what checks a sender"},
	{id: "D20.2", not: "about two servers in a chain, of which one connection shows one"},
	{id: "D20.3"},
}

// alsoNamed are rules that say the same as one with a number, of another fault.
var alsoNamed = map[string]string{"D3.1": "SpaceBeforeColon", "D3.3": "MissingTo"}

// TestDiagnostics writes what is shown of every diagnostic of the course to
// testdata/diagnostics.txt: the line, the span, the words, the section. Whatever is
// found must also be read by the person whose line it is.
func TestDiagnostics(t *testing.T) {
	var b bytes.Buffer
	for _, n := range numbered {
		rule, ok := RuleNamed(n.id)
		if n.not != "" {
			fmt.Fprintf(&b, "== %s: no line shows it\n\n%s\n\n", n.id, n.not)
			if ok {
				t.Errorf("%s has a rule, and yet no line shows it", n.id)
			}
			continue
		}
		dialogues := n.of
		if ok {
			dialogues = append([]string{rule.Breaks}, n.of...)
		}
		if len(dialogues) == 0 {
			t.Errorf("%s: no rule, and no line shows it", n.id)
		}
		for _, dialogue := range dialogues {
			writeDiagnostic(t, &b, n.id, dialogue)
		}
	}
	golden(t, "testdata/diagnostics.txt", b.Bytes())
}

// TestNumbered counts the diagnostics, so that none is missing.
func TestNumbered(t *testing.T) {
	want := []int{5, 6, 9, 6, 5, 5, 5, 5, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 3, 3}
	var got []string
	for _, n := range numbered {
		got = append(got, n.id)
	}
	for lesson, count := range want {
		for i := range count {
			if id := fmt.Sprintf("D%d.%d", lesson+1, i+1); !slices.Contains(got, id) {
				t.Errorf("%s is missing", id)
			}
		}
	}
	number := regexp.MustCompile(`^D\d`)
	for _, r := range Rules() {
		if number.MatchString(r.ID) && !slices.Contains(got, r.ID) {
			t.Errorf("%s is no diagnostic of the course", r.ID)
		}
	}
}

func writeDiagnostic(t *testing.T, b *bytes.Buffer, id, dialogue string) {
	p := play(t, dialogue)
	f, ok := p.finding(id)
	if as, named := alsoNamed[id]; !ok && named {
		f, ok = p.finding(as)
	}
	if !ok {
		if f, ok = p.verdict(); !ok {
			t.Errorf("%s: nothing is found in\n%s\nbut %v", id, dialogue, idsOf(p.findings()))
			return
		}
	}
	if said := strings.TrimSuffix(plainRow(firstSentence(f.Say)), "."); !strings.Contains(strings.ToLower(plain(p.shown())), strings.ToLower(plain(said))) {
		t.Errorf("%s: %q isn't shown in\n%s\nbut %q", id, said, dialogue, p.shown())
	}
	source := p.source
	if len(source) > 200 {
		source = source[:80] + "…"
	}
	fmt.Fprintf(b, "== %s: %s\n\n%s\n", id, f.Rule.Severity, source)
	if f.Span.Len() > 0 {
		octets := p.event.Octets
		if p.typed {
			octets = []byte(p.line)
		}
		fmt.Fprintf(b, "  octets %d to %d: %q\n", f.Span.From, f.Span.To, f.Span.Of(octets))
	}
	fmt.Fprintf(b, "  %s\n", f.Say)
	if f.Remedy != "" {
		fmt.Fprintf(b, "  %s\n", f.Remedy)
	}
	fmt.Fprintf(b, "  %s\n", f.Rule.Section)
	for _, say := range p.rows() {
		fmt.Fprintf(b, "    › %s\n", say)
		if n := columns(say); n > adviceWidth {
			t.Errorf("%s: %d columns: %s", id, n, say)
		}
	}
	fmt.Fprintln(b)
}

// plain takes out what differs between the words of a rule and what is drawn.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "`", "")), " ")
}

// rows are the two rows under the prompt while the client's last line is typed.
func (p staged) rows() []string {
	line := p.line
	if !p.typed {
		if p.event.Who != transcript.Client || p.event.Flags&transcript.Secret != 0 {
			return nil
		}
		line = string(bytes.TrimRight(p.event.Octets, "\r\n"))
		p.Unstuffed = true
		p.LoneLF = !bytes.HasSuffix(p.event.Octets, []byte("\r\n"))
	}
	return p.Advise(line, p.before).Say
}

// verdict is the third verdict as a finding: worked, and yet against the RFC.
func (p staged) verdict() (Finding, bool) {
	if p.event.Who != transcript.Server {
		return Finding{}, false
	}
	j := Judge(p.event, p.before)
	if j.Verdict != AcceptedWrong {
		return Finding{}, false
	}
	return Finding{Rule: Rule{Severity: kindRule(j.Kinds[0]).Severity, Section: j.Breach}, Say: "Worked, but breaks " + j.Breach}, true
}
