package lessons

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
)

// A Setting is what suggestions are made of, and what else is known of the moment.
// The zero value suggests no address: an example must not reach a real server by a
// press of Tab.
type Setting struct {
	HelloName  string        // for EHLO; "" means client.example
	Sender     string        // the last sender's address without brackets
	Recipients []string      // addresses used before, the latest first, without brackets
	Unstuffed  bool          // the person doubles dots, not ehlo
	LoneLF     bool          // Enter ends a line with LF, without its CR
	Idle       time.Duration // since the last octet of either side
	LMTP       bool          // the server speaks LMTP, or the target says so
	Predicting bool          // the person is asked for the reply: no code is given away
	Aid        course.Aid    // how much is given away at all; the zero value is all
}

// Advice is what there is to say of a line that is being typed.
type Advice struct {
	Say         []string // at most two lines
	Sign        rune     // ✓ fits here, ! breaks a rule, 0 while it is too early to say
	Suggestion  string   // a whole line that begins like this one, "" for none
	Completions []string // whole lines to put in place of this one, the best first
	Tokens      []smtp.Token
	Faults      []smtp.Fault // none that the next letters may repair
	Findings    []Finding    // the rules that Say is made of, and others that were met
	Wrong       []smtp.Span  // what to underline
}

// Advise is [Setting.Advise] with the zero setting.
func Advise(line string, s smtp.State) Advice { return Setting{}.Advise(line, s) }

// advise returns all the advice there is.
func (t Setting) advise(line string, s smtp.State) Advice {
	switch s.Reading() {
	case smtp.AsText:
		return t.adviseText(line, s)
	case smtp.AsAnswer:
		return t.adviseAnswer(line, s)
	case smtp.AsChunk:
		return t.adviseChunk(line, s)
	case smtp.AsNothing:
		return adviseNothing(s)
	}
	return t.adviseCommand(line, s)
}

func adviseNothing(s smtp.State) Advice {
	switch s.Phase() {
	case smtp.Handshake:
		return Advice{Say: []string{"TLS begins now: nothing may be said until it stands"}}
	case smtp.Unconnected:
		return Advice{Say: []string{"not connected; :connect and a host opens a connection"}}
	}
	return Advice{Say: []string{"the connection is closed; :reconnect opens it again"}}
}

func (t Setting) adviseCommand(line string, s smtp.State) Advice {
	if !s.LineStart() {
		return Advice{Say: t.inUnended(s)}
	}
	c := smtp.ParseCommand([]byte(line))
	a := Advice{Tokens: c.Tokens, Completions: t.completions(line, s)}
	a.Suggestion = suggestion(line, a.Completions)
	if strings.TrimSpace(line) == "" {
		a.Say = t.emptyLine(a.Suggestion, s)
		return a
	}
	unfinished := a.Suggestion != "" || growing(c, line)
	a.Faults = lasting(c.FaultsIn(s), line, a, unfinished)
	if fixed := t.repaired(c, a.Faults); fixed != "" && fixed != line {
		a.Completions = append([]string{fixed}, a.Completions...)
	}
	x := typedScene(line, s, t)
	a.Findings = x.ofCommand(a.Faults)
	a.Wrong = wrong(a.Faults, a.Findings)
	a.Sign, a.Say = x.advice(a.Findings, unfinished)
	for i, say := range a.Say {
		a.Say[i] = strings.ReplaceAll(say, "`", "")
	}
	return a
}

// inUnended is said of what is typed behind a command line that has no end.
func (t Setting) inUnended(s smtp.State) []string {
	what := "the line before has no end yet: what you type goes on in it"
	if bytes.HasSuffix(s.Pending(), []byte("\n")) {
		what = "LF alone ended no line: what you type goes on in it"
	}
	if t.LoneLF {
		return []string{what, ":eol crlf; the next line that you send ends it"}
	}
	return []string{what, `:raw "\r\n" ends it`}
}

// wrong returns the spans of faults, of which an empty one marks what is missing, and
// of the moment's findings that are against the RFC.
func wrong(faults []smtp.Fault, found []Finding) []smtp.Span {
	var spans []smtp.Span
	for _, f := range faults {
		spans = append(spans, f.Span)
	}
	for _, f := range found {
		if f.Rule.Kind == smtp.NoFault && f.Rule.broken() && f.Span.Len() > 0 {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

// advice returns the sign and the two lines.
func (x scene) advice(found []Finding, unfinished bool) (rune, []string) {
	second := x.setting.hint(x.command)
	if form := parameterHint(x.command); form != "" {
		second = form
	}
	if x.before.OwedCount() > 0 {
		return 0, x.whileOwed(found)
	}
	deciding, decided := deciding(found)
	switch {
	case decided && (deciding.Rule.broken() || deciding.Rule.Kind != smtp.NoFault):
		sign := SignBreach
		if !deciding.Rule.broken() {
			sign = 0
		}
		return sign, compact(x.ruleSays(deciding), x.remedyFor(deciding))
	}
	first := "fits here" + x.rfc(codes(successOf(x.command, x.before)))
	if decided {
		first, second = worthKnowing(first, deciding)
	}
	if unfinished {
		return 0, compact(second, x.more())
	}
	return SignAccepted, compact(first, second)
}

// more is said of a verb that stands alone and may not.
func (x scene) more() string {
	if !x.command.Has(smtp.MissingArgument) || x.command.Arg != "" || len(x.setting.completions(string(x.line), x.before)) == 0 {
		return ""
	}
	return "More must follow; Tab adds it."
}

// worthKnowing puts what is worth knowing into the two lines: both sentences, if the
// first has room behind what is said already.
func worthKnowing(first string, f Finding) (string, string) {
	text := f.text()
	if both := first + ". " + f.Say; columns(text) > adviceWidth && columns(both) <= adviceWidth && f.Remedy != "" {
		return both, f.Remedy
	}
	return first, atMost(text, adviceWidth)
}

// adviceWidth is how many columns a line under the prompt may take.
const adviceWidth = 84

// atMost returns text if it fits, else its first sentence.
func atMost(text string, width int) string {
	if columns(text) > width {
		return firstSentence(text)
	}
	return text
}

// rfc ends a line with the codes that the rules have, unless a prediction is asked
// for.
func (x scene) rfc(codes string) string {
	if x.setting.Predicting {
		return ""
	}
	return "; RFC: " + codes
}

// whileOwed is said of a line that will wait for a reply.
func (x scene) whileOwed(found []Finding) []string {
	for _, f := range found {
		switch f.Rule.ID {
		case "D12.4":
			return []string{lowerFirst(strings.TrimSuffix(f.Say, ".")) + "; a line entered now waits for them", f.Remedy}
		case "D1.1":
			return []string{"the server speaks first; a line entered now waits for its greeting", f.Remedy}
		case "D1.2":
			return []string{lowerFirst(strings.TrimSuffix(f.Say, ".")), f.Remedy}
		}
	}
	return nil
}

// deciding returns the finding that decides which code the rules have: what is wrong
// with the verb, then with the moment, then with the syntax; false if there is none.
func deciding(found []Finding) (Finding, bool) {
	for _, kinds := range [][]smtp.Kind{
		{smtp.EmptyLine, smtp.UnknownVerb, smtp.HeaderAsCommand, smtp.OfferAsVerb},
		{smtp.VerbNotOffered}, {smtp.OutOfOrder},
	} {
		for _, f := range found {
			if slices.Contains(kinds, f.Rule.Kind) {
				return f, true
			}
		}
	}
	for _, f := range found {
		if f.Rule.Kind != smtp.ParameterNotOffered && f.Rule.broken() {
			return f, true
		}
	}
	if len(found) == 0 {
		return Finding{}, false
	}
	return found[0], true
}

// ruleSays states what the rules say of a line, by the finding that decides.
func (x scene) ruleSays(f Finding) string {
	what := lowerFirst(strings.TrimSuffix(firstSentence(f.Say), "."))
	switch f.Rule.ID {
	case "D9.3":
		if needs := x.before.Needs(x.command.Verb); needs != "" {
			return "out of order: " + string(needs) + " first" + x.rfc(x.codesFor(f.Rule))
		}
		return "out of order" + x.rfc(x.codesFor(f.Rule))
	case "D15.1":
		return x.keywordAt(f.Span) + " was not offered" + x.rfc(x.codesFor(f.Rule))
	case "VerbNotOffered":
		return "not offered" + x.rfc("502 or 500, some take it unlisted")
	case "UnknownVerb":
		return "no verb that ehlo knows" + x.rfc("500")
	}
	return what + x.rfc(x.codesFor(f.Rule))
}

// keywordAt returns the parameter that stands there, without its value.
func (x scene) keywordAt(at smtp.Span) string {
	word, _, _ := strings.Cut(string(x.line[at.From:at.To]), "=")
	return shownText(smtp.Upper(word), 16)
}

// codesFor returns the codes that the rules have for a line which rule r speaks of.
func (x scene) codesFor(r Rule) string {
	switch r.Kind {
	case smtp.UnknownVerb, smtp.HeaderAsCommand, smtp.OfferAsVerb, smtp.LineTooLong, smtp.EightBit:
		return "500"
	case smtp.OutOfOrder:
		if x.command.Verb == smtp.DATA && x.before.Accepted() == 0 {
			return "503 or 554" // RFC 5321 section 3.3
		}
		return "503"
	case smtp.VerbNotOffered:
		return "502 or 500, some take it unlisted"
	case smtp.ParameterNotOffered:
		return "555, some accept it"
	}
	if code := codeOf(r.ID); code != 0 {
		return strconv.Itoa(code)
	}
	if !r.broken() {
		return codes(successOf(x.command, x.before))
	}
	return "501, some accept it"
}

// remedyFor says what to do about a finding.
func (x scene) remedyFor(f Finding) string {
	c := x.command
	if verb, ok := verbBeforeColon(c); ok && f.Rule.Kind == smtp.UnknownVerb {
		return verb + " has no colon; Tab takes it out"
	}
	if verb, ok := smtp.SuggestVerb(string(c.Verb)); ok && f.Rule.Kind == smtp.UnknownVerb {
		return "did you mean " + string(verb) + "? Tab takes it"
	}
	switch f.Rule.ID {
	case "D9.3":
		if needs := x.before.Needs(c.Verb); needs != "" {
			c = smtp.Command{Verb: needs}
		}
		return x.setting.hint(c)
	case "D15.1":
		if x.before.Hello() == smtp.PlainHello {
			return "HELO brings no offers; EHLO may."
		}
		return "Leave it out, or try."
	case "VerbNotOffered":
		return "Look at the list of offers, or try."
	}
	if line := corrected(c); line != "" && f.Rule.broken() && ownFault(f.Rule) {
		return line
	}
	return atMost(f.Remedy, adviceWidth)
}

// ownFault reports whether the line itself is at fault, so that there is a right one.
func ownFault(r Rule) bool {
	switch r.Kind {
	case smtp.NoFault, smtp.OutOfOrder, smtp.ParameterNotOffered, smtp.BadParameter, smtp.ParameterTwice:
		return false
	}
	return true
}

// successOf returns the codes that the rules have when the command works.
func successOf(c smtp.Command, s smtp.State) []int {
	if s.Phase() == smtp.Refused && c.Verb != smtp.QUIT {
		return []int{503}
	}
	if next, ok := c.Verb.Answers(); ok {
		return next.Success
	}
	return []int{250}
}

func codes(list []int) string {
	words := make([]string, len(list))
	for i, code := range list {
		words[i] = strconv.Itoa(code)
	}
	return strings.Join(words, " or ")
}

func compact(lines ...string) []string {
	var kept []string
	for _, l := range lines {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

func lowerFirst(text string) string {
	if text == "" || text[0] < 'A' || text[0] > 'Z' || len(text) > 1 && text[1] >= 'A' && text[1] <= 'Z' {
		return text
	}
	return string(text[0]-'A'+'a') + text[1:]
}
