package course

import (
	"slices"
	"strings"
)

// The fields of a translation: words only. What is checked stays in the English file.
type (
	frontWords struct {
		Title  value `yaml:"title"`
		Beyond value `yaml:"out-of-scope"`
	}
	stepWords struct {
		Goals    []goalWords `yaml:"goals"`
		Never    []sayWords  `yaml:"never"`
		Hints    []value     `yaml:"hints"`
		Mistakes []sayWords  `yaml:"mistakes"`
		Tip      value       `yaml:"tip"`
		Differs  value       `yaml:"differs"`
	}
	goalWords struct{ Say, Unmet value }
	sayWords  struct{ Say value }
	quizWords struct {
		Ask    value          `yaml:"ask"`
		Choice []choiceWords  `yaml:"choice"`
		Near   map[int]string `yaml:"near"`
		Pick   []value        `yaml:"pick"`
		Why    value          `yaml:"why"`
	}
	choiceWords struct{ Is, Why value }
)

// Translate returns a lesson with the words of a file beside it, "07-name.de.md": the
// same headings in the same order, and blocks that hold words only. What the file leaves
// out stays as it is in l, which is not changed. The error is as that of [Parse].
func (l *Lesson) Translate(name string, octets []byte) (*Lesson, error) {
	in := *l
	in.File, in.lines = name, nil
	_, in.Locale = nameOf(name)
	in.Steps = nil
	r := &reader{lesson: &in, words: l}
	if !r.open(octets) {
		return l, r.problems()
	}
	r.front()
	r.body()
	r.octets()
	r.paragraphs()
	if n := len(in.Steps); n < len(l.Steps) {
		r.fail(0, 0, "the translation has %d steps, the lesson %d; they have the same headings in the same order", n, len(l.Steps))
		in.Steps = append(in.Steps, l.Steps[n:]...)
	}
	for i := range in.Steps[:min(len(in.Steps), len(l.Steps))] {
		if in.Steps[i].Text == "" {
			in.Steps[i].Text = l.Steps[i].Text
		}
		r.work(&in.Steps[i])
	}
	if in.Intro == "" {
		in.Intro = l.Intro
	}
	return &in, r.problems()
}

// TranslationOf returns the name of the file that a file translates, and the language;
// false if it translates none.
func TranslationOf(file string) (original, locale string, ok bool) {
	if _, locale = nameOf(file); locale == "en" {
		return "", "", false
	}
	return strings.TrimSuffix(file, "."+locale+".md") + ".md", locale, true
}

// heading begins the step of a heading.
func (r *reader) heading(title string) Step {
	if r.words == nil {
		return Step{Title: title, Line: r.at + 1, Persona: r.lesson.Persona}
	}
	n := len(r.lesson.Steps)
	if n >= len(r.words.Steps) {
		r.fail(r.at+1, 0, "the lesson has %d steps; a translation has the same headings in the same order", len(r.words.Steps))
		return Step{Title: title, Line: r.at + 1}
	}
	s := r.words.Steps[n]
	s.Title, s.Text, s.Line = title, "", r.at+1
	return s
}

func (r *reader) decodeWords(b block, into any) bool {
	line, col, err := b.decode(into)
	if err == nil {
		return true
	}
	what := err.Error()
	if strings.HasPrefix(what, "unknown field") && !strings.Contains(what, "a comma ends") {
		field, _, _ := strings.Cut(what, ";")
		what = field + "; a translation has words only, the rest stays in the English file"
	}
	r.fail(b.line+line-1, col, "%s", what)
	return false
}

// instead returns the words of a translation, the old ones where it has none.
func instead(old string, v value) string {
	if v.text == "" {
		return old
	}
	return v.text
}

// fits reports whether a list of a translation is no longer than that of the lesson.
func (r *reader) fits(b block, what string, n, of int) bool {
	if n > of {
		r.fail(b.line, 0, "%s: %d; the lesson has %d", what, n, of)
	}
	return n <= of
}

func (r *reader) translateFront(b block) {
	var f frontWords
	if r.decodeWords(b, &f) {
		r.lesson.Title, r.lesson.Beyond = instead(r.lesson.Title, f.Title), instead(r.lesson.Beyond, f.Beyond)
	}
}

func (r *reader) translateStep(s *Step, b block) {
	var f stepWords
	if !r.decodeWords(b, &f) {
		return
	}
	s.Tip, s.Differs = instead(s.Tip, f.Tip), instead(s.Differs, f.Differs)
	s.Goals, s.Never, s.Mistakes, s.Hints = slices.Clone(s.Goals), slices.Clone(s.Never), slices.Clone(s.Mistakes), slices.Clone(s.Hints)
	if r.fits(b, "goals", len(f.Goals), len(s.Goals)) {
		for i, g := range f.Goals {
			s.Goals[i].Say = instead(s.Goals[i].Say, g.Say)
			if g.Unmet.text != "" {
				s.Goals[i].Unmet = r.phrase(b, g.Unmet)
			}
		}
	}
	if r.fits(b, "never", len(f.Never), len(s.Never)) {
		for i, n := range f.Never {
			s.Never[i].Say = instead(s.Never[i].Say, n.Say)
		}
	}
	if r.fits(b, "mistakes", len(f.Mistakes), len(s.Mistakes)) {
		for i, m := range f.Mistakes {
			s.Mistakes[i].Say = instead(s.Mistakes[i].Say, m.Say)
		}
	}
	if r.fits(b, "hints", len(f.Hints), len(s.Hints)) {
		for i, h := range f.Hints {
			s.Hints[i] = instead(s.Hints[i], h)
		}
	}
}

func (r *reader) translateQuiz(s *Step, b block) {
	var f []quizWords
	if !r.decodeWords(b, &f) || !r.fits(b, "questions", len(f), len(s.Pool)) {
		return
	}
	s.Pool = slices.Clone(s.Pool)
	for i, w := range f {
		q := &s.Pool[i]
		q.Ask, q.Why = instead(q.Ask, w.Ask), instead(q.Why, w.Why)
		if r.fits(b, "choices", len(w.Choice), len(q.Choices)) {
			q.Choices = slices.Clone(q.Choices)
			for k, c := range w.Choice {
				q.Choices[k].Is, q.Choices[k].Why = instead(q.Choices[k].Is, c.Is), instead(q.Choices[k].Why, c.Why)
			}
		}
		if r.fits(b, "things to pick", len(w.Pick), len(q.Pick)) {
			q.Pick = slices.Clone(q.Pick)
			for k, p := range w.Pick {
				q.Pick[k] = instead(q.Pick[k], p)
			}
		}
		near := map[int]string{}
		for n, words := range q.Near {
			near[n] = instead(words, value{text: w.Near[n]})
		}
		for n, words := range w.Near {
			if _, ok := near[n]; !ok || unprintable(words) >= 0 {
				r.fail(b.line, 0, "near: %d; the lesson has no words for it, or these cannot be printed", n)
			}
		}
		q.Near = near
	}
}
