package session

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// proxied opens a session with mx.example.org through a proxy that serve plays.
func proxied(t *testing.T, proxy string, o Options, serve func(net.Conn)) (*Session, *transcript.Transcript, error) {
	t.Helper()
	via, err := ParseProxy(proxy)
	if err != nil {
		t.Fatal(err)
	}
	client, server := net.Pipe()
	t.Cleanup(func() { server.Close() })
	go serve(server)
	o.Via, o.Tape = via, transcript.New(transcript.Start{})
	o.Dial = func(_ context.Context, _, address string) (net.Conn, error) {
		if address != via.address {
			t.Errorf("dialled %s", address)
		}
		return client, nil
	}
	s, err := Open(t.Context(), mx, o)
	if err == nil {
		t.Cleanup(func() { s.Close() })
	}
	return s, o.Tape, err
}

// askedOf returns what is played by a proxy that reads one request and answers.
func askedOf(asked chan<- string, answer string, hangUp bool) func(net.Conn) {
	return func(conn net.Conn) {
		var request strings.Builder
		for r := bufio.NewReader(conn); ; {
			line, err := r.ReadString('\n')
			request.WriteString(line)
			if err != nil || line == "\r\n" {
				break
			}
		}
		asked <- request.String()
		io.WriteString(conn, answer)
		if hangUp {
			conn.Close()
		}
	}
}

const secretLogin = "alice:s3cr%20et"

// TestProxyHTTP: the proxy is asked for a tunnel, the server's octets begin where its
// head ends, and nothing behind it is taken for a place on this machine.
func TestProxyHTTP(t *testing.T) {
	for name, answer := range map[string]string{
		"a bare one":              "HTTP/1.1 200 Connection established\r\n\r\n",
		"an old one, with fields": "HTTP/1.0 200 OK\r\nVia: x\r\nContent-Length: 9\r\n\r\n",
		"one without a phrase":    "HTTP/1.1 204 \r\n\r\n",
		"one in two steps":        "HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
		"one in bare LF":          "HTTP/1.1 200 OK\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			asked := make(chan string, 1)
			s, tape, err := proxied(t, "http://"+secretLogin+"@127.0.0.1:3128", Options{}, askedOf(asked, answer+"220 mx\r\n", false))
			if err != nil {
				t.Fatal(err)
			}
			login := base64.StdEncoding.EncodeToString([]byte("alice:s3cr et"))
			want := "CONNECT mx.example.org:25 HTTP/1.1\r\nHost: mx.example.org:25\r\nProxy-Authorization: Basic " + login + "\r\n\r\n"
			if got := <-asked; got != want {
				t.Errorf("asked %q, want %q", got, want)
			}
			if err := s.Settled(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !s.Unprotected() || s.Remote().String() != "mx.example.org:25" {
				t.Errorf("unprotected: %t, remote %v", s.Unprotected(), s.Remote())
			}
			told := facts(tape)
			for _, secret := range []string{"s3cr", login, "alice"} {
				if strings.Contains(told, secret) {
					t.Errorf("%q is told:\n%s", secret, told)
				}
			}
			for _, want := range []string{"through the proxy at http://127.0.0.1:3128\n", " to mx.example.org:25"} {
				if !strings.Contains(told, want) {
					t.Errorf("%q is not told:\n%s", want, told)
				}
			}
		})
	}
}

// TestProxyRefuses: what a proxy can do wrong has its words and what to do, and does
// not take longer than an address may.
func TestProxyRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		hangUp       bool
		want, hint   string
	}{
		{"a login", "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", false, "wants a login (407)", "USER:PASSWORD@"},
		{"no", "HTTP/1.1 403 c2VjcmV0\r\n\r\n", false, "does not lead there (403)", "443"},
		{"no way", "HTTP/1.0 503 x\r\n\r\n", false, "does not lead there (503)", "did not reach the server"},
		{"moved", "HTTP/1.1 302 x\r\nLocation: y\r\n\r\n", false, "does not lead there (302)", "ask who keeps the proxy"},
		{"a mail server", "220 mx.example.org ESMTP\r\n", false, "no HTTP", "socks5://"},
		{"no number", "HTTP/1.1 abc x\r\n\r\n", false, "no HTTP", "socks5://"},
		{"no status", "HTTP/1.1 020 x\r\n\r\n", false, "no HTTP", "socks5://"},
		{"a head without end", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", proxyHeadLimit/6), false, "more than 16384 octets", "socks5://"},
		{"a line without end", "HTTP/1.1 200 " + strings.Repeat("x", proxyHeadLimit), false, "more than 16384 octets", "socks5://"},
		{"steps without end", strings.Repeat("HTTP/1.1 100 x\r\n\r\n", proxyHeadLimit/18+1), false, "more than 16384 octets", "socks5://"},
		{"the end", "", true, "hung up before its answer was complete", "socks5://"},
		{"half a head", "HTTP/1.1 200 OK\r\nA", true, "hung up before its answer was complete", "socks5://"},
		{"nothing", "", false, "did not answer in time", "--timeout"},
		{"half of it", "HTTP/1.1 200 OK\r\n", false, "did not answer in time", "--timeout"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, tape, err := proxied(t, "http://127.0.0.1:3128", Options{Timeout: 20 * time.Second}, askedOf(make(chan string, 1), tt.answer, tt.hangUp))
				var dial *DialError
				if !errors.As(err, &dial) || !strings.Contains(err.Error(), "the proxy at 127.0.0.1:3128 ") || !strings.Contains(err.Error(), tt.want) || !strings.Contains(dial.Hint(), tt.hint) {
					t.Fatalf("%v; hint: %s", err, dial.Hint())
				}
				if strings.Contains(facts(tape)+err.Error(), "c2VjcmV0") {
					t.Error("the proxy's own words are told, and it may say the login back")
				}
				if late := time.Since(began) > 20*time.Second; late {
					t.Errorf("it took %v", time.Since(began))
				}
			})
		})
	}
	t.Run("nobody", func(t *testing.T) {
		via, _ := ParseProxy("http://127.0.0.1:3128")
		_, err := Open(t.Context(), mx, Options{Via: via, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, os.ErrPermission }})
		if err == nil || !strings.Contains(err.Error(), "the proxy at 127.0.0.1:3128 cannot be reached: permission denied") {
			t.Error(err)
		}
	})
}

// TestProxyDrips: a proxy that answers octet by octet gets no more time.
func TestProxyDrips(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, _, err := proxied(t, "http://127.0.0.1:3128", Options{Timeout: 20 * time.Second}, func(conn net.Conn) {
			go io.Copy(io.Discard, conn)
			for range 100 {
				if _, err := io.WriteString(conn, "H"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		})
		took := time.Since(began)
		time.Sleep(time.Second) // the proxy notices
		if err == nil || !strings.Contains(err.Error(), "in time") || took != 20*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// TestProxyTunnelsTLS: TLS from the first octet runs through the proxy, too.
func TestProxyTunnelsTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cert, roots := certify(t, bubbleDay.Add(time.Hour), mx.Host)
		via, _ := ParseProxy("http://127.0.0.1:3128")
		client, server := net.Pipe()
		asked := make(chan string, 1)
		go func() {
			askedOf(asked, "HTTP/1.1 200 OK\r\n\r\n", false)(server)
			tlsServer{&tls.Config{Certificates: []tls.Certificate{cert}}, server}.serve(false)
		}()
		s, err := Open(t.Context(), target.Target{Scheme: target.SMTPS, Host: mx.Host, Port: "465"}, Options{Via: via, TLS: TLSOptions{Roots: roots, Verify: true},
			Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil }})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		say(t, s, "EHLO a")
		if s.Unprotected() {
			t.Error("what TLS protects counts as unprotected")
		}
	})
}

// TestProxySOCKS connects through a SOCKS5 proxy that hands the connection to the
// address it was told.
func TestProxySOCKS(t *testing.T) {
	resolve := func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("192.0.2.7")}, nil
	}
	name := hex.EncodeToString([]byte("mx.example.org"))
	for proxy, want := range map[string]string{
		"socks5://127.0.0.1":       "05010001c0000207" + "0019",
		"socks5://127.0.0.1:1080":  "05010001c0000207" + "0019",
		"socks5h://127.0.0.1:1080": "050100030e" + name + "0019",
	} {
		asked := make(chan string, 1)
		s, _, err := proxied(t, proxy, Options{Resolve: resolve}, func(conn net.Conn) { serveSocks(conn, len(want)/2, 0, asked) })
		if err != nil {
			t.Fatal(err)
		}
		if got := <-asked; got != want {
			t.Errorf("%s: asked for %s", proxy, got)
		}
		if err := s.Settled(t.Context()); err != nil || !s.Unprotected() {
			t.Errorf("%s: %v, unprotected %t", proxy, err, s.Unprotected())
		}
	}
	_, _, err := proxied(t, "socks5://127.0.0.1", Options{Resolve: resolve}, func(conn net.Conn) { serveSocks(conn, 10, 5, make(chan string, 1)) })
	if err == nil || !strings.HasSuffix(err.Error(), "the proxy at 127.0.0.1:1080 does not lead there: connection refused") {
		t.Error(err)
	}
}

// serveSocks takes one request of that length without a login (RFC 1928 sections 3 to
// 6).
func serveSocks(conn net.Conn, length int, reply byte, asked chan<- string) {
	buf := make([]byte, 3)
	io.ReadFull(conn, buf)
	conn.Write([]byte{5, 0})
	request := make([]byte, length)
	io.ReadFull(conn, request)
	asked <- hex.EncodeToString(request)
	conn.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
	conn.Write([]byte("220 a\r\n"))
}

// TestParseProxy: what is refused is not repeated.
func TestParseProxy(t *testing.T) {
	for text, want := range map[string]string{
		"http://proxy.example:3128":                      "http://proxy.example:3128",
		"http://" + secretLogin + "@[2001:db8::1]:8080/": "http://[2001:db8::1]:8080",
		"socks5://" + secretLogin + "@127.0.0.1":         "socks5://127.0.0.1:1080",
		"socks5h://proxy.example:9050":                   "socks5h://proxy.example:9050",
	} {
		p, err := ParseProxy(text)
		if shown := fmt.Sprintf("%v %s", p, p); err != nil || shown != want+" "+want || p.HasPassword() != strings.Contains(text, "@") {
			t.Errorf("%s: %s, %v", text, shown, err)
		}
	}
	for _, bad := range []string{"", "s3cret", "s3cret:1", "http://s3cret", "https://s3cret:1", "http://:1", "socks5://", "http://a:s3cret@b:1/x", "http://a:s3cret@b:1?x", "http://a:s3cret@b:x"} {
		if _, err := ParseProxy(bad); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
