package smtp

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// plainStuff is the rule of RFC 5321 section 4.5.2 said octet by octet.
func plainStuff(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '.' && (i == 0 || strings.HasSuffix(text[:i], "\r\n")) {
			b.WriteByte('.')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// plainUnstuff is the receiver's half: it returns the text, and what stands
// behind its end if there is one.
func plainUnstuff(wire string) (text, behind string, done bool) {
	var b strings.Builder
	for i := 0; i < len(wire); i++ {
		if wire[i] == '.' && (i == 0 || strings.HasSuffix(wire[:i], "\r\n")) {
			if strings.HasPrefix(wire[i:], ".\r\n") {
				return b.String(), wire[i+3:], true
			}
			continue
		}
		b.WriteByte(wire[i])
	}
	return b.String(), "", false
}

// dense draws octets in which line ends and dots are as frequent as can be, in
// runs long enough for the blocks to matter.
func dense(t *rapid.T, label string) []byte {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"\r\n.", "\r\n", ".", "\r", "\n", "a", "\x00", "\xff", "\r\n..", "\r\n.\r", ".\r\n", "\n.\n", "\x0d\x0a\x2e\x0d\x0d\x0a"}),
		rapid.Map(rapid.IntRange(0, 100), func(n int) string { return strings.Repeat("x", n) }),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
	)
	return []byte(strings.Join(rapid.SliceOfN(piece, 0, 120).Draw(t, label), ""))
}

// stuffedIn sends text through a Stuffer in pieces of n octets.
func stuffedIn(text []byte, n int) []byte {
	var s Stuffer
	var out []byte
	for piece := range chunks(text, n) {
		out = s.Write(out, piece)
	}
	return s.End(out)
}

func chunks(b []byte, n int) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(b) > 0 {
			k := min(n, len(b))
			if !yield(b[:k]) {
				return
			}
			b = b[k:]
		}
	}
}

// unstuffedIn reads wire in pieces of n octets.
func unstuffedIn(wire []byte, n int) (text []byte, used int, done bool) {
	var u Unstuffer
	for piece := range chunks(wire, n) {
		var k int
		text, k, done = u.Write(text, piece)
		used += k
		if done {
			break
		}
	}
	return text, used, done
}

// checkDots holds every promise of transparency against text.
func checkDots(t failer, text []byte, sizes ...int) {
	t.Helper()
	want := plainStuff(string(text))
	got, starts := Stuff(nil, text, true)
	if string(got) != want {
		t.Fatalf("Stuff(%q) = %q, want %q", text, got, want)
	}
	wire := EndText(got, starts)
	if i := bytes.Index(append([]byte("\r\n"), wire...), []byte("\r\n.\r\n")); i != len(wire)-3 {
		t.Fatalf("%q ends at %d of %q", text, i, wire)
	}
	back := string(text)
	if !strings.HasSuffix(back, "\r\n") && back != "" {
		back += "\r\n"
	}
	behind := append(bytes.Clone(wire), "QUIT\r\n"...)
	for _, n := range append(sizes, 1, 2, 3, 7, 31, 33, 64, len(behind)) {
		if s := stuffedIn(text, n); !bytes.Equal(s, wire) {
			t.Fatalf("%q in pieces of %d: %q, want %q", text, n, s, wire)
		}
		text, used, done := unstuffedIn(behind, n)
		if string(text) != back || used != len(wire) || !done {
			t.Fatalf("%q read back in pieces of %d: %q, %d, %v", wire, n, text, used, done)
		}
	}
}

// checkWire compares reading octets that nobody stuffed with the rule itself.
func checkWire(t failer, wire []byte, sizes ...int) {
	t.Helper()
	want, behind, end := plainUnstuff(string(wire))
	for _, n := range append(sizes, 1, 2, 3, 7, 31, 33, 64, len(wire)) {
		text, used, done := unstuffedIn(wire, n)
		if done != end || end && used != len(wire)-len(behind) || !end && used != len(wire) {
			t.Fatalf("%q in pieces of %d: used %d, %v; want all but %q, %v", wire, n, used, done, behind, end)
		}
		// A CR behind a line dot is held back until it is known not to end the text.
		held, ok := strings.CutPrefix(want, string(text))
		if !ok || held != "" && (end || held != "\r" || !bytes.HasSuffix(wire, []byte(".\r"))) {
			t.Fatalf("%q in pieces of %d: %q, want %q", wire, n, text, want)
		}
	}
}

func TestTransparencyOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkDots(t, dense(t, "text"), rapid.IntRange(1, 200).Draw(t, "size"))
	})
}

func TestUnstuffAnyWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkWire(t, dense(t, "wire"), rapid.IntRange(1, 200).Draw(t, "size"))
	})
}

// Every line dot at every offset: blocks and words must not care where it is.
func TestTransparencyAtEveryOffset(t *testing.T) {
	for _, mark := range []string{"\r\n.", "\r\n..", "\r\n.\r\n", "\r\n.\r", "\n.", "\r\r\n."} {
		for at := range 150 {
			text := strings.Repeat("a", at) + mark + strings.Repeat("b", 120) + mark
			checkDots(t, []byte(text))
			checkWire(t, []byte(text))
		}
	}
}

func TestTransparencyOfLongTexts(t *testing.T) {
	for name, body := range bodies() {
		t.Run(name, func(t *testing.T) {
			body := body[:300_000]
			checkDots(t, body, 4096, piece, piece+1)
		})
	}
}

func TestStuff(t *testing.T) {
	for _, c := range []struct {
		text    string
		atStart bool
		want    string
		starts  bool
	}{
		{"", true, "", true},
		{"", false, "", false},
		{".", true, "..", false},
		{".", false, ".", false},
		{".profile\r\n", true, "..profile\r\n", true},
		{"a\r\n.b\r\n", true, "a\r\n..b\r\n", true},
		{"a\n.b\n", true, "a\n.b\n", false},
		{"a\r.b\r", true, "a\r.b\r", false},
		{"..\r\n", true, "...\r\n", true},
		{"\r\n", false, "\r\n", true},
	} {
		out, starts := Stuff([]byte(">"), []byte(c.text), c.atStart)
		if string(out) != ">"+c.want || starts != c.starts {
			t.Errorf("Stuff(%q, %v) = %q, %v; want %q, %v", c.text, c.atStart, out, starts, c.want, c.starts)
		}
	}
}

// The fifteen ways in which software was made to see an end where none is, or
// to miss the one that is (VU#302671 and its followers).
func TestEndOfText(t *testing.T) {
	const behind = "MAIL FROM:<x@example.org>\r\n"
	for _, c := range []struct {
		end  string
		ends bool
	}{
		{"\n.\n", false},
		{"\n.\r\n", false},
		{"\r.\r", false},
		{"\r.\r\n", false},
		{"\r\n.\n", false},
		{"\r\n.\r", false},
		{"\n.\r", false},
		{"\r.\n", false},
		{"\r\n\x00.\r\n", false},
		{"\r\n.\x00\r\n", false},
		{"\r\n..\r\n", false},
		{"\r\n. \r\n", false},
		{"\r\n.\r\n", true},
		{"\r\r\n.\r\n", true},
		{"\r\n.\r\n\r\n", true},
	} {
		wire := []byte("text" + c.end + behind)
		for n := 1; n <= len(wire); n++ {
			_, used, done := unstuffedIn(wire, n)
			if done != c.ends {
				t.Errorf("%q in pieces of %d: end %v, want %v", c.end, n, done, c.ends)
			}
			if want := strings.Index(string(wire), "\r\n.\r\n") + 5; done && used != want {
				t.Errorf("%q in pieces of %d: ended behind %q", c.end, n, wire[:used])
			}
		}
	}
}

func TestUnstufferIsReadyForAnotherText(t *testing.T) {
	var u Unstuffer
	wire := []byte("one\r\n.\r\n.\r\n..two\r\n.\r\n")
	var texts []string
	for len(wire) > 0 {
		text, used, done := u.Write(nil, wire)
		if !done {
			t.Fatalf("no end in %q", wire)
		}
		texts = append(texts, string(text))
		wire = wire[used:]
	}
	if got, want := fmt.Sprintf("%q", texts), `["one\r\n" "" ".two\r\n"]`; got != want {
		t.Errorf("texts %s, want %s", got, want)
	}
}

func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"":               "",
		"a\nb\n":         "a\r\nb\r\n",
		"a\r\nb\n":       "a\r\nb\r\n",
		"a\rb\r":         "a\rb\r",
		"\n\n":           "\r\n\r\n",
		"\r\r\n":         "\r\r\n",
		"no end":         "no end",
		"a\n\r\n\x00\n.": "a\r\n\r\n\x00\r\n.",
	} {
		if got := Canonical([]byte(">"), []byte(text)); string(got) != ">"+want {
			t.Errorf("Canonical(%q) = %q, want %q", text, got, ">"+want)
		}
	}
}

func TestTransparencyDoesNotAllocate(t *testing.T) {
	text := bytes.Repeat([]byte("a line\r\n.dot\r\n"), 1000)
	out := make([]byte, 0, 2*len(text)+100)
	back := make([]byte, 0, 2*len(text)+100)
	n := testing.AllocsPerRun(10, func() {
		wire, starts := Stuff(out[:0], text, true)
		var u Unstuffer
		u.Write(back[:0], EndText(wire, starts))
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzDots(f *testing.F) {
	for _, seed := range []string{"", ".", "a\r\n.b\r\n", "\r\n.\r\n", "a\n.\nb", "\r\r\n.\r\n", strings.Repeat(".\r\n", 40), strings.Repeat("x", 70) + "\r\n.\r\n."} {
		f.Add([]byte(seed), 5)
	}
	f.Fuzz(func(t *testing.T, octets []byte, size int) {
		size = max(1, size&0xff)
		checkDots(t, octets, size)
		checkWire(t, octets, size)
	})
}
