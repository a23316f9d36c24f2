package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ehlo/lessons"
	"ehlo/transcript"
)

// guess presses one key where a prediction is asked for.
func (p *person) guess(key rune) {
	p.t.Helper()
	if p.d.Mode() != PredictMode {
		p.t.Fatalf("nothing is asked for, the mode is %v; shown %q", p.d.Mode(), p.page)
	}
	p.show(p.d.Predict(key))
	p.settle()
}

// shows demands that each of these was shown since it was asked last, in this order.
func (p *person) shows(want ...string) {
	p.t.Helper()
	page := p.page
	for _, w := range want {
		i := 0
		for i < len(page) && !strings.Contains(page[i], w) {
			i++
		}
		if i == len(page) {
			p.t.Errorf("%q was not shown, but\n%s", w, strings.Join(p.page, "\n"))
			break
		}
		page = page[i+1:]
	}
	p.page = nil
}

func TestPredictions(t *testing.T) {
	for _, c := range []struct {
		name, line, reply string
		key               rune
		want              string
	}{
		{"right", "NOOP", "250 Ok", '2', "! 2, as you said (1 of 1 right)"},
		{"wrong", "NOOP", "450 busy", '5', "! you said 5, it is 4: not now, the same line may work later (0 of 1 right)"},
		{"go on", "DATA", "354 go on", '3', "! 3, as you said"},
		{"nothing, but it says no", "NOOP", "500 what", '0', "! you said nothing, it is 5:"},
		{"goodbye is hanging up as well", "QUIT", "221 bye", 'c', "! hanging up, as you said (1 of 1 right); the reply comes, then the connection ends: 2 and c are both right"},
		{"hanging up in words", "NOOP", "421 closing", 'C', "! hanging up, as you said (1 of 1 right); the reply comes, then the connection ends: 4 and c are both right"},
		{"hanging up is 4", "NOOP", "421 closing", '4', "! 4, as you said (1 of 1 right); the reply comes"},
		{"goodbye is 2", "QUIT", "221 bye", '2', "! 2, as you said (1 of 1 right); the reply comes, then the connection ends: 2 and c are both right"},
		{"goodbye is not 5", "QUIT", "221 bye", '5', "! you said 5, it is 2: done (0 of 1 right)"},
		{"hanging up, but it stays", "NOOP", "250 Ok", 'c', "! you said hanging up, it is 2: done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sitAt(t, Config{}, func(string) string { return c.reply }, func(p *person) {
				p.do("> :predict on")
				p.page = nil
				p.do("> " + c.line)
				if about, ok := p.d.Asked(); !ok || about != c.line {
					t.Errorf("asked about %q, %v", about, ok)
				}
				p.guess('x') // only says which keys there are
				p.shows("C "+c.line, "what comes? 2 3 4 5")
				p.guess(c.key)
				p.shows("S "+c.reply, c.want)
				if p.d.Mode() == PredictMode {
					t.Error("it is asked still")
				}
			})
		})
	}
}

// A guess may come before its line is on record, and the reply a while behind both.
func TestGuessedBeforeItIsSaid(t *testing.T) {
	for key, want := range map[rune]string{'2': "! 2, as you said", '5': "! you said 5, it is 2"} {
		sitAt(t, Config{}, func(string) string { time.Sleep(2 * hush); return "250 Ok" }, func(p *person) {
			p.do("> :predict on")
			p.page = nil
			p.show(p.d.Enter("NOOP"))
			p.show(p.d.Predict(key))
			p.settle()
			time.Sleep(3 * hush)
			p.settle()
			p.shows("C NOOP", "S 250 Ok", want)
		})
	}
}

// While a prediction is asked for nothing tells of the reply.
func TestVeilHides(t *testing.T) {
	sitAt(t, Config{}, func(line string) string {
		return map[string]string{"NOOP": "421 closing"}[line]
	}, func(p *person) {
		p.do("> :predict on")
		before, seen := p.d.State(), p.d.Seen()
		p.do("> NOOP")
		time.Sleep(5 * time.Second)
		p.settle()
		if p.d.Tape().Len() <= p.d.Seen() {
			t.Fatal("nothing was recorded behind the veil")
		}
		s := p.d.Status()
		switch {
		case p.d.Seen() != seen+1 || p.last.To != seen+1:
			t.Errorf("%d events were taken in, %d shown; there were %d and one line", p.d.Seen(), p.last.To, seen)
		case p.d.State().OwedCount() != before.OwedCount()+1:
			t.Error("the state knows of the reply")
		case p.d.Answer(seen) != -1:
			t.Error("Answer tells of the reply")
		case !s.Open || s.Wait.On || s.Idle != 0:
			t.Errorf("the status tells that the connection is gone: %+v", s)
		case p.d.Ready():
			t.Error("a line would leave")
		}
		p.page = nil
		p.guess('4')
		p.shows("S 421 closing", "! 4, as you said", "# closed", "! the connection is closed")
	})
}

// A mailbox of the included server would tell that the message was accepted.
func TestVeilHidesMailboxes(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		p.do("> :predict on")
		p.do("> NOOP")
		if h := p.d.House(); h.Boxes != nil || h.Stored != nil {
			t.Error("the house is open")
		}
		p.guess(Skip)
		if p.d.House().Boxes == nil {
			t.Error("the house stays closed")
		}
	})
}

// Nothing comes to a dot whose line does not end; two seconds decide.
func TestNothingComes(t *testing.T) {
	for key, want := range map[rune]string{'0': "! nothing, as you said", '2': "! you said 2, it is nothing: no reply comes"} {
		sit(t, Config{}, func(p *person) {
			for _, line := range []string{"EHLO client.example", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA", "one", ":eol lf", ":predict on", "two"} {
				p.do("> " + line)
			}
			p.page = nil
			p.do("> .")
			p.guess(key)
			p.shows()
			time.Sleep(time.Second)
			p.settle()
			if len(p.page) > 0 {
				t.Errorf("judged too early: %q", p.page)
			}
			time.Sleep(2 * time.Second)
			p.settle()
			p.shows(want)
		})
	}
}

// Who waits in vain and stops has seen that nothing comes.
func TestStoppedWaitIsNothing(t *testing.T) {
	sitAt(t, Config{}, func(string) string { return "" }, func(p *person) {
		p.do("> :predict on")
		p.do("> NOOP")
		p.guess('5')
		p.do("stop")
		p.shows("! you said 5, it is nothing")
	})
}

// A connection that ends in place of a reply.
func TestHangingUp(t *testing.T) {
	for key, want := range map[rune]string{'c': "! hanging up, as you said (1 of 1", '2': "! you said 2, it is hanging up: the connection ends"} {
		sitAt(t, Config{}, func(string) string { return hangUp }, func(p *person) {
			p.do("> :predict on")
			p.do("> NOOP")
			if p.page = nil; p.d.Mode() != PredictMode || !p.d.Status().Open {
				t.Error("it is known that the connection is gone")
			}
			p.guess(key)
			p.shows(want, "! the connection is closed")
			if p.d.Mode() != ClosedMode {
				t.Errorf("the mode is %v", p.d.Mode())
			}
		})
	}
}

// A command of ehlo's is none, and what would say something waits for the guess.
func TestColonUnderVeil(t *testing.T) {
	sitAt(t, Config{}, func(string) string { return "250 Ok" }, func(p *person) {
		p.do("> :predict on")
		p.do("> NOOP")
		p.page = nil
		p.do("> :where")
		p.do("> :raw \"RSET\\r\\n\"")
		p.do("> :bdat x")
		saved := filepath.Join(t.TempDir(), "x.jsonl")
		p.do("> :save " + saved)
		if _, err := os.Lstat(saved); err == nil {
			t.Error("the hidden reply stands in a file")
		}
		p.do("> ::x")
		p.shows("view", ":raw: a reply is hidden; say first what you expect", ":bdat: a reply is hidden", ":save: a reply is hidden", "what comes?")
		if p.d.Mode() != PredictMode {
			t.Fatal("the veil is lifted")
		}
		p.do("> :stop")
		p.shows("S 250 Ok")
		p.do("> NOOP")
		p.do("> :predict off")
		p.shows("S 250 Ok", "replies are shown as they come")
		if _, of := p.d.Guesses().Score(); of != 0 {
			t.Errorf("%d predictions were counted", of)
		}
	})
}

// Skipping counts nothing, and Ctrl+C is no answer.
func TestSkipping(t *testing.T) {
	sitAt(t, Config{}, func(string) string { return "250 Ok" }, func(p *person) {
		p.do("> :predict on")
		for _, skip := range []func(){
			func() { p.guess(Skip) },
			func() { p.do(">") },
			func() { p.do("stop") },
		} {
			p.do("> NOOP")
			p.page = nil
			skip()
			p.shows("S 250 Ok")
		}
		if _, of := p.d.Guesses().Score(); of != 0 {
			t.Errorf("%d predictions were counted", of)
		}
	})
}

// What is pasted, piped or gathered is not asked about, nor a line of text.
func TestNotAskedAbout(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		p.do("> :predict on")
		p.do(`paste "EHLO a\nNOOP\n"`)
		p.do("all")
		p.do("feed NOOP")
		p.do("> :group")
		p.do("> NOOP")
		p.do("> NOOP")
		p.do(">")
		if p.d.Mode() != CommandMode {
			t.Fatalf("the mode is %v", p.d.Mode())
		}
		for _, line := range []string{"MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA"} {
			p.do("> " + line)
			p.do("> 2")
		}
		p.do("> .hello")
		p.do("> ..")
		if p.d.Mode() != TextMode {
			t.Errorf("the mode is %v", p.d.Mode())
		}
		p.do("> .")
		p.guess('2')
		p.page = nil
		p.do("> :predict")
		p.shows("3 of 4 predictions were right")
	})
}

// A secret is no part of the question.
func TestAskedWithoutSecret(t *testing.T) {
	sitAt(t, Config{}, func(string) string { return "535 no" }, func(p *person) {
		p.do("> :predict on")
		p.do("> AUTH PLAIN AGJvYgBzZWNyZXQ=")
		if about, _ := p.d.Asked(); strings.Contains(about, "AGJv") || !strings.HasPrefix(about, "AUTH PLAIN") {
			t.Errorf("asked about %q", about)
		}
		p.guess('5')
	})
}

// Leaving and connecting anew lift the veil.
func TestVeilAndLeaving(t *testing.T) {
	sitAt(t, Config{}, func(line string) string {
		return map[string]string{"NOOP": "250 Ok", "QUIT": "221 bye"}[line]
	}, func(p *person) {
		p.do("> :predict on")
		p.do("> NOOP")
		p.do("leave")
		if !p.quit || p.d.Tape().At(p.d.Tape().Len()-1).Who == transcript.Client {
			t.Error("it did not leave")
		}
	})
}

func TestHabit(t *testing.T) {
	var c lessons.Calibration
	for range 3 {
		c.Add(lessons.ComesNo, lessons.ComesNotNow)
	}
	c.Add(lessons.ComesDone, lessons.ComesGoOn)
	c.Add(lessons.ComesDone, lessons.ComesDone)
	if got := c.Habit(); got != "you expect 5 where it is 4, 3 times" {
		t.Error(got)
	}
	want := "1 of 5 predictions were right|expected 2, came 2 once, 3 once|expected 5, came 4 3 times|you expect 5 where it is 4, 3 times"
	if got := strings.Join(c.Lines(), "|"); got != want {
		t.Error(got)
	}
}
