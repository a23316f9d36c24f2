package course

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"
)

// Parse reads a lesson and checks what can be checked without playing it. name is that
// of the file. The error holds every problem that was found, see [Problems]; the lesson
// is returned as far as it could be read, nil if it could not.
func Parse(name string, octets []byte) (*Lesson, error) {
	r := &reader{lesson: &Lesson{File: name, Locale: "en"}}
	r.lesson.Name, r.lesson.Locale = nameOf(name)
	if !r.open(octets) {
		return nil, r.problems()
	}
	r.front()
	r.body()
	r.complete()
	return r.lesson, r.problems()
}

// open takes the lines of a file; false if there are too many octets.
func (r *reader) open(octets []byte) bool {
	if len(octets) > LessonLimit {
		r.fail(0, 0, "the file has more than %d octets; a lesson has at most so many", LessonLimit)
		return false
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(octets), "\ufeff"), "\r\n", "\n")
	r.lines = strings.Split(text, "\n")
	r.lesson.lines = r.lines
	return true
}

// fileName takes "07-several-recipients.de.md" apart.
var fileName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\d+-)?([^.]*)(?:\.([a-z]{2}))?\.md$`)
})

func nameOf(file string) (name, locale string) {
	m := fileName().FindStringSubmatch(path.Base(strings.ReplaceAll(file, `\`, "/")))
	if m == nil {
		return strings.TrimSuffix(path.Base(file), path.Ext(file)), "en"
	}
	if m[2] == "" {
		m[2] = "en"
	}
	return m[1], m[2]
}

// A reader reads one file.
type reader struct {
	lesson *Lesson
	words  *Lesson // that the file translates; nil: it is no translation
	lines  []string
	at     int // the line that is read next, counted from 0
	found  []error
}

func (r *reader) fail(line, col int, format string, args ...any) {
	r.report(&Problem{Line: line, Col: col, What: fmt.Sprintf(format, args...)})
}

func (r *reader) report(p *Problem) {
	p.File = r.lesson.File
	p.place(r.lines)
	p.What = printable(p.What)
	r.found = append(r.found, p)
}

func (r *reader) problems() error { return errors.Join(r.found...) }

// front reads what stands between the two lines of three dashes.
func (r *reader) front() {
	if len(r.lines) == 0 || strings.TrimRight(r.lines[0], " ") != "---" {
		r.fail(1, 0, "a lesson begins with a line of three dashes, then its title")
		return
	}
	end := 1
	for end < len(r.lines) && strings.TrimRight(r.lines[end], " ") != "---" {
		end++
	}
	if end == len(r.lines) {
		r.fail(1, 0, "the front matter has no end: a second line of three dashes is missing")
	}
	b := block{text: strings.Join(r.lines[1:end], "\n") + "\n", line: 2}
	r.at = min(end+1, len(r.lines))
	if r.words != nil {
		r.translateFront(b)
		return
	}
	var f frontBlock
	if r.decode(b, &f) {
		r.describe(b, f)
	}
}

func (r *reader) describe(b block, f frontBlock) {
	l := r.lesson
	l.Title, l.Persona, l.Minutes, l.Beyond = f.Title.text, f.Persona.text, f.Minutes, f.Beyond.text
	for _, v := range f.Needs {
		l.Needs = append(l.Needs, v.text)
	}
	for _, v := range f.Reads {
		l.Reads = append(l.Reads, v.text)
	}
	if l.Title == "" {
		r.fail(b.line, 0, "the lesson has no title")
	}
	if l.Minutes < 0 || l.Minutes > 90 {
		r.fail(b.line, 0, "minutes: %d; a lesson takes 1 to 90", l.Minutes)
	}
}

func (r *reader) decode(b block, into any) bool {
	line, col, err := b.decode(into)
	if err != nil {
		r.fail(b.line+line-1, col, "%s", err)
	}
	return err == nil
}

// body reads the text, one step for each heading of the second level.
func (r *reader) body() {
	var prose []string
	flush := func() {
		text := strings.Trim(strings.Join(prose, "\n"), "\n")
		if n := len(r.lesson.Steps); n > 0 {
			r.lesson.Steps[n-1].Text = text
		} else {
			r.lesson.Intro = text
		}
	}
	for r.at < len(r.lines) {
		line := r.lines[r.at]
		switch kind, fence, isFence := opens(line); {
		case isFence:
			begin := r.at
			text := r.fenced(fence)
			if !r.take(kind, block{text: text, line: begin + 2}) {
				prose = append(prose, r.lines[begin:r.at]...)
			}
			continue
		case strings.HasPrefix(line, "## "):
			flush()
			prose = nil
			r.lesson.Steps = append(r.lesson.Steps, r.heading(strings.TrimSpace(line[3:])))
		default:
			prose = append(prose, line)
		}
		r.at++
	}
	flush()
}

// opens reports whether a line begins a fenced block, of which kind, and what ends it.
func opens(line string) (kind, fence string, ok bool) {
	rest := strings.TrimLeft(line, "`")
	if fence = line[:len(line)-len(rest)]; len(fence) < 3 {
		return "", "", false
	}
	return strings.TrimSpace(rest), fence, true
}

// fenced returns the lines of the block that begins here, and moves behind it.
func (r *reader) fenced(fence string) string {
	begin := r.at + 1
	end := begin
	for end < len(r.lines) && strings.TrimRight(r.lines[end], " ") != fence {
		end++
	}
	if end == len(r.lines) {
		r.fail(begin, 0, "the block has no end: a line %s is missing", fence)
	}
	r.at = min(end+1, len(r.lines))
	return strings.Join(r.lines[begin:end], "\n") + "\n"
}

// take reads a block of the lesson's own; false if it is none and belongs to the text.
func (r *reader) take(kind string, b block) bool {
	if kind != "step" && kind != "quiz" {
		return false
	}
	if len(r.lesson.Steps) == 0 {
		r.fail(b.line-1, 0, "a block before the first step; a step begins with ## and its title")
		return true
	}
	step := &r.lesson.Steps[len(r.lesson.Steps)-1]
	switch {
	case r.words != nil && kind == "step":
		r.translateStep(step, b)
	case r.words != nil:
		r.translateQuiz(step, b)
	case kind == "step":
		r.step(step, b)
	default:
		r.quiz(step, b)
	}
	return true
}
