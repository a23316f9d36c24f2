package lessons

import (
	"encoding/base64"
	"strings"

	"ehlo/session/smtp"
)

const endOfText = "to end the message: a line with one dot"

// adviseText is about a line of message text that is being typed.
func (t Setting) adviseText(line string, s smtp.State) Advice {
	end := "\r\n"
	if t.LoneLF {
		end = "\n"
	}
	a := Advice{Faults: textFaults([]byte(line+end), s)}
	word, _, _ := strings.Cut(line, " ")
	switch {
	case line == "." && s.LineStart() && !t.LoneLF:
		a.Say = []string{"ends the message: the text is complete", ":dot sends a text line that is one dot"}
	case line == "." && s.LineStart():
		a.Sign = SignBreach
		a.Say = []string{"not the end: a dot and an LF without its CR", "only CR LF, a dot, CR LF ends the text; :eol crlf sends CR LF"}
	case line == ".":
		a.Sign = SignBreach
		a.Say = []string{"not the end: the line before it has no CR LF, and the dot goes on in it", unendedLine(t.LoneLF)}
	case strings.TrimSpace(line) == ".":
		a.Sign = SignBreach
		a.Say = []string{"a blank beside the dot: a line of text, not the end", endOfText}
	case strings.HasPrefix(line, ".") && s.LineStart():
		a.Say = t.dotAdvice(line)
	case knownVerb([]byte(word)) && strings.EqualFold(strings.TrimSpace(line), word):
		a.Say = []string{"here this is text", endOfText}
	case len(a.Faults) > 0:
		w := faultOf(a.Faults[0].Kind)
		a.Sign = SignBreach
		a.Say = []string{lowerFirst(strings.TrimSuffix(w.what, ".")), strings.ReplaceAll(w.remedy, "`", "")}
		if w.kind == smtp.EightBit {
			a.Say = []string{"an octet above 127, without BODY=8BITMIME at MAIL", "RFC: only ASCII was agreed"}
		}
	case line == "" && !s.LineStart():
		a.Say = []string{"the line before has no CR LF: what you type goes on in it", endOfText}
	case line == "" && s.TextOctets() == 0:
		a.Say = []string{"the text begins: header fields, an empty line, then the body", endOfText}
	default:
		a.Say = []string{"message text, not a command; " + endOfText}
	}
	return a
}

// unendedLine says how to get to the beginning of a line again.
func unendedLine(loneLF bool) string {
	if loneLF {
		return ":eol crlf, then an empty line, then the dot"
	}
	return "an empty line ends that one; then the dot"
}

// dotAdvice says what becomes of a dot at the beginning of a line.
func (t Setting) dotAdvice(line string) []string {
	if t.Unstuffed {
		return []string{
			"sent as typed; the server takes one dot away and has \"" + shownText(line[1:], 30) + "\"",
			"stuffing is off: double the dot yourself",
		}
	}
	if strings.HasPrefix(line, "..") {
		return []string{"ehlo doubles the dot itself; what you type arrives", ":stuffing off leaves the doubling to you"}
	}
	return []string{"begins with a dot, so ehlo sends \"" + shownText("."+line, 30) + "\"", "the server takes one dot away again"}
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
func adviseAnswer(line string) Advice {
	switch {
	case line == "*":
		return Advice{Sign: SignAccepted, Say: []string{"gives the login up; RFC: 501"}}
	case line == "":
		return Advice{Say: []string{"one line of base64, or * to give up", "what is sent here is kept nowhere"}}
	}
	if _, err := base64.StdEncoding.DecodeString(line); err != nil {
		return Advice{Say: []string{"no base64, so far; RFC: 501", "base64 is letters, digits, + and /, padded with ="}}
	}
	return Advice{Sign: SignAccepted, Say: []string{"base64; what is sent here is kept nowhere"}}
}
