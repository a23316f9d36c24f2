package session

import (
	"crypto/tls"
	"net"
	"sync"
)

// A tlsStream is TLS over a connection. TLS makes records of at most 16 KiB (RFC 8446
// section 5.1) and writes each by itself; here those of one Write leave in one write
// of the connection.
type tlsStream struct {
	*tls.Conn
	below *bundle
}

func newTLSStream(conn net.Conn, config *tls.Config) *tlsStream {
	below := &bundle{Conn: conn}
	return &tlsStream{tls.Client(below, config), below}
}

// Write writes b. If it fails, how much of b left is not known.
func (t *tlsStream) Write(b []byte) (int, error) {
	t.below.hold()
	n, err := t.Conn.Write(b)
	if failed := t.below.release(); err == nil {
		err = failed
	}
	return n, err
}

// bundleSize is how many octets a bundle holds back.
const bundleSize = 64 << 10

// A bundle is a connection that can hold back what is written. TLS may write from
// two goroutines, since reading answers a change of keys, so that the order counts.
type bundle struct {
	net.Conn
	mu      sync.Mutex
	holding bool
	held    []byte
}

func (b *bundle) Write(octets []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.holding {
		return b.Conn.Write(octets)
	}
	b.held = append(b.held, octets...)
	if len(b.held) < bundleSize {
		return len(octets), nil
	}
	if err := b.flush(); err != nil {
		return 0, err
	}
	return len(octets), nil
}

func (b *bundle) hold() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holding = true
}

// release writes what was held back.
func (b *bundle) release() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holding = false
	return b.flush()
}

func (b *bundle) flush() error {
	if len(b.held) == 0 {
		return nil
	}
	_, err := b.Conn.Write(b.held)
	b.held = b.held[:0]
	return err
}
