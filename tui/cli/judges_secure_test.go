package cli

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/smtp"
	"os"
	"strings"
	"testing"
)

// A secureJudge sends the letter to alice through a server of the type modern and
// verifies its certificate with the file of --write-ca.
type secureJudge struct {
	name  string
	flags []string // of serve, besides --persona modern
	with  string   // how the message came, as Received has it (RFC 3848)
	send  func(t *testing.T, p post, crlf, lf string) error
}

func TestSecureJudgesAsClients(t *testing.T) {
	t.Parallel()
	exe := built(t)
	crlf, lf := letterFiles(t)
	var judges []secureJudge
	for _, list := range [][]secureJudge{netSMTPJudges(), curlJudges(), swaksJudges(), msmtpJudges(), smtplibJudges()} {
		judges = append(judges, list...)
	}
	for _, judge := range judges {
		t.Run(judge.name, func(t *testing.T) {
			p := open(t, exe, append([]string{"--persona", "modern"}, judge.flags...)...)
			if err := judge.send(t, p, crlf, lf); err != nil {
				t.Fatal(err)
			}
			p.hasLetter(t)
			if octets := p.delivered(t, "alice@example.com"); !bytes.Contains(octets, []byte(" with "+judge.with+" id ")) {
				t.Errorf("not with %s:\n%.300s", judge.with, octets)
			}
		})
	}
}

var implicit = []string{"--smtps"}

func netSMTPJudges() []secureJudge {
	plain := func(p post) smtp.Auth { return smtp.PlainAuth("", p.user, p.password, "127.0.0.1") }
	cram := func(p post) smtp.Auth { return smtp.CRAMMD5Auth(p.user, p.password) }
	var judges []secureJudge
	for name, auth := range map[string]func(post) smtp.Auth{"PLAIN": plain, "CRAM-MD5": cram} {
		judges = append(judges, secureJudge{"net/smtp " + name, nil, "UTF8SMTPSA", func(t *testing.T, p post, _, _ string) error {
			c, err := smtp.Dial(p.addr)
			if err != nil {
				return err
			}
			defer c.Close()
			if err := c.StartTLS(&tls.Config{ServerName: "smtp.example.com", RootCAs: p.roots(t)}); err != nil {
				return err
			}
			if err := c.Auth(auth(p)); err != nil {
				return err
			}
			return handOver(c)
		}})
	}
	return judges
}

func handOver(c *smtp.Client) error {
	if err := c.Mail("bob@example.org"); err != nil {
		return err
	}
	if err := c.Rcpt("alice@example.com"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(letter)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

func (p post) roots(t *testing.T) *x509.CertPool {
	t.Helper()
	octets, err := os.ReadFile(p.ca)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(octets) {
		t.Fatalf("no certificate in\n%s", octets)
	}
	return pool
}

func curlJudges() []secureJudge {
	curl := func(t *testing.T, p post, crlf, scheme string, more ...string) error {
		args := []string{"-sS", "--url", scheme + "://" + p.addr, "--cacert", p.ca, "--mail-from", "bob@example.org", "--mail-rcpt", "alice@example.com", "-T", crlf}
		return command(t, "", called(t, "curl"), append(args, more...)...)
	}
	judges := []secureJudge{
		{"curl STARTTLS", nil, "ESMTPS", func(t *testing.T, p post, crlf, _ string) error { return curl(t, p, crlf, "smtp", "--ssl-reqd") }},
		{"curl smtps", implicit, "ESMTPS", func(t *testing.T, p post, crlf, _ string) error { return curl(t, p, crlf, "smtps") }},
		{"curl CRAM-MD5 in the clear", nil, "ESMTPA", func(t *testing.T, p post, crlf, _ string) error {
			return curl(t, p, crlf, "smtp", "--user", p.user+":"+p.password)
		}},
	}
	for _, m := range []string{"PLAIN", "LOGIN", "CRAM-MD5"} {
		judges = append(judges, secureJudge{"curl " + m, nil, "ESMTPSA", func(t *testing.T, p post, crlf, _ string) error {
			return curl(t, p, crlf, "smtp", "--ssl-reqd", "--user", p.user+":"+p.password, "--login-options", "AUTH="+m)
		}})
	}
	return append(judges, secureJudge{"curl PLAIN, initial response", implicit, "ESMTPSA", func(t *testing.T, p post, crlf, _ string) error {
		return curl(t, p, crlf, "smtps", "--user", p.user+":"+p.password, "--login-options", "AUTH=PLAIN", "--sasl-ir")
	}})
}

func swaksJudges() []secureJudge {
	swaks := func(t *testing.T, p post, lf string, more ...string) error {
		args := []string{"--server", p.addr, "--from", "bob@example.org", "--to", "alice@example.com", "--data", "@" + lf, "--tls-verify", "--tls-ca-path", p.ca}
		return command(t, "", called(t, "swaks"), append(args, more...)...)
	}
	judges := []secureJudge{
		{"swaks -tls", nil, "ESMTPS", func(t *testing.T, p post, _, lf string) error { return swaks(t, p, lf, "-tls") }},
		{"swaks -tlsc", implicit, "ESMTPS", func(t *testing.T, p post, _, lf string) error { return swaks(t, p, lf, "-tlsc") }},
	}
	for _, m := range []string{"PLAIN", "LOGIN"} { // its CRAM-MD5 needs a Perl module that is rarely there
		judges = append(judges, secureJudge{"swaks -a " + m, nil, "ESMTPSA", func(t *testing.T, p post, _, lf string) error {
			return swaks(t, p, lf, "-tls", "--auth", m, "--auth-user", p.user, "--auth-password", p.password)
		}})
	}
	return judges
}

func msmtpJudges() []secureJudge {
	msmtp := func(t *testing.T, p post, lf string, more ...string) error {
		host, port, _ := net.SplitHostPort(p.addr)
		args := []string{"--file=/dev/null", "--host=" + host, "--port=" + port, "--tls=on", "--tls-trust-file=" + p.ca, "--from=bob@example.org"}
		return command(t, lf, called(t, "msmtp"), append(append(args, more...), "alice@example.com")...)
	}
	judges := []secureJudge{{"msmtp smtps, DSN", implicit, "ESMTPS", func(t *testing.T, p post, _, lf string) error {
		return msmtp(t, p, lf, "--tls-starttls=off", "--dsn-notify=failure,delay", "--dsn-return=headers")
	}}}
	for _, m := range []string{"plain", "login", "cram-md5", "scram-sha-256"} {
		judges = append(judges, secureJudge{"msmtp " + m, nil, "ESMTPSA", func(t *testing.T, p post, _, lf string) error {
			return msmtp(t, p, lf, "--tls-starttls=on", "--auth="+m, "--user="+p.user, "--passwordeval=echo "+p.password)
		}})
	}
	return judges
}

func smtplibJudges() []secureJudge {
	smtplib := func(t *testing.T, p post, crlf, class, steps string) error {
		host, port, _ := net.SplitHostPort(p.addr)
		program := fmt.Sprintf(`import smtplib, ssl
context = ssl.create_default_context(cafile=%q)
s = smtplib.%s
%s
s.sendmail('bob@example.org', ['alice@example.com'], open(%q, 'rb').read())
s.quit()`, p.ca, fmt.Sprintf(class, host, port), steps, crlf)
		return command(t, "", called(t, "python3"), "-c", program)
	}
	starttls := func(steps string) func(t *testing.T, p post, crlf, _ string) error {
		return func(t *testing.T, p post, crlf, _ string) error {
			return smtplib(t, p, crlf, "SMTP(%q, %s)", "s.starttls(context=context)\ns.ehlo()\ns.user, s.password = "+fmt.Sprintf("%q, %q\n", p.user, p.password)+steps)
		}
	}
	return []secureJudge{
		{"smtplib login", nil, "ESMTPSA", starttls("s.login(s.user, s.password)")},
		{"smtplib PLAIN", nil, "ESMTPSA", starttls("s.auth('PLAIN', s.auth_plain)")},
		{"smtplib PLAIN behind a 334", nil, "ESMTPSA", starttls("s.auth('PLAIN', s.auth_plain, initial_response_ok=False)")},
		{"smtplib LOGIN", nil, "ESMTPSA", starttls("s.auth('LOGIN', s.auth_login)")},
		{"smtplib LOGIN behind a 334", nil, "ESMTPSA", starttls("s.auth('LOGIN', s.auth_login, initial_response_ok=False)")},
		{"smtplib CRAM-MD5", nil, "ESMTPSA", starttls("s.auth('CRAM-MD5', s.auth_cram_md5)")},
		{"smtplib SMTP_SSL", implicit, "ESMTPS", func(t *testing.T, p post, crlf, _ string) error {
			return smtplib(t, p, crlf, "SMTP_SSL(%q, %s, context=context)", "")
		}},
	}
}

// A wrong password is refused and told as such.
func TestJudgesAreRefusedWithAWrongPassword(t *testing.T) {
	p := open(t, built(t), "--persona", "modern")
	crlf, _ := letterFiles(t)
	for _, m := range []string{"PLAIN", "LOGIN", "CRAM-MD5"} {
		err := command(t, "", called(t, "curl"), "-sS", "--url", "smtp://"+p.addr, "--ssl-reqd", "--cacert", p.ca, "--user", "alice:wrong",
			"--login-options", "AUTH="+m, "--mail-from", "bob@example.org", "--mail-rcpt", "alice@example.com", "-T", crlf)
		if err == nil || !strings.Contains(err.Error(), "67") { // curl: Login denied
			t.Errorf("%s: %v", m, err)
		}
	}
}

func TestJudgesSpeakLMTP(t *testing.T) {
	t.Parallel()
	exe := built(t)
	_, lf := letterFiles(t)
	for name, send := range map[string]func(p post) error{
		"swaks": func(p post) error {
			return command(t, "", called(t, "swaks"), "--protocol", "LMTP", "--server", p.addr, "--from", "bob@example.org", "--to", "alice@example.com", "--data", "@"+lf)
		},
		"msmtp": func(p post) error {
			host, port, _ := net.SplitHostPort(p.addr)
			return command(t, lf, called(t, "msmtp"), "--file=/dev/null", "--protocol=lmtp", "--host="+host, "--port="+port, "--from=bob@example.org", "alice@example.com", "carol@example.com")
		},
		"curl": func(p post) error { // it says EHLO and must be turned away
			err := command(t, "", called(t, "curl"), "-sS", "--url", "smtp://"+p.addr, "--mail-from", "bob@example.org", "--mail-rcpt", "alice@example.com", "-T", lf)
			if err == nil {
				return fmt.Errorf("curl speaks no LMTP and was served all the same")
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, exe, "--persona", "lmtp")
			if err := send(p); err != nil {
				t.Fatal(err)
			}
			if name == "curl" {
				return
			}
			p.hasLetter(t)
			if octets := p.delivered(t, "alice@example.com"); !bytes.Contains(octets, []byte(" with LMTP id ")) {
				t.Errorf("%.300s", octets)
			}
		})
	}
}
