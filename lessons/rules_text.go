package lessons

import (
	"bytes"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// endOfText is the remedy for whoever wants to be out of the text.
const endOfText = "To end the message: a line with one dot."

// textMoments are about a line of message text.
var textMoments = [...]moment{
	{Rule{
		ID: "D4.3", Severity: Error, Asks: "CR LF, a dot, CR LF", Section: "RFC 5321 §4.1.1.4",
		Say: "Not the end: only CR LF, a dot, CR LF ends the text.", Remedy: "`:eol crlf` sends CR LF. With nc: `nc -C`.",
		Breaks: toBody + `C".\n"`,
		Keeps:  toBody + "C: .",
	}, 0, isDotWithoutCRLF},
	{Rule{
		ID: "DotInLine", Severity: Error, Asks: "a dot on a line of its own", Section: "RFC 5321 §4.1.1.4",
		Say: "Not the end: the line before has no CR LF, and the dot goes on in it.", Remedy: "{unended|An empty line ends that one; then the dot.}",
		Breaks: toBody + "C\"a line\\n\"\nC: .",
		Keeps:  toBody + "C\"a line\\r\\n\"\nC: .",
	}, 0, func(x scene) (smtp.Span, bool) { return x.whole(), string(x.line) == "." && !x.before.LineStart() }},
	{Rule{
		ID: "D4.1", Severity: Error, Asks: "a line of one dot alone", Section: "RFC 5321 §4.1.1.4",
		Say: "A blank beside the dot makes it an ordinary line, not the end.{lost|}", Remedy: endOfText,
		Breaks: toBody + "C:  .",
		Keeps:  toBody + "C: .",
	}, 0, isDotWithBlank},
	{Rule{
		ID: "D4.2", Severity: Note, Section: "RFC 5321 §4.5.2",
		Say: "Two dots don't end the message: the server keeps {kept|one of them}.", Remedy: endOfText,
		Breaks: toBody + "C: ..",
		Keeps:  toBody + "C: .",
	}, 0, func(x scene) (smtp.Span, bool) {
		return x.whole(), string(x.line) == ".." && x.before.LineStart()
	}},
	{Rule{
		ID: "D5.3", Severity: Note, Section: "RFC 5321 §4.5.2",
		Say: "ehlo doubles the first dot itself: the two that are typed here arrive as two.", Remedy: "Type one, or say `:stuffing off` and double it yourself.",
		Breaks: toBody + "› ..profile",
		Keeps:  toBody + "› .profile",
	}, 0, func(x scene) (smtp.Span, bool) {
		return x.span(0, 2), x.stuffed && bytes.HasPrefix(x.line, []byte("..")) && len(x.line) > 2
	}},
	{Rule{
		ID: "D5.1", Severity: Error, Asks: "a second dot before the first", Section: "RFC 5321 §4.5.2",
		Say: "One dot, not doubled: the server takes it away, and `{stored|the rest}` remains.", Remedy: "Double every dot that begins a line.",
		Breaks: toBody + "C: .profile",
		Keeps:  toBody + "C: ..profile",
	}, 0, losesDot},
	{Rule{
		ID: "D5.2", Severity: Note, Section: "RFC 5321 §4.5.2",
		Say: "Only a dot that begins a line is doubled: those within it arrive as two.", Remedy: "Leave the others as they are.",
		Breaks: toBody + "C: www..example..com",
		Keeps:  toBody + "C: well... www.example.com",
	}, 0, doublesWithin},
	{Rule{
		ID: "D4.6", Severity: Note, Section: "RFC 5321 §4.1.1.4",
		Say: "The empty line before the dot is part of the message.", Remedy: "The dot needs none: the CR LF of the last line is enough.",
		Breaks: toBody + "C:\nC: .",
		Keeps:  toBody + "C: .",
	}, 0, func(x scene) (smtp.Span, bool) { return smtp.Span{}, x.isFinalDot() && x.before.BodyEndsEmpty() }},
	{Rule{
		ID: "D15.5", Severity: Note, Section: "RFC 1870 §5",
		Say: "{octets|More} octets of text, and SIZE at MAIL said {size|less}.", Remedy: "SIZE counts octets, not characters, and two for each CR LF.",
		Breaks: toHello + "C: MAIL FROM:<bob@example.org> SIZE=7\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC:\nC: hello\nC: .",
		Keeps:  toHello + "C: MAIL FROM:<bob@example.org> SIZE=9\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC:\nC: hello\nC: .",
	}, 0, isBiggerThanSaid},
	{Rule{
		ID: "D8.4", Severity: Note, Section: "RFC 5321 §4.1.1.4",
		Say: "Inside the text RSET is a word like any other.", Remedy: endOfText,
		Breaks: toBody + "C: RSET",
		Keeps:  toMail + "C: RSET",
	}, 0, func(x scene) (smtp.Span, bool) { return x.whole(), x.verbInText() == smtp.RSET }},
	{Rule{
		ID: "D3.8", Severity: Note, Section: "RFC 5321 §4.1.1.4",
		Say: "Here {word|a verb} is text, not a command.", Remedy: endOfText,
		Breaks: toBody + "C: QUIT",
		Keeps:  toEnd + "C: QUIT",
	}, 0, func(x scene) (smtp.Span, bool) {
		v := x.verbInText()
		return x.whole(), v != "" && v != smtp.RSET
	}},
	{Rule{
		ID: "D3.9", Severity: Note, Section: "RFC 5321 §4.1.1.4",
		Say: "Nothing is wrong: the server is silent until the text ends.", Remedy: "",
		Breaks: toBody + "idle\n› ",
		Keeps:  toEnd + "idle\n› ",
	}, 0, isSilent},
}

// isFinalDot reports whether the line ends the text.
func (x scene) isFinalDot() bool {
	if !x.typed {
		return x.before.LineStart() && len(x.event.Octets) <= len(".\r\n") && endsText(x.event, x.before)
	}
	return string(x.line) == "." && x.before.LineStart() && x.end == "\r\n"
}

func isDotWithoutCRLF(x scene) (smtp.Span, bool) {
	if x.stuffed || !x.before.LineStart() || x.isFinalDot() || x.end == "" || x.end == "\r\n" && len(x.line) == 1 {
		return smtp.Span{}, false
	}
	return smtp.Span{From: 0, To: len(x.line) + len(x.end)}, strings.Trim(string(x.line), "\r\n") == "."
}

func isDotWithBlank(x scene) (smtp.Span, bool) {
	return x.whole(), len(x.line) > 1 && len(x.line) < 9 && strings.Trim(string(x.line), " \t") == "."
}

// losesDot is for a line whose first dot nobody doubled.
func losesDot(x scene) (smtp.Span, bool) {
	one := len(x.line) > 1 && x.line[0] == '.' && x.line[1] != '.'
	_, blank := isDotWithBlank(x)
	_, loose := isDotWithoutCRLF(x)
	return x.span(0, 1), one && !blank && !loose && !x.stuffed && x.before.LineStart()
}

// doublesWithin is for a line in which each dot between letters is two.
func doublesWithin(x scene) (smtp.Span, bool) {
	var first smtp.Span
	for i := 0; i < len(x.line); i++ {
		if x.line[i] != '.' {
			continue
		}
		from := i
		for i < len(x.line) && x.line[i] == '.' {
			i++
		}
		if i-from != 2 || from == 0 || i == len(x.line) || !isWordOctet(x.line[from-1]) || !isWordOctet(x.line[i]) {
			return first, false
		}
		if first.Len() == 0 {
			first = x.span(from, i)
		}
	}
	return first, first.Len() > 0
}

func isWordOctet(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// isBiggerThanSaid is for the end of a text that is bigger than MAIL declared. Where
// dots were doubled nobody can tell: SIZE doesn't count them.
func isBiggerThanSaid(x scene) (smtp.Span, bool) {
	size := declaredSize(x.before)
	return smtp.Span{}, x.isFinalDot() && size > 0 && !x.before.HasDots() && x.before.TextOctets() > int64(size)
}

// verbInText returns the verb of a line of text that reads like a command.
func (x scene) verbInText() smtp.Verb {
	if len(x.line) > smtp.CommandLineLimit || len(x.line) == 0 || x.stuffed || !x.before.LineStart() {
		return ""
	}
	word, rest, _ := strings.Cut(strings.TrimRight(string(x.line), " "), " ")
	v := smtp.Verb(smtp.Upper(word))
	switch v {
	case smtp.QUIT, smtp.RSET, smtp.DATA, smtp.NOOP, smtp.EHLO, smtp.HELO:
		host := (v == smtp.EHLO || v == smtp.HELO) && strings.Contains(rest, ".") && !strings.Contains(rest, " ")
		if rest == "" || host {
			return v
		}
	case smtp.MAIL, smtp.RCPT:
		c := smtp.ParseCommand(x.line)
		if c.HasP && !c.Has(smtp.MissingFrom) && !c.Has(smtp.MissingTo) {
			return v
		}
	}
	return ""
}

// IdleInText is how long nobody says a word within message text before advice tells
// whom the server waits for.
const IdleInText = 20 * time.Second

func isSilent(x scene) (smtp.Span, bool) {
	return smtp.Span{}, x.typed && len(x.line) == 0 && x.before.TextOctets() > 0 && x.setting.Idle >= IdleInText
}
