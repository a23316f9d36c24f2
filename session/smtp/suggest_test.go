package smtp

import "testing"

func TestSuggestVerb(t *testing.T) {
	for word, want := range map[string]Verb{
		"RCTP": RCPT, "rctp": RCPT, "RECPT": RCPT, "RCPTTO:<a@b>": RCPT, "EHELO": EHLO, "ELHO": EHLO, "HELLO": HELO, "HLEO": HELO,
		"MIAL": MAIL, "MAILFROM:<a@b>": MAIL, "MALI": MAIL, "MAIL:": MAIL, "DATE": DATA, "DTA": DATA, "QIUT": QUIT, "QUITE": QUIT, "QUI": QUIT,
		"RESET": RSET, "NOP": NOOP, "VERFY": VRFY, "VERIFY": VRFY, "EXPAND": EXPN, "STARTLS": STARTTLS, "START": STARTTLS, "START-TLS": STARTTLS, "AUHT": AUTH, "BDTA": BDAT,
		"": "", "X": "", "GET": "", "SUBJECT:": "", "250-SIZE": "", "EHLO": "", "quit": "", "ÄÖ": "", "SEND": "", "FOO": "", "PIPELINING": "",
	} {
		if got, ok := SuggestVerb(word); got != want || ok != (want != "") {
			t.Errorf("%q: got %q %v, want %q", word, got, ok, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"RCPT", "RCPT", 0}, {"", "MAIL", 4}, {"RCTP", "RCPT", 1}, {"EHELO", "EHLO", 1}, {"HELLO", "EHLO", 2}, {"EXIT", "QUIT", 2}, {"ABC", "CBA", 2},
	} {
		if got := distance(x.a, x.b); got != x.want || got != distance(x.b, x.a) {
			t.Errorf("%s %s: %d, want %d", x.a, x.b, got, x.want)
		}
	}
}
