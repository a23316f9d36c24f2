package session

import (
	"bytes"
	"io"
)

const (
	// chatterLines is how many lines that are no dialogue are noted. What a program
	// says beyond them on its output is taken for dialogue.
	chatterLines = 500

	// chatterOctets is how much is kept of each.
	chatterOctets = 500
)

// A chatter notes what a program says besides SMTP, line by line: "exim -bh" says
// that it only tests, and on its error output why it decides as it does.
type chatter struct {
	note func(line string) // nil for nobody
	line []byte            // the beginning of the next one
	said int
}

// Write notes the lines in b. It takes everything, so that no program has to wait.
func (c *chatter) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		line, behind, whole := bytes.Cut(rest, []byte("\n"))
		c.line = append(c.line, line[:min(len(line), chatterOctets-len(c.line))]...)
		if whole {
			c.end()
		}
		rest = behind
	}
	return len(b), nil
}

// end notes the line that has ended, unless it is empty.
func (c *chatter) end() {
	if line := bytes.TrimRight(c.line, "\r"); len(line) > 0 && c.said < chatterLines && c.note != nil {
		c.note(string(line))
	}
	c.said++
	c.line = c.line[:0]
}

// A sieve keeps the dialogue of what a program says: the lines that begin with a
// digit, as each line of a reply does (RFC 5321 section 4.2). The others are noted.
// From the first octet of TLS on, and behind too many lines, everything is let through.
type sieve struct {
	from  io.Reader
	said  *chatter
	rest  []byte // of the dialogue: read, and not given on yet
	reply bool   // a line of the dialogue has begun and not ended
	all   bool   // everything is let through
}

// Read reads some of the dialogue.
func (s *sieve) Read(b []byte) (int, error) {
	for len(s.rest) == 0 {
		n, err := s.from.Read(b)
		if s.all {
			return n, err
		}
		s.sift(b[:n])
		if err != nil && len(s.rest) == 0 {
			return 0, err
		}
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// sift notes the lines in b that are no dialogue and keeps the others.
func (s *sieve) sift(b []byte) {
	for len(b) > 0 {
		if !s.reply && len(s.said.line) == 0 {
			s.reply = '0' <= b[0] && b[0] <= '9'
			s.all = s.said.said >= chatterLines || b[0] < ' ' && !bytes.ContainsRune([]byte("\t\r\n"), rune(b[0]))
		}
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 || s.all {
			n = len(b)
		}
		if s.reply || s.all {
			s.rest = append(s.rest, b[:n]...)
			s.reply = b[n-1] != '\n'
		} else {
			s.said.Write(b[:n])
		}
		b = b[n:]
	}
}
