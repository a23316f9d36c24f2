package tui

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/session"
	"ehlo/session/hosts"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// STARTTLS that a host offered before and offers no more is told beside the reply to
// EHLO, with what it means.
func TestGoldenStripped(t *testing.T) {
	for name, size := range map[string][2]int{"starttls-missing-120x36": {120, 36}, "starttls-missing-80x24": {80, 24}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				offer, memory := "STARTTLS", hosts.Open("")
				serve := answers(func(line string) string {
					if !strings.HasPrefix(line, "EHLO") {
						return "221 bye"
					}
					defer func() { offer = "SIZE 1000" }()
					return "250-mx.example.net\r\n250-8BITMIME\r\n250 " + offer
				})
				p := &person{t: t, msgs: make(chan tea.Msg, 4096)}
				p.at(size[0], size[1], desk.Config{Target: abroad, Open: func(ctx context.Context, text string, tape *transcript.Transcript) (desk.Session, error) {
					to, err := target.Parse(text)
					if err != nil {
						return nil, err
					}
					return session.Open(ctx, to, session.Options{Tape: tape, Memory: memory, Dial: func(context.Context, string, string) (net.Conn, error) {
						near, far := net.Pipe()
						go serve(far)
						return addressed{near, abroad}, nil
					}})
				}})
				p.says("EHLO client.example", ":reconnect").waits(time.Second)
				p.misses("offered here").says("EHLO client.example").sees("STARTTLS is missing")
				p.golden(name)
				p.says("NOOP").press("esc", "up").sees("STARTTLS is missing")
				p.leave()
			})
		})
	}
}
