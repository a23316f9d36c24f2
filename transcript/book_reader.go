package transcript

import (
	"bytes"
	"slices"

	"ehlo/session/smtp"
)

// A bookReader reads the lines of a book, one after the other.
type bookReader struct {
	scribe
	lines [][]byte
	next  []int // of each line, the next that is not blank
	form  bookForm
	at    int // the line that is read

	// Message text in a listing either has its prefixes or has none.
	plainText  bool
	textIndent int
	textBlanks int  // blank lines that may belong to it
	textBegun  bool // one of its lines was read

	// What a terminal shows.
	lastDot     int  // the last line that is one dot
	held        bool // text was said behind a DATA that has no reply
	noisy       bool // within what openssl says of TLS
	openssl     bool
	rehearsal   bool // of exim -bh
	lastSpeaker int  // the event of the client's last line, for what openssl makes of it
}

func newBookReader(lines [][]byte) *bookReader {
	r := &bookReader{lines: lines, next: make([]int, len(lines)), lastDot: -1, lastSpeaker: -1}
	r.book = &Book{}
	r.scribe.script = &Script{}
	following := len(lines)
	for i := len(lines) - 1; i >= 0; i-- {
		r.next[i] = following
		if !blank(lines[i]) {
			following = i
		}
	}
	return r
}

func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// nextFrom returns the first line from i on that is not blank.
func (r *bookReader) nextFrom(i int) int {
	if i >= len(r.lines) || !blank(r.lines[i]) {
		return i
	}
	return r.next[i]
}

// read reads the book in the form that it has.
func (r *bookReader) read() {
	r.rehearsal = slices.ContainsFunc(r.lines, rehearses)
	form, ok := formOf(r.lines)
	if r.rehearsal {
		form, ok = bookForm{}, false
	}
	if r.form = form; !ok {
		r.form.name = "terminal"
		r.outdent()
	}
	r.book.Form = r.form.name
	r.greets = r.greeted()
	for r.at < len(r.lines) {
		if ok {
			r.markedLine()
		} else {
			r.shownLine()
		}
	}
	if r.tape != nil {
		r.flush()
	}
}

// greeted reports whether the first reply that is shown may be a greeting. A book
// may leave it out: swaks can hide what the server says.
func (r *bookReader) greeted() bool {
	for _, line := range r.lines {
		text := line
		if r.form.read != nil {
			t := r.form.read(line)
			if t.role != answered && t.role != replyExact {
				continue
			}
			text = t.text
		}
		if code, _, ok := codeOf(text); ok {
			return greets(code)
		}
	}
	return false
}

// found reports whether what was read is a session: a reply, or a command that
// prose does not have.
func (r *bookReader) found() bool {
	if r.tape == nil {
		return false
	}
	for i := range r.tape.Len() {
		e := r.tape.At(i)
		if e.Who == Server && e.Flags&Stray == 0 && !e.Reply().Malformed() {
			return true
		}
		if e.Who == Client && certain(bytes.TrimRight(e.Octets, "\r\n")) {
			return true
		}
	}
	return false
}

// outdent takes away the blanks before all lines, as of a block in a document, and
// looks for the last dot.
func (r *bookReader) outdent() {
	least := 1 << 10
	for _, line := range r.lines {
		if !blank(line) {
			least = min(least, indentOf(line))
		}
	}
	for i, line := range r.lines {
		r.lines[i] = line[min(least, indentOf(line)):]
		if string(r.lines[i]) == "." {
			r.lastDot = i
		}
	}
}

func indentOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

// number returns the number of the line that is read.
func (r *bookReader) number() int { return r.at + 1 }

// markedLine reads a line of a form with signs, and what belongs to it.
func (r *bookReader) markedLine() {
	line := r.lines[r.at]
	t := r.form.read(line)
	if t.role != unmarked {
		r.textBlanks = 0
	}
	switch t.role {
	case said:
		r.saidLine(t.text)
	case answered:
		r.answeredLine(t.text)
	case saidExact:
		r.exactly(r.number(), t.text, "")
	case replyExact:
		r.meet(0)
		r.open = append(r.open, t.text...)
		r.rows, r.why = append(r.rows, r.number()), append(r.why, "")
		r.flush()
	case hidden:
		r.hiddenLine(t.text)
	case aside:
		r.note(r.number(), t.text)
	case connects, secures, closes, drops:
		r.happened(r.number(), t.role, t.text)
	case unmarked:
		r.unmarkedLine(line)
		return
	}
	r.at++
}

// saidLine reads a line of the client.
func (r *bookReader) saidLine(text []byte) {
	number, why := r.number(), ""
	if rest, ok := spelledEnd(text); ok && r.form.name == "listing" && !finalDot(text) {
		if text = rest; r.state().Reading() != smtp.AsChunk {
			why = doubtSpelled // the count of a chunk leaves no doubt
		}
	}
	switch r.state().Reading() {
	case smtp.AsText:
		if finalDot(text) {
			text, why = []byte("."), doubtFinal
		} else if r.form.name == "listing" && direction(text) {
			why = doubtDirection
		}
		r.textLine(false)
	case smtp.AsChunk:
		if direction(text) {
			r.fill(number)
			return
		}
	case smtp.AsAnswer:
		if direction(text) {
			why = doubtDirection
		}
		text, why = r.unbroken(text, why)
	default:
		if direction(text) {
			r.note(r.number(), text)
			return
		}
		text, why = r.unbroken(text, why)
	}
	r.client(number, text, why)
}

// answeredLine reads a line of the server.
func (r *bookReader) answeredLine(text []byte) {
	code, _, coded := codeOf(text)
	if !coded && direction(text) {
		if n := len(r.why); n > 0 {
			r.why[n-1] = doubtLeftOut
		}
		r.note(r.number(), text)
		return
	}
	number := r.number()
	why := ""
	if coded && code != 354 {
		text, why = r.unbroken(text, "")
	}
	r.server(number, text, why)
	r.textLine(true)
}

// hiddenLine reads what stands for octets that are not shown.
func (r *bookReader) hiddenLine(text []byte) {
	if len(text) > 0 {
		r.note(r.number(), text)
	}
	if r.state().Reading() == smtp.AsChunk {
		r.fill(r.number())
	}
}

// unbroken puts the lines that belong to the line that is read behind its text.
func (r *bookReader) unbroken(text []byte, why string) ([]byte, string) {
	for r.form.wraps && r.at+1 < len(r.lines) && len(text) < ScriptLineLimit {
		next := r.lines[r.at+1]
		_, _, coded := codeOf(bytes.TrimSpace(next))
		if blank(next) || coded || r.form.read(next).role != unmarked || direction(next) || ruler.Match(next) ||
			r.form.name == "listing" && (opensDirection(next) || certain(bytes.TrimSpace(next))) || factSaid(bytes.TrimSpace(next)) != unmarked || r.pageBreak(r.at+1) > 0 || bytes.HasPrefix(bytes.TrimSpace(next), []byte("#")) {
			break
		}
		text, why = joinLines(slices.Clip(text), next), doubtWrapped
		r.at++
		r.rest = append(r.rest, r.number())
	}
	return text, why
}
