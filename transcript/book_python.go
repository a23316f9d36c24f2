package transcript

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// pythonLine is a line that Python's smtplib prints at debug level 1, or at level 2
// with the time before it: what was sent or received, as a literal of the language.
var pythonLine = newPattern(`^[ \t]*(?:[0-9:.]+ )?(send|reply|connect): (.*)$`)

// readPython reads a line of smtplib. It says each reply twice; the second time, as
// a code and a message, it is left out.
func readPython(line []byte) taken {
	m := pythonLine.FindSubmatch(line)
	if m == nil {
		return taken{role: meaningless}
	}
	if string(m[1]) == "connect" {
		if peer, ok := bytes.CutPrefix(m[2], []byte("to (")); ok {
			host, _, _ := bytes.Cut(peer, []byte(","))
			name, _ := pythonLiteral(host)
			return taken{connects, append([]byte("Connected to "), name...)}
		}
		return taken{role: meaningless}
	}
	text, ok := pythonLiteral(m[2])
	switch {
	case !ok:
		return taken{role: meaningless}
	case string(m[1]) == "send":
		return taken{saidExact, text}
	}
	if row, whole := bytes.CutSuffix(text, crlf); whole {
		return taken{answered, row}
	}
	return taken{replyExact, text}
}

// pythonLiteral returns what a string or bytes literal of Python stands for. False
// if b is none.
func pythonLiteral(b []byte) ([]byte, bool) {
	b = bytes.TrimPrefix(b, []byte("b"))
	if len(b) < 2 || b[0] != '\'' && b[0] != '"' || b[len(b)-1] != b[0] {
		return nil, false
	}
	text := make([]byte, 0, len(b))
	for b = b[1 : len(b)-1]; len(b) > 0; {
		if b[0] != '\\' {
			text, b = append(text, b[0]), b[1:]
			continue
		}
		var ok bool
		if text, b, ok = pythonEscape(text, b[1:]); !ok {
			return nil, false
		}
	}
	return text, true
}

// pythonSigns are the octets that a letter behind a backslash stands for.
var pythonSigns = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', '\\': '\\', '\'': '\'', '"': '"'}

// pythonEscape appends to text what stands behind a backslash, and returns the rest.
func pythonEscape(text, b []byte) (to, rest []byte, ok bool) {
	if len(b) == 0 {
		return nil, nil, false
	}
	if sign, known := pythonSigns[b[0]]; known {
		return append(text, sign), b[1:], true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[b[0]]
	if digits == 0 || len(b) <= digits {
		return nil, nil, false
	}
	n, err := strconv.ParseUint(string(b[1:1+digits]), 16, 32)
	if err != nil {
		return nil, nil, false
	}
	if digits == 2 {
		return append(text, byte(n)), b[1+digits:], true
	}
	return utf8.AppendRune(text, rune(n)), b[1+digits:], true
}
