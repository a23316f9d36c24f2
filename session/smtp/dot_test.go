package smtp

import (
	"testing"

	"pgregory.net/rapid"
)

// The end of a text is found in whole blocks where octet by octet finds it.
func TestDotScan(t *testing.T) {
	octets := rapid.OneOf(rapid.SampledFrom([]string{"\r\n", "\r\n.", ".", "\r", "\n", "\r\n.\r\n", "x"}), rapid.StringOfN(rapid.Just('x'), 0, 200, -1))
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for _, s := range rapid.SliceOfN(octets, 0, 20).Draw(t, "text") {
			text = append(text, s...)
		}
		d := dot(rapid.IntRange(int(atLineStart), int(inLineCR)).Draw(t, "before"))
		next, used, dots, ended := d.scan(text)
		wantNext, wantUsed, wantDots, wantEnded := d, len(text), false, false
		for i, c := range text {
			if wantNext == afterDotCR && c == '\n' {
				wantNext, wantUsed, wantEnded = atLineStart, i+1, true
				break
			}
			wantNext = wantNext.step(c)
			wantDots = wantDots || wantNext == afterDot
		}
		if next != wantNext || used != wantUsed || dots != wantDots || ended != wantEnded {
			t.Fatalf("%d %q: %d, %d, %v, %v; want %d, %d, %v, %v", d, text, next, used, dots, ended, wantNext, wantUsed, wantDots, wantEnded)
		}
	})
}
