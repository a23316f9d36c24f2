package target

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// An Error says why a text names no target and what to write instead.
type Error struct {
	Target string // as given
	What   string // what is wrong with it
	Remedy string // what to do
}

// Error returns what is wrong, with the target quoted.
func (e *Error) Error() string {
	return fmt.Sprintf("cannot use target %q: %s", e.Target, e.What)
}

// Hint returns what to do instead.
func (e *Error) Hint() string { return e.Remedy }

func refuse(what, remedy string) error { return &Error{What: what, Remedy: remedy} }

const (
	formsHint = "a target is HOST, HOST:PORT, [IPv6]:PORT, smtp://HOST:PORT, smtps://HOST, submission://HOST, lmtp://HOST, mx:DOMAIN or unix:/PATH"
	ipv6Hint  = "write an IPv6 address and its port as [2001:db8::1]:25"
)

// Parse reads HOST, HOST:PORT, [IPv6]:PORT, a bare IPv6 address,
// SCHEME://HOST[:PORT]/, mx:DOMAIN or unix:PATH. Without a port it is that of the scheme,
// [DefaultPort] for smtp and where there is none. It never asks the network; an
// error is a [*Error] with a remedy.
func Parse(s string) (Target, error) {
	t, err := parse(strings.TrimSpace(s))
	var refused *Error
	if errors.As(err, &refused) {
		refused.Target = s
	}
	return t, err
}

func parse(s string) (Target, error) {
	scheme, rest := splitScheme(s)
	switch scheme {
	case "":
		return parseHost(s, SMTP)
	case Unix:
		return parseSocket(rest)
	case Pipe:
		return Target{}, refuse("a program is started only from the command line", "ehlo --pipe 'PROGRAM ARGUMENTS'")
	case MX:
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
	known := ports[scheme] != "" && scheme != SMTP || scheme == Pipe
	if !found || digits(rest) || !known && scheme != Unix {
		return "", ""
	}
	return scheme, rest
}

// parseSocket reads what follows "unix:". The path is kept in a form that
// String can show and Parse read again.
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
	return Target{Scheme: Unix, Path: path}, nil
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
