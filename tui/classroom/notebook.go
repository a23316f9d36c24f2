package classroom

import (
	"sync"

	"ehlo/lessons/progress"
)

// A Notebook is a progress file in memory, from any goroutine. The zero value is empty.
type Notebook struct {
	mu   sync.Mutex
	text string
}

// Load returns what was kept.
func (n *Notebook) Load() (progress.Book, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return progress.Parse(n.text), nil
}

// Save adds a mark.
func (n *Notebook) Save(m progress.Mark) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	b := progress.Parse(n.text)
	b.Add(m)
	n.text = b.String()
	return nil
}

// Mark returns what is kept of a step, counted from 1; the zero value if nothing is.
func (n *Notebook) Mark(lesson string, step int) progress.Mark {
	b, _ := n.Load()
	m, _ := b.At(lesson, step)
	return m
}

// String returns the text of the file, "" if nothing was kept.
func (n *Notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text
}
