package smtp

import "strings"

// A Path is a reverse-path or a forward-path (RFC 5321 section 4.1.2). The zero
// value is the null path "<>", where bounces of bounces must not go.
type Path struct {
	Route  []string // source route, ignored by every server (appendix C); domains without their "@"
	Local  string   // local-part as written, with its quotes
	Domain string   // domain or address literal as written; "" for <Postmaster>
}

// ParsePath reads a path in its angle brackets, or a mailbox without them. It never
// fails: the path is what could be made of b, the faults say what is odd and where
// in b. <Postmaster> and <> have none: whether they may stand depends on the
// command.
func ParsePath(b []byte) (Path, []Fault) {
	s := string(b)
	var f faultList
	f.octets(s, octetKind)
	if s == "" {
		f.add(MissingArgument, 0, 0)
		return Path{}, f
	}
	end := len(s)
	if s[0] == '<' {
		end = f.bracketed(s, 0)
		if end < len(s) {
			f.add(UnexpectedArgument, end, len(s))
		}
	}
	return f.path(s[:end], 0), f.sorted()
}

// bracketed returns where the path that begins with the "<" at i ends: behind
// its ">", which may not stand in a quoted string. Without one the path ends
// before the next blank or "<".
func (f *faultList) bracketed(s string, i int) int {
	stop := len(s) // where it ends if it is not closed
	for j := i + 1; j < len(s); j++ {
		switch c := s[j]; {
		case c == '>':
			return j + 1
		case c == '"' && (j == i+1 || s[j-1] == ':'):
			if n := quotedEnd(s, j); n > 0 {
				j = n - 1
			}
		case isBlank(c) || c == '<':
			stop = min(stop, j)
		}
	}
	f.add(UnclosedBracket, stop, stop)
	return stop
}

// quotedEnd returns the place behind the quoted string that begins at i; 0 if it
// has no end.
func quotedEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return 0
}

// path reads s, which stands at base, with or without brackets.
func (f *faultList) path(s string, base int) Path {
	if len(s) > PathLimit {
		f.add(PathTooLong, base, base+len(s))
	}
	if strings.HasPrefix(s, "<") {
		s, base = strings.TrimSuffix(s[1:], ">"), base+1
	}
	if s == "" {
		return Path{}
	}
	if n := secondMailbox(s); n > 0 {
		f.add(TwoPaths, base+n, base+len(s))
		s = strings.TrimRight(s[:n], " \t,;")
	}
	var p Path
	if n := routeEnd(s); n > 0 {
		p.Route = f.route(s[:n-1], base)
		f.add(SourceRoute, base, base+n)
		s, base = s[n:], base+n
	}
	f.mailbox(&p, s, base)
	return p
}

// routeEnd returns the place behind the ":" of a source route, 0 if s has none. A
// colon within an address literal is none.
func routeEnd(s string) int {
	if s == "" || s[0] != '@' {
		return 0
	}
	n := strings.IndexAny(s, ":[\"")
	if n < 0 || s[n] != ':' {
		return 0
	}
	return n + 1
}

// secondMailbox returns the place of a second mailbox behind a comma, a semicolon
// or a blank; 0 if there is none. The commas of a source route are no such place.
func secondMailbox(s string) int {
	from := routeEnd(s)
	if strings.HasPrefix(s[from:], `"`) {
		from += quotedEnd(s[from:], 0)
	}
	at := strings.IndexByte(s[from:], '@')
	if at < 0 {
		return 0
	}
	from += at
	n := strings.IndexAny(s[from:], ",; \t")
	if n < 0 || !strings.Contains(s[from+n:], "@") {
		return 0
	}
	from += n
	for strings.IndexByte(",; \t", s[from]) >= 0 {
		from++
	}
	return from
}

func (f *faultList) route(s string, base int) []string {
	var hosts []string
	for part := range strings.SplitSeq(s, ",") {
		host := strings.TrimPrefix(part, "@")
		at := base + len(part) - len(host)
		switch {
		case host == "" || host == part:
			f.add(BadDomain, base, base+len(part))
		default:
			f.domain(host, at)
		}
		if len(hosts) < paramsLimit {
			hosts = append(hosts, host)
		}
		base += len(part) + 1
	}
	return hosts
}

func (f *faultList) mailbox(p *Path, s string, base int) {
	at := atSign(s)
	if at < 0 {
		p.Local = s
		f.local(s, base)
		if !p.IsPostmaster() {
			f.add(MissingDomain, base+len(s), base+len(s))
		}
		return
	}
	p.Local, p.Domain = s[:at], s[at+1:]
	f.local(p.Local, base)
	if p.Domain == "" {
		f.add(MissingDomain, base+len(s), base+len(s))
		return
	}
	f.domain(p.Domain, base+at+1)
}

// atSign returns the place of the "@" before the domain: the last one that stands
// in no quoted string; -1 if there is none.
func atSign(s string) int {
	quoted := 0
	if strings.HasPrefix(s, `"`) {
		quoted = quotedEnd(s, 0)
	}
	if at := strings.LastIndexByte(s[quoted:], '@'); at >= 0 {
		return quoted + at
	}
	return -1
}

// IsNull reports whether p is the null path "<>" (RFC 5321 section 4.5.5).
func (p Path) IsNull() bool { return p.Local == "" && p.Domain == "" }

// IsPostmaster reports whether p is <Postmaster> without a domain, in any case,
// which every server must take as a forward-path (RFC 5321 section 4.5.1).
func (p Path) IsPostmaster() bool {
	return p.Domain == "" && sameWord(unquote(p.Local), "postmaster")
}

// String returns p in its brackets, as written: <@hop.example:carol@example.com>.
func (p Path) String() string {
	if len(p.Route) == 0 {
		return "<" + p.Address() + ">"
	}
	return "<@" + strings.Join(p.Route, ",@") + ":" + p.Address() + ">"
}

// Address returns the mailbox as written, without brackets and source route;
// "" for the null path.
func (p Path) Address() string {
	if p.Domain == "" {
		return p.Local
	}
	return p.Local + "@" + p.Domain
}

// Mailbox returns the mailbox in the form in which two of them can be compared
// (RFC 5321 sections 2.4 and 4.1.2): no more quoting than is needed, the domain in
// lower case, and so the local-part if it is postmaster. The case of any other
// local-part is kept.
func (p Path) Mailbox() string {
	local := p.Local
	if local != "" {
		local = requote(unquote(local))
	}
	if sameWord(local, "postmaster") {
		local = Lower(local)
	}
	return Path{Local: local, Domain: Lower(p.Domain)}.Address()
}
