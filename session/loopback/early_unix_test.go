//go:build unix

package loopback

import (
	"bufio"
	"context"
	"net"
	"testing"
)

// Over TCP the server looks without waiting: what the client said before the
// connection was accepted is seen.
func TestEarlyTalkOverTCP(t *testing.T) {
	told := make(chan Remark, 1)
	s := New(Options{Notice: func(n Notice) { told <- n.Remark }})
	addr, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	conn, err := net.Dial("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := &client{t, conn, bufio.NewReader(conn)}
	c.send("NOOP\r\n")
	go s.Serve(context.Background())
	c.expect("220 ")
	c.expect("250 2.0.0")
	if r := <-told; r != EarlyTalk {
		t.Errorf("told %v", r)
	}
}
