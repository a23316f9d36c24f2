package lint

import (
	"regexp"
	"strings"

	"ehlo/lessons/course"
	"ehlo/transcript"
)

// follow says the worked lines of a step, one after another: they must lead to its
// goals, unless the solution goes on behind them. A blank is filled in with the line of the solution that fits.
func (c *checker) follow(k int) {
	step := &c.lesson.Steps[k]
	if len(step.Worked) == 0 {
		return
	}
	s := c.reach(k, step.Persona)
	if s == nil {
		return
	}
	defer s.close()
	rest := solved(step)
	for _, line := range step.Worked {
		text := line.Text
		if line.Blank {
			at, ok := fitting(line, rest)
			if !ok {
				c.show(s, c.find(text, step.Line), false, "no line of the solution fits the blank: %s", text)
				return
			}
			text, rest = rest[at], rest[at+1:]
		} else if at, ok := fitting(line, rest); ok {
			rest = rest[at+1:]
		}
		if !s.say(text, step.LoneLF) {
			break
		}
	}
	s.follow()
	i, ok := s.met()
	if ok || c.ctx.Err() != nil {
		return
	}
	if say, broken := s.play.Broken(); broken {
		c.show(s, neverLine(step, say), false, "the worked lines trip it: %s", say)
	} else if len(step.Worked) >= says(step) {
		c.show(s, goalLine(step, i), false, "the worked lines do not meet it: %s", step.Goals[i].Say)
	}
}

// says returns how often the client speaks in the solution.
func says(step *course.Step) int {
	n := 0
	if step.Solution != nil {
		for _, s := range step.Solution.Script.Steps {
			if s.Says() {
				n++
			}
		}
	}
	return n
}

// solved returns what the solution says, a line each.
func solved(step *course.Step) []string {
	var lines []string
	if step.Solution == nil {
		return nil
	}
	for _, s := range step.Solution.Script.Steps {
		if s.Kind == transcript.SayLine {
			lines = append(lines, strings.TrimRight(string(s.Octets), "\r\n"))
		}
	}
	return lines
}

// fitting returns the first of lines that a worked line can become.
func fitting(line course.Line, lines []string) (at int, ok bool) {
	var parts []string
	for _, p := range strings.Split(line.Text, course.Blank) {
		parts = append(parts, regexp.QuoteMeta(p))
	}
	pattern, err := regexp.Compile("(?i)^" + strings.Join(parts, ".+") + "$")
	for i, l := range lines {
		if err == nil && pattern.MatchString(l) {
			return i, true
		}
	}
	return 0, false
}
