package lessons

import (
	"fmt"
	"strings"

	"ehlo/session/smtp"
)

// adviseText is about a line of message text that is being typed.
func (t Setting) adviseText(line string, s smtp.State) Advice {
	x := typedScene(line, s, t)
	a := Advice{Faults: textFaults([]byte(line+x.end), s), Findings: x.said()}
	a.Wrong = wrong(a.Faults, a.Findings)
	switch {
	case x.isFinalDot():
		a.Say = []string{"ends the message: the text is complete", ":dot sends a text line that is one dot"}
		if len(a.Findings) > 0 {
			a.Say[1] = plainRow(a.Findings[0].Say)
		}
	case len(a.Findings) > 0:
		f := a.Findings[0]
		if f.Rule.broken() {
			a.Sign = SignBreach
		}
		a.Say = []string{lowerFirst(strings.TrimSuffix(plainRow(firstSentence(f.Say)), ".")), plainRow(f.Remedy)}
		if f.Remedy == "" {
			a.Say[1] = endOfText
		}
	default:
		a.Say = textSays(x)
	}
	return a
}

// plainRow is a text without the marks around what is to be typed, in one row.
func plainRow(text string) string {
	return strings.ReplaceAll(atMost(text, adviceWidth), "`", "")
}

// textSays is said of a line of text that no rule speaks of.
func textSays(x scene) []string {
	switch {
	case x.stuffed:
		return []string{"begins with a dot, so ehlo sends \"" + shown(x.wire(), 30) + "\"", "the server takes one dot away again"}
	case len(x.line) == 0 && !x.before.LineStart():
		return []string{"the line before has no CR LF: what you type goes on in it", endOfText}
	case len(x.line) == 0 && x.before.TextOctets() == 0:
		return []string{"the text begins: header fields, an empty line, then the body", endOfText}
	}
	return []string{"message text, not a command; " + lowerFirst(strings.TrimSuffix(endOfText, "."))}
}

// unendedLine says how to get to the beginning of a line again.
func unendedLine(loneLF bool) string {
	if loneLF {
		return "`:eol crlf`, then an empty line, then the dot."
	}
	return "An empty line ends that one; then the dot."
}

// textFaults are those of a text line, but for 8-bit octets that were agreed on.
func textFaults(octets []byte, s smtp.State) []smtp.Fault {
	mail, _ := s.MailCommand()
	body, ok := mail.Param("BODY")
	_, utf8 := mail.Param("SMTPUTF8")
	allowed := utf8 || ok && !strings.EqualFold(body.Value, "7BIT")
	var kept []smtp.Fault
	for _, f := range smtp.CheckText(octets) {
		if f.Kind == smtp.EightBit && allowed {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// adviseAnswer is about a line that will answer a 334.
func (t Setting) adviseAnswer(line string, s smtp.State) Advice {
	x := typedScene(line, s, t)
	switch line {
	case "*":
		return Advice{Sign: SignAccepted, Say: []string{"gives the login up" + x.rfc("501")}}
	case "":
		return Advice{Say: []string{"one line of base64, or * to give up", "what is sent here is kept nowhere"}}
	}
	a := Advice{Findings: x.said()}
	if len(a.Findings) == 0 {
		a.Sign, a.Say = SignAccepted, []string{"base64; what is sent here is kept nowhere"}
		return a
	}
	f := a.Findings[0]
	says := lowerFirst(strings.TrimSuffix(firstSentence(f.Say), "."))
	if f.Rule.broken() {
		a.Sign = SignBreach
		says += x.rfc(codes([]int{codeOf(f.Rule.ID)}))
	}
	a.Wrong = wrong(nil, a.Findings)
	a.Say = []string{plainRow(says), plainRow(f.Remedy)}
	return a
}

// adviseChunk counts the octets that a BDAT announced against those of a line, its
// end included.
func (t Setting) adviseChunk(line string, s smtp.State) Advice {
	x := typedScene(line, s, t)
	left, length := int(s.ChunkLeft()), len(x.octets())
	says := counted(left, "octet") + " of the chunk still wanted"
	switch {
	case line == "":
		return Advice{Say: []string{says, "an empty line is " + counted(length, "octet") + ": its " + endName(x.end)}}
	case length < left:
		return Advice{Say: []string{says, fmt.Sprintf("this line has %d with its %s; then %s wanted", length, endName(x.end), counted(left-length, "octet"))}}
	case length == left:
		return Advice{Sign: SignAccepted, Say: []string{says, fmt.Sprintf("this line has %d with its %s: the chunk is full", length, endName(x.end))}}
	}
	a := Advice{Sign: SignBreach, Findings: x.said()}
	a.Wrong = wrong(nil, a.Findings)
	a.Say = []string{
		fmt.Sprintf("%s wanted; this line has %d, the rest is read as a command", counted(left, "octet"), length),
		"a CR LF counts as two octets",
	}
	return a
}

// endName names what ends a typed line.
func endName(end string) string {
	if end == "\n" {
		return "LF"
	}
	return "CR LF"
}
