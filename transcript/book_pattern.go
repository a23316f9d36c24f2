package transcript

import (
	"regexp"
	"sync"
)

// A pattern is a regular expression that is made when it is first asked: most runs
// of the program read no book.
type pattern func() *regexp.Regexp

func newPattern(expression string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// Match reports whether b holds what the pattern describes.
func (p pattern) Match(b []byte) bool { return p().Match(b) }

// FindSubmatch returns the first such place in b and its groups; nil if none.
func (p pattern) FindSubmatch(b []byte) [][]byte { return p().FindSubmatch(b) }
