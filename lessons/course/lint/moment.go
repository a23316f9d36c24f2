package lint

import (
	"bytes"
	"slices"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A moment is what a step of a script was when it was said.
type moment struct {
	step    int // of the script
	command smtp.Command
	octets  []byte
	reading smtp.Reading
	open    bool // a mail transaction was
	ends    bool // it ended the text
}

// moments returns what was said in a session that a script led. What the script says and
// the session does not have, such as text that was skipped, is left out.
func (s *session) moments(script *transcript.Script) []moment {
	var all []moment
	at := s.from
	for i, step := range script.Steps {
		if step.Kind != transcript.SayLine && step.Kind != transcript.SayOctets {
			continue
		}
		for at < s.tape.Len() && s.tape.At(at).Who != transcript.Client {
			at++
		}
		if at == s.tape.Len() {
			break
		}
		e := s.tape.At(at)
		if !bytes.HasPrefix(step.Octets, e.Octets) {
			continue
		}
		before := s.tape.State(at)
		_, open := before.Sender()
		m := moment{step: i, octets: step.Octets, reading: before.Reading(), open: open}
		if m.reading == smtp.AsCommand {
			m.command = smtp.ParseCommand(e.Octets)
		}
		m.ends = m.reading == smtp.AsText && e.After(before).Reading() != smtp.AsText
		all = append(all, m)
		for rest := len(step.Octets); at < s.tape.Len() && rest > 0; at++ {
			if e := s.tape.At(at); e.Who == transcript.Client {
				rest -= len(e.Octets)
			}
		}
	}
	return all
}

// asks reports whether a reply is owed to what was said: a command, or the end of text.
func (m moment) asks() bool { return m.reading == smtp.AsCommand || m.ends }

// relaxed returns the script with any reply admitted wherever one is expected.
func relaxed(s *transcript.Script) *transcript.Script {
	loose := &transcript.Script{Name: s.Name, Steps: slices.Clone(s.Steps)}
	for i := range loose.Steps {
		step := &loose.Steps[i]
		if step.Kind != transcript.ExpectReply {
			continue
		}
		// Where no 354 is expected, what follows is no text that would be skipped.
		if step.Expect.Admits(354) {
			step.Expect = &transcript.Expectation{}
		} else {
			step.Expect = &transcript.Expectation{Lines: []transcript.ExpectLine{{Classes: []transcript.CodeClass{"2xx", "4xx", "5xx"}}}}
		}
	}
	return loose
}

// faulty reports whether a client line of the session broke a rule: then a server of
// another type may well answer otherwise.
func (s *session) faulty(script *transcript.Script) bool {
	for _, step := range script.Steps {
		if step.Kind == transcript.SayOctets || step.Directive != nil && slices.Contains([]string{"early", "group", "send"}, step.Directive.Name) {
			return true
		}
	}
	for i := s.from; i < s.tape.Len(); i++ {
		e := s.tape.At(i)
		if e.Who != transcript.Client {
			continue
		}
		switch before := s.tape.State(i); before.Reading() {
		case smtp.AsCommand:
			if c := smtp.ParseCommand(e.Octets); len(c.FaultsIn(before)) > 0 || c.Verb.Standing() != smtp.Core {
				return true
			}
		case smtp.AsText:
			if len(smtp.CheckText(e.Octets)) > 0 {
				return true
			}
		}
	}
	return false
}

// unit returns the steps of a script that belong to step i: what is said, and the
// replies behind it.
func unit(s *transcript.Script, i int) (from, to int) {
	to = i + 1
	for to < len(s.Steps) && (s.Steps[to].Kind == transcript.ExpectReply || s.Steps[to].Kind == transcript.Remark ||
		s.Steps[to].Directive != nil && (s.Steps[to].Directive.Name == "closed" || s.Steps[to].Directive.Name == "silence")) {
		to++
	}
	return i, to
}

// without returns the script without a command and its replies.
func without(s *transcript.Script, i int) *transcript.Script {
	from, to := unit(s, i)
	return &transcript.Script{Name: s.Name, Steps: slices.Concat(s.Steps[:from], s.Steps[to:])}
}
