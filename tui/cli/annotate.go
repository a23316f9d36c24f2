package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/line"
)

// isFile reports whether an argument of ehlo explain means a file and no word: it
// exists as one, or looks like a path or a name of a session.
func isFile(arg string) bool {
	if strings.ContainsRune(arg, '/') || strings.ContainsRune(arg, filepath.Separator) {
		return true
	}
	switch strings.ToLower(filepath.Ext(arg)) {
	case ".ehlo", ".jsonl", ".txt", ".log":
		return true
	}
	info, err := os.Stat(arg)
	return err == nil && info.Mode().IsRegular()
}

// readSession reads a session from a file in any form.
func readSession(path string) (*transcript.Book, error) {
	octets, err := readFile(path, transcriptLimit)
	if err != nil {
		return nil, err
	}
	book, err := transcript.Import(path, octets)
	var script *transcript.ScriptError
	if err != nil && !errors.As(err, &script) {
		return nil, fail(exitUsage, "", "cannot read %s: %s", shown(path), shown(err.Error()))
	}
	return book, err
}

// explainFile prints what is in a session, and what it means.
func (p *program) explainFile(path string, json bool) error {
	book, err := readSession(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.out)
	if json {
		err = writeExchanges(out, book)
	} else {
		newAnnotator(out, book, p.width()).all()
	}
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return nil
}

// An annotator prints a session line by line, and under each exchange what it
// means. Errors of writing are found in the end.
type annotator struct {
	out *bufio.Writer
	teller
	tape  *transcript.Transcript
	width int
	state smtp.State // before the event that is printed
	said  bool       // the client has spoken
	apart bool       // an empty line comes before what is printed next
	began bool
	told  map[string]bool // what was explained, see outline
	last  string          // of that, the last on a line without a reply
}

func newAnnotator(out *bufio.Writer, book *transcript.Book, width int) *annotator {
	tape := book.Transcript()
	return &annotator{teller: newTeller(book), out: out, tape: tape, width: width, state: tape.State(0), told: map[string]bool{}}
}

func (a *annotator) all() {
	for i := range a.tape.Len() {
		e := a.tape.At(i)
		a.event(i, e)
		a.state = e.After(a.state)
		a.said = a.said || e.Who == transcript.Client
	}
	if words := doubtfulWords(a.book); words != "" {
		a.apart = true
		a.put("", words)
	}
}

// doubtfulWords says how many lines are doubtful; "" if none is.
func doubtfulWords(book *transcript.Book) string {
	said := 0
	for _, l := range book.Lines {
		if l.Who != transcript.Local {
			said++
		}
	}
	switch n := book.Doubtful(); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("1 of %d lines is doubtful; see the note above it", said)
	default:
		return fmt.Sprintf("%d of %d lines are doubtful; see the notes above them", n, said)
	}
}

const (
	clientPrefix, serverPrefix = "C: ", "S: "
	mostRows                   = 12 // of one line that was said
	mostChunkRows              = 2  // of octets that nobody typed
)

// put prints a line of a session behind its prefix, in as many rows as it takes,
// up to a bound.
func (a *annotator) put(prefix, text string) { a.rows(prefix, text, mostRows) }

func (a *annotator) rows(prefix, text string, most int) {
	if a.apart && a.began {
		fmt.Fprintln(a.out)
	}
	a.apart, a.began = false, true
	if text == "" {
		fmt.Fprintln(a.out, strings.TrimRight(prefix, " "))
		return
	}
	wrapped := ansi.Hardwrap(text, a.width-len(prefix), true) // octet for octet
	if prefix != clientPrefix && prefix != serverPrefix {
		wrapped = ansi.Wrap(text, a.width-len(prefix), "")
	}
	n := 0
	for row := range strings.SplitSeq(wrapped, "\n") {
		if n++; n > most {
			fmt.Fprintln(a.out, prefix+"…")
			return
		}
		fmt.Fprintln(a.out, strings.TrimRight(prefix+row, " "))
		prefix = strings.Repeat(" ", len(prefix))
	}
}

// comment prints what is said about the lines above, set in. It is ehlo's own, and
// what it quotes is printable.
//
// What was told before is not told again: its headline stays.
func (a *annotator) comment(x lessons.Explanation) {
	if outline := outline(x); x.Sign != lessons.SignBreach && a.told[outline] {
		x.Paragraphs, x.Section = nil, ""
	} else {
		a.told[outline] = true
	}
	for _, line := range commentLines(x, a.width) {
		fmt.Fprintln(a.out, line)
	}
}

// outline is what an explanation says, whatever path it is about.
func outline(x lessons.Explanation) string {
	said := append([]string{string(x.Sign), x.Ruling, x.Title, x.Section}, x.Paragraphs...)
	path := false
	return strings.Map(func(r rune) rune {
		path = r == '<' || path && r != '>'
		if path {
			return -1
		}
		return r
	}, strings.Join(said, "\n"))
}

func commentLines(x lessons.Explanation, width int) []string {
	const margin = "   "
	x.Anatomy, x.Next = nil, ""
	if x.Ruling != "" {
		x.Title = string(x.Sign) + " " + x.Ruling + " · " + x.Title
		x.Ruling = ""
	}
	lines := x.Lines(width - len(margin))
	for i := range lines {
		lines[i] = margin + lines[i]
	}
	return lines
}

func (a *annotator) event(i int, e transcript.Event) {
	for _, why := range a.book.Doubts(i) {
		a.put("# ", "doubtful: "+why)
	}
	switch e.Who {
	case transcript.Client:
		a.client(i, e)
	case transcript.Server:
		for _, text := range line.Lines(e) {
			a.put(serverPrefix, text)
		}
		a.comment(a.meaning(i, a.state, a.said))
		a.apart = true
	default:
		a.fact(e)
		if x := a.meaning(i, a.state, a.said); e.Fact == transcript.Closed && x.Sign == lessons.SignBreach {
			a.comment(x)
		}
	}
}

// client prints what the client said. What a command means is told under its
// reply; what is told here is what a reply does not tell.
func (a *annotator) client(i int, e transcript.Event) {
	most := mostRows
	if a.state.Reading() == smtp.AsChunk {
		most = mostChunkRows
	}
	for _, text := range line.Lines(e) {
		a.rows(clientPrefix, text, most)
	}
	x := a.meaning(i, a.state, a.said)
	text := a.state.Reading() == smtp.AsText || a.state.Reading() == smtp.AsChunk
	switch {
	case text && (x.Sign == lessons.SignBreach || len(x.Faults) > 0):
		a.comment(x)
	case text && a.tape.Answer(i) < 0 && len(a.findings(i, a.state)) > 0:
		a.comment(x) // of the final dot its reply tells
	case text:
	case a.tape.Answer(i) < 0:
		a.unanswered(x)
	case e.Flags&transcript.Early != 0, slices.ContainsFunc(x.Faults, func(f smtp.Fault) bool { return f.Kind == smtp.LineAfterLast }):
		a.comment(x)
	}
}

// unanswered explains what no reply tells of, unless the line before had the same.
func (a *annotator) unanswered(x lessons.Explanation) {
	x.Sign, x.Ruling = '?', "no reply is shown"
	if said := outline(x); said != a.last {
		a.comment(x)
		a.last, a.apart = said, true
	}
}

// fact prints what nobody said.
func (a *annotator) fact(e transcript.Event) {
	text := smtp.Printable([]byte(e.Text)).String()
	switch {
	case e.Fact == transcript.Note:
		a.put("# ", text)
		return
	case e.Fact == transcript.Connected && text == "":
		return // a book does not tell of it
	}
	words := lessons.Explain(e, a.state).Title
	switch {
	case strings.HasSuffix(text, "closed the connection"):
		words = smtp.Upper(text[:1]) + text[1:] // it says who; half a letter is none
	case text != "":
		words += ": " + text
	}
	a.apart = true
	a.put("- ", words)
	a.apart = true
}
