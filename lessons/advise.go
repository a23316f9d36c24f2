package lessons

import (
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// A Setting is what suggestions are made of. The zero value suggests no address:
// an example must not reach a real server by a press of Tab.
type Setting struct {
	HelloName  string   // for EHLO; "" means client.example
	Sender     string   // the last sender's address without brackets
	Recipients []string // addresses used before, the latest first, without brackets
	Unstuffed  bool     // the person doubles dots, not ehlo
	LoneLF     bool     // Enter ends a line with LF, without its CR
}

// Advice is what there is to say of a line that is being typed.
type Advice struct {
	Say         []string // at most two lines
	Sign        rune     // ✓ fits here, ! breaks a rule, 0 while it is too early to say
	Suggestion  string   // a whole line that begins like this one, "" for none
	Completions []string // whole lines to put in place of this one, the best first
	Tokens      []smtp.Token
	Faults      []smtp.Fault // none that the next letters may repair
}

// Advise is [Setting.Advise] with the zero setting.
func Advise(line string, s smtp.State) Advice { return Setting{}.Advise(line, s) }

// Advise returns advice on line, which stands at the prompt without a line end,
// in state s. It says what the rules say, never what this server will do.
func (t Setting) Advise(line string, s smtp.State) Advice {
	switch s.Reading() {
	case smtp.AsText:
		return t.adviseText(line, s)
	case smtp.AsAnswer:
		return adviseAnswer(line)
	case smtp.AsChunk:
		return Advice{Say: []string{"octets of a chunk: " + thousands(int(s.ChunkLeft())) + " more are announced"}}
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
	a.Sign, a.Say = adviceOn(c, a.Faults, unfinished, s)
	for i, say := range a.Say {
		a.Say[i] = strings.ReplaceAll(say, "`", "")
	}
	return a
}

// adviceOn returns the sign and the two lines.
func adviceOn(c smtp.Command, faults []smtp.Fault, unfinished bool, s smtp.State) (rune, []string) {
	second := hint(c)
	switch {
	case s.OwedCount() > 0:
		owed, _ := s.Owed()
		return 0, compact(owedReply(owed)+" comes first; a line entered now waits for it", second)
	case len(faults) > 0:
		f := deciding(faults)
		w := faultOf(f)
		sign := SignBreach
		if w.weight == note {
			sign = 0
		}
		return sign, compact(ruleFor(f, c, s), adviceRemedy(f, c))
	case unfinished:
		return 0, compact(second)
	}
	return SignAccepted, compact("fits here; RFC: "+codes(successOf(c, s)), second)
}

// deciding returns the fault that decides which code the rules have: what is
// wrong with the verb, then with the moment, then with the syntax.
func deciding(faults []smtp.Fault) smtp.Kind {
	for _, kinds := range [][]smtp.Kind{
		{smtp.EmptyLine, smtp.UnknownVerb, smtp.HeaderAsCommand, smtp.OfferAsVerb},
		{smtp.VerbNotOffered}, {smtp.OutOfOrder},
	} {
		for _, f := range faults {
			if slices.Contains(kinds, f.Kind) {
				return f.Kind
			}
		}
	}
	for _, f := range faults {
		if f.Kind != smtp.ParameterNotOffered && faultOf(f.Kind).weight == breach {
			return f.Kind
		}
	}
	return faults[0].Kind
}

// ruleFor states what the rules say of a line with the fault k.
func ruleFor(k smtp.Kind, c smtp.Command, s smtp.State) string {
	w := faultOf(k)
	what, _ := wordsOn(k, c)
	what = lowerFirst(strings.TrimSuffix(what, "."))
	switch k {
	case smtp.OutOfOrder:
		if needs := s.Needs(c.Verb); needs != "" {
			return "out of order: " + string(needs) + " first; RFC: 503"
		}
		return "out of order; RFC: 503"
	case smtp.ParameterNotOffered:
		return "not offered; RFC: 555, some accept it"
	case smtp.VerbNotOffered:
		return "not offered; RFC: 502 or 500, some take it unlisted"
	case smtp.UnknownVerb:
		if loneDot(c) {
			return what + "; RFC: 500"
		}
		return "no verb that ehlo knows; RFC: 500"
	case smtp.HeaderAsCommand, smtp.OfferAsVerb, smtp.LineTooLong, smtp.EightBit:
		return what + "; RFC: 500"
	}
	if w.weight == note {
		return what + "; RFC: " + codes(successOf(c, s))
	}
	return what + "; RFC: 501, some accept it"
}

// adviceRemedy says what to do about the fault k.
func adviceRemedy(k smtp.Kind, c smtp.Command) string {
	if k == smtp.UnknownVerb {
		if verb, ok := smtp.SuggestVerb(string(c.Verb)); ok {
			return "did you mean " + string(verb) + "? Tab takes it"
		}
	}
	switch {
	case k == smtp.OutOfOrder:
		return hint(c)
	case k == smtp.ParameterNotOffered:
		return "Leave it out, or try."
	case k == smtp.VerbNotOffered:
		return "Look at the list of offers, or try."
	}
	if line := corrected(c); line != "" && faultOf(k).weight == breach && k != smtp.ParameterNotOffered {
		return line
	}
	_, remedy := wordsOn(k, c)
	return remedy
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
