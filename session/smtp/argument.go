package smtp

import (
	"strconv"
	"strings"
)

// argument reads what follows the verb, as the verb asks for it (RFC 5321 sections
// 4.1.1.1 to 4.1.1.10 and the extension's own RFC).
func (p *parser) argument() {
	switch v := p.c.Verb; v {
	case MAIL, SEND, SOML, SAML:
		p.envelope("FROM", MissingFrom)
	case RCPT:
		p.envelope("TO", MissingTo)
	case EHLO, HELO, LHLO:
		p.hello()
	case DATA, RSET, QUIT, STARTTLS, TURN:
		p.surplus()
	case VRFY, EXPN:
		p.name()
	case BDAT:
		p.chunk()
	case AUTH:
		p.auth()
	case ETRN, ATRN:
		p.node()
	case BURL:
		p.url()
	case XCLIENT, XFORWARD:
		if !p.missing() {
			p.parameters()
		}
	default:
		p.free()
	}
}

// missing reports whether nothing follows, and notes it.
func (p *parser) missing() bool {
	if p.atEnd() {
		p.faults.add(MissingArgument, p.i, p.i)
	}
	return p.atEnd()
}

// free takes whatever follows, as after NOOP and HELP.
func (p *parser) free() {
	p.blanks()
	p.token(RoleArgument, p.i, len(p.s))
	p.i = len(p.s)
}

// surplus takes what follows where nothing should.
func (p *parser) surplus() {
	p.blanks()
	if !p.atEnd() {
		p.faults.add(UnexpectedArgument, p.i, len(p.s))
	}
	p.free()
}

// first reads the word that the verb cannot do without.
func (p *parser) first() (Span, bool) {
	if p.missing() {
		return Span{}, false
	}
	at, _ := p.word()
	p.token(RoleArgument, at.From, at.To)
	return at, true
}

// last reads the word LAST if anything follows, and nothing behind it.
func (p *parser) last() {
	if at, ok := p.word(); ok {
		p.token(RoleArgument, at.From, at.To)
		if !sameWord(p.s[at.From:at.To], "LAST") {
			p.faults.add(BadArgument, at.From, at.To)
		}
	}
	p.surplus()
}

func (p *parser) hello() {
	at, ok := p.first()
	if !ok {
		return
	}
	name := p.s[at.From:at.To]
	before := len(p.faults)
	switch {
	case p.c.Verb == HELO && name[0] == '[':
		p.faults.add(LiteralInHelo, at.From, at.To)
	default:
		p.faults.domain(name, at.From)
	}
	if len(p.faults) == before && !strings.ContainsAny(name, ".[") {
		p.faults.add(SingleLabel, at.From, at.To)
	}
	p.surplus()
}

// name reads the string of VRFY or EXPN. Its form cannot be restricted (RFC 5321
// section 3.5.1); behind it may stand SMTPUTF8 (RFC 6531 section 3.7.4.2).
func (p *parser) name() {
	if _, ok := p.first(); !ok {
		return
	}
	i := p.i
	if at, ok := p.word(); ok && sameWord(p.s[at.From:at.To], "SMTPUTF8") {
		p.parameter(at)
	} else {
		p.i = i
	}
	p.surplus()
}

func (p *parser) chunk() {
	at, ok := p.first()
	if !ok {
		return
	}
	if _, fits := chunkSize(p.s[at.From:at.To]); !fits {
		p.faults.add(BadArgument, at.From, at.To)
	}
	p.last()
}

func chunkSize(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && allOf(s, isDigit)
}

func (p *parser) auth() {
	at, ok := p.first()
	if !ok {
		return
	}
	if name := p.s[at.From:at.To]; len(name) > MechanismNameLimit || !allOf(name, isMechanism) {
		p.faults.add(BadArgument, at.From, at.To)
	}
	if at, ok := p.word(); ok {
		p.token(RoleArgument, at.From, at.To)
		if !isInitialResponse(p.s[at.From:at.To]) {
			p.faults.add(BadArgument, at.From, at.To)
		}
	}
	p.surplus()
}

// isMechanism is for the octets of a mechanism's name (RFC 4422 section 3.1).
func isMechanism(c byte) bool { return isLabel(c) || c == '_' }

// isInitialResponse reports whether s is base64, or the "=" that stands for an
// empty response (RFC 4954 section 4).
func isInitialResponse(s string) bool {
	body := strings.TrimRight(s, "=")
	pad := len(s) - len(body)
	return s == "=" || len(s)%4 == 0 && pad <= 2 && allOf(body, isBase64Octet)
}

func isBase64Octet(c byte) bool { return isAlpha(c) || isDigit(c) || c == '+' || c == '/' }

// node reads the node name of ETRN (RFC 1985 section 5), or the list of domains
// that ATRN may have (RFC 2645 section 5.2.1).
func (p *parser) node() {
	if p.c.Verb == ATRN && p.atEnd() {
		return
	}
	if _, ok := p.first(); ok {
		p.surplus()
	}
}

// url reads the URL of BURL (RFC 4468 section 3.2).
func (p *parser) url() {
	if _, ok := p.first(); ok {
		p.last()
	}
}
