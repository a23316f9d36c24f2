package desk

import (
	"fmt"
	"strings"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// StepNote begins the note in the transcript that tells where a step of a lesson begins.
const StepNote = "lesson "

// openStep begins a step, counted from 0, on the connection that it wants. It is open
// once that has greeted; see [Desk.arrive].
func (d *Desk) openStep(k int) {
	d.unveil()
	l := d.lesson
	s := &l.Steps[k]
	l.step, l.opening, l.over = k, true, false
	l.solution, l.said, l.done, l.mastered = nil, "", false, false
	d.stuffing, d.ending = !s.Raw, smtp.CRLF
	if s.LoneLF {
		d.ending = smtp.LF
	}
	d.predict = s.Predict || l.kept.predict
	if changed := d.wear(s); changed || d.wantsNew(s) {
		d.connect(d.target)
	}
}

// wear sets the type of the included server that a step asks for, and reports whether
// the connection that stands has another.
func (d *Desk) wear(s *course.Step) bool {
	now := d.persona()
	if now == "" {
		return false
	}
	want := s.Persona
	if want == "" {
		want = d.lesson.Persona
	}
	if want == "" {
		want = "default"
	}
	if strings.ContainsAny(want, `./\`) {
		want = d.wearFile(want, now)
	} else if want != now {
		if _, known, err := d.House().Persona(want); err != nil {
			d.say(Warn, "there is no server type "+show(want)+" here, so the step has "+show(now), "there are "+words(known))
			want = now
		}
	}
	return d.connected() && d.worn != want
}

// wearFile sets the type that stands in a file beside the lessons, and returns the name of
// the one that is set: another place than theirs no lesson can name.
func (d *Desk) wearFile(file, now string) string {
	if d.House().Beside == nil {
		d.say(Warn, "the server type "+show(file)+" can't be read here, so the step has "+show(now), "")
		return now
	}
	name, err := d.House().Beside(file)
	if err != nil {
		d.say(Warn, "the step has the server type "+show(now)+": "+show(err.Error()), "ehlo lesson check shows the place")
	}
	return name
}

// wantsNew reports whether a step needs a connection of its own.
func (d *Desk) wantsNew(s *course.Step) bool {
	switch {
	case d.dialing:
		return false
	case !d.connected() || s.Fresh && d.used:
		return true
	case d.state.Phase() == smtp.Opening:
		return false
	}
	return d.outlook().Reading() != smtp.AsCommand || d.outlook().OwedCount() > 0 || d.state.Phase() == smtp.Leaving
}

// arrive opens the step that waits for its connection once that takes commands.
func (d *Desk) arrive() {
	l := d.lesson
	if l == nil || !l.opening || d.session == nil || d.dialing || d.leaving ||
		d.state.Reading() != smtp.AsCommand || d.state.OwedCount() > 0 {
		return
	}
	l.opening = false
	from := d.seen
	if !d.used {
		from = d.joined // the greeting belongs to it
	}
	known, _ := d.book.At(l.Name, l.step+1)
	l.tries = known.Tries + 1
	l.play.Before = known.Tries
	l.play.Open(l.step, d.tape, from, d.world())
	l.told, l.goals = 0, nil
	l.aim, l.leads = l.play.Step().Aim(d.state)
	l.met = make([]bool, len(l.play.Step().Goals))
	d.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Note, At: transcript.Now,
		Text: fmt.Sprintf(StepNote+"%s, step %d: %s", l.Name, l.step+1, l.play.Step().Title)})
	d.take()
	d.mark(progress.Begun)
	d.request(Step, "")
	d.follow()
}

// world returns what goals see of the server.
func (d *Desk) world() course.World {
	if !d.included() {
		return nil
	}
	return d.cfg.World
}

// finish is behind the last step.
func (d *Desk) finish() {
	d.restore()
	d.lesson.over = true
	d.out.Views = append(d.out.Views, Request{View: Summary, Event: -1, Lines: d.summary()})
}

// summary tells what came of the lesson, in plain lines.
func (d *Desk) summary() []string {
	l := d.lesson
	n := map[progress.Outcome]int{}
	right, of := 0, 0
	for _, m := range d.book.Of(l.Name) {
		if m.Step <= len(l.Steps) {
			n[m.Outcome]++
			right, of = right+m.Right, of+m.Of
		}
	}
	lines := []string{fmt.Sprintf("%d of %d steps mastered, %d done with the solution, %d skipped", n[progress.Mastered], len(l.Steps), n[progress.Helped], n[progress.Skipped])}
	if of > 0 {
		lines = append(lines, fmt.Sprintf("%d of %d questions right at once", right, of))
	}
	if r, all := l.guesses.Score(); all > 0 {
		line := fmt.Sprintf("%d of %d predictions right", r, all)
		if habit := l.guesses.Habit(); habit != "" {
			line += "; " + habit
		}
		lines = append(lines, line)
	}
	lines = append(lines, "time: "+minutes(d.cfg.Now().Sub(l.begun)))
	if next, ok := d.following(); ok {
		return append(lines, "next: "+show(next.Title)+"; :next begins it, :lesson list shows all")
	}
	return append(lines, "this was the last lesson; :lesson list shows all")
}

// following returns the lesson behind the open one.
func (d *Desk) following() (course.Heading, bool) {
	if d.course == nil || d.lesson.number >= len(d.course.Lessons) {
		return course.Heading{}, false
	}
	return d.course.Lessons[d.lesson.number], true
}
