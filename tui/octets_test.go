package tui

import "testing"

// One cursor moves in the octets and in the parts, by either.
func TestOctetsAndPartsMoveTogether(t *testing.T) {
	for _, size := range sizes {
		sit(t, size[0], size[1], func(p *person) {
			p.says("EHLO client.example", "NOOP", ":bytes").sees("octet 1 of 6: 4e N · verb", "[4e 4f 4f 50]", "▸ C verb").whole()
			p.press("right", "right").sees("octet 3 of 6: 4f O · verb", "▸ C verb")
			p.press("right", "right").sees("octet 5 of 6: 0d CR · line end", "50[0d 0a]", "▸ C line end", "CR LF")
			p.press("right").sees("octet 6 of 6: 0a LF", "▸ C line end")
			p.press("right").sees("octet 1 of 14: 32 2 · reply code", "[32 35 30]", "▸ S reply code").press("left").sees("octet 6 of 6: 0a LF")
			p.press("down", "tab").sees("octet 4 of 14: 20 space · separator", "▸ S separator").press("up", "up").sees("octet 5 of 6: 0d CR")
			p.press("home").sees("▸ C verb").press("left", "up").sees("octet 1 of 6").press("end").sees("octet 13 of 14: 0d CR · line end", "▸ S line end")
			p.press("down", "tab").sees("octet 13 of 14").press("right", "right", "right").sees("octet 14 of 14: 0a LF")
			p.press("pgup", "pgup").sees("▸ C verb").press("pgdown", "pgdown").sees("▸ S line end").whole()
			p.types("QU").typed("QU").press("left").typed("QU").sees("octet 12 of 14").press("esc", "left").types("x").typed("QxU")
		})
	}
}

func TestOctetsWhileLookingBack(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says("EHLO client.example", "MAIL FROM:<bob@example.org> SIZE=5", "NOOP").press("esc", "up", "b")
		p.sees("▸ C verb           MAIL", "k j exchange", "reverse-path   <bob@example.org>", "equals sign", "value")
		p.press("down", "down", "down").sees("▸ C reverse-path", "[3c 62 6f 62 40 65", "65 2e 6f 72 67 3e]20").press("k").sees("▸ C verb          EHLO", "EHLO keyword", "at most 10,485,760 octets")
		p.press("j", "j").sees("NOOP").press("esc").looksAt("C NOOP").press("esc").typed("")
	})
}

// In message text the last line is shown, which nothing answers.
func TestOctetsOfMessageText(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		p.says(upToRcpt...).says("DATA", ".hidden", ":bytes").sees("C stuffed dot  .", "ehlo added it", "[2e]2e 68 69").press("down").sees("▸ C text").says(":card").sees("typed        .hidden␍␊", "wire         ..hidden␍␊")
		p.says(".", ":bytes").sees("final dot", "ends the text", "S reply code")
	})
}

// A greeting answers nothing; control octets have names.
func TestOctetsOfOddThings(t *testing.T) {
	sit(t, 60, 20, func(p *person) {
		p.says(":bytes").sees("S reply code", "octet 1 of").press("esc")
		p.says(`:raw "\x00\x1b[2J\t\xff\r\n"`, ":bytes").sees("octet 1 of 9: 00 NUL").press("right").sees("1b ESC").press("left")
		for range 5 {
			p.press("right")
		}
		p.sees("octet 6 of 9: 09 TAB").press("right").sees("ff above 127").whole()
	})
}
