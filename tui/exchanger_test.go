package tui

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// What the way to the server of a mail domain looks like on the screen: its
// exchangers in order, one without an address, one that refuses, one that answers.
func TestGoldenExchangers(t *testing.T) {
	for _, size := range sizes {
		synctest.Test(t, func(t *testing.T) {
			server := loopback.New(loopback.Options{}.Fixed())
			defer server.Close()
			p := &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}
			p.at(size[0], size[1], desk.Config{Target: "mx:example.com", Open: exchanging(server.ServeConn)})
			p.sees("220 smtp.example.com").golden(fmt.Sprintf("exchangers-%dx%d", size[0], size[1]))
			p.leave()
		})
	}
}

// exchanging opens connections to the exchangers of example.com in a DNS of its own.
func exchanging(serve func(net.Conn)) desk.Opener {
	addresses := map[string]string{"first.example.com": "192.0.2.1", "smtp.example.com": "192.0.2.2"}
	return func(ctx context.Context, text string, tape *transcript.Transcript) (desk.Session, error) {
		to, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		s, err := session.Open(ctx, to, session.Options{
			Tape: tape,
			LookupMX: func(context.Context, string) ([]*net.MX, error) {
				return []*net.MX{{Host: "gone.example.com.", Pref: 5}, {Host: "first.example.com.", Pref: 10}, {Host: "smtp.example.com.", Pref: 20}}, nil
			},
			Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
				if a, ok := addresses[host]; ok {
					return []netip.Addr{netip.MustParseAddr(a)}, nil
				}
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			},
			Dial: func(_ context.Context, _, address string) (net.Conn, error) {
				if address == "192.0.2.1:25" {
					return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
				}
				near, far := net.Pipe()
				go serve(far)
				return addressed{near, address}, nil
			},
		})
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}
