package page

import (
	"strings"
	"testing"
	"unicode/utf8"

	"ehlo/lessons/course"
)

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, in string
		width    int
		want     []string
	}{
		{"nothing", "", 20, nil},
		{"a paragraph", "One two three\nfour five.", 12, []string{"One two", "three four", "five."}},
		{"two", "One.\n\nTwo.", 20, []string{"One.", "", "Two."}},
		{"a heading", "# One *two*\n\nthree", 20, []string{"One two", "", "three"}},
		{"code stays whole", "Say `MAIL FROM:<b@e.org>` now", 22, []string{"Say", "MAIL FROM:<b@e.org>", "now"}},
		{"words without a blank stay on a row", "Say (MAIL FROM:**<b@e.org>**) now", 18, []string{"Say (MAIL", "FROM:<b@e.org>)", "now"}},
		{"what belongs to a word goes with it", "Send to the list **team**.", 21, []string{"Send to the list", "team."}},
		{"no blank before a full stop", "Say **EHLO**. Then `QUIT`.", 40, []string{"Say EHLO. Then QUIT."}},
		{"an address is no link", "MAIL FROM:<bob@example.org>", 40, []string{"MAIL FROM:<bob@example.org>"}},
		{"what looks like HTML", "RCPT TO:<b> here", 40, []string{"RCPT TO:<b> here"}},
		{"a list", "- one two three\n- four", 9, []string{"- one two", "  three", "- four"}},
		{"numbers", "3. three\n4. four", 20, []string{"3. three", "4. four"}},
		{"a loose list", "- one\n\n- two", 20, []string{"- one", "", "- two"}},
		{"a list in a list", "- one\n  - two\n- three", 20, []string{"- one", "  - two", "- three"}},
		{"code", "Octets:\n\n    0D 0A\n    2E", 20, []string{"Octets:", "", "  0D 0A", "  2E"}},
		{"fenced", "```\na\tb\n```", 20, []string{"  a    b"}},
		{"a quotation", "> one two\n> three", 9, []string{"│ one two", "│ three"}},
		{"escapes", `\*no\* &lt;b&gt;`, 20, []string{"*no* <b>"}},
		{"a backslash", "`:raw \"\\r\\n\"`", 20, []string{`:raw "\r\n"`}},
		{"hostile", "a\x1b[2Jb\u202ec", 60, []string{`a\x1b[2Jb\u{202e}c`}},
		{"hostile code", "`\x1b]0;x\x07`", 60, []string{`\x1b]0;x\x07`}},
		{"hostile entity", "&#27;[2J &#x202e;x", 60, []string{`\x1b[2J \u{202e}x`}},
		{"a long word", "abcdefghijklmnop", 8, []string{"abcdefgh", "ijklmnop"}},
		{"wide", "日本語日本語", 8, []string{"日本語日", "本語"}},
		{"a hard break", "one\\\ntwo", 20, []string{"one", "two"}},
		{"a link", "[the RFC](https://example.org)", 40, []string{"the RFC"}},
	} {
		if got := Lines(c.in, c.width); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwanted:\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"*no operation*, `550`\n":           "no operation, 550",
		"One.\n\nTwo **three**\nfour.":      "One. Two three four.",
		strings.Repeat("long ", 300) + "\n": strings.TrimSpace(strings.Repeat("long ", 300)),
	} {
		if got := Line(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestStyles(t *testing.T) {
	rows := Rows("Say **EHLO** and `QUIT`.", 40)
	want := Row{{"Say", Plain}, {" ", Plain}, {"EHLO", Strong}, {" ", Plain}, {"and", Plain}, {" ", Plain}, {"QUIT", Code}, {".", Plain}}
	if len(rows) != 1 || len(rows[0]) != len(want) {
		t.Fatalf("%+v", rows)
	}
	for i, s := range rows[0] {
		if s != want[i] {
			t.Errorf("span %d is %+v, wanted %+v", i, s, want[i])
		}
	}
}

// Every text of the course is set within its width, and nothing of it gets lost.
func TestCourseIsSet(t *testing.T) {
	c, err := course.Open(course.Included(), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range c.Lessons {
		l, err := c.Lesson(h.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range l.Steps {
			for _, width := range []int{24, 40, 72} {
				for _, r := range Rows(s.Text, width) {
					if n := wide(r.String()); n > width {
						t.Errorf("%s, %s: %d columns of %d: %s", h.Name, s.Title, n, width, r)
					}
				}
			}
		}
	}
}

// What is slow to read as Markdown is not read so.
func TestHostilePages(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("[", 60_000), strings.Repeat("*a ", 20_000), strings.Repeat("> ", 30_000), strings.Repeat("`", 1<<20),
		strings.Repeat("[a](", 1000), strings.Repeat("*_", 2000), strings.Repeat("- ", 2000) + "x", strings.Repeat("> ", 2000) + "x",
		strings.Repeat("&#27;\n\n", 9000), "\xff\xfe", strings.Repeat("<", 4000),
	} {
		for _, line := range Lines(in, 40) {
			if !utf8.ValidString(line) || strings.ContainsRune(line, 0x1b) {
				t.Errorf("%.20q gives %q", in, line)
			}
		}
	}
}
