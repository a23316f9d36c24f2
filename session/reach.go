package session

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"
)

// A Dial makes a connection to one address; network is tcp, tcp4, tcp6 or unix.
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// DialFrom returns a dialler that connects from source and waits at most that long;
// 0 is as long as its context. A source without an address, or with port 0, leaves
// that open.
func DialFrom(source netip.AddrPort, wait time.Duration) Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: wait}
		if network != "unix" && source != (netip.AddrPort{}) {
			d.LocalAddr = &net.TCPAddr{IP: source.Addr().AsSlice(), Port: int(source.Port()), Zone: source.Addr().Zone()}
		}
		return d.DialContext(ctx, network, address)
	}
}

// sourceFails reports whether err is about this end of the connection: its address is
// none of this machine, its port is taken, or it is of another family than the far
// end.
func sourceFails(err error) bool {
	var call *os.SyscallError
	var family *net.AddrError
	return errors.As(err, &call) && call.Syscall == "bind" || errors.As(err, &family)
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
