package draft

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// says returns the lines of a script that say a turn.
func (t *turn) says() []string {
	var lines []string
	for _, line := range t.lines {
		lines = append(lines, sayLine(line))
	}
	return lines
}

// sayLine writes octets as one line of a script.
func sayLine(octets []byte) string {
	line, whole := bytes.CutSuffix(octets, []byte("\r\n"))
	if whole && plain(line) {
		return strings.TrimRight("C: "+string(line), " ")
	}
	return "C" + strconv.QuoteToASCII(string(octets))
}

// plain reports whether octets stand for themselves in a script, and are seen.
func plain(line []byte) bool {
	seen := smtp.Printable(line).String()
	return strings.ReplaceAll(seen, `\\`, `\`) == string(line) && !bytes.HasSuffix(line, []byte(" "))
}

// solution writes the turns of a step as a script, with the replies that came.
func solution(turns []turn) []string {
	var lines []string
	for i := range turns {
		t := &turns[i]
		lines = append(lines, t.says()...)
		for _, code := range t.codes {
			if isCode(code) {
				lines = append(lines, fmt.Sprintf("S: %d", code))
			} else {
				lines = append(lines, "S:")
			}
		}
		switch {
		case t.ended == byServer, t.verb == "QUIT" && t.accepted():
			lines = append(lines, "@closed")
		case t.ended == byClient && t.inside:
			lines = append(lines, "@close")
		}
	}
	return lines
}

// isCode reports whether a reply has a code that RFC 5321 section 4.2 knows.
func isCode(code int) bool { return code >= 200 && code < 600 }

// worked returns what of a script a student can be given, line by line.
func worked(turns []turn) []string {
	var lines []string
	for i := range turns {
		for _, line := range turns[i].says() {
			if strings.HasPrefix(line, "C:") {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// stuffed reports whether a line of text begins with a dot that was doubled.
func stuffed(turns []turn) bool {
	for i := range turns {
		for _, line := range turns[i].lines {
			if turns[i].verb == "." && bytes.HasPrefix(line, []byte("..")) {
				return true
			}
		}
	}
	return false
}
