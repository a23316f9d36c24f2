package line

import "testing"

func TestViewsInWords(t *testing.T) {
	s := stage{o: Options{Person: true}, types: []string{
		"EHLO client.example", "MAIL FROM: <bob@example.org>", ":bytes", ":card", ":explain", ":explain command line", ":help strict", ":help 550",
		":strict on", "RCTP TO:<x@y.example>", "n", ":note hello", ":text", "QUIT",
	}}
	s.play(t)
	has(t, "said", s.said,
		"from octet 1, verb: MAIL", "from octet 11, space: 20", "reverse-path: <bob@example.org>", "line end: 0d 0a, CR LF", "reply code: 501",
		"try: MAIL FROM:<bob@example.org>, the line put right", "of the last exchange: :explain MAIL 501", "commands\n", "command line", ":strict [on|off], ask before", "550 · reply code",
		"Did you mean RCPT? Send it? y sends it as it is", "note: not sent", "C: MAIL FROM: <bob@example.org>")
	misses(t, "client", s.client(), "RCTP")
}
