package course

import (
	"strings"

	"ehlo/transcript"
)

// A Fragment is a piece of a session as a script: it begins in the open session, with
// no reply owed (see [transcript.RunOptions.Fragment]).
type Fragment struct {
	Source string
	Line   int // of its first line in the file
	Script *transcript.Script
}

// worked returns what the client says in the fragment, a line each.
func (f *Fragment) worked() []Line {
	var lines []Line
	for _, step := range f.Script.Steps {
		switch {
		case step.Kind == transcript.SayLine:
			text := strings.TrimSuffix(string(step.Octets), "\r\n")
			lines = append(lines, Line{Text: text, Blank: strings.Contains(text, Blank)})
		case step.Kind == transcript.ExpectReply && len(lines) > 0:
			lines[len(lines)-1].Refused = refuses(step.Expect)
		}
	}
	return lines
}

// refuses reports whether every code that a reply is expected to have says no.
func refuses(e *transcript.Expectation) bool {
	if e == nil || len(e.Lines) == 0 {
		return false
	}
	for _, class := range e.Lines[0].Classes {
		if class[0] != '4' && class[0] != '5' {
			return false
		}
	}
	return true
}
