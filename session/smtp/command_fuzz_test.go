package smtp

import (
	"bytes"
	"slices"
	"testing"
)

func FuzzCommand(f *testing.F) {
	for _, x := range examples(oddLines) {
		f.Add([]byte(x.line + "\r\n"))
	}
	for _, x := range oddOctets {
		f.Add([]byte(x.line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		c := ParseCommand(line)
		if n := len(line) - c.End.Len(); !bytes.Equal(c.Line, line[:n]) {
			t.Fatalf("the line became %q", c.Line)
		}
		checkFaults(t, c.Faults, len(line))
		checkTokens(t, c)
		for _, p := range c.Params {
			if p.Span.From < 0 || p.Span.To > len(c.Line) || p.Span.Len() < 1 {
				t.Fatalf("parameter at %v", p.Span)
			}
		}
		if got := ParseCommand(line); !slices.Equal(got.Faults, c.Faults) || got.Arg != c.Arg || got.Path.String() != c.Path.String() {
			t.Fatal("the same line is understood in two ways")
		}
		if size, _, ok := c.Chunk(); ok && (size < 0 || c.Has(BadArgument) || c.Has(UnexpectedArgument)) {
			t.Fatalf("a chunk of %d octets despite %v", size, c.Faults)
		}
		checkFaults(t, c.FaultsIn(State{}.Connected()), len(line))
		checkFaults(t, CheckText(line), len(line))
		SuggestVerb(string(c.Verb))
	})
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"<>", "<a@b.example>", "a@b.example", `<"a\"b c"@[IPv6:::1]>`, "<@h.example,@i.example:c@d.example>", "<Postmaster>", "<a@b, c@d>", "<a@", "<\"a@b>", "@", "<zo\xc3\xab@b>", "a@b.c:d@[1.2.3.4]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, faults := ParsePath(b)
		checkFaults(t, faults, len(b))
		if slices.ContainsFunc(faults, func(x Fault) bool { return x.Kind != SourceRoute }) {
			return
		}
		if got := p.String(); got != string(b) && got != "<"+string(b)+">" {
			t.Fatalf("%q without a fault is written %q", b, got)
		}
		if again, _ := ParsePath([]byte(p.Mailbox())); again.Mailbox() != p.Mailbox() {
			t.Fatalf("%q: mailbox %q is not stable", b, p.Mailbox())
		}
	})
}

// checkFaults holds that faults lie within n octets and in order.
func checkFaults(t *testing.T, faults []Fault, n int) {
	t.Helper()
	last := 0
	for _, x := range faults {
		if x.Kind == NoFault || x.Span.From < last || x.Span.To < x.Span.From || x.Span.To > n {
			t.Fatalf("%v in %d octets", faults, n)
		}
		last = x.Span.From
	}
}

// checkTokens holds that tokens lie within the line, in order, apart.
func checkTokens(t *testing.T, c Command) {
	t.Helper()
	last := 0
	for _, x := range c.Tokens {
		if x.Span.From < last || x.Span.Len() < 1 || x.Span.To > len(c.Line) {
			t.Fatalf("tokens %v in %d octets", c.Tokens, len(c.Line))
		}
		last = x.Span.To
	}
}
