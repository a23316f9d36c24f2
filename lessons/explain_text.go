package lessons

import (
	"bytes"
	"fmt"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// explainText is about octets of message text: most often one line of it.
func explainText(e transcript.Event, before smtp.State) Explanation {
	ended := endsText(e, before)
	lines := bytes.Count(e.Octets, []byte("\r\n"))
	if e.Flags&transcript.Omitted != 0 || lines > 1 {
		return textPiece(e, lines, ended)
	}
	scene, found := sceneOf(e, before), Find(e, before)
	x := textLine("A line of the message text", "RFC 5321 §4.1.1.4")
	switch {
	case ended && before.LineStart():
		x = finalDot(before)
	case notTheEnd(found) != "":
		x.Title, x.Ruling = "A line of text, not the end", "not the end"
	case !before.LineStart():
		x.Title = "The rest of a line of text"
		x.say("It goes on with the line before it: that one has no CR LF yet.")
	default:
		x = textOf(scene, found)
	}
	x.Faults = textFaults(e.Octets, before)
	x.found(found, x.Section)
	return x
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

// textOf says what one line of text is, by its beginning; of what rules have found
// only the title.
func textOf(s scene, found []Finding) Explanation {
	x := textLine("A line of the message text", "RFC 5321 §4.1.1.4")
	switch {
	case len(s.line) > 0 && s.line[0] == '.' || s.stuffed:
		x = textLine("A line that begins with a dot", "RFC 5321 §4.5.2")
		if len(found) > 0 && found[0].Rule.ID == "D5.1" {
			x.Ruling = "a dot will be lost"
		} else if len(found) == 0 || found[0].Rule.ID == "D5.3" {
			x.say(dotsOnTheWire(s))
		}
	case len(s.line) == 0:
		return emptyTextLine(s)
	case s.verbInText() != "":
		x.Title = "A line of text, not a command"
	case s.field() != "":
		x = textLine(clip(shownText(s.field(), 24)+": a header field", Width), "RFC 5322 §2.2")
		if len(found) == 0 {
			x.say("Part of the header, which to SMTP is text. An empty line ends the header.")
		}
	case len(found) == 0:
		x.say("Part of the message: the server says nothing until the final dot.")
	}
	return x
}

// emptyTextLine is about an empty line in the text.
func emptyTextLine(s scene) Explanation {
	x := textLine("An empty line", "RFC 5322 §2.1")
	if s.before.InHeader() {
		x.say("It ends the header; the body follows. A second one would be part of the body.")
	} else {
		x.say("Part of the body. The empty line that ends the header came before.")
	}
	return x
}

// dotsOnTheWire says what becomes of dots at the beginning of a line.
func dotsOnTheWire(s scene) string {
	wire := s.wire()
	stored := shown(wire[1:], 24)
	if s.stuffed {
		return fmt.Sprintf("Begins with a dot, so ehlo sent `%s`; the server takes one dot away again: `%s` remains.", shown(wire, 24), stored)
	}
	return fmt.Sprintf("Two dots on the wire: the server takes one away: `%s` remains.", stored)
}

// NotTheEnd says why message text that looks like the final dot doesn't end the
// message, and what does; "" for any other event.
func NotTheEnd(e transcript.Event, before smtp.State) string {
	const longest = len(".. \r\n") + 4
	if e.Who != transcript.Client || before.Reading() != smtp.AsText || len(e.Octets) > longest || endsText(e, before) {
		return ""
	}
	return notTheEnd(Find(e, before))
}

// notTheEnd returns what the rule says that speaks of a dot which is no end.
func notTheEnd(found []Finding) string {
	for _, f := range found {
		switch f.Rule.ID {
		case "D4.1", "D4.3", "DotInLine":
			return f.text()
		}
	}
	return ""
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
	x.found(Find(e, before), x.Section)
	return x
}
