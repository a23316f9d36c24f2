package line

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// A Form is how a dialogue is told.
type Form uint8

// The forms.
const (
	Spoken Form = iota // one line for each event, made to be read aloud, and below a reply what it means
	Bare               // the dialogue alone, "C: " and "S: "
	JSON               // JSON lines, see transcript.WriteJSON
)

// A Teller prints a transcript event by event.
type Teller struct {
	out   *bufio.Writer
	form  Form
	tape  *transcript.Transcript
	state smtp.State // before event next
	next  int
	times bool // tell how long each reply took
}

// NewTeller returns a Teller that prints tape to w.
func NewTeller(w io.Writer, form Form, tape *transcript.Transcript) *Teller {
	t := &Teller{out: bufio.NewWriter(w), form: form, tape: tape, state: tape.State(0)}
	if form == JSON {
		t.out.Write(transcript.AppendJSONStart(nil, tape))
	}
	return t
}

// Tell prints the events before event number to that were not printed yet, but
// those for which mute, which may be nil, returns true. The error is that of
// writing.
func (t *Teller) Tell(to int, mute func(transcript.Event, smtp.State) bool) error {
	for ; t.next < to; t.next++ {
		e := t.tape.At(t.next)
		if mute == nil || !mute(e, t.state) {
			t.tell(e)
		}
		t.state = e.After(t.state)
	}
	return t.out.Flush()
}

// Close prints what ends the form. No event is printed behind it.
func (t *Teller) Close() error {
	if t.form == JSON {
		t.out.Write(transcript.AppendJSONEnd(nil, t.tape, t.next))
	}
	return t.out.Flush()
}

func (t *Teller) tell(e transcript.Event) {
	switch t.form {
	case JSON:
		t.out.Write(transcript.AppendJSONEvent(nil, t.tape, t.next))
	case Bare:
		t.bare(e)
	default:
		t.speak(e)
	}
}

func (t *Teller) speak(e transcript.Event) {
	fmt.Fprint(t.out, lessons.Speak(e, t.state))
	if to := desk.AnswerTo(t.tape, t.next, t.state); to != "" {
		fmt.Fprint(t.out, "; "+to)
	}
	if q := t.tape.Question(t.next); t.times && q >= 0 {
		fmt.Fprintf(t.out, "; after %v", (e.At - t.tape.At(q).At).Round(time.Microsecond))
	}
	fmt.Fprintln(t.out)
	if e.Who == transcript.Server || tellsOfTLS(e, t.state) || breaksOff(e, t.state) {
		x := lessons.ExplainAt(t.tape, t.next, t.state)
		if e.Who == transcript.Local { // its text has been told
			x.Paragraphs = slices.DeleteFunc(x.Paragraphs, func(p string) bool { return p == shown(e.Text) })
		}
		if words := meaning(x); words != "" {
			fmt.Fprintln(t.out, "  "+words)
		}
	}
}

// tellsOfTLS reports whether a fact says what came of TLS.
func tellsOfTLS(e transcript.Event, before smtp.State) bool {
	_, stripped := e.Stripped()
	return e.Fact == transcript.Secured || stripped ||
		e.Fact == transcript.Closed && before.Phase() == smtp.Handshake && !lessons.Injected(e)
}

// breaksOff reports whether the connection ends before a goodbye, and nothing before
// that says why.
func breaksOff(e transcript.Event, before smtp.State) bool {
	return (e.Fact == transcript.Closed || e.Fact == transcript.Lost) && before.Phase() != smtp.Leaving && !lessons.Injected(e)
}

// meaning says on one line what a reply, or an end, means and what may follow.
func meaning(x lessons.Explanation) string {
	words := x.Paragraphs[:min(len(x.Paragraphs), 2)]
	if x.Next != "" {
		words = append(words[:len(words):len(words)], x.Next+".")
	}
	if x.Section != "" {
		words = append(words[:len(words):len(words)], x.Section)
	}
	return spoken(words)
}

// spoken joins sentences for a voice: without quotation marks, which are read out,
// and with a pause where a sentence ends in a line to be typed.
func spoken(sentences []string) string {
	var b strings.Builder
	for _, s := range sentences {
		s = strings.TrimPrefix(s, "! ")
		if strings.HasSuffix(b.String(), "`") {
			b.WriteString(";")
		}
		if b.Len() > 0 {
			b.WriteString(" ")
		}
		b.WriteString(s)
	}
	return strings.ReplaceAll(unquoted(b.String()), "§", "section ")
}

// unquoted takes out the quotation marks around lines to be typed, and none that
// belongs to an address.
func unquoted(text string) string {
	var b strings.Builder
	for i := range len(text) {
		opens := i == 0 || strings.IndexByte(" (", text[i-1]) >= 0
		closes := i+1 == len(text) || strings.IndexByte(" .,;:?)", text[i+1]) >= 0
		if text[i] != '`' || !opens && !closes {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// bare prints what was said, one line for each line of it.
func (t *Teller) bare(e transcript.Event) {
	prefix := "C: "
	switch e.Who {
	case transcript.Local:
		if words := aside(e); words != "" {
			fmt.Fprintln(t.out, "# "+words)
		}
		return
	case transcript.Server:
		prefix = "S: "
	}
	for _, line := range Lines(e) {
		fmt.Fprintln(t.out, strings.TrimRight(prefix+line, " "))
	}
}

// aside returns what the bare dialogue tells of a fact: what everything behind it
// depends on; else "".
func aside(e transcript.Event) string {
	_, stripped := e.Stripped()
	switch {
	case e.Fact == transcript.Secured:
		return lessons.ReadProtection(e.Text).Brief()
	case e.Fact == transcript.Login:
		return "login: " + shown(e.Text)
	case stripped:
		return shown(e.Text)
	}
	return ""
}

// Lines returns the lines of what was said in an event, as they may be printed,
// with a mark where a secret was cut out.
func Lines(e transcript.Event) []string {
	octets, mark := string(e.Octets), e.Mark
	if octets == "" {
		return []string{marked("", mark)}
	}
	var lines []string
	for at := 0; at < len(octets); {
		line, _, whole := strings.Cut(octets[at:], "\n")
		end := at + len(line)
		text := strings.TrimSuffix(line, "\r")
		lines = append(lines, marked(text, mark-at))
		at = end
		if whole {
			at++
		}
	}
	return lines
}

// marked returns line with what stands for a secret at an octet of it.
func marked(line string, mark int) string {
	show := func(s string) string { return smtp.Printable([]byte(s)).String() }
	if mark < 0 || mark > len(line) {
		return show(line)
	}
	return show(line[:mark]) + "<secret, cut>" + show(line[mark:])
}
