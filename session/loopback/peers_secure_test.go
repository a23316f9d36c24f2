package loopback

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"
)

// Another client of TLS, logins and DSN, which knows nothing of this house.
func TestAnotherClientLogsInAndAsksForReports(t *testing.T) {
	for name, implicit := range map[string]bool{"STARTTLS": false, "from the first octet": true} {
		t.Run(name, func(t *testing.T) {
			o := ofType(t, "modern")
			o.TLS = implicit
			s := New(o)
			addr, config := serve(t, s), &tls.Config{ServerName: "localhost", RootCAs: s.Roots()}
			dial := gosmtp.DialStartTLS
			if implicit {
				dial = gosmtp.DialTLS
			}
			c, err := dial(addr, config)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			user, password, _ := s.Login()
			if err := c.Auth(sasl.NewPlainClient("", user, "wrong")); !isCode(err, 535) {
				t.Errorf("a wrong password: %v", err)
			}
			if err := c.Auth(sasl.NewLoginClient(user, password)); err != nil {
				t.Fatal(err)
			}
			as := "bob+=@example.org"
			if err := c.Mail("bob@example.org", &gosmtp.MailOptions{UTF8: true, Return: gosmtp.DSNReturnHeaders, EnvelopeID: "a+b=c d", Auth: &as}); err != nil {
				t.Fatal(err)
			}
			if err := c.Rcpt("carol@example.com", &gosmtp.RcptOptions{
				Notify: []gosmtp.DSNNotify{gosmtp.DSNNotifyDelayed, gosmtp.DSNNotifyFailure}, OriginalRecipientType: gosmtp.DSNAddressTypeRFC822, OriginalRecipient: "carol+list@old.example",
			}); err != nil {
				t.Fatal(err)
			}
			if err := give(c, bodies["dots"]); err != nil {
				t.Fatal(err)
			}
			m := s.Box("carol")[0]
			if string(m.Body) != bodies["dots"] || !strings.Contains(string(m.Octets[:m.TraceLen]), " with UTF8SMTPSA id ") || len(m.RcptWith[0]) != 2 {
				t.Errorf("%q %+v", m.Octets, m.RcptWith)
			}
			for _, p := range m.Params {
				if p.Keyword == "ENVID" && decodeXtext(p.Value) != "a+b=c d" {
					t.Errorf("ENVID is %q", p.Value)
				}
			}
		})
	}
}

func give(c *gosmtp.Client, body string) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(body)); err != nil {
		return err
	}
	return w.Close()
}

func isCode(err error, code int) bool {
	var told *gosmtp.SMTPError
	return errors.As(err, &told) && told.Code == code
}

// Another client of LMTP, which pairs the answers behind the dot by itself.
func TestAnotherClientSpeaksLMTP(t *testing.T) {
	s := New(ofType(t, "lmtp"))
	conn, err := net.Dial("tcp", serve(t, s))
	if err != nil {
		t.Fatal(err)
	}
	c := gosmtp.NewClientLMTP(conn)
	defer c.Close()
	if err := c.Mail("bob@example.org", nil); err != nil {
		t.Fatal(err)
	}
	for to, code := range map[string]int{"alice@example.com": 0, "zoe@example.com": 550, "theboss@example.com": 0, "carol@example.com": 0} {
		if err := c.Rcpt(to, nil); (err != nil) != (code != 0) || err != nil && !isCode(err, code) {
			t.Errorf("%s: %v", to, err)
		}
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(bodies["dots"])); err != nil {
		t.Fatal(err)
	}
	good, err := w.CloseWithLMTPResponse()
	var refused gosmtp.LMTPDataError
	if !errors.As(err, &refused) || len(refused) != 1 || refused["theboss@example.com"] == nil || refused["theboss@example.com"].Code != 452 {
		t.Errorf("refused: %v", err)
	}
	if len(good) != 2 || good["alice@example.com"] == nil || good["carol@example.com"] == nil {
		t.Errorf("accepted: %v", good)
	}
	if len(s.Box("alice")) != 1 || len(s.Box("carol")) != 1 || len(s.Box("theboss")) != 0 {
		t.Error("the mailboxes disagree with the answers")
	}
}
