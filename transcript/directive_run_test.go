package transcript

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestCheck shows what is refused before anything is sent.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		script, where string
		options       RunOptions
		msg           string
	}{
		{"@auth PLAIN alice\n", "1:1", RunOptions{}, "not allowed here"},
		{"@auth PLAIN alice\n", "1:1", RunOptions{Login: noLogin, MayLogin: func(string, string) error { return errors.New("no password") }}, "no password"},
		{"@connect a.example\n", "1:1", RunOptions{}, "not allowed here"},
		{"@persona strict\n", "1:1", RunOptions{}, "only with the included server"},
		{"@clock +1m\n", "1:1", RunOptions{}, "only with the included server"},
		{"@data text.eml\n", "1:1", RunOptions{}, "no folder"},
		{"@data none.eml\n", "1:1", RunOptions{Files: mailFiles}, "cannot read none.eml"},
		{"@data ../text.eml\n", "1:1", RunOptions{Files: mailFiles}, "cannot read ../text.eml"},
		{"@bdat dir\n", "1:1", RunOptions{Files: mailFiles}, "no regular file"},
		{"@data text.eml\n", "1:1", RunOptions{Files: mailFiles, Fragment: true}, "not in a lesson"},
		{"@send A ${B}\n", "1:7", RunOptions{}, "${B} has no value"},
		{"@send A ${B}\n", "1:7", RunOptions{Vars: map[string]string{"B": "a\r\nb"}}, "holds a CR"},
		{"@wait ${B}\n", "1:7", RunOptions{Vars: map[string]string{"B": "soon"}}, "a duration"},
		{"@mark ${B}\n", "1:7", RunOptions{Vars: map[string]string{"B": ""}}, "empty"},
		{"@auth ${B}\n", "1:7", RunOptions{Vars: map[string]string{"B": "PLAIN"}}, "need no user"},
	} {
		p := newPeer(New(Start{}), modelGreeting)
		r := rehearse(t, c.script, p, c.options)
		var e *ScriptError
		if !errors.As(r.Err, &e) || r.Outcome != Usage {
			t.Errorf("%q: %v %v", c.script, r.Outcome, r.Err)
			continue
		}
		if got := fmt.Sprintf("%d:%d", e.Line, e.Col); got != c.where || !strings.Contains(e.Msg, c.msg) {
			t.Errorf("%q: %s %q, want %s %q", c.script, got, e.Msg, c.where, c.msg)
		}
		if len(p.writes) > 1 || len(p.writes) == 1 && p.writes[0] != "QUIT\r\n" {
			t.Errorf("%q: %q was sent", c.script, p.writes)
		}
	}
}

func noLogin(context.Context, string, string) error { return ErrLogin }

// TestLogin: the final reply of a login meets the expectation behind it; without
// one a refusal ends the run.
func TestLogin(t *testing.T) {
	for _, c := range []struct{ script, reply, want string }{
		{"@auth PLAIN alice\nS: 235\nC: NOOP\nS: 250\n", "235 2.7.0 in", "as expected met=4"},
		{"@auth PLAIN alice\nC: NOOP\nS: 250\n", "235 2.7.0 in", "as expected met=3"},
		{"@auth PLAIN alice\nS: 535\nC: NOOP\nS: 250\n", "535 5.7.8 no", "as expected met=4"},
		{"@auth PLAIN alice\nS: 235\nC: NOOP\nS: 250\n", "535 5.7.8 no", "different met=2 5:4"},
		{"@auth PLAIN alice\nC: NOOP\nS: 250\n", "535 5.7.8 no", "unproven met=2"},
		{"@auth PLAIN alice\n", "nonsense", "protocol met=2"},
		{"@tls\nC: NOOP\nS: 250\n", "", "plain met=2"},
	} {
		p := newPeer(New(Start{}), modelGreeting, pipelining...)
		o := RunOptions{MayLogin: func(string, string) error { return nil }}
		o.Login = func(context.Context, string, string) error {
			p.tape.Said([]byte("AUTH LOGIN\r\n"), 0, 0)
			for _, reply := range []string{"334 VXNlcm5hbWU6", c.reply} {
				p.tape.Record(Entry{Who: Server, Octets: []byte(reply + "\r\n"), At: Now})
				if reply != c.reply {
					p.tape.Said([]byte("YWxpY2U=\r\n"), 0, 0)
				}
			}
			return nil
		}
		if r := rehearse(t, hello+c.script, p, o); told(r) != c.want {
			t.Errorf("%q, %s: %s, want %s (%v %v)", c.script, c.reply, told(r), c.want, r.Differences, r.Err)
		}
	}
}

// TestSendSecret shows that what a variable stood for is not in the transcript.
func TestSendSecret(t *testing.T) {
	p := newPeer(New(Start{}), modelGreeting, pipelining...)
	r := rehearse(t, hello+"@send AUTH PLAIN ${P}\nC: RSET\nS: 235\nS: 250\n@send NOOP ${Q} x\nS: 250\n@send \"NOOP ${Q}\\n\"\n", p,
		RunOptions{Vars: map[string]string{"P": "AGFsaWNlAHdvbmRlcmxhbmQ=", "Q": "wonderland"}})
	if got := told(r); got != "as expected met=5" {
		t.Errorf("%s %v %v", got, r.Differences, r.Err)
	}
	want := []string{"EHLO a\r\n", "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n", "RSET\r\n", "NOOP wonderland x\r\n", "NOOP wonderland\n"}
	if !slices.Equal(p.writes, want) {
		t.Errorf("sent %q", p.writes)
	}
	for i := range p.tape.Len() {
		if e := p.tape.At(i); strings.Contains(string(e.Octets), "wonderland") || strings.Contains(string(e.Octets), "AGFs") {
			t.Errorf("event %d holds the secret: %q", i, e.Octets)
		}
	}
}

type stage struct {
	persona string
	clock   time.Duration
	err     error
}

func (s *stage) Persona(name string) error     { s.persona = name; return s.err }
func (s *stage) Advance(d time.Duration) error { s.clock += d; return s.err }

func TestHouse(t *testing.T) {
	var house stage
	p := newPeer(New(Start{}), modelGreeting)
	r := rehearse(t, "@persona strict\n@clock +31m\n@mark top\n@pause\n"+hello+"@clock +1m\n", p, RunOptions{House: &house})
	if told(r) != "as expected met=2" || house.persona != "strict" || house.clock != 32*time.Minute {
		t.Errorf("%s %v %+v", told(r), r.Err, house)
	}
	house.err = errors.New("no such server type")
	p = newPeer(New(Start{}), modelGreeting)
	r = rehearse(t, "@persona nosuch\n", p, RunOptions{House: &house})
	if r.Outcome != Usage || !strings.Contains(r.Err.Error(), "test.ehlo:1:10: no such server type") {
		t.Errorf("%v %v", r.Outcome, r.Err)
	}
}

func TestConnect(t *testing.T) {
	p := newPeer(New(Start{}), modelGreeting)
	second := &modelPeer{tape: p.tape}
	o := RunOptions{
		MayConnect: func(target, tls string) error {
			if target != "b.example" {
				return errors.New("another server")
			}
			return nil
		},
		Connect: func(_ context.Context, target, tls string) (Peer, error) {
			second = newPeer(p.tape, "220 second\r\n")
			return second, nil
		},
	}
	r := rehearse(t, hello+quit+"@closed\n@connect b.example tls=off\nS: 220 \"second\"\nC: NOOP\nS: 250\n", p, o)
	if told(r) != "as expected met=5" || !slices.Equal(second.writes, []string{"NOOP\r\n", "QUIT\r\n"}) || !second.gone {
		t.Errorf("%s %v %q", told(r), r.Err, second.writes)
	}
	r = rehearse(t, "@connect c.example\n", newPeer(New(Start{}), modelGreeting), o)
	if r.Outcome != Usage || !strings.Contains(r.Err.Error(), "another server") {
		t.Errorf("%v %v", r.Outcome, r.Err)
	}
}

// TestGoneBetween: a connection that ends before a directive is gone. Nobody is told
// that the script is wrong, the login refused or the connection plain.
func TestGoneBetween(t *testing.T) {
	for script, want := range map[string]string{
		"C: MAIL FROM:<>\nC: RCPT TO:<a@example.com>\nC: DATA\nS: 250\nS: 250\nS: 354\n@wait 2s\n@data text.eml\n": "gone met=5",
		"@wait 2s\n@tls\n": "gone met=2",
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newPeer(New(Start{}), modelGreeting, pipelining...)
			p.later(time.Second, "", true)
			if r := rehearse(t, hello+script, p, RunOptions{Files: mailFiles}); told(r) != want || !errors.As(r.Err, new(*GoneError)) {
				t.Errorf("%q: %s, want %s (%v)", script, told(r), want, r.Err)
			}
		})
	}
	p := newPeer(New(Start{}), modelGreeting)
	o := RunOptions{MayLogin: func(string, string) error { return nil }}
	o.Login = func(ctx context.Context, _, _ string) error {
		p.Send(ctx, []byte("AUTH PLAIN AGEAYg==\r\n"))
		p.bye()
		return nil
	}
	if r := rehearse(t, hello+"@auth PLAIN alice\n", p, o); told(r) != "as expected met=2" {
		t.Errorf("behind a 235: %s (%v)", told(r), r.Err)
	}
}

// TestConnectAgain: behind QUIT a script need not wait for the server to close.
func TestConnectAgain(t *testing.T) {
	p := newPeer(New(Start{}), modelGreeting)
	p.polite = true
	second := &modelPeer{tape: p.tape}
	o := RunOptions{MayConnect: func(string, string) error { return nil }}
	o.Connect = func(context.Context, string, string) (Peer, error) {
		second = newPeer(p.tape, "220 second\r\n")
		return second, nil
	}
	for _, expect := range []string{"S: 221\n", ""} {
		r := rehearse(t, "C: QUIT\n"+expect+"@connect -\nS: 220 \"second\"\nC: NOOP\nS: 250\n", p, o)
		if r.Outcome != AsExpected || !p.gone || !slices.Equal(second.writes, []string{"NOOP\r\n", "QUIT\r\n"}) {
			t.Errorf("%s (%v) %q", told(r), r.Err, second.writes)
		}
		p = newPeer(New(Start{}), modelGreeting)
		p.polite = true
	}
}
