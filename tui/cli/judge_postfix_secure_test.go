package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A secureServer is a Postfix with TLS, with logins inside it, with a second port on
// which TLS comes first, and a third on which a certificate is asked of the client.
// Its user is alice, her password wonderland.
type secureServer struct{ addr, tlsAddr, askAddr, ca string }

// file returns the path of a file in the folder of the configuration.
func (s secureServer) file(name string) string { return filepath.Join(filepath.Dir(s.ca), name) }

const secureCf = `smtpd_tls_security_level = may
smtpd_tls_cert_file = DIR/etc/cert.pem
smtpd_tls_key_file = DIR/etc/key.pem
smtpd_tls_auth_only = yes
smtpd_tls_CAfile = DIR/etc/known.pem
smtpd_tls_loglevel = 1
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = mx.example.com
smtpd_authorized_xclient_hosts = 127.0.0.0/8
smtputf8_enable = yes
`

const saslConf = `pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: DIR/etc/sasl/sasldb2
mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256
`

// newSecureServer starts it.
func newSecureServer(t *testing.T) secureServer {
	t.Helper()
	saslpasswd := called(t, "saslpasswd2")
	s := secureServer{tlsAddr: freeAddress(t), askAddr: freeAddress(t)}
	more := s.tlsAddr + " inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n" +
		s.askAddr + " inet n - n - - smtpd -o smtpd_tls_ask_ccert=yes -o smtpd_tls_req_ccert=yes -o smtpd_tls_security_level=encrypt\n"
	s.addr = mailServerWith(t, secureCf, more, func(dir string) error {
		conf := filepath.Join(dir, "etc")
		s.ca = filepath.Join(conf, "cert.pem")
		if err := errors.Join(certifyHost(s.ca, s.file("key.pem")), certifyHost(s.file("known.pem"), s.file("known.key")),
			certifyHost(s.file("stranger.pem"), s.file("stranger.key")), os.Mkdir(filepath.Join(conf, "sasl"), 0o755)); err != nil {
			return err
		}
		write(t, filepath.Join(conf, "sasl", "smtpd.conf"), strings.ReplaceAll(saslConf, "DIR", dir))
		file := filepath.Join(conf, "sasl", "sasldb2")
		c := exec.Command(saslpasswd, "-p", "-c", "-f", file, "-u", "mx.example.com", "alice")
		c.Stdin = strings.NewReader("wonderland")
		if out, err := c.CombinedOutput(); err != nil {
			return errors.New(string(out))
		}
		return os.Chmod(file, 0o644)
	})
	awaitGreeting(t, s.addr)
	return s
}

// certifyHost writes a certificate for mx.example.com and 127.0.0.1, and its key.
func certifyHost(cert, key string) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mx.example.com"},
		DNSNames: []string{"mx.example.com"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
}

// begins is how a script comes into TLS.
const begins = "S: 220\nC: EHLO relay.example.org\nS: 250 \"STARTTLS\"\nC: STARTTLS\nS: 220\n@tls\nC: EHLO relay.example.org\nS: 250 \"AUTH\"\n"

const delivers = `C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<alice@example.com>
S: 250
C: DATA
S: 354
C: Subject: through TLS
C:
C: ..
C: .
S: 250
C: QUIT
S: 221
`

// TestJudgePostfixSecure has Postfix judge TLS, each login that it offers, and the
// extensions that it has.
func TestJudgePostfixSecure(t *testing.T) {
	s := newSecureServer(t)
	exe := built(t)
	trust, secret := []string{"--ca", s.ca}, []string{"--ca", s.ca, "--password-command", "echo wonderland"}
	type row struct {
		name, script string
		flags        []string
		exit         int
		says         string
	}
	rows := []row{
		{"STARTTLS", begins + delivers, trust, 0, ""},
		{"another name", begins + delivers, append(trust, "--sni", "mail.example.net"), 6, "not for mail.example.net"},
		{"self-signed", begins + delivers, nil, 6, "the certificate is self-signed"},
		{"no proof asked for", begins + delivers, []string{"--tls", "require"}, 0, "unverified"},
		{"TLS 1.2", begins + delivers, append(trust, "--tls-max", "1.2"), 0, ""},
		{"plain, where TLS is required", "S: 220\nC: EHLO relay.example.org\nS: 250\nC: MAIL FROM:<bob@example.org>\nS: 250\n", []string{"--tls", "require"}, 6, "TLS is required"},
		{"a wrong password", begins + "@auth PLAIN alice\n" + delivers, append(trust, "--password-command", "echo looking-glass"), 7, "535"},
		{"BDAT", begins + chunks, trust, 0, ""},
		{"DSN", begins + reports, trust, 0, ""},
		{"SMTPUTF8", begins + "C: MAIL FROM:<böb@example.org> SMTPUTF8\nS: 250\nC: RCPT TO:<alice@example.com>\nS: 250\nC: QUIT\nS: 221\n", trust, 0, ""},
		{"XCLIENT", "S: 220\nC: EHLO relay.example.org\nS: 250 \"XCLIENT\"\nC: XCLIENT ADDR=192.0.2.77 NAME=client.example\nS: 220\nC: EHLO client.example\nS: 250\n" + delivers, nil, 0, ""},
		{"pipelined", begins + strings.TrimPrefix(pipelined, "S: 220\nC: EHLO relay.example.org\nS: 250 \"PIPELINING\"\n"), trust, 0, ""},
	}
	for _, m := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"} {
		rows = append(rows, row{m, begins + "@auth " + m + " alice\n" + delivers, secret, 0, ""})
	}
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			exit, said := judged(t, exe, c.script, append([]string{s.addr}, c.flags...)...)
			if exit != c.exit || !strings.Contains(said, c.says) || strings.Contains(said, "wonderland") {
				t.Errorf("exit %d, want %d with %q:\n%s", exit, c.exit, c.says, said)
			}
		})
	}
	t.Run("TLS first", func(t *testing.T) {
		script := "S: 220\n@tls\nC: EHLO relay.example.org\nS: 250 \"AUTH\"\n@auth PLAIN alice\n" + delivers
		if exit, said := judged(t, exe, script, append([]string{"smtps://" + s.tlsAddr}, secret...)...); exit != 0 {
			t.Errorf("exit %d:\n%s", exit, said)
		}
	})
}

// chunks is a message in two chunks, the second behind the reply to the first.
const chunks = `C: MAIL FROM:<bob@example.org>
S: 250
C: RCPT TO:<alice@example.com>
S: 250
C"BDAT 19\r\nSubject: chunks\r\n\r\n"
S: 250
C"BDAT 8 LAST\r\n.\r\n..x\r\n"
S: 250
C: QUIT
S: 221
`

const reports = `C: MAIL FROM:<bob@example.org> RET=HDRS ENVID=QQ314159
S: 250
C: RCPT TO:<alice@example.com> NOTIFY=NEVER ORCPT=rfc822;alice@example.com
S: 250
C: RCPT TO:<theboss@example.com> NOTIFY=NEVER,FAILURE
S: 501
C: QUIT
S: 221
`

// TestJudgePostfixClientCertificate: Postfix asks for a certificate, takes the one it
// trusts, and says to everybody else inside TLS that it doesn't.
func TestJudgePostfixClientCertificate(t *testing.T) {
	s := newSecureServer(t)
	exe := built(t)
	script := strings.Replace(begins, " \"AUTH\"", "", 1) + delivers
	for _, version := range []string{"1.2", "1.3"} {
		for _, c := range []struct {
			own  string
			exit int
			says string
		}{
			{"known", 0, ""},
			{"", 1, "421 4.7.1 mx.example.com Error: No client certificate presented"},
			{"stranger", 1, "421 4.7.1 mx.example.com Error: Client certificate not trusted"},
		} {
			t.Run("TLS "+version+" "+c.own, func(t *testing.T) {
				args := []string{s.askAddr, "--ca", s.ca, "--tls-max", version}
				if c.own != "" {
					args = append(args, "--cert", s.file(c.own+".pem"), "--key", s.file(c.own+".key"))
				}
				exit, said := judged(t, exe, script, args...)
				if exit != c.exit || !strings.Contains(said, c.says) {
					t.Errorf("exit %d, want %d with %q:\n%s", exit, c.exit, c.says, said)
				}
			})
		}
	}
	log, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(s.ca)), "mail.log"))
	if err != nil || !strings.Contains(string(log), "Trusted TLS connection established from") {
		t.Errorf("%v\n%s", err, log)
	}
}
