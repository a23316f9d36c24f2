package cli

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestHostileCertificate: the names in a certificate are the server's words, too, and
// reach the terminal escaped, whether it is taken or refused.
func TestHostileCertificate(t *testing.T) {
	t.Parallel()
	const evil = "mx\x1b]0;PWNED\x07\x1b[2J"
	addr := serveCertificate(t, pkix.Name{CommonName: evil + "\u009b8m\u202e", Organization: []string{evil}}, evil+".example")
	target := "smtps://" + addr
	script := map[string]string{"tls.ehlo": "S: 220\nC: NOOP\nS: 250\n@tls\n"}
	for mode, code := range map[string]int{"opportunistic": exitOK, "verify": exitTLS} {
		for _, args := range [][]string{
			{"run", "tls.ehlo", target}, {"run", "tls.ehlo", target, "--json"}, {"run", "tls.ehlo", target, "-o", "saved.ehlo"},
			{target}, {target, "--json"}, {target, "--quiet"}, {target, "-o", "saved.jsonl"},
		} {
			v := trial{args: append(args, "--tls", mode), files: script, stdin: "NOOP\n"}.run(t)
			if v.code != code {
				t.Errorf("%q: exit code %d, want %d: %s", args, v.code, code, v.err)
			}
			told := ""
			for name, text := range v.everything(t) {
				told += text
				if r, ok := drunken(text); ok {
					t.Errorf("%s %q: %s has %U:\n%q", mode, args, name, r, text)
				}
			}
			if dialogue := args[0] == "run" && len(args) == 3 || args[len(args)-1] == "--quiet"; !dialogue && !strings.Contains(told, "PWNED") {
				t.Errorf("%s %q: the names are not told:\n%s", mode, args, told)
			}
		}
	}
}

// serveCertificate starts a server with TLS from the first octet and a certificate
// of that name, which answers every line with 250.
func serveCertificate(t *testing.T, name pkix.Name, dns string) (addr string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: name, DNSNames: []string{dns},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go answerInside(tls.Server(conn, config))
		}
	}()
	return ln.Addr().String()
}

func answerInside(conn net.Conn) {
	defer conn.Close()
	io.WriteString(conn, "220 mx\r\n")
	for r := bufio.NewReader(conn); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		if strings.HasPrefix(line, "QUIT") {
			io.WriteString(conn, "221 bye\r\n")
			return
		}
		io.WriteString(conn, "250 ok\r\n")
	}
}

// A certificate whose key is in a file of its own needs --key.
func TestCertificateWithoutKey(t *testing.T) {
	pair := httptest.NewUnstartedServer(nil)
	pair.StartTLS()
	defer pair.Close()
	own := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate().Raw})
	v := trial{args: []string{"mx.example.net", "--cert", "own.pem"}, files: map[string]string{"own.pem": string(own)}}.run(t)
	if v.code != exitUsage || !strings.Contains(v.err, "hint: --key FILE names its key") {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}

// TestCertificateFilesAreBounded: a file that is no certificate is not read to its end.
func TestCertificateFilesAreBounded(t *testing.T) {
	for _, flags := range [][]string{{"--ca", "long"}, {"--cert", "long"}, {"--cert", "short", "--key", "long"}} {
		v := trial{
			args:  append([]string{"run", "x.ehlo", "127.0.0.1:1"}, flags...),
			files: map[string]string{"x.ehlo": "S: 220\n", "short": "x", "long": strings.Repeat("x", 1<<20+1)},
		}.run(t)
		if v.code != exitUsage || !strings.Contains(v.err, "long is too long; ehlo reads at most 1048576 octets of it") {
			t.Errorf("%q: exit code %d: %s", flags, v.code, v.err)
		}
	}
}
