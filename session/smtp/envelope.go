package smtp

import "strings"

// envelope reads "FROM:" or "TO:", a path, and parameters (RFC 5321 sections
// 3.3, 4.1.1.2, 4.1.1.3). None of them need be well formed, or there at all.
func (p *parser) envelope(want string, absent Kind) {
	if p.missing() {
		return
	}
	p.gap()
	p.early()
	if p.atEnd() {
		p.faults.add(absent, p.i, p.i)
		p.faults.add(MissingArgument, p.i, p.i)
		return
	}
	p.direction(want, absent)
	p.early()
	if p.atEnd() {
		p.faults.add(MissingArgument, p.i, p.i)
		return
	}
	p.path(want)
	p.more()
	p.glued()
	p.parameters()
}

// early reads parameters that stand before the path.
func (p *parser) early() {
	for !p.atEnd() && len(p.c.Params) < paramsLimit {
		at := Span{p.i, wordEnd(p.s, p.i)}
		if !isEarly(p.s[at.From:at.To], at.To == len(p.s)) {
			return
		}
		p.faults.add(ParameterBeforePath, at.From, at.To)
		p.i = at.To
		p.parameter(at)
		p.blanks()
	}
}

// isEarly reports whether a word is a parameter rather than a local-part that
// looks like one.
func isEarly(word string, last bool) bool {
	keyword, value, has := strings.Cut(word, "=")
	switch {
	case !isEsmtpKeyword(keyword) || oneOf(keyword, "FROM", "TO"):
		return false
	case isParameter(Upper(keyword)):
		return has || !last
	}
	return has && !strings.ContainsAny(value, "@<")
}

// direction reads "FROM:" or "TO:" and what may stand there in its place.
func (p *parser) direction(want string, absent Kind) {
	from := p.i
	for !p.atEnd() && isAlpha(p.s[p.i]) {
		p.i++
	}
	to := p.i
	word := Upper(p.s[from:to])
	known := word == "FROM" || word == "TO"
	gap := p.blanks()
	switch {
	case !p.atEnd() && p.s[p.i] == ':':
		p.i++
		p.colon(gap, Span{from, to})
	case known && gap.Len() == 0 && !p.atEnd() && (p.s[p.i] == '=' || p.s[p.i] == ';'):
		p.faults.add(MissingColon, p.i, p.i+1)
		p.token(RoleKeyword, from, to)
		p.i++
		p.blanks()
	case known && (gap.Len() > 0 || p.atEnd() || p.s[p.i] == '<'):
		p.faults.add(MissingColon, to, to)
		p.token(RoleKeyword, from, to)
	default:
		p.i = from
		p.faults.add(absent, from, from)
		return
	}
	switch {
	case known && word != want:
		p.faults.add(WrongDirection, from, to)
	case !known:
		p.faults.add(absent, from, to)
	}
}

// colon notes the blanks on both sides of the colon, which was just read.
func (p *parser) colon(gap, word Span) {
	p.token(RoleKeyword, word.From, p.i)
	if gap.Len() > 0 && word.Len() > 0 {
		p.faults.add(SpaceBeforeColon, gap.From, gap.To)
	}
	if b := p.blanks(); b.Len() > 0 {
		p.faults.add(SpaceAfterColon, b.From, b.To)
	}
}

// path finds the path, which may lack its brackets or stand behind a name.
func (p *parser) path(want string) {
	at := p.findPath()
	p.token(RolePath, at.From, at.To)
	p.c.Path, p.c.HasP = p.faults.path(p.s[at.From:at.To], at.From), true
	text := p.s[at.From:at.To]
	switch {
	case want == "TO" && text == "<>":
		p.faults.add(EmptyForwardPath, at.From, at.To)
	case want == "FROM" && p.c.Path.IsPostmaster():
		end := at.To - len(text) + len(strings.TrimSuffix(text, ">"))
		p.faults.add(MissingDomain, end, end)
	}
}

// findPath moves behind the path and returns where it stands.
func (p *parser) findPath() Span {
	start := p.i
	from, bracket := findAddress(p.s, start)
	if from > start {
		p.faults.add(DisplayName, start, trimmedEnd(p.s, start, from))
	}
	p.i = from
	if bracket {
		return p.bracketed()
	}
	p.i = addressEnd(p.s, from)
	p.faults.add(MissingAngleBrackets, from, p.i)
	at := Span{from, p.i}
	if strings.HasPrefix(p.rest(), ">") {
		p.i++
	}
	return at
}

// findAddress returns where the path begins: at its "<", or at the first word that
// has an "@", or if there is neither at start. What stands before it is a name.
func findAddress(s string, start int) (from int, bracket bool) {
	for i := start; i < len(s); {
		if s[i] == '<' {
			return i, true
		}
		end := wordEnd(s, i)
		if i > start && looksLikeParameter(s[i:end]) {
			break
		}
		open := i + quotedAt(s[i:end])
		if n := strings.IndexByte(s[open:end], '<'); n >= 0 {
			end = open + n
		}
		if strings.Contains(s[open:end], "@") {
			return i, false
		}
		for i = end; i < len(s) && isBlank(s[i]); i++ {
		}
	}
	return start, false
}

// looksLikeParameter reports whether a word behind a path is a parameter.
func looksLikeParameter(word string) bool {
	keyword, _, has := strings.Cut(word, "=")
	return has && isEsmtpKeyword(keyword) || isParameter(Upper(word))
}

// quotedAt returns the length of the quoted string with which s begins.
func quotedAt(s string) int {
	if strings.HasPrefix(s, `"`) {
		return quotedEnd(s, 0)
	}
	return 0
}

// addressEnd returns where an address without brackets ends.
func addressEnd(s string, from int) int {
	stop := ",; \t<>"
	if s[from] == '@' { // a source route has commas
		stop = " \t<>"
	}
	i := from + quotedAt(s[from:])
	if n := strings.IndexAny(s[i:], stop); n >= 0 && i+n > from {
		return i + n
	}
	return len(s)
}

// bracketed reads a path that begins with "<". A name and a second path inside it,
// as in <Bob <bob@a.example>>, are taken for what they are.
func (p *parser) bracketed() Span {
	from := p.i
	inner := innerBracket(p.s, from)
	if inner > 0 {
		p.faults.add(DisplayName, from+1, trimmedEnd(p.s, from+1, inner))
		from = inner
	}
	p.i = p.faults.bracketed(p.s, from)
	at := Span{from, p.i}
	if inner > 0 && strings.HasPrefix(p.rest(), ">") {
		p.i++
	}
	return at
}

// innerBracket returns the place of a second "<" behind a name; 0 if there is none.
func innerBracket(s string, from int) int {
	from++
	i := from + quotedAt(s[from:])
	n := strings.IndexAny(s[i:], "<>@")
	if n < 0 || s[i+n] != '<' || strings.Trim(s[from:i+n], " \t") == "" {
		return 0
	}
	return i + n
}

func trimmedEnd(s string, from, to int) int {
	return from + len(strings.TrimRight(s[from:to], " \t"))
}

// more reads further paths: each recipient has a command of its own (RFC 5321
// section 4.1.1.3).
func (p *parser) more() {
	first, last := 0, 0
	for n := 0; ; n++ {
		i := p.i
		for i < len(p.s) && strings.IndexByte(" \t,;", p.s[i]) >= 0 {
			i++
		}
		end := anotherPath(p.s, i)
		if end == 0 {
			break
		}
		if n == paramsLimit { // enough: the rest is more of the same
			end = len(p.s)
		}
		if n == 0 {
			first = i
		}
		p.i, last = end, end
	}
	if last > 0 {
		p.faults.add(TwoPaths, first, last)
		p.token(RoleArgument, first, last)
	}
}

// anotherPath returns where the path that begins at i ends; 0 if none begins there.
func anotherPath(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] == '<' {
		var unused faultList
		return unused.bracketed(s, i)
	}
	word := s[i:wordEnd(s, i)]
	if !strings.Contains(word, "@") || looksLikeParameter(word) {
		return 0
	}
	return addressEnd(s, i)
}

// glued notes a parameter that follows the path without a blank.
func (p *parser) glued() {
	end := wordEnd(p.s, p.i)
	if keyword, _, _ := strings.Cut(p.s[p.i:end], "="); isEsmtpKeyword(keyword) {
		p.faults.add(BadParameter, p.i, end)
	}
}
