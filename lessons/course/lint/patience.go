package lint

import (
	"time"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Patience is how long the solution of a step may wait at most.
const Patience = 10 * time.Second

// impatient returns what a lesson waits for too long. It is not played then: it could
// take hours.
func impatient(l *course.Lesson) []*course.Problem {
	var found []*course.Problem
	for _, step := range l.Steps {
		if step.Solution == nil {
			continue
		}
		total := time.Duration(0)
		for _, s := range step.Solution.Script.Steps {
			if s.Kind != transcript.DirectiveStep || s.Directive.Name != "wait" && s.Directive.Name != "silence" {
				continue
			}
			d, err := time.ParseDuration(s.Directive.Args[0].String())
			if total += d; err != nil || total > Patience || d > Patience {
				name := smtp.Printable([]byte(s.Directive.Args[0].String())).String()
				found = append(found, l.Problem(step.Solution.Line+s.Line-1, 0, "waits for %s; a step waits for %s at most", name, Patience))
				break
			}
		}
	}
	return found
}
