package lessons

import (
	"ehlo/lessons/course"
	"ehlo/session/smtp"
)

// Advise returns advice on line, which stands at the prompt without a line end,
// in state s. It says what the rules say, never what this server will do, and no more
// than the setting's Aid allows. With [course.AidFaults] that is what breaks a rule; what
// is no more than worth knowing, as that a second hello drops the transaction, a step is
// there to find out: the explanation of the reply tells it, or the lesson does, at the
// line that went wrong.
func (t Setting) Advise(line string, s smtp.State) Advice {
	switch t.Aid {
	case course.AidNone:
		return Advice{Tokens: t.advise(line, s).Tokens}
	case course.AidFaults:
		t.Predicting = true
		a := t.advise(line, s)
		a.Suggestion, a.Completions = "", nil
		if a.Sign != '!' {
			a.Sign, a.Say = 0, nil
		}
		return a
	}
	return t.advise(line, s)
}
