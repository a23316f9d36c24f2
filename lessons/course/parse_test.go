package course

import (
	"fmt"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

// stepLesson returns a lesson whose only step has the block.
func stepLesson(block string) string {
	return "---\ntitle: T\n---\nIntro\n\n## One\n\nText\n\n```step\n" + block + "```\n"
}

// goalAt is the line at which the block of [stepLesson] begins.
const goalAt = 11

const rest = `    unmet: not yet
hints: [one, two]
solution: |
  C: NOOP
  S: 250
`

// TestProblems: what is wrong is named at its line and column, and nothing else is.
func TestProblems(t *testing.T) {
	goal := func(when string) string { return stepLesson("goals:\n  - say: x\n    when: " + when + "\n" + rest) }
	for _, c := range []struct {
		name, text string
		line, col  int
		what       string
	}{
		{"no dashes", "title: T\n## One\n", 1, 0, "three dashes"},
		{"no end of the front", "---\ntitle: T\n", 1, 0, "has no end"},
		{"no title", "---\nminutes: 3\n---\n## One\n", 2, 0, "no title"},
		{"minutes", "---\ntitle: T\nminutes: 300\n---\n## One\n", 2, 0, "1 to 90"},
		{"minutes in words", "---\ntitle: T\nminutes: ten\n---\n## One\n", 3, 10, "a number"},
		{"no step", "---\ntitle: T\n---\nwords\n", 0, 0, "no step"},
		{"front field", "---\ntitle: T\ncolour: red\n---\n## One\n", 3, 1, `unknown field "colour"`},
		{"field", stepLesson("core: true\ngaols: []\n"), goalAt + 1, 1, `unknown field "gaols"`},
		{"goal field", stepLesson("goals:\n  - say: x\n    wen: true\n"), goalAt + 2, 5, `unknown field "wen"`},
		{"bool", stepLesson("core: maybe\n"), goalAt, 7, "true or false"},
		{"list", stepLesson("hints: one\n"), goalAt, 8, "a list stands here"},
		{"text", stepLesson("tip: [a]\n"), goalAt, 6, "a text stands here"},
		{"twice", stepLesson("core: true\ncore: false\n"), goalAt + 1, 1, "already defined"},
		{"anchor", stepLesson("tip: &a x\ndiffers: *a\n"), goalAt, 0, "anchors"},
		{"tag", stepLesson("tip: !!binary aGk=\n"), goalAt, 0, "anchors"},
		{"merge", stepLesson("<<: {a: b}\n"), goalAt, 0, "anchors"},
		{"deep", stepLesson("tip: " + strings.Repeat("[", 17) + strings.Repeat("]", 17) + "\n"), goalAt, 0, "deep"},
		{"deep lines", stepLesson(ladder(17)), goalAt + 16, 0, "deep"},
		{"deep dashes", stepLesson("hints:\n" + strings.Repeat("- ", 17) + "x\n"), goalAt + 1, 0, "deep"},
		{"block", stepLesson("tip: " + strings.Repeat("x ", BlockLimit/2) + "\n"), goalAt, 0, "octets"},
		{"paragraph", "---\ntitle: T\n---\n" + strings.Repeat("word word\n", 500) + "\n## One\n", 413, 0, "paragraph"},
		{"eol", stepLesson("eol: lfcr\n"), goalAt, 6, "there are crlf, lf"},
		{"eol in quotes", stepLesson(`eol: "lfcr"` + "\n"), goalAt, 7, "there are crlf, lf"},
		{"block before steps", "---\ntitle: T\n---\n```step\ncore: true\n```\n## One\n", 4, 0, "before the first step"},
		{"open block", "---\ntitle: T\n---\n## One\n```step\ncore: true\n", 5, 0, "no end"},
		{"no unmet", stepLesson("goals:\n  - say: x\n    when: closed == \"\"\nhints: [one, two]\nsolution: \"C: NOOP\"\n"), goalAt + 2, 0, "without unmet"},
		{"no when", stepLesson("goals:\n  - say: x\n" + rest), 6, 0, "without when"},
		{"no say", stepLesson("goals:\n  - when: closed == \"\"\n" + rest), goalAt + 1, 0, "without say"},
		{"mistake", stepLesson("mistakes:\n  - say: x\n"), 6, 0, "mistake without"},
		{"never", stepLesson("never:\n  - when: closed == \"\"\n"), 6, 0, "never without"},
		{"one hint", stepLesson("goals:\n  - say: x\n    when: closed == \"\"\n    unmet: y\nhints: [a]\nsolution: \"C: NOOP\"\n"), 6, 0, "1 hints"},
		{"no solution", stepLesson("goals:\n  - say: x\n    when: closed == \"\"\n    unmet: y\nhints: [a, b]\n"), 6, 0, "no solution"},
		{"solution", stepLesson("tip: x\nsolution: |\n  C: NOOP\n  X: 250\n"), goalAt + 3, 0, ""},
		{"ask", stepLesson("ask: 3\n"), 6, 0, "ask: 3"},

		{"comma in a text", stepLesson("goals:\n  - {say: x, when: closed == \"\", unmet: one, and the other}\n"), goalAt + 1, 0, "within {…} a comma ends a text"},
		{"comment", goal(`any(state.offers, # == "SIZE")`), goalAt + 2, 0, `behind " #" YAML reads a comment`},
		{"no comment", goal(`'any(state.offers, # = "SIZE")'`), goalAt + 2, 0, `unexpected token`},

		{"name", goal(`cout(events) > 1`), goalAt + 2, 11, "unknown name cout"},
		{"name further on", goal(`closed == "" && cout(events) > 1`), goalAt + 2, 27, "unknown name cout"},
		{"type", goal(`closed == 1`), goalAt + 2, 18, "mismatched types"},
		{"no bool", goal(`count(events)`), goalAt + 2, 11, "expected bool"},
		{"field of an event", goal(`last.cod == 1`), goalAt + 2, 16, "cod"},
		{"syntax", goal(`count(events >= 1`), goalAt + 2, 0, ""},
		{"single quotes", goal(`'closed == '''' && cout(events) > 1'`), goalAt + 2, 0, ""},
		{"double quotes", goal(`"closed == \"\" && cout(events) > 1"`), goalAt + 2, 30, "unknown name cout"},
		{"unicode", goal(`"closed == \"ü\" && cout(events) > 1"`), goalAt + 2, 32, "unknown name cout"},
		{"coded", goal(`"closed == \"\u00fc\x41\" && cout(events) > 1"`), goalAt + 2, 40, "unknown name cout"},
		{"literal", goal("|\n      closed == \"\" &&\n      cout(events) > 1"), goalAt + 4, 7, "unknown name cout"},
		{"folded", goal(">-\n      closed == \"\" &&\n      cout(events) > 1"), goalAt + 4, 7, "unknown name cout"},
		{"plain lines", goal("closed == \"\" &&\n      cout(events) > 1"), goalAt + 3, 7, "unknown name cout"},
		{"flow", stepLesson("goals: [{say: ü, when: cout(events) > 1, unmet: x}]\nhints: [a, b]\nsolution: \"C: NOOP\"\n"), goalAt, 25, "unknown name cout"},
		{"unmet", stepLesson("goals:\n  - say: x\n    when: closed == \"c\"\n    unmet: so {{1}} and {{cout(events)}}\nhints: [a, b]\nsolution: \"C: NOOP\"\n"), goalAt + 3, 27, "unknown name cout"},
		{"unmet open", stepLesson("goals:\n  - say: x\n    when: closed == \"c\"\n    unmet: so {{1\nhints: [a, b]\nsolution: \"C: NOOP\"\n"), goalAt + 3, 17, "without }}"},
		{"unmet list", stepLesson("goals:\n  - say: x\n    when: closed == \"c\"\n    unmet: so {{events}}\nhints: [a, b]\nsolution: \"C: NOOP\"\n"), goalAt + 3, 17, "a list cannot be said"},

		{"escape in the text", "---\ntitle: T\n---\nred \x1b[31m\n## One\n", 4, 5, "cannot be printed"},
		{"bidi in the title", "---\ntitle: T\u202e\n---\n## One\n", 2, 8, "cannot be printed"},
		{"no UTF-8", "---\ntitle: T\n---\n## One\xff\n", 4, 7, "cannot be printed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("07-x.md", []byte(c.text))
			found := Problems(err)
			if len(found) == 0 {
				t.Fatal("no problem")
			}
			p := found[0]
			if p.Line != c.line || c.col > 0 && p.Col != c.col || !strings.Contains(p.What, c.what) {
				t.Errorf("%s, want %d:%d %q\n%s", p, c.line, c.col, c.what, p.Detail())
			}
		})
	}
}

func ladder(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i))
	}
	return b.String()
}

// TestBoundsAdmit: what is just within the bounds is a lesson.
func TestBoundsAdmit(t *testing.T) {
	for name, text := range map[string]string{
		"block":              stepLesson("tip: " + strings.Repeat("x ", (BlockLimit-6)/2) + "\n"),
		"paragraph":          "---\ntitle: T\n---\n" + strings.Repeat("word word\n", ParagraphLimit/10) + "\n## One\n",
		"code in a fragment": stepLesson("solution: |\n  C: DATA\n  S: 354\n  C: [[[[[[[[ { { - - - -\n  C\"\\x1b[31m\\r\\n\"\n  C: .\n  S: 250\n"),
		"size":               "---\ntitle: T\n---\n## One\n" + strings.Repeat(strings.Repeat("x", 1023)+"\n\n", 200),
		"crlf":               strings.ReplaceAll(stepLesson("core: true\n"), "\n", "\r\n"),
		"bom":                "\ufeff" + stepLesson("core: true\n"),
	} {
		if _, err := Parse("07-x.md", []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l, err := Parse("07-x.md", make([]byte, LessonLimit+1)); l != nil || len(Problems(err)) != 1 {
		t.Errorf("a file that is too long: %v, %v", l, err)
	}
}

// TestEscapesInEveryField: no field of a block takes what a terminal would obey.
func TestEscapesInEveryField(t *testing.T) {
	const esc = `"\x1b[31m"`
	for _, field := range []string{
		"tip: %s", "differs: %s", "hints: [%s, b]", "persona: %s", "aid: %s", "solution: %s", "worked: %s",
		"goals: [{say: %s, when: 'false', unmet: x}]", "goals: [{say: x, when: %s, unmet: x}]", "goals: [{say: x, when: 'false', unmet: %s}]",
		"never: [{when: 'false', say: %s}]", "mistakes: [{when: 'false', say: %s}]",
	} {
		text := stepLesson(fmt.Sprintf(field, esc) + "\n")
		found := Problems(second(Parse("07-x.md", []byte(text))))
		if len(found) == 0 || !strings.Contains(found[0].What, "cannot be printed") || found[0].Line != goalAt {
			t.Errorf("%s: %v", field, found)
		}
	}
	for _, field := range []string{
		"ask: %s", "choice: [{is: %s, why: x}]", "choice: [{is: x, why: %s}]", "near: {1: %s}", "pick: [%s]", "why: %s",
	} {
		text := "---\ntitle: T\n---\n## One\n```quiz\n- " + fmt.Sprintf(field, esc) + "\n```\n"
		found := Problems(second(Parse("07-x.md", []byte(text))))
		if len(found) == 0 || !strings.Contains(found[0].What, "cannot be printed") {
			t.Errorf("%s: %v", field, found)
		}
	}
}

func second[A, B any](_ A, b B) B { return b }

// TestQuestionsAreComplete: a question that cannot be asked is named at its line.
func TestQuestionsAreComplete(t *testing.T) {
	for block, what := range map[string]string{
		"- choice: [{is: a, right: true, why: b}]":            "without ask",
		"- {ask: q, why: w}":                                  "this has 0",
		"- {ask: q, number: 1, pick: [a], answer: 1, why: w}": "this has 2",
		"- {ask: q, choice: [{is: a, why: b}]}":               "no choice is right",
		"- {ask: q, choice: [{is: a, right: true}]}":          "has no why",
		"- {ask: q, number: 1}":                               "has no why",
		"- {ask: q, pick: [a, b], answer: 3, why: w}":         "answer: 3",
	} {
		text := "---\ntitle: T\n---\n## One\n```quiz\n" + block + "\n```\n"
		found := Problems(second(Parse("07-x.md", []byte(text))))
		if len(found) == 0 || !strings.Contains(found[0].What, what) || found[0].Line != 6 {
			t.Errorf("%s: %v", block, found)
		}
	}
}

// FuzzLesson: a lesson can come from anybody.
func FuzzLesson(f *testing.F) {
	f.Add(stepLesson("goals:\n  - say: x\n    when: 'cout(events) > 1'\n" + rest))
	f.Add(stepLesson("tip: \"\\u00fc\\x1b\"\nhints: >\n  a\n\n  b\nsolution: |\n  C: X\n"))
	f.Add("---\ntitle: T\n---\n## One\n```quiz\n- ask: x\n  near: {1: a}\n  pick: [a]\n```\n")
	f.Add("---\n\x1b: [\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse("07-x.md", []byte(text))
		lines := strings.Count(text, "\n") + 1
		for _, p := range Problems(err) {
			if p.Line < 0 || p.Line > lines || p.Col < 0 || p.Col > len(p.Source)+1 {
				t.Fatalf("%s lies outside of the file", p)
			}
			for line := range strings.SplitSeq(p.Detail(), "\n") {
				if unprintable(line) >= 0 {
					t.Fatalf("%q cannot be printed", smtp.Printable([]byte(line)))
				}
			}
		}
		if l != nil && err == nil {
			if same, err := l.Translate("07-x.de.md", []byte(text)); same == nil && err == nil {
				t.Fatal("neither a lesson nor a problem")
			}
			for i := range l.Steps {
				l.Steps[i].Kind()
			}
		}
	})
}
