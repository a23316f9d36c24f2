package smtp

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSecretIsFoundAgain: what was kept of a line holds no secret any more. Else a
// transcript would be another one each time it is read and written.
func TestSecretIsFoundAgain(t *testing.T) {
	const ready = "S 220 a\nC EHLO a\nS 250 a\n"
	var states []State
	for _, before := range []string{
		"", ready, ready + "C AUTH\n", ready + "C AUTH LOGIN\n", ready + "C AUTH LOGIN\nS 334 a\n",
		ready + "C AUTH LOGIN\nS 334 a\nC abcd\nS 535 no\n", ready + "C STARTTLS\nS 220 go\n",
		ready + "C MAIL FROM:<>\nS 250 a\nC RCPT TO:<a>\nS 250 a\nC DATA\nS 354 a\n", ready + "C BDAT 90\n",
	} {
		states = append(states, dialogue(t, before))
	}
	word := rapid.SampledFrom([]string{"AUTH", "]UTH", "AHTU", "auth", "AUTHPLAIN", "PLAIN", "LOGIN", "LxO", "pa$$", "AGFsaWNl", "d29uZGVybGFuZA==", "*", "MAIL", "NOOP", "FROM:<>", "a1", ">", "C:", "\xff", "="})
	rapid.Check(t, func(t *rapid.T) {
		line := []byte(strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "line"), rapid.SampledFrom([]string{" ", "\t", "  ", ""}).Draw(t, "blank")))
		for _, s := range states {
			from, ok := s.secretFrom(line)
			if !ok || from == 0 {
				continue
			}
			if again, ok := s.secretFrom(line[:from]); ok && len(bytes.TrimSpace(line[again:from])) > 0 {
				t.Fatalf("%v: of %q is kept %q, of that %q", s.Reading(), line, line[:from], line[:again])
			}
		}
	})
}
