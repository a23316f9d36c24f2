package lint

import (
	"slices"

	"ehlo/lessons/course"
)

// LabMinutes is how long the core steps of a course may take together: a lab of 90
// minutes has so much left for them.
const LabMinutes = 60

// Course looks at the lessons of a course, in their order, as a whole: at what they need
// of each other, and at the minutes of their core steps. others are names of lessons that
// may be needed as well, in whatever order.
func Course(all []*course.Lesson, others ...string) []*course.Problem {
	var found []*course.Problem
	names := map[string]int{}
	for i, l := range all {
		names[l.Name] = i + 1
	}
	minutes := 0
	for i, l := range all {
		for _, need := range l.Needs {
			line := find(l, need, 1)
			switch at := names[need]; {
			case at == 0 && slices.Contains(others, need):
			case at == 0:
				found = append(found, l.Problem(line, 0, "needs: there is no lesson %s", need))
			case at > i:
				p := l.Problem(line, 0, "needs: %s does not come before this lesson", need)
				p.Mild = true
				found = append(found, p)
			}
		}
		before := minutes
		if slices.ContainsFunc(l.Steps, func(s course.Step) bool { return s.Core }) {
			minutes += l.Minutes
		}
		if before <= LabMinutes && minutes > LabMinutes {
			p := l.Problem(max(1, find(l, "minutes:", 1)), 0, "the core steps up to here take %d minutes; a lab has %d", minutes, LabMinutes)
			p.Mild = true
			found = append(found, p)
		}
	}
	return found
}

// Summary returns how many core steps a course has, and how many minutes they take.
func Summary(all []*course.Lesson) (core, minutes int) {
	for _, l := range all {
		for _, s := range l.Steps {
			if s.Core {
				core++
			}
		}
		if slices.ContainsFunc(l.Steps, func(s course.Step) bool { return s.Core }) {
			minutes += l.Minutes
		}
	}
	return core, minutes
}
