package course

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// An Aim is the place that a step leads to, as far as the protocol knows it. It has no
// names and no words of the solution: others will do as well.
type Aim struct {
	State    smtp.State // where the solution ends, before the goodbye if it says one
	Messages int        // how many were accepted on the way
	People   int        // recipients that have one of them, each counted once
	Goodbye  bool       // QUIT is said in the end, and answered with 221
	Closed   bool       // the connection ends, with a goodbye or without
}

// Aim returns where the step leads from state s, in which it begins: the lines of its
// solution and the replies expected to them, folded. It is false where there is nothing
// to be shown beside the place where one is:
//
//   - Replies are to be guessed, for the place behind them would tell them.
//   - There is no solution, or one that does more than talk, or that leaves a reply open:
//     its end is not known.
//   - The solution ends where it began, as one of questions does.
func (s *Step) Aim(from smtp.State) (Aim, bool) {
	if s.Predict || s.Solution == nil {
		return Aim{}, false
	}
	f := aiming{state: from, seen: from.Messages(), aim: Aim{State: from}, people: map[string]bool{}}
	for _, step := range s.Solution.Script.Steps {
		if !f.step(step) {
			return Aim{}, false
		}
	}
	if f.state.OwedCount() > 0 {
		return Aim{}, false
	}
	f.aim.People = len(f.people)
	return f.aim, f.aim.Messages > 0 || f.aim.Closed || placeOf(f.aim.State) != placeOf(from)
}

// place is what makes one state another place than the next.
type place struct {
	phase             smtp.Phase
	owner             smtp.Owner
	accepted, refused int
	tls, login        bool
}

func placeOf(s smtp.State) place {
	return place{s.Phase(), s.Owner(), s.Accepted(), s.Refused(), s.TLS(), s.Authenticated()}
}

// An aiming follows a solution.
type aiming struct {
	state  smtp.State
	aim    Aim
	seen   int             // messages of the state that were counted
	taken  smtp.State      // behind the latest of them
	people map[string]bool // who has a message, in lower case
	told   bool            // the last step was no line to be said
}

// step takes one step of the script; false if nobody can tell what it comes to.
func (f *aiming) step(s transcript.Step) bool {
	switch {
	case s.Kind == transcript.SayLine, s.Kind == transcript.SayOctets:
		if f.told && f.state.OwedCount() > 0 {
			return false // a reply is not written: nobody knows which
		}
		f.secure()
		f.state = f.state.Said(s.Octets)
		f.note()
	case s.Kind == transcript.ExpectReply:
		if !decides(s.Expect) {
			return false
		}
		f.answer(s.Expect)
	case s.Kind == transcript.DirectiveStep:
		f.told = true
		return f.direct(s.Directive.Name)
	default:
		return true // a note
	}
	f.told = s.Kind == transcript.ExpectReply
	return true
}

func (f *aiming) direct(name string) bool {
	switch name {
	case "tls":
		f.secure()
	case "closed", "close":
		f.state = f.state.Closed()
		f.note()
	case "group", "early", "silence", "wait", "pause", "mark", "clock":
	default:
		return false
	}
	return true
}

// decides reports whether it is known what is expected: yes, go on, or no of either kind.
func decides(e *transcript.Expectation) bool {
	if e.Exact != nil {
		return true
	}
	if len(e.Lines) == 0 {
		return false
	}
	classes := e.Lines[0].Classes
	first := min(classes[0][0], '4')
	return !slices.ContainsFunc(classes, func(c transcript.CodeClass) bool { return min(c[0], '4') != first })
}

// secure is the handshake that follows STARTTLS by itself.
func (f *aiming) secure() {
	if f.state.Phase() == smtp.Handshake {
		f.state = f.state.Secured()
		f.note()
	}
}

func (f *aiming) answer(e *transcript.Expectation) {
	r := smtp.ParseReply(e.Example(f.state))
	f.state = f.state.Answered(r)
	f.aim.Goodbye = f.aim.Goodbye || r.Code == 221
	f.count()
	f.note()
}

// count counts a message once nothing is left of its transaction: in LMTP several
// replies say that it was accepted.
func (f *aiming) count() {
	if _, open := f.state.Sender(); open || f.state.Messages() == f.seen {
		return
	}
	f.seen = f.state.Messages()
	f.taken = f.state
	f.aim.Messages++
	_, recipients, _ := f.state.Last()
	for _, r := range recipients {
		if r.Accepted() {
			f.people[strings.ToLower(r.Path.Address())] = true
		}
	}
}

// note keeps the state as the place that was reached. What is said behind an accepted
// message and leaves no trace takes nothing of it back, nor does the goodbye.
func (f *aiming) note() {
	s := f.state
	switch p := s.Phase(); {
	case p == smtp.Leaving, p == smtp.Ended:
		f.aim.Closed = true
	case s.OwedCount() > 0:
	case p == smtp.Ready && f.aim.Messages > 0 && s.Owner() == smtp.Nobody:
		f.aim.State = f.taken
	default:
		f.aim.State = s
	}
}
