package lessons

import (
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A ServersAnswer is what real servers were recorded to answer in one situation.
// It tells what four programs did once, never what a server does.
type ServersAnswer struct {
	Situation string // "DATA without a recipient", at most Width columns
	Section   string // what the rule says: "RFC 5321 §3.3"
	Rows      []ServerRow
}

// A ServerRow is the answer of one recorded program.
type ServerRow struct {
	Server   string // "Postfix", "Exim", "sendmail", "smtp-sink"
	Version  string // "3.7.11"
	Code     int    // the reply code; 0 if no reply came
	Enhanced string // the enhanced status code, "" if the reply has none
	HungUp   bool   // the server closed the connection with it, or instead of it
	Note     string // how often, or under which setting: "after 20 errors"

	variant bool // recorded under a setting that is not the default
}

// Servers returns what real servers answered in the situation of an exchange: e
// is a command, a line of text or the reply to one, before the state it came upon.
// It is false where nothing was recorded that fits, and where the mail servers
// agree; smtp-sink, which takes nearly everything, does not count for that.
func Servers(e transcript.Event, before smtp.State) (ServersAnswer, bool) {
	switch {
	case e.Flags&(transcript.Stray|transcript.Cut) != 0:
	case e.Who == transcript.Client:
		return saidExchange(e, before).servers()
	case e.Who == transcript.Server:
		return newExchange(e, before).servers()
	}
	return ServersAnswer{}, false
}

func (x exchange) servers() (ServersAnswer, bool) {
	s, ok := x.situation()
	if !ok {
		return ServersAnswer{}, false
	}
	a := s.answer()
	return a, a.differs()
}

// ServerTable returns all situations that fit one of words, in any case: a verb, a
// reply code that a server gave, or a part of the situation's name. Without words
// it returns all there are, also those in which the servers agree.
func ServerTable(words ...string) []ServersAnswer {
	var table []ServersAnswer
	for _, s := range situations {
		a := s.answer()
		if len(words) == 0 || slices.ContainsFunc(words, func(word string) bool { return s.named(word) || a.gives(word) }) {
			table = append(table, a)
		}
	}
	return table
}

// gives reports whether a server answered with that code.
func (a ServersAnswer) gives(code string) bool {
	return slices.ContainsFunc(a.Rows, func(r ServerRow) bool { return r.Code != 0 && strconv.Itoa(r.Code) == code })
}

// mails returns the rows of mail servers under their usual settings.
func (a ServersAnswer) mails() []ServerRow {
	var rows []ServerRow
	for _, r := range a.Rows {
		if r.Server != testSink && !r.variant {
			rows = append(rows, r)
		}
	}
	return rows
}

// differs reports whether the mail servers gave different codes, or only some of
// them hung up. Enhanced codes alone make no difference.
func (a ServersAnswer) differs() bool {
	rows := a.mails()
	return slices.ContainsFunc(rows, func(r ServerRow) bool { return r.Code != rows[0].Code || r.HungUp != rows[0].HungUp })
}

// Answer returns the row's answer in words: "554 5.5.1", "421 4.7.0 and hung up
// after 20 errors", "no reply".
func (r ServerRow) Answer() string {
	return r.noted(r.short(true))
}

// noted puts the note behind text.
func (r ServerRow) noted(text string) string { return strings.TrimSpace(text + " " + r.Note) }

// short is the answer without the note.
func (r ServerRow) short(enhanced bool) string {
	text := r.bare()
	if r.Code != 0 && enhanced && r.Enhanced != "" {
		text += " " + r.Enhanced
	}
	if r.Code != 0 && r.HungUp {
		text += " and hung up"
	}
	return text
}

// bare is the code alone.
func (r ServerRow) bare() string {
	switch {
	case r.Code == 0 && r.HungUp:
		return "hung up"
	case r.Code == 0:
		return "no reply"
	}
	return codeText(r.Code)
}

// Line returns the mail servers' answers in one line of at most width columns, as
// fully as fits: "Postfix 554 5.5.1, Exim 503, sendmail 503 5.0.0".
func (a ServersAnswer) Line(width int) string {
	forms := a.forms()
	for _, form := range forms {
		if columns(form) <= width {
			return form
		}
	}
	return clip(forms[len(forms)-1], width)
}

// forms are the ways to say the answers in a line, the fullest first.
func (a ServersAnswer) forms() []string {
	rows := a.mails()
	join := func(separator string, say func(ServerRow) string) string {
		var list []string
		for _, r := range rows {
			list = append(list, say(r))
		}
		return strings.Join(list, separator)
	}
	name := func(r ServerRow) string { return r.Server + " " + shortVersion(r.Version) + ": " }
	return []string{
		join("; ", func(r ServerRow) string { return name(r) + r.Answer() }),
		join("; ", func(r ServerRow) string { return name(r) + r.noted(r.short(false)) }),
		join(", ", func(r ServerRow) string { return r.Server + " " + r.Answer() }),
		join(", ", func(r ServerRow) string { return r.Server + " " + r.noted(r.short(false)) }),
		join(", ", func(r ServerRow) string { return r.Server + " " + r.noted(r.bare()) }),
		join(", ", func(r ServerRow) string { return r.Server + " " + r.bare() }),
	}
}

// others is the line for the sidebar: at most two lines of Width, if it can be.
func (a ServersAnswer) others() string {
	if line := a.patience(); line != "" {
		return line
	}
	line := ""
	for _, form := range a.forms() {
		line = "Recorded: " + form + "."
		if len(wrap(line, Width)) <= 2 {
			break
		}
	}
	return line
}

// patience tells after how many refused commands the mail servers hung up, "" where
// that isn't what was recorded.
func (a ServersAnswer) patience() string {
	var list []string
	for _, r := range a.mails() {
		n, counted := strings.CutPrefix(r.Note, "after ")
		if !r.HungUp || !counted {
			return ""
		}
		list = append(list, r.Server+" "+n)
	}
	if len(list) == 0 {
		return ""
	}
	return "Recorded: errors until it hung up: " + strings.Join(list, ", ") + "."
}

// Lines returns the situation and every recorded answer as plain text of at most
// width columns.
func (a ServersAnswer) Lines(width int) []string {
	lines := wrap(a.Situation, width)
	for _, r := range a.Rows {
		lines = append(lines, indent(r.Server+" "+r.Version+": "+r.Answer(), width)...)
	}
	return append(lines, indent(a.Section, width)...)
}

// paragraphs are what a card says of it.
func (a ServersAnswer) paragraphs() []string {
	var rows []string
	for _, r := range a.Rows {
		rows = append(rows, r.Server+" "+r.Version+": "+r.Answer())
	}
	return []string{"Recorded · " + a.Situation, strings.Join(rows, "; ") + ". " + a.lesson()}
}

// lesson says what of the codes can be trusted here.
func (a ServersAnswer) lesson() string {
	codes := map[int]bool{}
	classes := map[int]bool{}
	for _, r := range a.mails() {
		codes[r.Code], classes[r.Code/100] = true, true
	}
	switch {
	case classes[0]:
		return "Not every server answered at all."
	case len(codes) == 1:
		return "The code is the same; not every server stayed."
	case len(classes) == 1:
		return "Only the first digit is the same everywhere: trust that one."
	}
	return "Not even the first digit is the same everywhere."
}

// shortVersion returns a version up to its second number: "3.7".
func shortVersion(version string) string {
	numbers := strings.SplitN(version, ".", 3)
	return strings.Join(numbers[:min(2, len(numbers))], ".")
}
