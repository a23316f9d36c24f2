package course

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Worked returns the next line of a worked session; false if there is none, or it is
// [Play.Paused].
func (p *Play) Worked() (Line, bool) {
	if p.Paused() != "" {
		return Line{}, false
	}
	return p.nextWorked()
}

// Paused says why the next line of the worked session cannot be said where the session
// stands: as text a command is said to nobody, and text is no command. "" if it can, and
// behind the last line.
func (p *Play) Paused() string {
	line, ok := p.nextWorked()
	switch reading := p.scene.state.Reading(); {
	case ok && !line.InText && reading == smtp.AsText:
		return "end the text first: a line with one dot"
	case ok && line.InText && reading == smtp.AsCommand:
		return "the next line is message text: DATA and its 354 come first"
	}
	return ""
}

func (p *Play) nextWorked() (Line, bool) {
	if w := p.Step().Worked; p.worked < len(w) {
		return w[p.worked], true
	}
	return Line{}, false
}

// advance moves on in the worked session when its next line was said: the same verb, the
// one of the solution where that is the blank, or any text where text is read.
func (p *Play) advance(e transcript.Event, before smtp.State) {
	line, ok := p.nextWorked()
	if !ok {
		return
	}
	switch before.Reading() {
	case smtp.AsCommand:
		if !line.InText && p.passes(line, smtp.ParseCommand(e.Octets).Verb) {
			p.filled = p.worked
			p.worked++
		}
	case smtp.AsText:
		if line.InText {
			p.advanceText(line, e, before)
		}
	default:
		p.worked++
	}
}

// advanceText moves on behind a line of text, to the end of the worked text if the line
// ended it.
func (p *Play) advanceText(line Line, e transcript.Event, before smtp.State) {
	if e.After(before).Reading() == smtp.AsText {
		if !line.Ends || strings.TrimRight(string(e.Octets), "\r\n") == "." {
			p.worked++
		} // else it is more text than the worked session has
		return
	}
	for ok := true; ok && line.InText; line, ok = p.nextWorked() {
		p.worked++
		if line.Ends {
			return
		}
	}
}

// passes reports whether a command with this verb is what a worked line asks for. Where
// the verb is the blank, the solution says which; one hello is as good as the other.
func (p *Play) passes(line Line, said smtp.Verb) bool {
	want := smtp.ParseCommand([]byte(line.Text)).Verb
	if strings.HasPrefix(line.Text, Blank) {
		if want = p.blankVerb(line); want == "" {
			return said.Standing() != smtp.Foreign
		}
	}
	isHello := func(v smtp.Verb) bool { return v == smtp.EHLO || v == smtp.HELO }
	return said == want || isHello(said) && isHello(want)
}

// blankVerb returns the verb that the solution has where the next worked line, which
// begins with a blank, has that. "" if the solution says something else there.
func (p *Play) blankVerb(line Line) smtp.Verb {
	solution := p.Step().Solution
	if solution == nil {
		return ""
	}
	said := solution.worked(nil)
	if p.worked >= len(said) {
		return ""
	}
	behind, _, _ := strings.Cut(strings.TrimPrefix(line.Text, Blank), Blank)
	if !strings.Contains(smtp.Upper(said[p.worked].Text), smtp.Upper(behind)) {
		return ""
	}
	return smtp.ParseCommand([]byte(said[p.worked].Text)).Verb
}

// takeBack returns to a worked line that was said when it is refused and should not be, so
// that it can be tried again.
func (p *Play) takeBack(code int) {
	if p.filled >= 0 && code >= 400 && !p.Step().Worked[p.filled].Refused {
		p.worked = p.filled
	}
	p.filled = -1
}

// enterText moves on in the worked session to its text, if the student left out lines
// before that.
func (p *Play) enterText() {
	worked := p.Step().Worked
	for i := p.worked; i < len(worked); i++ {
		if worked[i].InText {
			p.worked = i
			return
		}
	}
}
