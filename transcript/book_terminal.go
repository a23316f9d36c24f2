package transcript

import (
	"bytes"
	"slices"

	"ehlo/session/smtp"
)

const (
	doubtNoVerb    = "it is read as the client's, but begins with no verb that is known"
	doubtEnter     = "an empty line is read as sent, since a reply follows"
	doubtHeld      = "DATA has no reply yet; it may be a reply, or a line of the text"
	doubtAhead     = "several replies are owed; it is read as the first of them"
	doubtInAnswer  = "it is read as the server's, though an answer to its challenge was due"
	doubtCutShort  = "it is read as the server's, since no line of one dot ends the text"
	doubtLooksLike = "it looks like a reply, but stands in a text that no line of one dot ends"
	doubtOpenssl   = "openssl takes a line that begins with Q or R for itself; it may not have been sent"
	doubtAloud     = "it is read as text, but exim -bh may have said it"
	doubtOver      = "it is read as the rest of the reply above"
)

// shownLine reads a line of what a terminal shows, where nothing but the state of
// the dialogue tells who speaks.
func (r *bookReader) shownLine() {
	line := r.lines[r.at]
	switch st := r.state(); {
	case st.Reading() == smtp.AsText:
		r.shownText(line)
	case st.Reading() == smtp.AsChunk:
		r.client(r.number(), line, "")
	case r.told(line):
	case st.Reading() == smtp.AsAnswer && len(r.open) == 0:
		r.shownAnswer(line)
	default:
		r.shownCommand(line)
	}
	r.at++
}

// told reads what the program in the terminal says of the connection.
func (r *bookReader) told(line []byte) bool {
	text := bytes.TrimSpace(line)
	for _, hint := range []string{"=== ", "*** ", "* "} {
		text = bytes.TrimPrefix(text, []byte(hint))
	}
	fact := factSaid(text)
	switch {
	case r.rehearsal && thinksAloud(text):
		return true
	case bytes.HasPrefix(text, []byte("CONNECTED(")):
		r.openssl, r.noisy, r.inside = true, true, true
	case r.openssl && string(text) == "---":
		r.noisy = true
		return true
	case r.openssl && string(text) == "read R BLOCK":
		r.noisy = false
		return true
	case string(text) == "DONE", string(text) == "RENEGOTIATING":
		if r.lastSpeaker >= 0 && r.lastSpeaker == r.tape.Len()-1 && len(r.open) == 0 {
			r.doubtLast()
		}
	}
	if fact != unmarked {
		r.happened(r.number(), fact, text)
		return true
	}
	if len(text) < len(bytes.TrimSpace(line)) {
		return true
	}
	_, _, coded := codeOf(line)
	if coded || commanding(line) && (!r.noisy || r.tape != nil) {
		return false
	}
	return r.noisy || r.tape == nil && !commanding(line) || r.state().Phase() == smtp.Ended
}

// rehearses reports whether a line is said by exim -bh, which plays a session in the
// terminal and thinks aloud between its lines.
func rehearses(line []byte) bool {
	return bytes.HasPrefix(line, []byte("**** SMTP testing session as if from host "))
}

// thinksAloud reports whether a line is one of exim's thoughts.
func thinksAloud(line []byte) bool {
	for _, sign := range []string{">>> ", "LOG: ", "**** "} {
		if bytes.HasPrefix(line, []byte(sign)) {
			return true
		}
	}
	return false
}

// doubtLast doubts that the client's last line was sent at all.
func (r *bookReader) doubtLast() {
	r.doubt(r.lastSpeaker, doubtOpenssl)
	for i := len(r.book.Lines) - 1; i >= 0; i-- {
		if l := &r.book.Lines[i]; l.Event == r.lastSpeaker {
			l.Doubt = doubtOpenssl
			break
		}
	}
	r.lastSpeaker = -1
}

// shownText reads a line within message text: all is text up to the dot.
func (r *bookReader) shownText(line []byte) {
	code, _, coded := codeOf(line)
	ends := r.at <= r.lastDot
	switch fact := factSaid(line); {
	case !ends && (fact == closes || fact == drops) && r.next[r.at] == len(r.lines):
		r.happened(r.number(), fact, line)
	case !ends && code == 421:
		r.server(r.number(), line, doubtCutShort)
	case !ends && coded:
		r.client(r.number(), line, doubtLooksLike)
	case r.rehearsal && thinksAloud(line):
		r.client(r.number(), line, doubtAloud)
	default:
		r.client(r.number(), line, "")
	}
}

// shownAnswer reads a line that follows a challenge.
func (r *bookReader) shownAnswer(line []byte) {
	if code, _, ok := codeOf(line); ok && len(line) > 3 && code/100 != 3 {
		r.server(r.number(), line, doubtInAnswer)
		return
	}
	r.client(r.number(), line, "")
}

// shownCommand reads a line where a command or a reply may come.
func (r *bookReader) shownCommand(line []byte) {
	st := r.state()
	_, more, coded := codeOf(line)
	follows := r.nextFrom(r.at + 1)
	answered := false
	if follows < len(r.lines) {
		_, _, answered = codeOf(r.lines[follows])
	}
	ahead := st.Reading() == smtp.AsHeld && r.held && r.at <= r.lastDot
	switch {
	case ahead && (coded || blank(line)):
		r.client(r.number(), line, doubtHeld)
	case coded:
		r.shownReply(line, more, follows)
	case blank(line):
		if answered && st.OwedCount() == 0 && len(r.open) == 0 && r.lines[follows][0] == '5' && r.tape != nil {
			r.client(r.number(), line, doubtEnter)
		}
	case len(r.open) > 0 && len(r.open) < smtp.ReplyCutLimit && !commanding(line):
		last := len(r.open) - len(crlf)
		r.open = append(joinLines(r.open[:last], line), crlf...)
		r.rows, r.why = append(r.rows, r.number()), append(r.why, doubtOver)
	default:
		why := ""
		if !commanding(line) && !(answered && st.OwedCount() == 0) {
			why = doubtNoVerb
		}
		r.client(r.number(), line, why)
		r.lastSpeaker = r.tape.Len() - 1
		r.held = st.Reading() == smtp.AsHeld
	}
}

// shownReply reads a line of a reply, with what is broken off it.
func (r *bookReader) shownReply(line []byte, more bool, follows int) {
	st, why := r.state(), ""
	switch {
	case len(r.open) > 0 || st.OwedCount() <= 1:
	case r.held && st.Reading() == smtp.AsHeld:
		why = doubtHeld
	case !st.Offers("PIPELINING"):
		why = doubtAhead
	}
	number := r.number()
	if !more && follows == r.at+1 && r.restOf(follows) {
		line, why = joinLines(slices.Clip(line), r.lines[follows]), doubtWrapped
		r.at++
		r.rest = append(r.rest, r.number())
	}
	r.server(number, line, why)
}

// restOf reports whether line i is the rest of the reply above it: it is no command,
// and gets no reply.
func (r *bookReader) restOf(i int) bool {
	if i+1 >= len(r.lines) {
		return false
	}
	line := r.lines[i]
	if _, _, coded := codeOf(line); coded || commanding(line) || r.state().OwedCount() != 1 || factSaid(line) != unmarked {
		return false
	}
	if code, _, _ := codeOf(r.lines[r.at]); code/100 == 3 || r.rehearsal && thinksAloud(line) {
		return false
	}
	if _, suggested := smtp.SuggestVerb(string(smtp.ParseCommand(line).Verb)); suggested || string(line) == "." {
		return false
	}
	after := r.nextFrom(i + 1)
	if after >= len(r.lines) {
		return false
	}
	_, _, coded := codeOf(r.lines[after])
	return !coded
}
