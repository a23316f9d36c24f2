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
