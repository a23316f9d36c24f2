package lessons

import (
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// ExplainAt returns what event i of t means when it came upon state before, as
// [Explain] does. Of the end of a connection it tells more, see [JudgeAt].
func ExplainAt(t *transcript.Transcript, i int, before smtp.State) Explanation {
	e := t.At(i)
	switch {
	case (greeted(e, before) || unknownHello(e, before)) && aimedAtLMTP(t):
		return Explain(e, before).inLMTP()
	case e.Fact != transcript.Closed:
		return Explain(e, before)
	}
	return explainFact(e, before).judged(judgeIn(t, i, before))
}

// judged adds what the server broke, before all else, and what is to be noted.
func (x Explanation) judged(j Judgement) Explanation {
	var said []string
	faults := j.faults()
	for _, f := range faults {
		said = append(said, broken(f))
		x.Sign = SignBreach
	}
	said = append(said, x.Paragraphs...)
	for _, f := range j.Server[len(faults):] {
		said = append(said, f.Say)
	}
	x.Paragraphs = said
	return x
}
