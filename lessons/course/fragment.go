package course

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Fragment is a piece of a session as a script: it begins in the open session, with
// no reply owed (see [transcript.RunOptions.Fragment]).
type Fragment struct {
	Source string
	Line   int // of its first line in the file
	Script *transcript.Script
}

// worked returns what the client says in the fragment, a line each. Where a blank is all
// of a line, model, if not nil, tells what it stands for.
func (f *Fragment) worked(model []Line) []Line {
	var lines []Line
	text := false // the next line is message text
	for _, step := range f.Script.Steps {
		switch {
		case step.Kind == transcript.SayLine:
			said := strings.TrimSuffix(string(step.Octets), "\r\n")
			means := said
			if n := len(lines); said == Blank && n < len(model) && model[n].InText == text {
				means = model[n].Text
			}
			lines = append(lines, Line{Text: said, Blank: strings.Contains(said, Blank), InText: text, Ends: text && means == "."})
			text = text && means != "." || !text && smtp.ParseCommand([]byte(means)).Verb == smtp.DATA
		case step.Kind == transcript.ExpectReply && len(lines) > 0:
			last := &lines[len(lines)-1]
			last.Refused = refuses(step.Expect)
			if e := step.Expect; last.InText {
				last.Ends, text = true, false // no other line of it has a reply
			} else if e != nil && len(e.Lines) > 0 {
				text = e.Admits(354)
			}
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
