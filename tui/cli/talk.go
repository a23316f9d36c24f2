package cli

import (
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/charmbracelet/x/term"

	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui"
	"ehlo/tui/desk"
	"ehlo/tui/line"
)

// talkTo leads a conversation with a target that was named. An empty name, as an
// unset variable gives, is none, and never the included server.
func (p *program) talkTo(name string) error {
	if _, err := target.Parse(name); err != nil {
		return err
	}
	return p.talk(name)
}

// talk leads a conversation with target, "" for the included server: on the full
// screen if that can be drawn, else line by line.
func (p *program) talk(target string) error {
	o := &p.opts
	if o.reach.pipe != "" {
		if target != "" {
			return fail(exitUsage, "", "--pipe and a target are two servers; name one of them")
		}
		target = o.reach.piped().String()
	}
	if target != "" {
		to, err := o.reach.target(target)
		if err != nil {
			return err
		}
		target = to.String()
	}
	save, err := newSaving(o.output)
	if err != nil {
		return err
	}
	p.warnOfPassword()
	screen := !o.plain && !o.json && !o.quiet && tui.Possible()
	c, server, err := p.conversation(target, screen)
	if err != nil {
		return err
	}
	if screen {
		err = p.drawn(c)
	} else {
		err = p.lined(c)
	}
	if server != nil {
		server.close()
	}
	return alsoFor(err, save.write(c.Tape))
}

// alsoFor returns the error of two that counts.
func alsoFor(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	a, b := failureOf(first), failureOf(second)
	if a.words == "" {
		return &failure{worst(a.code, b.code), b.words, b.hint}
	}
	return &failure{worst(a.code, b.code), a.words + "\nehlo: " + b.words, a.hint}
}

// conversation returns what a desk needs, and the included server if it is that
// one which is talked to.
func (p *program) conversation(target string, screen bool) (desk.Config, *included, error) {
	o := &p.opts
	wait := o.waitOr(replyWait)
	if screen {
		wait = o.timeout
	}
	tls, err := o.tls.options(!p.person() && !screen)
	if err != nil {
		return desk.Config{}, nil, err
	}
	o.remember()
	c := desk.Config{
		Open:      o.opener(wait, tls, nil),
		HelloName: o.helo,
		Verbatim:  !o.stuff && !p.person() && !screen,
		Foreign:   o.foreign,
		Insecure:  o.tls.insecure,
		User:      o.login.user,
		Mechanism: o.login.mechanism,
		Secrets:   p.secrets,
	}
	if o.journal != transcript.Off.String() {
		c.Hosts = hostsFile()
	}
	if o.yes {
		c.Answer = func(q desk.Question) (yes, known bool) { return true, q.About == desk.AboutMessage }
	}
	if target != "" {
		p.lesson.teach(&c, nil)
		c.Target, c.Tape = target, transcript.New(start(target))
		return c, nil, nil
	}
	var tape atomic.Pointer[transcript.Transcript]
	so := o.serverOptions()
	so.Notice = remarks(&tape)
	server, err := startIncluded(so, o.listen)
	if err != nil {
		return c, nil, err
	}
	c.Open = o.opener(wait, tls, server)
	c.Foreign = func(target string) bool { return target != server.addr && o.foreign(target) }
	c.Target, c.House, c.Tape = server.addr, server.house(), transcript.New(server.start())
	tape.Store(c.Tape)
	for _, mark := range server.server.Marks() {
		c.Tell = append(c.Tell, desk.Marked(server.server.Persona(), mark, 0))
	}
	p.lesson.teach(&c, server)
	return c, server, nil
}

// person reports whether lines are typed at a terminal.
func (p *program) person() bool { return term.IsTerminal(p.in.Fd()) }

// drawn leads the conversation on the full screen and keeps the journal.
func (p *program) drawn(c desk.Config) error {
	_, dir := folders()
	if last, ok := transcript.LastUnfinished(dir); ok {
		c.Tell = append(c.Tell, desk.Notice{Level: desk.Warn, Words: "the ehlo before this one ended in disorder, its session is kept",
			Remedy: "ehlo open " + shown(last) + " shows it"})
	}
	k := newKeeper(dir, p.opts.journal, c.Tape)
	c.Keeper = k
	d := desk.New(c)
	err := tui.Run(d)
	d.Close()
	if err != nil {
		err = fail(exitUsage, "--plain goes line by line", "the screen could not be drawn: %s", shown(err.Error()))
	}
	return alsoFor(err, k.close())
}

// lined leads the conversation line by line.
func (p *program) lined(c desk.Config) error {
	o := &p.opts
	d := desk.New(c)
	defer d.Close()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(stop)
	r := line.Run(d, line.Options{
		In: p.in, Out: p.out, Err: p.err,
		Person: p.person(), Commands: o.commands, Yes: o.yes,
		JSON: o.json, Quiet: o.quiet, Interrupt: stop,
		Echo:  func(on bool) { echo(p.in.Fd(), on) },
		Width: p.width,
	})
	p.conclude(r)
	if p.person() {
		if !r.Connected {
			return ended(exitUnreachable)
		}
		return nil
	}
	p.protection(c.Tape)
	return ended(codeOf(r, o.strict))
}

// conclude says of a piped conversation what its lines do not show.
func (p *program) conclude(r line.Result) {
	say := func(words, hint string) {
		fmt.Fprintln(p.err, "ehlo: "+words)
		if hint != "" {
			fmt.Fprintln(p.err, "hint: "+hint)
		}
	}
	if r.Err != nil {
		say(shown(r.Err.Error()), "")
	}
	if r.Skipped > 0 {
		say(fmt.Sprintf("%s of text not sent, because DATA got no 354", counted(r.Skipped, "line")), "")
	}
	if r.Withheld != nil {
		say("not sent, because nobody could be asked: "+r.Withheld.Words, "--yes sends it")
	}
	if r.Unfinished {
		hint := "end the text with a line that is one dot"
		if r.Chunked {
			hint = "BDAT says how many octets follow, CR LF counted; the last one says LAST"
		}
		say("input ended inside the message; it was not completed, nobody got it", hint)
	}
	if p.opts.strict && r.Breaches > 0 {
		say(fmt.Sprintf("%s against the RFC", counted(r.Breaches, "verdict")), "")
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
