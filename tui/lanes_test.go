package tui

import (
	"strings"
	"testing"
)

// inText brings the included server to where it takes message text.
func (p *person) inText(mail string) *person {
	return p.says("EHLO client.example", mail, "RCPT TO:<alice@example.com>", "DATA")
}

func TestLanes(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.inText("MAIL FROM:<bob@example.org>").types(".profile").sees("wire ..profile␍␊ · would store .profile␍␊")
		p.press("enter").sees("C │ .profile", "wire         ..profile␍␊", "would store  .profile␍␊").types("plain").misses("would store plain")
		p.press("enter").says(".").misses("would store").sees("wire    ..profile␍␊", "stored  .profile␍␊")
		p.says(":mail").sees("│ .profile", "¦ Return-Path: <bob@example.org>")
		if !strings.Contains(p.m.View().Content, paint(faint, "¦ Return-Path: <bob@example.org>")) {
			t.Error("the server's own lines are not dimmed")
		}
	})
}

func TestLanesSideBySide(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(":lanes on").inText("MAIL FROM:<bob@example.org>").says(".profile", "plain", ".a line that is much too long for a third of the pane and more", ".").golden("lanes-120x36")
		p.send(sizeOf(100, 30)).sees("wire    ..profile␍␊").whole().send(sizeOf(120, 36)).says(":lanes").sees("wire    ..profile␍␊")
		p.send(sizeOf(80, 24)).says(":lanes").sees("side by side from 120 columns on")
	})
}

func TestLanesOfAnotherServer(t *testing.T) {
	sitAt(t, here, answers(agreeable()), func(p *person) {
		p.inText("MAIL FROM:<bob@example.org>").says("..", ":stuffing off", ".x", ".").sees("would store  ..␍␊", "would store  x␍␊ ! not as typed", "250 Ok")
	})
}

func TestFaultsOfText(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.inText("MAIL FROM:<bob@example.org>").types("é").sees(`wire \xc3\xa9␍␊`).press("enter")
		p.sees(`wire         \xc3\xa9␍␊`, "! An octet above 127", "§2.4").says(":eol lf", "bare").sees("bare␊", "An LF without its CR")
		p.says(":eol crlf", "rest", ".", ":mail").sees("bare␊", "! ")
	})
	sit(t, 120, 36, func(p *person) {
		p.inText("MAIL FROM:<bob@example.org> BODY=8BITMIME").says("é").sees(`wire         \xc3\xa9␍␊`).misses("! An octet")
	})
}

func TestFileAsText(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.inText("MAIL FROM:<bob@example.org>").says(":data testdata/dots.eml").waits(0).sees("C │ Subject: dots", "wire: 2 octets more", "250 2.0.0", "DATA")
		if box := p.server.Box("alice@example.com"); len(box) != 1 || !strings.HasSuffix(string(box[0].Octets), "\r\n\r\n.one\r\n.\r\nplain\r\n") {
			t.Errorf("stored %v", box)
		}
	})
}

// A line that is longer than a third of the pane, in every way of showing it.
func TestLongTextLine(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		long := strings.Repeat(".0123456789", 120)
		p.inText("MAIL FROM:<bob@example.org>").types(long).whole().press("enter").whole().sees("! The line is longer")
		p.says(":lanes on").whole().send(sizeOf(47, 16)).whole().press("pgup").whole()
	})
}
