package lint

import (
	"bytes"
	"context"
	"strings"
	"time"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A session is one way through a step that is played.
type session struct {
	ctx   context.Context
	peer  transcript.Peer
	tape  *transcript.Transcript
	world course.World
	step  *course.Step
	play  *course.Play
	from  int  // the first event of the step
	seen  int  // events that the play was told of
	slow  bool // each octet is a write of its own
	ticks *ticks
	slots chan struct{} // has one for this session
}

// reach opens a session as it is when step k begins: on a new connection, or behind the
// solutions of the steps before it. It is nil if there is none, which was reported.
func (c *checker) reach(k int, persona string) *session {
	first := k
	for first > 0 && !c.apart(first) {
		first--
	}
	s := c.connect(k, persona)
	if s == nil {
		return nil
	}
	for i := first; i < k; i++ {
		s.prelude(&c.lesson.Steps[i])
	}
	if st := s.state(); st.Phase() == smtp.Ended || st.Reading() != smtp.AsCommand {
		s.close()
		if s = c.connect(k, persona); s == nil {
			return nil
		}
	} else if first < k {
		s.from = s.tape.Len()
	}
	s.play = course.Begin(c.lesson)
	s.play.Open(k, s.tape, s.from, s.world)
	s.seen = s.from
	s.step = s.play.Step()
	s.follow()
	return s
}

// apart reports whether step i begins on a connection of its own.
func (c *checker) apart(i int) bool {
	return c.lesson.Steps[i].Fresh || c.lesson.Steps[i].Persona != c.lesson.Steps[i-1].Persona
}

// connect opens a session and waits for the greeting.
func (c *checker) connect(k int, persona string) *session {
	if c.ctx.Err() != nil {
		return nil
	}
	c.slots <- struct{}{} // whoever has one ends when ctx does
	peer, tape, world, err := c.open(c.ctx, persona)
	if err != nil {
		<-c.slots
		c.lost(k, persona, err)
		return nil
	}
	s := &session{ctx: c.ctx, peer: peer, tape: tape, world: world, slots: c.slots}
	s.settle(replyWait)
	return s
}

// close ends the session, and with it its server.
func (s *session) close() {
	s.peer.Close()
	<-s.slots
}

func (s *session) state() smtp.State { return s.tape.State(s.tape.Len()) }

// prelude plays a step that comes before the one that is looked at.
func (s *session) prelude(step *course.Step) {
	if step.Solution != nil {
		s.talk(step.Solution.Script, replyWait)
		return
	}
	for _, line := range step.Worked {
		if line.Blank || !s.say(line.Text, step.LoneLF) {
			return
		}
	}
}

// talk runs a script in the open session, whatever is answered.
func (s *session) talk(script *transcript.Script, wait time.Duration) transcript.Result {
	result := transcript.Run(s.ctx, script, s, s.tape, transcript.RunOptions{Fragment: true, From: s.from, Timeout: wait, KeepGoing: true})
	s.settle(wait)
	return result
}

// run runs a script as the student's part of the step.
func (s *session) run(script *transcript.Script, wait time.Duration) transcript.Result {
	result := s.talk(script, wait)
	s.follow()
	return result
}

// say says one line and waits for what it asks for; false if nothing can be said.
func (s *session) say(line string, loneLF bool) bool {
	end := "\r\n"
	if loneLF {
		end = "\n"
	}
	if s.state().Phase() == smtp.Handshake && s.peer.Secure(s.ctx) != nil {
		return false
	}
	if s.Send(s.ctx, []byte(line+end)) != nil {
		return false
	}
	return s.settle(replyWait)
}

// settle waits until no reply is owed, or the server waits itself: for the octets of a
// chunk, behind which its reply comes (RFC 3030 section 2). It is false if none comes, or
// the connection has ended.
func (s *session) settle(wait time.Duration) bool {
	wake, stop := s.tape.Watch()
	defer stop()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		st := s.state()
		switch {
		case st.Phase() == smtp.Ended:
			return false
		case st.OwedCount() == 0, st.Reading() == smtp.AsChunk:
			return true
		}
		select {
		case <-wake:
		case <-timer.C:
			return false
		case <-s.ctx.Done():
			return false
		}
	}
}

// Send says octets, after the play was told of all that came before them: what lies in
// a mailbox is asked as it is then.
func (s *session) Send(ctx context.Context, octets []byte) error {
	if s.play != nil {
		s.follow()
	}
	drip, ok := s.peer.(interface {
		Drip(ctx context.Context, octets []byte, flags transcript.Flags, piece int, pause time.Duration) error
	})
	if !s.slow || !ok {
		return s.peer.Send(ctx, octets)
	}
	for line := range bytes.Lines(octets) {
		if err := drip.Drip(ctx, line, 0, 1, 0); err != nil {
			return err
		}
	}
	return nil
}

// Secure makes the TLS handshake.
func (s *session) Secure(ctx context.Context) error { return s.peer.Secure(ctx) }

// Close closes the connection.
func (s *session) Close() error { return s.peer.Close() }

// follow tells the play what has happened. Every prediction that the step asks for was
// right.
func (s *session) follow() {
	for n := s.tape.Len(); s.seen < n; s.seen++ {
		s.play.Follow(s.seen + 1)
		if e := s.tape.At(s.seen); s.step.Predict && e.Who == transcript.Server && e.Flags&transcript.Stray == 0 {
			s.play.Predicted(string(rune('0'+e.Reply().Code/100)), true)
		}
		s.ticks.look(s)
	}
	s.play.Pass(s.tape.Elapsed())
}

// met reports whether every goal is met and nothing broken; first is the first that is
// not, -1 if there is none.
func (s *session) met() (first int, ok bool) {
	for i, g := range s.play.Goals() {
		if !g.Met {
			return i, false
		}
	}
	_, broken := s.play.Broken()
	return -1, !broken
}

// proofLimit is how many octets of a session a report shows.
const proofLimit = 4 << 10

// script returns the session as .ehlo text, without its heading.
func (s *session) script() string {
	var b bytes.Buffer
	if err := transcript.WriteScript(&b, s.tape); err != nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		if !strings.HasPrefix(line, "#:") {
			lines = append(lines, line)
		}
	}
	text := strings.TrimLeft(strings.Join(lines, ""), "\n")
	if len(text) > proofLimit {
		text = text[:strings.LastIndexByte(text[:proofLimit], '\n')+1] + "# …\n"
	}
	return text
}
