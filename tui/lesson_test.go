package tui

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ehlo/lessons/course"
	"ehlo/session/loopback"
	"ehlo/tui/classroom"
	"ehlo/tui/desk"
)

// learns lets do happen at a screen with a lesson of testdata/course, "" for none.
func learns(t *testing.T, w, h int, lesson string, do func(p *person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{}.Fixed())
		p := &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}
		p.at(w, h, lessonConfig(lesson, server, func(conn net.Conn) { server.ServeConn(conn) }))
		do(p)
		p.leave()
		server.Close()
	})
}

func lessonConfig(lesson string, server *loopback.Server, serve func(net.Conn)) desk.Config {
	return desk.Config{
		Target: here, Open: piped(serve), House: houseOf(server), World: classroom.World{Server: server},
		Progress: new(classroom.Notebook), Lesson: lesson,
		Course: func() (*course.Course, error) { return course.Open(os.DirFS("testdata/course"), "en") },
	}
}

// guessed says the worked lines and guesses each reply.
func (p *person) guessed(keys ...string) *person {
	for _, k := range keys {
		p.press("enter", k)
	}
	return p
}

var lessonScenes = []struct {
	name string
	play func(p *person)
}{
	{"lesson-begun", func(p *person) {}},
	{"lesson-veiled", func(p *person) { p.guessed("2", "2").press("enter") }},
	{"lesson-unmet", func(p *person) { p.guessed("2") }},
	{"lesson-met-wrong-guess", func(p *person) { p.guessed("2", "2", "4") }},
	{"lesson-list", func(p *person) { p.guessed("2", "2", "5").says(":next", ":lesson list") }},
	{"lesson-blank", func(p *person) { p.guessed("2", "2", "5").says(":next").press("tab") }},
	{"lesson-filled", func(p *person) { p.guessed("2", "2", "5").says(":next").press("tab").says("alice") }},
	{"lesson-tutor", func(p *person) {
		p.guessed("2", "2", "5").says(":next", "RCPT TO:<alice@example.com>, <carol@example.com>")
	}},
	{"lesson-broken", func(p *person) { p.guessed("2", "2", "5").says(":next", "RSET") }},
	{"lesson-hint", func(p *person) { p.guessed("2", "2", "5").says(":next", ":hint").press("f2").press("f2") }},
	{"lesson-solution", func(p *person) { p.guessed("2", "2", "5").says(":next", ":solution") }},
	{"lesson-quiz", func(p *person) { p.says(":skip", ":skip").waits(time.Second).says("2") }},
	{"lesson-done", func(p *person) {
		p.guessed("2", "2", "4").says(":next", ":skip").waits(time.Second).says("2", "1", "100", ":next")
	}},
}

func TestGoldenLessons(t *testing.T) {
	for _, size := range sizes {
		for _, scene := range lessonScenes {
			name := fmt.Sprintf("%s-%dx%d", scene.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				learns(t, size[0], size[1], "party", func(p *person) {
					scene.play(p)
					p.golden(name)
				})
			})
		}
	}
}

// Every scene at small sizes: nothing overflows.
func TestEveryLessonScene(t *testing.T) {
	for _, scene := range lessonScenes {
		t.Run(scene.name, func(t *testing.T) {
			learns(t, 100, 30, "party", func(p *person) {
				scene.play(p)
				for w := 1; w < 130; w += 6 {
					for h := 1; h < 40; h += 5 {
						p.send(sizeOf(w, h)).whole()
					}
				}
				p.send(sizeOf(120, 36)).whole()
			})
		})
	}
}

// refusing plays a server whose answer to RCPT is a word that may not be seen.
func refusing(conn net.Conn) {
	defer conn.Close()
	answers(func(line string) string {
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "RCPT":
			return "550-5.1.1 SECRETWORD\r\n550 5.1.1 SECRETWORD"
		case "DATA":
			return "354 go on"
		}
		return "250 Ok"
	})(conn)
}

// What a hidden reply says is nowhere on the screen, whatever is pressed and typed.
func TestVeilHidesTheReply(t *testing.T) {
	keys := []string{
		"f1", "f2", "f3", "f4", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
		"enter", "backspace", "delete", "ctrl+l", "ctrl+a", "ctrl+y", "ctrl+p", "ctrl+n", "ctrl+d", "b", "y", "t", "k", "j", "q", "9", "x",
		":", "2", "c", "f1", "f2", "f3", "tab", "up", "ctrl+c", ":", "enter", "esc", ":", "esc",
	}
	for _, size := range sizes {
		for _, how := range []string{":predict on", ":times on", ":lanes on", ":zoom on"} {
			sitSized(t, size, here, refusing, func(p *person) {
				p.says(":predict on", how).says("EHLO client.example").press("2").says("MAIL FROM:<bob@example.org>").press("2")
				p.says("RCPT TO:<zoe@example.com>")
				hidden := func(after string) {
					p.t.Helper()
					if p.desk.Mode() != desk.PredictMode {
						p.t.Fatalf("after %s nothing is asked any more", after)
					}
					if view := p.rows(); strings.Contains(view, "SECRET") || strings.Contains(view, "550") {
						p.t.Errorf("after %s the screen tells the reply:\n%s", after, p.screen())
					}
				}
				hidden("the line")
				p.sees("░░░")
				for _, k := range keys {
					p.press(k)
					hidden(k)
				}
				for _, line := range []string{":bytes", ":card", ":mail", ":text", ":history", ":hint", ":raw \"NOOP\\r\\n\"", ":data x", ":auth", ":reveal", ":group"} {
					p.says(line)
					hidden(line)
					p.m.sheet = sheet{}
				}
				for _, view := range []desk.View{desk.Card, desk.Octets, desk.Mail, desk.Text, desk.Step, desk.Commands} {
					p.m.open(desk.Request{View: view, Event: -1})
					hidden(fmt.Sprint("view ", view))
					p.m.sheet = sheet{}
				}
				for _, view := range []desk.View{desk.Where, desk.Explain} { // they name every code there is
					p.m.open(desk.Request{View: view, Event: -1})
					p.misses("SECRET", "S 550", "explain RCPT").m.sheet = sheet{}
				}
				p.m.lookBack()
				for _, do := range []func() bool{p.m.backCard, p.m.backOctets, p.m.backCopy, p.m.backUp, p.m.backDown} {
					do()
					hidden("looking back")
				}
				if strings.Contains(p.m.yanked, "SECRET") {
					p.t.Error("a copy tells the reply")
				}
				p.m.backLeave()
				p.pastes("NOOP\r\n").waits(90 * time.Second)
				hidden("time")
				p.send(sizeOf(size[0]-1, size[1]-1))
				hidden("another size")
				p.press("4").sees("SECRETWORD", "you said 4, it is 5")
			})
		}
	}
}

// A colon while a reply is hidden begins a command of ehlo's, whose letters are no guess.
func TestColonUnderVeil(t *testing.T) {
	for _, size := range sizes {
		sitSized(t, size, here, refusing, func(p *person) {
			p.says(":predict on", "EHLO client.example").press("2").says("RCPT TO:<zoe@example.com>")
			p.press(":", "c", "a", "r", "d").sees("› :card").misses("SECRET")
			p.press("esc").sees("░░░", "? RCPT TO").misses(":card")
			p.press(":", "c", "a", "r", "d", "enter").waits(time.Minute).sees("Card").misses("SECRET")
			if p.press("esc"); p.desk.Mode() != desk.PredictMode {
				t.Fatal("closing the card made a guess")
			}
			p.press("5").sees("5, as you said (2 of 2 right)")
			p.says("RCPT TO:<zoe@example.com>").press(":").says("predict off").sees("replies are shown as they come").misses("░░░")
			p.says("RCPT TO:<zoe@example.com>").misses("░░░")
		})
	}
}

// Before the guess the screen is the same whatever came, and whether anything came.
func TestVeilLooksTheSame(t *testing.T) {
	for _, size := range sizes {
		for _, after := range []time.Duration{0, 3 * time.Second, 90 * time.Second} {
			first := ""
			for _, reply := range []string{"250 Ok", "550-no\r\n550 no", "421 gone", "", "bye", "no reply at all"} {
				sitSized(t, size, here, answers(func(line string) string {
					if strings.HasPrefix(line, "RCPT") {
						return reply
					}
					return "250 Ok"
				}), func(p *person) {
					p.says(":predict on", "EHLO client.example").press("2").says("MAIL FROM:<a@b.example>").press("2")
					p.says("RCPT TO:<zoe@example.com>").waits(after)
					if first == "" {
						first = p.screen()
					}
					if view := p.screen(); view != first {
						p.t.Errorf("after %v, %q shows:\n%s\nnot:\n%s", after, reply, view, first)
					}
				})
			}
		}
	}
}

// What the server stored is told of a message whose reply was seen, and of no other.
func TestVeilAndWhatIsStored(t *testing.T) {
	text := append(upToRcpt[1:3:3], "DATA", "..dots")
	learns(t, 120, 36, "", func(p *person) {
		p.says(":stuffing off").says(upToRcpt[0]).says(text...).says(".").sees("stored  .dots").says(":predict on")
		for _, line := range text {
			p.says(line)
			if p.desk.Mode() == desk.PredictMode {
				p.sees("stored  .dots").press("2")
			}
		}
		p.says(".").sees("░░░", "stored  .dots", "would store  .dots").press("2").misses("would store")
	})
}

// A connection that ends behind the veil is not told before the guess.
func TestVeilHidesTheEnd(t *testing.T) {
	for _, size := range sizes {
		sitSized(t, size, here, answers(func(line string) string {
			if strings.HasPrefix(line, "RCPT") {
				return "bye"
			}
			return "250 Ok"
		}), func(p *person) {
			p.says(":predict on", "EHLO client.example").press("2").says("RCPT TO:<zoe@example.com>").waits(5 * time.Second)
			before := p.screen()
			p.sees("░░░").misses("not connected", "closed", "gone").press("f2", "x", "esc", "pgup", "pgdown")
			p.m.flash = ""
			if p.screen() != before {
				t.Errorf("the screen changed:\n%s", p.screen())
			}
			p.press("c").sees("there is no connection").says(":predict").sees("Predictions")
		})
	}
}

// What is met changes no place of what is beside it.
func TestLessonKeepsItsPlace(t *testing.T) {
	learns(t, 120, 36, "party", func(p *person) {
		p.press("enter", "2").screen()
		was := p.m.layout
		for range 2 {
			p.press("enter")
			if p.m.View(); p.m.layout != was {
				t.Errorf("the layout changed while the reply is hidden:\n%s", p.screen())
			}
			if p.press("5").screen(); p.m.layout.place != was.place || p.m.layout.lesson.Dy() < was.lesson.Dy() {
				t.Errorf("the layout changed:\n%s", p.screen())
			}
		}
	})
}

// F2 shows the text of the lesson and, pressed again, what the reply means.
func TestLessonKey(t *testing.T) {
	learns(t, 120, 36, "party", func(p *person) {
		p.sees("each gets a verdict", "Enter says it").misses("What this means")
		p.press("f2").sees("What this means", "○ Hello was said", "EHLO and a name").misses("each gets a verdict")
		p.press("f2").sees("each gets a verdict").press("enter", "2").misses("each gets a verdict").sees("What this means", "✓ Hello was said")
		p.press("f2").sees("each gets a verdict").press("esc").sees("What this means", "looking back")
		p.press("f2").misses("looking back", "each gets a verdict")
	})
	learns(t, 80, 24, "party", func(p *person) {
		p.sees("each gets", "0 of 2 · missing: Hello was said").press("f2").misses("each gets").sees("S 220")
		p.press("f2").sees("each gets").press("enter").misses("each gets").sees("░░░").press("2").sees("1 of 2 · missing: Somebody")
	})
	learns(t, 120, 36, "", func(p *person) {
		p.press("f2").sees("Lessons", "A party for two", "Another one").press("down", "enter").sees("Say NOOP.", "lesson other, step 1")
	})
}

// Behind the last step one stays in the session: what is said is explained as ever.
func TestLessonIsOver(t *testing.T) {
	for _, size := range sizes {
		learns(t, size[0], size[1], "other", func(p *person) {
			p.says("NOOP", ":next").sees("1 of 1 steps mastered").whole()
			p.says("NOOP").misses("steps mastered").sees("NOOP: ask for an answer", ":lesson list shows all").whole()
			p.press("f2").sees("1 of 1 steps mastered").press("f2").misses("steps mastered").sees("What this means")
		})
	}
}

// The line of the worked session is said by Enter, taken by Tab, and its blank is where
// the cursor stands.
func TestWorkedLine(t *testing.T) {
	learns(t, 120, 36, "party", func(p *person) {
		p.sees("› EHLO client.example").press("tab").types("!").sees("› EHLO client.example!").press("ctrl+u")
		p.guessed("2", "2", "5").says(":next").sees("› RCPT TO:<____@example.com>")
		p.press("enter").sees("blank to fill in").press("tab").types("carol").sees("› RCPT TO:<carol@example.com>")
		p.press("enter").sees("C RCPT TO:<carol@example.com>", "1 accepted so far.")
	})
}

// In a step that gives nothing away nothing is suggested.
func TestAidIsKept(t *testing.T) {
	learns(t, 120, 36, "party", func(p *person) {
		p.guessed("2").misses("Next:", "also ").types("RCPT TO:<a").misses("503", "MAIL first")
	})
}

// Before a line is begun the lesson says what comes next, and no suggestion says another
// thing: neither while a step is open nor once it is done.
func TestStepLeads(t *testing.T) {
	for _, size := range sizes {
		learns(t, size[0], size[1], "other", func(p *person) {
			p.misses("› EHLO", "Tab fills in").press("tab").typed("")
			p.says("EHLO client.example", "NOOP").sees(":next ends the lesson").misses("› MAIL").press("tab", "right").typed("")
			p.types("MAI").press("tab").typed("MAIL FROM:<").press("ctrl+u").says(":next").press("esc").sees("› MAIL FROM:<")
		})
	}
}

// A lesson goes on through what a person does beside it.
func TestLessonGoesOn(t *testing.T) {
	learns(t, 120, 36, "party", func(p *person) {
		p.guessed("2").pastes("NOOP\r\nRSET\r\n").sees("2 pasted lines wait").press("esc").send(sizeOf(60, 20)).whole()
		p.send(sizeOf(120, 36)).press("ctrl+c").says("QUIT").press("2").sees("✓ Hello was said", ":reset begins the step again")
		p.says(":reset").waits(time.Second).sees("○ Hello was said").says(":persona lenient").whole()
		p.says(":lesson end").misses("Lesson 1").sees("What this means")
	})
}
