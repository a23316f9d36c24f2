package cli

import (
	"crypto/tls"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestClientCertificateIsWanted: a server of TLS 1.3 says only behind the handshake that
// it wants a certificate; the exit code is that of TLS all the same.
func TestClientCertificateIsWanted(t *testing.T) {
	pair := httptest.NewUnstartedServer(nil)
	pair.StartTLS()
	defer pair.Close()
	ln, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: pair.TLS.Certificates, ClientAuth: tls.RequireAnyClientCert})
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
	v := trial{
		args:  []string{"run", "x.ehlo", "smtps://" + ln.Addr().String(), "--tls", "require"},
		files: map[string]string{"x.ehlo": "S: 220\n"},
	}.run(t)
	if v.code != exitTLS || !strings.Contains(v.err, "certificate required") || !strings.Contains(v.err, "--cert FILE and --key FILE") {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}
