package desk

import (
	"context"
	"time"

	"ehlo/lessons"
	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Desk is one conversation from the person's side. Make it with [New]. All its
// methods but [Desk.Wake] are for one goroutine, that of the front end.
type Desk struct {
	cfg  Config
	tape *transcript.Transcript
	work work

	// What has happened, as far as it was taken in.
	state smtp.State // after the events before seen
	seen  int
	texts texts
	made  string // the text of the last Connected event
	lmtp  bool   // the last greeting said LMTP
	tls   lessons.Protection

	// The connection.
	target   string
	foreign  bool // by the name of the target; see isForeign
	session  Session
	dialing  bool
	dialed   time.Time
	hangUp   context.CancelFunc // stops dialling
	halved   bool               // :eof has closed this side for sending
	securing bool
	shaking  time.Time          // since when
	noTLS    context.CancelFunc // stops it
	agreed   bool               // a message may go to this foreign host
	leaving  bool
	quit     bool

	// What goes out.
	queue   []entry
	sending bool
	after   smtp.State // what the state will be once everything being sent is recorded
	freed   bool       // the person stopped waiting for what is owed
	upload  upload
	asked   *asked
	hidden  *hidden
	login   *login
	paste   paste
	group   gathering
	drip    drip

	// What the person set and typed.
	stuffing bool
	ending   smtp.Ending
	strict   bool // a line that breaks a rule is asked about
	past     history
	stopped  time.Time // when Ctrl+C was last pressed to no other end

	// What is predicted.
	predict bool
	veil    *veil // nil: nothing is hidden, and no prediction waits for its outcome
	guesses lessons.Calibration

	// What is learned.
	course *course.Course // nil: nobody has asked for it
	book   progress.Book
	lesson *lesson
	unkept bool   // it was told that what was done cannot be kept
	used   bool   // the client has spoken on this connection
	joined int    // the event that tells of the connection
	worn   string // the type of the included server when it was opened

	// What is to be shown.
	notices []Notice
	out     Shown
	shown   int
}

// New returns a desk that is not connected. [Desk.Close] must be called in the end.
func New(c Config) *Desk {
	c = c.complete()
	d := &Desk{
		cfg: c, tape: c.Tape, target: c.Target, state: c.Tape.State(0),
		stuffing: !c.Verbatim, ending: smtp.CRLF, book: progress.Book{},
	}
	d.foreign = c.Foreign(c.Target)
	d.work.open(c.Tape)
	d.take()
	for _, n := range c.Tell {
		d.say(n.Level, n.Words, n.Remedy)
	}
	return d
}

// Close ends everything the desk has begun, but for files that are being saved,
// which it waits for. It drops the connection without a word and closes the
// channel of [Desk.Wake].
func (d *Desk) Close() {
	d.work.close()
	for _, s := range append(d.work.left(), d.session) {
		if s != nil {
			_ = s.Close() // it is dropped either way
		}
	}
	d.work.files.Wait()
}

// Wake returns a channel of one slot that says: call [Desk.Grew]. It is closed by
// [Desk.Close]. It may be waited for in any goroutine.
func (d *Desk) Wake() <-chan struct{} { return d.work.wake }

// Grew takes in what has happened since the last call of any method that returns
// a [Shown].
func (d *Desk) Grew() Shown { return d.turn(func() {}) }

// turn is one call of the front end: what has happened is taken in, the person's
// wish is done, and what may go out goes.
func (d *Desk) turn(act func()) Shown {
	d.gather()
	act()
	d.arrive()
	d.pump()
	d.take()
	d.follow() // what waited for a reply or a prediction
	return d.show()
}

// gather takes in what was recorded, then what the goroutines have brought: what
// they recorded comes before the outcome they tell of.
func (d *Desk) gather() {
	d.take()
	if d.veiled() && d.veil.said {
		return // an outcome would tell of what is hidden
	}
	finished := d.work.finished()
	d.take()
	for _, finish := range finished {
		finish()
	}
}

// show returns what is new and forgets it.
func (d *Desk) show() Shown {
	s := d.out
	d.out = Shown{}
	s.From, s.To, s.Quit = d.shown, d.seen, d.quit
	d.shown = d.seen
	return s
}

// Tape returns the transcript.
func (d *Desk) Tape() *transcript.Transcript { return d.tape }

// State returns where the dialogue stands, as of the last call that returned a
// [Shown].
func (d *Desk) State() smtp.State { return d.state }

// Seen returns how many events were taken in: those behind them are not to be shown.
func (d *Desk) Seen() int { return d.seen }

// Answer returns the reply to event i as [transcript.Transcript.Answer] does, -1 also
// while it is hidden.
func (d *Desk) Answer(i int) int {
	if a := d.tape.Answer(i); a < d.seen {
		return a
	}
	return -1
}

// House returns what the included server shows of itself. Every function is nil
// while the desk talks to another server, and in [PredictMode].
func (d *Desk) House() House {
	if !d.included() || d.veiled() {
		return House{Target: d.cfg.House.Target}
	}
	return d.cfg.House
}

func (d *Desk) included() bool {
	return d.cfg.House.Target != "" && sameTarget(d.target, d.cfg.House.Target)
}
