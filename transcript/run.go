package transcript

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// A Peer is whom a script talks to. It records what it sends, and what comes back,
// in the transcript that Run is given.
type Peer interface {
	// Send says octets in one write. It does not wait for a reply.
	Send(ctx context.Context, octets []byte) error
	// Secure makes the TLS handshake that follows the 220 to STARTTLS.
	Secure(ctx context.Context) error
	// Close drops the connection without a word.
	Close() error
}

// A House is the included server, as far as a script may move it.
type House interface {
	Persona(name string) error     // from the next connection on
	Advance(d time.Duration) error // its clock
}

// ReplyWait is how long Run waits for a reply if it is not told otherwise.
const ReplyWait = 30 * time.Second

// RunOptions say how to run a script. The zero value runs one that needs no file,
// no variable and no other server, from the greeting on.
type RunOptions struct {
	Vars      map[string]string // what ${NAME} stands for; names not in it are errors
	Files     fs.FS             // where @data and @bdat find their files; nil: nowhere
	Timeout   time.Duration     // for each reply; 0 means [ReplyWait]
	KeepGoing bool              // do not stop at the first difference
	Fragment  bool              // a piece of a lesson: in an open session, which stays open
	From      int               // the first event whose reply may be met; 0 for a whole script
	House     House             // nil: @persona and @clock are errors

	// Login honours @auth, up to the final reply, with a secret that the script does
	// not hold. MayLogin says whether it can; an error says why not. Both nil: @auth
	// is an error.
	MayLogin func(mechanism, user string) error
	Login    func(ctx context.Context, mechanism, user string) error

	// MayConnect says whether @connect may be honoured; an error says why not.
	// Connect honours it: it returns whom to talk to from then on, recording in the
	// same transcript, or nil to go on as before. Both nil: @connect is an error.
	MayConnect func(target, tls string) error
	Connect    func(ctx context.Context, target, tls string) (Peer, error)
}

func (o RunOptions) wait() time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return ReplyWait
}

// An Outcome is how a run ended.
type Outcome int

// The outcomes, from good to bad.
const (
	AsExpected Outcome = iota
	Different          // at least one reply was not what the script expects
	Unfinished         // the script ended inside the message; nobody got it
	Usage              // the script cannot be run as it is
	Gone               // the connection is gone, or a reply did not come in time
	Protocol           // the server broke the rules
	Unproven           // nobody is logged in though the script asks for it
	Plain              // no TLS came about, or none with a certificate that verifies
)

var outcomeNames = [...]string{"as expected", "different", "unfinished", "usage", "gone", "protocol", "unproven", "plain"}

// String returns the outcome in one or two words.
func (o Outcome) String() string { return nameAt(outcomeNames[:], int(o)) }

// A Result is what came of a run.
type Result struct {
	Outcome     Outcome
	Differences []Difference
	Met         int   // replies that were as expected
	Skipped     int   // lines of message text that were not sent, because DATA got no 354
	Unparted    bool  // a message was accepted, and the reply to QUIT did not come; no failure
	Err         error // for every outcome but AsExpected and Different: *ScriptError, *GoneError, *ProtocolError, ErrUnfinished or of the context
}

// ErrUnfinished says that a script ended inside message text or a chunk.
var ErrUnfinished = errors.New("input ended inside the message; it was not completed, nobody got it")

// A Difference is one place where the server did something else than the script
// expects.
type Difference struct {
	File   string
	Line   int
	Col    int    // in octets, counted from 1
	Source string // the line, not sanitised
	Want   string // in words: "250", "550 5.1.1", "silence"; sanitised
	Got    smtp.Reply
	None   bool   // nothing came; Got is empty
	Hint   string // may be empty
}

// String returns "file:line: expected 250, got 550 5.1.1 No such user here".
func (d Difference) String() string {
	got := "nothing"
	if !d.None {
		got = replyWords(d.Got)
	}
	return fmt.Sprintf("%s:%d: expected %s, got %s", shown(d.File), d.Line, d.Want, got)
}

// Detail returns the difference, the line with a caret under the place, and the
// hint. It ends in a line end.
func (d Difference) Detail() string {
	return d.String() + "\n" + pointAt(d.Source, d.Col) + hintLine(d.Hint)
}

// shownLines is how many lines of a reply a message shows.
const shownLines = 3

// replyWords returns a reply on one line, its lines parted by " / ".
func replyWords(r smtp.Reply) string {
	var b strings.Builder
	rest, n := string(r.Octets), 0
	for ; rest != "" && n < shownLines; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\r\n")
		if n > 0 {
			b.WriteString(" / ")
		}
		b.WriteString(shown(line))
	}
	if rest != "" {
		b.WriteString(" / …")
	}
	return b.String()
}

// Run runs a script against a peer: it sends what the script says and compares the
// replies, which it reads from the transcript. Nothing is sent before the script
// was found fit to run with these options, see [Script.Check]. At its end the
// connection is closed: with QUIT outside a message, without the final dot inside
// one (RFC 5321 section 4.1.1.10).
func Run(ctx context.Context, s *Script, peer Peer, t *Transcript, o RunOptions) Result {
	r := &runner{ctx: ctx, script: s, peer: peer, tape: t, opts: o, cursor: o.From, refusal: -1, decided: -1, skipped: -1, since: time.Now()}
	wake, stop := t.Watch()
	defer stop()
	r.wake = wake
	err := s.Check(o)
	if err == nil {
		err = r.play()
	}
	r.conclude(err)
	return r.result
}

// A runner is a run under way. It keeps no state of the protocol: that is the
// transcript's.
type runner struct {
	ctx    context.Context
	script *Script
	peer   Peer
	tape   *Transcript
	opts   RunOptions
	wake   <-chan struct{}
	result Result

	cursor int             // the first event that no step has met
	since  time.Time       // when the last octets left or the last reply came
	told   map[string]bool // values of variables that are concealed
	closed bool            // this side closed the connection

	textless smtp.Unstuffer // reads the text that is skipped
	skipping bool           // the text that follows got no 354
	refusal  int            // the reply to DATA because of which
	decided  int            // the latest of those that a step met, or whose text was skipped
	skipped  int            // the latest of those whose text was skipped
	excused  int            // where a connection ended as expected; what was owed there is no matter
	voided   bool           // a text was skipped and nothing was sent since
}

// errDifferent stops a run at a difference, which is already noted.
var errDifferent = errors.New("different")

func (r *runner) play() error {
	steps := r.script.Steps
	for i := 0; i < len(steps); {
		next, err := r.step(i)
		if err != nil {
			return r.locate(steps[i], err)
		}
		i = next
	}
	if r.opts.Fragment || r.closed {
		return nil
	}
	if err := r.settleSecured(); err != nil {
		return err
	}
	switch r.state().Reading() {
	case smtp.AsText, smtp.AsChunk:
		return ErrUnfinished
	}
	return nil
}

// step does step i, or the group that it begins, and returns the next.
func (r *runner) step(i int) (int, error) {
	s := r.script.Steps[i]
	switch {
	case s.silent():
		return i + 1, nil
	case s.Kind == ExpectReply:
		return i + 1, r.meet(s)
	case s.Says(), s.is("group"), s.is("early"):
		return r.group(i)
	}
	return i + 1, r.direct(i)
}

// A locatedError is an error with the line of the script where it arose.
type locatedError struct {
	file string
	line int
	err  error
}

func (e *locatedError) Error() string { return fmt.Sprintf("%s:%d: %v", shown(e.file), e.line, e.err) }

func (e *locatedError) Unwrap() error { return e.err }

// Instead returns cause, with the line of the script where err arose, if it has one.
func Instead(err, cause error) error {
	var located *locatedError
	if errors.As(err, &located) {
		return &locatedError{located.file, located.line, cause}
	}
	return cause
}

// locate adds file and line to an error that does not have them.
func (r *runner) locate(s Step, err error) error {
	var script *ScriptError
	var located *locatedError
	if err == nil || errors.Is(err, errDifferent) || errors.As(err, &script) || errors.As(err, &located) {
		return err
	}
	return &locatedError{r.script.Name, s.Line, err}
}

// meet waits for the next reply and compares it.
func (r *runner) meet(s Step) error {
	r.skipping = false
	i, err := r.next(s.Expect)
	if err != nil {
		return err
	}
	if i < 0 {
		return r.differ(s, Difference{Want: s.Expect.String(), None: true, Hint: "the message text was not sent, since DATA got no 354"})
	}
	r.cursor = i + 1
	if i > r.skipped && r.refusesData(i) {
		if r.decided = i; s.Expect.Admits(354) {
			r.startSkip(i)
		}
	}
	event := r.tape.At(i)
	reply := event.Reply()
	line, col, ok := s.Expect.compare(reply)
	switch {
	case ok:
		r.result.Met++
		return nil
	case !event.answers() && event.Flags&Cut != 0:
		return &GoneError{What: "the connection ended inside a reply; expected " + s.Expect.String(), Octets: event.Octets}
	}
	d := Difference{Want: s.Expect.String(), Got: reply, Col: col}
	if line >= 0 {
		l := s.Expect.Lines[line]
		d.Line, d.Source = l.Line, l.Source
	}
	if s.Expect.Exact != nil {
		d.Hint = "the octets of the reply are " + quoted(reply.Octets)
	}
	if broken(reply) && s.Expect.Exact == nil {
		return r.breach(s, d)
	}
	return r.differ(s, d)
}

// differ notes a difference and stops the run unless it is to keep going.
func (r *runner) differ(s Step, d Difference) error {
	d.File = r.script.Name
	if d.Line == 0 {
		d.Line, d.Source = s.Line, s.Source
	}
	if d.Col == 0 {
		d.Col = len(s.Source) - len(strings.TrimLeft(s.Source, " \t")) + 1
	}
	r.result.Differences = append(r.result.Differences, d)
	r.result.Outcome = max(r.result.Outcome, Different)
	if r.opts.KeepGoing {
		return nil
	}
	return errDifferent
}

// breach notes a reply that breaks the syntax.
func (r *runner) breach(s Step, d Difference) error {
	err := r.differ(s, d)
	r.result.Outcome = Protocol
	if r.result.Err == nil {
		r.result.Err = r.locate(s, &ProtocolError{
			What:   "the server's octets are no reply by RFC 5321 section 4.2; expect them octet for octet with S\"…\"",
			Octets: d.Got.Octets,
		})
	}
	return err
}

// conclude turns the error that ended the run into its outcome and leaves.
func (r *runner) conclude(err error) {
	var script *ScriptError
	var protocol *ProtocolError
	outcome := Gone
	switch {
	case err == nil, errors.Is(err, errDifferent):
		outcome = r.result.Outcome
	case errors.Is(err, ErrUnfinished):
		outcome = Unfinished
	case errors.As(err, &script), errors.Is(err, errors.ErrUnsupported):
		outcome = Usage
	case errors.Is(err, ErrTLS):
		outcome = Plain
	case errors.Is(err, ErrLogin):
		outcome = Unproven
	case errors.As(err, &protocol):
		outcome = Protocol
	}
	if err != nil && !errors.Is(err, errDifferent) && r.result.Err == nil {
		r.result.Err = err
	}
	r.result.Outcome = max(r.result.Outcome, outcome)
	if !r.opts.Fragment {
		r.leave(outcome)
	}
}
