package course

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// A World is what goals may see of the included server. A nil World is any other
// server's: there a goal that asks for a mailbox cannot be met.
type World interface {
	// Addresses returns every mailbox, local-part@domain.
	Addresses() []string

	// Box returns the messages of a mailbox, local-part@domain, oldest first.
	Box(address string) []Letter
}

// A Letter is one stored copy of a message.
type Letter struct {
	From   string // the reverse-path, "<>" for none
	Octets []byte // with the trace fields that the server wrote above it
	Trace  int    // octets of Octets that are those
}

// box returns what came into a mailbox since the step began.
func (s *Scene) box(address string) Box {
	b := Box{Last: &Mail{Header: func(string) string { return "" }}}
	if s.world == nil {
		return b
	}
	letters := s.world.Box(address)
	letters = letters[min(s.boxes[strings.ToLower(address)], len(letters)):]
	b.N = len(letters)
	room := OctetLimit + TextLimit // the last letter always has it
	for _, l := range slices.Backward(letters[max(0, len(letters)-LetterLimit):]) {
		m := s.mail(l)
		if room -= len(m.Octets) + len(m.From); room < 0 {
			break
		}
		b.Letters = append(b.Letters, m)
	}
	slices.Reverse(b.Letters)
	if len(b.Letters) > 0 {
		b.Last = b.Letters[len(b.Letters)-1]
	}
	return b
}

// mail returns what a letter says, the first octets of it.
func (s *Scene) mail(l Letter) *Mail {
	if len(l.Octets) == 0 {
		return mailOf(l)
	}
	m := s.mails[&l.Octets[0]]
	if m == nil {
		if len(s.mails) == 4*LetterLimit {
			clear(s.mails)
		}
		m = mailOf(l)
		s.mails[&l.Octets[0]] = m
	}
	return m
}

func mailOf(l Letter) *Mail {
	text := string(l.Octets[:min(len(l.Octets), OctetLimit)])
	var fields []field
	return &Mail{
		From: short(strings.Trim(l.From, "<>")), Body: bodyOf(text, l.Trace), Octets: text,
		Header: func(name string) string {
			if fields == nil {
				fields = fieldsOf(text)
			}
			for _, f := range fields {
				if len(f.name) == len(name) && strings.EqualFold(f.name, name) {
					return f.value
				}
			}
			return ""
		},
	}
}

// A field is one of a header (RFC 5322 section 2.2), unfolded.
type field struct{ name, value string }

// fieldsOf returns the header fields of a text; what is none is left out.
func fieldsOf(text string) []field {
	fields := []field{}
	rest, more := text, true
	for more && rest != "" && !strings.HasPrefix(rest, "\r\n") {
		var line string
		line, rest, more = strings.Cut(rest, "\r\n")
		begin := line
		folded := strings.Builder{}
		for strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t") {
			line, rest, more = strings.Cut(rest, "\r\n")
			folded.WriteString(line)
		}
		if name, ok := smtp.HeaderField([]byte(begin)); ok {
			fields = append(fields, field{name, strings.TrimSpace(begin[len(name)+1:] + folded.String())})
		}
	}
	return fields
}

// bodyOf returns what stands behind the first empty line, without the trace fields; all
// of the text if it has no header.
func bodyOf(text string, trace int) string {
	text = text[min(trace, len(text)):]
	if rest, ok := strings.CutPrefix(text, "\r\n"); ok {
		return rest
	}
	first, _, _ := strings.Cut(text, "\r\n")
	if _, ok := smtp.HeaderField([]byte(first)); !ok {
		return text
	}
	_, body, _ := strings.Cut(text, "\r\n\r\n")
	return body
}
