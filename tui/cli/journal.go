package cli

import (
	"sync"

	"ehlo/transcript"
)

// A keeper keeps the journal of one session: everything with the included server,
// with others the envelope, unless it was told how much.
type keeper struct {
	dir  string
	said string // full, envelope, off, or "" for as fits
	tape *transcript.Transcript

	mu      sync.Mutex
	journal *transcript.Journal
	level   transcript.Level // of the journal
	over    bool             // none is kept any more
}

func newKeeper(dir, said string, tape *transcript.Transcript) *keeper {
	return &keeper{dir: dir, said: said, tape: tape, level: transcript.Off}
}

// Where returns the journal's file, "" if none is kept.
func (k *keeper) Where() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.journal == nil {
		return ""
	}
	return k.journal.Path()
}

// Aim begins the journal before the first connection. A later connection to
// another host begins a new one that keeps less, with all that was before.
func (k *keeper) Aim(_ string, foreign bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	level := k.fitting(foreign)
	if k.over || level == transcript.Off || k.journal != nil && k.level >= level {
		return
	}
	if err := k.begin(level); err != nil {
		k.over = true
		k.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Warning, At: transcript.Now,
			Text: "no journal is kept: " + err.Error()})
	}
}

func (k *keeper) fitting(foreign bool) transcript.Level {
	level, ok := transcript.LevelNamed(k.said)
	if !ok && foreign {
		return transcript.Envelope
	}
	if !ok {
		return transcript.Full
	}
	return level
}

func (k *keeper) begin(level transcript.Level) error {
	j, err := transcript.OpenJournal(k.dir, k.tape.Start(), level)
	if err != nil {
		return err
	}
	if err := k.tape.Keep(j); err != nil {
		return err
	}
	old := k.journal
	k.journal, k.level = j, level
	if old != nil {
		return old.Forget()
	}
	return nil
}

// Forget removes the journal and keeps none from then on.
func (k *keeper) Forget() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.over = true
	if k.journal == nil {
		return nil
	}
	j := k.journal
	k.journal = nil
	return j.Forget()
}

// close says in the journal that ehlo ended in order.
func (k *keeper) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.over = true
	if k.journal == nil {
		return nil
	}
	return k.journal.Close()
}
