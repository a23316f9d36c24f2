package tui

import (
	"fmt"
	"strings"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const (
	client = transcript.Client
	server = transcript.Server
)

const (
	foldedAfter = 4       // a reply of more lines folds once the next command was sent
	shownOctets = 4 << 10 // of one event; `:bytes` shows the rest
	slowReply   = time.Second
)

// A rowsOf formats the rows of single events at one width. It holds what a frame
// knows; nothing of it outlives the frame.
type rowsOf struct {
	m     *Model
	width int
}

// event returns the rows of event i, with the notices that stand before it. before
// is the state in which it happened.
func (r rowsOf) event(i int, before smtp.State) []string {
	rows := r.notices(i)
	e := r.m.desk.Tape().At(i)
	switch e.Who {
	case client:
		rows = append(rows, r.said(i, e, before)...)
	case server:
		rows = append(rows, r.answered(i, e)...)
	default:
		rows = append(rows, r.fact(i, e)...)
	}
	return rows
}

// notices returns what ehlo itself said before event i.
func (r rowsOf) notices(i int) []string {
	var rows []string
	for _, n := range r.m.desk.Notices() {
		if n.Before == i {
			rows = append(rows, r.notice(n.String(), n.Level != 0)...)
		}
	}
	return rows
}

func (r rowsOf) notice(words string, loud bool) []string {
	sign, as := " · ", faint
	if loud {
		sign, as = " ! ", broken
	}
	return r.wrapped(sign, smtp.Printable([]byte(words)), as)
}

func (r rowsOf) fact(i int, e transcript.Event) []string {
	words := factWords(e)
	if words == "" || e.Fact == transcript.Dialing && r.stood(i) {
		return nil
	}
	as := faint
	if e.Fact == transcript.DialError || e.Fact == transcript.Lost || e.Fact == transcript.Warning {
		as = broken
	}
	return r.wrapped(" · ", smtp.Printable([]byte(words)), as)
}

// stood reports whether the connection stood at once behind event i.
func (r rowsOf) stood(i int) bool {
	tape := r.m.desk.Tape()
	return i+1 < tape.Len() && tape.At(i+1).Fact == transcript.Connected
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
		return "TLS " + e.Text
	case transcript.Lost:
		return "the connection is gone: " + e.Text
	case transcript.Note:
		return "# " + e.Text
	}
	return e.Text
}

// wrapped breaks text at the width, the sign in front of the first row.
func (r rowsOf) wrapped(sign string, text smtp.Text, as role) []string {
	indent := strings.Repeat(" ", len([]rune(sign)))
	var rows []string
	for n, part := range text.Wrap(max(r.width-len(indent), 1)) {
		lead := indent
		if n == 0 {
			lead = sign
		}
		rows = append(rows, paint(as, lead+part.String()))
	}
	return rows
}

// answered returns the rows of a reply.
func (r rowsOf) answered(i int, e transcript.Event) []string {
	reply := e.Reply()
	if e.Flags&transcript.Stray != 0 || reply.Code == 0 {
		return r.wrapped(" ! ", smtp.Printable(head(e.Octets)), broken)
	}
	if reply.Count > foldedAfter && i < r.m.last && r.m.explained() != i {
		return append(r.replyLine(reply.Line(0)), r.folded(reply))
	}
	var rows []string
	for line := range reply.Lines() {
		rows = append(rows, r.replyLine(line)...)
		if len(rows) > 200 {
			rows = append(rows, paint(faint, fmt.Sprintf("   … %d lines in all; :bytes shows them", reply.Count)))
			break
		}
	}
	if e.Flags&transcript.Cut != 0 {
		rows = append(rows, paint(broken, " ! cut here: the reply was not complete"))
	}
	if took := r.took(i, e); took != "" && len(rows) > 0 {
		rows[len(rows)-1] += paint(faint, "  "+took)
	}
	return rows
}

// took is how long a reply took, if that is to be seen.
func (r rowsOf) took(i int, e transcript.Event) string {
	tape := r.m.desk.Tape()
	q := tape.Question(i)
	if q < 0 {
		return ""
	}
	d := e.At - tape.At(q).At
	if d < slowReply && !r.m.times {
		return ""
	}
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
	}
	return d.Round(time.Millisecond).String()
}

// folded is the second row of a folded reply: how many lines it stands for and
// the first word of each.
func (r rowsOf) folded(reply smtp.Reply) string {
	words := ""
	for line := range reply.Lines() {
		if word, _, _ := strings.Cut(string(line.Text), " "); line.Span.From > 0 {
			words += " " + word
		}
	}
	lead := fmt.Sprintf("S %d +%d", reply.Code, reply.Count-1)
	text := smtp.Printable([]byte(strings.TrimSpace(words))).Cut(max(r.width-len(lead)-2, 1))
	return " " + paint(codeRole(reply.Code), lead) + " " + paint(faint, text.String())
}

func (r rowsOf) replyLine(l smtp.ReplyLine) []string {
	sep := "-"
	if l.Last {
		sep = " "
	}
	code := fmt.Sprintf("%03d", l.Code)
	head := "S " + code + sep
	if !l.Enhanced.IsZero() {
		head += l.Enhanced.String() + " "
	}
	as := codeRole(l.Code)
	var rows []string
	for n, part := range smtp.Printable(l.Text).Wrap(max(r.width-len(head)-1, 8)) {
		lead := " " + paint(as, head)
		if n > 0 {
			lead = strings.Repeat(" ", len(head)+1)
		}
		rows = append(rows, lead+part.String())
	}
	if len(rows) == 0 {
		rows = []string{" " + paint(as, head)}
	}
	return rows
}

func head(b []byte) []byte { return b[:min(len(b), shownOctets)] }
