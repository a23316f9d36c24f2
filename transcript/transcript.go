package transcript

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ehlo/session/smtp"
)

// A Start says when and with whom a transcript began.
type Start struct {
	Time    time.Time // zero: now; its offset from UTC is kept
	Target  string    // what was asked for, as typed
	Local   string    // address and port, if known from the beginning
	Remote  string    // likewise
	Program string    // what wrote it, with its version
	Persona string    // the server type of the included server; "" for the usual one, and for any other server
	Partial bool      // begins in the middle of a dialogue, as a paste does
}

// A Transcript is the record of one conversation: events in the order in which
// they happened, possibly over several connections one after another. Make it with
// [New]. Any goroutine may record; any may read, without waiting.
type Transcript struct {
	store
	start  Start
	begin  time.Time // with the monotonic clock
	wakers atomic.Pointer[[]chan struct{}]
	wake   <-chan struct{}

	mu       sync.Mutex // one writer at a time; guards what follows
	state    smtp.State // behind the last event
	before   smtp.State // before the last that moved it
	moved    int        // events up to that one
	pairs    pairing
	hidden   concealed
	echo     echoes
	journal  *Journal
	onSecret func(i int, octets []byte)
	group    uint32 // the highest in use
	last     byte   // the last octet that the client said
}

// New returns an empty transcript.
func New(start Start) *Transcript {
	t := &Transcript{start: start, begin: time.Now()}
	if t.start.Time.IsZero() {
		t.start.Time = t.begin
	}
	t.start.Time = t.start.Time.Round(0)
	if start.Partial {
		t.state = smtp.Partial()
	}
	t.store.init()
	wake := make(chan struct{}, 1)
	t.wake = wake
	t.wakers.Store(&[]chan struct{}{wake})
	return t
}

// Start returns when and with whom the transcript began.
func (t *Transcript) Start() Start { return t.start }

// Elapsed returns the time since the transcript was made: what At will be for an
// event recorded now.
func (t *Transcript) Elapsed() time.Duration { return time.Since(t.begin) }

// Len returns the number of events. It only grows; events below it never change.
func (t *Transcript) Len() int { return int(t.n.Load()) }

// At returns event i. It panics if i is not below [Transcript.Len].
func (t *Transcript) At(i int) Event {
	t.check(i, t.Len()-1)
	return t.event(i)
}

// State returns the state before event i; for i == Len() the state now. It folds
// at most 256 events.
func (t *Transcript) State(i int) smtp.State {
	n := t.Len()
	t.check(i, n)
	if s, ok := t.latest(i, n); ok {
		return s
	}
	at := i / rowSize
	if at > 0 && at*rowSize == n {
		at--
	}
	if n == 0 {
		return t.initial()
	}
	s := (*t.rows.Load())[at].before
	for k := at * rowSize; k < i; k++ {
		s = t.event(k).After(s)
	}
	return s
}

func (t *Transcript) check(i, most int) {
	if i < 0 || i > most {
		panic("transcript: no such event")
	}
}

func (t *Transcript) initial() smtp.State {
	if t.start.Partial {
		return smtp.Partial()
	}
	return smtp.State{}
}

// latest returns what the writer itself knows of the state before event i of n, if
// nobody is writing: near the end nothing need be folded again, neither for every
// frame nor for every reply.
func (t *Transcript) latest(i, n int) (smtp.State, bool) {
	if !t.mu.TryLock() {
		return smtp.State{}, false
	}
	defer t.mu.Unlock()
	if i >= t.moved {
		return t.state, t.Len() == n
	}
	return t.before, t.Len() == n && i == t.moved-1
}

// Answer returns the index of the reply that answers client event i: the first of
// them if there are several, as in LMTP. It is -1 if none has come yet, or if i
// asks for none: a line of message text, or half a command.
func (t *Transcript) Answer(i int) int {
	if t.At(i).Who != Client {
		return -1
	}
	return int(t.cell(i).link.Load()) - 1
}

// Question returns the index of the client event that reply i answers. It is -1
// for the greeting, for a reply that nothing had asked for, and for no reply.
func (t *Transcript) Question(i int) int {
	if t.At(i).Who != Server {
		return -1
	}
	return int(t.cell(i).link.Load()) - 1
}

// Wake returns a channel that receives when the transcript has grown. It has one
// slot: a burst is one message. There is one such channel; a second listener uses
// [Transcript.Watch].
func (t *Transcript) Wake() <-chan struct{} { return t.wake }

// Watch returns a channel of the caller's own that receives as [Transcript.Wake]
// does, and a function that ends it. The channel is never closed.
func (t *Transcript) Watch() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	t.changeWakers(func(w []chan struct{}) []chan struct{} { return append(slices.Clip(w), c) })
	return c, func() {
		t.changeWakers(func(w []chan struct{}) []chan struct{} {
			return slices.DeleteFunc(slices.Clone(w), func(o chan struct{}) bool { return o == c })
		})
	}
}

func (t *Transcript) changeWakers(change func([]chan struct{}) []chan struct{}) {
	for {
		old := t.wakers.Load()
		next := change(*old)
		if t.wakers.CompareAndSwap(old, &next) {
			return
		}
	}
}

func (t *Transcript) notify() {
	for _, c := range *t.wakers.Load() {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
