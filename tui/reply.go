package tui

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

const (
	foldedAfter = 4   // a reply of more lines folds once the next command was sent
	replyLines  = 200 // of one reply are drawn
	slowReply   = time.Second
)

// answered returns the rows of a reply.
func (r rowsOf) answered(i int, e transcript.Event) []string {
	reply := e.Reply()
	if e.Flags&transcript.Stray != 0 || reply.Code == 0 {
		return r.stray(i, e)
	}
	if reply.Count > foldedAfter && i < r.m.last && r.m.explained() != i {
		return append(r.replyLine(reply, reply.Line(0)), r.folded(reply))
	}
	var rows []string
	shown := 0
	for line := range reply.Lines() {
		if shown++; shown > replyLines {
			rows = append(rows, paint(faint, fmt.Sprintf("   … %d lines in all; :bytes shows them", reply.Count)))
			break
		}
		rows = append(rows, r.replyLine(reply, line)...)
	}
	if e.Flags&transcript.Cut != 0 {
		rows = append(rows, " "+paint(broken, "! cut here: the reply was not complete"))
	}
	for _, remark := range []string{r.decoded(reply), r.to(i), r.took(i, e)} {
		rows = r.remarked(rows, remark)
	}
	return rows
}

// stray returns the rows of octets that are no reply.
func (r rowsOf) stray(i int, e transcript.Event) []string {
	sign := "! "
	if tape := r.m.desk.Tape(); i+1 < r.m.seen && lessons.Injected(tape.At(i+1)) {
		sign = "! plain, injected: "
	}
	rows := r.wrapped(sign, visible(e.Octets), broken)
	if more := len(e.Octets) - shownOctets; more > 0 {
		rows = append(rows, paint(faint, fmt.Sprintf("   … %d octets more; :bytes shows them", more)))
	}
	return rows
}

// decoded is what a 334 asks, beside its base64.
func (r rowsOf) decoded(reply smtp.Reply) string {
	text, ok := lessons.Challenge(reply)
	if !ok {
		return ""
	}
	return "= " + text.Cut(max(r.width-6, 8)).String()
}

// remarked puts a remark behind the last row, or below it where there is no room.
func (r rowsOf) remarked(rows []string, remark string) []string {
	if remark == "" || len(rows) == 0 {
		return rows
	}
	last := len(rows) - 1
	if lipgloss.Width(rows[last])+2+lipgloss.Width(remark) > r.width {
		return append(rows, "   "+paint(faint, remark))
	}
	rows[last] += "  " + paint(faint, remark)
	return rows
}

// to names what a reply answers where that is not the line before it.
func (r rowsOf) to(i int) string {
	if to := desk.AnswerTo(r.m.desk.Tape(), i, r.m.state(i)); to != "" {
		return "(" + to + ")"
	}
	return ""
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
		if len(words) > 2*r.width {
			break
		}
	}
	lead := fmt.Sprintf("S %03d +%d", reply.Code, reply.Count-1)
	text := smtp.Printable([]byte(strings.TrimSpace(words))).Cut(max(r.width-len(lead)-2, 1))
	return " " + paint(codeRole(reply.Code), lead) + " " + paint(faint, text.String())
}

// replyLine returns the rows of one line of a reply.
func (r rowsOf) replyLine(of smtp.Reply, l smtp.ReplyLine) []string {
	octets := l.Span.Of(of.Octets)
	bare := bytes.HasSuffix(octets, []byte("\n")) && !bytes.HasSuffix(octets, []byte("\r\n"))
	body := bytes.TrimSuffix(bytes.TrimSuffix(octets, []byte("\n")), []byte("\r"))
	lead := "S " + smtp.Printable(body[:max(0, bytes.LastIndex(body, l.Text))]).String()
	as := codeRole(l.Code)
	var rows []string
	for n, part := range smtp.Printable(head(l.Text)).Wrap(r.width - lipgloss.Width(lead) - 1) {
		before := " " + paint(as, lead)
		if n > 0 {
			before = strings.Repeat(" ", lipgloss.Width(lead)+1)
		}
		rows = append(rows, before+part.String())
	}
	switch {
	case len(l.Text) > shownOctets:
		rows = append(rows, paint(faint, fmt.Sprintf("   … %d octets more; :bytes shows them", len(l.Text)-shownOctets)))
	case bare:
		rows[len(rows)-1] += paint(broken, "␊")
	}
	return rows
}
