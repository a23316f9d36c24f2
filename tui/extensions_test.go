package tui

import (
	"fmt"
	"net"
	"testing"

	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
)

// serves plays the included server as one of its types.
func serves(t *testing.T, persona string) func(net.Conn) {
	return func(conn net.Conn) {
		server := loopback.New(loopback.Options{Certify: certificate.New}.Fixed())
		defer server.Close()
		if err := server.SetPersona(persona); err != nil {
			t.Error(err)
		}
		server.ServeConn(conn)
	}
}

// What extensions look like on the screen.
func TestGoldenExtensions(t *testing.T) {
	for _, scene := range []struct {
		name, persona string
		play          func(p *person)
	}{
		{"group-gathered", "default", func(p *person) {
			p.says("EHLO client.example", ":group", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>").types("RCPT TO:<z")
		}},
		{"group-whole", "default", func(p *person) {
			p.says("EHLO client.example", ":group", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA")
		}},
		{"group-answered", "default", func(p *person) {
			p.says("EHLO client.example", ":group", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "RCPT TO:<zoe@example.com>", "DATA", "")
		}},
		{"lmtp-greeting", "lmtp", func(p *person) {}},
		{"lmtp-replies", "lmtp", func(p *person) {
			p.says("LHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "RCPT TO:<zoe@example.com>", "RCPT TO:<theboss@example.com>", "RCPT TO:<carol@example.com>", "DATA", "hi", ".")
		}},
		{"chunk-counted", "modern", func(p *person) {
			p.says(upToRcpt...).says("BDAT 30", "Subject: chunks", "").types("hello")
		}},
		{"chunk-overfull", "modern", func(p *person) {
			p.says(upToRcpt...).says("BDAT 8").types("hello, alice")
		}},
	} {
		for _, size := range sizes {
			name := fmt.Sprintf("%s-%dx%d", scene.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				sitSized(t, size, here, serves(t, scene.persona), func(p *person) {
					scene.play(p)
					p.golden(name)
				})
			})
		}
	}
}
