package tui

import (
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// A prompt is the line being typed, edited as in a shell. It is ours and not a
// widget's, because a line of message text may hold a TAB, which widgets turn
// into blanks.
type prompt struct {
	line   []rune
	at     int    // where the cursor stands, in runes
	killed string // what Ctrl+K, Ctrl+U or Ctrl+W took away last
}

// promptLimit bounds the line in runes; no command may be longer.
const promptLimit = 16384

func (p *prompt) value() string { return string(p.line) }
func (p *prompt) empty() bool   { return len(p.line) == 0 }
func (p *prompt) atEnd() bool   { return p.at == len(p.line) }
func (p *prompt) move(n int)    { p.at = min(max(p.at+n, 0), len(p.line)) }

func (p *prompt) set(line string) {
	p.line = []rune(line)
	p.at = len(p.line)
}

func (p *prompt) insert(text string) {
	more := []rune(text)
	more = more[:min(len(more), max(0, promptLimit-len(p.line)))]
	p.line = slices.Insert(p.line, p.at, more...)
	p.at += len(more)
}

// cut removes the runes [from, to) and returns them.
func (p *prompt) cut(from, to int) string {
	gone := string(p.line[from:to])
	p.line = slices.Delete(p.line, from, to)
	p.at = from
	return gone
}

// edits are the editing keys.
var edits = map[string]func(*prompt){
	"left": func(p *prompt) { p.move(-1) }, "ctrl+b": func(p *prompt) { p.move(-1) },
	"right": func(p *prompt) { p.move(1) }, "ctrl+f": func(p *prompt) { p.move(1) },
	"home": func(p *prompt) { p.at = 0 }, "ctrl+a": func(p *prompt) { p.at = 0 },
	"end": func(p *prompt) { p.at = len(p.line) }, "ctrl+e": func(p *prompt) { p.at = len(p.line) },
	"ctrl+left": func(p *prompt) { p.at = p.wordLeft() }, "alt+b": func(p *prompt) { p.at = p.wordLeft() },
	"ctrl+right": func(p *prompt) { p.at = p.wordRight() }, "alt+f": func(p *prompt) { p.at = p.wordRight() },
	"backspace": func(p *prompt) { p.cut(max(p.at-1, 0), p.at) }, "ctrl+h": func(p *prompt) { p.cut(max(p.at-1, 0), p.at) },
	"delete": func(p *prompt) { p.cut(p.at, min(p.at+1, len(p.line))) },
	"ctrl+k": func(p *prompt) { p.killed = p.cut(p.at, len(p.line)) },
	"ctrl+u": func(p *prompt) { p.killed = p.cut(0, p.at) },
	"ctrl+w": func(p *prompt) { p.killed = p.cut(p.wordLeft(), p.at) }, "alt+backspace": func(p *prompt) { p.killed = p.cut(p.wordLeft(), p.at) },
	"alt+d": func(p *prompt) { p.killed = p.cut(p.at, p.wordRight()) },
}

// edit takes a key: an editing key, or text that is typed.
func (p *prompt) edit(k tea.KeyPressMsg) {
	if do, ok := edits[k.String()]; ok {
		do(p)
	} else if k.Text != "" {
		p.insert(k.Text)
	}
}

func (p *prompt) wordLeft() int {
	i := p.at
	for i > 0 && unicode.IsSpace(p.line[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(p.line[i-1]) {
		i--
	}
	return i
}

func (p *prompt) wordRight() int {
	i := p.at
	for i < len(p.line) && unicode.IsSpace(p.line[i]) {
		i++
	}
	for i < len(p.line) && !unicode.IsSpace(p.line[i]) {
		i++
	}
	return i
}
