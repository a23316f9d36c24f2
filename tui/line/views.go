package line

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// width is how many columns longer texts have, which are read line by line.
func (t *talk) width() int {
	if t.o.Width == nil {
		return 72
	}
	return t.o.Width()
}

// shown returns foreign text as it may be printed.
func shown(s string) string { return smtp.Printable([]byte(s)).String() }

// view says in words what a colon command asks to see.
func (t *talk) view(r desk.Request) {
	for _, line := range t.lines(r) {
		fmt.Fprintln(t.o.Err, line)
	}
}

func (t *talk) lines(r desk.Request) []string {
	switch r.View {
	case desk.Help:
		if r.Arg != "" {
			return t.helpOn(r.Arg)
		}
		return append(strings.Split(help, "\n"), t.commands()...)
	case desk.Commands:
		return t.commands()
	case desk.Explain:
		return t.looked(r.Arg)
	case desk.Where:
		return t.d.Place().Spoken()
	case desk.Step:
		return t.step()
	case desk.Solution:
		return append(append([]string{"a way to do it:"}, r.Lines...), "")
	case desk.Past, desk.Reveal, desk.Guesses, desk.Course, desk.Summary:
		return r.Lines
	case desk.Card:
		return t.card(r.Event)
	case desk.Octets:
		return t.octets(r.Event)
	case desk.Mail:
		return t.mail()
	case desk.Text:
		return t.text()
	case desk.Times:
		t.teller.times = r.Arg == "on" || r.Arg == "" && !t.teller.times
		return nil
	}
	return []string{"note: that is for the full screen only"}
}

const help = `What you type goes to the server; a line that begins with a colon is ehlo's.
In message text a line that is one dot ends the message.
Ctrl+C stops a wait, twice it leaves. Ctrl+D says QUIT and leaves.`

// screenOnly are the commands that change nothing in line mode.
var screenOnly = []string{"zoom", "lanes", "mouse"}

func (t *talk) commands() []string {
	var lines []string
	for _, c := range t.d.Commands() {
		if slices.Contains(screenOnly, c.Name) {
			continue
		}
		line := strings.TrimSpace(":"+c.Name+" "+c.Args) + ", " + c.Help
		if c.Why != "" {
			line += ", not now: " + c.Why
		}
		lines = append(lines, line)
	}
	return lines
}

// helpOn tells of one of ehlo's commands, or what the reference has on a word.
func (t *talk) helpOn(word string) []string {
	if word == "logins" {
		return t.d.Logins()
	}
	for _, line := range t.commands() {
		if name, _, _ := strings.Cut(strings.TrimPrefix(line, ":"), " "); strings.TrimSuffix(name, ",") == strings.TrimPrefix(word, ":") {
			return []string{line}
		}
	}
	return t.looked(word)
}

// looked is what the reference has on a text; without one, all that there is to
// look up.
func (t *talk) looked(text string) []string {
	var lines []string
	if text != "" {
		for _, e := range lessons.LookUp(text) {
			lines = append(lines, e.Lines(t.width())...)
		}
		return lines
	}
	if i := t.reply(-1); i >= 0 {
		tape := t.d.Tape()
		if words := lessons.Topics(tape.At(i), tape.State(i)); len(words) > 0 {
			lines = append(lines, "of the last exchange: :explain "+strings.Join(words, " "))
		}
	}
	for _, s := range lessons.Contents() {
		lines = append(lines, s.Lines(t.width())...)
	}
	return lines
}

// exchange returns the events of the exchange that event i belongs to, of the last
// one if i is none; -1 for what is missing.
func (t *talk) exchange(i int) (said, reply int) {
	tape := t.d.Tape()
	if i < 0 || i >= tape.Len() {
		for i = tape.Len() - 1; i >= 0 && tape.At(i).Who != transcript.Server; i-- {
		}
	}
	if i < 0 {
		return -1, -1
	}
	if tape.At(i).Who == transcript.Client {
		return i, tape.Answer(i)
	}
	return tape.Question(i), i
}

// reply returns the event that speaks for the exchange of event i: its reply, or
// what was said if there is none; -1 if nothing has happened.
func (t *talk) reply(i int) int {
	said, reply := t.exchange(i)
	if reply < 0 {
		return said
	}
	return reply
}

// carded returns the event whose card is asked for: the last one that has one, if i
// is none.
func (t *talk) carded(i int) int {
	tape := t.d.Tape()
	last := t.reply(i)
	for k := tape.Len() - 1; i < 0 && k > last; k-- {
		if tape.At(k).Fact == transcript.Secured {
			return k
		}
	}
	return last
}

func (t *talk) card(i int) []string {
	i = t.carded(i)
	if i < 0 {
		return []string{"note: nothing has happened yet"}
	}
	e, s := t.d.Tape().At(i), t.d.Tape().State(i)
	lines := lessons.Card(e, s)
	for _, x := range (lessons.Setting{HelloName: t.d.HelloName()}).Examples(e, s) {
		lines = append(lines, "try: "+x.Line+", "+x.Why)
	}
	return lines
}

func (t *talk) octets(i int) []string {
	var lines []string
	said, reply := t.exchange(i)
	for _, i := range []int{said, reply} {
		if i < 0 {
			continue
		}
		e := t.d.Tape().At(i)
		lines = append(lines, fmt.Sprintf("%v, %d octets", e.Who, len(e.Octets)))
		e.Octets = e.Octets[:min(len(e.Octets), dumped)]
		lines = append(lines, dump(e.Octets)...)
		lines = append(lines, parts(e, t.d.Tape().State(i))...)
	}
	return lines
}

// dumped bounds how much of an event is dumped, in octets.
const dumped = 16 << 10

// dump writes octets in rows of 16: offset, hexadecimal, and what is printable.
func dump(octets []byte) []string {
	var rows []string
	for at := 0; at < len(octets); at += 16 {
		row := octets[at:min(at+16, len(octets))]
		text := make([]byte, len(row))
		for i, b := range row {
			text[i] = '.'
			if ' ' <= b && b <= '~' {
				text[i] = b
			}
		}
		rows = append(rows, fmt.Sprintf("%04x  % -47x  %s", at, row, text))
	}
	return rows
}

// pieceWidth is how many columns are told of a piece of a line.
const pieceWidth = 72

// parts says one after the other what the octets of an event are.
func parts(e transcript.Event, before smtp.State) []string {
	var lines []string
	for _, p := range lessons.Parts(e, before) {
		octets := p.Span.Of(e.Octets)
		line := fmt.Sprintf("from octet %d, %s: ", p.Span.From+1, p.What)
		if text := strings.TrimSpace(string(octets)); text != "" {
			line += smtp.Printable([]byte(text)).Cut(pieceWidth).String()
		} else {
			line += fmt.Sprintf("% x", octets)
		}
		if p.Note != "" {
			line += ", " + p.Note
		}
		lines = append(lines, line)
	}
	return lines
}

func (t *talk) mail() []string {
	boxes := t.d.House().Boxes
	if boxes == nil {
		return []string{"note: only with the included server"}
	}
	var lines []string
	for _, box := range boxes() {
		lines = append(lines, shown(box.Address)+", "+counted(len(box.Messages), "message"))
		for _, m := range box.Messages {
			lines = append(lines, fmt.Sprintf("  message %s from %s", shown(m.ID), shown(m.From)))
			for text := range strings.Lines(string(m.Octets[:min(len(m.Octets), dumped)])) {
				text = strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\t", "␉")
				lines = append(lines, "    "+shown(text))
			}
		}
	}
	return lines
}

// counted says how many there are of something: "1 message", "2 messages".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// text returns the dialogue alone.
func (t *talk) text() []string {
	var lines []string
	tape := t.d.Tape()
	for i := range tape.Len() {
		e := tape.At(i)
		if e.Who == transcript.Local {
			continue
		}
		prefix := map[transcript.Who]string{transcript.Client: "C: ", transcript.Server: "S: "}[e.Who]
		for _, line := range Lines(e) {
			lines = append(lines, prefix+line)
		}
	}
	return lines
}
