package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"

	"ehlo/session/loopback/persona"
)

func listen(addr string, public bool) (net.Listener, error) {
	free := ""
	if addr == "" {
		addr, free = DefaultAddr, "127.0.0.1:0"
	}
	network, at, err := whereTo(addr, public)
	if err != nil {
		return nil, err
	}
	config := net.ListenConfig{KeepAlive: -1} // a public server ends what is silent, another has no network to lose
	ln, err := config.Listen(context.Background(), network, at)
	if err != nil && free != "" {
		return config.Listen(context.Background(), "tcp", free)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", addr, bare(err))
	}
	return ln, nil
}

// whereTo returns the network and the address to listen on for addr, and refuses
// what other hosts can reach unless the server is public. It opens nothing.
func whereTo(addr string, public bool) (network, at string, err error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return "", "", fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	if !public && !tcp.IP.IsLoopback() {
		return "", "", fmt.Errorf("%s is not a loopback address, others could reach it; listen on 127.0.0.1, or say that the server is public", addr)
	}
	if tcp.IP.To4() != nil {
		return "tcp4", tcp.String(), nil // 0.0.0.0 must not open IPv6 as well
	}
	return "tcp", tcp.String(), nil
}

// mayListen refuses LMTP on the port of SMTP (RFC 2033 section 5).
func mayListen(p *Persona, at net.Addr) error {
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.Port == 25 && p.Hello == persona.LMTP {
		return errors.New("port 25 is for SMTP; LMTP must not be spoken there")
	}
	return nil
}

// bare returns what the system said, without the address, which stands before it.
func bare(err error) error {
	var op *net.OpError
	if !errors.As(err, &op) {
		return err
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w; another program has this port, port 0 is any free one", op.Err)
	}
	return op.Err
}
