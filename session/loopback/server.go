package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ehlo/session/smtp"
)

// A Server is one included server. Its methods may be used from several goroutines
// at once.
type Server struct {
	opt      Options
	mail     store
	folders  *maildirs // nil: none
	account  account
	keys     func() (scramKeys, error) // of the account, for SCRAM; made when first asked for
	identity func() (identity, error)  // made when first asked for
	advanced atomic.Int64              // how far [Server.Advance] moved the clock on, a time.Duration

	mu       sync.Mutex
	persona  *Persona
	listener net.Listener
	live     map[*dialogue]bool
	count    int // connections so far
	closed   bool
	running  sync.WaitGroup
}

// New returns a server that does not listen yet; [Server.ServeConn] works at once.
func New(o Options) *Server {
	s := &Server{opt: o.withDefaults(), live: map[*dialogue]bool{}}
	s.persona = s.opt.Persona
	s.account = account{user: loginUser, password: s.opt.Password}
	s.keys = s.account.scramKeys(s.opt.Nonce)
	s.identity = sync.OnceValues(s.certify)
	s.mail.limit = s.opt.Limits.Mail
	if o.Maildir != "" {
		s.folders = openMaildirs(o.Maildir)
	}
	return s
}

// Listen opens a TCP port at addr, a host and a port. "" means [DefaultAddr], or
// any free port of the same host if that one is taken. An address that other hosts
// can reach is refused unless the server is public, port 25 if it speaks LMTP, and a
// server whose Options.Maildir or certificate cannot be had. Call [Server.Serve] next.
func (s *Server) Listen(addr string) (net.Addr, error) {
	if s.folders != nil && s.folders.err != nil {
		return nil, s.folders.err
	}
	if s.opt.TLS {
		if _, err := s.identity(); err != nil {
			return nil, err
		}
	}
	ln, err := listen(addr, s.opt.Public)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.listener != nil {
		ln.Close()
		return nil, errors.New("the server listens already or was closed")
	}
	if err := mayListen(s.persona, ln.Addr()); err != nil {
		ln.Close()
		return nil, err
	}
	s.listener = ln
	return ln.Addr(), nil
}

// Serve accepts connections until ctx is done or the server is closed, and returns
// when all dialogues have ended. It returns nil then.
func (s *Server) Serve(ctx context.Context) error {
	s.mu.Lock()
	ln := s.listener
	s.mu.Unlock()
	if ln == nil {
		return errors.New("the server does not listen; call Listen first")
	}
	stop := context.AfterFunc(ctx, func() { s.Close() })
	defer stop()
	for {
		conn, err := ln.Accept()
		if err != nil {
			if s.isClosing() {
				s.running.Wait()
				return nil
			}
			if isPassing(err) {
				time.Sleep(acceptPause)
				continue
			}
			s.Close()
			return fmt.Errorf("cannot accept connections: %w", err)
		}
		s.start(conn)
	}
}

// acceptPause is how long Serve waits when the system has no room for a connection.
const acceptPause = 20 * time.Millisecond

// isPassing reports whether accepting may work again: a client that gave up, or
// too many open files.
func isPassing(err error) bool {
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary()
}

// ServeConn leads one dialogue on conn, which may be any connection, such as one
// end of a pipe, and closes it. It returns when the dialogue is over.
func (s *Server) ServeConn(conn net.Conn) {
	if d := s.admit(conn); d != nil {
		s.lead(d)
	}
}

func (s *Server) start(conn net.Conn) {
	if d := s.admit(conn); d != nil {
		go s.lead(d)
	}
}

// admit makes a dialogue of conn, if there is room.
func (s *Server) admit(conn net.Conn) *dialogue {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		conn.Close()
		return nil
	}
	s.count++
	d := newDialogue(s, conn, s.count)
	d.crowded = len(s.live) >= s.opt.Limits.Connections
	s.live[d] = true
	s.running.Add(1)
	return d
}

func (s *Server) lead(d *dialogue) {
	defer func() {
		s.mu.Lock()
		delete(s.live, d)
		s.mu.Unlock()
		s.running.Done()
	}()
	d.run()
}

// Close stops listening, says 421 to whoever is connected (RFC 5321 section 3.8),
// and returns when all dialogues have ended. What is stored can still be read.
func (s *Server) Close() error {
	s.mu.Lock()
	already := s.closed
	s.closed = true
	var err error
	if s.listener != nil && !already {
		err = s.listener.Close()
	}
	for d := range s.live {
		d.conn.SetReadDeadline(longAgo)
		d.conn.SetWriteDeadline(time.Now().Add(lingerTime))
	}
	s.mu.Unlock()
	s.running.Wait()
	if s.folders != nil && !already {
		err = errors.Join(err, s.folders.close())
	}
	return err
}

// longAgo is a deadline that has passed.
var longAgo = time.Unix(1, 0)

// setDeadline sets until when d may wait for octets; that has passed if the server
// closes or d was silent for too long. A public server waits no longer for a
// client that does not read.
func (s *Server) setDeadline(d *dialogue, t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.isIdle(d) {
		return d.conn.SetReadDeadline(longAgo)
	}
	if s.opt.Public {
		d.conn.SetWriteDeadline(t)
	}
	return d.conn.SetReadDeadline(t)
}

func (s *Server) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// isIdle reports whether d was silent for the idle limit of the server's clock.
func (s *Server) isIdle(d *dialogue) bool {
	return time.Duration(s.advanced.Load()-d.heard.Load()) >= IdleLimit
}

// Now returns the time on the server's clock.
func (s *Server) Now() time.Time {
	return s.opt.Now().Add(time.Duration(s.advanced.Load()))
}

// Advance moves the server's clock on by d and returns its time. Clients that were
// silent for [IdleLimit] of it get 421 and are closed.
func (s *Server) Advance(d time.Duration) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advanced.Add(int64(max(d, 0)))
	for l := range s.live {
		if s.isIdle(l) {
			l.conn.SetReadDeadline(longAgo)
		}
	}
	return s.Now()
}

// Login returns the one user who can log in, the password, which is made when the
// server is, and whether the server type of the next connection offers AUTH at all.
func (s *Server) Login() (user, password string, offered bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.user, s.account.password, s.persona.Does(smtp.AUTH)
}

// Name returns the server's host name, as the greeting gives it.
func (s *Server) Name() string { return s.opt.Name }

// Persona returns the name of the server type that the next connection meets.
func (s *Server) Persona() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.persona.Name
}

// Marks returns what of the server type that the next connection meets RFC 5321 would
// not allow, one sentence each; nil if nothing.
func (s *Server) Marks() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.persona.Marks
}

// SetPersona sets the server type by its name, as [Server.Become] does; it comes with
// ehlo.
func (s *Server) SetPersona(name string) error {
	p, ok := PersonaNamed(name)
	if !ok {
		return fmt.Errorf("no server type %q; there are %s", name, strings.Join(Personas(), ", "))
	}
	return s.Become(p)
}

// Become sets the server type from the next connection on. LMTP is refused on port
// 25.
func (s *Server) Become(p *Persona) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		if err := mayListen(p, s.listener.Addr()); err != nil {
			return err
		}
	}
	s.persona = p
	return nil
}

// keep stores the copies of one message everywhere they go.
func (s *Server) keep(copies []Message) error {
	if s.folders != nil {
		if err := s.folders.add(copies); err != nil {
			return err
		}
	}
	s.mail.add(copies)
	return nil
}

// Boxes returns the mailboxes of the present server type and all others that hold
// mail, sorted: local-part@domain.
func (s *Server) Boxes() []string {
	s.mu.Lock()
	known := s.persona.World.Mailboxes()
	s.mu.Unlock()
	return s.mail.boxes(known)
}

// Box returns the messages in a mailbox, oldest first. The name is local-part@domain
// or, for the local domain, the local-part alone, in any case.
func (s *Server) Box(mailbox string) []Message {
	if !strings.Contains(mailbox, "@") {
		s.mu.Lock()
		mailbox += "@" + s.persona.World.Domain
		s.mu.Unlock()
	}
	return s.mail.box(mailbox)
}

// Stored returns the first copy of the message of that id; false if there is none,
// or none any more.
func (s *Server) Stored(id string) (Message, bool) {
	return s.mail.byID(id)
}
