package cli

import (
	"crypto/tls"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestClientCertificateIsWanted: a server of TLS 1.3 says only behind the handshake that
// it wants a certificate; the exit code is that of TLS all the same, in a script and in a pipe.
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
	target := "smtps://" + ln.Addr().String()
	for _, args := range [][]string{{"run", "x.ehlo", target}, {target}, {target, "--quiet"}, {target, "--json"}} {
		v := trial{
			args:  append(args, "--tls", "require"),
			files: map[string]string{"x.ehlo": "S: 220\n"}, stdin: "NOOP\n",
		}.run(t)
		if v.code != exitTLS || !strings.Contains(v.err, "certificate required; it asked for a certificate, and ehlo showed none") || !strings.Contains(v.err, "--cert FILE and --key FILE") {
			t.Errorf("%q: exit code %d: %s", args, v.code, v.err)
		}
		if args[0] == "run" && !strings.Contains(v.err, "ehlo: x.ehlo:1: the server ended TLS: ") {
			t.Errorf("the line of the script is not named: %s", v.err)
		}
		if strings.Contains(v.out, "again later") {
			t.Errorf("%q: it helps nobody to connect again as before:\n%s", args, v.out)
		}
	}
}
