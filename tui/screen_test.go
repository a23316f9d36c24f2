package tui

import (
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"ehlo/session/loopback"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// golden compares the screen with testdata/NAME.txt. Its size is checked first.
func (p *person) golden(name string) {
	p.t.Helper()
	view := p.screen()
	if w, h := lipgloss.Size(view); w != p.m.width || h != p.m.height {
		p.t.Errorf("%s: the screen is %dx%d, want %dx%d", name, w, h, p.m.width, p.m.height)
	}
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(view+"\n"), 0o644); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if string(want) != view+"\n" {
		p.t.Errorf("%s differs; look at it and run: go test ./tui -update\n%s", path, view)
	}
}

var sizes = [][2]int{{120, 36}, {80, 24}, {60, 20}}

var upToRcpt = []string{"EHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>"}

// scenes are what the golden screens show.
var scenes = []struct {
	name string
	play func(p *person)
}{
	{"greeting", func(p *person) {}},
	{"half-typed-rcpt", func(p *person) { p.says(upToRcpt[:2]...).types("RCPT TO: <al") }},
	{"refused-rcpt", func(p *person) { p.says(upToRcpt...).says("RCPT TO:<zoe@example.com>") }},
	{"looking-back", func(p *person) {
		p.says(upToRcpt...).says("RCPT TO:<zoe@example.com>", "RCPT TO:<carol@example.com>").press("esc", "up")
	}},
	{"message-text", func(p *person) {
		p.says(upToRcpt...).says("DATA", "Subject: dots", "", ".profile is a file", "plain")
	}},
	{"after-quit", func(p *person) { p.says("EHLO client.example", "QUIT") }},
	{"command-list", func(p *person) { p.says("EHLO client.example").types(":") }},
	{"mailbox", func(p *person) {
		p.says(upToRcpt...).says("DATA", "Subject: dots", "", ".profile", ":dot", ".", ":mail")
	}},
	{"octets", func(p *person) { p.says("EHLO client.example", "NOOP", ":bytes") }},
	{"zoomed", func(p *person) { p.says(upToRcpt...).says(":zoom on") }},
	{"help", func(p *person) { p.press("f1") }},
	{"card", func(p *person) {
		p.says("EHLO client.example", "MAIL FROM:<a@b.example>", "RCPT TO:<zoe@example.com>", ":card")
	}},
	{"half-typed-mail", func(p *person) { p.says("EHLO client.example").types("MAIL FROM:<bob@example.org> ") }},
	{"misspelt-verb", func(p *person) { p.says(upToRcpt[:2]...).types("RCTP TO:<alice@example.com>") }},
	{"misspelt-parameter", func(p *person) { p.says("EHLO client.example").types("MAIL FROM:<bob@example.org> SIEZ=5") }},
	{"ehlo-card", func(p *person) { p.says(upToRcpt...).press("esc", "up", "up", "enter") }},
	{"octet-part", func(p *person) {
		p.says("EHLO client.example", "MAIL FROM:<bob@example.org> SIZE=5", ":bytes").press("down", "down", "down", "right")
	}},
	{"dots", func(p *person) {
		p.says(upToRcpt...).says("DATA", "..", ":dot", ".a", ":stuffing off", ".a", ".", "and more text").press("esc", "up", "up")
	}},
	{"strict", func(p *person) { p.says(":strict on", "EHLO client.example", "MAIL FROM: <bob@example.org>") }},
	{"reference-list", func(p *person) { p.types(":8") }},
	{"word-explained", func(p *person) { p.says("EHLO client.example").types("MAIL FROM:<bob@example.org> SIZE=5").press("f1") }},
}

// A server that takes what breaks a rule.
func TestGoldenLenientMail(t *testing.T) {
	lenient := func(conn net.Conn) {
		server := loopback.New(loopback.Options{}.Fixed())
		defer server.Close()
		if err := server.SetPersona("lenient"); err != nil {
			t.Error(err)
		}
		server.ServeConn(conn)
	}
	for _, size := range sizes {
		sitSized(t, size, here, lenient, func(p *person) {
			p.says("EHLO client.example", "MAIL FROM: <bob@example.org>")
			p.golden(fmt.Sprintf("lenient-mail-%dx%d", size[0], size[1]))
		})
	}
}

// A server that refuses whom it must take (RFC 5321 section 4.5.1).
func TestGoldenPostmasterRefused(t *testing.T) {
	for _, size := range sizes {
		sitSized(t, size, here, answers(func(line string) string {
			if strings.Contains(line, "<Postmaster>") {
				return "550 5.1.1 no such user"
			}
			return "250 Ok"
		}), func(p *person) {
			p.says("EHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<Postmaster>")
			p.golden(fmt.Sprintf("postmaster-refused-%dx%d", size[0], size[1]))
		})
	}
}

func TestGoldenScreens(t *testing.T) {
	for _, size := range sizes {
		for _, scene := range scenes {
			name := fmt.Sprintf("%s-%dx%d", scene.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				sit(t, size[0], size[1], func(p *person) {
					scene.play(p)
					p.golden(name)
				})
			})
		}
	}
}

func TestEveryScreenFits(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says(upToRcpt...).says("DATA", ".dots", "text").types("half a li")
		for w := 0; w < 131; w += 1 + w/30 {
			for h := 0; h < 41; h += 1 + h/15 {
				p.m.resize(w, h)
				view := p.m.draw()
				gotW, gotH := lipgloss.Size(view)
				if w > 0 && h > 0 && (gotW != w || gotH != h) {
					t.Fatalf("at %dx%d the screen is %dx%d", w, h, gotW, gotH)
				}
			}
		}
	})
}

func TestResizeKeepsEverything(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says(upToRcpt...).types("DAT")
		before := p.screen()
		p.send(tea.WindowSizeMsg{Width: 20, Height: 6}).sees("DAT")
		p.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		if p.screen() != before {
			t.Errorf("the screen changed:\n%s", p.screen())
		}
	})
}

func TestColourIsNeverTheOnlySignal(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("RCPT TO:<zoe@example.com>").sees("✗", "550", "✓ <alice@example.com>", "✗ <zoe@example.com>")
		p.says("DATA").sees("→")
	})
}
