package desk

import (
	"bytes"
	"fmt"
	"strings"

	"ehlo/session/smtp"
)

// pasteLimit bounds a paste, in octets. A longer text is sent by :data.
const pasteLimit = 1 << 20

// paste is what was pasted and has not been sent yet.
type paste struct {
	lines []string
	one   bool // the next is to be sent
	all   bool // each is to be sent, after the reply before it
	dots  agreements
}

func (p paste) waits() bool { return len(p.lines) > 0 }

// Paste takes what a terminal pasted. A single line goes into the prompt, at the
// cursor. In message text the lines are sent at once and what follows the last
// line end goes into the prompt. At the command prompt several lines wait for
// Enter, a or Esc.
func (d *Desk) Paste(text string) Shown {
	return d.turn(func() {
		switch n := controls(text); {
		case d.leaving || d.asked != nil || d.veiled():
		case len(text) > pasteLimit:
			d.say(Wrong, "the paste is longer than 1 MiB and was dropped", ":data FILE sends a long text")
		case n > 0:
			d.pose(asked{text: text, Question: Question{
				About: AboutControl,
				Words: fmt.Sprintf("the paste holds %s; keep it?", counted(n, "a control octet", "%d control octets")),
				Yes:   "keeps the paste as it is; Enter then sends it line by line",
				No:    "drops the paste",
			}})
		default:
			d.place(text)
		}
	})
}

// controls counts the control octets that are no tab and no line end.
func controls(text string) (n int) {
	for _, c := range []byte(text) {
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' || c == 0x7f {
			n++
		}
	}
	return n
}

// place puts a paste where it belongs.
func (d *Desk) place(text string) {
	lines, rest := pastedLines(text)
	inText := d.expected() == smtp.AsText || d.expected() == smtp.AsChunk
	switch {
	case inText && len(lines) > 0 && !d.paste.waits():
		d.paste = paste{lines: lines, all: true}
		d.out.Insert = rest
		return
	case len(lines) == 0 && !d.paste.waits():
		d.out.Insert = rest
		return
	case len(lines) == 1 && rest == "" && !d.paste.waits():
		d.out.Insert = lines[0]
		return
	}
	d.waitWith(lines, rest)
}

// waitWith adds lines to those that wait to be sent.
func (d *Desk) waitWith(lines []string, rest string) {
	if rest != "" {
		lines = append(lines, rest)
	}
	d.paste.lines = append(d.paste.lines, lines...)
	d.say(Info, counted(len(d.paste.lines), "one pasted line waits", "%d pasted lines wait"), "Enter sends the next, a sends all, Esc drops them")
}

// pastedLines splits a paste into lines; rest is what follows the last line end.
// Terminals give CR, LF or both for the end of a line.
func pastedLines(text string) (lines []string, rest string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	lines = strings.Split(text, "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

// PasteAll sends all the pasted lines that wait, each after the reply before it.
// It stops at the first reply of 4yz or 5yz.
func (d *Desk) PasteAll() Shown {
	return d.turn(func() { d.paste.all = d.paste.waits() })
}

// PasteDrop drops the pasted lines that wait.
func (d *Desk) PasteDrop() Shown { return d.turn(d.dropPaste) }

func (d *Desk) dropPaste() {
	n := len(d.paste.lines)
	d.paste = paste{}
	if n > 0 {
		d.say(Info, counted(n, "one pasted line was dropped", "%d pasted lines were dropped"), "")
	}
}

// pausePaste stops sending all lines after a reply that says no.
func (d *Desk) pausePaste(code int) {
	if !d.paste.all || !d.paste.waits() {
		return
	}
	d.paste.all = false
	d.say(Warn, fmt.Sprintf("stopped at the reply %d; %s", code, counted(len(d.paste.lines), "one pasted line waits", "%d pasted lines wait")),
		"Enter sends the next, a sends all, Esc drops them")
}

// takePasted moves pasted lines that are to be sent into the queue: one, or the
// text lines up to a line that is one dot.
func (d *Desk) takePasted() bool {
	p := &d.paste
	if !p.waits() || !p.one && !p.all || d.awaited() || d.securing {
		return false
	}
	n := 1
	if p.all && d.state.Reading() == smtp.AsText {
		for n < len(p.lines) && n < batchLimit && p.lines[n-1] != "." {
			n++
		}
	}
	for _, line := range p.lines[:n] {
		d.queue = append(d.queue, entry{line: []byte(line), from: pasted, meant: smtp.AsHeld, agreed: p.dots})
	}
	p.lines, p.one = p.lines[n:], false
	if len(p.lines) == 0 {
		p.lines, p.all = nil, false
	}
	return true
}

// next returns the first pasted line that waits, less its secret.
func (d *Desk) nextPasted() smtp.Text {
	if !d.paste.waits() {
		return smtp.Text{}
	}
	return smtp.Printable(bytes.TrimSpace(without([]byte(d.paste.lines[0]), d.state)))
}
