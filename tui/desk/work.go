package desk

import (
	"context"
	"slices"
	"sync"

	"ehlo/transcript"
)

// work is what runs beside the front end: goroutines that bring back what is to
// be done in the front end's own goroutine, and the channel that tells of it.
type work struct {
	ctx  context.Context // ends with close
	end  context.CancelFunc
	wake chan struct{}

	files sync.WaitGroup // files being written: the program must not end halfway

	mu     sync.Mutex // guards what follows, and sending on wake
	done   []func()
	made   []Session // connections that nobody has taken in yet
	closed bool
}

// open begins to pass on that the tape grew.
func (w *work) open(tape *transcript.Transcript) {
	w.ctx, w.end = context.WithCancel(context.Background())
	w.wake = make(chan struct{}, 1)
	grew, stop := tape.Watch()
	go func() {
		defer stop()
		for {
			select {
			case <-grew:
				w.poke()
			case <-w.ctx.Done():
				return
			}
		}
	}()
}

func (w *work) close() {
	w.end()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		w.closed = true
		close(w.wake)
	}
}

// hold keeps a connection that was just made, until [work.give] hands it over. After
// close it is closed at once: nobody takes it in any more.
func (w *work) hold(s Session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		_ = s.Close() // it is dropped either way
		return
	}
	w.made = append(w.made, s)
}

// give hands over a connection that was held.
func (w *work) give(s Session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.made = slices.DeleteFunc(w.made, func(held Session) bool { return held == s })
}

// left returns the connections that are still held.
func (w *work) left() []Session {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.made
}

// poke fills the slot of wake.
func (w *work) poke() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fill()
}

func (w *work) fill() {
	if w.closed {
		return
	}
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// finished returns what the goroutines brought back, in order.
func (w *work) finished() []func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	done := w.done
	w.done = nil
	return done
}

// bring leaves something to be done in the front end's goroutine.
func (w *work) bring(finish func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = append(w.done, finish)
	w.fill()
}

// begin runs job in a goroutine and brings back the function that it returns. A
// panic of the job must not leave the terminal in disorder: failed is brought
// back instead.
func (w *work) begin(failed func(), job func(ctx context.Context) (finish func())) {
	go func() {
		finish := failed
		defer func() {
			_ = recover() // failed tells of it
			w.bring(finish)
		}()
		finish = job(w.ctx)
	}()
}
