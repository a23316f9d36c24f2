package lint

import (
	"strings"

	"ehlo/lessons/course"
)

// Ticks are what the goals of a step come to after each event, without latching.
type ticks struct {
	step  *course.Step
	scene *course.Scene
	was   []bool
	is    []bool
}

// watch follows the goals of a step in a session.
func watch(step *course.Step, s *session) *ticks {
	s.ticks = &ticks{
		step: step, scene: course.NewScene(s.tape, s.from, s.world),
		was: make([]bool, len(step.Goals)), is: make([]bool, len(step.Goals)),
	}
	return s.ticks
}

// look asks the goals behind the event that the session's play has just seen.
func (t *ticks) look(s *session) {
	if t == nil {
		return
	}
	t.scene.Follow(s.seen + 1)
	for i, g := range t.step.Goals {
		t.is[i] = g.When != nil && g.When.Holds(t.scene)
		t.was[i] = t.was[i] || t.is[i]
	}
}

// momentary are what a goal asks about this very moment: it may well be over when the
// solution ends.
var momentary = []string{"last", "silence", "closed", "predicted", "state.inText", "state.open", "state.phase"}

// unticked reports goals that the solution makes true and untrue again. They stay met,
// but a student who takes another way may pass them by.
func (c *checker) unticked(step *course.Step, s *session, t *ticks) {
	for i, g := range step.Goals {
		if t.is[i] || !t.was[i] || mentions(g.When.Source, momentary) {
			continue
		}
		c.show(s, g.When.Line, true, "true for a while and not at the end of the solution; ask for what has happened, as in count(…) >= 1: %s", g.Say)
	}
}

func mentions(source string, names []string) bool {
	for _, name := range names {
		if strings.Contains(source, name) {
			return true
		}
	}
	return false
}
