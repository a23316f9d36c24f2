package session

import (
	"bytes"
	"sync"

	"ehlo/transcript"
)

// A vault holds the octets of events from which a secret was cut, in memory and
// only while the connection is open. Nothing writes them anywhere.
type vault struct {
	mu     sync.Mutex
	held   map[int][]byte
	closed bool
}

// watch has the tape tell the vault what it cuts.
func (v *vault) watch(tape *transcript.Transcript) {
	v.held = make(map[int][]byte)
	tape.OnSecret(v.keep)
}

func (v *vault) keep(i int, octets []byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.closed {
		v.held[i] = bytes.Clone(octets)
	}
}

func (v *vault) reveal(i int) ([]byte, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	octets, ok := v.held[i]
	return bytes.Clone(octets), ok
}

// forget overwrites what is held; nothing is kept from then on.
func (v *vault) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, octets := range v.held {
		clear(octets)
	}
	v.held, v.closed = nil, true
}
