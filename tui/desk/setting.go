package desk

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// What colon commands do, but for files.

func (d *Desk) quitNow(call) { d.leave() }

func (d *Desk) connectTo(c call) { d.connect(c.arg) }

func (d *Desk) connectAgain(call) { d.connect(d.target) }

// switched turns a setting on or off, as the word behind a colon command has it;
// without a word it stays. Of another word it says what is taken, and reports false.
func (d *Desk) switched(setting *bool, word, taken string) bool {
	switch word {
	case "":
	case "on", "off":
		*setting = word == "on"
	default:
		d.say(Wrong, taken, "")
		return false
	}
	return true
}

func (d *Desk) setStuffing(c call) {
	if !d.switched(&d.stuffing, c.arg, ":stuffing takes on or off") {
		return
	}
	if d.stuffing {
		d.say(Info, "stuffing is on: ehlo doubles a dot that begins a text line", "")
		return
	}
	d.say(Info, "stuffing is off: text lines go out as you type them", "a line that begins with a dot loses it at the server")
}

func (d *Desk) setEnding(c call) {
	switch c.arg {
	case "":
	case "crlf":
		d.ending = smtp.CRLF
	case "lf":
		d.ending = smtp.LF
	default:
		d.say(Wrong, ":eol takes crlf or lf", "")
		return
	}
	if d.ending == smtp.LF {
		d.say(Warn, "the lines you type end in LF alone, which ends no line in SMTP", ":eol crlf goes back")
		return
	}
	d.say(Info, "the lines you type end in CRLF", "")
}

func (d *Desk) setStrict(c call) {
	if !d.switched(&d.strict, c.arg, ":strict takes on or off") {
		return
	}
	if d.strict {
		d.say(Info, "strict is on: ehlo asks before it sends a line that breaks a rule", "")
		return
	}
	d.say(Info, "strict is off: every line is sent, the server judges it", "")
}

func (d *Desk) sendDot(call) { d.offer(entry{line: []byte("."), from: dot}) }

func (d *Desk) sendRaw(c call) {
	octets, err := unquote(c.arg)
	switch {
	case err != nil:
		d.say(Wrong, ":raw needs a Go string in double quotes", `for example :raw "NOOP\r\n"`)
	case len(octets) > 0:
		d.offer(entry{line: octets, from: raw})
	}
}

// unquote reads a Go string literal in double quotes.
func unquote(s string) ([]byte, error) {
	if !strings.HasPrefix(s, `"`) {
		return nil, strconv.ErrSyntax
	}
	octets, err := strconv.Unquote(s)
	return []byte(octets), err
}

func (d *Desk) stopNow(call) {
	if d.veiled() {
		d.unveil()
		return
	}
	if !d.stopWait("stopped waiting for " + d.matter()) {
		d.say(Info, "nothing is awaited", "")
	}
}

func (d *Desk) readOn(call) { d.session.Resume() }

func (d *Desk) setPersona(c call) {
	now, known, err := d.House().Persona(c.arg)
	switch {
	case err != nil && len(known) == 0:
		d.say(Wrong, show(err.Error()), "ehlo persona check shows the place")
	case err != nil:
		d.say(Wrong, "no server type "+show(c.arg), "there are "+show(strings.Join(known, ", ")))
	case c.arg == "":
		d.say(Info, "the server type is "+show(now), "there are "+show(strings.Join(known, ", ")))
	default:
		d.say(Info, "the server type is "+show(now)+" from the next connection on", ":reconnect begins it")
		if d.House().Marks == nil {
			return
		}
		for _, mark := range d.House().Marks() {
			d.notice(Marked(now, mark, d.seen))
		}
	}
}

// Marked is the notice that a server type breaks a rule on purpose, before an event.
func Marked(persona, mark string, before int) Notice {
	return Notice{Level: Warn, Words: "the server type " + show(persona) + " breaks a rule on purpose", Remedy: show(mark), Before: before}
}

func (d *Desk) moveClock(c call) {
	by, err := time.ParseDuration(strings.TrimPrefix(c.arg, "+"))
	if err != nil || by <= 0 || !strings.HasPrefix(c.arg, "+") {
		d.say(Wrong, ":clock takes a plus and a time", "for example :clock +31m")
		return
	}
	d.say(Info, "the included server's clock stands at "+d.House().Advance(by).Format(time.RFC1123Z), "")
}

func (d *Desk) note(c call) {
	d.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Note, Text: c.arg, At: transcript.Now})
}

func (d *Desk) tellJournal(call) {
	if why := needsJournal(d); why != "" {
		d.say(Info, why, ":save FILE keeps the session")
		return
	}
	d.say(Info, "this session is kept in "+show(d.cfg.Keeper.Where()), ":forget deletes it")
}

func (d *Desk) forget(call) {
	keeper := d.cfg.Keeper
	d.work.begin(d.crashed, func(context.Context) func() {
		err := keeper.Forget()
		return func() {
			if err != nil {
				d.sayError("the journal could not be deleted", err, "")
				return
			}
			remedy := ""
			if d.cfg.Hosts != "" {
				remedy = "a server that offered STARTTLS keeps its line in " + show(d.cfg.Hosts)
			}
			d.say(Info, "the journal of this session is deleted; none is kept from here on", remedy)
		}
	})
}

func (d *Desk) showHistory(call) {
	var lines []string
	for _, line := range d.past.lines {
		lines = append(lines, show(line))
	}
	d.out.Views = append(d.out.Views, Request{View: Past, Event: -1, Lines: lines})
}

// request asks the front end for a view.
func (d *Desk) request(v View, arg string) {
	d.out.Views = append(d.out.Views, Request{View: v, Arg: arg, Event: -1})
}

func view(v View) func(*Desk, call) {
	return func(d *Desk, c call) { d.request(v, show(c.arg)) }
}

func toggle(v View) func(*Desk, call) {
	return func(d *Desk, c call) {
		if c.arg != "" && c.arg != "on" && c.arg != "off" {
			d.say(Wrong, fmt.Sprintf("on or off, not %s", show(c.arg)), "")
			return
		}
		d.request(v, c.arg)
	}
}
