package course

import (
	"strings"
	"testing"
	"testing/fstest"
)

const english = "---\ntitle: Greeting\nminutes: 5\nout-of-scope: all else\n---\nIntro\n\n## One\n\nText\n\n```step\ncore: true\ngoals:\n  - say: x\n    when: closed == \"server\"\n    unmet: not yet\nhints: [one, two]\ntip: notice\nsolution: |\n  C: QUIT\n```\n\n## Questions\n\n```quiz\n- ask: how many\n  number: 2\n  near: {3: close}\n  why: so\n- ask: which\n  choice:\n    - {is: a, right: true, why: yes}\n    - {is: b, why: no}\n```\n"

const german = "---\ntitle: Begrüßung\n---\n\n## Eins\n\n```step\ngoals:\n  - unmet: noch {{count(events)}} nicht\nhints: [eins]\n```\n\n## Fragen\n\nViel Glück\n\n```quiz\n- ask: wie viele\n  near: {3: knapp}\n- choice:\n    - why: ja\n```\n"

// TestTranslation: words are replaced, what is missing stays English, and what is
// checked is the same.
func TestTranslation(t *testing.T) {
	folder := fstest.MapFS{
		"01-greeting.md":    {Data: []byte(english)},
		"01-greeting.de.md": {Data: []byte(german)},
		"01-greeting.fr.md": {Data: []byte("---\ntitle: Accueil\n---\n")},
		"notes.txt":         {Data: []byte("no lesson")},
	}
	c, err := Open(folder, "de")
	if err != nil {
		t.Fatal(err)
	}
	if h := c.Lessons[0]; len(c.Lessons) != 1 || h.Title != "Begrüßung" || strings.Join(h.Locales, " ") != "de fr" || h.Minutes != 5 {
		t.Errorf("the list says %+v", c.Lessons)
	}
	l, err := c.Lesson("greeting")
	if err != nil {
		t.Fatal(err)
	}
	one, questions := l.Steps[0], l.Steps[1]
	if l.Locale != "de" || l.Intro != "Intro" || l.Beyond != "all else" || one.Title != "Eins" || one.Text != "Text" || !one.Core {
		t.Errorf("%+v", l)
	}
	if g := one.Goals[0]; g.Say != "x" || g.When.Source != `closed == "server"` || g.Unmet.words[0] != "noch " {
		t.Errorf("goal %+v", g)
	}
	if strings.Join(one.Hints, " ") != "eins two" || one.Tip != "notice" || questions.Text != "Viel Glück" {
		t.Errorf("hints %q, tip %q", one.Hints, one.Tip)
	}
	q := questions.Pool
	if q[0].Ask != "wie viele" || *q[0].Number != 2 || q[0].Near[3] != "knapp" || q[0].Why != "so" || q[1].Choices[0].Why != "ja" || !q[1].Choices[0].Right || q[1].Choices[1].Why != "no" {
		t.Errorf("questions %+v", q)
	}
	c, _ = Open(folder, "en")
	if l, err = c.Lesson("1"); err != nil || l.Steps[0].Hints[0] != "one" || c.Lessons[0].Title != "Greeting" {
		t.Errorf("the English lesson was changed: %v %+v", err, l)
	}
}

// TestTranslationHasWordsOnly: what would touch a check is a problem, at its line.
func TestTranslationHasWordsOnly(t *testing.T) {
	lesson, err := Parse("01-greeting.md", []byte(english))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"---\n{}\n---\n## A\n## B\n## C\n":                                        "01-greeting.de.md:6: the lesson has 2 steps; a translation has the same headings in the same order",
		"---\n{}\n---\n## A\n":                                                    "01-greeting.de.md: the translation has 1 steps, the lesson 2; they have the same headings in the same order",
		"---\nminutes: 9\n---\n## A\n## B\n":                                      `01-greeting.de.md:2:1: unknown field "minutes"; a translation has words only, the rest stays in the English file`,
		"---\n{}\n---\n## A\n```step\ngoals:\n  - when: 'true'\n```\n## B\n":      `01-greeting.de.md:7:5: unknown field "when"; a translation has words only, the rest stays in the English file`,
		"---\n{}\n---\n## A\n```step\nsolution: x\n```\n## B\n":                   `01-greeting.de.md:6:1: unknown field "solution"; a translation has words only, the rest stays in the English file`,
		"---\n{}\n---\n## A\n```step\nworked: x\n```\n## B\n":                     `01-greeting.de.md:6:1: unknown field "worked"; a translation has words only, the rest stays in the English file`,
		"---\n{}\n---\n## A\n```step\nhints: [a, b, c]\n```\n## B\n":              "01-greeting.de.md:6: hints: 3; the lesson has 2",
		"---\n{}\n---\n## A\n```step\ngoals: [{unmet: '{{now()}}'}]\n```\n## B\n": "",
		"---\n{}\n---\n## A\n## B\n```quiz\n- answer: 2\n```\n":                   `01-greeting.de.md:7:3: unknown field "answer"; a translation has words only, the rest stays in the English file`,
		"---\n{}\n---\n## A\n## B\n```quiz\n- {why: one, and the other}\n```\n":   `01-greeting.de.md:7:14: unknown field "and the other"; within {…} a comma ends a text: put the text in '…'`,
		"---\n{}\n---\n## A\n## B\x1b\n":                                          "01-greeting.de.md:5:5: an octet that cannot be printed; a fragment writes it as C\"…\"",
	} {
		_, err := lesson.Translate("01-greeting.de.md", []byte(text))
		if found := Problems(err); len(found) != 1 || want != "" && found[0].Error() != want {
			t.Errorf("%q:\ngot  %v\nwant %s", text, found, want)
		}
	}
}

func TestTranslationOf(t *testing.T) {
	if of, locale, ok := TranslationOf("x/07-several.de.md"); of != "x/07-several.md" || locale != "de" || !ok {
		t.Errorf("%s %s %t", of, locale, ok)
	}
	if _, _, ok := TranslationOf("x/07-several.md"); ok {
		t.Error("the English file translates nothing")
	}
}
