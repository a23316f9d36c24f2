package course

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

func printable(s string) string { return smtp.Printable([]byte(s)).String() }

// step reads a step block.
func (r *reader) step(s *Step, b block) {
	var f stepBlock
	if !r.decode(b, &f) {
		return
	}
	s.Core, s.Fresh, s.Predict, s.Ask = f.Core, f.Fresh, f.Predict, f.Ask
	s.Tip, s.Differs = f.Tip.text, f.Differs.text
	if f.Persona.text != "" {
		s.Persona = f.Persona.text
	}
	s.LoneLF = r.oneOf(b, f.EOL, "crlf", "lf") == 1
	s.Raw = r.oneOf(b, f.Stuffing, "on", "off") == 1
	s.Aid = Aid(r.oneOf(b, f.Aid, "all", "faults", "none"))
	var model []Line
	if f.Solution.text != "" {
		if s.Solution = r.fragment(b, f.Solution); s.Solution != nil {
			model = s.Solution.worked(nil)
		}
	}
	if f.Worked.text != "" {
		if piece := r.fragment(b, f.Worked); piece != nil {
			s.Worked = piece.worked(model)
		}
	}
	for _, g := range f.Goals {
		s.Goals = append(s.Goals, r.goal(b, g))
	}
	for _, m := range f.Mistakes {
		s.Mistakes = append(s.Mistakes, Mistake{When: r.condition(b, m.When), Say: m.Say.text})
	}
	for _, m := range f.Never {
		s.Never = append(s.Never, Never{When: r.condition(b, m.When), Say: m.Say.text})
	}
	for _, h := range f.Hints {
		s.Hints = append(s.Hints, h.text)
	}
}

// oneOf returns which of the words stands there; the first if none does.
func (r *reader) oneOf(b block, v value, words ...string) int {
	if v.text == "" {
		return 0
	}
	for i, w := range words {
		if v.text == w {
			return i
		}
	}
	line, col := b.at(v, 0)
	r.fail(line, col, "%s; there are %s", v.text, strings.Join(words, ", "))
	return 0
}

func (r *reader) goal(b block, g goalBlock) Goal {
	goal := Goal{Say: g.Say.text, When: r.condition(b, g.When)}
	if g.Unmet.text != "" {
		goal.Unmet = r.phrase(b, g.Unmet)
	}
	return goal
}

// phrase reads a sentence with expressions.
func (r *reader) phrase(b block, v value) *Phrase {
	phrase, from, err := compilePhrase(v.text)
	if err != nil {
		what, octet := explain(err, v.text[from:])
		line, col := b.at(v, from+octet)
		r.fail(line, col, "%s", what)
		return &Phrase{words: []string{"?"}}
	}
	return phrase
}

// condition reads an expression; nil if there is none. One that is wrong is never true.
func (r *reader) condition(b block, v value) *Condition {
	if v.text == "" {
		return nil // complete names what is missing
	}
	c, err := compileCondition(v.text)
	if err != nil {
		what, octet := explain(err, v.text)
		line, col := b.at(v, octet)
		if b.comments(v) {
			what += `; behind " #" YAML reads a comment: put the expression in '…'`
		}
		r.fail(line, col, "%s", what)
		c, _ = compileCondition("false")
	}
	c.Line = b.line + v.line - 1
	c.col = func() int {
		_, col := b.at(v, 0)
		return col
	}
	return c
}

// fragment reads a script in a block.
func (r *reader) fragment(b block, v value) *Fragment {
	line := b.line + v.line - 1
	script, err := transcript.ParseScript(r.lesson.File, []byte(v.text+"\n"))
	if err != nil {
		if at, ok := err.(*transcript.ScriptError); ok {
			r.fail(line+at.Line-1, 0, "%s; %s", at.Msg, at.Hint)
		} else {
			r.fail(line, 0, "%s", err)
		}
		return nil
	}
	return &Fragment{Source: v.text, Line: line, Script: script}
}

// quiz reads a quiz block: a list of questions.
func (r *reader) quiz(s *Step, b block) {
	var f []quizBlock
	if !r.decode(b, &f) {
		return
	}
	for _, q := range f {
		question := Question{Ask: q.Ask.text, Line: b.line + max(q.Ask.line, 1) - 1, Number: q.Number, Near: q.Near, Answer: q.Answer, Why: q.Why.text}
		for _, c := range q.Choice {
			question.Choices = append(question.Choices, Choice{Is: c.Is.text, Right: c.Right, Why: c.Why.text})
		}
		for _, words := range q.Near {
			if unprintable(words) >= 0 {
				r.fail(question.Line, 0, "near: an octet that cannot be printed")
			}
		}
		for _, p := range q.Pick {
			question.Pick = append(question.Pick, p.text)
		}
		s.Pool = append(s.Pool, question)
	}
}
