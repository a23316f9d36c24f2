package course

import (
	"strings"
	"unicode/utf8"
)

// A style is how a scalar is written, which says how its octets lie in the file.
type style uint8

const (
	plainStyle style = iota
	singleQuoted
	doubleQuoted
	blockStyle // behind | or >
)

// column turns a column of a line of the block, counted in characters, into one counted
// in octets.
func (b block) column(line, col int) int {
	lines := strings.Split(b.text, "\n")
	if line < 1 || line > len(lines) {
		return 0
	}
	text, octets := lines[line-1], 1
	for ; col > 1 && text != ""; col-- {
		_, n := utf8.DecodeRuneInString(text)
		text, octets = text[n:], octets+n
	}
	return octets
}

// at returns the line and the column, in octets, of octet i of a value in the file.
func (b block) at(v value, i int) (line, col int) {
	if v.line == 0 {
		return b.line, 0
	}
	lines := strings.Split(b.text, "\n")
	first := min(v.line, len(lines))
	source := strings.Join(lines[first-1:], "\n")
	from := min(b.column(first, v.col)-1, len(source))
	to := from + written(source[from:], v.text, min(i, len(v.text)), v.style)
	before := source[:to]
	return b.line + first - 1 + strings.Count(before, "\n"), to - strings.LastIndexByte(before, '\n')
}

// comments reports whether a comment follows on the line of a value without quotes, where
// an expression may have been meant to go on.
func (b block) comments(v value) bool {
	lines := strings.Split(b.text, "\n")
	if v.style != plainStyle || v.line < 1 || v.line > len(lines) {
		return false
	}
	return strings.Contains(lines[v.line-1], " #")
}

// written returns where octet i of text lies in source, which is how it was written: in
// quotes with escapes, or in lines that were indented and folded.
func written(source, text string, i int, s style) int {
	at := 0
	for k := 0; ; k++ {
		if k < len(text) && isBlank(text[k]) {
			for at < len(source) && blankAt(source[at:], s) > 0 {
				at += blankAt(source[at:], s)
			}
			for k+1 < len(text) && k < i && isBlank(text[k+1]) {
				k++
			}
			if k >= i {
				return min(at, len(source))
			}
			continue
		}
		for at < len(source) && isBlank(source[at]) {
			at++
		}
		if k >= i || at >= len(source) {
			return min(at, len(source))
		}
		octets, of := escaped(source[at:], text[k:], s)
		at += octets
		k += of - 1
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// blankAt returns how many octets at the beginning of source are one blank.
func blankAt(source string, s style) int {
	switch {
	case isBlank(source[0]):
		return 1
	case s == doubleQuoted && len(source) > 1 && source[0] == '\\' && strings.IndexByte("nrt \n", source[1]) >= 0:
		return 2
	}
	return 0
}

// escaped returns how many octets at the beginning of source are written for so many of
// text.
func escaped(source, text string, s style) (octets, of int) {
	switch {
	case s == singleQuoted && strings.HasPrefix(source, "''"):
		return 2, 1
	case s == doubleQuoted && len(source) > 1 && source[0] == '\\':
		_, of = utf8.DecodeRuneInString(text)
		n := map[byte]int{'x': 4, 'u': 6, 'U': 10}[source[1]]
		return min(max(n, 2), len(source)), max(of, 1)
	}
	return 1, 1
}
