package lint

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// loosen plays what is less than the solution: a goal at least must be left.
func (c *checker) loosen(k int, base *session) {
	step := &c.lesson.Steps[k]
	script := relaxed(step.Solution.Script)
	var asking []moment
	for _, m := range base.moments(script) {
		if m.asks() {
			asking = append(asking, m)
		}
	}
	if len(asking) < 2 {
		return
	}
	if half := asking[len(asking)/2].step; c.loose(k, &transcript.Script{Name: script.Name, Steps: slices.Clone(script.Steps[:half])}, "by the first half of the solution") {
		return
	}
	// QUIT is good manners, whether a goal asks for it or not.
	asking = slices.DeleteFunc(asking, func(m moment) bool { return m.command.Verb == smtp.QUIT })
	c.each(len(asking), func(i int, part *checker) {
		m := asking[i]
		line := strings.TrimRight(string(m.octets), "\r\n")
		if m.ends {
			line = "the end of the text"
		}
		part.loose(k, without(script, m.step), "without "+line)
	})
}

// loose reports whether every goal of the step is met by a script that is not enough.
func (c *checker) loose(k int, script *transcript.Script, what string) bool {
	step := &c.lesson.Steps[k]
	s := c.reach(k, step.Persona)
	if s == nil {
		return false
	}
	defer s.close()
	s.run(script, shortWait)
	if _, ok := s.met(); !ok || c.ctx.Err() != nil {
		return false
	}
	c.show(s, goalLine(step, 0), true, "too loose: the goals are met %s", what)
	return true
}
