package smtp

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParsePath(t *testing.T) {
	for _, x := range []struct {
		text    string
		address string
		mailbox string
		marks   []string
	}{
		{"<>", "", "", nil},
		{"<Bob@Example.ORG>", "Bob@Example.ORG", "Bob@example.org", nil},
		{"Bob@Example.ORG", "Bob@Example.ORG", "Bob@example.org", nil},
		{"<Postmaster>", "Postmaster", "postmaster", nil},
		{"<POSTMASTER@Example.com>", "POSTMASTER@Example.com", "postmaster@example.com", nil},
		{`<"c\arol"@example.com>`, `"c\arol"@example.com`, "carol@example.com", nil},
		{`<"carol"@example.com>`, `"carol"@example.com`, "carol@example.com", nil},
		{`<"Joe\,Smith"@example.com>`, `"Joe\,Smith"@example.com`, `"Joe,Smith"@example.com`, nil},
		{`<"a\"\\ @b"@example.com>`, `"a\"\\ @b"@example.com`, `"a\"\\ @b"@example.com`, nil},
		{`<""@example.com>`, `""@example.com`, `""@example.com`, nil},
		{"<bob@[IPv6:2001:DB8::1]>", "bob@[IPv6:2001:DB8::1]", "bob@[ipv6:2001:db8::1]", nil},
		{"<zoë@Bücher.example>", "zoë@Bücher.example", "zoë@bücher.example", []string{"   ~~ EightBit", "       ~~ EightBit"}},
		{"<@h.example:bob@d.example>", "bob@d.example", "bob@d.example", []string{" ~~~~~~~~~~~ SourceRoute"}},
		{"", "", "", []string{"^ MissingArgument"}},
		{"<", "", "", []string{" ^ UnclosedBracket"}},
		{"<bob@d.example", "bob@d.example", "bob@d.example", []string{"              ^ UnclosedBracket"}},
		{"<bob@d.example> x", "bob@d.example", "bob@d.example", []string{"               ~~ UnexpectedArgument"}},
		{"bob", "bob", "bob", []string{"   ^ MissingDomain"}},
		{"@", "", "", []string{"^ BadLocalPart", " ^ MissingDomain"}},
		{"a@b.example, c@d.example", "a@b.example", "a@b.example", []string{"             ~~~~~~~~~~~ TwoPaths"}},
		{"<a@b.example\n>", "a@b.example\n", "a@b.example\n", []string{"            ~ BareLF"}},
	} {
		p, faults := ParsePath([]byte(x.text))
		got := append([]string{}, marksOf(faults)...)
		if p.Address() != x.address || p.Mailbox() != x.mailbox || !slices.Equal(got, x.marks) {
			t.Errorf("%s\n%s\naddress %q, mailbox %q", x.text, strings.Join(got, "\n"), p.Address(), p.Mailbox())
		}
	}
}

func TestPathKinds(t *testing.T) {
	for text, want := range map[string]struct{ null, postmaster bool }{
		"<>":                      {null: true},
		"<postMASTER>":            {postmaster: true},
		`<"postmaster">`:          {postmaster: true},
		"<postmaster@b.example>":  {},
		"<postmasters>":           {},
		"<bob@b.example>":         {},
		"<@h.example:postmaster>": {postmaster: true},
	} {
		p, _ := ParsePath([]byte(text))
		if p.IsNull() != want.null || p.IsPostmaster() != want.postmaster {
			t.Errorf("%s: null %v, postmaster %v", text, p.IsNull(), p.IsPostmaster())
		}
	}
}

// TestLiterals follows the grammar of RFC 5321 section 4.1.3, by hand.
func TestLiterals(t *testing.T) {
	for _, s := range []string{
		"[0.0.0.0]", "[255.255.255.255]", "[192.0.2.1]", "[010.000.002.001]",
		"[IPv6:1:2:3:4:5:6:7:8]", "[IPv6:ABCD:ef01::]", "[IPv6:::]", "[IPv6:::1]", "[IPv6:1::2]", "[IPv6:1:2:3:4:5:6::]", "[IPv6:::1:2:3:4:5:6]",
		"[IPv6:1:2:3:4:5:6:192.0.2.1]", "[IPv6:::192.0.2.1]", "[IPv6:1:2::3:4:192.0.2.1]", "[IPV6:::1]", "[tag:x]", "[a-1:!~]",
	} {
		if !isLiteral(s) {
			t.Errorf("%s is a literal", s)
		}
	}
	for _, s := range []string{
		"", "[", "[]", "[]]", "192.0.2.1", "[192.0.2]", "[192.0.2.1.1]", "[192.0.2.256]", "[192.0.2.]", "[192.0.2.+1]", "[192.0.2.0001]", "[ 192.0.2.1]", "[192.0.2.1", "[192.0.2.1]]",
		"[IPv6:]", "[IPv6:1:2:3:4:5:6:7]", "[IPv6:1:2:3:4:5:6:7:8:9]", "[IPv6:1:2:3:4:5:6:7::]", "[IPv6:1::2::3]", "[IPv6::1]", "[IPv6:1:]", "[IPv6::::]", "[IPv6:12345::]", "[IPv6:g::]", "[IPv6:fe80::1%eth0]",
		"[IPv6:192.0.2.1::]", "[IPv6:1:2:3:4:5:6:7:192.0.2.1]", "[IPv6:1:2:3:4:5::192.0.2.1]", "[::1]", "[2001:db8::1]", "[tag:]", "[:x]", "[tag-:x]", "[tag:a\\b]", "[tag:a b]",
	} {
		if isLiteral(s) {
			t.Errorf("%s is no literal", s)
		}
	}
}

var (
	atoms    = rapid.StringMatching("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,8}(\\.[a-z0-9]{1,5}){0,2}")
	quotings = rapid.StringMatching(`"([ !#-\[\]-~]|\\[ -~]){0,12}"`)
	names    = rapid.StringMatching("[a-zA-Z0-9]([a-zA-Z0-9-]{0,5}[a-zA-Z0-9])?(\\.[a-z0-9]{1,5}){0,3}").Filter(func(s string) bool { return !isBareAddress(s) })
	literals = rapid.SampledFrom([]string{"[192.0.2.1]", "[IPv6:2001:db8::1]", "[x-tag:abc]"})
)

func drawPath(t *rapid.T) Path {
	return Path{
		Route:  rapid.SliceOfN(names, 0, 2).Draw(t, "route"),
		Local:  rapid.OneOf(atoms, quotings).Draw(t, "local"),
		Domain: rapid.OneOf(names, literals).Draw(t, "domain"),
	}
}

// TestPathRoundTrip holds that a path is understood as it is written, alone and in
// a command.
func TestPathRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawPath(t)
		got, faults := ParsePath([]byte(want.String()))
		c := ParseCommand([]byte("RCPT TO:" + want.String() + " NOTIFY=NEVER\r\n"))
		for _, p := range []Path{got, c.Path} {
			if p.Local != want.Local || p.Domain != want.Domain || !slices.Equal(p.Route, want.Route) {
				t.Fatalf("%s is understood as %+v", want, p)
			}
		}
		for _, f := range append(faults, c.Faults...) {
			if f.Kind != SourceRoute {
				t.Fatalf("%s has %v", want, f)
			}
		}
	})
}

// TestMailboxIsCanonical holds that quoting does not change the mailbox, that its
// form is one that needs no change, and that other local-parts differ.
func TestMailboxIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPath(t), drawPath(t)
		again, faults := ParsePath([]byte("<" + p.Mailbox() + ">"))
		if again.Mailbox() != p.Mailbox() || len(faults) > 0 {
			t.Fatalf("%s gives %s gives %s, %v", p, p.Mailbox(), again.Mailbox(), faults)
		}
		var b strings.Builder
		for _, c := range []byte(unquote(p.Local)) {
			b.WriteString(`\` + string(c))
		}
		if most := (Path{Local: `"` + b.String() + `"`, Domain: p.Domain}); most.Mailbox() != p.Mailbox() {
			t.Fatalf("%s and %s are one mailbox, got %s", p, most, most.Mailbox())
		}
		q.Domain = p.Domain
		if same := unquote(p.Local) == unquote(q.Local); same != (p.Mailbox() == q.Mailbox()) {
			t.Fatalf("%s and %s: the same mailbox is %v", p, q, !same)
		}
	})
}
