package transcript

import (
	"bytes"

	"ehlo/session/smtp"
)

const (
	doubtPlain  = "it has no sign of who speaks; it is read as a line of the text"
	doubtNobody = "it has no sign of who speaks; its code says that it is the server's"
	doubtVerb   = "it has no sign of who speaks; its verb says that it is the client's"
)

// textLine takes note that a line with a sign was read; fresh if a text may begin
// behind it.
func (r *bookReader) textLine(fresh bool) {
	if fresh || r.state().Reading() != smtp.AsText {
		r.plainText, r.textBegun = false, false
		return
	}
	r.textBegun = true
}

// unmarkedLine reads a line without a sign in a book that has signs.
func (r *bookReader) unmarkedLine(line []byte) {
	if n := r.pageBreak(r.at); n > 0 {
		r.textBlanks = 0
		r.at += n
		return
	}
	number, text := r.number(), bytes.TrimSpace(line)
	_, _, coded := codeOf(text)
	reading := r.state().Reading()
	switch {
	case len(text) == 0:
		r.textBlanks++
	case reading == smtp.AsText && (r.textBegun || !direction(text)):
		r.plainLine(line)
	case reading == smtp.AsChunk && r.form.name == "listing" && !direction(text):
		r.client(number, text, doubtPlain)
	case coded && len(r.open) > 0:
		r.server(number, text, "")
	case coded && r.state().OwedCount() > 0:
		r.server(number, text, doubtNobody)
	case r.commands(text):
		r.client(number, text, doubtVerb)
	case ruler.Match(text), factSaid(text) == meaningless:
	case bytes.HasPrefix(text, []byte("#:")):
	case bytes.HasPrefix(text, []byte("#")):
		r.note(number, text[1:])
	case string(text) == "@closed":
		r.happened(number, closes, nil)
	case r.form.name == "listing" && (coded || direction(text) || bytes.IndexByte(text, ' ') > 0):
		// A single word may be a secret that lost its line.
		r.note(number, text)
	}
	r.at++
}

// commands reports whether a line without a sign is a command, where one may come.
func (r *bookReader) commands(text []byte) bool {
	return r.form.name == "listing" && r.tape != nil && len(r.open) == 0 && r.state().Reading() == smtp.AsCommand && certain(text)
}

// plainLine reads a line of message text that has no sign.
func (r *bookReader) plainLine(line []byte) {
	if !r.textBegun {
		r.textBegun, r.plainText, r.textIndent = true, true, indentOf(line)
		r.textBlanks = 0
	}
	why := ""
	if direction(line) {
		why = doubtDirection
	}
	if !r.plainText {
		why, line = doubtPlain, bytes.TrimLeft(line, " \t")
	} else {
		for n := r.textBlanks; n > 0; n-- {
			r.client(r.number()-n, nil, "")
		}
	}
	r.textBlanks = 0
	r.client(r.number(), line[min(r.textIndent, indentOf(line)):], why)
	if r.state().Reading() != smtp.AsText {
		r.textBegun, r.plainText = false, false
	}
}
