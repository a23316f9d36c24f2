package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/page"
)

// noticeLimit bounds what is kept of what ehlo said.
const noticeLimit = 200

// A Level says how much a notice matters.
type Level uint8

// The levels of notices, each with the sign that stands for it beside colour.
const (
	Info  Level = iota // →
	Warn               // !
	Wrong              // ✗: what was asked for did not happen
)

// A Notice is something ehlo says itself, or the lesson that is open, not the server. It is no
// part of the transcript. Its text is sanitised and never holds a secret.
type Notice struct {
	Level  Level
	Words  string // what happened, lower case, no full stop
	Remedy string // what to do next, "" if there is nothing
	Before int    // it was said before the event of this number
	Told   bool   // the event before it has the words already; only the remedy is new
	Lesson bool   // the lesson says it: Words is Markdown then, and a sentence
	Answer int    // to which of the answers to a lesson's questions it is said, from 1; 0 for none
	NoTLS  bool   // what failed is TLS, or what may not be said without it
}

// String returns the notice in one plain line.
func (n Notice) String() string {
	words := n.Words
	if n.Lesson {
		words = page.Line(words)
	}
	switch {
	case n.Remedy == "":
		return words
	case n.Lesson && isSentence(words):
		return words + " " + n.Remedy
	}
	return words + "; " + n.Remedy
}

// isSentence reports whether a text ends as one.
func isSentence(text string) bool {
	return text != "" && strings.ContainsAny(text[len(text)-1:], ".?!")
}

// News returns what of the notice is not told by the event before it.
func (n Notice) News() string {
	if n.Told && n.Remedy != "" {
		return n.Remedy
	}
	return n.String()
}

// Notices returns the last 200 notices, oldest first.
func (d *Desk) Notices() []Notice { return d.notices }

// say makes a notice. What came from outside must have gone through show.
func (d *Desk) say(level Level, words, remedy string) {
	d.notice(Notice{Level: level, Words: words, Remedy: remedy, Before: d.seen})
}

// teach makes a notice of the lesson's words.
func (d *Desk) teach(level Level, words, remedy string) {
	d.notice(Notice{Level: level, Words: words, Remedy: remedy, Before: d.seen, Lesson: true})
}

// notice makes a notice. What is told twice in a row is kept once.
func (d *Desk) notice(n Notice) {
	d.out.Notices = append(d.out.Notices, n)
	if last := len(d.notices) - 1; last >= 0 && d.notices[last] == n {
		return
	}
	if len(d.notices) == noticeLimit {
		d.notices = append([]Notice{}, d.notices[1:]...)
	}
	d.notices = append(d.notices, n)
}

// mention tells what is true for a moment only: it is shown once and not kept.
// Where it can be seen as long as it holds, as in [Status.Held], nothing else is
// needed.
func (d *Desk) mention(words, remedy string) {
	d.out.Notices = append(d.out.Notices, Notice{Level: Info, Words: words, Remedy: remedy, Before: d.seen})
}

// sayError tells of an error, with its own advice if it has any. An error that says
// itself what failed needs no what; the path of a file is left out: what names it.
func (d *Desk) sayError(what string, err error, remedy string) {
	if h := hint(err); h != "" {
		remedy = show(h)
	}
	if file := (*fs.PathError)(nil); errors.As(err, &file) {
		err = file.Err
	}
	words := show(err.Error())
	if what != "" && !strings.HasPrefix(words, what+": ") {
		words = what + ": " + words
	}
	d.notice(Notice{Level: Wrong, Words: words, Remedy: remedy, Before: d.seen, Told: what == "" && d.failed(), NoTLS: errors.Is(err, transcript.ErrTLS)})
}

// sayNoTLS tells that no TLS came about. The end of the connection has said why.
func (d *Desk) sayNoTLS(err error) {
	remedy := "nothing but TLS may follow the 220, so ehlo closes the connection"
	if h := hint(err); h != "" {
		remedy = show(h)
	}
	told := d.seen > 0 && strings.HasSuffix(d.tape.At(d.seen-1).Text, err.Error())
	d.notice(Notice{Level: Wrong, Words: "no TLS: " + show(err.Error()), Remedy: remedy, Before: d.seen, Told: told, NoTLS: true})
}

// failed reports whether the last event tells of a connection that failed.
func (d *Desk) failed() bool {
	return d.seen > 0 && d.seen == d.tape.Len() && d.tape.At(d.seen-1).Fact == transcript.DialError
}

// show makes foreign text safe to print.
func show(s string) string { return smtp.Printable([]byte(s)).String() }

// counted returns the words for one or for many.
func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// minutes writes a time as 5:00.
func minutes(t time.Duration) string {
	s := int(t.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// unescape makes "::x" the line ":x".
func unescape(line string) string {
	if strings.HasPrefix(line, "::") {
		return line[1:]
	}
	return line
}
