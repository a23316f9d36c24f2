// Package agreement holds session/smtp against independent programs: where both
// follow the rules they must agree, and where they differ the difference is
// written down here. It has no code of its own.
package agreement

import (
	"bufio"
	"bytes"
	"io"
	"net/textproto"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ehlo/session/smtp"
)

// stuffed returns text as it crosses the wire, with its end.
func stuffed(text string) string {
	out, starts := smtp.Stuff(nil, []byte(text), true)
	return string(smtp.EndText(out, starts))
}

// unstuffed returns the text of wire and whether its end was met.
func unstuffed(wire string) (text string, done bool) {
	var u smtp.Unstuffer
	out, _, done := u.Write(nil, []byte(wire))
	return string(out), done
}

func dotWriter(text string) string {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	d := textproto.NewWriter(w).DotWriter()
	io.WriteString(d, text)
	d.Close()
	return b.String()
}

// dotReader returns what DotReader makes of wire; it turns CRLF into LF.
func dotReader(wire string) (string, error) {
	b, err := io.ReadAll(textproto.NewReader(bufio.NewReader(strings.NewReader(wire))).DotReader())
	return string(b), err
}

// lines draws a text of whole lines without a bare CR or LF: what every program
// treats alike.
func lines(t *rapid.T) string {
	line := rapid.OneOf(
		rapid.SampledFrom([]string{"", ".", "..", ".profile", "a.b", "a.", strings.Repeat("x", 998), strings.Repeat(".", 50)}),
		rapid.StringMatching(`[ -~\x80-\xff\x00\t]{0,90}`),
	)
	list := rapid.SliceOfN(line, 0, 30).Draw(t, "lines")
	return strings.Join(append(list, ""), "\r\n")
}

func TestDotsAgreeWithTextproto(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := lines(t)
		wire := stuffed(text)
		// For an empty text DotWriter sends an empty line first.
		if want := dotWriter(text); wire != want && text != "" {
			t.Fatalf("%q: %q, DotWriter %q", text, wire, want)
		}
		got, err := dotReader(wire)
		if back, done := unstuffed(wire); err != nil || !done || back != text || strings.ReplaceAll(back, "\r\n", "\n") != got {
			t.Fatalf("%q: %q %v, DotReader %q %v", wire, back, done, got, err)
		}
	})
}

// What net/textproto does to a text that is not made of such lines. If one of
// these fails it has changed, and the difference may go.
func TestDotWriterDiffers(t *testing.T) {
	for text, want := range map[string]string{
		"":             "\r\n.\r\n",         // an empty line is added
		"a\nb\r\n":     "a\r\nb\r\n.\r\n",   // LF becomes CRLF
		"a\n.b\r\n":    "a\r\n..b\r\n.\r\n", // and begins a line
		"a\r\r\n":      "a\r\r\r\n.\r\n",    // CR CR LF gets one CR more
		"no end\r":     "no end\r\n.\r\n",   // a last CR is taken for half a line end
		"a\r\n\n.\r\n": "a\r\n\r\n..\r\n.\r\n",
	} {
		if got := dotWriter(text); got != want {
			t.Errorf("DotWriter(%q) = %q, was %q", text, got, want)
		}
		if got := stuffed(text); got == want {
			t.Errorf("%q: no difference in %q", text, got)
		}
	}
}

// DotReader takes other ends than CRLF.CRLF for the end of the text.
func TestDotReaderDiffers(t *testing.T) {
	for _, end := range []string{"\n.\n", "\n.\r\n", "\r\n.\n"} {
		wire := "text" + end + "MAIL FROM:<x@example.org>\r\n"
		if got, err := dotReader(wire); err != nil || strings.Contains(got, "MAIL") {
			t.Errorf("DotReader no longer ends at %q: %q, %v", end, got, err)
		}
		if got, done := unstuffed(wire); done || !strings.Contains(got, "MAIL") {
			t.Errorf("%q: %q, %v", end, got, done)
		}
	}
}
