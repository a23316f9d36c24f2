package tui

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// hides demands that a secret is nowhere on the screen, however it is written.
func (p *person) hides(secret string) {
	p.t.Helper()
	plain, _ := base64.StdEncoding.DecodeString(secret)
	for _, line := range []string{":where", ":text", ":card", ":bytes", ":history"} {
		p.says(line)
		for _, form := range []string{secret, string(plain), strings.TrimRight(secret, "=")} {
			if strings.Contains(p.screen(), form) {
				p.t.Errorf("%s shows %q:\n%s", line, form, p.screen())
			}
		}
		p.press("esc")
	}
	p.misses("Esc close").press("esc", "enter").sees("Card").misses(secret).press("b").sees("Octets").misses(secret, string(plain)).press("esc", "esc")
	p.press("up", "up", "up").misses(secret).press("ctrl+c")
}

const canary = "AGNhbmFyeQB0d2VldC10d2VldA==" // "\x00canary\x00tweet-tweet"

// On a loopback server nothing is asked about a secret.
func TestSecrets(t *testing.T) {
	for name, say := range map[string][]string{
		"inline":       {"AUTH PLAIN " + canary},
		"after 334":    {"AUTH PLAIN", canary},
		"wrong prompt": {"AUTH PLAIN", "*", canary},
		"misspelled":   {"AUHT PLAIN " + canary},
	} {
		t.Run(name, func(t *testing.T) {
			sitAt(t, here, answers(noPassword()), func(p *person) {
				p.says("EHLO client.example").says(say[:len(say)-1]...)
				p.types(say[len(say)-1]).sees(canary).press("enter").sees("‹secret, cut›")
				p.hides(canary)
			})
		})
	}
}

func TestSecretIsAskedAbout(t *testing.T) {
	sitAt(t, abroad, answers(noPassword()), func(p *person) {
		p.says("EHLO client.example", "AUTH PLAIN "+canary).sees("is not encrypted; send a secret over it?").misses(canary)
		p.press("n").typed("AUTH PLAIN " + canary).press("ctrl+c")
		p.hides(canary)
	})
}

func TestReveal(t *testing.T) {
	sitAt(t, here, answers(noPassword()), func(p *person) {
		p.says("EHLO client.example", "AUTH PLAIN "+canary, ":reveal").sees("Revealed, kept nowhere", `\x00canary\x00tweet-tweet`).press("esc")
		p.hides(canary)
		p.says("LATER", ":reveal").sees("tweet").waits(6*time.Second).misses("tweet", "Revealed").says(":reveal").misses("tweet").sees("there is no connection")
	})
}

// The server's challenge is decoded beside it; the answer is not to be seen.
func TestChallengeIsDecoded(t *testing.T) {
	asked := noPassword()
	sitAt(t, here, answers(func(line string) string { return strings.Replace(asked(line), "334 ", "334 VXNlcm5hbWU6", 1) }), func(p *person) {
		p.says("EHLO client.example", "AUTH LOGIN").sees("334 VXNlcm5hbWU6", "Username:").says(":bytes").sees("challenge", "VXNlcm5hbWU6", "base64 of Username:").press("esc")
		p.says(canary, ":bytes").sees("a secret was cut out", "secret", "‹cut›  :reveal shows it once", "line end").misses("tweet", canary)
	})
}

// noPassword answers like a server with AUTH that knows no password.
func noPassword() func(string) string {
	asked := false
	return func(line string) string {
		verb, arg, _ := strings.Cut(line, " ")
		switch {
		case asked:
			asked = false
			return "535 5.7.8 no"
		case verb == "LATER":
			time.Sleep(5 * time.Second)
			return "bye"
		case verb == "EHLO":
			return "250-mx.example.net\r\n250 AUTH PLAIN LOGIN"
		case verb == "AUTH" && !strings.Contains(arg, " "):
			asked = true
			return "334 "
		case verb == "AUTH":
			return "535 5.7.8 no"
		}
		return "500 what"
	}
}
