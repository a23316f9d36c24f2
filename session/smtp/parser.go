package smtp

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A parser walks once over a command line.
type parser struct {
	c      Command
	s      string // the line without its end and without the blanks before that
	i      int    // the next octet
	faults faultList
}

// begin takes the line.
func (p *parser) begin(line []byte) {
	switch {
	case bytes.HasSuffix(line, []byte("\r\n")):
		p.c.End = CRLF
	case bytes.HasSuffix(line, []byte("\n")):
		p.c.End = LF
	}
	p.c.Line = bytes.Clone(line[:len(line)-p.c.End.Len()])
	p.s = string(p.c.Line)
	if p.c.End == None && strings.HasSuffix(p.s, "\r") {
		p.s = p.s[:len(p.s)-1]
		p.faults.add(NoLineEnd, len(p.s), len(p.s)+1)
	}
	// A receiver should bear blanks here (RFC 5321 section 4.1.1).
	p.s = strings.TrimRight(p.s, " \t")
	// A verb; then at most a keyword and its value for each word.
	p.c.Tokens = make([]Token, 0, 1+2*min(strings.Count(p.s, " "), paramsLimit))
}

// command returns what was understood, with the faults of single octets.
func (p *parser) command() Command {
	p.lineOctets()
	p.c.Faults = p.faults.sorted()
	return p.c
}

func (p *parser) lineOctets() {
	if p.c.End == LF {
		n := len(p.c.Line)
		p.faults.add(BareLF, n, n+1)
	}
	kind := octetKind
	if _, ok := p.c.Param("SMTPUTF8"); ok && p.c.Verb != RCPT && utf8.ValidString(p.s) {
		kind = octetKindUTF8
	}
	p.faults.octets(p.s, kind)
}

// octetKindUTF8 is for a line that says SMTPUTF8 (RFC 6531 section 3.3).
func octetKindUTF8(c byte) Kind {
	if c > 127 {
		return NoFault
	}
	return octetKind(c)
}

func (p *parser) token(r Role, from, to int) {
	if from < to {
		p.c.Tokens = append(p.c.Tokens, Token{r, Span{from, to}})
	}
}

func (p *parser) atEnd() bool { return p.i == len(p.s) }

// rest returns what has not been read.
func (p *parser) rest() string { return p.s[p.i:] }

// blanks skips blanks and returns where they were.
func (p *parser) blanks() Span {
	from := p.i
	for !p.atEnd() && isBlank(p.s[p.i]) {
		p.i++
	}
	return Span{from, p.i}
}

// gap skips the blanks between two words, of which there should be one.
func (p *parser) gap() {
	if b := p.blanks(); b.Len() > 1 {
		p.faults.add(ExtraSpace, b.From+1, b.To)
	}
}

// word skips the gap and reads up to the next blank outside a quoted string; false
// at the end of the line.
func (p *parser) word() (Span, bool) {
	p.gap()
	at := Span{p.i, wordEnd(p.s, p.i)}
	p.i = at.To
	return at, at.Len() > 0
}

// wordEnd returns where the word that begins at i ends. Only a quoted string at its
// beginning may hold blanks.
func wordEnd(s string, i int) int {
	if i < len(s) && s[i] == '"' {
		if n := quotedEnd(s, i); n > 0 {
			i = n
		}
	}
	for i < len(s) && !isBlank(s[i]) {
		i++
	}
	return i
}

// verb reads the first word.
func (p *parser) verb() {
	before := p.blanks()
	if p.atEnd() {
		p.faults.add(EmptyLine, 0, len(p.s))
		return
	}
	if before.Len() > 0 {
		p.faults.add(LeadingSpace, before.From, before.To)
	}
	from := p.i
	for !p.atEnd() && strings.IndexByte(" \t\r\n", p.s[p.i]) < 0 {
		p.i++
	}
	word := p.s[from:p.i]
	p.c.Verb = Verb(Upper(word))
	p.c.Arg = strings.TrimLeft(p.rest(), " \t")
	p.token(RoleVerb, from, p.i)
	if p.c.Verb.Standing() == Foreign {
		kind, n := foreign(string(p.c.Verb))
		p.faults.add(kind, from, from+n)
	}
}

// foreign returns what a first word is that is no verb, and how many octets of it
// say so.
func foreign(word string) (Kind, int) {
	if name, value, ok := strings.Cut(word, ":"); ok && isFieldName(name) && !strings.HasPrefix(value, "//") {
		return HeaderAsCommand, len(name) + 1
	}
	if keyword, _, _ := strings.Cut(word, "="); isOffer(keyword) {
		return OfferAsVerb, len(word)
	}
	return UnknownVerb, len(word)
}

// isFieldName reports whether s, in upper case, can name a header field (RFC 5322
// section 2.2), and is not a verb to which something was glued, as in MAILFROM:.
func isFieldName(s string) bool {
	v, glued := SuggestVerb(s)
	glued = glued && strings.HasPrefix(s, string(v)) || Verb(s).Standing() != Foreign
	return s != "" && !glued && allOf(s, func(c byte) bool { return c > ' ' && c < 127 })
}
