package session

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/proxy"
)

// A Proxy leads to servers that cannot be reached otherwise. The zero value is none.
type Proxy struct {
	scheme         string // http, socks5 or socks5h
	address        string // HOST:PORT
	user, password string // "" for a proxy that wants no login
}

// ParseProxy reads http://HOST:PORT (RFC 9110 section 9.3.6) and socks5://HOST[:PORT]
// (RFC 1928), with USER:PASSWORD@ before the host where the proxy wants a login.
// socks5h is SOCKS5 with names that the proxy looks up, as one of HTTP always does.
// The error does not repeat the text, in which a password may stand.
func ParseProxy(text string) (Proxy, error) {
	refused := errors.New("a proxy is written http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before the host where it wants a login")
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return Proxy{}, refused
	}
	p := Proxy{scheme: u.Scheme, address: u.Host}
	p.user = u.User.Username()
	p.password, _ = u.User.Password()
	switch {
	case u.Scheme == "http" && u.Port() != "":
	case u.Scheme == "socks5" || u.Scheme == "socks5h":
		if u.Port() == "" {
			p.address = net.JoinHostPort(u.Hostname(), "1080")
		}
	default:
		return Proxy{}, refused
	}
	return p, nil
}

// String returns the proxy without its login; "" for none.
func (p Proxy) String() string {
	if p.scheme == "" {
		return ""
	}
	return p.scheme + "://" + p.address
}

// HasPassword reports whether there is a secret in it.
func (p Proxy) HasPassword() bool { return p.password != "" }

// byName reports whether the proxy is told names and not addresses: behind one of
// HTTP there may be no name service that knows the world.
func (p Proxy) byName() bool { return p.scheme == "http" || p.scheme == "socks5h" }

// dial connects to address, HOST:PORT, by way of the proxy, which is reached by dial.
func (p Proxy) dial(ctx context.Context, dial Dial, address string) (net.Conn, error) {
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("its name holds what a proxy cannot be told")
	}
	conn, err := dial(ctx, "tcp", p.address)
	if err != nil {
		return nil, p.failed(ctx, "cannot be reached: "+reason(err), "see that the proxy runs there and that its port is right", err)
	}
	t := &tunnel{Conn: conn, far: farEnd(address)}
	if p.scheme == "http" {
		t.early, err = p.ask(ctx, conn, address)
	} else {
		err = p.askSocks(ctx, conn, address)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return t, nil
}

// askSocks has a SOCKS5 proxy connect to address.
func (p Proxy) askSocks(ctx context.Context, conn net.Conn, address string) error {
	var login *proxy.Auth
	if p.user != "" {
		login = &proxy.Auth{User: p.user, Password: p.password}
	}
	dialer, err := proxy.SOCKS5("tcp", p.address, login, nil)
	if err != nil {
		return err
	}
	over, ok := dialer.(interface {
		DialWithConn(context.Context, net.Conn, string, string) (net.Addr, error)
	})
	if !ok {
		return errors.New("this SOCKS5 dialler takes no connection that stands")
	}
	if _, err := over.DialWithConn(ctx, conn, "tcp", address); err != nil {
		why := strings.TrimPrefix(reason(err), "unknown error ")
		remedy := "see that the server's name and port are right, and that the proxy may go there"
		if strings.Contains(why, "authentication") {
			remedy = loginRemedy
		}
		return p.failed(ctx, "does not lead there: "+why, remedy, err)
	}
	return nil
}

const loginRemedy = "it wants a login, or another one: put USER:PASSWORD@ before its host, best in $EHLO_PROXY"

// ask has an HTTP proxy connect to address, and returns what came behind its answer.
func (p Proxy) ask(ctx context.Context, conn net.Conn, address string) (early []byte, err error) {
	if by, ok := ctx.Deadline(); ok {
		conn.SetDeadline(by)
	}
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	early, err = p.exchange(ctx, conn, address)
	if !stop() && err == nil {
		err = p.failed(ctx, "", "", context.Cause(ctx))
	}
	conn.SetDeadline(time.Time{})
	return early, err
}

// proxyHeadLimit bounds what an HTTP proxy may answer before the server's octets
// begin.
const proxyHeadLimit = 16 << 10

// exchange sends CONNECT and reads the answer to it.
func (p Proxy) exchange(ctx context.Context, conn net.Conn, address string) (early []byte, err error) {
	const oddRemedy = "it may be no HTTP proxy; for one of SOCKS write socks5://HOST:PORT"
	if _, err := io.WriteString(conn, p.request(address)); err != nil {
		return nil, p.failed(ctx, "cannot be asked: "+reason(err), oddRemedy, err)
	}
	limited := &io.LimitedReader{R: conn, N: proxyHeadLimit}
	r := bufio.NewReaderSize(limited, proxyHeadLimit)
	status := 0
	for status/100 <= 1 { // 1yz comes before the answer (RFC 9110 section 15.2)
		status, err = readHead(r)
		switch {
		case err == nil:
		case errors.Is(err, errNoHTTP):
			return nil, p.failed(ctx, "answers with something that is no HTTP", oddRemedy, err)
		case limited.N <= 0:
			return nil, p.failed(ctx, fmt.Sprintf("answers with a head of more than %d octets", proxyHeadLimit), oddRemedy, err)
		case errors.Is(err, io.EOF):
			return nil, p.failed(ctx, "hung up before its answer was complete", oddRemedy, err)
		default:
			return nil, p.failed(ctx, "does not answer: "+reason(err), oddRemedy, err)
		}
	}
	if status/100 != 2 {
		what, remedy := statusWords(status)
		return nil, p.failed(ctx, what, remedy, nil)
	}
	early, err = r.Peek(r.Buffered())
	return early, err
}

// request returns the CONNECT. The login is in it and nowhere else.
func (p Proxy) request(address string) string {
	login := ""
	if p.user != "" || p.password != "" {
		login = "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(p.user+":"+p.password)) + "\r\n"
	}
	return "CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n" + login + "\r\n"
}

var errNoHTTP = errors.New("no HTTP")

// readHead reads the head of one answer and returns its status. What its fields say
// does not matter: behind a 2yz to CONNECT there is no content (RFC 9110 section
// 9.3.6).
func readHead(r *bufio.Reader) (status int, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	code, known := strings.CutPrefix(string(line), "HTTP/1.")
	if !known || len(code) < len("1 200") || code[1] != ' ' {
		return 0, errNoHTTP
	}
	if status, err = strconv.Atoi(code[2:5]); err != nil || status < 100 {
		return 0, errNoHTTP
	}
	for len(strings.TrimRight(string(line), "\r\n")) > 0 {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
	}
	return status, nil
}

// statusWords say what an HTTP proxy's refusal means and what to do. Its own text is
// left out: it could repeat the login.
func statusWords(status int) (what, remedy string) {
	what = fmt.Sprintf("does not lead there (%d)", status)
	switch status {
	case 407:
		return fmt.Sprintf("wants a login (%d)", status), loginRemedy
	case 400, 403, 405:
		return what, "many proxies lead to port 443 only; ask who keeps it, or try port 465 or 587"
	case 502, 503, 504:
		return what, "it did not reach the server; see that the server's name and port are right"
	}
	return what, "ask who keeps the proxy what it means by that"
}

// A ProxyError says why a proxy did not lead to the server.
type ProxyError struct {
	What   string // in words
	Remedy string // what to do
	Cause  error
}

// Error returns what happened.
func (e *ProxyError) Error() string { return e.What }

// Hint returns what to do.
func (e *ProxyError) Hint() string { return e.Remedy }

// Unwrap returns the cause.
func (e *ProxyError) Unwrap() error { return e.Cause }

func (p Proxy) failed(ctx context.Context, what, remedy string, cause error) error {
	if ctx.Err() != nil || errors.Is(cause, os.ErrDeadlineExceeded) {
		what, remedy = "did not answer in time", "see that it is a proxy of that kind; --timeout waits longer"
	}
	return &ProxyError{"the proxy at " + p.address + " " + what, remedy, cause}
}

// A tunnel is a connection by way of a proxy.
type tunnel struct {
	net.Conn
	far   farEnd
	early []byte // what came with the proxy's answer and is not read yet
}

func (t *tunnel) Read(b []byte) (int, error) {
	if len(t.early) > 0 {
		n := copy(b, t.early)
		t.early = t.early[n:]
		return n, nil
	}
	return t.Conn.Read(b)
}

// CloseWrite closes the sending side only.
func (t *tunnel) CloseWrite() error {
	if half, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return unsupported("this kind of connection cannot be closed for sending only")
}

// RemoteAddr returns the server, not the proxy.
func (t *tunnel) RemoteAddr() net.Addr { return t.far }

// A farEnd is a server behind a proxy. It is never on this machine, even if the proxy
// is: from there the octets may go anywhere.
type farEnd string

func (farEnd) Network() string { return "tcp" }

func (f farEnd) String() string { return string(f) }
