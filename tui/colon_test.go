package tui

import (
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestCommandList(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.types(":").sees("ehlo's commands", "▸ :help", ":quit").types("s").sees("▸ :stuffing", ":stop", ":save").misses(":quit")
		p.press("down", "down", "down", "down").looksAt(":stop               stop waiting for the reply").press("down", "down", "down").press("up").looksAt(":stop               stop waiting for the reply")
		p.press("down", "tab").typed(":save ").press("ctrl+u").misses("ehlo's commands")
		p.types(":wh").press("enter").typed("").sees("Where we are ──", "whose message").press("esc")
		p.types(":").press("esc").typed("").types(":zo").press("tab").typed(":zoom").types(" o").press("enter").misses("What this means")
		p.says(":zoom").sees("What this means").hasSent("")
	})
}

func TestUnknownCommandIsRefused(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(":stufing off").sees("ehlo has no command :stufing; did you mean :stuffing?").hasSent("")
		p.says("::x").hasSent(":x\r\n")
	})
}

func TestColonInText(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("DATA").types(":-)").misses("ehlo's commands").press("enter").sees("C │ :-)")
		p.types(":dot").sees("for ehlo, not for the server").press("enter").sees("C │ .", "wire         ..␍␊", "would store  .␍␊")
		p.says("::dot").sees("C │ :dot").says(".").sees("the end of the message", "250 2.0.0")
	})
}

// Each of ehlo's commands that shows something.
func TestViews(t *testing.T) {
	for line, want := range map[string][]string{
		":help":           {"At the prompt", "Ctrl+K", "While looking back"},
		":card":           {"Card", "NOOP: ask for an answer"},
		":bytes":          {"[4e 4f 4f 50]0d 0a", "NOOP␍␊", "▸ C verb"},
		":mail":           {"Mailboxes", "no message has been stored yet", "alice@example.com"},
		":text":           {"C: NOOP", "S: 250 2.0.0 Ok", "Esc closes"},
		":explain 550":    {"Reference", "550"},
		":explain FOOBAR": {"Reference", "FOOBAR"},
		":where":          {"now: ready"},
		":history":        {"EHLO client.example"},
		":times on":       {"0.00 ms"},
		":eol lf":         {"end in LF alone", "line end LF"},
		":stuffing off":   {"text lines go out as you type them", "stuffing off"},
		":note a note":    {"# a note"},
		":clock +31m":     {"clock stands at"},
		":persona strict": {"the server type is strict"},
		":lanes":          {"Lanes"},
	} {
		t.Run(line, func(t *testing.T) {
			sit(t, 120, 36, func(p *person) {
				p.says("EHLO client.example", "NOOP", line).hasSent("EHLO client.example\r\nNOOP\r\n").whole()
				if line != ":lanes" {
					p.sees(want...)
				}
				p.press("esc").typed("")
			})
		})
	}
}

func TestSaveAndQuit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "session.ehlo")
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example", ":save "+file).sees("saved in").says(":save " + file).sees("is there already")
		p.says(":quit").waits(0)
		if !p.quit.Load() {
			t.Error("the program goes on")
		}
	})
	if text, err := os.ReadFile(file); err != nil || len(text) == 0 {
		t.Errorf("saved %q, %v", text, err)
	}
}

// Octets, the transcript and cards are made anew for another width.
func TestSheetFollowsTheSize(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example", ":bytes").sees("[45 48 4c 4f]20 63 6c 69 65 6e 74 2e 65 78 61 6d  EHLO client.exam").press("down", "down")
		p.send(sizeOf(80, 24)).sees(" 45 48 4c 4f 20[63 6c 69  EHLO cli", "▸ C client name").whole()
	})
}

// What is typed while the transcript covers everything is not typed unseen.
func TestTypingClosesTheTranscript(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says("NOOP", ":text").sees("C: NOOP").misses("What this means").types("Q").sees("What this means").typed("Q")
	})
}

func TestF4OnAnotherServer(t *testing.T) {
	sitAt(t, here, answers(agreeable()), func(p *person) {
		p.press("f4").sees("only with the included server").press("f3").sees("Octets")
	})
}

func TestMouse(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		for range 20 {
			p.says("NOOP")
		}
		if p.m.View().MouseMode != tea.MouseModeNone {
			t.Error("the mouse is taken from who selects with it")
		}
		p.says(":mouse on").send(tea.MouseWheelMsg{Button: tea.MouseWheelUp}).sees("scrolled").send(tea.MouseWheelMsg{Button: tea.MouseWheelDown}).misses("scrolled")
		if p.m.View().MouseMode != tea.MouseModeCellMotion {
			t.Error("the mouse does not scroll")
		}
		p.says(":help").send(tea.MouseWheelMsg{Button: tea.MouseWheelDown}).misses("At the prompt").says(":mouse off")
		if p.m.View().MouseMode != tea.MouseModeNone {
			t.Error("the mouse is not given back")
		}
	})
}
