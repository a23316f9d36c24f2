package tui

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/tui/desk"
)

// replies are what a server answers to whole lines, each line with its reply behind
// it; to any other it answers like one that has nothing against anything.
type replies []string

func (r replies) serve(conn net.Conn) {
	usual := agreeable()
	answers(func(line string) string {
		said := usual(line)
		for i := 0; i+1 < len(r); i += 2 {
			if line == r[i] {
				return r[i+1]
			}
		}
		return said
	})(conn)
}

// turnsAway is a server that takes no mail.
func turnsAway(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "554 mx.example.net takes no mail\r\n")
	conn.Read(make([]byte, 1))
}

var toAlice = []string{"EHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA", "Subject: hi"}

// places are the states of a dialogue in which the map is shown; greeted, RCPT, text
// and closed are among the scenes of screen_test.go.
var places = []struct {
	name   string
	target string
	serve  func(net.Conn)
	says   []string
	then   func(p *person)
}{
	{name: "ready", serve: replies{}.serve, says: toAlice[:1]},
	{name: "mail", serve: replies{}.serve, says: toAlice[:2]},
	{name: "nobody-taken", serve: replies{"RCPT TO:<alice@example.com>", "550 5.1.1 no such user"}.serve, says: toAlice[:3]},
	{name: "before-the-250", serve: replies{".", ""}.serve, says: append(toAlice[:5:5], "."), then: func(p *person) { p.waits(3 * time.Second) }},
	{name: "after-the-250", serve: replies{".", "250 2.0.0 Ok: queued as A1"}.serve, says: append(toAlice[:5:5], ".")},
	{name: "after-a-554", serve: replies{".", "554 5.6.0 not this text"}.serve, says: append(toAlice[:5:5], ".")},
	{name: "login", serve: replies{"AUTH LOGIN", "334 VXNlcm5hbWU6"}.serve, says: []string{"EHLO client.example", "AUTH LOGIN"}},
	{name: "turned-away", serve: turnsAway},
	{name: "lmtp", serve: replies{"RCPT TO:<zoe@example.com>", "550 5.1.1 no such user", ".", "250 2.0.0 stored\r\n452 4.2.2 mailbox full"}.serve,
		says: []string{"LHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "RCPT TO:<zoe@example.com>", "RCPT TO:<carol@example.com>", "DATA", "hi", "."}},
	{name: "refusals-abroad", target: abroad, serve: replies{"FOO", "500 5.5.2 what", "BAR", "500 5.5.2 what"}.serve, says: []string{"EHLO client.example", "FOO", "BAR"}},
	{name: "where", serve: replies{"RCPT TO:<zoe@example.com>", "550 5.1.1 no such user"}.serve,
		says: []string{"EHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "RCPT TO:<zoe@example.com>", ":where"}},
}

func TestGoldenPlaces(t *testing.T) {
	for _, size := range sizes {
		for _, place := range places {
			name := fmt.Sprintf("place-%s-%dx%d", place.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					p := &person{t: t, msgs: make(chan tea.Msg, 4096)}
					target := place.target
					if target == "" {
						target = here
					}
					p.at(size[0], size[1], desk.Config{Target: target, Open: piped(place.serve)})
					p.says(place.says...)
					if place.then != nil {
						place.then(p)
					}
					p.golden(name)
					p.leave()
				})
			})
		}
	}
}

// Whatever the size, what happens now and whose message it is are to be seen.
func TestTheLampIsAlwaysThere(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		for _, step := range []struct{ says, now, owner string }{
			{"EHLO client.example", "ready", "there is none"},
			{"MAIL FROM:<bob@example.org>", "sender named", "yours"},
			{"RCPT TO:<alice@example.com>", "recipients", "yours"},
			{"DATA", "message text", "yours"},
			{"hi", "message text", "yours"},
			{".", "accepted", "the server's"},
		} {
			p.says(step.says)
			for _, size := range [][2]int{{120, 36}, {120, 30}, {100, 24}, {80, 24}, {72, 16}, {71, 24}, {60, 20}, {40, 14}} {
				p.m.resize(size[0], size[1])
				screen := p.screen()
				if !strings.Contains(screen, step.now) || !strings.Contains(screen, step.owner) {
					t.Errorf("at %dx%d, after %q, %q and %q are not both there:\n%s", size[0], size[1], step.says, step.now, step.owner, screen)
				}
			}
			p.m.resize(120, 36)
		}
	})
}

// Looking back, the map is as it was, and says so.
func TestThePlaceThen(t *testing.T) {
	sit(t, 120, 36, func(p *person) {
		p.says(upToRcpt...).says("DATA", "hi", ".").sees("text─accepted", "now: message accepted", "whose message is it now? the server's")
		p.press("esc", "up", "up", "up").sees("then: recipients (1 accepted)", "whose message was it? yours", "from <bob@example.org>").misses("now: ")
	})
}
