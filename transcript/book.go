package transcript

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"ehlo/session/smtp"
)

// A Book is a session as somebody wrote it down, and the transcript that was read
// from it: a listing of a textbook, the output of a program, a paste from a
// terminal. Such forms leave things open. What was concluded rather than read has
// a doubt with it and is never passed off as seen.
type Book struct {
	Form  string     // "listing", "swaks", "curl", "arrows", "postfix", "notice", "python", "terminal"; "script", "json", "journal" for ehlo's own
	Lines []BookLine // the lines that became events, in order of the events; nil for JSON and journals

	tape   *Transcript
	doubts map[int][]string // by event
}

// A BookLine tells what one line of the file was taken for.
type BookLine struct {
	Number int    // in the file, counted from 1; 0 for what is not there and was added
	Who    Who    // who said it; Local for what nobody said
	Event  int    // its event in the transcript; the lines of one reply share it, and a line may have several
	Doubt  string // why it may be something else, in words for a person; "" if it is sure
}

// bookLines bounds the lines of a book.
const bookLines = 100_000

// doubtNote begins the note above what is doubtful.
const doubtNote = "doubtful: "

// ReadBook reads a session in a form that was made for people: a script of ehlo; a
// listing with S: and C:, or with RFC 821's S: for the sender and R: for the
// receiver, with page breaks and stage directions; what swaks, curl -v, msmtp,
// sendmail -v, exim -v, Python's smtplib or Postfix's verbose log print, and its
// mail to the postmaster; or what a terminal shows of telnet, nc, openssl s_client
// or exim -bh, where nothing tells the sides apart but the state of the dialogue
// and the three digits of a reply. Lines are taken to end in CR LF.
//
// The file is bounded as a script is, see [ScriptLimit]. The error is a
// [*ScriptError]; there is one also if no session was found.
func ReadBook(name string, b []byte) (*Book, error) {
	if script, err := ParseScript(name, b); err == nil && script.speaks() && !script.staged() {
		tape, said := script.events()
		return &Book{Form: "script", Lines: said, tape: tape}, nil
	}
	lines, err := bookText(name, b)
	if err != nil {
		return nil, err
	}
	r := newBookReader(lines)
	if r.read(); !r.found() {
		return nil, &ScriptError{
			File: name, Msg: "no session was found in it",
			Hint: "lines begin with a reply code, a command, or a sign of who speaks, such as S: and C:",
		}
	}
	return r.book, nil
}

// Import reads a session in any form: one that ehlo writes, see [Open], or a book.
func Import(name string, octets []byte) (*Book, error) {
	form := ""
	switch {
	case isJournal(octets):
		form = "journal"
	case isJSON(octets):
		form = "json"
	default:
		return ReadBook(name, octets)
	}
	tape, err := Open(name, octets)
	if err != nil {
		return nil, err
	}
	return &Book{Form: form, tape: tape}, nil
}

// speaks reports whether anything is said in a script.
func (s *Script) speaks() bool {
	return slices.ContainsFunc(s.Steps, func(s Step) bool { return !s.silent() })
}

// staged reports whether a line of the script is a stage direction, which would
// reach the server if the script were run.
func (s *Script) staged() bool {
	return slices.ContainsFunc(s.Steps, func(s Step) bool {
		return s.Kind == SayLine && bytes.IndexByte(s.Octets, ' ') > 0 && bytes.HasPrefix(s.Octets, []byte("<")) && direction(bytes.TrimSpace(s.Octets))
	})
}

// bookText splits a file into its lines, without their ends.
func bookText(name string, b []byte) ([][]byte, error) {
	if len(b) > ScriptLimit {
		return nil, &ScriptError{
			File: name, Msg: fmt.Sprintf("the file has %d octets; at most %d are read", len(b), ScriptLimit),
			Hint: "cut out the part with the session",
		}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	lines := bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n"))
	if len(lines) > bookLines {
		return nil, &ScriptError{
			File: name, Msg: fmt.Sprintf("the file has %d lines; at most %d are read", len(lines), bookLines),
			Hint: "cut out the part with the session",
		}
	}
	for i, line := range lines {
		// What records a terminal adds a CR to the one that was there.
		lines[i] = bytes.TrimRight(line, "\r")
		if len(line) > ScriptLineLimit {
			return nil, &ScriptError{
				File: name, Line: i + 1, Col: ScriptLineLimit + 1,
				Msg: fmt.Sprintf("the line has %d octets; at most %d are read", len(line), ScriptLineLimit),
			}
		}
	}
	return unquoted(lines), nil
}

// unquoted takes away the marks of a mail that quotes the whole.
func unquoted(lines [][]byte) [][]byte {
	quoted := func(line []byte) bool { return len(line) == 0 || line[0] == '>' }
	for depth := 0; depth < 8 && len(lines) > 1 && !slices.ContainsFunc(lines, func(l []byte) bool { return !quoted(l) }); depth++ {
		if bytes.HasPrefix(lines[0], []byte(">>> ")) {
			break
		}
		for i, line := range lines {
			lines[i] = bytes.TrimPrefix(bytes.TrimPrefix(line, []byte(">")), []byte(" "))
		}
	}
	return lines
}

// Transcript returns the session. It begins in the middle of a dialogue
// ([Start].Partial) if the book does.
func (b *Book) Transcript() *Transcript { return b.tape }

// Doubts returns why event i may be something else than it was taken for, in words
// for a person; nil if it is sure.
func (b *Book) Doubts(i int) []string { return b.doubts[i] }

// Doubtful returns how many lines of the book are doubtful.
func (b *Book) Doubtful() int {
	n := 0
	for _, l := range b.Lines {
		if l.Doubt != "" {
			n++
		}
	}
	return n
}

// Marked returns the session with a note above each event that is doubtful:
// "doubtful: " and why.
func (b *Book) Marked() *Transcript {
	if len(b.doubts) == 0 {
		return b.tape
	}
	t := New(b.tape.Start())
	t.start.Time = b.tape.start.Time
	for i := range b.tape.Len() {
		e := b.tape.At(i)
		for _, why := range b.doubts[i] {
			t.restore(&Event{At: e.At, Who: Local, Fact: Note, Text: doubtNote + why, Mark: -1})
		}
		t.restore(&e)
	}
	return t
}

// WriteScript writes the session as a script, with a note "# doubtful: why" above
// each line that is, see [WriteScript].
func (b *Book) WriteScript(w io.Writer) error { return WriteScript(w, b.Marked()) }

// codeOf returns the code of a line that may be one of a reply, and whether it says
// that more follow.
func codeOf(line []byte) (code int, more, ok bool) {
	if len(line) < 3 || line[0] < '2' || line[0] > '5' || !isDigit(line[1]) || !isDigit(line[2]) {
		return 0, false, false
	}
	if len(line) > 3 && line[3] != ' ' && line[3] != '-' {
		return 0, false, false
	}
	code = int(line[0]-'0')*100 + int(line[1]-'0')*10 + int(line[2]-'0')
	return code, len(line) > 3 && line[3] == '-', true
}

func isDigit(c byte) bool { return c-'0' < 10 }

// commanding reports whether a line begins with a verb that ehlo knows, in a form
// that prose seldom has.
func commanding(line []byte) bool {
	c := smtp.ParseCommand(append(slices.Clip(line), '\r', '\n'))
	if c.Verb.Standing() == smtp.Foreign {
		return false
	}
	word, _, _ := bytes.Cut(line, []byte(" "))
	lower := bytes.Equal(word, bytes.ToLower(word))
	return certain(line) || len(c.Faults) == 0 && (lower || len(word) == len(line))
}

// certain reports whether a line is a command beyond what prose may begin with.
func certain(line []byte) bool {
	c := smtp.ParseCommand(append(slices.Clip(line), '\r', '\n'))
	switch c.Verb {
	case smtp.MAIL, smtp.RCPT:
		return bytes.IndexByte(line, ':') > 0
	case smtp.EHLO, smtp.HELO, smtp.LHLO:
		return len(c.Faults) == 0
	}
	return c.Verb.Standing() != smtp.Foreign && bytes.HasPrefix(line, []byte(c.Verb))
}
