package smtp

import "testing"

func TestPrintableLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		`:raw "NOOP\r\n"`:  `:raw "NOOP\r\n"`,
		`a\\b`:             `a\\b`,
		"grüße":            "grüße",
		"\x1b[2J":          `\x1b[2J`,
		"a\\b\x07":         `a\\b\x07`,
		"one\ntwo":         `one\x0atwo`,
		"a\u202eb":         `a\u{202e}b`,
		"\xff":             `\xff`,
		"no\u00a0blank \\": `no\u{a0}blank \\`,
	} {
		if got := PrintableLine(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
