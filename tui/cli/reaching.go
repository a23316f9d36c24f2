package cli

import (
	"context"
	"net"
	"net/netip"
	"strings"

	"github.com/spf13/pflag"

	"ehlo/session"
	"ehlo/session/target"
)

// reaching is what the flags say of the way to the server.
type reaching struct {
	source   string
	socks    string
	pipe     string
	proxy    string
	resolver string
}

func (r *reaching) flags(f *pflag.FlagSet) {
	f.StringVar(&r.source, "source", "", "connect from the local `ADDRESS`")
	f.StringVar(&r.socks, "socks", "", "connect through the SOCKS5 proxy at `HOST:PORT`")
	f.StringVar(&r.proxy, "proxy-header", "", "tell the server whom the connection is from, before the greeting:\n`\"v1 FROM:PORT TO:PORT\"`, or v2, or \"v2 local\"")
	f.StringVar(&r.resolver, "resolver", "", "ask the name server at `ADDRESS[:PORT]`")
}

// apply has a session connect in that way.
func (r *reaching) apply(o *session.Options) error {
	for _, step := range []func(*session.Options) error{r.from, r.through, r.header, r.names} {
		if err := step(o); err != nil {
			return err
		}
	}
	return nil
}

func (r *reaching) from(o *session.Options) error {
	if r.source == "" {
		return nil
	}
	a, err := netip.ParseAddr(r.source)
	if err != nil {
		return fail(exitUsage, "", "--source takes an address of this machine, not %s", quoted(r.source))
	}
	o.Dial = session.DialFrom(a)
	return nil
}

func (r *reaching) through(o *session.Options) error {
	if r.socks == "" {
		return nil
	}
	dial := o.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	through, err := session.DialThrough(r.socks, dial)
	if err != nil {
		return fail(exitUsage, "", "--socks: %s", shown(err.Error()))
	}
	o.Dial = through
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
