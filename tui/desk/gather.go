package desk

import (
	"fmt"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
)

// gatherLimit bounds the lines of one group.
const gatherLimit = 1000

// A gathering is what :group gathers: lines that will leave in one write, and be
// answered one by one (RFC 2920).
type gathering struct {
	on    bool
	lines []string
}

// setGroup begins a group, sends it or drops it.
func (d *Desk) setGroup(c call) {
	switch {
	case c.arg == "drop":
		d.dropGroup()
	case c.arg == "send":
		d.sendGroup()
	case c.arg != "":
		d.say(Wrong, ":group takes send or drop; alone it begins a group", "")
	case d.group.on:
		d.say(Info, "the lines you type are gathered already", howToSend)
	default:
		d.group.on = true
		d.mention("the next lines are gathered", howToSend)
	}
}

const howToSend = "Enter on an empty line sends them in one write, :group drop drops them"

// gathers takes a typed line into the group, and reports whether it belongs there.
func (d *Desk) gathers(line string) bool {
	switch {
	case !d.group.on || d.Mine(line):
		return false
	case line == "":
		d.sendGroup()
	case len(d.group.lines) == gatherLimit:
		d.say(Wrong, "the group is full", howToSend)
		d.out.Put, d.out.HasPut = line, true
	default:
		line = unescape(line)
		d.past.add(string(without([]byte(line), d.Prospect())))
		d.group.lines = append(d.group.lines, line)
		d.mention(counted(len(d.group.lines), "group: one line", "group: %d lines"), "")
	}
	return true
}

func (d *Desk) dropGroup() {
	n, on := len(d.group.lines), d.group.on
	d.group = gathering{}
	if !on {
		d.say(Info, "no lines are gathered", ":group begins a group")
		return
	}
	d.say(Info, counted(n, "the line that was gathered was dropped", "the group of %d lines was dropped"), "")
}

// sendGroup lets the gathered lines go in one write.
func (d *Desk) sendGroup() {
	g := d.group
	d.group = gathering{}
	if len(g.lines) == 0 {
		d.say(Info, "no lines were gathered, so nothing was sent", "")
		return
	}
	var octets strings.Builder
	for _, line := range g.lines {
		octets.WriteString(line + d.lineEnd(entry{from: grouped}))
	}
	e := entry{line: []byte(octets.String()), from: grouped}
	if say := lessons.GroupDoubt(e.line, d.outlook()); say != "" && !d.strict {
		d.say(Warn, say, "")
	}
	d.offer(e)
}

// regather makes a group again of one that was not sent.
func (d *Desk) regather(e entry) {
	lines := strings.Split(strings.ReplaceAll(string(e.line), "\r\n", "\n"), "\n")
	d.group = gathering{on: true, lines: lines[:len(lines)-1]}
}

// Prospect returns the state that the gathered lines lead to if each of them is
// accepted; without any, the state as it is. It is what a line can be advised by
// that is typed behind them.
func (d *Desk) Prospect() smtp.State {
	if len(d.group.lines) == 0 {
		return d.state
	}
	s := d.outlook()
	for _, line := range d.group.lines {
		s = hoped(s, []byte(line+"\r\n"))
	}
	return s
}

// hoped returns the state behind a line that is said in s and accepted. What the
// reply to a hello or a login would bring nobody knows.
func hoped(s smtp.State, line []byte) smtp.State {
	if s.Reading() == smtp.AsCommand {
		switch smtp.ParseCommand(line).Verb {
		case smtp.EHLO, smtp.HELO, smtp.LHLO, smtp.AUTH, smtp.STARTTLS, smtp.XCLIENT, smtp.QUIT:
			return s
		}
	}
	s = s.Said(line)
	for s.OwedCount() > 0 && s.Reading() != smtp.AsChunk {
		yes := "250 Ok\r\n"
		if owed, _ := s.Owed(); owed.Command.Verb == smtp.DATA && owed.Matter == smtp.ForCommand {
			yes = "354 go on\r\n"
		}
		s = s.Answered(smtp.ParseReply([]byte(yes)))
	}
	return s
}

// gatheredTexts returns the gathered lines less their secrets.
func (d *Desk) gatheredTexts() []smtp.Text {
	var texts []smtp.Text
	s := d.outlook()
	for _, line := range d.group.lines {
		texts = append(texts, smtp.Printable(without([]byte(line), s)))
		s = hoped(s, []byte(line+"\r\n"))
	}
	return texts
}

// tally tells, behind the last reply to lines that left in one write, how often
// somebody had to wait.
func (d *Desk) tally(i int) {
	q := d.tape.Question(i)
	if q < 0 || d.tape.At(q).Group == 0 || d.state.OwedCount() > 0 {
		return
	}
	group, replies := d.tape.At(q).Group, 0
	for k := i; k > q; k-- {
		if to := d.tape.Question(k); to >= 0 && d.tape.At(to).Group == group {
			replies++
		}
	}
	if replies > 1 {
		d.notice(Notice{Level: Info, Before: i + 1, Words: fmt.Sprintf("%d replies in 1 round trip instead of %d", replies, replies)})
	}
}
