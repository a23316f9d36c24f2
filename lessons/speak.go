package lessons

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Bounds of what is spoken of foreign text, in columns: of any, and of a list of
// offers, which is what was asked for.
const (
	spokenText = 200
	spokenList = 1000
)

// Speak returns event e as one line to be spoken or read aloud, without signs:
// "server, 550 5.1.1, permanent, mailbox: no such user".
func Speak(e transcript.Event, before smtp.State) string {
	switch e.Who {
	case transcript.Client:
		return speakClient(e, before)
	case transcript.Server:
		return speakServer(e, before)
	}
	text := lowerFirst(Explain(e, before).Title)
	if e.Fact == transcript.Note {
		return "note: " + shownText(e.Text, spokenText)
	}
	if _, ok := e.Stripped(); ok {
		return shownText(e.Text, spokenText)
	}
	if e.Fact == transcript.Secured {
		return text + ": " + ReadProtection(e.Text).Brief()
	}
	if e.Text != "" {
		text += ": " + shownText(e.Text, spokenText)
	}
	return text
}

func speakServer(e transcript.Event, before smtp.State) string {
	if e.Flags&transcript.Stray != 0 {
		return fmt.Sprintf("server, %d octets that answer nothing: %s", len(e.Octets), shown(bytes.TrimRight(e.Octets, "\r\n"), 80))
	}
	if e.Flags&transcript.Cut != 0 && e.Reply().Marks.Has(smtp.ReplyCut) {
		return "server, a reply that was cut off: " + shown(bytes.TrimRight(e.Octets, "\r\n"), 80)
	}
	x := newExchange(e, before)
	if x.reply.Malformed() {
		return "server, no reply code: " + shown(bytes.TrimRight(e.Octets, "\r\n"), spokenText)
	}
	parts := []string{"server", spokenCode(x.reply), spokenClass(x.reply.Class())}
	most := spokenText
	if x.offerLines() != nil {
		most = spokenList
	}
	text := shownText(strings.Join(strings.Split(strings.TrimSpace(x.reply.Text()), "\n"), "; "), most)
	if challenge := x.challenge(); challenge != "" {
		text = strings.Trim(challenge, "«»")
	}
	if x.reply.Count > 1 {
		parts = append(parts, fmt.Sprintf("%d lines", x.reply.Count))
	}
	line := strings.Join(append(parts, x.spokenField()), ", ")
	if text != "" {
		line += ": " + text
	}
	j := x.judge()
	if j.Verdict == AcceptedWrong || j.Verdict == RefusedRight {
		line += "; " + j.Verdict.String() + ", " + spokenSection(j.Breach)
	}
	return line
}

// spokenCode is the code of a reply, with its enhanced code behind it.
func spokenCode(r smtp.Reply) string {
	if r.Enhanced.IsZero() {
		return codeText(r.Code)
	}
	return codeText(r.Code) + " " + r.Enhanced.String()
}

func spokenClass(class int) string {
	if class >= 0 && class < len(spokenClasses) && spokenClasses[class] != "" {
		return spokenClasses[class]
	}
	return "outside the codes of SMTP"
}

// spokenField names the field a reply is about: that of the enhanced code, else
// that of the second digit.
func (x exchange) spokenField() string {
	if e := x.reply.Enhanced; !e.IsZero() && e.Subject != 0 {
		if field := subjectMeaning(fmt.Sprint(e.Subject)); field != "" {
			return field
		}
	}
	return secondDigit(codeText(x.reply.Code))
}

func speakClient(e transcript.Event, before smtp.State) string {
	line := shown([]byte(strings.TrimRight(string(e.Octets), "\r\n")), spokenText)
	switch before.Reading() {
	case smtp.AsText:
		if endsText(e, before) && len(e.Octets) <= len(".\r\n") {
			return "client, the final dot"
		}
		if len(e.Octets) > 1000 {
			return fmt.Sprintf("client, text, %d octets", len(e.Octets)+e.Gone) + spokenAsks(textFaults(e.Octets, before))
		}
		return spokenLine(e, before, line)
	case smtp.AsChunk:
		return fmt.Sprintf("client, chunk, %d octets", len(e.Octets)+e.Gone)
	case smtp.AsAnswer:
		if e.Flags&transcript.Secret != 0 {
			return "client, answer, secret cut"
		}
		return "client, answer: " + line
	}
	if e.Flags&transcript.Secret != 0 {
		line = strings.TrimRight(line, " ") + ", secret cut"
	}
	command := smtp.ParseCommand(e.Octets)
	if command.Verb == "" {
		line = "an empty line"
	}
	faults := slices.DeleteFunc(command.FaultsIn(before), func(f smtp.Fault) bool {
		return !slices.Contains(command.Faults, f)
	})
	return "client, " + line + spokenAsks(faults)
}

// spokenLine speaks one line of message text, and what is special about it.
func spokenLine(e transcript.Event, before smtp.State, line string) string {
	text := "client, text: " + line
	switch {
	case line == "":
		text = "client, text, an empty line"
	case e.Flags&transcript.Stuffed != 0:
		text = "client, text, one dot added by ehlo: " + line
	}
	if NotTheEnd(e, before) != "" {
		text += "; not the end of the message"
	}
	return text + spokenAsks(textFaults(e.Octets, before))
}

// spokenAsks says what the rules ask for where faults break them.
func spokenAsks(faults []smtp.Fault) string {
	asks := ""
	for _, k := range kindsOf(faults) {
		asks += "; the rule asks for " + kindRule(k).Asks
	}
	return asks
}

// spokenSection reads a section aloud: "RFC 5321 section 3.3".
func spokenSection(section string) string { return strings.Replace(section, "§", "section ", 1) }
