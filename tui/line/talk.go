package line

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// parting is how long is waited for the other side to close behind its 221.
const parting = time.Second

// A talk is one conversation in line mode.
type talk struct {
	d      *desk.Desk
	o      Options
	in     *input
	teller *Teller
	judge  judge
	result Result

	saving   bool      // a file is being written; a notice tells of its end
	over     bool      // nothing more is to be done
	ended    bool      // the input has ended
	typed    string    // what the person typed last, as printed
	echo     bool      // the terminal has shown it, and its event was not told yet
	asked    string    // the prompt that stands at the end of the screen, "" for none
	next     string    // what the lesson said to do next
	hidden   bool      // the terminal shows nothing of what is typed
	reminded time.Time // the begin of the wait that was told of
}

// Run connects d and leads the conversation until the input or the person ends
// it. The caller closes d.
func Run(d *desk.Desk, o Options) Result {
	t := &talk{d: d, o: o, in: read(o.In), teller: NewTeller(o.Out, o.form(), d.Tape())}
	defer close(t.in.done)
	t.judge.state = d.Tape().State(0)
	t.show(d.Connect())
	if o.Person {
		t.converse()
	} else {
		t.pipe()
	}
	t.fail(t.teller.Close())
	t.judge.take(d.Tape(), &t.result)
	if why := t.judge.trouble; !o.Person && why.words != "" {
		t.complain(why.words, why.hint)
	}
	return t.result
}

func (o Options) form() Form {
	switch {
	case o.JSON:
		return JSON
	case o.Quiet:
		return Bare
	}
	return Spoken
}

func (t *talk) fail(err error) {
	if t.result.Err == nil {
		t.result.Err = err
	}
}

// show prints what is new, in the order in which it happened.
func (t *talk) show(s desk.Shown) {
	if t.asked != "" && (s.From < s.To || len(s.Notices) > 0 || len(s.Views) > 0) {
		t.asked = "" // it is asked again below what is new
		fmt.Fprintln(t.o.Err)
	}
	t.judge.take(t.d.Tape(), &t.result)
	for _, n := range s.Notices {
		t.fail(t.teller.Tell(min(n.Before, s.To), t.mute))
		t.tell(n)
	}
	t.fail(t.teller.Tell(s.To, t.mute))
	for _, v := range s.Views {
		t.view(v)
	}
	if s.HasPut && s.Put != "" && t.o.Person {
		fmt.Fprintln(t.o.Err, "note: the line was: "+smtp.Printable([]byte(s.Put)).String())
	}
	t.over = t.over || s.Quit
}

var levels = [...]string{desk.Info: "note: ", desk.Warn: "warning: ", desk.Wrong: "error: "}

var lessonLevels = [...]string{desk.Info: "", desk.Warn: "lesson: ", desk.Wrong: "lesson: "}

// tell prints a notice: to a person, who hears it, on one line; in a pipe as a
// command line tells of what went wrong.
func (t *talk) tell(n desk.Notice) {
	switch {
	case n.NoTLS:
		t.result.NoTLS = true
	case n.Level == desk.Wrong && (t.saving || t.d.Status().Open && !t.result.Broken):
		t.result.Failed++
	}
	t.saving = false
	switch {
	case t.o.Person && n.Lesson:
		fmt.Fprintln(t.o.Err, lessonLevels[n.Level]+n.News())
	case t.o.Person:
		fmt.Fprintln(t.o.Err, levels[n.Level]+n.News())
	case n.Level != desk.Info:
		t.complain(n.Words, n.Remedy)
	}
}

// complain says on the error output what went wrong, and what to do.
func (t *talk) complain(words, hint string) {
	fmt.Fprintln(t.o.Err, "ehlo: "+words)
	if hint != "" {
		fmt.Fprintln(t.o.Err, "hint: "+hint)
	}
}

// mute reports whether an event would only repeat what the person has just typed.
func (t *talk) mute(e transcript.Event, before smtp.State) bool {
	if t.o.Person && !t.o.JSON && !t.o.Quiet && t.retells(e) {
		return true
	}
	if about, asked := t.d.Asked(); asked && e.Who == transcript.Client && t.teller.next == t.d.Seen()-1 {
		if !t.echo || t.typed == "" {
			fmt.Fprintln(t.o.Err, "client, "+about)
		}
		t.echo = false
		return true // what the rules say of it would tell of the reply
	}
	if !t.echo || t.o.JSON || t.o.Quiet || e.Who != transcript.Client {
		return false
	}
	switch said := lessons.Speak(e, before); said {
	case "client, " + t.typed, "client, text: " + t.typed, "client, answer, secret cut":
	case "client, text, an empty line":
		if t.typed != "" {
			return false
		}
	default:
		return false
	}
	t.echo = false
	return true
}

// await waits for whatever happens next; for a line only if wanted.
func (t *talk) await(wanted bool) (line string, got bool) {
	lines := t.in.lines
	if !wanted || t.ended {
		lines = nil
	}
	timer := t.timer()
	defer timer.Stop()
	select {
	case <-t.d.Wake():
		t.show(t.d.Grew())
	case line, got = <-lines:
		if !got {
			t.ended = true
			t.fail(t.in.err)
		}
	case now := <-timer.C:
		t.remind(now)
		news := t.d.Tick(time.Now())
		if !t.o.Person {
			// There is no prompt; a trouble says what did not come.
			news.Notices = slices.DeleteFunc(news.Notices, func(n desk.Notice) bool { return n.Level != desk.Wrong })
		}
		t.show(news)
	case s := <-t.o.Interrupt:
		t.interrupted(s)
	}
	return line, got
}

// idle is how long nothing may happen before the time is looked at.
const idle = time.Second

// timer fires when what is awaited is due, or a second later.
func (t *talk) timer() *time.Timer {
	w := t.d.Status().Wait
	if w.On && w.Of > 0 {
		return time.NewTimer(min(max(time.Until(w.Since.Add(w.Of)), time.Millisecond), idle))
	}
	return time.NewTimer(idle)
}

// patience is how long is waited before a person who cannot see a countdown is
// told of it.
const patience = 5 * time.Second

func (t *talk) remind(now time.Time) {
	w := t.d.Status().Wait
	if !t.o.Person || !w.On || now.Sub(w.Since) < patience || w.Since.Equal(t.reminded) {
		return
	}
	t.reminded = w.Since
	words := "note: still waiting for " + w.For
	if w.Of > 0 {
		words += fmt.Sprintf(", for at most %v", w.Of)
	}
	fmt.Fprintln(t.o.Err, words+"; Ctrl+C gives the prompt back")
}

func (t *talk) interrupted(by os.Signal) {
	if t.o.Person && by == os.Interrupt {
		t.asked = ""
		fmt.Fprintln(t.o.Err)
		t.show(t.d.Stop(false))
		return
	}
	t.result.Interrupted = true
	t.leave()
}

// leave ends the conversation and waits until it has ended.
func (t *talk) leave() {
	t.show(t.d.Leave())
	for !t.over {
		<-t.d.Wake()
		t.show(t.d.Grew())
	}
}

// part waits for the other side to close, but not for long, and leaves.
func (t *talk) part() {
	limit := time.NewTimer(parting)
	defer limit.Stop()
	for (t.d.State().Phase() == smtp.Leaving || t.d.Status().Halved) && !t.closed() {
		select {
		case <-t.d.Wake():
			t.show(t.d.Grew())
		case <-limit.C:
			t.leave()
			return
		}
	}
	t.leave()
}

// isDot reports whether a line ends message text.
func isDot(line string) bool { return line == "." }

// isData reports whether a line is the command DATA.
func isData(line string) bool {
	return smtp.ParseCommand([]byte(strings.TrimSpace(line))).Verb == smtp.DATA
}

// closed reports whether there is no connection, nor one on its way: a question of a
// lesson may be asked all the same.
func (t *talk) closed() bool {
	mode := t.d.Mode()
	return mode == desk.ClosedMode || mode == desk.QuizMode && !t.d.Status().Open
}
