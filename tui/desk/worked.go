package desk

import (
	"strings"

	"ehlo/lessons/course"
)

// worked returns the next line of the worked session.
func (d *Desk) worked() (course.Line, bool) {
	if !d.active() {
		return course.Line{}, false
	}
	return d.lesson.play.Worked()
}

// Fill returns the next worked line for the prompt, its first blank taken out, and the
// octet at which that was; false if there is none.
func (d *Desk) Fill() (line string, cursor int, ok bool) {
	w, ok := d.worked()
	if !ok || d.Mode() == QuizMode {
		return "", 0, false
	}
	before, behind, blank := strings.Cut(w.Text, course.Blank)
	if !blank {
		return clean(w.Text), len(clean(w.Text)), true
	}
	return clean(before) + clean(behind), len(clean(before)), true
}

// sayWorked says the next worked line in place of an empty one, and reports whether
// there is one.
func (d *Desk) sayWorked() bool {
	w, ok := d.worked()
	switch {
	case !ok || !d.connected() && !d.dialing:
		return false
	case !d.Ready():
		d.mention("the next line can be said once the reply is complete", "")
	case w.Blank:
		d.say(Info, "this line has a blank to fill in: "+clean(w.Text), "type it whole, with what belongs there")
	default:
		d.offer(entry{line: []byte(w.Text), from: typed, exact: true})
	}
	return true
}

// leavesBlank refuses a line in which a blank was not filled in.
func (d *Desk) leavesBlank(line string) bool {
	if w, ok := d.worked(); !ok || !w.Blank || !strings.Contains(line, course.Blank) {
		return false
	}
	d.say(Wrong, "not sent: "+course.Blank+" is still to be filled in", "")
	d.out.Put, d.out.HasPut = line, true
	return true
}

// quizzing reports whether the next line is an answer.
func (d *Desk) quizzing() bool {
	if !d.active() {
		return false
	}
	if q, _, _ := d.lesson.play.Question(); q == nil {
		return false
	}
	return !d.connected() && !d.dialing || d.lineMode() == CommandMode && !d.awaited() && !d.sending
}

// answerQuiz takes a line as the answer to the question that is asked. Why it is wrong is
// said once.
func (d *Desk) answerQuiz(line string) {
	l := d.lesson
	q, _, _ := l.play.Question()
	m, ok := l.play.Answer(line)
	why, told := clean(m.Why), ok && l.said == clean(m.Why)
	l.answers++
	switch {
	case !ok:
		d.grade(Info, howToAnswer(q), ":skip goes on without the questions")
	case m.Right && told:
		d.grade(Info, "right", "")
	case m.Right:
		d.grade(Info, "right: "+why, "")
	case told:
		d.grade(Warn, "not that one either", "try again")
	default:
		d.grade(Warn, "not that one: "+why, "Try again")
	}
	if ok {
		l.said = why
	}
	if m.Right {
		l.said = ""
		d.tellGoals()
	}
}

// grade tells what came of an answer. Each is told, though it may be the same as before.
func (d *Desk) grade(level Level, words, remedy string) {
	d.notice(Notice{Level: level, Words: words, Remedy: remedy, Before: d.seen, Lesson: true, Answer: d.lesson.answers})
}

func howToAnswer(q *course.Question) string {
	if q.Number != nil {
		return "the answer is a number"
	}
	return "the answer is a number from 1 to " + counted(q.Options(), "1", "%d") + ", or the words of an option"
}
