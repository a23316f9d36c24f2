package tui

import "testing"

func TestF1ExplainsTheWordUnderTheCursor(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.press("f1").sees("Help", "At the prompt").press("esc")
		p.says("EHLO client.example").types("MAIL FROM:<bob@example.org> SIZE=5 BODY=8BITMIME").press("f1").sees("Reference", "8BITMIME ·").typed("MAIL FROM:<bob@example.org> SIZE=5 BODY=8BITMIME")
		for range 16 {
			p.press("left")
		}
		p.press("f1").sees("SIZE ·").press("home", "f1").sees("MAIL · command").press("esc", "ctrl+e", "ctrl+u")
		p.types("日本 RCTP").press("f1").sees("Reference").press("esc", "ctrl+u").types("RCTP").press("f1").sees("RCPT · command").press("esc", "ctrl+u")
		p.types(":stuf").press("f1").sees("Help").press("esc", "ctrl+u")
		p.says("MAIL FROM:<bob@example.org>", "RCPT TO:<zoe@example.com>").press("esc", "f1").sees("RCPT · command")
		p.press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown").sees("5.1.1").press("esc").looksAt("C RCPT TO:<zoe@example.com>").press("esc").hasSent("EHLO client.example\r\nMAIL FROM:<bob@example.org>\r\nRCPT TO:<zoe@example.com>\r\n")
	})
}

func TestExplainAlone(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example", "RCPT TO:<zoe@example.com>", ":explain").sees("Reference", ":explain RCPT 503 5.5.1", "commands", "reply codes", "VRFY")
		p.says(":explain command line").sees("command line").misses("unknown").says(":help stuffing").sees("Help", "doubles the dot").says(":help 550").sees("550 · reply code")
	})
}

func TestReferenceInTheList(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.types(":si").sees("Reference", "▸ :explain SIZE").press("ctrl+u").types(":st").sees("ehlo's commands").misses("Reference").press("ctrl+u")
		p.types(":8bitm").press("enter").sees("8BITMIME ·").typed("").press("esc").types(":explain pipel").sees("▸ :explain PIPELINING").press("tab").typed(":explain PIPELINING").press("enter").sees("PIPELINING ·").hasSent("")
	})
}

func TestStrict(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(":strict on", "EHLO client.example").sees("strict", "250-PIPELINING").says("MAIL FROM: <bob@example.org>").sees("No space may follow the colon", "y sends it as it is", "y/n")
		p.press("n").typed("MAIL FROM: <bob@example.org>").press("enter", "y").sees("C MAIL FROM: <bob@example.org>", "501").says(":strict off", "MAIL FROM: <bob@example.org>").typed("")
	})
}
