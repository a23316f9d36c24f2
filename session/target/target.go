// Package target is what a session connects to: a host, a mail domain, a socket or a
// program. It reads and writes the text that names it, and never asks the network.
package target

import (
	"net"
	"net/netip"
)

// DefaultPort is where mail servers listen for each other (RFC 5321 section
// 4.5.4.2).
const DefaultPort = "25"

// The schemes of a [Target]. All but Pipe and Unix are TCP.
const (
	SMTP        = "smtp"        // plain until STARTTLS
	Submission  = "submission"  // the same, on the port for one's own mail (RFC 6409 section 3.1)
	SMTPS       = "smtps"       // TLS from the first octet, the name that most know
	Submissions = "submissions" // the same (RFC 8314 section 3.3)
	LMTP        = "lmtp"        // LHLO in place of EHLO (RFC 2033)
	MX          = "mx"          // the hosts that take mail for a domain (RFC 5321 section 5.1)
	Pipe        = "pipe"        // a program's input and output; [Parse] refuses it: it would run what a file says
	Unix        = "unix"        // a Unix-domain stream socket
)

// ports are those of the schemes where a target names none.
var ports = map[string]string{
	SMTP: DefaultPort, Submission: "587", SMTPS: "465", Submissions: "465", LMTP: "24", MX: DefaultPort,
}

// A Target is what to connect to: a host and a port, a Unix-domain socket, or a
// program. The zero value names nothing.
type Target struct {
	Scheme string // one of the schemes above
	Host   string // a name, or an IP address without brackets; "" for Unix and Pipe
	Port   string // decimal, 1 to 65535; "" for Unix and Pipe
	Path   string // of the socket, or the program and its arguments; "" for the others
}

// String returns the target in a form that [Parse] reads: HOST:PORT or
// [IPv6]:PORT, unix:PATH, mx:DOMAIN:PORT, SCHEME://HOST:PORT for the others; "" for
// the zero value. Parse refuses that of a program, pipe:PROGRAM.
func (t Target) String() string {
	switch t.Scheme {
	case "":
		return ""
	case Unix, Pipe:
		return t.Scheme + ":" + t.Path
	case SMTP:
		return net.JoinHostPort(t.Host, t.Port)
	case MX:
		return t.Scheme + ":" + net.JoinHostPort(t.Host, t.Port)
	}
	return t.Scheme + "://" + net.JoinHostPort(t.Host, t.Port)
}

// Implicit reports whether TLS begins with the connection, before the greeting
// (RFC 8314 section 3.3).
func (t Target) Implicit() bool { return t.Scheme == SMTPS || t.Scheme == Submissions }

// TCP reports whether the target is a host or a domain, and not something that is on
// this machine alone.
func (t Target) TCP() bool { return t.Scheme != Unix && t.Scheme != Pipe }

// Loopback reports whether the target stays on this machine, as far as its text
// tells: a Unix-domain socket, a program or a loopback address. What a name stands
// for, even "localhost", is known only when it is resolved.
func (t Target) Loopback() bool {
	if !t.TCP() {
		return true
	}
	a, err := netip.ParseAddr(t.Host)
	return err == nil && a.Unmap().IsLoopback()
}
