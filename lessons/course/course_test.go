package course

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// TestNoPlainLesson: what only looks like a lesson is not opened, which could wait for
// ever, and is told by its name.
func TestNoPlainLesson(t *testing.T) {
	whole := &fstest.MapFile{Data: []byte("---\ntitle: One\n---\n## Read\n\nOne.\n")}
	for _, c := range []struct{ file, locale string }{{"02-pipe.md", "en"}, {"01-one.de.md", "de"}} {
		folder := openless{fstest.MapFS{"01-one.md": whole, c.file: {Mode: fs.ModeNamedPipe}}, c.file, t}
		if _, err := Open(folder, c.locale); err == nil || err.Error() != c.file+" is no plain file" {
			t.Errorf("%s: %v", c.file, err)
		}
	}
}

// openless is a folder with a file that nobody may open.
type openless struct {
	fstest.MapFS
	file string
	t    *testing.T
}

func (o openless) Open(name string) (fs.File, error) {
	if name == o.file {
		o.t.Errorf("%s was opened", name)
	}
	return o.MapFS.Open(name)
}

// TestLongLineOfProblem: a file that is one long line does not flood the screen.
func TestLongLineOfProblem(t *testing.T) {
	p := &Problem{File: "x.md", Line: 1, Source: strings.Repeat("\x00", LessonLimit), What: "no lesson"}
	for _, col := range []int{0, 10, 41, LessonLimit, LessonLimit + 1} {
		p.Col = col
		lines := strings.Split(p.Detail(), "\n")
		if len(lines[1]) > 4+shownCells || len(lines) == 4 != (col == 10) || col == 10 && lines[2] != strings.Repeat(" ", 4+9*4)+"^" {
			t.Errorf("column %d: %d octets in %d lines", col, len(p.Detail()), len(lines))
		}
	}
}

// What the list says of each lesson, which is not read for it, holds for the lesson.
func TestListedSteps(t *testing.T) {
	c, err := Open(Included(), "en")
	if err != nil {
		t.Fatal(err)
	}
	short := 0
	for _, h := range c.Lessons {
		l, err := c.Lesson(h.Name)
		if err != nil {
			t.Fatal(err)
		}
		core := 0
		for _, s := range l.Steps {
			if s.Core {
				core++
			}
		}
		if h.Steps != len(l.Steps) || h.Core != core || h.Minutes != l.Minutes || l.Short() != (core > 0) {
			t.Errorf("%+v, the lesson has %d steps, %d of them core", h, len(l.Steps), core)
		}
		if core > 0 {
			short++
		}
	}
	if short < 5 {
		t.Errorf("%d lessons have core steps", short)
	}
	if all, core := steps("core: true\n## One\n```step\ncore:  true # yes\n```\n## Two\n```step\ncore: false\nunmet: \"core: true\"\n```\n"); all != 2 || core != 1 {
		t.Errorf("%d steps, %d of them core", all, core)
	}
}
