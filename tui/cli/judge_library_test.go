package cli

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A letterbox takes mail for a server of another author.
type letterbox struct {
	mu    sync.Mutex
	texts []string
	seen  []string // MAIL and RCPT with their parameters
}

func (s *letterbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &caller{letterbox: s}, nil }

// A caller is one connection to a letterbox.
type caller struct {
	*letterbox
	to []string
}

func (c *caller) Reset()        { c.to = nil }
func (c *caller) Logout() error { return nil }

func (c *caller) note(format string, values ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, fmt.Sprintf(format, values...))
}

func (c *caller) Mail(from string, o *smtp.MailOptions) error {
	c.note("MAIL %s %s %d %v %s %s", from, o.Body, o.Size, o.UTF8, o.Return, o.EnvelopeID)
	return nil
}

func (c *caller) Rcpt(to string, o *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "zoe@") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody"}
	}
	c.note("RCPT %s %v %s", to, o.Notify, o.OriginalRecipient)
	c.to = append(c.to, to)
	return nil
}

func (c *caller) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.texts = append(c.texts, string(b))
	return err
}

// LMTPData accepts a message for all but theboss, whose mailbox is full.
func (c *caller) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	err := c.Data(r)
	for _, to := range c.to {
		if strings.HasPrefix(to, "theboss@") {
			status.SetStatus(to, &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "full"})
			continue
		}
		status.SetStatus(to, nil)
	}
	return err
}

func (c *caller) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login, sasl.OAuthBearer} }

func (c *caller) Auth(mechanism string) (sasl.Server, error) {
	check := func(user, secret string) error {
		if user != "alice" || secret != "wonderland" {
			return smtp.ErrAuthFailed
		}
		return nil
	}
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
	case sasl.OAuthBearer:
		return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
			if check(o.Username, o.Token) != nil {
				return &sasl.OAuthBearerError{Status: "invalid_token"}
			}
			return nil
		}), nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

// shelved starts such a server and returns its address and the file of its
// certificate.
func shelved(t *testing.T, s *letterbox, lmtp bool) (addr, ca string) {
	t.Helper()
	dir := t.TempDir()
	ca, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	if err := certifyHost(ca, key); err != nil {
		t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(ca, key)
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(s)
	server.Domain, server.LMTP, server.MaxMessageBytes = "mx.example.com", lmtp, 65536
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}}
	server.EnableSMTPUTF8, server.EnableDSN, server.EnableBINARYMIME = true, true, true
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(ln)
	t.Cleanup(func() { server.Close() })
	return ln.Addr().String(), ca
}

// TestJudgeLibrary has a server of another author judge TLS, logins, chunks,
// reports and LMTP.
func TestJudgeLibrary(t *testing.T) {
	lmtp := "S: 220\nC: LHLO relay.example.org\nS: 250\nC: MAIL FROM:<bob@example.org>\nC: RCPT TO:<alice@example.com>\nC: RCPT TO:<zoe@example.com>\nC: RCPT TO:<theboss@example.com>\nC: DATA\n" +
		"S: 250\nS: 250\nS: 550\nS: 250\nS: 354\nC: ..one\nC: .\nS: 250\nS: 452\nC: QUIT\nS: 221\n"
	oauth := begins + "@auth OAUTHBEARER alice\nS: 235\n" + delivers
	for _, c := range []struct {
		name, script string
		lmtp         bool
		secret       string
		exit         int
		text, seen   string
	}{
		{"STARTTLS", begins + delivers, false, "", 0, "Subject: through TLS\r\n\r\n.\r\n", ""},
		{"PLAIN", begins + "@auth PLAIN alice\n" + delivers, false, "wonderland", 0, "", ""},
		{"PLAIN, refused", begins + "@auth PLAIN alice\n" + delivers, false, "chalk", 7, "", ""},
		{"OAUTHBEARER", oauth, false, "wonderland", 0, "", ""},
		{"OAUTHBEARER, refused with its error step", strings.Replace(oauth, "S: 235", "S: 454", 1), false, "chalk", 0, "", ""},
		{"BDAT", begins + chunks, false, "", 0, "Subject: chunks\r\n\r\n.\r\n..x\r\n", ""},
		{"DSN", begins + strings.Replace(reports, "C: RCPT TO:<theboss@example.com> NOTIFY=NEVER,FAILURE\nS: 501\n", "", 1), false, "", 0, "", "RCPT alice@example.com [NEVER] alice@example.com"},
		{"LMTP", lmtp, true, "", 0, ".one\r\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &letterbox{}
			addr, ca := shelved(t, s, c.lmtp)
			file := filepath.Join(t.TempDir(), "judged.ehlo")
			write(t, file, c.script)
			args := []string{"run", "--ca", ca, file, addr}
			if c.lmtp {
				args[len(args)-1] = "lmtp://" + addr
			}
			if c.secret != "" {
				args = append(args, "--password", c.secret)
			}
			code, out, problems := said(t, args...)
			if code != c.exit || strings.Contains(out+problems, "wonderland") {
				t.Fatalf("exit %d, want %d:\n%s%s", code, c.exit, out, problems)
			}
			if c.text != "" && (len(s.texts) != 1 || !strings.HasSuffix(s.texts[0], c.text)) {
				t.Errorf("taken: %q", s.texts)
			}
			if c.seen != "" && !strings.Contains(strings.Join(s.seen, "\n"), c.seen) {
				t.Errorf("seen: %q", s.seen)
			}
		})
	}
}
