package desk

import (
	"slices"
	"strings"
	"testing"

	"ehlo/transcript"
)

func TestSecretsStayOut(t *testing.T) {
	const secret = "AGJvYgBzZWNyZXQ="
	for _, dialogue := range []string{
		"> AUTH PLAIN " + secret + "\ny\n",
		"> auth plain " + secret + "\nn\n",
		"> AUHT PLAIN " + secret + "\nn\n",
		"> AUTH PLAIN\n> " + secret + "\ny\n",
		"> AUTH PLAIN\n> " + secret + "\nn\n",
		"> AUTH LOGIN\n> " + secret + "\ny\n> " + secret + "\ny\n> " + secret + "\ny\n> " + secret + "\nstop\n",
		"delay 1s\n> AUTH PLAIN\n> " + secret + "\nsleep 2s\nstop\n",
		"delay 1s\n> AUTH PLAIN\n> " + secret + "\nstop\n",
		"> HANG\n> AUTH PLAIN " + secret + "\nstop\n",
		"> HANG\n> AUTH PLAIN " + secret + "\n> BYE\n",
		"> :raw \"AUTH PLAIN " + secret + "\\r\\n\"\ny\n",
		"> :raw \"AUTH LOGIN\\r\\n" + secret + "\\r\\n\"\nn\n",
		"> :AUTH PLAIN " + secret + "\n",
		"> :" + secret + "\n",
		"> :note AUTH PLAIN " + secret + "\n",
		"> :connect smtp://bob:" + secret + "@mx.example.net\n",
		"> AUTH PLAIN =\ny\n> " + secret + "\nn\n",
		"paste \"AUTH PLAIN " + secret + "\\nNOOP\\n\"\n>\ny\n",
		"paste \"AUTH PLAIN " + secret + "\\nNOOP\\n\"\nall\nn\n",
	} {
		play(t, "auth foreign", func(p *person) {
			var seen []string
			for line := range strings.Lines("> EHLO client.example\n" + dialogue) {
				p.plays(line)
				q, _ := p.d.Question()
				s := p.d.Status()
				seen = append(seen, q.Words, s.Held.String(), s.Next.String(), s.Wait.For, s.Target, s.Peer)
			}
			for _, n := range p.d.Notices() {
				seen = append(seen, n.String())
			}
			seen = append(seen, p.d.past.lines...)
			for i := range p.d.Tape().Len() {
				if e := p.d.Tape().At(i); e.Who == transcript.Client {
					seen = append(seen, string(e.Octets))
				}
			}
			for _, s := range seen {
				if strings.Contains(s, secret) || strings.Contains(s, "AGJvYgB") {
					t.Errorf("after %q: %q", dialogue, s)
				}
			}
		})
	}
}

func TestReveal(t *testing.T) {
	play(t, "auth", func(p *person) {
		p.plays("> EHLO client.example\n> AUTH PLAIN AGJvYgBzZWNyZXQ=\n> :reveal\n")
		want := []string{"AUTH PLAIN AGJvYgBzZWNyZXQ=", "base64 of " + show("\x00bob\x00secret")}
		if v := p.last.Views; len(v) != 1 || v[0].View != Reveal || !slices.Equal(v[0].Lines, want) {
			t.Errorf("%+v", v)
		}
		p.plays("> BYE\n> :reveal\n")
		if len(p.last.Views) != 0 {
			t.Error("a secret outlived its connection")
		}
	})
}

func TestAnswersWithoutAPerson(t *testing.T) {
	for _, yes := range []bool{true, false} {
		var asked []About
		c := Config{Target: "192.0.2.25:25", Answer: func(q Question) (bool, bool) {
			asked = append(asked, q.About)
			return yes, true
		}}
		sitAt(t, c, newMailServer(), func(p *person) {
			shown := p.plays("feed EHLO client.example\nfeed Subject: x\nfeed AUTH PLAIN AGJvYgBzZWNyZXQ=\nfeed MAIL FROM:<>\nfeed RCPT TO:<a@b.example>\nfeed DATA\n")
			if got := strings.Contains(shown, "C DATA"); got != yes {
				t.Errorf("%v:\n%s", yes, shown)
			}
			if !slices.Equal(asked, []About{AboutHeader, AboutSecret, AboutMessage}) {
				t.Error(asked)
			}
			if !p.d.Ready() {
				t.Error("not ready")
			}
		})
	}
}
