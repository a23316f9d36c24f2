package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
)

// learn reads the course, at its first use, and what was done of it, and then does
// what is to be done with them in the front end's goroutine. job, which may be nil,
// runs before that, beside it.
func (d *Desk) learn(job func(*course.Course, progress.Book) (func(), error), otherwise func()) {
	known := d.course
	d.work.begin(d.crashed, func(context.Context) func() {
		c, book, err := d.studied(known)
		var then func()
		if err == nil {
			then, err = job(c, book)
		}
		return func() {
			if c != nil {
				d.course = c
			}
			for _, m := range book {
				d.book.Add(m)
			}
			if err != nil {
				d.sayError("", err, ":lesson list shows what there is")
				otherwise()
				return
			}
			then()
		}
	})
}

// studied returns the course and the book.
func (d *Desk) studied(c *course.Course) (*course.Course, progress.Book, error) {
	if d.cfg.Course == nil {
		return nil, nil, errors.New("there are no lessons here")
	}
	var err error
	if c == nil {
		if c, err = d.cfg.Course(); err != nil {
			return nil, nil, fmt.Errorf("the lessons cannot be read: %w", err)
		}
	}
	if d.cfg.Progress == nil {
		return c, nil, nil
	}
	book, err := d.cfg.Progress.Load()
	if err != nil {
		return c, nil, fmt.Errorf("what was done before cannot be read: %w", err)
	}
	return c, book, nil
}

// listLessons shows the list.
func (d *Desk) listLessons() {
	d.learn(func(*course.Course, progress.Book) (func(), error) { return d.showCourse, nil }, func() {})
}

func (d *Desk) showCourse() {
	var lines []string
	for _, r := range d.Lessons() {
		lines = append(lines, r.String())
	}
	lines = append(lines, ":lesson NAME or :lesson NUMBER opens one")
	d.out.Views = append(d.out.Views, Request{View: Course, Event: -1, Lines: lines})
}

// openLesson opens a lesson by its name or number, where the person left it.
func (d *Desk) openLesson(name string) {
	d.learn(func(c *course.Course, book progress.Book) (func(), error) {
		l, number, err := lessonOf(c, name)
		if err != nil {
			return nil, err
		}
		return func() { d.begin(l, number, d.unfinished(l)) }, nil
	}, func() {})
}

// beginWith opens the lesson that the desk begins with, and a connection if none is
// opened for it.
func (d *Desk) beginWith(name string) {
	ctx, cancel := context.WithCancel(d.work.ctx)
	d.dialing, d.dialed, d.hangUp = true, d.cfg.Now(), cancel
	plain := func() {
		d.dialing = false
		if !d.leaving && ctx.Err() == nil {
			d.connect(d.target)
		}
	}
	d.learn(func(c *course.Course, book progress.Book) (func(), error) {
		if name == Resume {
			if name = latest(c, book); name == "" {
				return func() { d.showCourse(); plain() }, nil
			}
		}
		l, number, err := lessonOf(c, name)
		if err != nil {
			return nil, err
		}
		return func() {
			d.dialing = false
			if !d.leaving && ctx.Err() == nil {
				d.begin(l, number, d.unfinished(l))
			}
		}, nil
	}, plain)
}

// lessonOf reads a lesson and returns its number.
func lessonOf(c *course.Course, name string) (*course.Lesson, int, error) {
	l, err := c.Lesson(name)
	if err != nil {
		return nil, 0, err
	}
	return l, 1 + slices.IndexFunc(c.Lessons, func(h course.Heading) bool { return h.Name == l.Name }), nil
}

// latest returns the lesson that was worked at last and is not complete, "" for none.
func latest(c *course.Course, book progress.Book) string {
	name, day := "", ""
	for _, h := range c.Lessons {
		marks := book.Of(h.Name)
		if len(marks) == 0 || complete(marks, h.Steps) {
			continue
		}
		last := slices.MaxFunc(marks, func(a, b progress.Mark) int { return cmp.Compare(a.Day, b.Day) })
		if last.Day >= day {
			name, day = h.Name, last.Day
		}
	}
	return name
}

// complete reports whether none of so many steps is left to do.
func complete(marks []progress.Mark, steps int) bool {
	n := 0
	for _, m := range marks {
		if m.Outcome > progress.Begun && m.Step <= steps {
			n++
		}
	}
	return n >= steps
}

// unfinished returns the first step, from 0, behind those that were done or skipped; the
// first of all if none is left.
func (d *Desk) unfinished(l *course.Lesson) int {
	for k := range l.Steps {
		if m, ok := d.book.At(l.Name, k+1); !ok || m.Outcome == progress.Begun {
			return k
		}
	}
	return 0
}

// Lessons returns the list of lessons with what was done of each, once it was asked
// for.
func (d *Desk) Lessons() []LessonRow {
	if d.course == nil {
		return nil
	}
	rows := Rows(d.course, d.book)
	for i := range rows {
		rows[i].Open = d.lesson != nil && d.lesson.number == rows[i].Number
	}
	return rows
}

// Rows returns the list of a course with what a book says of each lesson.
func Rows(c *course.Course, book progress.Book) []LessonRow {
	var rows []LessonRow
	for i, h := range c.Lessons {
		r := LessonRow{Number: i + 1, Name: show(h.Name), Title: clean(h.Title), Minutes: h.Minutes, Steps: h.Steps, Core: h.Core}
		for _, n := range h.Needs {
			r.Needs = append(r.Needs, show(n))
		}
		marks := book.Of(h.Name)
		r.Begun, r.Complete = len(marks) > 0, complete(marks, h.Steps)
		for _, m := range marks {
			switch m.Outcome {
			case progress.Mastered:
				r.Mastered++
			case progress.Helped:
				r.Helped++
			case progress.Skipped:
				r.Skipped++
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// String returns the row as a plain line.
func (r LessonRow) String() string {
	words := []string{fmt.Sprintf("%d %s: %s", r.Number, r.Name, r.Title)}
	if r.Minutes > 0 {
		words = append(words, counted(r.Minutes, "one minute", "%d minutes")+r.forCore())
	}
	switch {
	case r.Complete && r.Mastered >= r.Steps:
		words = append(words, "mastered")
	case r.Begun:
		words = append(words, fmt.Sprintf("%d of %d steps mastered", r.Mastered, r.Steps))
		if r.Helped > 0 {
			words = append(words, fmt.Sprintf("%d with the solution", r.Helped))
		}
		if r.Skipped > 0 {
			words = append(words, fmt.Sprintf("%d skipped", r.Skipped))
		}
	}
	if r.Open {
		words = append(words, "open now")
	}
	return strings.Join(words, ", ")
}

// forCore says that the minutes of a lesson are for its core steps, if it has others.
func (r LessonRow) forCore() string {
	if r.Core > 0 && r.Core < r.Steps {
		return " (core)"
	}
	return ""
}

// keep writes a mark into the file.
func (d *Desk) keep(m progress.Mark) {
	if d.cfg.Progress == nil {
		return
	}
	d.work.files.Add(1)
	d.work.begin(d.crashed, func(context.Context) func() {
		defer d.work.files.Done()
		err := d.cfg.Progress.Save(m)
		return func() {
			if err != nil && !d.unkept {
				d.unkept = true
				d.sayError("what you do is not kept", err, "")
			}
		}
	})
}

// after has something done later, in the front end's goroutine.
func (d *Desk) later(pause time.Duration, do func()) {
	d.work.begin(d.crashed, func(ctx context.Context) func() {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
			return do
		case <-ctx.Done():
			return func() {}
		}
	})
}
