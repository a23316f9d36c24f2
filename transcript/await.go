package transcript

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ehlo/session/smtp"
)

// state returns where the dialogue stands now.
func (r *runner) state() smtp.State { return r.tape.State(r.tape.Len()) }

// sleep waits until the transcript has grown, or for a time; late is true when the
// time is up.
func (r *runner) sleep(until time.Time) (late bool, err error) {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-r.wake:
		return false, nil
	case <-r.ctx.Done():
		return false, r.ctx.Err()
	case <-timer.C:
		return true, nil
	}
}

// await waits until there are more than n events. The time for a reply runs from
// the last octets sent or from the reply before it.
func (r *runner) await(n int) error {
	for r.tape.Len() <= n {
		late, err := r.sleep(r.since.Add(r.opts.wait()))
		if err != nil {
			return err
		}
		if late && r.tape.Len() <= n {
			return &GoneError{What: fmt.Sprintf("no complete reply within %v; wait longer with --timeout", r.opts.wait())}
		}
	}
	for i := n; i < r.tape.Len(); i++ {
		if r.tape.At(i).Who == Server {
			r.since = time.Now()
		}
	}
	return nil
}

// next returns the index of the next reply, waiting for it; -1 if there can be
// none, because the message text it would answer was skipped.
func (r *runner) next(e *Expectation) (int, error) {
	for waited := false; ; waited = true {
		n := r.tape.Len()
		for i := r.cursor; i < n; i++ {
			if r.tape.At(i).Who == Server {
				return i, nil
			}
		}
		st := r.tape.State(n)
		if st.Phase() == smtp.Ended {
			return -1, &GoneError{What: "the connection is closed; expected " + e.String()}
		}
		if st.OwedCount() == 0 {
			if r.voided {
				return -1, nil
			}
			if !waited {
				r.since = time.Now() // the server may speak unasked
			}
		}
		if err := r.await(n); err != nil {
			return -1, err
		}
	}
}

// asked reports whether server event i answers something.
func (r *runner) asked(i int) bool {
	if e := r.tape.At(i); !e.answers() {
		return false
	}
	before := r.tape.State(i)
	if _, owed := before.Owed(); owed {
		return true
	}
	return !before.IsPartial() && r.tape.State(i+1).Unasked() == before.Unasked()
}

// settle waits until the server owes nothing, or wants the rest of a chunk first.
func (r *runner) settle() error {
	for {
		n := r.tape.Len()
		st := r.tape.State(n)
		switch {
		case st.Phase() == smtp.Ended:
			return r.endedOwing(n)
		case st.OwedCount() == 0, st.Reading() == smtp.AsChunk:
			return nil
		}
		if err := r.await(n); err != nil {
			if r.excuse(err, st) {
				return nil
			}
			return err
		}
	}
}

// excuse reports whether a reply that is gone is no failure: the one to QUIT, behind
// a message that was accepted. What was asked for was done.
func (r *runner) excuse(err error, before smtp.State) bool {
	var gone *GoneError
	owed, ok := before.Owed()
	quit := ok && before.OwedCount() == 1 && owed.Matter == smtp.ForCommand && owed.Command.Verb == smtp.QUIT
	if !errors.As(err, &gone) || !quit || before.Messages() == 0 {
		return false
	}
	r.result.Unparted = true
	return true
}

// endedOwing returns an error if the connection, which has ended, did so with a
// reply owed.
func (r *runner) endedOwing(n int) error {
	for i := n - 1; i >= max(r.opts.From, r.excused) && !r.closed; i-- {
		if f := r.tape.At(i).Fact; f != Closed && f != Lost {
			continue
		}
		if st := r.tape.State(i); st.OwedCount() > 0 && st.Reading() != smtp.AsChunk {
			err := &GoneError{What: "the connection was closed with a reply owed"}
			if r.excuse(err, st) {
				return nil
			}
			return err
		}
		return nil
	}
	return nil
}

// settleSecured settles and makes the TLS handshake if it is time for it.
func (r *runner) settleSecured() error {
	if err := r.settle(); err != nil {
		return err
	}
	if r.state().Phase() == smtp.Handshake {
		return r.peer.Secure(r.ctx)
	}
	return nil
}

// ready settles, makes the TLS handshake if it is time for it, and looks whether
// DATA was refused.
func (r *runner) ready() error {
	if err := r.settleSecured(); err != nil {
		return err
	}
	for i := r.tape.Len() - 1; i >= r.opts.From; i-- {
		switch r.tape.At(i).Who {
		case Server:
			if i > r.decided && r.refusesData(i) {
				r.startSkip(i)
			}
			return nil
		case Client:
			return nil
		}
	}
	return nil
}

// discard passes over the replies that were owed and that no step has met.
// What came unasked is left for the next step.
func (r *runner) discard() {
	for i := r.cursor; i < r.tape.Len(); i++ {
		if r.tape.At(i).Who != Server {
			continue
		}
		if !r.asked(i) {
			return
		}
		r.cursor = i + 1
	}
}

// startSkip has the text that follows skipped, since reply i refused its DATA:
// what is no text for the server must not be read as commands.
func (r *runner) startSkip(i int) {
	if r.refusal != i {
		r.refusal, r.textless = i, smtp.Unstuffer{}
	}
	r.skipping = true
}

// refusesData reports whether reply i refuses a DATA behind which nothing was said
// yet.
func (r *runner) refusesData(i int) bool {
	q := r.tape.Question(i)
	if q < 0 || r.tape.At(i).Reply().Code == 354 {
		return false
	}
	o, _ := r.tape.State(i).Owed()
	if o.Command.Verb != smtp.DATA && smtp.ParseCommand(r.tape.At(q).Octets).Verb != smtp.DATA {
		return false
	}
	for k := q + 1; k < r.tape.Len(); k++ {
		if r.tape.At(k).Who == Client {
			return false
		}
	}
	return true
}

// leave ends the conversation: with QUIT if the server waits for a command,
// without the final dot inside a message. What comes of it changes nothing.
func (r *runner) leave(o Outcome) {
	if r.closed {
		return
	}
	if o == Gone {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), time.Second)
		defer cancel()
		r.ctx = ctx
	}
	if o != Gone && r.settle() == nil || r.state().OwedCount() == 0 {
		r.sayQuit()
	}
	r.closed = true
	r.peer.Close()
}

func (r *runner) sayQuit() {
	st := r.state()
	if st.Reading() == smtp.AsAnswer {
		if r.send([]byte("*\r\n"), 0) != nil || r.settle() != nil {
			return
		}
		st = r.state()
	}
	if st.Reading() != smtp.AsCommand || !st.LineStart() || st.Phase() == smtp.Leaving {
		return
	}
	if r.send([]byte("QUIT\r\n"), 0) == nil {
		r.settle()
	}
}
