package session

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"ehlo/session/smtp"
	"ehlo/session/target"
	"ehlo/transcript"
)

// Options say how to connect and how long to wait. The zero value is ready for
// use.
type Options struct {
	// Timeout is how long to wait for an address to answer, for octets to leave
	// and for each reply. 0 means [ConnectWait] and the times of RFC 5321
	// section 4.5.3.2.
	Timeout time.Duration

	// Network is "4" or "6" for addresses of that family only, "" for both.
	Network string

	// Dial makes a connection to one address; network is tcp, tcp4, tcp6 or unix.
	// Nil means the network of this machine.
	Dial Dial

	// Via is the proxy through which to connect by TCP. The zero value is none.
	Via Proxy

	// Proxy is sent before the greeting. The zero value is none.
	Proxy ProxyHeader

	// Resolve returns the addresses of a name in the order in which to try them.
	// Nil means the resolver of this machine.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)

	// LookupMX returns the mail exchangers of a domain, for [target.MX]. Nil means the
	// resolver of this machine.
	LookupMX func(ctx context.Context, domain string) ([]*net.MX, error)

	// LookupCNAME returns the real name of a host, for exchangers that are aliases,
	// which they must not be. Nil: nobody looks.
	LookupCNAME func(ctx context.Context, host string) (string, error)

	// LookupAddr returns the names that the DNS has for an address: those of the
	// server are recorded when they come. Nil: nobody looks.
	LookupAddr func(ctx context.Context, address string) ([]string, error)

	// TLS says how the connection is encrypted, when it is.
	TLS TLSOptions

	// Memory is asked whether the server has offered STARTTLS before. Nil: nobody is.
	Memory Memory

	// Tape is where everything is recorded. Nil means a new one.
	Tape *transcript.Transcript
}

func (o Options) complete(to target.Target) Options {
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			// Of both families: an unwanted one is told from a name that is wrong.
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.LookupMX == nil {
		o.LookupMX = net.DefaultResolver.LookupMX
	}
	if o.Tape == nil {
		o.Tape = transcript.New(transcript.Start{Time: time.Now(), Target: to.String(), Program: "ehlo"})
	}
	return o
}

// A Session is one live conversation. Its methods may be called from any
// goroutine.
type Session struct {
	target  target.Target
	host    string // whose name a certificate should have
	tape    *transcript.Transcript
	conn    net.Conn // as it was made
	timeout time.Duration
	tls     TLSOptions
	memory  Memory // nil: there is none
	secrets vault

	writing  chan struct{} // one slot: octets leave in the order in which they are recorded
	resume   chan struct{} // one slot: read on
	upgraded chan struct{} // one slot: read on, inside TLS
	quit     chan struct{} // closed when ehlo closes the connection
	done     chan struct{} // closed when the reader is gone

	mu         sync.Mutex    // guards what follows, and the order of events
	stream     net.Conn      // what is read and written: conn, or TLS over it
	security   Security      // what TLS came to
	injected   int           // octets that came behind the 220 to STARTTLS
	sent       time.Time     // when the last octet left, or the connection was made
	answered   time.Time     // when the last reply that was owed was complete
	heard      time.Time     // when the last octet of either side crossed
	compared   bool          // what is offered in plain text was held against the memory
	halved     bool          // CloseWrite was called
	paused     bool          // too many unasked replies
	cutting    bool          // the last reply met a bound and has not ended yet
	farewell   string        // why ehlo closes; "" while it does not
	broken     error         // how a write failed
	err        error         // why the session ended
	unanswered error         // the same, if a reply was still owed
	news       chan struct{} // closed at the next change; nil if nobody waits
}

// Open connects to a target, trying its addresses in order, records each step, and
// starts the reader. It returns when the connection stands; the greeting may come
// later. ctx limits connecting only. The error is a [*DialError].
func Open(ctx context.Context, to target.Target, o Options) (*Session, error) {
	o = o.complete(to)
	d := dialer{options: o, tape: o.Tape}
	line, err := d.dial(ctx, to)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	s := &Session{
		target: to, host: line.host, tape: o.Tape, conn: line.conn, stream: line.stream, security: line.security,
		timeout: o.Timeout, tls: o.TLS, memory: o.Memory, sent: now, answered: now, heard: now,
		writing: make(chan struct{}, 1), resume: make(chan struct{}, 1), upgraded: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	s.secrets.watch(o.Tape)
	go s.read()
	if o.LookupAddr != nil && !local(line.conn.RemoteAddr()) {
		go s.nameServer(o.LookupAddr)
	}
	return s, nil
}

// Host returns the name of the host that answered: of a mail domain, its exchanger.
func (s *Session) Host() string { return s.host }

// Target returns what the session was asked to connect to.
func (s *Session) Target() target.Target { return s.target }

// Tape returns the transcript of the session.
func (s *Session) Tape() *transcript.Transcript { return s.tape }

// Remote returns the address of the server.
func (s *Session) Remote() net.Addr { return s.conn.RemoteAddr() }

// Done returns a channel that is closed when the connection is gone and
// everything that came over it is recorded.
func (s *Session) Done() <-chan struct{} { return s.done }

// Err returns why the session ended: nil while it goes on, and after an end in
// order, which is ehlo's own or the server's behind its 221. Otherwise it is a
// [*transcript.GoneError] or a [*transcript.ProtocolError].
func (s *Session) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Idle returns how long no octet has crossed in either direction.
func (s *Session) Idle() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Since(s.heard)
}

// Unprotected reports whether somebody on the way may read what is said: the
// connection leaves this machine, and it is plain or the server did not prove who
// it is. Its real address decides, not the name of the target.
func (s *Session) Unprotected() bool { return !local(s.conn.RemoteAddr()) && !s.Security().Verified() }

// Security returns what the TLS handshake came to, the zero value before it.
func (s *Session) Security() Security {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.security
}

// local reports whether octets to a stay on this machine.
func local(a net.Addr) bool {
	switch a := a.(type) {
	case *net.TCPAddr:
		return a.IP.IsLoopback()
	case nil:
		return false
	}
	return a.Network() == "unix" || a.Network() == "pipe"
}

// Reveal returns the octets of event i as they were before a secret was cut out,
// as long as the connection is open; false if nothing was cut, or it is closed.
func (s *Session) Reveal(i int) ([]byte, bool) { return s.secrets.reveal(i) }

// unsupported is a sentence that is errors.ErrUnsupported.
type unsupported string

func (u unsupported) Error() string { return string(u) }

func (u unsupported) Is(target error) bool { return target == errors.ErrUnsupported }

// state returns where the dialogue stands now.
func (s *Session) state() smtp.State { return s.tape.State(s.tape.Len()) }

// changed wakes whoever waits for the dialogue to move on. s.mu is held.
func (s *Session) changed() {
	if s.news != nil {
		close(s.news)
		s.news = nil
	}
}

// next returns a channel that is closed at the next change. s.mu is held.
func (s *Session) next() <-chan struct{} {
	if s.news == nil {
		s.news = make(chan struct{})
	}
	return s.news
}

// ended reports whether the reader is gone.
func (s *Session) ended() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}
