package transcript

import (
	"time"

	"ehlo/session/smtp"
)

// Now as an Entry's At stands for the time at which it is recorded.
const Now time.Duration = -1

// An Entry is what is to be recorded: an event before its secrets are cut. The
// octets and the read boundaries are copied, so the caller may use them again.
type Entry struct {
	Who    Who
	Fact   Fact // for Local
	Flags  Flags
	Group  uint32
	Octets []byte
	Text   string        // for Local
	Reads  []int         // where in Octets reads ended, of the client writes, if there was more than one
	At     time.Duration // since the start; negative: now, see [Now]
}

// Record cuts the secrets out of e, writes it to the journal if one is kept,
// appends it and wakes the readers, in this order. It returns the event as it was
// stored. What is to be sent is recorded before it is written, what was read
// before it is shown.
//
// Octets beyond 512 KiB become further events; Record returns the first.
func (t *Transcript) Record(e Entry) Event {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.notify()
	if len(e.Octets) <= maxOctets {
		return t.record(e, nil)
	}
	rest := e.Octets[maxOctets:]
	e.Octets, e.Reads = e.Octets[:maxOctets], nil
	first := t.record(e, nil)
	for len(rest) > 0 {
		n := min(len(rest), maxOctets)
		e.Octets, rest = rest[:n], rest[n:]
		t.record(e, nil)
	}
	return first
}

// Said records one write of the client as the events it is made of: one for each
// command line and each line that answers a 334; for message text and for the
// octets of a BDAT one, at most 64 KiB long, and it ends where the text ends; for
// what stands behind DATA before its reply one for each line. What has no line end
// yet is an event, too.
//
// If group is 0 and there are several, they get a number of their own, see
// [Transcript.NextGroup]. What is said before the greeting is marked [Early].
func (t *Transcript) Said(octets []byte, flags Flags, group uint32) []Event {
	return t.SaidIn(octets, flags, group, nil)
}

// SaidIn is [Transcript.Said] for octets that leave in several writes: writes says
// where in them one ends, but for the last. An event keeps them as [Event.Reads].
func (t *Transcript) SaidIn(octets []byte, flags Flags, group uint32, writes []int) []Event {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.notify()
	events := make([]Event, 0, 1)
	for len(octets) > 0 {
		n, after := piece(&t.state, t.last, octets)
		if group == 0 && n < len(octets) {
			group = t.nextGroup()
		}
		e := Entry{Who: Client, Flags: flags, Group: group, Octets: octets[:n], Reads: writes, At: Now}
		if t.state.Phase() == smtp.Opening {
			e.Flags |= Early
		}
		events = append(events, t.record(e, after))
		octets = octets[n:]
		writes = behind(writes, n)
	}
	return events
}

// behind returns the boundaries behind the first n octets, counted from there.
func behind(ends []int, n int) []int {
	var rest []int
	for _, end := range ends {
		if end > n {
			rest = append(rest, end-n)
		}
	}
	return rest
}

// NextGroup returns a number that no group has yet.
func (t *Transcript) NextGroup() uint32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.nextGroup()
}

func (t *Transcript) nextGroup() uint32 {
	t.group++
	return t.group
}

// record does the work of Record for one event. It may be told the state behind it.
func (t *Transcript) record(e Entry, after *smtp.State) Event {
	if e.At < 0 {
		e.At = t.Elapsed()
	}
	event := Event{
		At: min(e.At, maxAt), Who: e.Who, Fact: e.Fact, Flags: e.Flags, Group: e.Group, Octets: e.Octets,
		Text: e.Text[:min(len(e.Text), maxText)], Mark: -1, Reads: boundaries(e.Reads, len(e.Octets)),
	}
	if e.Who != Local {
		event.Fact, event.Text = NoFact, ""
	}
	cut := t.censor(&event)
	var full error
	if t.journal != nil {
		full = t.journal.write(&event, &t.state)
	}
	if cut {
		after = nil
	}
	i := t.keep(&event, after)
	if cut && t.onSecret != nil {
		t.onSecret(i, e.Octets)
	}
	if full != nil {
		t.journal = nil
		t.record(Entry{Who: Local, Fact: Warning, Text: "the journal stops here: " + full.Error(), At: Now}, nil)
	}
	return event
}

// boundaries copies those of reads that rise and lie within n octets.
func boundaries(reads []int, n int) []int {
	var kept []int
	last := 0
	for _, r := range reads {
		if r > last && r < n && len(kept) < maxReads {
			kept, last = append(kept, r), r
		}
	}
	return kept
}

// keep stores the event, moves the state on, pairs replies and publishes.
func (t *Transcript) keep(e *Event, after *smtp.State) int {
	i := int(t.n.Load())
	e.Octets = t.add(i, e, &t.state)
	if e.moves() {
		t.before, t.moved = t.state, i+1
		if after != nil {
			t.state = *after
		} else {
			t.state = e.fold(t.before)
		}
		if q := t.pairs.step(&t.store, i, e, &t.before, &t.state); q >= 0 {
			t.cell(i).link.Store(int32(q) + 1)
			t.cell(q).link.CompareAndSwap(0, int32(i)+1)
		}
	}
	if e.Who == Client && len(e.Octets) > 0 {
		t.last = e.Octets[len(e.Octets)-1]
	}
	t.group = max(t.group, e.Group)
	t.n.Store(int64(i) + 1)
	return i
}

// OnSecret sets what is told of each event out of which a secret is cut: its index
// and its octets before that. They are valid only during the call, which must not
// record. The session keeps them in memory while the connection is open.
func (t *Transcript) OnSecret(told func(i int, octets []byte)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.onSecret = told
}

// Keep writes the events so far to the journal and every further one as it is
// recorded. When the journal can no longer be written a [Warning] is recorded, and
// the session goes on without.
func (t *Transcript) Keep(j *Journal) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.initial()
	for i := range t.Len() {
		e := t.event(i)
		if err := j.write(&e, &s); err != nil {
			return err
		}
		s = e.After(s)
	}
	t.journal = j
	return nil
}

// restore appends an event that was read from a file. It censors anew: what a file
// says about its secrets is not believed.
func (t *Transcript) restore(e *Event) {
	mark, gone := e.Mark, e.Gone
	e.Mark, e.Gone = -1, 0
	switch cut := t.censor(e); {
	case mark < 0:
	case !cut:
		e.Mark, e.Gone = mark, gone
	case gone > 0:
		// Both cannot be told; the state needs what is gone.
		e.Mark, e.Gone = min(mark, e.Mark), min(e.Gone+gone, maxGone)
	}
	t.keep(e, nil)
}
