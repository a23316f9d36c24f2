package smtp

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"pgregory.net/rapid"
)

// hostile reads the strings that a screen must survive, one Go literal a line.
func hostile(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	for s := bufio.NewScanner(f); s.Scan(); {
		text, err := strconv.Unquote(s.Text())
		if err != nil {
			t.Fatalf("%s: %v", s.Text(), err)
		}
		list = append(list, text)
	}
	return list
}

// A failer is a test, a fuzz target or a property.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// source reads a printable text back into the octets it stands for: the promise
// that different octets look different.
func source(t failer, s string) string {
	t.Helper()
	var b strings.Builder
	for s != "" {
		before, after, found := strings.Cut(s, `\`)
		b.WriteString(before)
		if !found {
			break
		}
		switch after[0] {
		case '\\':
			b.WriteByte('\\')
			s = after[1:]
		case 'x':
			v, err := strconv.ParseUint(after[1:3], 16, 8)
			if err != nil {
				t.Fatalf("%v", err)
			}
			b.WriteByte(byte(v))
			s = after[3:]
		case 'u':
			digits, rest, _ := strings.Cut(after[2:], "}")
			v, err := strconv.ParseUint(digits, 16, 32)
			if err != nil {
				t.Fatalf("%v", err)
			}
			b.WriteRune(rune(v))
			s = rest
		default:
			t.Fatalf("escape %q", after)
		}
	}
	return b.String()
}

// checkPrintable holds every promise of Printable against octets.
func checkPrintable(t failer, octets string) {
	t.Helper()
	text := Printable([]byte(octets))
	s := text.String()
	if back := source(t, s); back != octets {
		t.Fatalf("%q is shown as %q, which reads %q", octets, s, back)
	}
	if w := displaywidth.String(s); w != text.Width() {
		t.Fatalf("%q: width %d, shown in %d cells", s, text.Width(), w)
	}
	marks := marksPerBase
	for i, r := range s {
		switch {
		case !unicode.IsPrint(r), unicode.In(r, unicode.C, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			t.Fatalf("%q shows %U at %d", s, r, i)
		case unicode.Is(unicode.M, r):
			if marks++; marks > marksPerBase {
				t.Fatalf("%q: mark %U at %d without a base or as the fifth", s, r, i)
			}
		case r == ' ' || r == '\\':
			marks = marksPerBase
		default:
			marks = 0
		}
	}
	checkRows(t, text)
	checkCells(t, text, octets)
}

func checkRows(t failer, text Text) {
	t.Helper()
	for _, width := range []int{1, 10, 11, 33, 80} {
		rows := text.Wrap(width)
		if joined := Join(rows...); joined != text {
			t.Fatalf("rows of %d of %q: %q", width, text, joined)
		}
		for _, row := range append(rows, text.Cut(max(width, NarrowestRow))) {
			if w := displaywidth.String(row.String()); w != row.Width() || w > max(width, NarrowestRow) {
				t.Fatalf("%q: width %d, is %d, may be %d", row, row.Width(), w, width)
			}
		}
	}
	for width := range 15 {
		cut := text.Cut(width)
		kept, isCut := strings.CutSuffix(cut.String(), "…")
		if text.Width() <= width && cut != text || cut.Width() > width || !strings.HasPrefix(text.String(), kept) {
			t.Fatalf("%q cut to %d: %q", text, width, cut)
		}
		if text.Width() > width && width > 0 && !isCut {
			t.Fatalf("%q cut to %d without saying so: %q", text, width, cut)
		}
	}
}

func checkCells(t failer, text Text, octets string) {
	t.Helper()
	columns := []int{text.Cell(-1)}
	for i := range len(octets) + 2 {
		columns = append(columns, text.Cell(i))
	}
	if !slices.IsSorted(columns) || columns[0] != 0 || columns[len(columns)-1] != text.Width() {
		t.Fatalf("%q: columns %v", text, columns)
	}
}

func TestPrintableHostile(t *testing.T) {
	list := hostile(t)
	if len(list) != 29 {
		t.Errorf("%d hostile strings, want 29", len(list))
	}
	for _, octets := range list {
		checkPrintable(t, octets)
		for i := range len(octets) {
			checkPrintable(t, octets[i:])
		}
	}
}

func TestPrintable(t *testing.T) {
	for octets, want := range map[string]string{
		"":                                       "",
		"250 2.1.0 Ok":                           "250 2.1.0 Ok",
		`a\b`:                                    `a\\b`,
		"a\tb\r\n":                               `a\x09b\x0d\x0a`,
		"\x1b[31m":                               `\x1b[31m`,
		"\x7f":                                   `\x7f`,
		"\x9b":                                   `\x9b`,
		"\u009b":                                 `\u{9b}`,
		"zoë":                                    "zoë",
		"zoe\u0308":                              "zoe\u0308",
		"\u0308oe":                               `\u{308}oe`,
		" \u0308":                                ` \u{308}`,
		"\\\u0308":                               `\\\u{308}`,
		"\x00\u0308":                             `\x00\u{308}`,
		"a\u0301\u0302\u0303\u0304":              "a\u0301\u0302\u0303\u0304",
		"a\u0301\u0302\u0303\u0304\u0305b\u0306": "a\u0301\u0302\u0303\u0304" + `\u{305}` + "b\u0306",
		"日本語 почта":                              "日本語 почта",
		"한국어 ελληνικά":                           "한국어 ελληνικά",
		"שלום":                                   "שלום",
		"🙂":                                      "🙂",
		"\u202e":                                 `\u{202e}`,
		"\u00a0":                                 `\u{a0}`,
		"\u3000":                                 `\u{3000}`,
		"\u2764\ufe0f":                           "\u2764" + `\u{fe0f}`,
		"\U0001f1e9":                             `\u{1f1e9}`,
		"\u1112\u1161":                           `\u{1112}\u{1161}`,
		"\ue000":                                 `\u{e000}`,
		"\ufffd":                                 `\u{fffd}`, // as if octets had been lost
		"\xef\xbf":                               `\xef\xbf`,
		"\xed\xa0\x80":                           `\xed\xa0\x80`,
		"\xf4\x90\x80\x80":                       `\xf4\x90\x80\x80`,
	} {
		if got := Printable([]byte(octets)).String(); got != want {
			t.Errorf("Printable(%+q) = %s, want %s", octets, got, want)
		}
		checkPrintable(t, octets)
	}
}

// Each character alone, upon a letter, and before one.
func TestPrintableEveryCharacter(t *testing.T) {
	for r := range rune(0x110000) {
		if r >= 0x20000 && r < 0xe0000 && r%257 != 0 { // ideographs and unassigned
			continue
		}
		octets := string(r) + "a" + string(r) + string(r) + "한" + string(r)
		text := Printable([]byte(octets))
		if w := displaywidth.String(text.String()); w != text.Width() {
			t.Fatalf("%U: %q has width %d, is shown in %d cells", r, text, text.Width(), w)
		}
		if back := source(t, text.String()); back != octets {
			t.Fatalf("%U: %q reads %+q", r, text, back)
		}
	}
}

func TestPrintableAnything(t *testing.T) {
	some := rapid.SampledFrom(append(hostile(t), "\\", "\\x", "\\u{", "}", "\u0301", "ก\u0e33", "क\u094dष", "🙂", "한", "\xe1\x84", "a b c "))
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(some, rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })), 0, 6)
		checkPrintable(t, strings.Join(parts.Draw(t, "parts"), ""))
	})
}

func TestTextCell(t *testing.T) {
	text := Printable([]byte("a\x1b日\u202ee\u0301z"))
	if got, want := text.String(), "a\\x1b日\\u{202e}e\u0301z"; got != want {
		t.Fatalf("text %q, want %q", got, want)
	}
	for octet, want := range []int{0, 1, 5, 5, 5, 7, 7, 7, 15, 15, 15, 16, 17, 17} {
		if got := text.Cell(octet); got != want {
			t.Errorf("octet %d in column %d, want %d", octet, got, want)
		}
	}
}

func TestTextWrap(t *testing.T) {
	var rows []string
	for _, row := range Printable([]byte("one two three four five-and-a-half \x1b\x1b\x1b\x1b")).Wrap(12) {
		rows = append(rows, row.String())
	}
	want := []string{"one two ", "three four ", "five-and-a-h", "alf ", `\x1b\x1b\x1b`, `\x1b`}
	if !slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q", rows, want)
	}
}

func TestTextCut(t *testing.T) {
	text := Printable([]byte("ab\x1b日z"))
	for width, want := range []string{"", "…", "a…", "ab…", "ab…", "ab…", "ab…", `ab\x1b…`, `ab\x1b…`, `ab\x1b日z`, `ab\x1b日z`} {
		if got := text.Cut(width).String(); got != want {
			t.Errorf("cut to %d: %q, want %q", width, got, want)
		}
	}
	if got := Join(text.Cut(3), Printable([]byte("!"))); got.String() != "ab…!" || got.Width() != 4 {
		t.Errorf("joined %q of width %d", got, got.Width())
	}
}

func TestPrintableOfPlainTextIsOneCopy(t *testing.T) {
	octets := []byte(tenLines[:50])
	if n := testing.AllocsPerRun(100, func() { Printable(octets) }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzPrintable(f *testing.F) {
	for _, octets := range hostile(f) {
		f.Add([]byte(octets))
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		checkPrintable(t, string(octets[:min(len(octets), 4096)]))
	})
}
