package agreement

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"ehlo/session/smtp"
)

// checkWidth compares the width of octets as they are shown with that of the
// styling library and with both ways in which a terminal may count: by cluster
// and by character.
func checkWidth(t interface {
	Helper()
	Fatalf(string, ...any)
}, octets string,
) {
	t.Helper()
	text := smtp.Printable([]byte(octets))
	s := text.String()
	for name, width := range map[string]int{
		"lipgloss":     lipgloss.Width(s),
		"by cluster":   ansi.GraphemeWidth.StringWidth(s),
		"by character": ansi.WcWidth.StringWidth(s),
	} {
		if width != text.Width() {
			t.Fatalf("%+q shown as %+q: width %d, %s %d", octets, s, text.Width(), name, width)
		}
	}
}

// Every character between neighbours that it might join.
func TestWidthOfEveryCharacter(t *testing.T) {
	const neighbours = "a\u0301क한ก🙂"
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if r >= 0x20000 && r < 0xe0000 && r%1021 != 0 || r >= 0xe1000 && r%1021 != 0 { // ideographs, private use
			continue
		}
		c := string(r)
		checkWidth(t, c+neighbours+c+c)
	}
}

func TestWidthBetweenNeighbours(t *testing.T) {
	for _, neighbour := range []string{"a", "क", "ം", "ന", "က", "ក", "한", "ก", "🙂", "❤", "ｶ", "ا", "ש"} {
		for r := rune(0x80); r < 0x20000; r++ {
			if r%3 == 0 || r < 0x3000 {
				checkWidth(t, neighbour+string(r)+neighbour)
			}
		}
	}
}

func TestWidthOfHostileStrings(t *testing.T) {
	f, err := os.Open("../testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); n++ {
		octets, err := strconv.Unquote(s.Text())
		if err != nil {
			t.Fatal(err)
		}
		checkWidth(t, octets)
		shown := smtp.Printable([]byte(octets)).String()
		if stripped := ansi.Strip(shown); stripped != shown {
			t.Errorf("%q: a terminal takes part of %q for itself", octets, shown)
		}
	}
	if n != 29 {
		t.Errorf("%d strings", n)
	}
}

func TestWidthOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\u0301", "\u094d", "क", "\u200d", "🙂", "\U0001f1e9", "\u1100", "\u1161", "가", "\ufe0f", "\\"})), 0, 8).Draw(t, "parts")
		checkWidth(t, strings.Join(parts, ""))
	})
}

// Rows and pieces put together again may not join at their seams.
func TestWidthOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := smtp.Printable([]byte(rapid.StringN(0, 80, -1).Draw(t, "text")))
		other := smtp.Printable([]byte(rapid.StringN(0, 20, -1).Draw(t, "other")))
		for _, row := range append(text.Wrap(20), text.Cut(9), smtp.Join(text, other), smtp.Join(other, text)) {
			if w := lipgloss.Width(row.String()); w != row.Width() {
				t.Fatalf("%+q: width %d, lipgloss %d", row, row.Width(), w)
			}
		}
	})
}
