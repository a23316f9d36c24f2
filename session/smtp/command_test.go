package smtp

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// An example is a line and, below it, one mark for each fault: "~" under the
// octets it spans, "^" where something is missing.
type example struct {
	line  string
	marks []string
}

// examples reads pictures: a line, its marks, an empty line or the next line.
func examples(pictures string) []example {
	var list []example
	for l := range strings.SplitSeq(strings.Trim(pictures, "\n"), "\n") {
		switch marks := strings.TrimLeft(l, " "); {
		case l == "":
		case strings.HasPrefix(marks, "~") || strings.HasPrefix(marks, "^"):
			last := &list[len(list)-1]
			last.marks = append(last.marks, l)
		default:
			list = append(list, example{line: l})
		}
	}
	return list
}

func marksOf(faults []Fault) []string {
	var marks []string
	for _, f := range faults {
		sign := strings.Repeat("~", f.Span.Len())
		if sign == "" {
			sign = "^"
		}
		marks = append(marks, fmt.Sprint(strings.Repeat(" ", f.Span.From), sign, " ", f.Kind))
	}
	return marks
}

func picture(line string, marks []string) string {
	return line + "\n" + strings.Join(marks, "\n")
}

func TestOddLines(t *testing.T) {
	for _, x := range examples(oddLines) {
		for _, end := range []string{"", "\r\n", "  \r\n"} {
			c := ParseCommand([]byte(x.line + end))
			if got := marksOf(c.Faults); !slices.Equal(got, x.marks) {
				t.Errorf("end %q: got\n%s\nwant\n%s", end, picture(x.line, got), picture(x.line, x.marks))
			}
		}
	}
}

func TestOddOctets(t *testing.T) {
	for _, x := range oddOctets {
		if got := ParseCommand([]byte(x.line)).Faults; !slices.Equal(got, x.want) {
			t.Errorf("%q: got %v, want %v", x.line, got, x.want)
		}
	}
}

// TestAllowedLines holds what RFC 5321 allows, however seldom it is seen.
func TestAllowedLines(t *testing.T) {
	for _, line := range []string{
		"EHLO client.example", "ehlo CLIENT.example", "EHLO [192.0.2.1]", "EHLO [IPv6:2001:db8::1]", "EHLO [IPv6:::ffff:192.0.2.1]", "EHLO 3com.example", "EHLO xn--bcher-kva.example", "EHLO a.b-c.123",
		"HELO client.example", "LHLO client.example", "LHLO [192.0.2.1]",
		"MAIL FROM:<>", "mail from:<bob@example.org>", "Mail From:<bob@example.org>", "MAIL FROM:<bob@example.org> ", "MAIL FROM:<bob@example.org> \t ",
		"MAIL FROM:<bob@museum>", "MAIL FROM:<o'brien+x=y/z@example.org>", "MAIL FROM:<!#$%&'*+-/=?^_`{|}~@example.org>", "MAIL FROM:<a.b.c@example.org>",
		`MAIL FROM:<"Joe\,Smith"@example.org>`, `MAIL FROM:<"joe smith"@example.org>`, `MAIL FROM:<"a@b, <c> \" \\"@example.org>`, `MAIL FROM:<""@example.org>`,
		"MAIL FROM:<bob@[192.0.2.1]>", "MAIL FROM:<bob@[001.002.003.004]>", "MAIL FROM:<bob@[IPv6:1:2:3:4:5:6:7:8]>", "MAIL FROM:<bob@[ipv6:::]>", "MAIL FROM:<bob@[X-tag:a!b]>",
		"MAIL FROM:<bob@example.org> SIZE=0", "MAIL FROM:<bob@example.org> size=12345678901234567890 body=8bitmime", "MAIL FROM:<bob@example.org> BODY=7BIT RET=HDRS ENVID=corpus+2B1", "MAIL FROM:<bob@example.org> AUTH=<>", "MAIL FROM:<bob@example.org> AUTH=e+3Dmc2@example.com",
		"MAIL FROM:<> MTRK=bWFpbA==:60 SMTPUTF8 REQUIRETLS BY=120;R MT-PRIORITY=-3 HOLDFOR=60", "MAIL FROM:<zoë@bücher.example> SMTPUTF8", "MAIL FROM:<bob@example.org> FOO", "MAIL FROM:<bob@example.org> 9-x=<y>;@", "MAIL FROM:<bob@example.org> XVERP=+= BY=-10;NT",
		"RCPT TO:<carol@example.com>", "RCPT TO:<Postmaster>", "rcpt to:<POSTMASTER>", "RCPT TO:<PostMaster@example.com>", `RCPT TO:<"a,b"@example.com>`, "RCPT TO:<bob%b.example@example.com>",
		"RCPT TO:<carol@example.com> NOTIFY=SUCCESS,failure,DELAY ORCPT=rfc822;carol@example.com", "RCPT TO:<carol@example.com> notify=never RRVS=2014-04-03T23:01:00Z", "RCPT TO:<carol@example.com> FOO=a@b",
		"RCPT TO:<1234567890123456789012345678901234567890123456789012345678901234@example.com>",
		"DATA", "data", "DATA  ", "RSET", "QUIT", "STARTTLS", "TURN",
		"NOOP", "NOOP two words", "NOOP  x", "NOOP <x", "HELP", "HELP MAIL", "HELP a  b",
		"VRFY carol", "VRFY user@domain.example", "VRFY <carol@example.com>", `VRFY "Joe Smith"`, "VRFY carol SMTPUTF8", "VRFY zoë smtputf8", "EXPN team", "EXPN Example-People",
		"BDAT 0 LAST", "BDAT 86", "bdat 100000 last", "BDAT 9223372036854775807",
		"AUTH PLAIN", "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=", "AUTH SCRAM-SHA-1-PLUS", "auth login dXNlcg==", "AUTH EXTERNAL =",
		"ETRN example.org", "ETRN @example.org", "ETRN #queue", "ATRN", "ATRN a.example,b.example", "BURL imap://x.example/a LAST",
		"XCLIENT NAME=spike.example ADDR=[UNAVAILABLE]", "XFORWARD NAME=spike.example", "SEND FROM:<bob@example.org>", "SOML FROM:<bob@example.org>", "SAML FROM:<bob@example.org>",
	} {
		for _, end := range []string{"", "\r\n"} {
			if got := marksOf(ParseCommand([]byte(line + end)).Faults); got != nil {
				t.Errorf("end %q: %s", end, picture(line, got))
			}
		}
	}
}

func TestTokens(t *testing.T) {
	for _, x := range [][2]string{
		{"MAIL FROM:<a@b.example> SIZE=1 FOO", "vvvv kkkkkppppppppppppp KKKK = KKK"},
		{"mail from : <a@b.example>", "vvvv kkkkkk ppppppppppppp"},
		{"MAIL SIZE=1 FROM:a@b.example", "vvvv KKKK = kkkkkppppppppppp"},
		{"RCPT TO:Bob <a@b.example>", "vvvv kkk    ppppppppppppp"},
		{"RCPT TO:<a@b.example>,<c@d.example> X", "vvvv kkkppppppppppppp aaaaaaaaaaaaa K"},
		{"EHLO client.example again", "vvvv aaaaaaaaaaaaaa aaaaa"},
		{"VRFY carol SMTPUTF8", "vvvv aaaaa KKKKKKKK"},
		{" NOOP  two words ", " vvvv  aaaaaaaaa"},
		{"BDAT 10 LAST", "vvvv aa aaaa"},
		{"AUTH PLAIN AGE=", "vvvv aaaaa aaaa"},
		{"XCLIENT NAME=x", "vvvvvvv KKKK ="},
		{"Subject: hi there", "vvvvvvvv aaaaaaaa"},
	} {
		row := []byte(strings.Repeat(" ", len(x[0])))
		for _, k := range ParseCommand([]byte(x[0])).Tokens {
			for i := k.Span.From; i < k.Span.To; i++ {
				row[i] = "vkpK=a"[k.Role]
			}
		}
		if got := strings.TrimRight(string(row), " "); got != x[1] {
			t.Errorf("tokens\n%s\n%s\nwant\n%s", x[0], got, x[1])
		}
	}
}

func TestUnderstood(t *testing.T) {
	for _, x := range []struct {
		line string
		verb Verb
		arg  string
		path string // with its brackets; "" for none
		par  string
	}{
		{"ehlo  Client.Example  \r\n", EHLO, "Client.Example", "", ""},
		{"\r\n", "", "", "", ""},
		{"subject: hi", "SUBJECT:", "hi", "", ""},
		{"MAIL FROM:<>", MAIL, "FROM:<>", "<>", ""},
		{"MAIL FROM: bob@example.org SIZE=5", MAIL, "FROM: bob@example.org SIZE=5", "<bob@example.org>", "SIZE=5"},
		{"mail <Bob@Example.ORG> size=5 x", MAIL, "<Bob@Example.ORG> size=5 x", "<Bob@Example.ORG>", "SIZE=5 X"},
		{"MAIL FROM:<x>SIZE=1", MAIL, "FROM:<x>SIZE=1", "<x>", "SIZE=1"},
		{"MAIL FROM:", MAIL, "FROM:", "", ""},
		{"RCPT TO:Bob <bob@example.org> NOTIFY=NEVER", RCPT, "TO:Bob <bob@example.org> NOTIFY=NEVER", "<bob@example.org>", "NOTIFY=NEVER"},
		{"RCPT TO:<a@b.example, c@d.example>", RCPT, "TO:<a@b.example, c@d.example>", "<a@b.example>", ""},
		{"RCPT TO:<@h.example,@i.example:c@d.example>", RCPT, "TO:<@h.example,@i.example:c@d.example>", "<@h.example,@i.example:c@d.example>", ""},
		{"RCPT TO:bob ORCPT=rfc822;bob@x.example", RCPT, "TO:bob ORCPT=rfc822;bob@x.example", "<bob>", "ORCPT=rfc822;bob@x.example"},
		{"NOOP  two  words ", NOOP, "two  words", "", ""},
	} {
		c := ParseCommand([]byte(x.line))
		path := ""
		if c.HasP {
			path = c.Path.String()
		}
		var words []string
		for _, p := range c.Params {
			word := p.Keyword
			if p.HasValue {
				word += "=" + p.Value
			}
			words = append(words, word)
		}
		if par := strings.Join(words, " "); c.Verb != x.verb || c.Arg != x.arg || path != x.path || par != x.par {
			t.Errorf("%q: got %q %q %q %q", x.line, c.Verb, c.Arg, path, par)
		}
	}
}

func TestParseCommandCopies(t *testing.T) {
	line := []byte("MAIL FROM:<bob@example.org> SIZE=5\r\n")
	c := ParseCommand(line)
	for i := range line {
		line[i] = 'x'
	}
	size, ok := c.Param("size")
	if c.Has(TwoPaths) || !ParseCommand([]byte("NOOP\n")).Has(BareLF) {
		t.Error("Has does not tell which faults there are")
	}
	if string(c.Line) != "MAIL FROM:<bob@example.org> SIZE=5" || c.End != CRLF || c.Path.Local != "bob" || !ok || size.Value != "5" {
		t.Errorf("changed with its line: %+v", c)
	}
}

func TestChunk(t *testing.T) {
	for _, x := range []struct {
		line string
		size int64
		last bool
		ok   bool
	}{
		{"BDAT 86", 86, false, true},
		{"bdat 0 last", 0, true, true},
		{"BDAT", 0, false, false},
		{"BDAT x LAST", 0, false, false},
		{"BDAT +5", 0, false, false},
		{"BDAT 5 lst", 0, false, false},
		{"BDAT 5 LAST x", 0, false, false},
		{"DATA 5", 0, false, false},
	} {
		size, last, ok := ParseCommand([]byte(x.line)).Chunk()
		if size != x.size || last != x.last || ok != x.ok {
			t.Errorf("%s: got %d %v %v", x.line, size, last, ok)
		}
	}
}

func TestMechanism(t *testing.T) {
	for line, want := range map[string]string{"AUTH plain AGE=": "PLAIN", "auth LOGIN": "LOGIN", "AUTH": "", "NOOP PLAIN": ""} {
		if got, ok := ParseCommand([]byte(line)).Mechanism(); got != want || ok != (want != "") {
			t.Errorf("%s: got %q %v", line, got, ok)
		}
	}
}

// TestHostileLines holds that no line makes more than a bounded number of values.
func TestHostileLines(t *testing.T) {
	const n = 1 << 16
	for _, unit := range []string{"a ", "a=b ", "\x00a", "\xffa", "@,", "<", "\"", "\\", ".", "a@b,", "<a@b> ", " ", "\r", "\n"} {
		for _, head := range []string{"", "MAIL ", "MAIL FROM:", "MAIL FROM:<", "RCPT TO:<a@b> ", "EHLO ", "XCLIENT ", "VRFY "} {
			c := ParseCommand([]byte(head + strings.Repeat(unit, n/len(unit))))
			if len(c.Faults) > faultsLimit || len(c.Params) > paramsLimit || len(c.Tokens) > 2*paramsLimit+10 || len(c.Path.Route) > paramsLimit {
				t.Errorf("%q and many %q: %d faults, %d parameters, %d tokens", head, unit, len(c.Faults), len(c.Params), len(c.Tokens))
			}
		}
	}
}
