package tui

import (
	"net"
	"testing"
	"time"

	"ehlo/tui/desk"
)

// heard plays a server that accepts everything and notes what it was told.
func heard(lines *[]string) func(net.Conn) {
	return answers(func(line string) string {
		*lines = append(*lines, line)
		return "250 Ok"
	})
}

// Who types on while a reply is hidden makes no guess, opens no list and sends nothing:
// the line waits in the prompt until the guess is made.
func TestLineForLater(t *testing.T) {
	for _, size := range sizes {
		for _, line := range []string{"RCPT TO:<carol@example.com>", "MAIL FROM:<bob@example.org>", "DATA", "9 c:5", "x::c2"} {
			var lines []string
			sitSized(t, size, here, heard(&lines), func(p *person) {
				p.says(":predict on", "EHLO client.example").types(line)
				if p.desk.Mode() != desk.PredictMode || len(lines) != 1 {
					t.Fatalf("after %q the mode is %v, the server heard %q", line, p.desk.Mode(), lines)
				}
				p.sees("› "+line, "Enter keep").misses("ehlo's commands").typed(line)
				p.press("enter").sees("░░░", "? EHLO client.example", "kept for later").typed(line)
				p.press("2").sees("2, as you said", "› "+line).typed(line)
				if len(lines) != 1 {
					t.Errorf("before Enter the server heard %q", lines)
				}
				p.press("enter")
				if len(lines) != 2 || lines[1] != line {
					t.Errorf("behind Enter the server heard %q, not %q", lines, line)
				}
			})
		}
	}
}

// A line for later can be edited and dropped, and the next one takes its place.
func TestLineForLaterIsDropped(t *testing.T) {
	var lines []string
	sitSized(t, sizes[0], here, heard(&lines), func(p *person) {
		p.says(":predict on", "EHLO client.example")
		p.types("NOOP c").press("backspace", "backspace").typed("NOOP").press("esc").typed("").sees("? EHLO")
		p.types("x").press("backspace").typed("").sees("? EHLO")
		p.types("NOOP c").press("ctrl+c").typed("").sees("? EHLO")
		p.says("RSET", "NOOP").typed("NOOP").types("x").press("ctrl+y").typed("xNOOP").press("esc")
		p.press(":", "w").sees("› :w").press("esc").sees("? EHLO")
		if p.desk.Mode() != desk.PredictMode || len(lines) != 1 {
			t.Fatalf("the mode is %v, the server heard %q", p.desk.Mode(), lines)
		}
		p.press("c").sees("you said hanging up, it is 2").typed("")
	})
}

// What is half typed when a held line leaves goes on being typed.
func TestHalfTypedWhenTheReplyIsHidden(t *testing.T) {
	var lines []string
	sitSized(t, sizes[0], here, func(conn net.Conn) {
		time.Sleep(time.Second)
		heard(&lines)(conn)
	}, func(p *person) {
		p.says(":predict on", "EHLO client.example").types("MAIL FROM:<")
		p.waits(time.Second).sees("░░░", "› MAIL FROM:<").types("c@example.org>").press("enter", "2").sees("2, as you said").typed("MAIL FROM:<c@example.org>")
	})
}
