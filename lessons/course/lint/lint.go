package lint

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"ehlo/lessons/course"
	"ehlo/transcript"
)

// An Opener opens a session with a fresh included server of a type ("": the default),
// recorded in a transcript that holds nothing else. Closing the peer ends the server
// too. The error is about the type, as in "there is no server type 1983".
type Opener func(ctx context.Context, persona string) (transcript.Peer, *transcript.Transcript, course.World, error)

// How long a reply may take: one that has to come, and one that a session may do
// without, which is one of those that are to fail.
const (
	replyWait = 5 * time.Second
	shortWait = 400 * time.Millisecond
)

// Check reads the words of a lesson and plays each of its steps. The problems come in
// the order of the file. ctx bounds the time; what was not played by then is said.
func Check(ctx context.Context, l *course.Lesson, open Opener) []*course.Problem {
	found := Words(l)
	if slow := impatient(l); len(slow) > 0 {
		return append(found, slow...)
	}
	c := &checker{ctx: ctx, lesson: l, open: open, slots: make(chan struct{}, together)}
	c.each(len(l.Steps), func(i int, part *checker) { part.step(i) })
	found = append(found, c.found...)
	missing := map[string]bool{}
	for _, p := range c.missing {
		if !missing[p.What] {
			found = append(found, p)
		}
		missing[p.What] = true
	}
	if ctx.Err() != nil {
		found = append(found, l.Problem(0, 0, "playing the lesson took too long; a part of it was not played"))
	}
	slices.SortStableFunc(found, func(a, b *course.Problem) int { return cmp.Compare(a.Line, b.Line) })
	return found
}

// together is how many sessions are open at a time.
const together = 16

// part returns a checker that plays a part of the lesson.
func (c *checker) part() *checker {
	return &checker{ctx: c.ctx, lesson: c.lesson, open: c.open, slots: c.slots}
}

// each does n things at the same time, most of which is waiting, and gathers what is
// found in their order.
func (c *checker) each(n int, do func(i int, part *checker)) {
	parts := make([]*checker, n)
	var playing sync.WaitGroup
	for i := range parts {
		parts[i] = c.part()
		playing.Go(func() { do(i, parts[i]) })
	}
	playing.Wait()
	for _, part := range parts {
		c.found = append(c.found, part.found...)
		c.missing = append(c.missing, part.missing...)
	}
}

// A checker plays a lesson, or a part of it.
type checker struct {
	ctx     context.Context
	lesson  *course.Lesson
	open    Opener
	slots   chan struct{} // one for each session that is open
	found   []*course.Problem
	missing []*course.Problem // server types that there are not
}

func (c *checker) report(p *course.Problem) { c.found = append(c.found, p) }

// show reports a problem with the session that shows it.
func (c *checker) show(s *session, line int, mild bool, format string, args ...any) {
	p := c.lesson.Problem(line, 0, format, args...)
	p.Mild, p.Session = mild, s.script()
	c.report(p)
}

// step plays one step in all ways; nothing of it if its solution does not lead to its
// goals, for then the rest says nothing.
func (c *checker) step(k int) {
	s := &c.lesson.Steps[k]
	if len(s.Goals) == 0 && s.Solution == nil && len(s.Worked) == 0 {
		c.known(k)
		return
	}
	if !c.empty(k) || s.Solution == nil {
		return
	}
	base, ok := c.solve(k)
	if !ok {
		return
	}
	c.follow(k)
	if len(s.Goals) == 0 {
		return
	}
	c.vary(k, base)
	c.loosen(k, base)
}

// known reports a server type that there is not.
func (c *checker) known(k int) {
	if s := c.reach(k, c.lesson.Steps[k].Persona); s != nil {
		s.close()
	}
}

// lost reports that a session with a server type did not come about.
func (c *checker) lost(k int, persona string, err error) {
	if c.ctx.Err() != nil {
		return
	}
	line := c.find("persona: "+persona, 1)
	if persona == "" || line == 0 {
		line = c.lesson.Steps[k].Line
	}
	c.missing = append(c.missing, c.lesson.Problem(line, 0, "persona: %s", err))
}

// find returns the first line from a line on that holds text; 0 if none does.
func (c *checker) find(text string, from int) int { return find(c.lesson, text, from) }

func find(l *course.Lesson, text string, from int) int {
	_, n := l.Line(1)
	for i := max(from, 1); i <= n; i++ {
		if line, _ := l.Line(i); strings.Contains(line, text) {
			return i
		}
	}
	return 0
}

// empty looks at a session in which nothing is said in the step: it must meet no goal
// and break nothing.
func (c *checker) empty(k int) bool {
	step := &c.lesson.Steps[k]
	s := c.reach(k, step.Persona)
	if s == nil {
		return false
	}
	defer s.close()
	fine := true
	for i, g := range s.play.Goals() {
		if g.Met {
			fine = false
			c.show(s, goalLine(step, i), false, "already met before anything is said: %s", g.Say)
		}
	}
	if say, broken := s.play.Broken(); broken {
		fine = false
		c.show(s, neverLine(step, say), false, "happens before anything is said: %s", say)
	}
	return fine
}

func goalLine(s *course.Step, i int) int {
	if when := s.Goals[i].When; when != nil {
		return when.Line
	}
	return s.Line
}

func neverLine(s *course.Step, say string) int {
	for _, n := range s.Never {
		if n.Say == say && n.When != nil {
			return n.When.Line
		}
	}
	return s.Line
}

// solve plays the solution: it must be answered as it says, meet every goal, and break
// nothing.
func (c *checker) solve(k int) (base *session, ok bool) {
	step := &c.lesson.Steps[k]
	s := c.reach(k, step.Persona)
	if s == nil {
		return nil, false
	}
	defer s.close()
	ticks := watch(step, s)
	result := s.run(step.Solution.Script, replyWait)
	fine := c.ctx.Err() == nil
	if len(result.Differences) > 0 {
		d := result.Differences[0]
		fine = false
		c.show(s, step.Solution.Line+d.Line-1, false, "the solution is answered otherwise: %s", after(d.String(), ": "))
	} else if result.Err != nil && c.ctx.Err() == nil {
		fine = false
		c.show(s, step.Solution.Line, false, "the solution cannot be played: %s", result.Err)
	}
	for i, g := range s.play.Goals() {
		if !g.Met {
			fine = false
			c.show(s, goalLine(step, i), false, "the solution does not meet it: %s", g.Say)
		}
	}
	if say, broken := s.play.Broken(); broken {
		fine = false
		c.show(s, neverLine(step, say), false, "the solution trips it: %s", say)
	}
	if fine {
		c.unticked(step, s, ticks)
	}
	return s, fine
}

// after returns what stands behind the first sep.
func after(text, sep string) string {
	if _, rest, ok := strings.Cut(text, sep); ok {
		return rest
	}
	return text
}
