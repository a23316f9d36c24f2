package tui

import (
	"regexp"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

const (
	client = transcript.Client
	server = transcript.Server
)

// A rowsOf formats the rows of single events at one width. It holds what a frame
// knows; nothing of it outlives the frame.
type rowsOf struct {
	m     *Model
	width int
}

// event returns the rows of event i, with the notices that stand before it.
func (r rowsOf) event(i int) []string {
	e := r.m.desk.Tape().At(i)
	var rows []string
	switch e.Who {
	case client:
		rows = r.said(i, e)
	case server:
		rows = r.answered(i, e)
	default:
		rows = r.fact(i, e)
	}
	return append(r.notices(i), r.m.marked(i, rows)...)
}

// notices returns what ehlo itself said before event i.
func (r rowsOf) notices(i int) []string {
	var rows []string
	for _, n := range r.m.desk.Notices() {
		if n.Before == i && !r.m.beside(n) {
			rows = append(rows, r.notice(n)...)
		}
	}
	return rows
}

// notice returns the rows of what ehlo said. Its words are safe to draw.
func (r rowsOf) notice(n desk.Notice) []string {
	sign, as := "· ", faint
	if n.Level != desk.Info {
		sign, as = "! ", broken
	}
	return r.hanging(sign, proseRows(n.News(), r.width-3), as)
}

// proseRows breaks a safe text at blanks and hyphens, but for those of a flag.
func proseRows(text string, w int) []string {
	text = flagName().ReplaceAllStringFunc(text, func(name string) string { return strings.ReplaceAll(name, "-", unbrokenHyphen) })
	rows := lipgloss.Wrap(text, max(w, 1), "")
	return strings.Split(strings.NewReplacer(unbroken, " ", unbrokenHyphen, "-").Replace(rows), "\n")
}

// flagName is a flag of the command line.
var flagName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\B--[a-z][a-z-]*`) })

func (r rowsOf) fact(i int, e transcript.Event) []string {
	words := factWords(e)
	if words == "" || e.Fact == transcript.Dialing && r.stood(i) {
		return nil
	}
	sign, as := "· ", faint
	if alarming(e) {
		sign, as = "! ", broken
	}
	return r.wrapped(sign, smtp.Printable(head([]byte(words))), as)
}

// alarming reports whether a fact has the sign of what is not as it should be.
func alarming(e transcript.Event) bool {
	switch e.Fact {
	case transcript.DialError, transcript.Lost, transcript.Warning:
		return true
	case transcript.Secured:
		return lessons.ReadProtection(e.Text).Unproved()
	case transcript.Login:
		return e.Unprotected()
	}
	return false
}

// stood reports whether the connection stood at once behind event i.
func (r rowsOf) stood(i int) bool {
	return i+1 < r.m.seen && r.m.desk.Tape().At(i+1).Fact == transcript.Connected
}

// factWords says a local fact in a few words.
func factWords(e transcript.Event) string {
	switch e.Fact {
	case transcript.Resolved:
		return "found " + e.Text
	case transcript.Dialing:
		return "trying " + e.Text
	case transcript.DialError:
		return "no connection: " + e.Text
	case transcript.Connected:
		return "connected " + e.Text
	case transcript.Secured:
		return lessons.ReadProtection(e.Text).Brief()
	case transcript.Login:
		return "login: " + e.Text
	case transcript.Lost:
		return "the connection is gone: " + e.Text
	case transcript.Note:
		return "# " + e.Text
	case transcript.Committed:
		return "the included server stored it as " + e.Text + "; :mail shows it"
	}
	return e.Text
}

// wrapped breaks text at the width, the sign in front of the first row.
func (r rowsOf) wrapped(sign string, text smtp.Text, as role) []string {
	var rows []string
	for _, part := range text.Wrap(r.width - 1 - lipgloss.Width(sign)) {
		rows = append(rows, part.String())
	}
	return r.hanging(sign, rows, as)
}

// hanging sets a sign in front of the first row and the others below it.
func (r rowsOf) hanging(sign string, rows []string, as role) []string {
	indent := strings.Repeat(" ", lipgloss.Width(sign))
	for n, row := range rows {
		rows[n] = " " + paint(as, sign+row)
		sign = indent
	}
	return rows
}

// shownOctets is how much of one event is drawn; `:bytes` shows the rest.
const shownOctets = 4 << 10

func head(b []byte) []byte { return b[:min(len(b), shownOctets)] }
