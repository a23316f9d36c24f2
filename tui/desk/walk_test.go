package desk

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ehlo/transcript"
)

// steps are what a person without a plan does.
var steps = []string{
	"> EHLO client.example", "> MAIL FROM:<bob@example.org>", "> RCPT TO:<alice@example.com>", "> DATA", "> .", "> .x", "> text",
	"> ", "> QUIT", "> AUTH PLAIN c2VjcmV0", "> AUTH LOGIN", "> c2VjcmV0", "> HANG", "> NOOP", "> STARTTLS", "> BDAT 4 LAST", "> Subject: x",
	"> :reconnect", "> :connect 127.0.0.1:2525", "> :data letter", "> :dot", "> :stuffing off", "> :stuffing on", "> :eol lf", "> :eol crlf",
	"> :raw \"EH\"", "> :raw \"\\r\\n\"", "> :stop", "> :note x", "> :save! s.ehlo", "> :history", "> :reveal", "> :read", "> :-)", "> ::x",
	"paste \"NOOP\\nNOOP\\n\"", "paste \"a\\n.\\nb\"", "paste \"\\x01\"", "paste \"DATA\\nx\\n.\\nRSET\\n\"", "all", "esc", "y", "n", "stop", "stop cleared",
	"feed NOOP", "feed .", "sleep 1s", "sleep 10m", "tick", "delay 1s", "delay 0s",
}

// Whatever a person does in whatever order: nothing hangs or panics, no secret
// shows, what waits can be got rid of, and every event is shown once.
func TestAnyOrder(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		setting := []string{"included", "auth", "auth foreign"}[r.IntN(3)]
		var done []string
		play(t, setting, func(p *person) {
			shown := p.last.To
			for range 80 {
				step := steps[r.IntN(len(steps))]
				done = append(done, step)
				p.plays(step + "\n")
				if p.last.From > p.last.To || p.last.To < shown {
					t.Errorf("events [%d,%d) after %d", p.last.From, p.last.To, shown)
				}
				shown = p.last.To
				for _, leak := range leaks(p.d) {
					t.Errorf("seed %d: %q shows a secret", seed, leak)
				}
				if p.quit {
					return
				}
			}
			comesToRest(t, p, seed)
		})
		if t.Failed() {
			t.Fatalf("seed %d, %s:\n%s", seed, setting, strings.Join(done, "\n"))
		}
	}
}

// comesToRest presses Ctrl+C until nothing waits, and leaves.
func comesToRest(t *testing.T, p *person, seed uint64) {
	for range 6 {
		p.plays("delay 0s\nsleep 11m\nstop\n")
		if p.quit {
			return
		}
	}
	if s := p.d.Status(); s.Wait.On || s.HasHeld || s.Pasted > 0 || p.d.Mode() == QuestionMode {
		t.Errorf("seed %d: at the end %+v", seed, s)
	}
	p.plays("leave\nsleep 2s\n")
	if !p.quit {
		t.Errorf("seed %d: it does not leave", seed)
	}
}

func leaks(d *Desk) (found []string) {
	s := d.Status()
	q, _ := d.Question()
	said := append([]string{q.Words, s.Held.String(), s.Next.String(), s.Wait.For}, d.past.lines...)
	for _, n := range d.Notices() {
		said = append(said, n.String())
	}
	for _, line := range said {
		if strings.Contains(line, "AUTH PLAIN c2VjcmV0") {
			found = append(found, line)
		}
	}
	return found
}

// A paste of many lines into the text goes out whole, in order, line by line, and
// no slower per line than a short one.
func TestLongPaste(t *testing.T) {
	play(t, "included", func(p *person) {
		var text, want strings.Builder
		for i := range 5000 {
			line := strconv.Itoa(i) + " of many\n"
			if i%7 == 0 {
				line = "." + line
			}
			text.WriteString(line)
			want.WriteString(strings.TrimSuffix(line, "\n") + "\r\n")
		}
		p.plays(letter)
		before := p.d.Tape().Len()
		p.show(p.d.Paste(text.String()))
		p.settle()
		if n := p.d.Tape().Len() - before; n != 5000 {
			t.Errorf("%d events", n)
		}
		if e := p.d.Tape().At(before); e.Flags&transcript.Pasted == 0 || e.Flags&transcript.Stuffed == 0 {
			t.Error(e.Flags)
		}
		p.page = nil
		p.plays("> .\n")
		if m, ok := p.server.Stored("M0001"); !ok || string(m.Body) != want.String() {
			t.Error("the text is not what was pasted")
		}
		if s := p.d.Paste(strings.Repeat("x", pasteLimit+1)); len(s.Notices) != 1 {
			t.Error(fmt.Sprint(s.Notices))
		}
	})
}
