package hosts

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"ehlo/transcript/shelf"
)

// Limit is how many servers are remembered; for a further one the oldest is
// forgotten.
const Limit = 1000

// A Memory knows which servers have offered STARTTLS. Its methods may be called from
// any goroutine. Make it with [Open].
type Memory struct {
	now func() time.Time

	mu    sync.Mutex
	file  shelf.File // no path: it is forgotten when the program ends
	known map[string]Promise
}

// Open returns the memory in the file at path, which need not be there; with "" one
// that lasts as long as the program. It touches nothing yet.
func Open(path string) *Memory {
	return &Memory{now: time.Now, file: shelf.File{Path: path, Limit: fileLimit, Trusted: true}, known: map[string]Promise{}}
}

// Recall returns what is known of a server, HOST:PORT. What other programs have
// written meanwhile, and what a person took out of the file, counts. An error says
// that the file cannot be used; it is returned once, and from then on the memory
// lasts as long as the program.
func (m *Memory) Recall(server string) (Promise, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	err := m.read()
	p, ok := m.known[serverName(server)]
	return p, ok, m.give(err)
}

// read believes the file, where there is one that can be read.
func (m *Memory) read() error {
	if m.file.Path == "" {
		return nil
	}
	text, err := m.file.Read()
	if err == nil {
		m.known = parse(text, m.today())
	}
	return err
}

// Keep notes that a server, HOST:PORT, offers STARTTLS today, and what came of its
// certificate; with [Unknown] what is known of that stays. The file is written only
// if its line changes, and not even read if this run has kept the same today. The
// error is as for [Memory.Recall].
func (m *Memory) Keep(server string, proof Proof) error {
	server = serverName(server)
	if !isServer(server) {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if p, there := m.known[server]; there && p.Day == m.today() && (proof == Unknown || proof == p.Proof) {
		return nil
	}
	var err error
	if m.file.Path != "" {
		err = m.file.Change(func(text string) string {
			m.known = parse(text, m.today())
			if !m.note(server, proof) {
				return text
			}
			return format(m.known)
		})
	}
	m.note(server, proof) // where there is no file, or none that can be read
	return m.give(err)
}

// note notes what a server offers today, and reports whether that is news.
func (m *Memory) note(server string, proof Proof) bool {
	old, there := m.known[server]
	p := Promise{Day: m.today(), Proof: proof}
	if proof == Unknown {
		p.Proof = old.Proof
	}
	m.known[server] = p
	m.forget(server)
	return !there || old != p
}

// give returns what is to be told of an error, and uses the file no more.
func (m *Memory) give(err error) error {
	if err == nil {
		return nil
	}
	m.file.Path = ""
	return fmt.Errorf("which servers offer STARTTLS is remembered in this run only: %w", err)
}

func (m *Memory) today() string { return m.now().UTC().Format(time.DateOnly) }

// forget drops the oldest servers beyond the limit, never the one that is named.
func (m *Memory) forget(but string) {
	if len(m.known) <= Limit {
		return
	}
	names := slices.SortedFunc(maps.Keys(m.known), func(a, b string) int {
		return strings.Compare(m.known[a].Day+a, m.known[b].Day+b)
	})
	for _, name := range names {
		if len(m.known) > Limit && name != but {
			delete(m.known, name)
		}
	}
}
