package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// What a card tells does not stand beside it as well; what is said next is explained
// as ever.
func TestCardIsNotRepeated(t *testing.T) {
	const beside, meaning = "The card tells it all", "Two things the rule asks for"
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example").says(":card").sees("Card", beside)
		p.says("MAIL FROM: bob@example.org").sees(meaning).misses(beside)
		p.says(":card").sees(beside).press("esc").sees(meaning).misses(beside)
	})
}

// A flag is not broken, so that it can be read and copied; other words are.
func TestFlagsStayWhole(t *testing.T) {
	for text, want := range map[string]string{
		"before --tls-min names it":  "before|--tls-min|names it",
		"ask --pin and --insecure":   "ask --pin|and|--insecure",
		"the reverse-path and (--ca": "the reverse-|path and|(--ca",
		"`--tls-max 1` and a--b":     "--tls-max 1|and a--b",
	} {
		if rows := wrapped(text, 12); ansi.Strip(strings.Join(rows, "|")) != want {
			t.Errorf("%q", rows)
		}
		if rows := proseRows(strings.ReplaceAll(text, "`", ""), 11); strings.Contains(strings.Join(rows, "|"), "-|-") || strings.Contains(strings.Join(rows, "|"), "tls-|") {
			t.Errorf("%q", rows)
		}
	}
}

// TestDigitsStayWhole: what a digit means is not cut in a narrow sidebar.
func TestDigitsStayWhole(t *testing.T) {
	for row, want := range map[string]string{
		"550 5.1.1":                        "550 5.1.1",
		"└ 5: no; do not repeat unchanged": "└ 5: no; do not|     repeat|     unchanged",
		"││└ 1: arguments not understood":  "││└ 1: arguments|││     not|││     understood",
		"│││ └ no such mailbox here":       "│││ └ no such|│││   mailbox here",
	} {
		if got := strings.Join(digitRows(row, 18), "|"); got != want {
			t.Errorf("%q\nwant %q", got, want)
		}
	}
	sit(t, 80, 24, func(p *person) { p.says("EHLO").sees("└ 5: no; do not repeat", "unchanged") })
}
