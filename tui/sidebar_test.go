package tui

import "testing"

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
