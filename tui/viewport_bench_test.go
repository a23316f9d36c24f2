package tui

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/viewport"

	"ehlo/session/smtp/beside"
	"ehlo/transcript"
)

// BenchmarkGrowing records one more line and draws the whole screen, beside the
// viewport of bubbles, which is given one more line and draws its own rows.
func BenchmarkGrowing(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tape := recorded(n, 0)
			m := screenOver(b, tape)
			port := viewport.New(viewport.WithWidth(60), viewport.WithHeight(28))
			lines := make([]string, n, 2*n)
			for i := range lines {
				lines[i] = fmt.Sprintf("%d %s", i, strings.Repeat("250 2.0.0 Ok ", 4))
			}
			beside.Run(b, 0, func() {
				tape.Record(transcript.Entry{Who: client, Octets: []byte("NOOP a line that is as long as most are\r\n"), At: transcript.Now})
				m.View()
			}, func() {
				lines = append(lines, "250 2.0.0 Ok, and some words behind it")
				port.SetContentLines(lines)
				port.GotoBottom()
				port.View()
			})
		})
	}
}
