package desk

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/smtp"
)

// What the colon commands of a lesson do.

func needsCourse(d *Desk) string {
	if d.cfg.Course == nil {
		return "there are no lessons here"
	}
	return ""
}

func needsLesson(d *Desk) string {
	if d.lesson == nil {
		return "no lesson is open; :lesson lists them"
	}
	return ""
}

func needsStep(d *Desk) string {
	switch {
	case d.lesson == nil:
		return needsLesson(d)
	case d.lesson.over:
		return "the lesson is over; :next goes on to another, :back to its last step"
	case d.lesson.opening:
		return "the step is not open yet; it waits for its connection"
	}
	return ""
}

// lessonWords are the commands that somebody in a lesson may give without their colon.
var lessonWords = []string{"hint", "solution", "next", "back", "skip", "reset"}

// tellColon says of a command line that is one of ehlo's words what it lacks.
func (d *Desk) tellColon(line string) {
	word := strings.ToLower(strings.TrimSpace(line))
	if d.active() && d.expected() == smtp.AsCommand && slices.Contains(lessonWords, word) {
		d.teach(Info, "a line without a colon is for the server", "ehlo's own command is :"+word)
	}
}

func (d *Desk) lessonCommand(c call) {
	switch {
	case c.arg == "" && d.lesson != nil && !d.lesson.opening:
		d.request(Step, "")
	case c.arg == "" || c.arg == "list":
		d.listLessons()
	case c.arg == "end" && d.lesson == nil:
		d.say(Info, "no lesson is open", ":lesson lists them")
	case c.arg == "end":
		d.endLesson()
	case d.cfg.Open == nil:
		d.say(Wrong, "there is no network here; a lesson needs a server", "ehlo lesson opens one")
	default:
		d.openLesson(c.arg)
	}
}

func (d *Desk) hint(call) {
	say, n, of := d.lesson.play.Hint()
	if of == 0 {
		d.say(Info, "this step has no hints", noHints(d.lesson.play.Step()))
		return
	}
	remedy := ""
	if n == of && d.lesson.play.Step().Solution != nil {
		remedy = ":solution shows a way"
	}
	d.teach(Info, fmt.Sprintf("hint %d of %d: %s", n, of, clean(say)), remedy)
	d.mark(progress.Begun)
}

func noHints(s *course.Step) string {
	if len(s.Pool) > 0 {
		return "a wrong answer is explained and may be tried again"
	}
	return ""
}

func (d *Desk) solution(call) {
	source := d.lesson.play.Solution()
	if source == "" {
		d.say(Info, "this step has no solution to show", noHints(d.lesson.play.Step()))
		return
	}
	d.lesson.solution = strings.Split(strings.TrimRight(clean(source), "\n"), "\n")
	d.mark(progress.Begun)
	d.out.Views = append(d.out.Views, Request{View: Solution, Event: -1, Lines: d.lesson.solution})
	if !d.lesson.done {
		d.say(Info, "a step whose solution was seen is done, not mastered", again)
	}
}

func (d *Desk) skipStep(call) {
	if !d.lesson.done {
		d.mark(progress.Skipped)
	}
	d.advance()
}

func (d *Desk) backStep(call) {
	l := d.lesson
	switch {
	case l.over:
		d.openStep(len(l.Steps) - 1)
	case l.step == 0:
		d.say(Info, "this is the first step", ":lesson list shows the other lessons")
	default:
		d.openStep(l.step - 1)
	}
}

func (d *Desk) nextStep(c call) {
	l := d.lesson
	next, ok := d.following()
	core := c.arg == "core"
	switch {
	case c.arg != "" && !core:
		d.say(Wrong, ":next takes nothing behind it but core", ":next core goes to the next core step")
	case l.over && ok:
		d.openLesson(next.Name)
	case l.over:
		d.say(Info, "this was the last lesson", ":lesson list shows all")
	case l.opening:
		d.say(Wrong, "the step is not open yet; it waits for its connection", "")
	case core && !l.Short():
		d.say(Info, "no step of this lesson is a core step", ":next goes on")
	case !l.done && !d.wasDone() && (!core || l.Steps[l.step].Core):
		d.sayMissing()
	case core:
		d.goTo(d.nextCore())
	default:
		d.advance()
	}
}

// nextCore returns the next core step, from 0; how many steps there are if none follows.
func (d *Desk) nextCore() int {
	k := d.lesson.step + 1
	for k < len(d.lesson.Steps) && !d.lesson.Steps[k].Core {
		k++
	}
	return k
}

// wasDone reports whether the open step was done at another time: nobody need do it twice.
func (d *Desk) wasDone() bool {
	l := d.lesson
	return slices.ContainsFunc(d.book.Of(l.Name), func(m progress.Mark) bool {
		return m.Step == l.step+1 && m.Outcome >= progress.Helped
	})
}

// advance goes on to the next step, or ends the lesson.
func (d *Desk) advance() { d.goTo(d.lesson.step + 1) }

// goTo opens a step, counted from 0, or ends the lesson where there is none.
func (d *Desk) goTo(k int) {
	if k < len(d.lesson.Steps) {
		d.openStep(k)
		return
	}
	d.finish()
}

// sayMissing tells why a step is not done.
func (d *Desk) sayMissing() {
	const without = ":skip goes on without it"
	p := d.lesson.play
	if say, broken := p.Broken(); broken {
		d.teach(Wrong, clean(say), again+", "+without)
		return
	}
	for _, g := range p.Goals() {
		if !g.Met {
			d.teach(Wrong, "still missing: "+strings.TrimRight(clean(g.Say), ". \n")+". "+clean(g.Unmet), without)
			return
		}
	}
	_, n, of := p.Question()
	d.teach(Wrong, fmt.Sprintf("question %d of %d is not answered yet", n, of), without)
}

func (d *Desk) resetStep(call) {
	if d.lesson.over {
		d.say(Info, "the lesson is over", ":back opens its last step again")
		return
	}
	_, open := d.state.Sender()
	open = open && d.connected() && !d.lesson.Steps[d.lesson.step].Fresh
	d.openStep(d.lesson.step)
	if !open {
		return
	}
	d.say(Info, "a mail transaction was open, so the step begins on a new connection", "the hello comes first")
	if !d.dialing { // in text it was opened already
		d.connect(d.target)
	}
}
