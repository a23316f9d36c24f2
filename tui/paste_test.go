package tui

import (
	"strings"
	"testing"
)

func TestPasteOfOneLine(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.types("EO").press("left").pastes("HL\n").typed("EHLO").hasSent("").press("ctrl+c").pastes("NOOP").typed("NOOP")
	})
}

func TestPasteOfLines(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.pastes("NOOP 1\r\n:quit\nNOOP 3\nNOOP 4").sees("4 pasted lines wait; next: NOOP 1", "Enter next")
		p.press("enter").hasSent("NOOP 1\r\n").sees("3 pasted lines wait; next: :quit")
		p.press("a").hasSent("NOOP 1\r\n:quit\r\n").sees("stopped at the reply 500", "2 pasted lines wait")
		p.press("enter").hasSent("NOOP 1\r\n:quit\r\nNOOP 3\r\n").press("esc").sees("one pasted line was dropped").misses("Enter next")
		p.pastes("NOOP 5\nNOOP 6\n").press("a").waits(0).hasSent("NOOP 1\r\n:quit\r\nNOOP 3\r\nNOOP 5\r\nNOOP 6\r\n")
		p.pastes("NOOP 7\nNOOP 8\n").press("ctrl+c").misses("Enter next").types("x").typed("x")
	})
}

func TestPastedDot(t *testing.T) {
	for answer, want := range map[string]string{"y": "a\r\n.\r\n", "n": "a\r\n..\r\n"} {
		sit(t, 120, 36, func(p *person) {
			p.says(upToRcpt...).says("DATA").pastes("a\n.\n").sees("a line that is one dot; does it end the message?", "y ends the message there", "Question")
			p.press("x", "enter").sees("y/n").press(answer).misses("y/n")
			if !strings.HasSuffix(p.sent(), want) {
				t.Errorf("sent %q", p.sent())
			}
		})
	}
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("DATA").pastes("a\n.\nb\n").press("ctrl+c").misses("y/n")
		if !strings.HasSuffix(p.sent(), "a\r\n") {
			t.Errorf("sent %q", p.sent())
		}
	})
}

func TestPasteOfControls(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.types("half").pastes("NOOP \x1b[2J\nNOOP").sees("the paste holds a control octet; keep it?").press("n").sees("the paste was dropped").typed("half")
		p.pastes("NOOP \x1b[2J\nNOOP").press("y").sees(`next: NOOP \x1b[2J`).press("esc")
	})
}

func TestQuestionsOnAForeignServer(t *testing.T) {
	sitAt(t, abroad, answers(agreeable()), func(p *person) {
		p.says(upToRcpt...).says("DATA")
		p.sees("192.0.2.25:25 is not this computer", "<bob@example.org>", "<alice@example.com>", "y sends", "n sends nothing", "y/n")
		p.press("n").sees("not sent").typed("DATA").press("enter", "y").sees("354 go on")
		p.says("Subject: x", ".").sees("250 Ok").says("Subject: hello").sees("reads as a header field").press("esc").typed("Subject: hello")
	})
}

// The question about the first message names who it is for on every screen.
func TestLongQuestionFits(t *testing.T) {
	sitAt(t, abroad, answers(agreeable()), func(p *person) {
		p.send(sizeOf(80, 24)).says(upToRcpt...).says("DATA").sees("<alice@example.com>?").whole()
	})
}

func TestFilesAndLaneSettings(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("DATA", ":data /nowhere/at/all").sees("nothing was sent of /nowhere/at/all")
		p.says(":stuffing off", ".one", ":stuffing on").sees("C │ .one", "wire         .one␍␊", "would store  one␍␊")
		p.says(":eol lf", "bare", ":eol crlf").sees("bare␊", "An LF without its CR")
	})
}
