package lessons

import "testing"

func TestDoubt(t *testing.T) {
	for _, tt := range []struct{ state, line, want string }{
		{"ready", "MAIL FROM: <a@b.example>\r\n", "No space may follow the colon. Put the < right behind it."},
		{"ready", "MAIL FROM:<a@b.example\r\n", "One of the angle brackets is missing. Write < before and > behind the address."},
		{"ready", "RCPT TO:<a@b.example>\r\n", "Right command, wrong moment. MAIL first."},
		{"ready", "RCTP TO:<a@b.example>\r\n", "No RFC that ehlo knows has this verb. Did you mean RCPT?"},
		{"ready", "NOOP\n", "An LF without its CR: that ends no line. :eol crlf sends both. With nc: nc -C."},
		{"ready", "MAIL FROM:<a@b.example>\r\n", ""},
		{"ready", "vrfy al, please\r\n", "VRFY takes one word, here more follows. Several go into double quotes, as one."},
		{"greeted", "EHLO pc\r\n", ""}, // often accepted, a note
		{"text", "grüße\r\n", "An octet above 127, without BODY=8BITMIME at MAIL. Only ASCII was agreed for this text."},
		{"text", "QUIT\r\n", ""},
		{"text", ".\r\n", ""},
		{"text, LF", ".\n", "Not the end: only CR LF, a dot, CR LF ends the text. :eol crlf sends CR LF. With nc: nc -C."},
		{"unended", ".\r\n", "Not the end: the line before has no CR LF, and the dot goes on in it. An empty line ends that one; then the dot."},
		{"login", "AGE=\r\n", ""},
	} {
		got, wrong := Doubt([]byte(tt.line), stateNamed(tt.state))
		if got != tt.want || wrong != (tt.want != "") {
			t.Errorf("%s: %q: %q, %v, want %q", tt.state, tt.line, got, wrong, tt.want)
		}
	}
}
