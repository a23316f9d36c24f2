package lessons

import (
	"bytes"
	"fmt"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A scene is what a rule looks at: what is said or half typed, or what happened,
// and the state before it.
type scene struct {
	before  smtp.State
	event   transcript.Event // zero for a line that is typed
	typed   bool
	setting Setting      // for a line that is typed
	command smtp.Command // where a command is read
	line    []byte       // as typed: without its end, and without a dot that ehlo adds
	end     string       // its end: "\r\n", "\n", or ""
	stuffed bool         // ehlo adds a dot in front
}

// sceneOf is for an event.
func sceneOf(e transcript.Event, before smtp.State) scene {
	x := scene{before: before, event: e, line: bytes.TrimRight(e.Octets, "\r\n")}
	x.end = string(e.Octets[len(x.line):])
	switch before.Reading() {
	case smtp.AsCommand:
		x.command = smtp.ParseCommand(e.Octets)
	case smtp.AsText:
		if e.Flags&transcript.Stuffed != 0 && len(x.line) > 0 {
			x.line, x.stuffed = x.line[1:], true
		}
	}
	return x
}

// typedScene is for a line at the prompt.
func typedScene(line string, before smtp.State, t Setting) scene {
	x := scene{before: before, typed: true, setting: t, line: []byte(line), end: "\r\n"}
	if t.LoneLF {
		x.end = "\n"
	}
	switch before.Reading() {
	case smtp.AsCommand, smtp.AsHeld:
		x.command = smtp.ParseCommand(x.line)
	case smtp.AsText:
		x.stuffed = !t.Unstuffed && before.LineStart() && line != "." && strings.HasPrefix(line, ".")
	}
	return x
}

// wire returns the line as it crosses the wire, without its end.
func (x scene) wire() []byte {
	if x.stuffed {
		return append([]byte("."), x.line...)
	}
	return x.line
}

// span turns a place in the line into one in the octets of the event.
func (x scene) span(from, to int) smtp.Span {
	if x.stuffed && !x.typed {
		from, to = from+1, to+1
	}
	return smtp.Span{From: from, To: to}
}

// whole is the span of the line.
func (x scene) whole() smtp.Span { return x.span(0, len(x.line)) }

// verb is the span of the command's verb.
func (x scene) verb() smtp.Span {
	for _, t := range x.command.Tokens {
		if t.Role == smtp.RoleVerb {
			return t.Span
		}
	}
	return x.whole()
}

// find makes the finding of a rule in this scene.
func (x scene) find(r Rule, at smtp.Span) Finding {
	if x.typed { // its end isn't there yet
		at.From, at.To = max(0, min(at.From, len(x.line))), max(0, min(at.To, len(x.line)))
	}
	return Finding{Rule: r, Say: filled(r.Say, x.value), Remedy: filled(r.Remedy, x.value), Span: at}
}

// value returns what stands for a name in the words of a rule; "" for none.
func (x scene) value(name string) string {
	c, s := x.command, x.before
	switch name {
	case "verb":
		return string(c.Verb)
	case "typed":
		return typedVerb(c)
	case "form":
		return "`" + formOf(c.Verb) + "`"
	case "use":
		return sentence(offerUse(string(c.Verb))) + "."
	case "meant":
		if verb, ok := verbBeforeColon(c); ok {
			return verb + " has no colon."
		}
		if verb, ok := smtp.SuggestVerb(string(c.Verb)); ok {
			return "Did you mean " + string(verb) + "?"
		}
	case "needs":
		if needs := s.Needs(c.Verb); needs != "" {
			return needed(needs, c.Verb)
		}
	case "path":
		return shownPath(c.Path, 30)
	case "sender":
		p, _ := s.Sender()
		return shownPath(p, 22)
	case "accepted":
		if s.Accepted() == 0 {
			return "no recipient yet"
		}
		return counted(s.Accepted(), "recipient")
	case "mechanism":
		m, _ := c.Mechanism()
		return shownText(m, 16)
	case "mechanisms":
		return offeredMechanisms(s)
	case "owed":
		if owed, ok := s.Owed(); ok {
			return sentence(owedReply(owed))
		}
	}
	return x.textValue(name)
}

// textValue is value for what is said of message text and of chunks.
func (x scene) textValue(name string) string {
	switch name {
	case "parameter", "parameterHelp", "lastWord", "limit":
		return x.paramValue(name)
	case "word":
		word, _, _ := bytes.Cut(bytes.TrimSpace(x.line), []byte(" "))
		return shown(word, 16)
	case "stored":
		wire := x.wire()
		return shown(wire[1:], 24)
	case "kept":
		if x.stuffed {
			return "both"
		}
	case "unended":
		return unendedLine(x.setting.LoneLF)
	case "octets":
		return thousands(int(x.before.TextOctets()))
	case "size":
		return thousands(declaredSize(x.before))
	case "over":
		return counted(x.overhang(), "octet")
	case "lost":
		if len(x.line) > 0 && x.line[0] == '.' && !x.stuffed && x.before.LineStart() {
			return " The server takes its dot away."
		}
	}
	return ""
}

// counted says how many things there are.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// offeredMechanisms lists what the AUTH offer names.
func offeredMechanisms(s smtp.State) string {
	offer, _ := s.Offer("AUTH")
	if len(offer.Params) == 0 {
		return ""
	}
	return shownText(strings.Join(offer.Params, " "), 40)
}

// declaredSize returns the SIZE of the open MAIL, 0 if it has none.
func declaredSize(s smtp.State) int {
	mail, _ := s.MailCommand()
	p, _ := mail.Param("SIZE")
	n := 0
	for i := 0; i < len(p.Value) && i < 15 && p.Value[i] >= '0' && p.Value[i] <= '9'; i++ {
		n = 10*n + int(p.Value[i]-'0')
	}
	return n
}

// overhang returns how many octets of the line stand behind the chunk that is read.
func (x scene) overhang() int {
	return max(0, len(x.line)+len(x.end)+x.event.Gone-int(x.before.ChunkLeft()))
}
