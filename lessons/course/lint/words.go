package lint

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"ehlo/lessons"
	"ehlo/lessons/course"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Width is how many columns the words of a lesson may need where they cannot be broken.
const Width = 60

// PoolSize is how many questions the last step of a lesson has at least.
const PoolSize = 6

// Words reads the words of a lesson, which may be a translation, without playing it.
func Words(l *course.Lesson) []*course.Problem {
	w := &reader{lesson: l}
	w.lines()
	w.behind()
	for i := range l.Steps {
		w.step(&l.Steps[i])
	}
	return w.found
}

// A reader reads the words of one lesson.
type reader struct {
	lesson *course.Lesson
	found  []*course.Problem
}

func (w *reader) warn(line, col int, format string, args ...any) {
	p := w.lesson.Problem(line, col, format, args...)
	p.Mild = true
	w.found = append(w.found, p)
}

const colour = `(?:red|green|yellow|blue|cyan|magenta|orange|grey|gray|purple)`

// onlyColour finds words that say nothing to who sees no colours. It is made when it is
// asked for: every start of the program would wait for it.
var onlyColour = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:the|a|every|each|all) ` + colour + ` (?:line|word|code|text|mark|sign|reply|box|one|part|lines|words)\b|\b(?:in|turns?|shown in|is|are|gets?) ` + colour + `\b`)
})

// lines reads the file line by line: what a section, a colour or a line of code is does
// not depend on the field.
func (w *reader) lines() {
	_, n := w.lesson.Line(1)
	code, fence := false, ""
	for i := 1; i <= n; i++ {
		line, _ := w.lesson.Line(i)
		trimmed := strings.TrimSpace(line)
		if rest := strings.TrimLeft(line, "`"); len(line)-len(rest) >= 3 {
			if fence == "" {
				fence = line[:len(line)-len(rest)]
				code = strings.TrimSpace(rest) != "step" && strings.TrimSpace(rest) != "quiz"
			} else if strings.TrimRight(line, " ") == fence {
				code, fence = false, ""
			}
			continue
		}
		for _, wrong := range lessons.WrongCitations(line) {
			w.found = append(w.found, w.lesson.Problem(i, wrong.At+1, "%s", wrong.What))
		}
		if width := smtp.Printable([]byte(line)).Width(); code && width > Width {
			w.warn(i, 0, "the line has %d columns; code is not wrapped, and %d fit", width, Width)
		}
		if at := strings.Index(line, "TODO"); at >= 0 {
			w.warn(i, at+1, "to be done; students see what is not behind a #")
		}
		dialogue := strings.HasPrefix(trimmed, "C:") || strings.HasPrefix(trimmed, "S:")
		if at := onlyColour().FindStringIndex(line); at != nil && !dialogue && !code {
			w.warn(i, at[0]+1, "%q says nothing to who sees no colours; name the sign or the word as well", line[at[0]:at[1]])
		}
	}
}

func (w *reader) step(s *course.Step) {
	words := append([]string{s.Tip, s.Differs}, s.Hints...)
	for _, g := range s.Goals {
		words = append(words, g.Say, g.Unmet.String())
	}
	for _, m := range s.Mistakes {
		words = append(words, m.Say)
	}
	for _, n := range s.Never {
		words = append(words, n.Say)
	}
	for _, text := range words {
		for word := range strings.FieldsSeq(text) {
			if smtp.Printable([]byte(word)).Width() > Width {
				w.warn(find(w.lesson, word, s.Line), 0, "a word of more than %d columns, which cannot be wrapped", Width)
			}
		}
	}
	w.lastHint(s)
	if strings.EqualFold(s.Title, "Questions") && len(s.Pool) < PoolSize {
		w.warn(s.Line, 0, "the pool has %d questions; with %d or more, each time asks others", len(s.Pool), PoolSize)
	}
	if _, _, isTranslation := course.TranslationOf(w.lesson.File); !isTranslation {
		w.places(s) // the places are those of the original
	}
}

// fewChoices is how many questions with choices can have the right one at the same place
// by chance.
const fewChoices = 2

// places names a pool that can be answered without being read.
func (w *reader) places(s *course.Step) {
	at, of := -1, 0
	for i := range s.Pool {
		right := slices.IndexFunc(s.Pool[i].Choices, func(c course.Choice) bool { return c.Right })
		switch {
		case right < 0: // a number, or something to point at
			continue
		case of > 0 && right != at:
			return
		}
		at, of = right, of+1
	}
	if of > fewChoices {
		w.warn(s.Line, 0, "the right one of the choices is number %d in all %d questions; students learn the place", at+1, of)
	}
}

// lastHint names a worked example that gives the solution away.
func (w *reader) lastHint(s *course.Step) {
	if len(s.Hints) == 0 || s.Solution == nil {
		return
	}
	hint := strings.ToLower(s.Hints[len(s.Hints)-1])
	for _, step := range s.Solution.Script.Steps {
		if step.Kind != transcript.SayLine {
			continue
		}
		address := strings.ToLower(smtp.ParseCommand(step.Octets).Path.Mailbox())
		if address != "" && strings.Contains(hint, address) {
			line := find(w.lesson, "hints:", s.Line)
			if at := find(w.lesson, s.Hints[len(s.Hints)-1], s.Line); at > 0 {
				line = at
			}
			w.found = append(w.found, w.lesson.Problem(line, 0, "the last hint has %s of the solution; it shows the same on other data", address))
			return
		}
	}
}
