package session

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// ConnectWait is how long one address may take to answer, unless
// [Options.Timeout] is set. No RFC names this time; it is ehlo's choice.
const ConnectWait = 10 * time.Second

// An Attempt is one address that was tried, and why it did not answer.
type Attempt struct {
	Address string // ADDRESS:PORT, or the path of a socket
	Err     error
}

// A DialError says that no connection came about: every address that was tried
// with its cause, or why there was none to try.
type DialError struct {
	Target   target.Target
	Attempts []Attempt
	Err      error // why there was no address to try; nil if there are attempts
}

// Error returns the causes on one line.
func (e *DialError) Error() string {
	what := "cannot connect to " + e.Target.String() + ": "
	switch len(e.Attempts) {
	case 0:
		return what + reason(e.Err)
	case 1:
		return what + reason(e.Attempts[0].Err)
	}
	var causes []string
	for _, a := range e.Attempts {
		causes = append(causes, a.Address+": "+reason(a.Err))
	}
	return fmt.Sprintf("%snone of its %d addresses answers: %s", what, len(causes), strings.Join(causes, "; "))
}

// Unwrap returns the causes.
func (e *DialError) Unwrap() []error {
	var causes []error
	if e.Err != nil {
		causes = append(causes, e.Err)
	}
	for _, a := range e.Attempts {
		causes = append(causes, a.Err)
	}
	return causes
}

// Hint returns what to do about it.
func (e *DialError) Hint() string {
	var dns *net.DNSError
	var plain *TLSError
	var proxy *ProxyError
	switch {
	case errors.As(e, &plain):
		return plain.Hint()
	case errors.As(e, &proxy):
		return proxy.Hint()
	case errors.Is(e, context.Canceled):
		return "the connection was not waited for; try again"
	case errors.Is(e.Err, errNoMX):
		return "who keeps the domain's DNS can mend it: an MX names a host that has an address (RFC 5321 section 5.1)"
	case errors.Is(e.Err, errNullMX):
		return "nobody can be written to at that domain; check the address (RFC 7505 section 3)"
	case e.Target.Scheme == target.Pipe:
		return "try the program in a shell of its own"
	case e.Target.Scheme == target.Unix:
		return "see with ls -l that the socket is there and may be written"
	case sourceFails(e):
		return "--source takes an address of this machine, of the server's family, and a port that is free; below 1024 only root may"
	case errors.Is(e, errFamily):
		return "leave out -4 or -6, and a --source of that family"
	case errors.Is(e, errNoAddress) || errors.As(e, &dns) && dns.IsNotFound:
		return "check the spelling; the server for a domain's mail often has another name: dig mx DOMAIN"
	case errors.As(e, &dns):
		return "--resolver ADDRESS asks another name service; an IP address in place of the name needs none"
	case e.Target.Loopback():
		return "no server listens there; the included server starts with: ehlo"
	case e.Target.Port == target.DefaultPort:
		return "many networks block port 25; try port 587, or the included server: ehlo"
	}
	return "check the port: 25 between servers, 587 for submission; or the included server: ehlo"
}

var (
	errFamily    = errors.New("it has no address of the family that was asked for")
	errNoAddress = errors.New("its name has no address")
)

// A connectTimeout says how long an address did not answer.
type connectTimeout time.Duration

func (c connectTimeout) Error() string {
	return fmt.Sprintf("connection timed out after %v", time.Duration(c))
}

func (c connectTimeout) Is(target error) bool { return target == os.ErrDeadlineExceeded }

func (c connectTimeout) Timeout() bool { return true }

// reason is the shortest true text of a cause: the operating system's words,
// without the addresses, which stand beside it already.
func reason(err error) string {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return nameReason(dns)
	}
	for {
		op, ok := err.(*net.OpError)
		if !ok || op.Err == nil {
			return err.Error()
		}
		err = op.Err
	}
}

// nameReason is why a name was not found. The resolver's own words for a name service
// that does not answer hold addresses that say nothing, or name no service.
func nameReason(e *net.DNSError) string {
	switch cause := e.Err[strings.LastIndex(e.Err, ": ")+1:]; {
	case e.IsNotFound:
		return e.Err
	case e.IsTimeout:
		return "the name service did not answer in time"
	case cause != e.Err:
		return "the name service cannot be asked:" + cause
	case e.Err == "server misbehaving":
		return "the name service answers that it failed"
	}
	return "the name service failed: " + e.Err
}

// dialer makes a connection and tells each step to the transcript.
type dialer struct {
	options Options
	tape    *transcript.Transcript
	several bool // there are several hosts, so that each is named
}

// A line is a connection that stands, and the TLS over it if the target begins
// with it.
type line struct {
	host     string   // whose name its certificate should have
	conn     net.Conn // as it was made
	stream   net.Conn // what is read and written: conn, or TLS over it
	security Security
}

// A route is one host to try, and its addresses.
type route struct {
	host      string
	addresses []string // with their port, or the path of a socket
}

// dial connects to the first address of a target that answers.
func (d *dialer) dial(ctx context.Context, to target.Target) (line, error) {
	routes, err := d.routes(ctx, to)
	if err != nil {
		d.note(transcript.DialError, reason(err))
		return line{}, &DialError{Target: to, Err: err}
	}
	network := "tcp" + d.options.Network
	if to.Scheme == target.Unix {
		network = "unix"
	}
	failed := &DialError{Target: to}
	for _, r := range routes {
		for _, address := range r.addresses {
			l, err := d.try(ctx, to, r.host, network, address)
			if err == nil {
				return l, nil
			}
			failed.Attempts = append(failed.Attempts, Attempt{address, err})
			if ctx.Err() != nil {
				return line{}, failed
			}
		}
	}
	return line{}, failed
}

// routes returns what to try, in order.
func (d *dialer) routes(ctx context.Context, to target.Target) ([]route, error) {
	switch to.Scheme {
	case target.Unix:
		return []route{{to.Path, []string{to.Path}}}, nil
	case target.Pipe:
		d.options.Dial = d.pipeDial
		return []route{{to.Path, []string{to.Path}}}, nil
	case target.MX:
		return d.exchanges(ctx, to)
	}
	addresses, err := d.addresses(ctx, to.Host, to.Port)
	return []route{{to.Host, addresses}}, err
}

// try connects to one address within its time, which covers the TLS handshake of
// a target that begins with it.
func (d *dialer) try(ctx context.Context, to target.Target, host, network, address string) (line, error) {
	wait := d.options.Timeout
	if wait <= 0 {
		wait = ConnectWait
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	d.note(transcript.Dialing, address)
	l, err := d.reach(limited, to, host, network, address)
	if err == nil {
		return l, nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	} else if limited.Err() != nil && !explained(err) {
		err = connectTimeout(wait)
	}
	d.note(transcript.DialError, address+": "+reason(err))
	return line{}, err
}

// reach makes the connection, and TLS over it where the target begins with it (RFC
// 8314 section 3.3).
func (d *dialer) reach(ctx context.Context, to target.Target, host, network, address string) (line, error) {
	conn, err := d.connect(ctx, to, network, address)
	if err != nil {
		return line{}, err
	}
	d.note(transcript.Connected, "from "+name(conn.LocalAddr())+" to "+name(conn.RemoteAddr()))
	if err := d.introduce(ctx, conn); err != nil {
		conn.Close()
		return line{}, err
	}
	if !to.Implicit() {
		return line{host: host, conn: conn, stream: conn}, nil
	}
	stream, security, err := handshake(ctx, conn, host, true, d.options.TLS)
	if err != nil {
		conn.Close()
		return line{}, err
	}
	d.note(transcript.Secured, security.String())
	return line{host, conn, stream, security}, nil
}

// connect makes the connection, by way of the proxy if there is one.
func (d *dialer) connect(ctx context.Context, to target.Target, network, address string) (net.Conn, error) {
	if d.options.Via == (Proxy{}) || network == "unix" || to.Scheme == target.Pipe {
		return d.options.Dial(ctx, network, address)
	}
	d.note(transcript.Note, "through the proxy at "+d.options.Via.String())
	return d.options.Via.dial(ctx, d.options.Dial, address)
}

// introduce sends the PROXY header, if there is one. It is no part of the dialogue.
func (d *dialer) introduce(ctx context.Context, conn net.Conn) error {
	if d.options.Proxy == (ProxyHeader{}) {
		return nil
	}
	header, err := d.options.Proxy.octets()
	if err != nil {
		return err
	}
	if by, ok := ctx.Deadline(); ok {
		conn.SetWriteDeadline(by)
		defer conn.SetWriteDeadline(time.Time{})
	}
	if _, err := conn.Write(header); err != nil {
		return err
	}
	d.note(transcript.Note, "sent before the greeting: "+d.options.Proxy.String())
	return nil
}

// explained reports whether err says in its own words what did not come in time.
func explained(err error) bool {
	var tls *TLSError
	var proxy *ProxyError
	return errors.As(err, &tls) || errors.As(err, &proxy)
}

// addresses returns those of a host in the order in which the resolver sorted them,
// less those of the family that is not wanted.
func (d *dialer) addresses(ctx context.Context, host, port string) ([]string, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return d.join([]netip.Addr{a}, port)
	}
	if d.options.Via.byName() && d.options.Network == "" {
		return []string{net.JoinHostPort(host, port)}, nil
	}
	found, err := d.options.Resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range found {
		found[i] = found[i].Unmap()
		names = append(names, found[i].String())
	}
	told := strings.Join(names, ", ")
	if d.several {
		told = host + ": " + told
	}
	d.note(transcript.Resolved, told)
	return d.join(found, port)
}

// addressesLimit bounds how many addresses of one host are tried: a name service may
// tell of thousands, and each may take its time.
const addressesLimit = 20

// join keeps the addresses of the wanted family, up to the bound, and adds the port.
func (d *dialer) join(addresses []netip.Addr, port string) ([]string, error) {
	var kept []string
	for _, a := range addresses {
		if d.options.Network == "4" && !a.Is4() && !a.Is4In6() || d.options.Network == "6" && !a.Is6() {
			continue
		}
		kept = append(kept, net.JoinHostPort(a.String(), port))
	}
	switch {
	case len(addresses) == 0:
		return nil, errNoAddress
	case len(kept) == 0:
		return nil, errFamily
	}
	if n := len(kept); n > addressesLimit {
		d.note(transcript.Warning, fmt.Sprintf("it has %d addresses; ehlo tries the first %d", n, addressesLimit))
		kept = kept[:addressesLimit]
	}
	return kept, nil
}

func (d *dialer) note(fact transcript.Fact, text string) {
	d.tape.Record(transcript.Entry{Who: transcript.Local, Fact: fact, Text: text, At: transcript.Now})
}

// name is an address as text; a connection that is no socket may have none.
func name(a net.Addr) string {
	if a == nil || a.String() == "" || a.String() == "@" { // which Linux calls a socket without a name
		return "an unnamed end"
	}
	return a.String()
}
