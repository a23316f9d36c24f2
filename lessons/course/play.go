package course

import (
	"strings"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Play is one person's way through a lesson. Make it with [Begin], open a step, and
// tell it of what happens; it says what is met and what is missing. It is for one
// goroutine.
type Play struct {
	Lesson *Lesson
	Before int // how often the lesson was begun before: other questions are asked then

	step     int
	scene    *Scene
	met      []bool
	mistaken []bool
	broken   int // of Never; -1: nothing
	hints    int // how many were given
	solved   bool
	worked   int
	filled   int // of the worked lines: the blank that was filled in last, until its reply; -1: none
	quiz     quiz
}

// A Told is something to say at an event, unasked.
type Told struct {
	Event int // of the transcript
	Say   string
	Again bool // it must not happen in this step: beginning it again is offered
}

// A Standing is a goal and whether it is met. Its words are not sanitised.
type Standing struct {
	Say   string
	Met   bool
	Unmet string // what is missing
}

// Begin returns a way through the lesson; its first step has to be opened.
func Begin(l *Lesson) *Play { return &Play{Lesson: l, step: -1, broken: -1} }

// Open begins a step, counted from 0, behind the first from events of tape. A nil world
// is that of another server. It can be called again for the same step.
func (p *Play) Open(step int, tape *transcript.Transcript, from int, world World) {
	s := &p.Lesson.Steps[step]
	*p = Play{
		Lesson: p.Lesson, Before: p.Before, step: step,
		scene: NewScene(tape, from, world),
		met:   make([]bool, len(s.Goals)), mistaken: make([]bool, len(s.Mistakes)),
		broken: -1, filled: -1, quiz: begin(s, p.Before),
	}
	p.judge(&[]Told{})
}

// At returns which step is open, counted from 0; -1 before the first.
func (p *Play) At() int { return p.step }

// Step returns the open step.
func (p *Play) Step() *Step { return &p.Lesson.Steps[p.step] }

// Last reports whether no step follows the open one.
func (p *Play) Last() bool { return p.step == len(p.Lesson.Steps)-1 }

// Follow takes in the events below n and returns what is to be said at them.
func (p *Play) Follow(n int) []Told {
	var told []Told
	for p.scene.next < n {
		i := p.scene.next
		before := p.scene.state
		e := p.scene.tape.At(i)
		ours := p.scene.ours(i, e)
		p.scene.Follow(i + 1)
		switch {
		case ours:
		case e.Who == transcript.Client:
			p.advance(e, before)
		case e.Who == transcript.Server:
			p.takeBack(e.Reply().Code)
		}
		if before.Reading() != smtp.AsText && p.scene.state.Reading() == smtp.AsText {
			p.enterText()
		}
		p.judge(&told)
	}
	return told
}

// Aside says that from event n of the transcript on, until the next connection stands,
// what the client says is ehlo's own, such as a QUIT before it connects anew: it meets no
// goal.
func (p *Play) Aside(n int) {
	if p.scene != nil {
		p.scene.own = n
	}
}

// Pass says what time it is, as an offset to the beginning of the transcript: a goal or a
// mistake may ask for silence. It reports whether a goal was met by it, and returns what
// is to be said.
func (p *Play) Pass(now time.Duration) (told []Told, met bool) {
	p.scene.Pass(now)
	was := p.open()
	p.judge(&told)
	return told, p.open() < was
}

// judge asks the conditions of the step about the latest event. Once the step is done,
// nothing can break it: the student may go on and try things.
func (p *Play) judge(told *[]Told) {
	s, at, done := p.Step(), p.scene.next-1, p.Done()
	for i, g := range s.Goals {
		p.met[i] = p.met[i] || g.When != nil && g.When.Holds(p.scene)
	}
	for i, m := range s.Mistakes {
		if !p.mistaken[i] && m.When != nil && m.When.Holds(p.scene) {
			p.mistaken[i] = true
			*told = append(*told, Told{Event: at, Say: m.Say})
		}
	}
	for i, n := range s.Never {
		if p.broken < 0 && !done && n.When != nil && n.When.Holds(p.scene) {
			p.broken = i
			*told = append(*told, Told{Event: at, Say: n.Say, Again: true})
		}
	}
}

// open returns how many goals are not met.
func (p *Play) open() int {
	n := 0
	for _, met := range p.met {
		if !met {
			n++
		}
	}
	return n
}

// Goals returns the goals of the step in its order.
func (p *Play) Goals() []Standing {
	var all []Standing
	for i, g := range p.Step().Goals {
		st := Standing{Say: g.Say, Met: p.met[i]}
		if !st.Met {
			st.Unmet = g.Unmet.In(p.scene)
		}
		all = append(all, st)
	}
	return all
}

// Met returns which goals of the step are met, in its order.
func (p *Play) Met() []bool { return p.met }

// Listens reports whether a goal that is not met, or a mistake that was not made, asks for
// silence, and the server has said nothing since the client spoke: then [Play.Pass] is to
// be told the time.
func (p *Play) Listens() bool {
	if p.scene.spoke < 0 {
		return false
	}
	for i, m := range p.Step().Mistakes {
		if !p.mistaken[i] && m.When.hears() {
			return true
		}
	}
	return p.Hears()
}

// Hears reports whether a goal that is not met asks for silence.
func (p *Play) Hears() bool {
	for i, g := range p.Step().Goals {
		if !p.met[i] && g.When.hears() {
			return true
		}
	}
	return false
}

// hears reports whether a condition, which may be nil, asks for silence.
func (c *Condition) hears() bool { return c != nil && strings.Contains(c.Source, "silence") }

// Broken returns what must not have happened, and did; false while nothing has.
func (p *Play) Broken() (say string, broken bool) {
	if p.broken < 0 {
		return "", false
	}
	return p.Step().Never[p.broken].Say, true
}

// Done reports whether the step is: every goal met, every question answered, and
// nothing happened that must not.
func (p *Play) Done() bool { return p.open() == 0 && p.broken < 0 && p.quiz.done() }

// Mastered reports whether the step was done without its solution.
func (p *Play) Mastered() bool { return p.Done() && !p.solved }

// Hint gives the next hint; n counts it, of says how many there are. The last is given
// again and again.
func (p *Play) Hint() (say string, n, of int) {
	hints := p.Step().Hints
	if len(hints) == 0 {
		return "", 0, 0
	}
	p.hints = min(p.hints+1, len(hints))
	return hints[p.hints-1], p.hints, len(hints)
}

// Hinted returns the hints that were given.
func (p *Play) Hinted() []string { return p.Step().Hints[:p.hints] }

// Solution returns a way to meet the goals, as a script; "" if there is none. A step
// whose solution was seen is never mastered.
func (p *Play) Solution() string {
	if p.Step().Solution == nil {
		return ""
	}
	p.solved = true
	return p.Step().Solution.Source
}

// Predicted says how a prediction of this step turned out: "2" to "5", "0" or "c".
func (p *Play) Predicted(answer string, right bool) {
	p.scene.predict(answer, right)
	p.judge(&[]Told{})
}
