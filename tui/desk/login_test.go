package desk

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"testing"

	"ehlo/session"
	"ehlo/transcript"
)

// What a person types unseen, and every form of it that may not come out again.
const canary = "tweet~tweet~canary"

func canaryForms() []string {
	forms := []string{canary, url.QueryEscape(canary), hex.EncodeToString([]byte(canary))}
	for _, before := range []string{"", "a", "ab", "\x00bob\x00"} {
		coded := base64.StdEncoding.EncodeToString([]byte(before + canary))
		forms = append(forms, coded[4:len(coded)-4])
	}
	return forms
}

// seen is everything that a desk shows, keeps or writes.
func (p *person) seen() string {
	var all strings.Builder
	add := func(texts ...string) { all.WriteString(strings.Join(texts, "\n") + "\n") }
	q, _ := p.d.Question()
	hidden, _ := p.d.Hidden()
	s := p.d.Status()
	add(q.Words, q.Yes, q.No, hidden, s.Held.String(), s.Next.String(), s.Wait.For, s.Target, p.put)
	add(p.page...)
	for _, n := range p.d.Notices() {
		add(n.String())
	}
	add(p.d.past.lines...)
	var file bytes.Buffer
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return transcript.WriteJSON(b, p.d.Tape()) },
		func(b *bytes.Buffer) error { return transcript.WriteScript(b, p.d.Tape()) },
	} {
		if err := write(&file); err != nil {
			p.t.Error(err)
		}
	}
	add(file.String())
	return all.String()
}

// No form of a secret comes out of the desk, whatever way it was given.
func TestLoginsStayHidden(t *testing.T) {
	dialogues := []string{
		"> AUTH LOGIN\n> :b64\n> bob\n> :b64\n> " + canary + "\n",
		"> AUTH LOGIN\n> :b64 " + canary + "\n",
		"> AUTH PLAIN\n> :b64 " + canary + "\n> BYE\n",
		"> AUTH PLAIN\n> :b64\n> " + canary + "\n> :history\n",
		"> :b64 " + canary + "\n",
		"> :auth PLAIN bob " + canary + "\n",
		"> :auth bob " + canary + "\n",
		"> :auth PLAIN bob\n> BYE\n",
	}
	for _, mechanism := range session.Mechanisms() {
		if mechanism == "EXTERNAL" || mechanism == "ANONYMOUS" {
			continue // they have no secret
		}
		dialogues = append(dialogues, "> :auth "+mechanism+" bob\n> "+canary+"\n> :history\n> BYE\n")
	}
	for _, setting := range []string{"auth", "auth foreign"} {
		for _, dialogue := range dialogues {
			play(t, setting, func(p *person) {
				for line := range strings.Lines("> EHLO client.example\n" + dialogue) {
					p.do(strings.TrimSuffix(line, "\n"))
					if _, asked := p.d.Question(); asked {
						p.do("y")
					}
				}
				told := p.seen()
				for _, form := range canaryForms() {
					if strings.Contains(told, form) {
						t.Errorf("%s, %q: it shows %q in\n%s", setting, dialogue, form, told)
					}
				}
			})
		}
	}
}

// A login that ehlo leads is asked about each time where others could read it.
func TestEachLoginIsAskedAbout(t *testing.T) {
	play(t, "auth foreign", func(p *person) {
		p.plays("> EHLO client.example\n")
		for range 2 {
			p.plays("> :auth PLAIN bob\n")
			if q, ok := p.d.Question(); !ok || q.About != AboutSecret {
				t.Fatalf("it asks %+v", q)
			}
			p.plays("y\n> hunter2\n")
		}
	})
}

// What finds a password is asked before the person.
func TestSecretIsFound(t *testing.T) {
	for _, row := range []struct {
		name, secret string
		err          error
		want         string
	}{
		{"found", canary, nil, "C AUTH PLAIN "},
		{"not found", "", nil, "= secret"},
		{"failed", "", errors.New("the password command failed"), "! no login: the password command failed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var asked string
			c := Config{User: "alice", Mechanism: "plain", Secrets: func(_ context.Context, target, user string) (session.Credentials, error) {
				asked = user + " at " + target
				return session.Credentials{User: user, Secret: []byte(row.secret)}, row.err
			}}
			sitAt(t, c, newMailServer(), func(p *person) {
				shown := p.plays("> EHLO client.example\n> :auth\n= \n")
				if !strings.Contains(shown, row.want) || asked != "alice at "+here {
					t.Errorf("asked for %s:\n%s", asked, shown)
				}
			})
		})
	}
}

// A command that hangs keeps nobody from going on.
func TestSearchForASecretCanBeStopped(t *testing.T) {
	c := Config{User: "alice", Secrets: func(ctx context.Context, _, user string) (session.Credentials, error) {
		<-ctx.Done()
		return session.Credentials{User: user}, ctx.Err()
	}}
	sitAt(t, c, newMailServer(), func(p *person) {
		shown := p.plays("> EHLO client.example\n> :auth\n= \nstop\n= \n> NOOP\n> :auth\n> " + canary + "\n")
		for _, want := range []string{"= secret\nstop\n! nothing is sent\n= command\n> NOOP\nC NOOP", "C AUTH PLAIN \nS 535"} {
			if !strings.Contains(shown, want) {
				t.Errorf("%q is missing:\n%s", want, shown)
			}
		}
	})
}

// While a login waits for the server nothing else is sent; it can be given up, and it
// ends with its connection.
func TestLoginCanBeGivenUp(t *testing.T) {
	play(t, "auth", func(p *person) {
		shown := p.plays("> EHLO client.example\ndelay 5s\n> :auth LOGIN bob\n> hunter2\n> NOOP\nsleep 5s\nstop\nsleep 5s\ndelay 0s\n> *\nsleep 1s\n> NOOP\n")
		for _, want := range []string{"! not sent: a login is under way", "! the login is given up", "C NOOP\nS 250 Ok"} {
			if !strings.Contains(shown, want) {
				t.Errorf("%q is missing:\n%s", want, shown)
			}
		}
	})
	play(t, "auth", func(p *person) {
		shown := p.plays("> EHLO client.example\ndelay 5s\n> :auth LOGIN bob\n> hunter2\n> :reconnect\ndelay 0s\nsleep 20s\n> NOOP\n")
		if !strings.Contains(shown, "C NOOP\nS ") {
			t.Error(shown)
		}
	})
}

// What is typed unseen does not come to light when the connection ends meanwhile.
func TestHiddenOutlivesTheConnection(t *testing.T) {
	sitAt(t, Config{}, func(line string) string {
		if line == "AUTH LOGIN" {
			return "334 VXNlcm5hbWU6\n421 bye"
		}
		return "250-smtp.example.com\n250 AUTH LOGIN"
	}, func(p *person) {
		p.plays("> EHLO client.example\n> :auth LOGIN bob\n")
		p.d.session.Close()
		p.settle()
		if p.d.Mode() != SecretMode {
			t.Fatalf("the rest would be typed in the open, in mode %v", p.d.Mode())
		}
		if shown := p.plays("> " + canary + "\n= \n"); !strings.Contains(shown, "! not sent: there is no connection") || p.put != "" {
			t.Error(shown)
		}
	})
}
