package tui

import (
	"strings"
	"testing"
)

// marked is the row with the sign of what is looked back at.
func (p *person) marked() string {
	for row := range strings.Lines(p.screen()) {
		if _, after, ok := strings.Cut(row, "▸"); ok {
			text, _, _ := strings.Cut(after, "│")
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// looksAt demands which row is looked back at.
func (p *person) looksAt(want string) *person {
	p.t.Helper()
	if got := p.marked(); got != want {
		p.t.Errorf("looking back at %q, want %q\n%s", got, want, p.screen())
	}
	return p
}

func TestLookBack(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("RCPT TO:<zoe@example.com>").types("DA")
		p.press("esc").looksAt("C RCPT TO:<zoe@example.com>").sees("refused", "DA")
		p.press("up").looksAt("C RCPT TO:<alice@example.com>").press("k").looksAt("C MAIL FROM:<bob@example.org>")
		p.sees("sender named").press("j", "down", "down").looksAt("C RCPT TO:<zoe@example.com>")
		p.press("home").looksAt("S 220 smtp.example.com ESMTP ehlo").sees("The greeting").press("end").looksAt("C RCPT TO:<zoe@example.com>")
		p.press("tab").typed("DA").press("esc").looksAt("").typed("DA").press("shift+tab").looksAt("C RCPT TO:<zoe@example.com>")
		p.press("shift+tab").types("T").typed("DAT")
	})
}

// A command of ehlo's begins at the prompt, also where its letters are keys.
func TestLookBackColon(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("NOOP").press("esc").types(":text").misses("looking back").typed(":text").press("ctrl+u")
		p.press("esc", "enter").sees("Card").types(":text").misses("Card").typed(":text").press("ctrl+u")
		p.types("DA").press("esc").types(":").typed(":").press("backspace", "ctrl+y").typed("DA")
	})
}

// Who types means the prompt: the first letter is not lost, and nor is what was half
// typed. Letters that are keys stay keys.
func TestLookBackTyping(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("NOOP").press("esc").types("RSET").looksAt("").typed("RSET").press("enter").sees("C RSET")
		p.types("NO").press("esc").types("O").misses("looking back").types("P").typed("NOOP").press("ctrl+u")
		p.press("esc", "enter").sees("Card").types("Q").misses("Card").typed("Q").press("ctrl+u")
		p.press("esc").types("k").looksAt("C NOOP").press("tab").looksAt("C NOOP").types(" ").looksAt("").typed(" ")
	})
}

// A line that nobody could be sent is not in the way of a command of ehlo's.
func TestUnsentLineAndColon(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("QUIT").sees("Closed").says("NOOP").typed("NOOP").types(":").sees("Ctrl+Y puts it back").types("reconnect").typed(":reconnect")
		p.press("enter").typed("").press("ctrl+y").typed("NOOP")
	})
	sit(t, 80, 24, func(p *person) {
		p.says("QUIT").types("MAIL FROM:<").typed("MAIL FROM:<") // it was typed since
	})
}

func TestLookBackUnfoldsTheReply(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example").sees("250-PIPELINING").says("NOOP").misses("250-PIPELINING").sees("250 +7")
		p.press("esc", "up").sees("250-PIPELINING").press("esc").misses("250-PIPELINING")
	})
}

func TestLookBackSheets(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example", "NOOP").types("x").press("esc", "enter").sees("Card", "NOOP: ask")
		p.press("k").sees("EHLO: say who you are", "Card").press("b").sees("Octets", "45 48 4c 4f")
		p.press("esc").looksAt("C EHLO client.example").press("esc").typed("x")
	})
}

func TestLookBackCopies(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("NOOP").press("esc")
		p.m.backCopy()
		if got, want := p.m.yanked, "C: NOOP\nS: 250 2.0.0 Ok"; got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
		p.sees("copied").press("y").sees("copied").press("up").misses("copied")
	})
}

// Looking back shows the line that is looked at, however much was answered to it.
func TestLookBackAtALongReply(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says("HELP", "NOOP").press("esc", "up").looksAt("C HELP")
		p.send(sizeOf(60, 14)).looksAt("C HELP").whole()
	})
}

func TestNewEventsDoNotMoveWhatIsScrolled(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		for range 20 {
			p.says("NOOP")
		}
		p.press("pgup")
		before := p.screen()
		p.desk.Enter("NOOP")
		p.settle()
		p.waits(0)
		if got := p.screen(); got != before {
			t.Errorf("the session moved from\n%s\nto\n%s", before, got)
		}
	})
}
