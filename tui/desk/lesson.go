package desk

import (
	"strings"
	"time"

	"ehlo/lessons"
	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A lesson is one that is open on a desk.
type lesson struct {
	*course.Lesson
	number    int // in the course, from 1
	play      *course.Play
	step      int  // that is open or being opened, from 0
	opening   bool // the step waits for its connection
	over      bool // behind the last step
	begun     time.Time
	tries     int    // how often the step was begun
	told      int    // events that it was told of
	met       []bool // goals of which it was told
	goals     []course.Standing
	aim       course.Aim // where the step leads, if it leads anywhere
	leads     bool
	done      bool     // it was told that the step is
	mastered  bool     // when it was done
	solution  []string // lines, once they were asked for
	said      string   // why the last answer was wrong
	answers   int      // to questions, since the lesson was begun
	listening bool     // the time is looked at, for a goal that asks for silence
	guesses   lessons.Calibration
	kept      kept
}

// kept is what a lesson changes and gives back in the end.
type kept struct {
	stuffing bool
	ending   smtp.Ending
	predict  bool
	persona  string
}

// active reports whether a step is open and followed.
func (d *Desk) active() bool { return d.lesson != nil && !d.lesson.opening && !d.lesson.over }

// opens reports whether a step waits for its connection: what is typed is meant for the
// step, and nobody knows yet whether that takes it as a command or as an answer.
func (d *Desk) opens() bool {
	return d.lesson != nil && d.lesson.opening && d.awaited()
}

// begin opens a lesson at a step, counted from 0.
func (d *Desk) begin(l *course.Lesson, number, step int) {
	if d.lesson != nil {
		d.restore()
	}
	d.lesson = &lesson{
		Lesson: l, number: number, play: course.Begin(l), begun: d.cfg.Now(),
		kept: kept{d.stuffing, d.ending, d.predict, d.persona()},
	}
	d.missHouse()
	d.openStep(step)
}

// persona returns the type of the included server, "" for another.
func (d *Desk) persona() string {
	if d.House().Persona == nil {
		return ""
	}
	now, _, _ := d.House().Persona("") // it only asks
	return now
}

// missHouse says what a lesson misses at a server that is not the included one.
func (d *Desk) missHouse() {
	if d.included() && d.cfg.World != nil {
		return
	}
	for _, s := range d.lesson.Steps {
		for _, g := range s.Goals {
			if g.When == nil || !strings.Contains(g.When.Source, "box(") {
				continue
			}
			remedy := "ehlo lesson " + show(d.lesson.Name) + " opens it there"
			if to := d.cfg.House.Target; to != "" && d.cfg.World != nil {
				remedy = ":connect " + show(to) + " goes there"
			}
			d.say(Warn, "some goals look into mailboxes, which only the included server shows", remedy)
			return
		}
	}
}

// restore gives back what the lesson has changed.
func (d *Desk) restore() {
	k := d.lesson.kept
	d.stuffing, d.ending, d.predict = k.stuffing, k.ending, k.predict
	if now := d.persona(); k.persona != "" && now != "" && now != k.persona {
		_, _, _ = d.House().Persona(k.persona) // it was the type before
	}
}

// endLesson closes the lesson.
func (d *Desk) endLesson() {
	d.restore()
	d.lesson = nil
	d.say(Info, "the lesson is closed; what you did is kept", ":lesson lists them all")
}

// mark keeps what is known of the open step.
func (d *Desk) mark(o progress.Outcome) {
	l := d.lesson
	right, of := l.play.Score()
	m := progress.Mark{
		Place: progress.Place{Lesson: l.Name, Step: l.step + 1}, Outcome: o,
		Day: d.cfg.Now().Format(time.DateOnly), Tries: l.tries, Solution: len(l.solution) > 0,
		Hints: len(l.play.Hinted()),
	}
	if o >= progress.Helped {
		m.Right, m.Of = right, of
	}
	d.book.Add(m)
	d.keep(m)
}

// lessonPredicted tells the lesson how a prediction turned out.
func (d *Desk) lessonPredicted(expected, came lessons.Outcome) {
	if !d.active() {
		return
	}
	d.lesson.guesses.Add(expected, came)
	d.lesson.play.Predicted(string(rune(expected)), expected == came)
	d.tellGoals()
}

// aside tells the lesson that ehlo leaves the connection now: its QUIT is not the
// student's.
func (d *Desk) aside() {
	if d.lesson != nil {
		d.lesson.play.Aside(d.tape.Len())
	}
}

// follow tells the lesson of what was taken in. It is not told of a line before its
// reply is there, or fails to come: what lies in a mailbox by then would tell of it.
func (d *Desk) follow() {
	switch {
	case !d.active() || d.veiled() || d.lesson.told == d.seen:
	case d.unanswered() && d.state.OwedCount() > 0:
		d.listen() // it may be silence that is asked for
	default:
		d.heed()
	}
}

// heed tells the lesson of what was taken in.
func (d *Desk) heed() {
	d.lesson.told = d.seen
	d.tell(d.lesson.play.Follow(d.seen))
	d.tellGoals()
	d.listen()
}

// tell says what the lesson has to say unasked.
func (d *Desk) tell(told []course.Told) {
	for _, t := range told {
		remedy := ""
		if t.Again {
			remedy = again
		}
		d.teach(Warn, clean(t.Say), remedy)
	}
}

// unanswered reports whether nothing but notes and warnings, such as those of the included
// server, came behind what the client said last.
func (d *Desk) unanswered() bool {
	for i := d.seen - 1; i >= 0; i-- {
		if e := d.tape.At(i); e.Fact != transcript.Note && e.Fact != transcript.Warning {
			return e.Who == transcript.Client
		}
	}
	return false
}

const again = ":reset begins the step again"

// tellGoals tells which goals were met, and that the step is done.
func (d *Desk) tellGoals() {
	l := d.lesson
	l.goals = l.play.Goals()
	for i, met := range l.play.Met() {
		if met && !l.met[i] {
			l.met[i] = true
			d.teach(Info, "goal met: "+clean(l.play.Step().Goals[i].Say), "")
		}
	}
	if l.done || !l.play.Done() {
		return
	}
	l.done, l.mastered = true, l.play.Mastered()
	outcome := progress.Helped
	if l.mastered {
		outcome = progress.Mastered
	}
	d.mark(outcome)
	d.sayDone()
}

// sayDone tells that the step is done, and what to notice in it.
func (d *Desk) sayDone() {
	l, s := d.lesson, d.lesson.play.Step()
	remedy := ":next goes on"
	if l.play.Last() {
		remedy = ":next ends the lesson"
	}
	if s.Tip != "" {
		d.teach(Info, clean(s.Tip), "")
	}
	if len(s.Goals)+len(s.Pool) > 0 {
		d.teach(Info, "step "+position(l)+" is done", remedy)
	}
}

// listen looks at the time as long as the step asks for silence.
func (d *Desk) listen() {
	l := d.lesson
	waits := l.told < d.seen && l.play.Hears()
	if l.listening || !waits && !l.play.Listens() {
		return
	}
	l.listening = true
	d.later(time.Second, func() {
		l.listening = false
		if d.lesson != l || !d.active() {
			return
		}
		if !d.veiled() {
			if l.told < d.seen {
				d.heed()
			}
			told, met := l.play.Pass(d.tape.Elapsed())
			d.tell(told)
			if met {
				d.tellGoals()
			}
		}
		d.listen()
	})
}
