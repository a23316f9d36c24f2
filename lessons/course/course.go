package course

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed text
var included embed.FS

// Included returns the folder of the lessons that come with ehlo.
func Included() fs.FS {
	sub, _ := fs.Sub(included, "text") // embedded: it is there
	return sub
}

// A Course is a folder of lessons, in the order of their file names. Nothing but the
// beginning of each file is read until a lesson is opened.
type Course struct {
	folder  fs.FS
	locale  string
	Lessons []Heading
}

// A Heading is what a list of lessons says of one.
type Heading struct {
	Name, Title string
	Minutes     int
	Needs       []string
	Steps       int
	Core        int      // steps of the short course
	Locales     []string // other languages that its words are there in
	file        string
	words       string // the file of its words in the language of the course; ""
}

// Open reads the list of lessons of a folder: the files that end in .md, but for
// README.md. Words are in the language of locale, such as "de", where they are there in
// it.
func Open(folder fs.FS, locale string) (*Course, error) {
	files, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	c := &Course{folder: folder, locale: locale}
	var others []string
	for _, f := range files {
		if !isLesson(f) {
			continue
		}
		name, language := nameOf(f.Name())
		if language != "en" {
			others = append(others, f.Name())
			continue
		}
		h, err := c.heading(f.Name(), name)
		if err != nil {
			return nil, err
		}
		c.Lessons = append(c.Lessons, h)
	}
	for _, file := range others {
		if err := c.translate(file); err != nil {
			return nil, err
		}
	}
	if len(c.Lessons) == 0 {
		return nil, errors.New("the folder holds no lesson: no file that ends in .md")
	}
	return c, nil
}

// NamesIn returns the names of the lessons of a folder, by the names of its files alone.
func NamesIn(folder fs.FS) []string {
	files, _ := fs.ReadDir(folder, ".") // what cannot be read holds no lesson
	var names []string
	for _, f := range files {
		if !isLesson(f) {
			continue
		}
		if name, language := nameOf(f.Name()); language == "en" {
			names = append(names, name)
		}
	}
	return names
}

// isLesson reports whether an entry of a folder is the file of a lesson, or of its words
// in another language.
func isLesson(f fs.DirEntry) bool {
	return !f.IsDir() && strings.HasSuffix(f.Name(), ".md") && !strings.EqualFold(f.Name(), "README.md")
}

// translate notes a file that holds the words of a lesson in another language.
func (c *Course) translate(file string) error {
	name, language := nameOf(file)
	for i := range c.Lessons {
		h := &c.Lessons[i]
		if h.Name != name {
			continue
		}
		h.Locales = append(h.Locales, language)
		if language != c.locale {
			continue
		}
		h.words = file
		words, err := c.heading(file, name)
		if err != nil {
			return err
		}
		if words.Title != "" {
			h.Title = words.Title
		}
	}
	return nil
}

// heading reads the front matter of a file.
func (c *Course) heading(file, name string) (Heading, error) {
	octets, err := read(c.folder, file)
	if err != nil {
		return Heading{}, err
	}
	r := &reader{lesson: &Lesson{File: file}}
	if _, language := nameOf(file); language != "en" {
		r.words = &Lesson{}
	}
	text, _, _ := strings.Cut(strings.ReplaceAll(string(octets[:min(len(octets), BlockLimit+8)]), "\r\n", "\n"), "\n## ")
	r.lines = strings.Split(text, "\n")
	r.front()
	l := r.lesson
	all, core := steps(string(octets))
	return Heading{Name: name, Title: l.Title, Minutes: l.Minutes, Needs: l.Needs, Steps: all, Core: core, file: file}, r.problems()
}

// steps counts the headings of steps in a file, and its core steps.
func steps(text string) (all, core int) {
	fenced := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case !fenced && strings.HasPrefix(line, "## "):
			all++
		case fenced && isCore(line):
			core++
		}
	}
	return all, core
}

// isCore reports whether a line of a step's block makes it a core step.
func isCore(line string) bool {
	value, ok := strings.CutPrefix(line, "core:")
	value, _, _ = strings.Cut(value, "#")
	return ok && strings.TrimSpace(value) == "true"
}

// read returns the octets of a file, one more than [LessonLimit] at most. To open a pipe
// would wait for whoever writes into it.
func read(folder fs.FS, file string) ([]byte, error) {
	if info, err := fs.Stat(folder, file); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file", printable(file))
	}
	f, err := folder.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	octets := make([]byte, 0, 32<<10)
	for len(octets) <= LessonLimit {
		if len(octets) == cap(octets) {
			octets = slices.Grow(octets, len(octets))
		}
		n, err := f.Read(octets[len(octets):cap(octets)])
		octets = octets[:len(octets)+n]
		if err != nil {
			break
		}
	}
	return octets[:min(len(octets), LessonLimit+1)], nil
}

// Lesson reads the lesson of that name, or of that number in the list, counted from 1,
// with its words in the language of the course where they are there.
func (c *Course) Lesson(name string) (*Lesson, error) {
	for i, h := range c.Lessons {
		if !strings.EqualFold(h.Name, name) && fmt.Sprint(i+1) != name {
			continue
		}
		octets, err := read(c.folder, h.file)
		if err != nil {
			return nil, err
		}
		l, err := Parse(h.file, octets)
		if err != nil || h.words == "" {
			return l, err
		}
		if octets, err = read(c.folder, h.words); err != nil {
			return nil, err
		}
		return l.Translate(h.words, octets)
	}
	return nil, fmt.Errorf("no lesson %s; there are %s", printable(name), strings.Join(c.Names(), ", "))
}

// Names returns the names of the lessons in their order.
func (c *Course) Names() []string {
	var names []string
	for _, h := range c.Lessons {
		names = append(names, h.Name)
	}
	return names
}
