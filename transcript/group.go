package transcript

import (
	"bytes"
	"context"
	"slices"
	"time"

	"ehlo/session/smtp"
)

// A group is what the client says with no expectation and no directive between.
type group struct {
	one   bool // @group: in one write, whatever
	early bool // @early: before the greeting
	says  []int
	next  int // the step behind it
}

// collect returns the group that step i begins.
func (s *Script) collect(i int) group {
	var g group
	for ; i < len(s.Steps); i++ {
		switch step := s.Steps[i]; {
		case step.silent():
			continue
		case step.Says():
			g.says = append(g.says, i)
			continue
		case len(g.says) == 0 && step.is("group"):
			g.one = true
			continue
		case len(g.says) == 0 && step.is("early"):
			g.early = true
			continue
		}
		break
	}
	g.next = i
	return g
}

// group sends the group that step i begins and returns the step behind it.
func (r *runner) group(i int) (int, error) {
	g := r.script.collect(i)
	if err := r.begin(g); err != nil {
		return i, err
	}
	w := groupWriter{runner: r, one: g.one, state: r.state()}
	for _, k := range g.says {
		step := r.script.Steps[k]
		if err := w.say(r.octets(step), step.raw() && !g.one); err != nil {
			return i, r.locate(step, err)
		}
	}
	return g.next, w.flush()
}

// begin waits for what is owed before the group; what no step has met of it is
// passed over. Nothing is waited for before @early and before octets.
func (r *runner) begin(g group) error {
	if first := r.script.Steps[g.says[0]]; g.early || first.raw() && !g.one {
		return nil
	}
	if err := r.ready(); err != nil {
		return err
	}
	r.discard()
	return nil
}

// octets returns what a step says, variables replaced; their values are concealed
// from then on.
func (r *runner) octets(s Step) []byte {
	if s.Directive == nil {
		return s.Octets
	}
	arg := s.Directive.Args[0]
	for _, name := range arg.Variables() {
		if value := r.opts.Vars[name]; !r.told[value] {
			r.tape.Conceal([]byte(value))
			if r.told == nil {
				r.told = map[string]bool{}
			}
			r.told[value] = true
		}
	}
	text := []byte(arg.expand(r.opts.Vars))
	if arg.Quoted && bytes.HasSuffix(text, []byte("\n")) {
		return text
	}
	return append(text, '\r', '\n')
}

// send says octets in one write; nothing if there are none.
func (r *runner) send(octets []byte, flags Flags) error {
	if len(octets) == 0 {
		return nil
	}
	if r.state().Phase() == smtp.Ended {
		return errClosed
	}
	r.voided = false
	err := r.write(octets, flags)
	r.since = time.Now()
	return err
}

// errClosed is for what wants to be said when there is nobody to say it to.
var errClosed = &GoneError{What: "the connection is closed; @closed would expect that"}

// A flagPeer takes flags for the events that record what it sends.
type flagPeer interface {
	SendFlags(ctx context.Context, octets []byte, flags Flags) error
}

// write hands octets to the peer, with flags if it takes them.
func (r *runner) write(octets []byte, flags Flags) error {
	if p, ok := r.peer.(flagPeer); ok && flags != 0 {
		return p.SendFlags(r.ctx, octets, flags)
	}
	return r.peer.Send(r.ctx, octets)
}

// skip takes octets of a text that is not sent and returns those behind its end.
func (r *runner) skip(octets []byte) []byte {
	_, used, done := r.textless.Write(nil, octets)
	r.result.Skipped += max(1, bytes.Count(octets[:used], []byte("\n")))
	r.skipping, r.voided = !done, true
	r.skipped, r.decided = r.refusal, r.refusal
	return octets[used:]
}

// A groupWriter gathers the lines of a group into as few writes as the rules of
// pipelining allow (RFC 2920 section 3.1).
type groupWriter struct {
	*runner
	one   bool
	buf   []byte
	state smtp.State // behind what is in buf
	wait  bool       // a reply must come before the next line
}

// say adds one line; or sends octets of their own write, which never wait.
func (w *groupWriter) say(octets []byte, raw bool) error {
	if w.wait && !w.one && !raw {
		if err := w.turn(); err != nil {
			return err
		}
	}
	if w.skipping {
		if octets = w.skip(octets); len(octets) == 0 {
			return nil
		}
	}
	if raw {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.wait = mustWait(w.state, octets) || w.wait
	w.state = w.state.Said(octets)
	w.buf = append(w.buf, octets...)
	if raw {
		return w.flush()
	}
	return nil
}

// turn sends what is gathered and waits for the replies. They are left for the
// steps behind the group.
func (w *groupWriter) turn() error {
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.ready(); err != nil {
		return err
	}
	w.state, w.wait = w.runner.state(), false
	return nil
}

func (w *groupWriter) flush() error {
	octets := w.buf
	w.buf = nil
	return w.send(octets, 0)
}

// lastInGroup are the verbs whose reply decides how to go on (RFC 2920 section
// 3.1, RFC 3207 section 4, RFC 4954 section 4).
var lastInGroup = []smtp.Verb{
	smtp.DATA, smtp.EHLO, smtp.HELO, smtp.LHLO, smtp.VRFY, smtp.EXPN, smtp.TURN, smtp.QUIT, smtp.NOOP, smtp.STARTTLS, smtp.AUTH,
}

// mustWait reports whether, once octets are said in state s, a reply must be
// waited for before more is said.
func mustWait(s smtp.State, octets []byte) bool {
	wait := false
	for len(octets) > 0 {
		n := bytes.IndexByte(octets, '\n') + 1
		if n == 0 {
			n = len(octets)
		}
		line := octets[:n:n]
		octets = octets[n:]
		after := s.Said(line)
		wait = lineWaits(s, after, line) || wait
		s = after
	}
	return wait
}

func lineWaits(before, after smtp.State, line []byte) bool {
	pipelining := before.Offers("PIPELINING")
	switch before.Reading() {
	case smtp.AsText, smtp.AsChunk:
		return after.Reading() != before.Reading() && !pipelining
	}
	if before.Reading() != smtp.AsHeld && after.OwedCount() == before.OwedCount() {
		return false // half a line
	}
	if before.Reading() == smtp.AsCommand {
		verb := smtp.ParseCommand(slices.Concat(before.Pending(), line)).Verb
		return !pipelining || verb.Standing() == smtp.Foreign || slices.Contains(lastInGroup, verb)
	}
	return true
}
