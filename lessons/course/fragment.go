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
		if step.Kind != transcript.SayLine {
			continue
		}
		text := strings.TrimSuffix(string(step.Octets), "\r\n")
		lines = append(lines, Line{Text: text, Blank: strings.Contains(text, Blank)})
	}
	return lines
}
