package desk

import "ehlo/lessons"

// Lesson returns the lesson that is open; false if none is.
func (d *Desk) Lesson() (LessonView, bool) { return LessonView{}, false }

// Lessons returns the list of lessons, once it was asked for.
func (d *Desk) Lessons() []LessonRow { return nil }

// Fill returns the next worked line for the prompt, its first blank taken out, and the
// octet at which that was; false if there is none.
func (d *Desk) Fill() (line string, cursor int, ok bool) { return "", 0, false }

// lessonPredicted tells the lesson how a prediction turned out.
func (d *Desk) lessonPredicted(expected, came lessons.Outcome) {}
