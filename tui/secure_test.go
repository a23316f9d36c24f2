package tui

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// sitSecured lets do happen at the screen of the server type modern, whose certificate
// verifies only if trusted is set. Version and cipher are always the same.
func sitSecured(t *testing.T, size [2]int, trusted bool, o session.TLSOptions, do func(p *person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{Certify: certificate.New}.Fixed())
		defer server.Close()
		if err := server.SetPersona("modern"); err != nil {
			t.Fatal(err)
		}
		o.Roots, o.Now = x509.NewCertPool(), server.Now
		if trusted {
			o.Roots = server.Roots()
		}
		o.Max, o.Ciphers = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
		house := houseOf(server)
		house.Login = server.Login
		p := &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}
		p.at(size[0], size[1], desk.Config{Target: here, House: house, Open: encrypted(server.ServeConn, o), Insecure: o.Insecure})
		do(p)
		p.leave()
	})
}

// encrypted opens connections to whatever serves the other end of a pipe.
func encrypted(serve func(net.Conn), o session.TLSOptions) desk.Opener {
	return func(ctx context.Context, text string, tape *transcript.Transcript) (desk.Session, error) {
		to, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		s, err := session.Open(ctx, to, session.Options{Tape: tape, TLS: o, Dial: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go serve(far)
			return addressed{near, net.JoinHostPort(to.Host, to.Port)}, nil
		}})
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}

var upToTLS = []string{"EHLO client.example", "STARTTLS"}

// What TLS and logins look like on the screen.
func TestGoldenSecured(t *testing.T) {
	for _, scene := range []struct {
		name    string
		trusted bool
		tls     session.TLSOptions
		play    func(p *person)
	}{
		{"tls-verified", true, session.TLSOptions{}, func(p *person) { p.says(upToTLS...) }},
		{"tls-unverified", false, session.TLSOptions{}, func(p *person) { p.says(upToTLS...) }},
		{"tls-refused", false, session.TLSOptions{Verify: true}, func(p *person) { p.says(upToTLS...) }},
		{"tls-insecure", true, session.TLSOptions{Insecure: true}, func(p *person) { p.says(upToTLS...) }},
		{"offers-before-tls", true, session.TLSOptions{}, func(p *person) { p.says("EHLO client.example") }},
		{"offers-inside-tls", true, session.TLSOptions{}, func(p *person) { p.says(upToTLS...).says("EHLO client.example") }},
		{"auth-challenge", true, session.TLSOptions{}, func(p *person) {
			p.says(upToTLS...).says("EHLO client.example", "AUTH LOGIN", ":b64 alice")
		}},
		{"auth-unseen", true, session.TLSOptions{}, func(p *person) {
			p.says(upToTLS...).says("EHLO client.example", ":auth PLAIN alice").types("wonder")
		}},
		{"auth-refused", true, session.TLSOptions{}, func(p *person) {
			p.says(upToTLS...).says("EHLO client.example", ":auth PLAIN alice", "wonderwall")
		}},
		{"auth-accepted", true, session.TLSOptions{}, func(p *person) {
			p.says(upToTLS...).says("EHLO client.example", ":auth PLAIN alice", "wonderland")
		}},
	} {
		for _, size := range sizes[:2] {
			name := fmt.Sprintf("%s-%dx%d", scene.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				sitSecured(t, size, scene.trusted, scene.tls, func(p *person) {
					scene.play(p)
					p.golden(name)
				})
			})
		}
	}
}

// Octets behind the 220 to STARTTLS, and something else than a handshake.
func TestGoldenNoTLS(t *testing.T) {
	for name, go220 := range map[string]string{"tls-injected": "220 go\r\n250 2.1.0 Sender ok", "tls-garbage": "220 go"} {
		for _, size := range sizes[:2] {
			sitSized(t, size, here, answers(func(line string) string {
				switch {
				case line == "STARTTLS":
					return go220
				case strings.HasPrefix(line, "EHLO"):
					return "250-mx.example.net\r\n250 STARTTLS"
				}
				return "HTTP/1.1 400 Bad Request\r\n"
			}), func(p *person) {
				p.says(upToTLS...)
				p.golden(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]))
			})
		}
	}
}

// The certificate card is made from the transcript alone.
func TestGoldenCertificate(t *testing.T) {
	for _, size := range sizes {
		synctest.Test(t, func(t *testing.T) {
			tape := transcript.New(transcript.Start{})
			local := func(f transcript.Fact, text string) transcript.Entry {
				return transcript.Entry{Who: transcript.Local, Fact: f, Text: text}
			}
			said := func(who transcript.Who, line string) transcript.Entry {
				return transcript.Entry{Who: who, Octets: []byte(line + "\r\n")}
			}
			for _, e := range []transcript.Entry{
				local(transcript.Connected, "from 192.0.2.1:40000 to 192.0.2.25:25"),
				said(server, "220 mx.example.net"), said(client, "EHLO client.example"),
				said(server, "250-mx.example.net\r\n250 STARTTLS"), said(client, "STARTTLS"), said(server, "220 go"),
				local(transcript.Secured, "TLS 1.3, TLS_AES_256_GCM_SHA384; not verified: the certificate is for mx.example.net, mail.example.net, not for smtp.example.net; "+
					"certificate for CN=mx.example.net,O=Example; names mx.example.net, mail.example.net; issued by CN=Example CA,C=NL; "+
					"valid 2026-01-01 to 2027-01-01; chain of 2; sha256 "+strings.Repeat("0123456789abcdef", 4)),
			} {
				tape.Record(e)
			}
			p := &person{t: t, msgs: make(chan tea.Msg, 4096)}
			p.at(size[0], size[1], desk.Config{Tape: tape})
			p.press("esc", "enter").golden(fmt.Sprintf("certificate-%dx%d", size[0], size[1]))
			p.press("esc", "esc").says(":card").sees("subject", "CN=Example CA", "0123456789abcdef")
			p.leave()
		})
	}
}

// What is typed unseen is not to be seen, nor how long it is, nor brought back by a
// key; what was half typed is still there.
func TestUnseen(t *testing.T) {
	const secret = "tweet-tweet"
	sitSecured(t, [2]int{120, 36}, true, session.TLSOptions{}, func(p *person) {
		p.says(upToTLS...).says("EHLO client.example", "AUTH LOGIN", ":b64")
		empty := p.screen()
		p.types(secret)
		if p.screen() != empty || p.m.cursor().X != p.m.layout.prompt.Min.X+2 {
			t.Errorf("the screen shows that something was typed:\n%s", p.screen())
		}
		p.press("ctrl+u").pastes(secret+"\n"+secret).press("ctrl+y", "up", "f1").misses("tweet")
		p.press("esc", "ctrl+y").misses("tweet").press("ctrl+u").sees("? ")
		p.says(":b64").types(secret).press("enter").sees("‹secret, cut›", "334 UGFzc3dvcmQ6").misses("tweet")
		p.says(":b64 " + secret).sees("535 5.7.8").misses("tweet")
		p.hides("dHdlZXQtdHdlZXQ=")
	})
}

// The user of the included server is named where it is asked for, and nowhere else.
func TestHelpLogins(t *testing.T) {
	sitSecured(t, [2]int{120, 36}, true, session.TLSOptions{}, func(p *person) {
		p.says(":help logins").sees("alice", "wonderland").press("esc").misses("wonderland")
		p.says(":persona default", ":help logins").sees("offers no login").misses("wonderland")
	})
	sitAt(t, here, answers(agreeable()), func(p *person) {
		p.says(":help logins").sees("knows no user of this server")
	})
}

// Whoever has not proved who it is is asked about each time before it is told a
// secret, by hand and by :auth.
func TestUnprovedServerIsAskedAbout(t *testing.T) {
	sitSecured(t, [2]int{120, 36}, false, session.TLSOptions{}, func(p *person) {
		p.says(":connect " + abroad).waits(time.Second).says(upToTLS...).sees("TLS 1.2 ! not verified").says("EHLO client.example")
		for range 2 {
			p.says("AUTH PLAIN " + canary).sees("has not proved who it is; tell it a secret?").press("n").press("ctrl+u")
			p.says(":auth PLAIN alice").sees("has not proved who it is; tell it a secret?").press("n").sees("not sent")
		}
		p.says(":auth PLAIN alice").press("y").sees("the password of alice, unseen").says("wonderland").sees("235 2.7.0").misses("wonderland")
	})
}

// A command that is barred says why, and is still there to be changed.
func TestBarredCommand(t *testing.T) {
	sitSecured(t, [2]int{120, 36}, true, session.TLSOptions{Required: true}, func(p *person) {
		p.says("EHLO client.example", "MAIL FROM:<bob@example.org>").sees("TLS is required, and this", "then EHLO again").typed("MAIL FROM:<bob@example.org>")
	})
	sitSecured(t, [2]int{120, 36}, true, session.TLSOptions{Never: true}, func(p *person) {
		p.says(upToTLS...).sees("TLS is switched off", "--tls off").typed("STARTTLS")
	})
}
