package session

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/proxy"
)

// A Dial makes a connection to one address; network is tcp, tcp4, tcp6 or unix.
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// DialFrom returns a dialler that connects from the local address source.
func DialFrom(source netip.Addr) Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{}
		if network != "unix" {
			d.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, 0))
		}
		return d.DialContext(ctx, network, address)
	}
}

// DialThrough returns a dialler that connects through the SOCKS5 proxy at server,
// HOST:PORT or socks5://[USER:PASSWORD@]HOST:PORT, which it reaches by dial (RFC
// 1928).
func DialThrough(server string, dial Dial) (Dial, error) {
	host, login, err := socksServer(server)
	if err != nil {
		return nil, err
	}
	socks, err := proxy.SOCKS5("tcp", host, login, dialFunc(dial))
	if err != nil {
		return nil, err
	}
	through, ok := socks.(proxy.ContextDialer)
	if !ok {
		return nil, errors.New("this SOCKS5 dialler cannot be stopped")
	}
	return through.DialContext, nil
}

func socksServer(server string) (host string, login *proxy.Auth, err error) {
	refused := errors.New("a SOCKS5 proxy is written HOST:PORT or socks5://HOST:PORT")
	if !strings.Contains(server, "://") {
		if _, port, err := net.SplitHostPort(server); err != nil || port == "" || strings.Trim(port, "0123456789") != "" {
			return "", nil, refused
		}
		return server, nil, nil
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "socks5" || u.Host == "" || u.Path != "" {
		return "", nil, refused
	}
	host = u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "1080")
	}
	if u.User != nil {
		password, _ := u.User.Password()
		login = &proxy.Auth{User: u.User.Username(), Password: password}
	}
	return host, login, nil
}

// dialFunc is a Dial as the proxy package wants it.
type dialFunc Dial

func (d dialFunc) Dial(network, address string) (net.Conn, error) {
	return d(context.Background(), network, address)
}

func (d dialFunc) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return d(ctx, network, address)
}

// A ProxyHeader tells a server behind a load balancer whom the connection is from,
// before its greeting (the PROXY protocol). The zero value is none.
type ProxyHeader struct {
	Version  int            // 1 or 2
	Local    bool           // the connection is the balancer's own
	From, To netip.AddrPort // of one family; not for Local
}

// octets returns the header as it is sent.
func (h ProxyHeader) octets() ([]byte, error) {
	from, to := h.From.Addr().Unmap(), h.To.Addr().Unmap()
	if !h.Local && (!from.IsValid() || from.Is4() != to.Is4() || !to.IsValid()) {
		return nil, errors.New("a PROXY header needs two addresses of one family")
	}
	switch {
	case h.Version == 1 && h.Local:
		return []byte("PROXY UNKNOWN\r\n"), nil
	case h.Version == 1:
		family := "TCP6"
		if from.Is4() {
			family = "TCP4"
		}
		return fmt.Appendf(nil, "PROXY %s %s %s %d %d\r\n", family, from, to, h.From.Port(), h.To.Port()), nil
	case h.Version != 2:
		return nil, errors.New("the PROXY protocol has version 1 and 2")
	}
	header := []byte("\r\n\r\n\x00\r\nQUIT\n")
	if h.Local {
		return append(header, 0x20, 0x00, 0, 0), nil
	}
	family := byte(0x21) // TCP over IPv6
	if from.Is4() {
		family = 0x11
	}
	addresses := append(from.AsSlice(), to.AsSlice()...)
	addresses = binary.BigEndian.AppendUint16(addresses, h.From.Port())
	addresses = binary.BigEndian.AppendUint16(addresses, h.To.Port())
	header = append(header, 0x21, family)
	return append(binary.BigEndian.AppendUint16(header, uint16(len(addresses))), addresses...), nil
}

// String returns the header in words.
func (h ProxyHeader) String() string {
	if h.Local {
		return fmt.Sprintf("PROXY v%d, local", h.Version)
	}
	return fmt.Sprintf("PROXY v%d, from %v to %v", h.Version, h.From, h.To)
}
