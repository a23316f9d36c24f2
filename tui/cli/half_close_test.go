package cli

import (
	"crypto/tls"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestEndOfInput: behind :eof nothing is sent, not even QUIT, and a server that closes
// then has done nothing wrong.
func TestEndOfInput(t *testing.T) {
	pair := httptest.NewUnstartedServer(nil)
	pair.StartTLS()
	defer pair.Close()
	ln, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: pair.TLS.Certificates})
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go answerInside(conn)
		}
	}()
	for _, stdin := range []string{"EHLO a.example\n:eof\n", ":eof\n"} {
		v := trial{args: []string{"smtps://" + ln.Addr().String(), "--commands", "--tls", "require"}, stdin: stdin}.run(t)
		if v.code != exitOK || strings.Contains(v.out, "client, QUIT") || strings.Contains(v.out, "should say 421") || strings.Contains(v.err, "not sent") {
			t.Errorf("%q: exit code %d\n%s%s", stdin, v.code, v.out, v.err)
		}
		if !strings.Contains(v.out, "so the server closed as well") {
			t.Errorf("%q: it is not told whose end came first:\n%s", stdin, v.out)
		}
	}
}
