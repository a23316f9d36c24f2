package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// suggestion returns the first completion that goes on where line ends, in the
// letters that were typed; "" if there is none.
func suggestion(line string, completions []string) string {
	for _, c := range completions {
		if len(c) > len(line) && strings.EqualFold(c[:len(line)], line) {
			return line + c[len(line):]
		}
	}
	return ""
}

// completions returns the lines that begin like line, the most useful in state s
// first.
func (t Setting) completions(line string, s smtp.State) []string {
	if s.OwedCount() > 0 && line == "" {
		return nil
	}
	var found []string
	for _, c := range append(t.candidates(s), t.paramLines(line, s)...) {
		if len(c) > len(line) && strings.EqualFold(c[:len(line)], line) && isPlain(c[len(line):]) && !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	return found
}

// isPlain reports whether what a suggestion adds is shown as it stands: a server
// names its mechanisms itself, and nothing that is not seen may go into a line.
func isPlain(added string) bool { return smtp.Printable([]byte(added)).String() == added }

// candidates returns whole lines that fit state s, the most useful first, and
// behind them every verb there is.
func (t Setting) candidates(s smtp.State) []string {
	var lines []string
	for _, v := range t.firstVerbs(s) {
		lines = append(lines, t.linesFor(v, s)...)
	}
	for _, n := range s.Legal() {
		lines = append(lines, t.linesFor(n.Verb, s)...)
	}
	for _, v := range []smtp.Verb{smtp.EHLO, smtp.HELO, smtp.MAIL, smtp.RCPT, smtp.DATA, smtp.RSET, smtp.NOOP, smtp.QUIT, smtp.VRFY, smtp.EXPN, smtp.HELP, smtp.STARTTLS, smtp.AUTH, smtp.BDAT} {
		lines = append(lines, t.linesFor(v, s)...)
	}
	return lines
}

// firstVerbs are what most people want next.
func (t Setting) firstVerbs(s smtp.State) []smtp.Verb {
	switch s.Phase() {
	case smtp.Greeted:
		return []smtp.Verb{t.hello()}
	case smtp.Ready:
		if s.Messages() > 0 {
			return []smtp.Verb{smtp.QUIT, smtp.MAIL}
		}
		return []smtp.Verb{smtp.MAIL}
	case smtp.InRcpt:
		return []smtp.Verb{smtp.DATA, smtp.RCPT}
	}
	return nil
}

// linesFor returns whole lines with verb v.
func (t Setting) linesFor(v smtp.Verb, s smtp.State) []string {
	switch v {
	case smtp.EHLO, smtp.HELO, smtp.LHLO:
		return []string{string(v) + " " + t.helloName(v)}
	case smtp.MAIL:
		if t.Sender == "" {
			return []string{"MAIL FROM:<"}
		}
		return []string{"MAIL FROM:<" + t.Sender + ">", "MAIL FROM:<>"}
	case smtp.RCPT:
		return t.rcptLines(s)
	case smtp.AUTH:
		return authLines(s)
	case smtp.VRFY, smtp.EXPN, smtp.BDAT, smtp.ETRN:
		return []string{string(v) + " "}
	}
	return []string{string(v)}
}

// helloName is the name to say a hello with; HELO takes no address literal.
func (t Setting) helloName(v smtp.Verb) string {
	if t.HelloName == "" || v == smtp.HELO && strings.HasPrefix(t.HelloName, "[") {
		return exampleHello
	}
	return t.HelloName
}

// rcptLines names those who were not yet named in this transaction.
func (t Setting) rcptLines(s smtp.State) []string {
	var named []string
	for _, r := range s.Recipients() {
		named = append(named, r.Path.Mailbox())
	}
	var lines []string
	for _, address := range t.Recipients {
		path, _ := smtp.ParsePath([]byte("<" + address + ">"))
		if !slices.Contains(named, path.Mailbox()) {
			lines = append(lines, "RCPT TO:<"+address+">")
		}
	}
	return append(lines, "RCPT TO:<")
}

// mechanismLetters are what the name of a mechanism is made of (RFC 4422 section
// 3.1).
const mechanismLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

func authLines(s smtp.State) []string {
	var lines []string
	if offer, ok := s.Offer("AUTH"); ok {
		for _, m := range offer.Params {
			if m = smtp.Upper(m); strings.Trim(m, mechanismLetters) == "" {
				lines = append(lines, "AUTH "+m)
			}
		}
	}
	return append(lines, "AUTH ")
}

// paramLines goes on behind a path with what the server offered.
func (t Setting) paramLines(line string, s smtp.State) []string {
	i := strings.LastIndexByte(line, ' ')
	c := smtp.ParseCommand([]byte(line))
	if i < 0 || !c.HasP || !strings.Contains(line[:i], ">") || c.Verb != smtp.MAIL && c.Verb != smtp.RCPT {
		return nil
	}
	lines := valueLines(line, s)
	for _, p := range offeredParams(c.Verb, s) {
		name, _, _ := strings.Cut(p, "=")
		if _, given := c.Param(name); !given {
			lines = append(lines, line[:i+1]+p)
		}
	}
	return lines
}

// offeredParams returns what may stand behind the path of v, with "=" where a
// value must follow.
func offeredParams(v smtp.Verb, s smtp.State) []string {
	var params []string
	for _, o := range s.Offered() {
		k, ok := keywordNamed(o.Keyword)
		if !ok {
			continue
		}
		for _, p := range k.Params {
			if p.Verb != string(v) {
				continue
			}
			switch {
			case p.Name == "BODY":
				params = append(params, "BODY="+bodyValue(o.Keyword))
			case strings.Contains(p.Syntax, p.Name+"="):
				params = append(params, p.Name+"=")
			default:
				params = append(params, p.Name)
			}
		}
	}
	return params
}

func bodyValue(keyword string) string {
	if keyword == "BINARYMIME" {
		return "BINARYMIME"
	}
	return "8BITMIME"
}

// repaired returns the line without the faults that can be taken out of it, ""
// if there are none or nobody can tell what was meant.
func (t Setting) repaired(c smtp.Command, faults []smtp.Fault) string {
	for _, f := range faults {
		switch f.Kind {
		case smtp.UnknownVerb:
			verb, ok := smtp.SuggestVerb(string(c.Verb))
			if !ok {
				return ""
			}
			return string(verb) + strings.TrimLeft(string(c.Line), " \t")[len(c.Verb):]
		case smtp.SpaceAfterColon, smtp.SpaceBeforeColon, smtp.MissingColon, smtp.MissingAngleBrackets, smtp.WrongDirection, smtp.LeadingSpace:
			return correctedWhole(c)
		case smtp.MissingFrom, smtp.MissingTo:
			if c.HasP && !c.Has(smtp.MissingDomain) {
				return correctedWhole(c)
			}
		case smtp.BareAddress:
			return corrected(c)
		case smtp.ParameterNotOffered, smtp.BadParameter:
			if line := respelt(c, f.Span); line != "" {
				return line
			}
		}
	}
	return ""
}

// respelt returns the line with the parameter at a fault spelt as one that there
// is, "" if it is none that is near: SIZE for SIEZ, BODY=8BITMIME for BODY=8BITMINE.
func respelt(c smtp.Command, at smtp.Span) string {
	for _, p := range c.Params {
		if at.From < p.Span.From || at.From >= p.Span.To {
			continue
		}
		name, value := p.Keyword, p.Value
		if known := parametersOf(c.Verb); !slices.Contains(known, name) {
			name = first(nearest(name, known, 1))
		}
		if values := closedValues[name]; values != nil && !slices.Contains(values, smtp.Upper(value)) {
			value = first(nearest(smtp.Upper(value), values, 1))
		}
		if p.HasValue && value != "" {
			value = "=" + value
		}
		if name == "" || p.HasValue && value == "" || name == p.Keyword && value == "="+p.Value {
			return ""
		}
		return string(c.Line[:p.Span.From]) + name + value + string(c.Line[p.Span.To:])
	}
	return ""
}

// closedValues are the values of the parameters that have no others (RFC 6152
// section 2, RFC 3030 section 3, RFC 3461 section 4).
var closedValues = map[string][]string{
	"BODY": {"7BIT", "8BITMIME", "BINARYMIME"}, "RET": {"FULL", "HDRS"},
	"NOTIFY": {"NEVER", "SUCCESS", "FAILURE", "DELAY"},
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// parametersOf returns every parameter that a verb may have.
func parametersOf(v smtp.Verb) []string {
	var list []string
	for _, k := range keywordFacts() {
		for _, p := range k.Params {
			if p.Verb == string(v) {
				list = append(list, p.Name)
			}
		}
	}
	return list
}

// correctedWhole is the corrected line with its parameters.
func correctedWhole(c smtp.Command) string {
	if corrected(c) == "" {
		return ""
	}
	word := "MAIL FROM:"
	if c.Verb == smtp.RCPT {
		word = "RCPT TO:"
	}
	line := word + "<" + strings.Trim(c.Path.String(), "<>") + ">"
	for _, p := range c.Params {
		line += " " + string(p.Span.Of(c.Line))
	}
	return line
}

// growing reports whether the line may still become a right one by typing on: a
// verb not yet complete, or a path whose bracket is open.
func growing(c smtp.Command, line string) bool {
	for _, h := range hints {
		if c.Arg == "" && len(line) < len(h.verb) && strings.HasPrefix(h.verb, smtp.Upper(line)) {
			return true
		}
	}
	return repairable(c.Faults, line)
}

// repairable reports whether faults has one that the next letters may repair.
func repairable(faults []smtp.Fault, line string) bool {
	for _, f := range faults {
		if tooEarly(f, line) {
			return true
		}
	}
	return false
}

// lasting leaves out the faults that the next letters may repair.
func lasting(faults []smtp.Fault, line string, a Advice, unfinished bool) []smtp.Fault {
	var kept []smtp.Fault
	for _, f := range faults {
		if unfinished && (f.Kind == smtp.UnknownVerb || tooEarly(f, line)) {
			continue
		}
		if f.Kind == smtp.SingleLabel && a.Suggestion != "" {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// tooEarly reports whether f stands at the end of the line and is of a kind that
// more letters repair.
func tooEarly(f smtp.Fault, line string) bool {
	if f.Kind == smtp.BadParameter && strings.HasSuffix(line, " ") {
		return false // a blank ends it
	}
	line = strings.TrimRight(line, " ")
	if f.Span.To < len(line) {
		return false
	}
	switch f.Kind {
	case smtp.UnclosedBracket, smtp.MissingDomain, smtp.BadDomain, smtp.BadLocalPart, smtp.BadLiteral, smtp.EmptyForwardPath:
		return !strings.HasSuffix(line, ">")
	case smtp.BadParameter:
		return mayBecomeValue(line)
	case smtp.MissingArgument, smtp.MissingFrom, smtp.MissingTo, smtp.MissingColon,
		smtp.BadArgument, smtp.ExtraSpace, smtp.ParameterNotOffered:
		return true
	}
	return false
}

// mayBecomeValue reports whether more letters may make a value of the parameter at
// the end of the line: not if the values are known and none begins so.
func mayBecomeValue(line string) bool {
	name, value, _ := strings.Cut(line[strings.LastIndexByte(line, ' ')+1:], "=")
	if strings.EqualFold(name, "SIZE") {
		return strings.Trim(value, "0123456789") == ""
	}
	values := closedValues[smtp.Upper(name)]
	value = smtp.Upper(value[strings.LastIndexByte(value, ',')+1:])
	return values == nil || slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, value) })
}
