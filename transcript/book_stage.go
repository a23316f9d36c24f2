package transcript

import (
	"bytes"
)

// dots are what stands for lines that are left out.
var dots = newPattern(`^(\. ?){3,}(etc\.?)?$|^…$`)

// direction reports whether text that somebody says in a listing is a stage
// direction: what happens, and no line of the dialogue.
func direction(text []byte) bool {
	text = bytes.TrimSpace(text)
	if len(text) < 2 {
		return false
	}
	last := text[len(text)-1]
	switch text[0] {
	case '(':
		return last == ')'
	case '[':
		return last == ']'
	case '<':
		// A path has no blank, a tag mostly quotes; RFC 3030 forgets the closing bracket.
		inner := bytes.TrimSuffix(text[1:], []byte(">"))
		return bytes.IndexByte(inner, ' ') > 0 && !bytes.ContainsAny(inner, `@<>="`) && inner[0]|0x20 >= 'a' && inner[0]|0x20 <= 'z'
	}
	return dots.Match(text)
}

// opensDirection reports whether a line may be the first of a stage direction that
// takes several.
func opensDirection(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte("(")) || bytes.HasPrefix(line, []byte("[")) || bytes.HasPrefix(line, []byte("..."))
}

// ruler is a line that only separates.
var ruler = newPattern(`^[-=_*~ ]{3,}$`)

// lineEndSigns are how books write down a line end.
var lineEndSigns = [][]byte{[]byte("<CR><LF>"), []byte("<CRLF>"), []byte(`\r\n`)}

// spelledEnd takes away a line end that was spelled out, which stands for the one
// that every line has.
func spelledEnd(line []byte) ([]byte, bool) {
	for _, sign := range lineEndSigns {
		if rest, ok := bytes.CutSuffix(line, sign); ok {
			if len(rest) == 1 && rest[0] == ' ' {
				rest = rest[:0]
			}
			return rest, true
		}
	}
	return line, false
}

// finalDot reports whether a line spells out the end of the text, as RFC 821 does.
func finalDot(line []byte) bool {
	for _, sign := range lineEndSigns {
		if string(line) == string(sign)+"."+string(sign) {
			return true
		}
	}
	return false
}

// wordLimit bounds the word that may go on in the next line, in octets.
const wordLimit = 4096

// joinLines puts the rest of a broken line behind its beginning: base64 without a
// blank, which never has one. It may use the room behind line.
func joinLines(line, rest []byte) []byte {
	rest = bytes.TrimSpace(rest)
	last := line[bytes.LastIndexByte(line, ' ')+1:]
	broken := (len(last) >= 16 || bytes.HasPrefix(line, []byte("334 "))) && len(last) <= wordLimit && base64Word(last) && base64Word(rest)
	if !broken {
		line = append(line, ' ')
	}
	return append(line, rest...)
}

func base64Word(b []byte) bool {
	b = bytes.TrimRight(b, "=")
	for _, c := range b {
		if !base64Digit(c) {
			return false
		}
	}
	return len(b) > 0
}
