package loopback

import (
	"bytes"
	"net/smtp"
	"strings"
	"testing"

	gosmtp "github.com/emersion/go-smtp"
)

// Texts that clients are known to spoil or servers to cut.
var bodies = map[string]string{
	"plain":        "Subject: hi\r\n\r\nhello\r\n",
	"dots":         ".\r\n..\r\n...\r\n.x\r\nx.\r\n \r\n.\r\n",
	"only a dot":   ".\r\n",
	"long lines":   strings.Repeat("x", 5000) + "\r\n." + strings.Repeat("y", 998) + "\r\n",
	"8-bit":        "caf\xc3\xa9 \xff\x80\r\n",
	"empty lines":  "\r\n\r\n\r\n",
	"one megabyte": strings.Repeat("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abc\r\n", 1<<14),
}

func TestOtherClientsDeliver(t *testing.T) {
	for client, send := range map[string]func(addr, body string) error{
		"net/smtp": func(addr, body string) error {
			return smtp.SendMail(addr, nil, "bob@example.org", []string{"carol@example.com", "team@example.com"}, []byte(body))
		},
		"go-smtp": func(addr, body string) error {
			c, err := gosmtp.Dial(addr)
			if err != nil {
				return err
			}
			defer c.Close()
			return c.SendMail("bob@example.org", []string{"carol@example.com", "team@example.com"}, strings.NewReader(body))
		},
	} {
		for name, body := range bodies {
			t.Run(client+"/"+name, func(t *testing.T) {
				s := New(Options{})
				if err := send(serve(t, s), body); err != nil {
					t.Fatal(err)
				}
				for box, want := range map[string]int{"carol": 2, "alice": 1} {
					mail := s.Box(box)
					if len(mail) != want {
						t.Fatalf("%s has %d messages", box, len(mail))
					}
					for _, m := range mail {
						if !bytes.Equal(m.Body, []byte(body)) {
							t.Errorf("%s: stored %.200q", box, m.Body)
						}
					}
				}
			})
		}
	}
}

func TestOtherClientsAreToldWhatWasRefused(t *testing.T) {
	s := New(Options{})
	addr := serve(t, s)
	err := smtp.SendMail(addr, nil, "bob@example.org", []string{"zoe@example.com"}, []byte("hi"))
	if err == nil || !strings.Contains(err.Error(), "550") {
		t.Errorf("net/smtp: %v", err)
	}
	c, err := gosmtp.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Mail("bob@example.org", nil); err != nil {
		t.Fatal(err)
	}
	err = c.Rcpt("x@example.net", nil)
	if e, ok := err.(*gosmtp.SMTPError); !ok || e.Code != 550 || e.EnhancedCode != (gosmtp.EnhancedCode{5, 7, 1}) {
		t.Errorf("go-smtp: %v", err)
	}
	if size, ok := c.MaxMessageSize(); !ok || size != 10485760 {
		t.Errorf("go-smtp read SIZE as %d", size)
	}
	for _, name := range []string{"PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "EXPN", "VRFY", "HELP"} {
		if ok, _ := c.Extension(name); !ok {
			t.Errorf("go-smtp did not see %s", name)
		}
	}
}
