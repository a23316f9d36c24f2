package lessons

import (
	"bytes"
	"fmt"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// explainText is about octets of message text: most often one line of it.
func explainText(e transcript.Event, before smtp.State) Explanation {
	ended := endsText(e, before)
	lines := bytes.Count(e.Octets, []byte("\r\n"))
	line := bytes.TrimRight(e.Octets, "\r\n")
	switch {
	case e.Flags&transcript.Omitted != 0 || lines > 1:
		return textPiece(e, lines, ended)
	case ended && before.LineStart():
		return finalDot(before)
	case NotTheEnd(e, before) != "":
		x := textLine("A line of text, not the end", "RFC 5321 §4.1.1.4")
		x.Sign, x.Ruling = SignBreach, "not the end"
		x.say(NotTheEnd(e, before))
		return x.withTextFaults(e, before)
	case !before.LineStart():
		x := textLine("The rest of a line of text", "RFC 5321 §4.1.1.4")
		x.say("It goes on with the line before it: that one has no CR LF yet.")
		return x.withTextFaults(e, before)
	}
	return textOf(e, line).withTextFaults(e, before)
}

// endsText reports whether the event completes the text.
func endsText(e transcript.Event, before smtp.State) bool {
	return e.After(before).Reading() != smtp.AsText
}

func textLine(title, section string) Explanation { return Explanation{Title: title, Section: section} }

// textPiece is about a block of text, as from a file.
func textPiece(e transcript.Event, lines int, ended bool) Explanation {
	x := textLine("A piece of the message text", "RFC 5321 §4.5.2")
	x.say(fmt.Sprintf("%s octets, %s lines. Where a line begins with a dot the wire has two; the server takes one away again.",
		thousands(len(e.Octets)+e.Gone), thousands(lines)))
	if ended {
		x.say("The last line is one dot: the text is complete.")
		x.Section = "RFC 5321 §4.1.1.4"
	}
	return x
}

// finalDot is about the line that ends the text.
func finalDot(before smtp.State) Explanation {
	x := textLine("The final dot", "RFC 5321 §4.1.1.4")
	if before.TextOctets() == 0 {
		x.say("A dot right after the 354: the message is empty, and complete.")
	} else {
		x.say("A line with one dot ends the text: CR LF, a dot, CR LF on the wire. The dot isn't part of the message.")
	}
	x.say("The reply may take ten minutes; until it comes the message is yours.")
	return x
}

// textOf says what one line of text is, by its beginning.
func textOf(e transcript.Event, line []byte) Explanation {
	word, _, _ := bytes.Cut(line, []byte(" "))
	switch {
	case len(line) > 0 && line[0] == '.':
		return dottedLine(e, line)
	case len(line) == 0:
		x := textLine("An empty line", "RFC 5322 §2.1")
		x.say("The first empty line of a message ends the header; the body follows. Any other is part of the body.")
		return x
	case knownVerb(word):
		x := textLine("A line of text, not a command", "RFC 5321 §4.1.1.4")
		x.say("Here this is text. To end the message: a line with one dot.")
		return x
	case headerField(line) != "":
		return headerLine(headerField(line))
	}
	x := textLine("A line of the message text", "RFC 5321 §4.1.1.4")
	x.say("Part of the message: the server says nothing until the final dot.")
	return x
}

// NotTheEnd says why message text that looks like the final dot doesn't end the
// message, and what does; "" for any other event.
func NotTheEnd(e transcript.Event, before smtp.State) string {
	const longest = len(".. \r\n")
	if e.Who != transcript.Client || before.Reading() != smtp.AsText || len(e.Octets) > longest || endsText(e, before) {
		return ""
	}
	line := bytes.TrimRight(e.Octets, "\r\n")
	stuffed := e.Flags&transcript.Stuffed != 0
	if stuffed {
		line = line[1:]
	}
	switch {
	case string(bytes.TrimSpace(line)) != ".", stuffed && len(line) == 1:
		return ""
	case len(line) == 1 && !before.LineStart():
		return "The line before it has no CR LF, so this dot goes on in it. Only CR LF, a dot, CR LF ends the text."
	case len(line) == 1:
		return "Only CR LF, a dot, CR LF ends the text; here one of the line ends is another."
	case line[0] == '.' && before.LineStart() && !stuffed:
		return "A blank behind the dot makes it an ordinary line, and the server takes its dot away. To end the message: a line with one dot alone."
	}
	return "A blank beside the dot makes it an ordinary line. To end the message: a line with one dot alone."
}

// dottedLine is about a line that begins with a dot and does not end the text.
func dottedLine(e transcript.Event, line []byte) Explanation {
	x := textLine("A line that begins with a dot", "RFC 5321 §4.5.2")
	stored := shown(line[1:], 24)
	switch {
	case e.Flags&transcript.Stuffed != 0:
		x.say(fmt.Sprintf("Begins with a dot, so ehlo sent `%s`; the server takes one dot away again and has `%s`.", shown(line, 24), stored))
	case string(line) == "..":
		x.say("Two dots on the wire: the server takes one away and has a line of one dot. It doesn't end the message.")
	case bytes.HasPrefix(line, []byte("..")):
		x.say(fmt.Sprintf("Two dots on the wire: the server takes one away and has `%s`.", stored))
	default:
		x.Sign, x.Ruling = SignBreach, "a dot will be lost"
		x.say(fmt.Sprintf("One dot, not doubled: the server takes it away and has `%s`. Double every dot that begins a line.", stored))
	}
	return x
}

func headerLine(name string) Explanation {
	x := textLine(clip(name+": a header field", Width), "RFC 5322 §2.2")
	switch strings.ToLower(name) {
	case "bcc":
		x.Sign = SignBreach
		x.say("Whoever gets the message can read this. A blind copy is made by a RCPT alone, with no field in the header.")
		x.Section = "RFC 5321 §7.2"
	case "to", "cc":
		x.say("To SMTP this is text: the message goes to those named by RCPT, whatever stands here.")
		x.Section = "RFC 5321 §B"
	case "from", "sender", "reply-to":
		x.say("To SMTP this is text: nobody checks it here. Bounces go to the reverse-path of MAIL, not to it.")
		x.Section = "RFC 5321 §7.1"
	case "return-path":
		x.say("The last server writes this field by itself. Who sends a message leaves it out.")
		x.Section = "RFC 5321 §4.4"
	default:
		x.say("Part of the header, which to SMTP is text. An empty line ends the header.")
	}
	return x
}

// headerField returns the name of the header field that line begins, "" for none.
func headerField(line []byte) string {
	name, _, found := bytes.Cut(line, []byte(":"))
	if !found || len(name) == 0 || len(name) > 40 {
		return ""
	}
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return ""
		}
	}
	return shown(name, 24)
}

func knownVerb(word []byte) bool {
	verb := smtp.Verb(strings.ToUpper(string(word)))
	switch verb {
	case smtp.QUIT, smtp.RSET, smtp.DATA, smtp.EHLO, smtp.HELO, smtp.NOOP, smtp.MAIL, smtp.RCPT:
		return true
	}
	return false
}

// withTextFaults adds what is wrong with the octets of a text line.
func (x Explanation) withTextFaults(e transcript.Event, before smtp.State) Explanation {
	x.Faults = textFaults(e.Octets, before)
	for _, k := range kindsOf(x.Faults) {
		w := faultOf(k)
		if w.what == "" {
			continue
		}
		x.Sign, x.Section = SignBreach, w.section
		if x.Ruling == "" && w.weight == breach {
			x.Ruling = "against the RFC"
		}
		if said := w.what + " " + w.remedy; height(append(x.Paragraphs, said)) <= paragraphLines {
			x.say(said)
		}
	}
	return x
}

// explainChunk is about octets that a BDAT announced.
func explainChunk(e transcript.Event, before smtp.State) Explanation {
	left := before.ChunkLeft() - int64(len(e.Octets)+e.Gone)
	x := Explanation{Title: "Octets of a chunk", Section: "RFC 3030 §2"}
	if left > 0 {
		x.say(fmt.Sprintf("%s octets as they are: no dot ends them, none is doubled. The server waits for %s more.", thousands(len(e.Octets)+e.Gone), thousands(int(left))))
	} else {
		x.say(fmt.Sprintf("%s octets as they are: no dot ends them, none is doubled. The chunk is complete.", thousands(len(e.Octets)+e.Gone)))
	}
	return x
}
