package line

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

// batch is how many lines of text may be on their way out.
const batch = 16

// pipe sends the lines of a pipe, each behind the reply to the one before it.
func (t *talk) pipe() {
	p := piped{talk: t}
	for !t.over {
		switch {
		case t.d.Mode() == desk.QuestionMode:
			p.answer()
		case t.d.Mode() == desk.SecretMode:
			p.refuse()
		case t.d.Mode() == desk.PredictMode:
			t.show(t.d.Predict(desk.Skip)) // its lines are no guesses
		case t.d.Status().Securing:
			t.await(false)
		case t.result.Withheld != nil, t.result.Broken, p.timedOut(), p.isOver():
			t.part()
		case !p.takes(), t.ended && !t.d.Ready() && !t.closed():
			t.await(false)
		case t.ended:
			p.end()
		default:
			if line, got := t.await(true); got {
				p.give(line)
			}
		}
	}
}

// piped is what has to be known of the lines that were given.
type piped struct {
	*talk
	data     bool // the last line given was DATA
	text     bool // the last lines given are message text that has not ended
	skipping bool // the lines up to the single dot are text that DATA did not get a 354 for
	quitting bool // ehlo said QUIT itself
	warned   bool // of a dot that the server takes away
}

// takes reports whether a line may be given now.
func (p *piped) takes() bool {
	s := p.d.Status()
	switch {
	case p.saving:
		return false
	case p.d.Ready():
		return p.o.Commands || p.d.State().Phase() != smtp.Leaving
	case p.o.Commands && p.closed():
		return !p.ended
	}
	return p.text && p.d.Mode() == desk.TextMode && s.Open && s.Queued < batch
}

// isOver reports whether nothing can be said any more: there is no connection, or
// the server has said goodbye.
func (p *piped) isOver() bool {
	if p.o.Commands && !p.ended {
		return false // :reconnect may follow
	}
	return p.closed() || p.d.Ready() && p.d.State().Phase() == smtp.Leaving
}

func (p *piped) timedOut() bool { return p.judge.timedOut && p.d.Status().Open }

func (p *piped) give(line string) {
	if p.data && p.d.State().Reading() != smtp.AsText {
		p.skipping = true
	}
	p.data = false
	switch {
	case p.skipping:
		p.result.Skipped++
		p.skipping = !isDot(line)
	case p.o.Commands && p.d.Mine(line):
		p.text = false
		p.saving = strings.HasPrefix(line, ":save")
		p.show(p.d.Enter(line))
	case p.d.Status().Gathers:
		p.show(p.d.Enter(line))
	default:
		inText := p.d.Mode() == desk.TextMode
		p.text = inText && !isDot(line)
		p.warn(line)
		p.data = !inText && p.d.State().Reading() == smtp.AsCommand && isData(line)
		if p.o.Commands && strings.HasPrefix(line, "::") {
			line = line[1:]
		}
		p.result.Lost = p.result.Lost || p.closed()
		p.show(p.d.Feed(line))
	}
}

// warn says once that a text line loses its first dot: a pipe is taken as the wire,
// where a dot that begins a line is doubled (RFC 5321 section 4.5.2).
func (p *piped) warn(line string) {
	if !p.text || p.warned || p.d.Status().Stuffing || !strings.HasPrefix(line, ".") || strings.HasPrefix(line, "..") {
		return
	}
	p.warned = true
	p.complain("a text line begins with one dot, which the server takes away", "--stuff doubles such dots")
}

// answer answers the question that waits: with y only if that was asked for.
func (p *piped) answer() {
	q, _ := p.d.Question()
	if !p.o.Yes {
		p.result.Withheld = &q
	}
	p.show(p.d.Confirm(p.o.Yes))
}

// refuse gives no secret: the lines of a pipe are read in the open.
func (p *piped) refuse() {
	if words, _ := p.d.Hidden(); words == "" {
		p.await(false) // it is looked for elsewhere
		return
	}
	p.result.Failed++
	p.complain("nobody can be asked for a secret here", "--password-command COMMAND, or a line in .netrc, gives a password")
	p.show(p.d.Stop(false))
}

// end does what is due at the end of the input: inside AUTH it gives up, inside a
// message it closes the connection without the dot, else it says QUIT.
func (p *piped) end() {
	s := p.d.State()
	switch {
	case p.quitting, p.d.Status().Halved:
		p.part()
	case p.d.Status().Gathers:
		p.show(p.d.Enter(":group send"))
	case s.Reading() == smtp.AsText || s.Reading() == smtp.AsChunk || s.Phase() == smtp.InChunks:
		p.result.Unfinished, p.result.Chunked = true, s.Reading() != smtp.AsText
		p.leave()
	case s.Reading() == smtp.AsAnswer:
		p.show(p.d.Enter("*"))
	default:
		p.quitting, p.judge.goodbye = true, true
		p.show(p.d.Enter("QUIT"))
	}
}
