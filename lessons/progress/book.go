package progress

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// A Book is what is known of all steps.
type Book map[Place]Mark

// header tells who looks into the file what it is.
const header = "# What was done of ehlo's lessons, one step a line. A line may be removed: the step is\n" +
	"# as new then.\n"

// Parse reads the text of a file. What is no line of it is passed over; of two lines
// for one step both count.
func Parse(text string) Book {
	b := Book{}
	for line := range strings.Lines(text) {
		if m, ok := parseMark(strings.TrimSuffix(line, "\n")); ok && len(b) < Limit {
			b.Add(m)
		}
	}
	return b
}

// Add takes in a mark; it never makes less of what is known. A mark whose lesson has a
// name that cannot stand in the file is not taken in.
func (b Book) Add(m Mark) {
	if !validName(m.Lesson) || m.Step < 1 || m.Step > StepLimit {
		return
	}
	if known, ok := b[m.Place]; ok {
		m = known.with(m)
	}
	b[m.Place] = m
}

// At returns what is known of a step, counted from 1; false if nothing is.
func (b Book) At(lesson string, step int) (Mark, bool) {
	m, ok := b[Place{lesson, step}]
	return m, ok
}

// Of returns the marks of a lesson in the order of its steps.
func (b Book) Of(lesson string) []Mark {
	var marks []Mark
	for place, m := range b {
		if place.Lesson == lesson {
			marks = append(marks, m)
		}
	}
	slices.SortFunc(marks, func(a, b Mark) int { return a.Step - b.Step })
	return marks
}

// String returns the text of the file, sorted.
func (b Book) String() string {
	places := slices.SortedFunc(maps.Keys(b), func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Lesson, b.Lesson), a.Step-b.Step)
	})
	var text strings.Builder
	text.WriteString(header)
	for _, p := range places {
		text.WriteString(b[p].String() + "\n")
	}
	return text.String()
}
