package desk

import (
	"bytes"
	"strings"

	"ehlo/session/smtp"
)

// historyLimit bounds what is remembered of what was typed, in lines.
const historyLimit = 1000

// history is what was typed, less every secret, oldest first, and where in it the
// person looks.
type history struct {
	lines   []string
	looking bool
	at      int    // the line looked at, if looking
	draft   string // what was half typed
}

func (h *history) add(line string) {
	h.reset()
	if line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	if len(h.lines) == historyLimit {
		h.lines = append(h.lines[:0], h.lines[1:]...)
	}
	h.lines = append(h.lines, line)
}

func (h *history) reset() { h.looking, h.draft = false, "" }

// Earlier returns the line typed before the one in the prompt, among those that
// begin as the prompt did when the person began to look; false if there is none.
func (d *Desk) Earlier(line string) (string, bool) {
	h := &d.past
	if !h.looking {
		h.looking, h.at, h.draft = true, len(h.lines), line
	}
	for i := h.at - 1; i >= 0; i-- {
		if strings.HasPrefix(h.lines[i], h.draft) && h.lines[i] != line {
			h.at = i
			return h.lines[i], true
		}
	}
	return "", false
}

// Later returns the line typed after the one in the prompt. Behind the newest
// comes what was half typed when the person began to look.
func (d *Desk) Later(line string) (string, bool) {
	h := &d.past
	if !h.looking {
		return "", false
	}
	for i := h.at + 1; i < len(h.lines); i++ {
		if strings.HasPrefix(h.lines[i], h.draft) && h.lines[i] != line {
			h.at = i
			return h.lines[i], true
		}
	}
	draft := h.draft
	h.reset()
	return draft, true
}

// HistoryReset says that the prompt was edited: the next [Desk.Earlier] begins
// anew.
func (d *Desk) HistoryReset() { d.past.reset() }

// remember keeps a typed line that leaves in state s.
func (d *Desk) remember(e entry, s smtp.State) {
	if e.from == typed {
		d.past.add(string(without(e.line, s)))
	}
}

// rememberColon keeps a colon command. Its argument may hold what would be a
// secret if it were said to the server.
func (d *Desk) rememberColon(line string) {
	name, arg, _ := strings.Cut(line, " ")
	e := entry{line: []byte(arg)}
	if octets, err := unquote(arg); err == nil {
		e = entry{line: octets, from: raw}
	}
	switch name {
	case ":b64":
		d.past.add(name)
		return
	case ":auth":
		d.past.add(strings.TrimSpace(name + " " + strings.Join(loginWords(arg), " ")))
		return
	}
	secret := false
	e.commands(d.state, func(line []byte, s smtp.State) bool {
		_, secret = secretOf(line, s)
		return !secret
	})
	if secret || strings.Contains(arg, "@") && strings.HasPrefix(name, ":connect") {
		line = name + " "
	}
	d.past.add(line)
}

// without returns a line less its secret.
func without(line []byte, s smtp.State) []byte {
	span, ok := secretOf(line, s)
	if !ok {
		return line
	}
	return append(bytes.Clone(line[:span.From]), line[span.To:]...)
}

// secretOf returns the secret in a line that would be said in state s. A line that
// continues one which a bare LF did not end counts as a line as well, because that
// is what the person meant.
func secretOf(line []byte, s smtp.State) (smtp.Span, bool) {
	if span, ok := s.Secret(line); ok {
		return span, true
	}
	return smtp.State{}.Secret(line)
}
