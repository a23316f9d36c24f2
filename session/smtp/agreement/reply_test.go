package agreement

import (
	"bufio"
	"net/textproto"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ehlo/session/smtp"
)

func readResponse(octets string) (int, string, error) {
	return textproto.NewReader(bufio.NewReader(strings.NewReader(octets))).ReadResponse(0)
}

func TestRepliesAgreeWithTextproto(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`[2-5][0-5][0-9]`).Draw(t, "code")
		texts := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z][ -~]{0,60}[A-Za-z]`), 1, 12).Draw(t, "texts")
		var octets strings.Builder
		for i, text := range texts {
			octets.WriteString(code)
			octets.WriteByte(" -"[min(1, len(texts)-1-i)])
			octets.WriteString(text + "\r\n")
		}
		wantCode, want, err := readResponse(octets.String())
		r, n, ok := smtp.NextReply([]byte(octets.String()), false)
		if err != nil || !ok || n != octets.Len() || r.Code != wantCode || r.Text() != want || r.Marks != 0 {
			t.Fatalf("%q: %d %q %v; textproto %d %q %v", octets.String(), r.Code, r.Text(), r.Faults(), wantCode, want, err)
		}
	})
}

// What net/textproto makes of replies that are odd.
func TestTextprotoDiffers(t *testing.T) {
	for _, c := range []struct {
		octets string
		fails  bool
		kind   smtp.Kind
	}{
		{"250\r\n", true, smtp.NoText},                              // must be acceptable, section 4.2
		{"250-a\r\n251 b\r\n250 c\r\n", false, smtp.DifferentCodes}, // joined without a word
		{"250 ok\n", false, smtp.BareLF},                            // taken for a line end without a word
		{"099 ok\r\n", true, smtp.CodeOutOfRange},                   // usable: three digits
		{"550 5.01.1 no\r\n", false, smtp.BadEnhanced},              // not looked at
		{"250 " + strings.Repeat("x", 600) + "\r\n", false, smtp.LineTooLong},
	} {
		_, _, err := readResponse(c.octets)
		if (err != nil) != c.fails {
			t.Errorf("%.40q: textproto now gives %v", c.octets, err)
		}
		r, _, ok := smtp.NextReply([]byte(c.octets), false)
		if !ok || !r.Marks.Has(c.kind) {
			t.Errorf("%.40q: marks %v", c.octets, r.Faults())
		}
	}
}
