package desk

import (
	"context"
	"sync"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A Desk is one conversation from the person's side. Make it with [New].
type Desk struct {
	cfg  Config
	tape *transcript.Transcript
	wake chan struct{}

	ctx  context.Context // ends with Close
	end  context.CancelFunc
	jobs sync.WaitGroup
	mu   sync.Mutex // guards what jobs leave for the next turn
	done []func()
	shut bool
}

// New returns a desk that is not connected. Close must be called in the end.
func New(c Config) *Desk {
	if c.Now == nil {
		c.Now = time.Now
	}
	d := &Desk{cfg: c, tape: c.Tape, wake: make(chan struct{}, 1)}
	d.ctx, d.end = context.WithCancel(context.Background())
	return d
}

// Close ends everything the desk has begun, drops the connection without a word
// and closes the channel of Wake.
func (d *Desk) Close() {}

// Connect opens Config.Target.
func (d *Desk) Connect() Shown { return Shown{} }

// Enter takes a line that the person typed.
func (d *Desk) Enter(line string) Shown { return Shown{} }

// Feed takes a line that came from a pipe or a file, without its end. It is never
// ehlo's.
func (d *Desk) Feed(line string) Shown { return Shown{} }

// Paste takes what a terminal pasted.
func (d *Desk) Paste(text string) Shown { return Shown{} }

// PasteAll sends all pasted lines that wait.
func (d *Desk) PasteAll() Shown { return Shown{} }

// PasteDrop drops the pasted lines that wait.
func (d *Desk) PasteDrop() Shown { return Shown{} }

// Confirm answers the question that waits.
func (d *Desk) Confirm(yes bool) Shown { return Shown{} }

// Stop is Ctrl+C.
func (d *Desk) Stop(cleared bool) Shown { return Shown{} }

// Leave says QUIT, if the server takes commands, and leaves.
func (d *Desk) Leave() Shown { return Shown{} }

// Tick tells the time.
func (d *Desk) Tick(now time.Time) Shown { return Shown{} }

// Wake returns a channel of one slot that says: call Grew.
func (d *Desk) Wake() <-chan struct{} { return d.wake }

// Grew takes in what has happened.
func (d *Desk) Grew() Shown { return Shown{} }

// Reveal shows the octets of an event with the secret that was cut out.
func (d *Desk) Reveal(event int) Shown { return Shown{} }

// Tape returns the transcript.
func (d *Desk) Tape() *transcript.Transcript { return d.tape }

// State returns the state of the dialogue now.
func (d *Desk) State() smtp.State { return d.tape.State(d.tape.Len()) }

// Mode says what the person's next line is.
func (d *Desk) Mode() Mode { return ClosedMode }

// Question returns the question that waits.
func (d *Desk) Question() (Question, bool) { return Question{}, false }

// Status returns what is to be seen at any time.
func (d *Desk) Status() Status { return Status{} }

// Ready reports whether a line given now would go out at once.
func (d *Desk) Ready() bool { return false }

// Mine reports whether a typed line is for ehlo, not for the server.
func (d *Desk) Mine(line string) bool { return false }

// Notices returns the last notices, oldest first.
func (d *Desk) Notices() []Notice { return nil }

// HelloName returns the name to suggest behind EHLO.
func (d *Desk) HelloName() string { return "client.example" }

// House returns what the included server shows of itself; every part is nil
// while the desk talks to another.
func (d *Desk) House() House { return House{} }

// Lanes returns the lanes of an event of message text.
func (d *Desk) Lanes(event int) (LanesOf, bool) { return LanesOf{}, false }

// Preview returns the lanes of a half-typed line of message text.
func (d *Desk) Preview(line string) (LanesOf, bool) { return LanesOf{}, false }

// Commands lists ehlo's commands.
func (d *Desk) Commands() []Command { return nil }

// Completion returns what a half-typed colon command may become.
func (d *Desk) Completion(line string) []Completion { return nil }

// Earlier returns the line typed before.
func (d *Desk) Earlier(line string) (string, bool) { return "", false }

// Later returns the line typed after.
func (d *Desk) Later(line string) (string, bool) { return "", false }

// HistoryReset forgets where in the history the person is.
func (d *Desk) HistoryReset() {}
