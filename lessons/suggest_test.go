package lessons

import "testing"

// What Tab puts in place of a line with a misspelt word, and from which letter on.
func TestDidYouMean(t *testing.T) {
	for _, tt := range []struct{ state, line, want string }{
		{"ready", "MALI FROM:<a@b.example>", "MAIL FROM:<a@b.example>"},
		{"greeted", "EHELO client.example", "EHLO client.example"},
		{"ready", "MAIL FORM:<a@b.example> SIZE=5", "MAIL FROM:<a@b.example> SIZE=5"},
		{"ready", "MAIL FORM <a@b.example>", "MAIL FROM:<a@b.example>"},
		{"ready", "MAIL TO:<a@b.example>", "MAIL FROM:<a@b.example>"},
		{"ready", "MAIL a@b.example", "MAIL FROM:<a@b.example>"},
		{"mail", "RCPT OT:<a@b.example>", "RCPT TO:<a@b.example>"},
		{"mail", "RCPT FROM:<a@b.example>", "RCPT TO:<a@b.example>"},
		{"ready", "MAIL FROM:<a@b.example> SIEZ=5 BODY=7BIT", "MAIL FROM:<a@b.example> SIZE=5 BODY=7BIT"},
		{"ready", "MAIL FROM:<a@b.example> siez=5 BODY=7BIT", "MAIL FROM:<a@b.example> SIZE=5 BODY=7BIT"},
		{"ready", "MAIL FROM:<a@b.example> BOYD=8BITMINE", "MAIL FROM:<a@b.example> BODY=8BITMIME"},
		{"ready", "MAIL FROM:<a@b.example> BODY=8BITMINE", "MAIL FROM:<a@b.example> BODY=8BITMIME"},
		{"ready", "MAIL FROM:<a@b.example> BODY=8BITM", ""},
		{"ready", "MAIL FROM:<a@b.example> RET=HDRS", ""}, // no misspelling: not offered
		{"ready", "MAIL FROM:<a@b.example> FOO=1", ""},
		{"ready", "MAIL FO", ""},
	} {
		got := ""
		a := Advise(tt.line, stateNamed(tt.state))
		if len(a.Completions) > 0 && a.Suggestion == "" {
			got = a.Completions[0]
		}
		if got != tt.want {
			t.Errorf("%s: in place of %q stands %q, want %q", tt.state, tt.line, got, tt.want)
		}
	}
}
