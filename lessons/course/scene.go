package course

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/expr-lang/expr/vm"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Bounds of what a condition sees: the latest of it, where there is more. Of events,
// message text is forgotten first.
const (
	EventLimit  = 256
	LetterLimit = 64       // of a mailbox
	OctetLimit  = 16 << 10 // octets of all texts in the events; of either side of the wire; of a mailbox
	TextLimit   = 1 << 10  // octets of one text in an event, or in the state; the first of them
	faultLimit  = 8        // faults of an event
)

// A Scene is what has happened since a step began. It follows a transcript and keeps
// nothing that the transcript does not say, but for the predictions and for where ehlo
// spoke of its own accord.
type Scene struct {
	tape      *transcript.Transcript
	from      int // the first event
	next      int // the first that was not seen
	state     smtp.State
	world     World
	boxes     map[string]int // how many were in a mailbox when the step began
	events    []*Event
	octets    int // of the texts in events
	client    []byte
	server    []byte
	last      Event
	closed    string
	spoke     time.Duration // when the client's last octets left; negative: the server spoke since
	now       time.Duration
	predicted Predicted
	own       int             // the first event that ehlo may have said of its own accord; -1: none
	mails     map[*byte]*Mail // what letters say, by their first octet: each is read once
	viewed    *view           // what expressions see of all this; nil when something has changed since
	machine   vm.VM
}

// NewScene returns the scene of a step that begins behind the first from events of
// tape: on a connection of its own if the next event tells that it was made. A nil world
// is that of another server.
func NewScene(tape *transcript.Transcript, from int, world World) *Scene {
	s := &Scene{
		tape: tape, from: from, next: from, state: tape.State(from), world: world,
		boxes: map[string]int{}, mails: map[*byte]*Mail{}, spoke: -1, own: -1,
	}
	s.machine.MemoryBudget = MemoryLimit
	if from < tape.Len() && tape.At(from).Fact == transcript.Connected {
		s.state = s.state.Connected() // what another connection had is no news
	}
	if world != nil {
		for _, address := range world.Addresses() {
			s.boxes[strings.ToLower(address)] = len(world.Box(address))
		}
	}
	return s
}

// Follow takes in the events below n.
func (s *Scene) Follow(n int) {
	for ; s.next < n; s.next++ {
		e := s.tape.At(s.next)
		if !s.ours(s.next, e) {
			s.add(s.next, e)
		}
		s.state = e.After(s.state)
		s.viewed = nil
	}
}

// ours reports whether event i is what ehlo said of its own accord, or a reply to that:
// it is no doing of the student's, and no goal sees it.
func (s *Scene) ours(i int, e transcript.Event) bool {
	switch {
	case s.own < 0:
		return false
	case e.Who == transcript.Client:
		return i >= s.own
	case e.Who == transcript.Server:
		return s.tape.Question(i) >= s.own
	case i >= s.own && e.Fact == transcript.Connected:
		s.own = -1
	}
	return false
}

// predict notes how a prediction turned out.
func (s *Scene) predict(answer string, right bool) {
	s.predicted.N++
	s.predicted.Last = answer
	if right {
		s.predicted.Right++
	}
	s.viewed = nil
}

// Pass says what time it is, as an offset to the beginning of the transcript.
func (s *Scene) Pass(now time.Duration) { s.now = max(now, s.now) }

func (s *Scene) add(i int, e transcript.Event) {
	s.Pass(e.At)
	v := &Event{At: i - s.from, Who: e.Who.String()}
	switch e.Who {
	case transcript.Client:
		s.describe(v, e)
		s.client = latest(s.client, e.Octets)
		s.spoke = e.At
		s.last = *v
	case transcript.Server:
		s.answer(v, i, e)
		s.server = latest(s.server, e.Octets)
		s.spoke = -1
	default:
		v.Fact = e.Fact.String()
		s.end(e)
	}
	s.keep(v)
}

// keep adds an event and forgets what is too much: the oldest message text, or else the
// oldest event.
func (s *Scene) keep(v *Event) {
	s.events = append(s.events, v)
	s.octets += v.octets()
	for len(s.events) > EventLimit || s.octets > OctetLimit {
		i := max(0, slices.IndexFunc(s.events[:len(s.events)-1], (*Event).isText))
		s.octets -= s.events[i].octets()
		s.events = slices.Delete(s.events, i, i+1)
	}
}

func (e *Event) isText() bool { return e.Verb == "text" || e.Verb == "chunk" }

// octets returns how many the texts of an event have, but for those that are part of
// its line.
func (e *Event) octets() int { return len(e.Line) + len(e.Text) }

func (s *Scene) end(e transcript.Event) {
	switch {
	case e.Fact == transcript.Connected:
		s.closed = ""
	case e.Fact == transcript.Lost, e.Fact == transcript.Closed && strings.HasPrefix(e.Text, transcript.ClosedByServer):
		s.closed = "server"
	case e.Fact == transcript.Closed:
		s.closed = "client"
	}
}

// latest appends more to kept and forgets, not every time, what is too much.
func latest(kept, more []byte) []byte {
	if kept = append(kept, more...); len(kept) > 4*OctetLimit {
		kept = append(kept[:0], tail(kept)...)
	}
	return kept
}

// tail returns as much of the octets of one side as is seen, the latest.
func tail(octets []byte) []byte { return octets[max(0, len(octets)-OctetLimit):] }

// short returns the first octets of a text.
func short(text string) string { return text[:min(len(text), TextLimit)] }

// describe tells what a client's octets were.
func (s *Scene) describe(v *Event, e transcript.Event) {
	line := bytes.TrimRight(e.Octets, "\r\n")
	v.Line = string(line[:min(len(line), TextLimit)])
	v.Verb = s.reading(e)
	if v.Verb != "" {
		for _, f := range textFaults(v.Verb, e.Octets) {
			v.Faults = append(v.Faults, f.Kind.String())
		}
		v.blame()
		return
	}
	c := smtp.ParseCommand(e.Octets)
	if c.Verb.Standing() != smtp.Foreign {
		v.Verb = string(c.Verb)
	}
	_, v.Argument, _ = strings.Cut(v.Line, " ")
	v.Path = short(c.Path.Address())
	for _, f := range c.FaultsIn(s.state) {
		v.Faults = append(v.Faults, f.Kind.String())
	}
	v.blame()
}

func textFaults(verb string, octets []byte) []smtp.Fault {
	if verb == "text" {
		return smtp.CheckText(octets)
	}
	return nil
}

// blame names the first of the faults, and forgets what is too much.
func (v *Event) blame() {
	v.Faults = v.Faults[:min(len(v.Faults), faultLimit)]
	if len(v.Faults) > 0 {
		v.Fault = v.Faults[0]
	}
}

// reading names what is no command; "" for one that is.
func (s *Scene) reading(e transcript.Event) string {
	switch s.state.Reading() {
	case smtp.AsText:
		if e.After(s.state).Reading() != smtp.AsText {
			return "."
		}
		return "text"
	case smtp.AsAnswer:
		return "answer"
	case smtp.AsChunk:
		return "chunk"
	}
	return ""
}

// answer tells what a reply is and what it answers.
func (s *Scene) answer(v *Event, i int, e transcript.Event) {
	r := e.Reply()
	v.Code, v.Enhanced, v.Text = r.Code, r.Enhanced.String(), short(r.Text())
	for range r.Lines() {
		v.Lines++
	}
	for _, f := range r.Faults() {
		v.Faults = append(v.Faults, f.Kind.String())
	}
	v.blame()
	if e.Flags&transcript.Stray != 0 {
		return
	}
	if owed, ok := s.state.Owed(); ok && owed.Matter == smtp.ForGreeting {
		v.Verb = "greeting"
		return
	}
	if q := s.tape.Question(i); q >= 0 {
		v.Verb = s.verbAt(q)
	}
}

// verbAt returns what the client said in event q, which may lie before the step.
func (s *Scene) verbAt(q int) string {
	for k := len(s.events) - 1; k >= 0; k-- {
		if s.events[k].At == q-s.from {
			return s.events[k].Verb
		}
	}
	before := &Scene{tape: s.tape, state: s.tape.State(q)}
	v := Event{}
	before.describe(&v, s.tape.At(q))
	return v.Verb
}

// view returns what an expression sees, the octets of the wire only if it asks for
// them. It is made once for each event, whatever is asked.
func (s *Scene) view(wire bool) *view {
	if s.viewed == nil {
		s.viewed = s.look()
	}
	if w := &s.viewed.Wire; wire && w.Client == "" && w.Server == "" {
		*w = Wire{Client: string(tail(s.client)), Server: string(tail(s.server))}
	}
	return s.viewed
}

func (s *Scene) look() *view {
	return &view{
		Events:    s.events,
		Last:      s.last,
		State:     stateOf(s.state),
		Closed:    s.closed,
		Predicted: s.predicted,
		Said:      s.said,
		Replies:   s.replies,
		Box:       s.box,
		Silence:   s.silence,
		Order:     s.order,
		Count:     func(list []*Event) int { return len(list) },
	}
}

func (s *Scene) said(verb string) []*Event {
	verb = smtp.Upper(verb)
	var found []*Event
	for _, e := range s.events {
		if e.Who == "client" && e.is(verb) {
			found = append(found, e)
		}
	}
	return found
}

func (s *Scene) replies(verb, class string) []*Event {
	verb = smtp.Upper(verb)
	var found []*Event
	for _, e := range s.events {
		if e.Who == "server" && e.is(verb) && admits(class, e.Code) {
			found = append(found, e)
		}
	}
	return found
}

// is reports whether the verb of an event is this one, which is in upper case; the names
// of what is no command are in lower case.
func (e *Event) is(verb string) bool {
	return len(e.Verb) == len(verb) && smtp.Upper(e.Verb) == verb
}

func admits(classes string, code int) bool {
	for class := range strings.SplitSeq(classes, "|") {
		if transcript.CodeClass(class).Has(code) {
			return true
		}
	}
	return false
}

// order reports whether replies of these kinds, each "VERB class", came in this order.
func (s *Scene) order(steps ...string) bool {
	next := 0
	for _, step := range steps {
		verb, class, _ := strings.Cut(step, " ")
		verb = smtp.Upper(verb)
		for {
			if next == len(s.events) {
				return false
			}
			e := s.events[next]
			next++
			if e.Who == "server" && e.is(verb) && admits(class, e.Code) {
				break
			}
		}
	}
	return true
}

func (s *Scene) silence(seconds int) bool {
	return s.spoke >= 0 && s.now-s.spoke >= time.Duration(seconds)*time.Second
}

func stateOf(s smtp.State) State {
	v := State{
		Phase: s.Phase().String(), HelloName: short(s.HelloName()),
		Accepted: s.Accepted(), Refused: s.Refused(),
		TLS: s.TLS(), Login: s.Authenticated(), InText: s.Reading() == smtp.AsText,
	}
	v.Hello = helloName(s.Hello())
	for _, o := range s.Offered() {
		v.Offers = append(v.Offers, o.Keyword)
	}
	if p, ok := s.Sender(); ok {
		v.Open, v.Sender = true, short(p.Address())
	}
	return v
}

func helloName(h smtp.Hello) string {
	switch h {
	case smtp.ExtendedHello:
		return "EHLO"
	case smtp.PlainHello:
		return "HELO"
	case smtp.LocalHello:
		return "LHLO"
	}
	return ""
}
