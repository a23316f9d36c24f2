package session

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// DefaultPort is where mail servers listen for each other (RFC 5321 section
// 4.5.4.2).
const DefaultPort = "25"

// The schemes of a [Target]. All but unix are TCP.
const (
	SchemeSMTP        = "smtp"        // plain until STARTTLS
	SchemeSubmission  = "submission"  // the same, on the port for one's own mail (RFC 6409 section 3.1)
	SchemeSMTPS       = "smtps"       // TLS from the first octet, the name that most know
	SchemeSubmissions = "submissions" // the same (RFC 8314 section 3.3)
	SchemeLMTP        = "lmtp"        // LHLO in place of EHLO (RFC 2033)
	SchemeMX          = "mx"          // the hosts that take mail for a domain (RFC 5321 section 5.1)
	SchemePipe        = "pipe"        // a program's input and output; [ParseTarget] refuses it: it would run what a file says
	SchemeUnix        = "unix"        // a Unix-domain stream socket
)

// ports are those of the schemes where a target names none.
var ports = map[string]string{
	SchemeSMTP: DefaultPort, SchemeSubmission: "587", SchemeSMTPS: "465", SchemeSubmissions: "465", SchemeLMTP: "24",
	SchemeMX: DefaultPort,
}

// A Target is what to connect to: a host and a port, or a Unix-domain socket.
// The zero value names nothing.
type Target struct {
	Scheme string // one of the schemes above
	Host   string // a name, or an IP address without brackets; "" for unix
	Port   string // decimal, 1 to 65535; "" for unix
	Path   string // of the socket, or the program and its arguments; "" for all but unix and pipe
}

// A TargetError says why a text names no target and what to write instead.
type TargetError struct {
	Target string // as given
	What   string // what is wrong with it
	Remedy string // what to do
}

// Error returns what is wrong, with the target quoted.
func (e *TargetError) Error() string {
	return fmt.Sprintf("cannot use target %q: %s", e.Target, e.What)
}

// Hint returns what to do instead.
func (e *TargetError) Hint() string { return e.Remedy }

func refuse(what, remedy string) error { return &TargetError{What: what, Remedy: remedy} }

const (
	formsHint = "a target is HOST, HOST:PORT, [IPv6]:PORT, smtp://HOST:PORT/, smtps://HOST/, mx:DOMAIN or unix:/PATH"
	ipv6Hint  = "write an IPv6 address and its port as [2001:db8::1]:25"
)

// ParseTarget reads HOST, HOST:PORT, [IPv6]:PORT, a bare IPv6 address,
// SCHEME://HOST[:PORT]/, mx:DOMAIN or unix:PATH. Without a port it is that of the scheme,
// [DefaultPort] for smtp and where there is none. It never asks the network; an
// error is a [*TargetError] with a remedy.
func ParseTarget(s string) (Target, error) {
	t, err := parseTarget(strings.TrimSpace(s))
	var refused *TargetError
	if errors.As(err, &refused) {
		refused.Target = s
	}
	return t, err
}

func parseTarget(s string) (Target, error) {
	scheme, rest := splitScheme(s)
	switch scheme {
	case "":
		return parseHost(s, SchemeSMTP)
	case SchemeUnix:
		return parseSocket(rest)
	case SchemePipe:
		return Target{}, refuse("a program is started only from the command line", "ehlo --pipe 'PROGRAM ARGUMENTS'")
	case SchemeMX:
		if strings.Contains(rest, "@") {
			return Target{}, refuse("it is a mailbox, not a domain", "write what stands behind the @: mx:example.org")
		}
	}
	if ports[scheme] == "" {
		return Target{}, refuse("its scheme is unknown", formsHint)
	}
	return parseAuthority(rest, scheme)
}

// splitScheme cuts off the scheme, in lower case. A host may be called like a
// scheme: "lmtp:24" is the host lmtp and its port 24.
func splitScheme(s string) (scheme, rest string) {
	name, rest, found := strings.Cut(s, ":")
	scheme = strings.ToLower(name)
	if authority, ok := strings.CutPrefix(rest, "//"); ok {
		return scheme, authority
	}
	known := ports[scheme] != "" && scheme != SchemeSMTP || scheme == SchemePipe
	if !found || digits(rest) || !known && scheme != SchemeUnix {
		return "", ""
	}
	return scheme, rest
}

// parseSocket reads what follows "unix:". The path is kept in a form that
// String can show and ParseTarget read again.
func parseSocket(path string) (Target, error) {
	switch {
	case path == "":
		return Target{}, refuse("the path of the socket is missing", "write unix:/run/lmtp.sock")
	case strings.ContainsRune(path, 0):
		return Target{}, refuse("a path holds no NUL", formsHint)
	case strings.HasPrefix(path, "//"):
		path = "/" + strings.TrimLeft(path, "/")
	case digits(path):
		path = "./" + path
	}
	return Target{Scheme: SchemeUnix, Path: path}, nil
}

// parseAuthority reads what follows "smtp://" and its like.
func parseAuthority(s, scheme string) (Target, error) {
	authority, tail := s, ""
	if end := strings.IndexAny(s, "/?#"); end >= 0 {
		authority, tail = s[:end], s[end:]
	}
	switch {
	case tail != "" && tail != "/":
		return Target{}, refuse("something follows the host and the port", formsHint)
	case strings.Contains(authority, "@"):
		return Target{}, refuse("every user of this machine can read a user name or a password that stands in a target",
			"name only the host and the port")
	}
	// A zone is written %25eth0 in a URL (RFC 6874 section 2).
	return parseHost(strings.Replace(authority, "%25", "%", 1), scheme)
}

// parseHost reads HOST, HOST:PORT, [IPv6], [IPv6]:PORT and a bare IPv6 address.
func parseHost(s, scheme string) (Target, error) {
	host, port, err := splitPort(s, ports[scheme])
	if err == nil {
		host, err = checkHost(host)
	}
	if err == nil {
		port, err = checkPort(port)
	}
	if err != nil {
		return Target{}, err
	}
	return Target{Scheme: scheme, Host: host, Port: port}, nil
}

// splitPort returns the port that s names, or usual if it names none.
func splitPort(s, usual string) (host, port string, err error) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		return splitBracket(inner, usual)
	}
	if _, err := netip.ParseAddr(s); err == nil {
		return s, usual, nil
	}
	host, port, found := strings.Cut(s, ":")
	switch {
	case !found:
		return s, usual, nil
	case strings.Contains(port, ":"):
		return "", "", refuse("it has several colons and is no IPv6 address", ipv6Hint)
	}
	return host, port, nil
}

// splitBracket reads what follows "[".
func splitBracket(s, usual string) (host, port string, err error) {
	host, port, closed := strings.Cut(s, "]")
	if !closed {
		return "", "", refuse("its bracket is not closed", ipv6Hint)
	}
	if _, err := netip.ParseAddr(host); err != nil {
		return "", "", refuse("its brackets hold no IP address", ipv6Hint+"; a name wears no brackets")
	}
	if port == "" {
		return host, usual, nil
	}
	port, found := strings.CutPrefix(port, ":")
	if !found {
		return "", "", refuse("only a colon and a port may follow the bracket", ipv6Hint)
	}
	return host, port, nil
}

// checkHost returns an address in its usual form and a name as it is. It
// refuses what can be no name, so that a slip is explained here and not by a
// resolver.
func checkHost(host string) (string, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		if strings.ContainsFunc(a.Zone(), notInName) {
			return "", refuse("the zone of its address holds odd characters", "a zone is the name of an interface: [fe80::1%eth0]:25")
		}
		return a.String(), nil
	}
	odd := strings.IndexFunc(host, notInName)
	switch {
	case host == "":
		return "", refuse("the host is missing", formsHint)
	case strings.Contains(host, "@"):
		return "", refuse("it is a mailbox, not a host", "name the server that takes its mail; \"dig mx DOMAIN\" finds it")
	case strings.ContainsFunc(host, func(r rune) bool { return r > 127 }):
		return "", refuse("its name is not in ASCII", "write the name in its xn-- form")
	case odd >= 0:
		return "", refuse(fmt.Sprintf("a host name holds no %q", host[odd]), formsHint)
	case len(host) > 255:
		return "", refuse("a host name has at most 255 octets", formsHint)
	}
	return host, nil
}

// notInName lets the underscore pass: hosts of private networks do have it.
func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._", r))
}

func checkPort(port string) (string, error) {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || !digits(port) {
		return "", refuse("its port is no number from 1 to 65535", "between servers it is 25, for submission 587")
	}
	return strconv.FormatUint(n, 10), nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// String returns the target in a form that [ParseTarget] reads: HOST:PORT or
// [IPv6]:PORT, unix:PATH, mx:DOMAIN:PORT, SCHEME://HOST:PORT for the others; "" for the zero value.
func (t Target) String() string {
	switch t.Scheme {
	case "":
		return ""
	case SchemeUnix:
		return "unix:" + t.Path
	case SchemePipe:
		return "pipe:" + t.Path
	case SchemeSMTP:
		return net.JoinHostPort(t.Host, t.Port)
	}
	if t.Scheme == SchemeMX {
		return t.Scheme + ":" + net.JoinHostPort(t.Host, t.Port)
	}
	return t.Scheme + "://" + net.JoinHostPort(t.Host, t.Port)
}

// Implicit reports whether TLS begins with the connection, before the greeting
// (RFC 8314 section 3.3).
func (t Target) Implicit() bool {
	return t.Scheme == SchemeSMTPS || t.Scheme == SchemeSubmissions
}

// Loopback reports whether the target stays on this machine, as far as its text
// tells: a Unix-domain socket or a loopback address. A name, even "localhost",
// is known only when it is resolved; see [Session.Unprotected].
func (t Target) Loopback() bool {
	if t.Scheme == SchemeUnix || t.Scheme == SchemePipe {
		return true
	}
	a, err := netip.ParseAddr(t.Host)
	return err == nil && a.Unmap().IsLoopback()
}
