package smtp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReply(t *testing.T) {
	long := strings.Repeat("x", ReplyLineLimit)
	for _, c := range []struct {
		octets   string
		code     int
		enhanced string
		text     string
		kinds    []Kind
	}{
		{"250 2.1.0 Ok\r\n", 250, "2.1.0", "Ok", nil},
		{"220 mx.example.com ESMTP\r\n", 220, "", "mx.example.com ESMTP", nil},
		{"250-a\r\n250-b\r\n250 c\r\n", 250, "", "a\nb\nc", nil},
		{"550-5.1.1 no\r\n550 5.1.1 such user\r\n", 550, "5.1.1", "no\nsuch user", nil},
		{"250-\r\n250 c\r\n", 250, "", "\nc", nil},
		{"250 tab\there\r\n", 250, "", "tab\there", nil},
		{"250\r\n", 250, "", "", []Kind{NoText}},
		{"250 \r\n", 250, "", "", []Kind{NoText}},
		{"250\n", 250, "", "", []Kind{NoText, BareLF}},
		{"250 ok\n", 250, "", "ok", []Kind{BareLF}},
		{"334 \r\n", 334, "", "", nil},
		{"334\r\n", 334, "", "", []Kind{NoText}},
		{"250-a\r\n251-b\r\n250 c\r\n", 250, "", "a\nb\nc", []Kind{DifferentCodes}},
		{"220-a\r\n250 b\r\n", 250, "", "a\nb", []Kind{DifferentCodes}},
		{"000-a\r\n250 b\r\n", 250, "", "a\nb", []Kind{CodeOutOfRange, DifferentCodes}},
		{"199 a\r\n", 199, "", "a", []Kind{CodeOutOfRange}},
		{"600 a\r\n", 600, "", "a", []Kind{CodeOutOfRange}},
		{"569 a\r\n", 569, "", "a", []Kind{CodeOutOfRange}},
		{"559 a\r\n", 559, "", "a", nil},
		{"250_ok\r\n", 250, "", "_ok", []Kind{BadSeparator}},
		{"2500 ok\r\n", 250, "", "0 ok", []Kind{BadSeparator}},
		{"250\tok\r\n", 250, "", "\tok", []Kind{BadSeparator}},
		{"\r\n", 0, "", "", []Kind{NoCode}},
		{"\n", 0, "", "", []Kind{NoCode, BareLF}},
		{"25\r\n", 0, "", "25", []Kind{NoCode}},
		{"HTTP/1.1 400 Bad Request\r\n", 0, "", "HTTP/1.1 400 Bad Request", []Kind{NoCode}},
		{"250-a\r\noops\r\n250 b\r\n", 250, "", "a\noops\nb", []Kind{NoCode}},
		{"250 a\rb\r\n", 250, "", "a\rb", []Kind{BareCR}},
		{"250 a\r\r\n", 250, "", "a\r", []Kind{BareCR}},
		{"250 a\x1b[m\x7f\x00\r\n", 250, "", "a\x1b[m\x7f\x00", []Kind{ControlOctet}},
		{"250 zo\xc3\xab\xff\r\n", 250, "", "zo\xc3\xab\xff", []Kind{EightBit}},
		{"550 4.1.1 no\r\n", 550, "4.1.1", "no", []Kind{ClassDisagrees}},
		{"550 5.01.1 no\r\n", 550, "", "5.01.1 no", []Kind{BadEnhanced}},
		{"550 5.1.1000 no\r\n", 550, "", "5.1.1000 no", []Kind{BadEnhanced}},
		{"550 3.1.1 no\r\n", 550, "", "3.1.1 no", []Kind{BadEnhanced}},
		{"550 5.1 no\r\n", 550, "", "5.1 no", nil},
		{"550 5.1.1\r\n", 550, "5.1.1", "", nil},
		{"550 5.1.1: no\r\n", 550, "", "5.1.1: no", nil},
		{"550 5.1.1.9 is blocked\r\n", 550, "", "5.1.1.9 is blocked", nil},
		{"250 2.123.0  two blanks\r\n", 250, "2.123.0", " two blanks", nil},
		{"354 3.0.0 go\r\n", 354, "", "3.0.0 go", []Kind{BadEnhanced}},
		{"354 2.0.0 go\r\n", 354, "2.0.0", "go", []Kind{EnhancedNotExpected}},
		{"250 " + long[:506] + "\r\n", 250, "", long[:506], nil},
		{"250 " + long[:507] + "\r\n", 250, "", long[:507], []Kind{LineTooLong}},
		{"334 " + long + "\r\n", 334, "", long, nil},
		{"334 " + strings.Repeat("A", ChallengeLineLimit-5) + "\r\n", 334, "", strings.Repeat("A", ChallengeLineLimit-5), []Kind{LineTooLong}},
	} {
		r, n, ok := NextReply([]byte(c.octets), false)
		if !ok || n != len(c.octets) || string(r.Octets) != c.octets {
			t.Errorf("%.60q: %d octets, %v", c.octets, n, ok)
		}
		kinds := slices.Collect(r.Marks.Kinds())
		if r.Code != c.code || r.Enhanced.String() != c.enhanced || r.Text() != c.text || !slices.Equal(kinds, c.kinds) {
			t.Errorf("%.60q: %d %q %.60q %v; want %d %q %.60q %v", c.octets, r.Code, r.Enhanced, r.Text(), kinds, c.code, c.enhanced, c.text, c.kinds)
		}
		if r.Malformed() != (c.code == 0) || r.Class() != c.code/100 {
			t.Errorf("%.60q: malformed %v, class %d", c.octets, r.Malformed(), r.Class())
		}
		checkReply(t, r)
	}
}

// checkReply holds what is true of every reply.
func checkReply(t failer, r Reply) {
	t.Helper()
	if again := ParseReply(r.Octets); keep(again) != keep(r) {
		t.Fatalf("%s\nread again: %s", inWords(r), inWords(again))
	}
	count, end, last := 0, 0, ReplyLine{}
	for l := range r.Lines() {
		if l.Span.From != end || r.Line(count).Span != l.Span {
			t.Fatalf("%q: line %d at %v", r.Octets, count, l.Span)
		}
		count, end = count+1, l.Span.To
		if l.Code != 0 {
			last = l
		}
	}
	if count != r.Count || end != len(r.Octets) || last.Code != r.Code && r.Code != 0 {
		t.Fatalf("%s: %d lines, %d octets, code %d", inWords(r), count, end, last.Code)
	}
	found := map[Kind]bool{}
	for _, f := range r.Faults() {
		found[f.Kind] = true
		if f.Span.From < 0 || f.Span.From > f.Span.To || f.Span.To > len(r.Octets) || !r.Marks.Has(f.Kind) {
			t.Fatalf("%s: fault %v %v", inWords(r), f.Kind, f.Span)
		}
	}
	for k := range r.Marks.Kinds() {
		if !found[k] {
			t.Fatalf("%s: marked %v, faults %v", inWords(r), k, r.Faults())
		}
	}
}

func TestReplyFaults(t *testing.T) {
	octets := "550-4.1.1 a\x1b\x1b\n" + "551-5.01.1 b\xff\r\n" + "oops\r\n" + "550_c\r\n"
	r := ParseReply([]byte(octets))
	var got []string
	for _, f := range r.Faults() {
		got = append(got, fmt.Sprintf("%v %q", f.Kind, f.Span.Of(r.Octets)))
	}
	want := []string{
		fmt.Sprintf("%v %q", ClassDisagrees, "4.1.1"),
		fmt.Sprintf("%v %q", ControlOctet, "\x1b"),
		fmt.Sprintf("%v %q", BareLF, "\n"),
		fmt.Sprintf("%v %q", DifferentCodes, "551"),
		fmt.Sprintf("%v %q", BadEnhanced, "5.01.1"),
		fmt.Sprintf("%v %q", EightBit, "\xff"),
		fmt.Sprintf("%v %q", NoCode, "oops\r\n"),
		fmt.Sprintf("%v %q", BadSeparator, "_"),
	}
	if !slices.Equal(got, want) {
		t.Errorf("faults\n%q, want\n%q", got, want)
	}
}

func TestNextReplyWaits(t *testing.T) {
	for _, octets := range []string{"", "2", "250", "250-", "250 ok", "250 ok\r", "250-a\r\n", "250-a\r\n250", "250-a\r\noops\r\n", "oops"} {
		if r, n, ok := NextReply([]byte(octets), false); ok || n != 0 {
			t.Errorf("%q: %s, %d", octets, inWords(r), n)
		}
		r, n, ok := NextReply([]byte(octets), true)
		if octets == "" {
			if ok {
				t.Errorf("a reply out of nothing: %s", inWords(r))
			}
			continue
		}
		if !ok || n != len(octets) || !r.Marks.Has(ReplyCut) {
			t.Errorf("%q: %s, %d, %v", octets, inWords(r), n, ok)
		}
		checkReply(t, r)
	}
}

func TestNextReplyTakesOne(t *testing.T) {
	for _, octets := range []string{"250 a\r\n", "250-a\r\n250 b\r\n", "oops\r\n", "250-a\r\n250-b\r\n550 c\r\n"} {
		r, n, ok := NextReply([]byte(octets+"220 more\r\n"), false)
		if !ok || n != len(octets) || string(r.Octets) != octets {
			t.Errorf("%q: %s, %d, %v", octets, inWords(r), n, ok)
		}
	}
}

func TestReplyBounds(t *testing.T) {
	line := func(begin string, n int) string { return begin + strings.Repeat("x", n-len(begin)-2) + "\r\n" }
	lines := strings.Repeat(line("250-", 500), ReplyCutLimit/500)
	for _, c := range []struct {
		name   string
		octets string
		kept   int
	}{
		{"longest line", line("250 ", ReplyLineCut), ReplyLineCut},
		{"line too long", line("250 ", ReplyLineCut+1), ReplyLineCut},
		{"line too long, more follow", line("250-", ReplyLineCut+9) + "250-b\r\noops\r\n250 c\r\n", ReplyLineCut},
		{"second line too long", "250-a\r\n" + line("250-", 50_000) + "250 c\r\n", ReplyLineCut + 7},
		{"no reply and too long", line("oops", 70_000), ReplyLineCut},
		{"longest reply", lines[500:] + line("250 ", 500), ReplyCutLimit},
		{"reply too long", lines[500:] + line("250 ", 501), ReplyCutLimit},
		{"too many lines", lines + lines + "250 end\r\n", ReplyCutLimit},
		{"cut in a code", lines[500:] + line("250-", 498) + "250-end\r\n250 end\r\n", ReplyCutLimit},
	} {
		t.Run(c.name, func(t *testing.T) {
			octets := []byte(c.octets + "221 bye\r\n")
			r, n, ok := NextReply(octets, false)
			if !ok || len(r.Octets) != c.kept || n != len(c.octets) {
				t.Fatalf("kept %d octets of %d, want %d; %v", len(r.Octets), n, c.kept, ok)
			}
			if r.Marks.Has(ReplyTooLong) != (c.kept < len(c.octets)) || r.Marks.Has(ReplyCut) {
				t.Errorf("marks %v", slices.Collect(r.Marks.Kinds()))
			}
			checkReply(t, r)
			for _, n := range []int{1, 3, 1000, ReplyLineCut, ReplyLineCut + 1, len(octets)} {
				got := scanned(t, string(octets), in(string(octets), n))
				want := []kept{keep(r), keep(ParseReply([]byte("221 bye\r\n")))}
				if !slices.Equal(got, want) {
					t.Fatalf("in pieces of %d: %.300s", n, fmt.Sprint(got))
				}
			}
		})
	}
}

// A server that never ends its line, or its reply, costs a bounded amount of
// memory, whatever it sends.
func TestReplyScannerMemory(t *testing.T) {
	for _, flood := range []string{"x", "250-", "250-a\r\n", "250 ", "\x00", "\r", "2"} {
		var s ReplyScanner
		chunk := []byte(strings.Repeat(flood, 4096))
		held, replies := 0, 0
		for range 400 {
			s.Write(chunk)
			for {
				if _, ok := s.Next(); !ok {
					break
				}
				replies++
			}
			held = max(held, cap(s.buf))
		}
		if held > 4*ReplyCutLimit || replies != 1 || !s.Skipping() {
			t.Errorf("%q: held %d octets, %d replies, skipping %v", flood, held, replies, s.Skipping())
		}
		if total := 400 * len(chunk); s.Skipped() < total-ReplyCutLimit || s.Skipped() >= total {
			t.Errorf("%q: skipped %d of %d", flood, s.Skipped(), total)
		}
		s.Write([]byte("\r\n250 end\r\n220 next\r\n"))
		for r, ok := s.Next(); ok; r, ok = s.Next() {
			replies = r.Code
		}
		if replies != 220 || s.Skipping() {
			t.Errorf("%q: last code %d", flood, replies)
		}
	}
}

// One octet at a time costs a bounded number of looks at each.
func TestReplyScannerIsLinear(t *testing.T) {
	octets := []byte(strings.Repeat("250-"+strings.Repeat("x", 400)+"\r\n", 200) + "250 end\r\n")
	var s ReplyScanner
	for i := range octets {
		s.Write(octets[i : i+1])
		if _, ok := s.Next(); ok != (i == len(octets)-1) {
			t.Fatalf("octet %d: %v", i, ok)
		}
		if at := s.cutter.at; len(s.buf) > 0 && at > 0 && s.buf[at-1] != '\n' {
			t.Fatalf("octet %d: lines are taken up to %d", i, at)
		}
		if got := s.cutter.at + s.cutter.seen; i < len(octets)-1 && got != i+1 {
			t.Fatalf("octet %d: looked at %d", i, got)
		}
	}
}

// What stands behind the reply to STARTTLS stays where it is.
func TestReplyScannerStopsBehindAReply(t *testing.T) {
	const before, injected = "220 go ahead\r\n", "250-evil\r\n250 x\r\n530"
	for at := range len(before + injected) {
		var s ReplyScanner
		s.Write([]byte((before + injected)[:at]))
		r, ok := s.Next()
		s.Write([]byte((before + injected)[at:]))
		if !ok {
			r, ok = s.Next()
		}
		if !ok || r.Code != 220 || string(s.Pending()) != injected {
			t.Errorf("split at %d: code %d, %q pending", at, r.Code, s.Pending())
		}
	}
}

func TestReplyScannerRest(t *testing.T) {
	for octets, kinds := range map[string][]Kind{
		"":               nil,
		"250-a\r\n250 b": {ReplyCut},
		"250-a\r\n":      {ReplyCut},
		"5":              {NoCode, ReplyCut},
		"250 ok\r":       {ReplyCut, BareCR},
	} {
		var s ReplyScanner
		s.Write([]byte("220 hi\r\n" + octets))
		s.Next()
		if r, ok := s.Next(); ok {
			t.Errorf("%q: %s", octets, inWords(r))
		}
		r := s.Rest()
		if string(r.Octets) != octets || !slices.Equal(slices.Collect(r.Marks.Kinds()), kinds) {
			t.Errorf("%q: rest %s, want %v", octets, inWords(r), kinds)
		}
		if s.Rest().Count != 0 || len(s.Pending()) != 0 {
			t.Errorf("%q: not forgotten", octets)
		}
	}
}

func TestReplyDoesNotAllocate(t *testing.T) {
	one, ten := []byte(oneLine), []byte(tenLines)
	var s ReplyScanner
	s.Write(ten)
	n := testing.AllocsPerRun(100, func() {
		NextReply(one, false)
		NextReply(ten, false)
		ParseReply(ten)
		s.Write(one)
		s.Write(ten)
		for r, ok := s.Next(); ok; r, ok = s.Next() {
			for l := range r.Lines() {
				_ = l
			}
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// stream draws what a server might send, near to replies.
func stream(t *rapid.T) string {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"250", "550", "220-", "250-", "250 ", " ", "-", "\r\n", "\n", "\r", "5.1.1 ", "2.0.0", "ok", "000", "334 ", "\x80", "\x00", "25", "oops\r\n"}),
		rapid.Map(rapid.IntRange(0, 40), func(n int) string { return strings.Repeat("x", n*n) }),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 20), func(b []byte) string { return string(b) }),
	)
	return strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "stream"), "")
}

func TestAnyStreamInAnyPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkStream(t, stream(t), rapid.IntRange(1, 50).Draw(t, "size"))
	})
}

// checkStream scans octets in pieces, compares with NextReply, and accounts for
// every octet.
func checkStream(t failer, octets string, size int) {
	t.Helper()
	var want []kept
	for b := []byte(octets); len(b) > 0; {
		r, n, ok := NextReply(b, true)
		if !ok || n < len(r.Octets) || n == 0 {
			t.Fatalf("%q: %s, %d, %v", b, inWords(r), n, ok)
		}
		if !r.Marks.Has(ReplyTooLong) && n != len(r.Octets) {
			t.Fatalf("%q: %d octets taken by %s", b, n, inWords(r))
		}
		checkReply(t, r)
		want = append(want, keep(r))
		b = b[n:]
	}
	for _, n := range []int{1, size, len(octets) + 1} {
		if got := scanned(t, octets, in(octets, n)); !slices.Equal(got, want) {
			t.Fatalf("%q in pieces of %d:\n%+v, want\n%+v", octets, n, got, want)
		}
	}
}

func FuzzReply(f *testing.F) {
	for _, seed := range []string{oneLine, tenLines, "250\r\n", "250-a\n251-b\r\noops\r\n250 c", "550 5.01.1 \xff\r\n", "334 \r\n", "\x15\x03\x03\x00\x02\x02\n"} {
		f.Add([]byte(seed), 3)
	}
	for _, rec := range recordings(f)[:40] {
		f.Add([]byte(rec.streams[0]), 100)
	}
	f.Fuzz(func(t *testing.T, octets []byte, size int) {
		checkStream(t, string(octets), max(1, size&0x3ff))
		ParseOffers(ParseReply(octets))
	})
}
