package lessons

import (
	"slices"
	"strings"
	"testing"
)

// TestWhereTellsAll holds the whole of a place, as `:where` shows and as it is
// spoken.
func TestWhereTellsAll(t *testing.T) {
	refused := wayRcpt + "C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: RCPT TO:<eve@example.com>\nS: 450 4.2.0 later\n"
	p := Where(placeAfter(refused), true)
	for _, x := range []struct {
		what, want string
		got        []string
	}{
		{"lines", `now: recipients (1 accepted, 2 refused)

✓ greeting  mx.example.com
✓ hello     EHLO client.example
✓ MAIL      <bob@example.org>
● RCPT      ✓ <alice@example.com> 250 2.1.5
            ✗ <zoe@example.com> 550 5.1.1
            ~ <eve@example.com> 450 4.2.0
· DATA
· text
· accepted

whose message is it now? yours (client)
refused on this connection: 2; recorded of others:
Exim hangs up at the 4th unknown command, sendmail
at the 26th, Postfix after 20 refusals of any kind

What may come now, and its replies: ✓ yes, → go
on, ~ not now, ✗ no.
RCPT      ✓ 250 251 ~ 450 451 452 455 ✗ 503 550
          551 552 553 555 556
DATA      → 354 ✗ 503 554
BDAT      ✓ 250 ~ 450 451 452 ✗ 503 550 552 554
RSET      ✓ 250
NOOP      ✓ 250
HELP      ✓ 211 214 ✗ 502 504
VRFY      ✓ 250 251 252 ✗ 502 504 550 551 553
EXPN      ✓ 250 252 ✗ 500 502 504 550
QUIT      ✓ 221
EHLO      ✓ 250 ✗ 502 504 550
HELO      ✓ 250 ✗ 502 504 550
any       ~ 421 ✗ 500 501
RFC 5321 §4.3.2`, p.Lines(50)},
		{"speech", `now: recipients (1 accepted, 2 refused)
the way: greeting done, hello done, MAIL done, RCPT here, DATA to come, text to come, accepted to come
from <bob@example.org>
to <alice@example.com>, 250 2.1.5
to <zoe@example.com>, 550 5.1.1
to <eve@example.com>, 450 4.2.0
whose message is it now? yours (client)
refused on this connection: 2; recorded of others: Exim hangs up at the 4th unknown command, sendmail at the 26th, Postfix after 20 refusals of any kind
may come: RCPT; yes is 250 or 251, no is 550 or 551 or 552 or 553 or 450 or 451 or 452 or 503 or 455 or 555 or 556
may come: DATA; yes is 354, no is 503 or 554`, p.Spoken()[:10]},
		{"the dot", `now: text complete, its reply is awaited

✓ greeting  mx.example.com
✓ hello     EHLO client.example
✓ MAIL      <bob@example.org>
✓ RCPT      ✓ <alice@example.com> 250 2.1.5
✓ DATA
● text      7 octets sent
· accepted

whose message is it now? yours (client)
the reply to the final dot may take 10 minutes at
least, RFC 5321 §4.5.3.2.6

What may come now, and its replies: ✓ yes, → go
on, ~ not now, ✗ no.
the reply to the final dot
  ✓ 250 ~ 450 451 452 ✗ 550 552 554
any       ~ 421 ✗ 500 501
RFC 5321 §4.3.2`, Where(placeAfter(wayText+"C: hi\nC: .\n"), true).Lines(50)},
	} {
		if got := strings.Join(x.got, "\n"); got != x.want {
			t.Errorf("%s: got\n%s\nwant\n%s", x.what, got, x.want)
		}
	}
}

func TestAlsoNamesWhatIsNotNamedAbove(t *testing.T) {
	for _, x := range []struct{ dialogue, next, want string }{
		{wayGreeted, "Next: EHLO and a name", "also HELO RSET NOOP HELP VRFY EXPN QUIT"},
		{wayMail, "Next: RCPT, or RSET", "also NOOP HELP VRFY EXPN QUIT EHLO HELO"},
		{wayMail, "", "legal RCPT RSET NOOP HELP VRFY EXPN QUIT EHLO HELO"},
		{wayText, "Next: the text", ""},
		{"S: 554 no\n", "Next: QUIT", ""},
		{wayReady + "C: NOOP\n", "Next: the reply to NOOP", ""},
	} {
		if got := Where(placeAfter(x.dialogue), false).Also(x.next); got != x.want {
			t.Errorf("after %q, with %q: %q, want %q", x.dialogue, x.next, got, x.want)
		}
	}
}

// A line that the server could not read names nobody.
func TestMistypedRecipients(t *testing.T) {
	mistyped := "C: RCPT TO: bob\nS: 501 5.1.3 what\nC: RCPT TO:<bob@example.com> FOO\nS: 555 what\n"
	for _, x := range []struct {
		dialogue, now string
		to            int
	}{
		{wayMail + mistyped, "sender named, no recipient yet", 0},
		{wayRcpt + mistyped, "recipients (1 accepted)", 1},
		{wayMail + mistyped + "C: RCPT TO:<zoe@example.com>\nS: 550 no\n", "sender named, 1 refused", 1},
	} {
		p := Where(placeAfter(x.dialogue), false)
		if p.Now != x.now || len(p.To) != x.to {
			t.Errorf("after %q: %q and %d recipients", x.dialogue, p.Now, len(p.To))
		}
		turned := slices.ContainsFunc(p.Map, func(s Station) bool { return s.Mark == Turned })
		if want := strings.Contains(x.now, "1 refused"); turned != want {
			t.Errorf("after %q a station turned away: %v", x.dialogue, turned)
		}
	}
}

// TestNoWarningAtHome holds that what foreign servers do is told of them alone.
func TestNoWarningAtHome(t *testing.T) {
	s := placeAfter(wayGreeted + "C: FOO\nS: 500 what\nC: FOO\nS: 500 what\n")
	if p := Where(s, false); p.Warning != "" || p.Refused != 2 {
		t.Errorf("at home: %d refused, %q", p.Refused, p.Warning)
	}
	if p := Where(s, true); p.Warning == "" {
		t.Error("abroad nothing is said")
	}
}

// Every state has a place, in few enough columns.
func TestEveryStateHasAPlace(t *testing.T) {
	for _, in := range typed {
		p := Where(stateNamed(in.state), true)
		if p.Now == "" || p.Owner == "" || p.Brief == "" || columns(p.Brief) > 17 {
			t.Errorf("%s: %+v", in.state, p)
		}
		for _, line := range p.Lines(Width) {
			if columns(line) > Width {
				t.Errorf("%s: %q is wider than %d columns", in.state, line, Width)
			}
		}
	}
}
