package line

import (
	"bufio"
	"io"
	"net"
	"testing"
)

// A TLS handshake that does not come is waited for in words, and Ctrl+C ends it.
func TestPersonGivesUpAHandshake(t *testing.T) {
	s := stage{o: Options{Person: true}, types: append([]string{"EHLO a", "STARTTLS"}, ":where", ":where", ":where", ":where", ":where", ":where", ":where", ":where", "^C", ":where"),
		serve: func(c net.Conn) {
			defer c.Close()
			io.WriteString(c, "220 mx.example.net\r\n")
			for in := bufio.NewScanner(c); in.Scan() && in.Text() != "STARTTLS"; {
				io.WriteString(c, "250-a\r\n250 STARTTLS\r\n")
			}
			io.WriteString(c, "220 go\r\n")
			io.Copy(io.Discard, c)
		}}
	s.play(t)
	has(t, "the error output", s.said, "note: still waiting for the TLS handshake; Ctrl+C gives the prompt back")
	has(t, "the dialogue", s.out, "the TLS handshake was given up")
}
