package transcript

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// What a [Closed] event says of who closed; more may follow behind it.
const (
	ClosedByServer = "the server closed the connection"
	ClosedByClient = "ehlo closed the connection"
)

// ClosedInTurn is what a [Closed] event says where the server closed behind the end of
// what was sent, and owed nothing.
const ClosedInTurn = ClosedByServer + " in its turn"

// Transcript reads the script as a saved session: C lines are what the client
// said, S lines are replies that came. What a script leaves open is filled in with
// what is usual: the code of a class, an empty message for a file. A script that
// begins with the client, not with the greeting, is a piece from the middle of a
// dialogue. Nothing is connected to and no file is read.
func (s *Script) Transcript() (*Transcript, error) {
	tape, _ := s.events()
	return tape, nil
}

// events returns the transcript, and which line each of its events stands on.
func (s *Script) events() (*Transcript, []BookLine) {
	var lines []BookLine
	i := importer{script: s, times: s.offsets()}
	i.tape = s.begin()
	if !i.tape.start.Partial && !s.connects() {
		i.fact(Connected, s.heading(0, "connected"))
	}
	for k := 0; k < len(s.Steps); k++ {
		step := s.Steps[k]
		if step.Kind == Heading {
			if how, ok := strings.CutPrefix(step.Text, "tls "); ok && !i.tape.state.TLS() {
				i.fact(Secured, how)
			}
			continue
		}
		from := i.tape.Len()
		i.step(k, step)
		i.done++
		for at := from; at < i.tape.Len(); at++ {
			lines = append(lines, step.linesOf(at, i.tape.At(at).Who)...)
		}
	}
	return i.tape, lines
}

// linesOf returns the lines of the step that event at stands on. What happens by
// itself, as the handshake before a line under TLS, stands on none.
func (s Step) linesOf(at int, who Who) []BookLine {
	switch {
	case s.Says() && who == Local:
		return nil
	case s.Expect == nil || len(s.Expect.Lines) == 0:
		return []BookLine{{Number: s.Line, Who: who, Event: at}}
	}
	var lines []BookLine
	for _, l := range s.Expect.Lines {
		lines = append(lines, BookLine{Number: l.Line, Who: who, Event: at})
	}
	return lines
}

// begin returns an empty transcript with what the headings say.
func (s *Script) begin() *Transcript {
	start := Start{Partial: s.beginsInside()}
	for _, step := range s.Steps {
		if step.Kind != Heading {
			continue
		}
		key, value, _ := strings.Cut(step.Text, " ")
		switch key {
		case "program":
			start.Program = value
		case "start":
			start.Time, _ = time.Parse(time.RFC3339Nano, value)
		case "target":
			start.Target = value
		case "local":
			start.Local = value
		case "remote":
			start.Remote = value
		case "persona":
			start.Persona = value
		case "partial":
			start.Partial = true
		}
	}
	t := New(start)
	t.start.Time = start.Time // zero if the script does not say
	return t
}

// Persona returns the server type of the included server that a saved session met; ""
// for the usual one, or another server.
func (s *Script) Persona() string { return s.begin().start.Persona }

// heading returns the value of a heading before the next thing that happens from
// step k on; "" if there is none.
func (s *Script) heading(k int, key string) string {
	for ; k < len(s.Steps) && s.Steps[k].silent(); k++ {
		if value, ok := strings.CutPrefix(s.Steps[k].Text, key+" "); ok && s.Steps[k].Kind == Heading {
			return value
		}
	}
	return ""
}

// beginsInside reports whether the client speaks first and not on purpose.
func (s *Script) beginsInside() bool {
	for _, step := range s.Steps {
		switch {
		case step.Kind == ExpectReply, step.is("early"), step.is("connect"):
			return false
		case step.Says(), step.is("data"), step.is("bdat"):
			return true
		}
	}
	return false
}

// connects reports whether the first thing that a script does is to connect.
func (s *Script) connects() bool {
	for _, step := range s.Steps {
		if !step.silent() {
			return step.is("connect")
		}
	}
	return false
}

// offsets returns the time of each step since the start, as far as the headings
// have one for every step; else nil.
func (s *Script) offsets() []time.Duration {
	var times []time.Duration
	steps := 0
	for _, step := range s.Steps {
		if step.Kind != Heading {
			steps++
		}
		values, ok := strings.CutPrefix(step.Text, "ms ")
		if step.Kind != Heading || !ok {
			continue
		}
		for word := range strings.FieldsSeq(values) {
			ms, err := strconv.ParseInt(word, 10, 48)
			if err != nil || ms < 0 || len(times) > 0 && time.Duration(ms)*time.Millisecond < times[len(times)-1] {
				return nil
			}
			times = append(times, time.Duration(ms)*time.Millisecond)
		}
	}
	if len(times) != steps {
		return nil
	}
	return times
}

// An importer makes the events of a script's steps.
type importer struct {
	script *Script
	tape   *Transcript
	times  []time.Duration
	done   int    // steps that have a time
	group  uint32 // of @group, while it lasts
}

func (i *importer) event(e Event) {
	if i.times != nil {
		e.At = i.times[min(i.done, len(i.times)-1)]
	}
	i.tape.restore(&e)
}

func (i *importer) fact(f Fact, text string) {
	i.event(Event{Who: Local, Fact: f, Text: text, Mark: -1})
}

func (i *importer) step(k int, s Step) {
	switch s.Kind {
	case Remark:
		i.fact(Note, s.Text)
	case ExpectReply:
		i.reply(s.Expect)
	case SayLine, SayOctets:
		i.says(s.Octets)
	case DirectiveStep:
		i.directive(k, s)
	}
	if !s.silent() && !s.Says() && !s.is("group") && !s.is("early") {
		i.group = 0
	}
}

// says adds what the client says, an event for each line.
func (i *importer) says(octets []byte) {
	i.handshake()
	for len(octets) > 0 {
		n, _ := piece(&i.tape.state, i.tape.last, octets)
		e := Event{Who: Client, Octets: octets[:n:n], Group: i.group, Mark: -1}
		if i.tape.state.Phase() == smtp.Opening {
			e.Flags |= Early
		}
		i.event(e)
		octets = octets[n:]
	}
}

// handshake adds the TLS handshake that follows a 220 to STARTTLS by itself.
func (i *importer) handshake() {
	if i.tape.state.Phase() == smtp.Handshake {
		i.fact(Secured, "")
	}
}

func (i *importer) reply(e *Expectation) {
	octets := e.Example(i.tape.state)
	r := smtp.ParseReply(octets)
	event := Event{Who: Server, Octets: octets, Mark: -1}
	switch {
	case r.Marks.Has(smtp.ReplyCut):
		event.Flags |= Cut
	case r.Malformed() && i.tape.state.OwedCount() == 0:
		event.Flags |= Stray
	}
	i.event(event)
}

func (i *importer) directive(k int, s Step) {
	switch s.Directive.Name {
	case "send":
		i.send(s.Directive.Args[0])
	case "group":
		i.group = i.tape.nextGroup()
	case "early":
	case "data":
		i.fact(Note, strings.TrimSpace(s.Source))
		i.says([]byte(".\r\n"))
	case "bdat":
		i.fact(Note, strings.TrimSpace(s.Source))
		i.says([]byte("BDAT 0 LAST\r\n"))
	case "closed":
		i.fact(Closed, ClosedByServer)
	case "close":
		i.fact(Closed, ClosedByClient)
	case "connect":
		if p := i.tape.state.Phase(); p != smtp.Ended && p != smtp.Unconnected {
			i.fact(Closed, ClosedByClient)
		}
		where := i.script.heading(k+1, "connected")
		if where == "" {
			where = s.Directive.Args[0].String()
		}
		i.fact(Connected, where)
	case "tls":
		i.handshake()
	case "auth":
		i.login(k, s)
	default:
		i.fact(Note, strings.TrimSpace(s.Source))
	}
}

// send adds what @send says; where a variable stands, a secret is cut out.
func (i *importer) send(a Arg) {
	octets := []byte(a.expand(nil))
	if !a.Quoted || !bytes.HasSuffix(octets, []byte("\n")) {
		octets = append(octets, '\r', '\n')
	}
	if len(a.Variables()) == 0 {
		i.says(octets)
		return
	}
	i.handshake()
	mark := 0
	for _, p := range a.parts {
		if p.variable {
			break
		}
		mark += len(p.text)
	}
	i.event(Event{Who: Client, Octets: octets, Group: i.group, Flags: Secret, Mark: mark})
}

// usual are the codes that are common, the most common first.
var usual = []int{250, 220, 354, 221, 235, 334, 251, 252, 214, 550, 503, 501, 500, 502, 504, 554, 450, 451, 452, 421, 530, 535, 454, 551, 552, 553, 555}

// Example returns the octets of a reply that meets the expectation, as is usual in state
// s: the code of a class that the rules name first for what is owed, and no text but
// what is written.
func (e *Expectation) Example(s smtp.State) []byte {
	if e.Exact != nil {
		return e.Exact
	}
	code := e.exampleCode(s)
	if len(e.Lines) == 0 {
		return fmt.Appendf(nil, "%d\r\n", code)
	}
	var b []byte
	for k, l := range e.Lines {
		mark := "-"
		if k == len(e.Lines)-1 {
			mark = " "
		}
		if l.Text == "" && mark == " " {
			mark = ""
		}
		b = fmt.Appendf(b, "%d%s%s\r\n", code, mark, l.exampleText())
	}
	return b
}

// exampleText is the text as written, or what it asks for if that fits a line.
func (l ExpectLine) exampleText() string {
	if l.Contains == nil {
		return l.Text
	}
	if !readable(l.Contains) {
		return l.Enhanced.String()
	}
	return strings.TrimSpace(l.Enhanced.String() + " " + string(l.Contains))
}

func (e *Expectation) exampleCode(s smtp.State) int {
	likely := usual
	if o, ok := s.Owed(); ok {
		likely = append(slices.Clone(likelyFor(o)), usual...)
	}
	for _, code := range likely {
		if e.Admits(code) {
			return code
		}
	}
	code, _ := strconv.Atoi(strings.ReplaceAll(string(e.Lines[0].Classes[0]), "x", "0"))
	return code
}

func likelyFor(o smtp.Owed) []int {
	switch o.Matter {
	case smtp.ForGreeting:
		return []int{220}
	case smtp.ForAnswer:
		return []int{235}
	case smtp.ForText, smtp.ForChunk:
		return []int{250}
	}
	next, _ := o.Command.Verb.Answers()
	return slices.Concat(next.Success, next.Failure)
}
