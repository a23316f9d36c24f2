package loopback

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

// send delivers one message over TCP and returns the copies in a mailbox.
func sendTo(t *testing.T, hello, mail string, rcpts ...string) *Server {
	t.Helper()
	s := New(Options{}.Fixed())
	c := begin(t, s)
	c.ask(hello, "250 ")
	c.ask(mail, "250 ")
	for _, r := range rcpts {
		c.ask("RCPT TO:"+r, "250 ")
	}
	c.ask("DATA", "354 ")
	c.ask("Subject: hi\r\n\r\n..dot\r\n.", "250 2.0.0 Ok: queued as M0001")
	return s
}

func TestTraceFields(t *testing.T) {
	for _, c := range []struct {
		name, hello, mail string
		rcpts             []string
		box, want         string
	}{
		{"EHLO, one recipient", "EHLO client.example", "MAIL FROM:<bob@example.org>", []string{"<Carol@EXAMPLE.com>"}, "carol",
			"Return-Path: <bob@example.org>\r\nReceived: from client.example ([127.0.0.1])\r\n\tby smtp.example.com with ESMTP id M0001\r\n\tfor <Carol@EXAMPLE.com>;\r\n\tSat, 21 Nov 2026 09:30:00 +0100\r\n"},
		{"HELO, two recipients", "HELO client.example", "MAIL FROM:<bob@example.org>", []string{"<carol@example.com>", "<alice@example.com>"}, "alice",
			"Return-Path: <bob@example.org>\r\nReceived: from client.example ([127.0.0.1])\r\n\tby smtp.example.com with SMTP id M0001;\r\n\tSat, 21 Nov 2026 09:30:00 +0100\r\n"},
		{"the null reverse-path, an address literal", "EHLO [127.0.0.9]", "MAIL FROM:<>", []string{"<Postmaster>"}, "postmaster",
			"Return-Path: <>\r\nReceived: from [127.0.0.9] ([127.0.0.1])\r\n\tby smtp.example.com with ESMTP id M0001\r\n\tfor <postmaster@example.com>;\r\n\tSat, 21 Nov 2026 09:30:00 +0100\r\n"},
		{"source routes are not copied", "EHLO client.example", "MAIL FROM:<@a.example:bob@example.org>", []string{"<@b.example:carol@example.com>"}, "carol",
			"Return-Path: <bob@example.org>\r\nReceived: from client.example ([127.0.0.1])\r\n\tby smtp.example.com with ESMTP id M0001\r\n\tfor <carol@example.com>;\r\n\tSat, 21 Nov 2026 09:30:00 +0100\r\n"},
		{"a list's keeper gets what cannot be delivered", "EHLO client.example", "MAIL FROM:<bob@example.org>", []string{"<team@example.com>"}, "carol",
			"Return-Path: <theboss@example.com>\r\nReceived: from client.example ([127.0.0.1])\r\n\tby smtp.example.com with ESMTP id M0001\r\n\tfor <team@example.com>;\r\n\tSat, 21 Nov 2026 09:30:00 +0100\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sendTo(t, c.hello, c.mail, c.rcpts...)
			box := s.Box(c.box)
			if len(box) != 1 {
				t.Fatalf("%d messages", len(box))
			}
			m := box[0]
			if got := string(m.Octets[:m.TraceLen]); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if body := "Subject: hi\r\n\r\n.dot\r\n"; string(m.Octets[m.TraceLen:]) != body || string(m.Body) != body {
				t.Errorf("text %q", m.Body)
			}
			if got, ok := s.Stored("M0001"); !ok || got.ID != m.ID || string(got.Body) != string(m.Body) {
				t.Errorf("Stored gives %+v, %v", got, ok)
			}
		})
	}
}

func TestListAndMemberGetTwoCopies(t *testing.T) {
	s := sendTo(t, "EHLO client.example", "MAIL FROM:<bob@example.org>", "<team@example.com>", "<carol@example.com>", "<CAROL@example.com>")
	var from []string
	for _, m := range s.Box("carol") {
		from = append(from, m.From)
	}
	if got := strings.Join(from, " "); got != "<theboss@example.com> <bob@example.org>" {
		t.Errorf("copies from %s", got)
	}
	m := s.Box("ALICE@example.com")[0]
	if m.To != "alice@example.com" || m.Helo != "client.example" || !m.Extended || !m.At.Equal(FixedTime) ||
		strings.Join(m.Rcpts, " ") != "<team@example.com> <carol@example.com> <CAROL@example.com>" {
		t.Errorf("%+v", m)
	}
}

func TestStampOfIPv6AndPipe(t *testing.T) {
	s := stamp{returns: "<>", helo: "a", by: "b", with: "ESMTP", id: "c", at: FixedTime, client: netip.MustParseAddr("::1")}
	if got := string(s.append(nil)); !strings.Contains(got, "from a ([IPv6:::1])\r\n") {
		t.Errorf("%q", got)
	}
	s.client = netip.Addr{}
	if got := string(s.append(nil)); !strings.Contains(got, "from a\r\n") {
		t.Errorf("%q", got)
	}
}

func TestClock(t *testing.T) {
	s := New(Options{}.Fixed())
	if got := s.Advance(31 * time.Minute); !got.Equal(FixedTime.Add(31*time.Minute)) || !got.Equal(s.Now()) {
		t.Errorf("the clock shows %v", got)
	}
	if got := s.Advance(-time.Hour); !got.Equal(s.Now()) || !s.Now().Equal(FixedTime.Add(31*time.Minute)) {
		t.Errorf("the clock went back to %v", got)
	}
}
