package session

import (
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"

	"ehlo/session/target"
)

// TestCloseWriteTLS: inside TLS the server sees the end of what is sent, and what it
// still says is read.
func TestCloseWriteTLS(t *testing.T) {
	cert, roots := certify(t, time.Now().Add(time.Hour), "127.0.0.1")
	ln, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		io.WriteString(conn, "220 mx\r\n")
		if said, err := io.ReadAll(conn); err == nil {
			io.WriteString(conn, "250 "+string(said))
		}
	}()
	host, port, _ := net.SplitHostPort(ln.Addr().String())
	s, err := Open(t.Context(), target.Target{Scheme: target.SMTPS, Host: host, Port: port}, Options{TLS: TLSOptions{Roots: roots}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), []byte("NOOP\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if err := s.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-s.Done()
	for i := range s.Tape().Len() {
		if string(s.Tape().At(i).Octets) == "250 NOOP\r\n" {
			return
		}
	}
	t.Errorf("the reply behind the end was not read:\n%s", facts(s.Tape()))
}
