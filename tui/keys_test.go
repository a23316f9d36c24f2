package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"ehlo/transcript"
)

// line is what stands at the prompt.
func (p *person) line() string { return p.m.prompt.value() }

// typed demands what stands at the prompt.
func (p *person) typed(want string) *person {
	p.t.Helper()
	if p.line() != want {
		p.t.Errorf("the prompt holds %q, want %q", p.line(), want)
	}
	return p
}

// sent is what the client has said so far, one line each.
func (p *person) sent() string {
	var b strings.Builder
	tape := p.desk.Tape()
	for i := range tape.Len() {
		if e := tape.At(i); e.Who == transcript.Client {
			b.Write(e.Octets)
		}
	}
	return b.String()
}

// hasSent demands what the client has said.
func (p *person) hasSent(want string) *person {
	p.t.Helper()
	if got := p.sent(); got != want {
		p.t.Errorf("sent %q, want %q", got, want)
	}
	return p
}

func TestEmptyLineSendsNothing(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.press("enter", "enter").hasSent("")
		p.says(`:raw "\r\n"`).hasSent("\r\n").sees("(an empty line)", "500 5.5.2")
	})
}

func TestSuggestion(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.sees("EHLO client.example").typed("").press("tab").typed("EHLO client.example")
		p.press("ctrl+u").types("eh").press("right").typed("ehLO client.example")
		p.press("home").press("right").types("X").typed("eXhLO client.example")
		p.press("ctrl+e", "ctrl+u").types("EHLX").press("tab").typed("EHLO").press("tab").typed("EHLO client.example")
		p.press("enter").says("MAIL FROM:<bob@example.org>", "RSET").types("mail").press("tab").typed("mail FROM:<bob@example.org>")
	})
}

func TestRefusedAddressIsNotSuggested(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says(upToRcpt...).says("RCPT TO:<zoe@example.com>", "RSET", "MAIL FROM:<bob@example.org>")
		p.types("RCPT").press("tab").typed("RCPT TO:<alice@example.com>")
	})
}

func TestTabInTextIsATab(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says(upToRcpt...).says("DATA").types("a").press("tab").types("b").typed("a\tb").sees("│ a␉b").press("enter").sees("C │ a␉b")
		if !strings.HasSuffix(p.sent(), "a\tb\r\n") {
			t.Errorf("sent %q", p.sent())
		}
	})
}

func TestHistory(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says("EHLO client.example", "NOOP one", "VRFY carol", "NOOP two")
		p.press("up").typed("NOOP two").press("up").typed("VRFY carol").press("down").typed("NOOP two").press("down").typed("")
		p.types("NO").press("ctrl+p").typed("NOOP two").press("ctrl+p").typed("NOOP one").press("ctrl+p").typed("NOOP one")
		p.press("ctrl+n").typed("NOOP two").press("ctrl+n").typed("NO").types("X").press("up").typed("NOX")
	})
}

func TestEditing(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.types("MAIL FROM:<bob@example.org> SIZE=1")
		p.press("ctrl+w").typed("MAIL FROM:<bob@example.org> ").press("ctrl+y").typed("MAIL FROM:<bob@example.org> SIZE=1")
		p.press("ctrl+a").types("x").typed("xMAIL FROM:<bob@example.org> SIZE=1").press("backspace", "right", "right", "right", "right", "ctrl+k").typed("MAIL")
		p.press("ctrl+y", "ctrl+e", "backspace", "left", "ctrl+u").typed("=").press("delete", "delete", "backspace").typed("")
		p.press("ctrl+y", "ctrl+y", "ctrl+c").typed("")
		p.types("日本").press("left").types("é").typed("日é本").sees("日é本")
		if x := p.m.View().Cursor.X; x != 2+2+2+1 {
			t.Errorf("the cursor stands in column %d", x)
		}
	})
}

func TestPagesKeepThePrompt(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		for range 20 {
			p.says("NOOP")
		}
		p.types("half").misses("220 smtp").press("pgup", "pgup", "pgup", "pgup").sees("220 smtp", "scrolled", "half").typed("half")
		top := p.screen()
		p.press("pgup").press("pgup")
		if p.screen() != top {
			t.Errorf("the session scrolled above its beginning:\n%s", p.screen())
		}
		p.press("pgdown", "pgdown", "pgdown", "pgdown").misses("scrolled").sees("half")
	})
}

func TestEndOfFileLeaves(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.types("ab").press("home", "ctrl+d").typed("b").press("ctrl+d", "ctrl+d").waits(0)
		p.hasSent("QUIT\r\n")
		if !p.quit.Load() {
			t.Error("the program goes on")
		}
	})
}

func TestKeysNobodyWants(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		before := p.screen()
		for _, k := range []tea.KeyPressMsg{
			{Code: tea.KeyF12}, {Code: tea.KeyInsert}, {Code: 'x', Mod: tea.ModAlt}, {Code: 'q', Mod: tea.ModCtrl},
			{Code: tea.KeyLeftShift}, {Code: tea.KeyUp, Mod: tea.ModCtrl}, {Code: tea.KeyEnter, Mod: tea.ModAlt},
		} {
			p.send(k)
		}
		if p.screen() != before {
			t.Errorf("the screen changed:\n%s", p.screen())
		}
	})
}

// A flood of keys in every place must neither break the screen nor be too much.
func TestKeyFlood(t *testing.T) {
	places := map[string]func(p *person){
		"prompt":    func(*person) {},
		"list":      func(p *person) { p.types(":") },
		"look back": func(p *person) { p.press("esc") },
		"sheet":     func(p *person) { p.press("f1") },
		"text":      func(p *person) { p.says(":text") },
		"message":   func(p *person) { p.says(upToRcpt...).says("DATA") },
		"paste":     func(p *person) { p.pastes("NOOP\nNOOP\nNOOP") },
	}
	keys := []string{"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "backspace", "delete",
		"ctrl+w", "ctrl+y", "ctrl+k", "ctrl+u", "a", "b", "y", ":", ".", "enter", "esc", "shift+tab", "f3", "f4"}
	for name, enter := range places {
		t.Run(name, func(t *testing.T) {
			sit(t, 60, 18, func(p *person) {
				enter(p)
				for i := range 400 {
					p.press(keys[i*i*7%len(keys)])
					if i%40 == 0 {
						p.whole()
					}
				}
				p.press("ctrl+c").whole()
			})
		})
	}
}
