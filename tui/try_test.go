package tui

import (
	"testing"
	"time"
)

func TestTryFromACard(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).press("esc", "up", "up", "enter").sees("Card", "Tab tries this at the prompt · 1 of", "› MAIL FROM:<bob@example.org> SIZE=500", "SIZE enables SIZE at MAIL")
		p.press("tab").typed("MAIL FROM:<bob@example.org> SIZE=500").sees("Card", "2 of", "RFC: 503").press("tab").typed("MAIL FROM:<bob@example.org> BODY=8BITMIME")
		p.press("esc").sees("Session").typed("MAIL FROM:<bob@example.org> BODY=8BITMIME").press("enter").sees("503")
	})
}

func TestTryAgainKeepsWhatIsTyped(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says("EHLO client.example", "RCTP TO:<alice@example.com>").types("half").press("esc", "t").sees("› RCPT TO:<alice@example.com>").typed("half")
		p.press("t").typed("RCPT TO:<alice@example.com>").sees("Ctrl+Y brings back").press("ctrl+u", "ctrl+y").typed("RCPT TO:<alice@example.com>")
	})
}

// A card at the prompt; the message text takes no examples.
func TestTryOnlyCommands(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says("EHLO client.example", ":card").sees("Tab try it").press("tab").typed("MAIL FROM:<> SIZE=500").press("ctrl+u", "esc")
		p.says("MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA", ":card").misses("Tab try", "Tab tries").press("tab").typed("").sees("a line can be tried where the server takes a command").press("esc")
		p.says(".", "NOOP").press("esc", "home", "t", "t").typed("EHLO client.example")
	})
}

// Where an answer or a guess is asked for, a card offers nothing to try.
func TestNothingToTryAtAQuestion(t *testing.T) {
	learns(t, 120, 36, "party", func(p *person) {
		p.says(":skip", "EHLO client.example", ":skip").waits(time.Second).sees("type the number")
		p.says(":card").sees("Card", "EHLO: say who you are").misses("Tab tries", "Tab try it").whole()
	})
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example", ":predict on", "NOOP", ":card").sees("Card").misses("Tab tries", "Tab try it").whole()
	})
}

func TestTextLineHasItsLanes(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("DATA", "..dots").press("esc", "enter").sees("typed        ..dots␍␊", "wire         ...dots␍␊", "would store  ..dots␍␊").press("esc", "esc")
		p.says(".").press("esc", "up", "enter").sees("stored  ..dots␍␊").press("esc", "esc")
	})
}
