package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"ehlo/session"
	"ehlo/session/target"
)

// reaching is what the flags say of the way to the server.
type reaching struct {
	source   string
	socks    string
	via      string // a proxy's URL, in which a password may stand
	pipe     string
	proxy    string
	resolver string
}

func (r *reaching) flags(f *pflag.FlagSet) {
	f.StringVar(&r.source, "source", "", "connect from the local `ADDRESS[:PORT]`, or :PORT")
	f.StringVar(&r.via, "proxy", "", "connect through the proxy at `URL`: http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@\nbefore the host where it wants a login; better in $EHLO_PROXY, which others do not see")
	f.StringVar(&r.socks, "socks", "", "connect through the SOCKS5 proxy at `HOST:PORT`; short for --proxy socks5://HOST:PORT")
	f.StringVar(&r.proxy, "proxy-header", "", "tell the server whom the connection is from, before the greeting:\n`\"v1 FROM:PORT TO:PORT\"`, or v2, or \"v2 local\"")
	f.StringVar(&r.resolver, "resolver", "", "ask the name server at `ADDRESS[:PORT]`")
}

// apply has a session connect in that way.
func (r *reaching) apply(o *session.Options) error {
	for _, step := range []func(*session.Options) error{r.through, r.from, r.header, r.names} {
		if err := step(o); err != nil {
			return err
		}
	}
	return nil
}

// from has the addresses of the server be of the family of --source. A proxy leads to
// either.
func (r *reaching) from(o *session.Options) error {
	source, err := r.local()
	if err != nil || !source.Addr().IsValid() || o.Via != (session.Proxy{}) {
		return err
	}
	family := "6"
	if source.Addr().Is4() {
		family = "4"
	}
	if o.Network != "" && o.Network != family {
		return fail(exitUsage, "", "--source %s is no IPv%s address", quoted(r.source), o.Network)
	}
	o.Network = family
	return nil
}

// local reads ADDRESS, ADDRESS:PORT, [ADDRESS]:PORT and :PORT.
func (r *reaching) local() (netip.AddrPort, error) {
	if r.source == "" {
		return netip.AddrPort{}, nil
	}
	if a, err := netip.ParseAddr(strings.Trim(r.source, "[]")); err == nil {
		return netip.AddrPortFrom(a.Unmap(), 0), nil
	}
	if ap, err := netip.ParseAddrPort(r.source); err == nil {
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()), nil
	}
	if port, ok := strings.CutPrefix(r.source, ":"); ok {
		if n, err := strconv.ParseUint(port, 10, 16); err == nil {
			return netip.AddrPortFrom(netip.Addr{}, uint16(n)), nil
		}
	}
	return netip.AddrPort{}, fail(exitUsage, "--source 192.0.2.1, --source 192.0.2.1:4025, --source [2001:db8::1]:4025, --source :4025",
		"--source takes an address of this machine, a port, or both, not %s", quoted(r.source))
}

// typed looks at what stands on the command line itself.
func (r *reaching) typed(f *pflag.FlagSet, complaints io.Writer) error {
	if f.Lookup("proxy") == nil || !f.Changed("proxy") {
		return nil
	}
	if f.Changed("socks") {
		return fail(exitUsage, "", "--proxy and --socks are two ways; name one of them")
	}
	if via, _ := session.ParseProxy(r.via); via.HasPassword() {
		fmt.Fprintln(complaints, "ehlo: every user of this machine can see a password on the command line; $EHLO_PROXY hides that of a proxy")
	}
	return nil
}

// through reads the proxy; --socks counts before what the environment says. No error
// repeats what was written.
func (r *reaching) through(o *session.Options) error {
	flag, text := "--proxy", r.via
	if r.socks != "" {
		flag, text = "--socks", r.socks
		if !strings.Contains(text, "://") {
			text = "socks5://" + text
		}
		if !strings.HasPrefix(text, "socks5") {
			return fail(exitUsage, "--proxy takes others", "--socks takes a SOCKS5 proxy only")
		}
	}
	if text == "" {
		return nil
	}
	via, err := session.ParseProxy(text)
	if err != nil {
		return fail(exitUsage, "", "%s: %s", flag, shown(err.Error()))
	}
	o.Via = via
	return nil
}

// header reads "v1 FROM:PORT TO:PORT" and "v2 local".
func (r *reaching) header(o *session.Options) error {
	words := strings.Fields(strings.ToLower(r.proxy))
	if len(words) == 0 {
		return nil
	}
	h := session.ProxyHeader{Version: map[string]int{"v1": 1, "v2": 2}[words[0]]}
	var err, err2 error
	switch {
	case len(words) == 2 && words[1] == "local":
		h.Local = true
	case len(words) == 3:
		h.From, err = netip.ParseAddrPort(words[1])
		h.To, err2 = netip.ParseAddrPort(words[2])
	default:
		h.Version = 0
	}
	if h.Version == 0 || err != nil || err2 != nil || !h.Local && h.From.Addr().Is4() != h.To.Addr().Is4() {
		return fail(exitUsage, `--proxy-header "v1 192.0.2.1:40000 192.0.2.2:25"`, "--proxy-header does not take %s", quoted(r.proxy))
	}
	o.Proxy = h
	return nil
}

func (r *reaching) names(o *session.Options) error {
	if r.resolver == "" {
		return nil
	}
	server := r.resolver
	if a, err := netip.ParseAddr(server); err == nil {
		server = netip.AddrPortFrom(a, 53).String()
	}
	if _, err := netip.ParseAddrPort(server); err != nil {
		return fail(exitUsage, "", "--resolver takes ADDRESS or ADDRESS:PORT, not %s", quoted(r.resolver))
	}
	dns := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server)
	}}
	o.LookupMX, o.LookupCNAME, o.LookupAddr = dns.LookupMX, dns.LookupCNAME, dns.LookupAddr
	o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) { return dns.LookupNetIP(ctx, "ip", host) }
	return nil
}

// target returns what a text means: a target, or the program of --pipe.
func (r *reaching) target(text string) (target.Target, error) {
	if r.pipe != "" && text == r.piped().String() {
		return r.piped(), nil
	}
	return target.Parse(text)
}

func (r *reaching) piped() target.Target {
	return target.Target{Scheme: target.Pipe, Path: r.pipe}
}
